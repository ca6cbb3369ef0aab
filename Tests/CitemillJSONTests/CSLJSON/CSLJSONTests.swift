import Citemill
import CitemillTestSupport
import Testing

@testable import CitemillJSON

@Suite struct CSLJSONTests {
  /// The names that were already seen in an item are stored as the bits of a machine word.
  @Test func namesFitTheirBits() { #expect(CSLTable.rows.count <= UInt128.bitWidth) }

  private func trial(_ text: String) throws -> Trial {
    try Trial(text: text, as: "csl-json")
  }

  private func rewritten(_ text: String) throws -> String {
    try FormatRegistry.standard.write(try trial(text).records, as: "csl-json:layout=lines").text
  }

  @Test(arguments: [
    #"{"id":"a","type":"book","title":"Weirs"}"#,
    #"{"id":"a","type":"book","title":"H<sub>2</sub>O <span class=\"nocase\">pH</span> &lt;i>x&lt;/i>"}"#,
    #"{"id":"a","type":"book","author":[{"family":"Beethoven","given":"Ludwig","non-dropping-particle":"van"}]}"#,
    #"{"id":"a","type":"book","author":[{"family":"King","given":"Martin","suffix":"Jr.","comma-suffix":true}]}"#,
    #"{"id":"a","type":"book","issued":{"date-parts":[[2019,5,2],[2019,5,9]]}}"#,
    #"{"id":"a","type":"book","issued":{"date-parts":[[2001]],"season":2}}"#,
    #"{"id":"a","type":"book","issued":{"date-parts":[[-44,3,15]],"circa":true}}"#,
    #"{"id":"a","type":"book","issued":{"literal":"the flood"}}"#,
    #"{"id":"a","type":"book","issued":{"raw":"199X"}}"#,
    #"{"id":"a","type":"book","custom":{"bibcode":"2101","shelf":{"row":[1,2]}}}"#,
    #"{"id":"a","type":"book","custom":{"x-shelf":7,"x-list":[1,{"a":null}]}}"#,
    #"{"id":"a","type":"book","title":"Weirs","custom":{"title":["Weirs","Weirs, again"]}}"#,
    #"{"id":"a","type":"book","author":[{"family":"Eze"}],"custom":{"author[0]":{"ORCID":"x"},"issued/decade":"fifties"}}"#,
    #"{"id":"a","type":"book","custom":{"title":{"x":"Weirs"},"title/x":1,"":2,"/y":3,"custom/z":4,"custom":5,"type":6}}"#,
    #"{"id":"a","type":"book","title":"&lt;script> & <i onclick=x> &amp; <b> </i>"}"#,
    #"{"id":"a","type":"book","issued":{"date-parts":[[2019,2]]},"custom":{"issued":{"date-parts":[[2019,2,30]]}}}"#,
    #"{"id":"a","type":"book","part":"2","note":"\n{:part:3}"}"#,
    #"{"id":"http://example.org/items/1","citation-key":"a","type":"book","title":"Weirs"}"#,
    #"{"id":"a","type":"book","note":"\nPMID: not a variable here"}"#,
    #"{"id":"a","type":"chapter","title":"<i></i>","container-title":"<b></b>","collection-title":"<sub></sub>","abstract":"<i></i>"}"#,
  ])
  func comesBackAsItWas(line: String) throws { #expect(try rewritten(line) == line + "\n") }

  /// The schema of CSL has no members but its own.
  @Test func membersOfOthersGoToCustom() throws {
    #expect(
      try rewritten(
        #"{"id":"a","type":"book","funder":[],"license":"x","arXiv":"2101.00001","part-number":"2","author":[{"family":"Eze","ORCID":"x"}]}"#
      )
        == #"{"id":"a","type":"book","part":"2","author":[{"family":"Eze"}],"URL":"https://arxiv.org/abs/2101.00001","#
        + #""custom":{"arXiv":"2101.00001","funder":[],"#
        + #""license":"x","author[0]/ORCID":"x"}}"# + "\n")
  }

  /// Zotero's "Extra".
  @Test(arguments: [
    ("PMID: 1\\nstatus: in press\\nRead twice.", #""volume":"3","status":"in press","PMID":"1","note":"Read twice.""#),
    (
      "A remark.\\noriginal-title: Mills\\ntex.x: y",
      #""original-title":"Mills","volume":"3","PMID":"1","note":"A remark.\ntex.x: y""#
    ),
    (
      "{:section:A}{:x:y}{:authority:Court} rest",
      #""volume":"3","section":"A","authority":"Court","PMID":"1","note":"\n{:x:y} rest""#
    ),
    ("volume: 3", #""volume":"3","PMID":"1""#), ("volume: 4", #""volume":"3","PMID":"1","note":"\nvolume: 4""#),
  ])
  func readsLinesOfNotesToTheEnd(note: String, expected: String) throws {
    let written = try rewritten(#"{"id":"a","type":"book","volume":"3","PMID":"1","note":""# + note + #""}"#)
    #expect(written == #"{"id":"a","type":"book","# + expected + "}\n")
  }

  /// CSL has a text where Crossref gives a list.
  @Test func ofAListTheFirstIsWrittenAndTheListKept() throws {
    #expect(
      try rewritten(#"{"id":"a","type":"book","title":["Weirs","Weirs, again"]}"#)
        == #"{"id":"a","type":"book","title":"Weirs","custom":{"title":["Weirs","Weirs, again"]}}"# + "\n")
  }

  @Test func containersInAnotherOrderAreALoss() throws {
    var record = Record()
    record.container = Container(.series, titles: [Title("Studies")])
    record.container?.parent = Container(.host, titles: [Title("Book")])
    try expectLoss(of: record, "container#order", .narrowed)
  }

  @Test func aRoleThatStandsTwiceIsALoss() throws {
    var record = Record()
    record.contributors = [
      Contributor(.person, name: PersonName(family: "Doe"), roles: [.editor, .editor])
    ]
    try expectLoss(of: record, "contributors.editor#roles", .narrowed)
  }

  private func expectLoss(of record: Record, _ path: String, _ kind: Loss.Kind) throws {
    let written = try FormatRegistry.standard.write([record], as: "csl-json")
    #expect(written.losses.ranked.map(\.key.path.description) == [path])
    #expect(written.losses.ranked.first?.key.kind == kind)
    #expect(try Law("csl-json").check([record]).violation == nil)
  }

  @Test func numbersAreTexts() throws {
    #expect(try trial(#"[{"id":12,"type":"book","volume":3,"edition":2.50}]"#).records[0][.edition] == "2.50")
    #expect(try trial(#"[{"id":12,"type":"book","volume":3}]"#).records[0].key == "12")
  }

  @Test func hugeNumbersHarmNothing() throws {
    let parts = ["-9223372036854775808", "9223372036854775807", "99999999999999999999", "1e308", "0", "-1"]
    for part in parts {
      let trial = try trial(#"[{"id":"a","type":"book","issued":{"date-parts":[[\#(part),\#(part),\#(part)]]}}]"#)
      #expect(trial.records.count == 1)
      #expect(trial.records[0].violations == [])
    }
  }

  @Test(arguments: [#""custom":{"#, #""issued":{"date-parts":[[2020]],"#, #""author":[{"family":"Berg","#])
  func manyMembersTakeLinearTime(opening: String) throws {
    let count = Effort.count(200_000, debug: 60_000)
    let members = (0..<count).map { "\"k\($0)\":1" }.joined(separator: ",")
    let closing = opening.contains("[{") ? "}]" : "}"
    let clock = ContinuousClock()
    let time = try clock.measure {
      let trial = try trial("[{\"id\":\"a\",\"type\":\"book\",\(opening)\(members)\(closing)}]")
      #expect(trial.records[0].nativeFields.count == count)
    }
    // Unoptimised, and beside other tests; quadratic time would take many minutes.
    #expect(time < .seconds(20), "\(time)")
  }

  @Test func nativeFieldsNeverBecomeContent() throws {
    var record = Record()
    record.key = "a"
    record.nativeFields = [NativeField(format: "csl-json", name: "title", value: "\"smuggled\"")]
    let written = try FormatRegistry.standard.write([record], as: "csl-json")
    #expect(written.text == "[\n  {\"id\":\"a\",\"type\":\"document\",\"custom\":{\"title\":\"smuggled\"}}\n]\n")
    #expect(try trial(written.text).records[0].titles.isEmpty)
    record.nativeFields = [NativeField(format: "csl-json", name: "arXiv", value: "\"smuggled\"")]
    let other = try FormatRegistry.standard.write([record], as: "csl-json")
    #expect(other.losses.ranked.map { $0.key.path.description } == ["native-fields.csl-json.arXiv"])
  }

  @Test func fieldsOfOtherFormatsAreSaidToBeLost() throws {
    var record = Record()
    record.nativeFields = [NativeField(format: "ris", name: "U1", value: "x")]
    let written = try FormatRegistry.standard.write([record], as: "csl-json")
    #expect(written.losses.ranked.map { $0.key.path.description } == ["native-fields.ris.U1"])
    #expect(try FormatRegistry.standard.write([record], as: "records").losses.isEmpty)
  }

  @Test func marksTooDeepAreSaidToBeLost() throws {
    var record = Record()
    record.key = "a"
    record.add(Title(RichText("Weirs", marks: (0..<70).map { _ in Mark(.italic, from: 0, to: 5) })))
    let written = try FormatRegistry.standard.write([record], as: "csl-json")
    #expect(written.losses.ranked.map { $0.key.path.description } == ["titles.main#marks"])
    #expect(try trial(written.text).records[0].title == "Weirs")
    for format in ["csl-json", "csv", "csv:columns=id+title", "listing", "records"] {
      let outcome = try Law(format).check([record])
      #expect(outcome.violation == nil, "\(format)")
    }
  }

  @Test func linesStayLines() throws {
    var record = Record()
    record.nativeFields = [NativeField(format: "csl-json", name: "x", value: "{\n \"a\": \"b \\n\"\n}")]
    let written = try FormatRegistry.standard.write([record, record], as: "csl-json:layout=lines")
    #expect(written.text.utf8.filter { $0 == 10 }.count == 2)
    #expect(written.text.contains(#""x":{"a":"b \n"}"#))
  }

  @Test func aTypeThatNobodyKnowsIsKeptAndCounted() throws {
    let text = #"[{"id":"a","type":"webpagee","title":"Weirs"}]"#
    let records = try FormatRegistry.standard.read(text: text, as: "csl-json").records
    #expect(try FormatRegistry.standard.write(records, as: "csl-json:layout=lines").text.contains("webpagee"))
    #expect(try FormatRegistry.standard.write(records, as: "csl-json").losses.isEmpty)
    let losses = try FormatRegistry.standard.write(records, as: "listing:dialect=sciencegate").losses
    #expect(losses.ranked.map(\.key.path.description).contains("native-fields.csl-json.custom/type"))
  }
}
