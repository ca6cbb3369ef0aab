import Citemill
import CitemillCore
import CitemillTestSupport
import Testing

/// Where a record ends and the next one begins, if the lines that mark this are damaged.
@Suite struct TaggedFramingTests {
  static let formats = ["ris", "nbib", "refer", "wos"]

  /// Four works without a word in common.
  private static func works() throws -> [Record] {
    let items = (0..<4).map { index in
      """
      {"id":"key\(index)","type":"article-journal","title":"Title\(index)","container-title":"Journal\(index)","volume":"1\(index)",
      "author":[{"family":"Family\(index)","given":"Given\(index)"}],"issued":{"date-parts":[[200\(index)]]},"page":"1\(index)-2\(index)"}
      """
    }
    return try Trial(text: "[\(items.joined(separator: ","))]", as: "csl-json").records
  }

  /// What distinguishes the works, without key and type, which the first line may have.
  private static func values(_ record: Record) -> [String] {
    [record.title ?? "", record.contributors.first?.name.family ?? "", record[.volume] ?? "", record[.pages] ?? ""]
  }

  @Test(arguments: formats, ["deleted", "shortened", "doubled", "broken"])
  func aDamagedFirstLineMovesNothing(format: String, damage: String) throws {
    let works = try Self.works()
    let lines = try FormatRegistry.standard.write(works, as: format).text.split(
      separator: "\n", omittingEmptySubsequences: false
    ).map(String.init)
    let begin = try #require(["ris": "TY", "nbib": "PMID", "refer": "%0", "wos": "PT"][format])
    for place in lines.indices where lines[place].hasPrefix(begin) {
      var damaged = lines
      switch damage {
      case "deleted": damaged.remove(at: place)
      case "shortened": damaged[place].removeFirst()
      case "doubled": damaged.insert(lines[place], at: place)
      default: damaged[place].insert("\n", at: damaged[place].index(after: damaged[place].startIndex))
      }
      let trial = try Trial(text: damaged.joined(separator: "\n"), as: format)
      #expect(trial.records.map(Self.values) == works.map(Self.values), "\(damage) line \(place + 1)")
      // In a file of the old programs, the first record has no such line either.
      let isFirst = place == lines.firstIndex { $0.hasPrefix(begin) }
      let isSaid = trial.diagnostics.contains { $0.severity != .note }
      #expect(isSaid || damage == "doubled" || isFirst && damage == "deleted", "\(damage) line \(place + 1)")
    }
  }

  @Test(arguments: [
    "TY  - JOUR\nTI  - One\nPY  - 2001\nAB  - A paragraph\n\nand another\n\nTI  is no tag\nPY  - 2002\nTI  - Two\nER  - \n",
    "TY  - JOUR\nTI  - One\n\nAU  - Doe, Jane\n\nAU  - Roe, Max\n\nPY  - 2001\n\nKW  - a\n\nKW  - b\n\nER  - \n",
    "TY  - BOOK\nT2  - Series\n\nT2  - Other\nIS  - 1\n\nIS  - 2\nER  - \n",
  ])
  func blankLinesPartNoRecord(text: String) throws {
    let trial = try Trial(text: text, as: "ris")
    #expect(trial.records.count == 1)
    let again = try FormatRegistry.standard.write(trial.records, as: "ris").text
    #expect(try Trial(text: again, as: "ris").records.map(\.content) == trial.records.map(\.content))
  }

  /// A title after an author after a title; two titles before an author, or with two tags, are of one work.
  @Test(arguments: [
    ("ris", "TY  - JOUR\nAU  - Doe, J\nTI  - One\nAU  - Roe, M\nTI  - Two\nER  - \n", true),
    ("ris", "TY  - JOUR\nTI  - One\nDO  - 10.5555/a\nTI  - Two\nDO  - 10.5555/b\nER  - \n", true),
    ("ris", "TY  - JOUR\nTI  - One\nAU  - Roe, M\nT1  - Two\nER  - \n", false),
    ("ris", "TY  - JOUR\nTI  - One\nAU  - Roe, M\nTI  - One\nER  - \n", false),
    ("ris", "TY  - JOUR\nTI  - One\nTI  - Two\nAU  - Roe, M\nPY  - 2001\nPY  - 2001\nER  - \n", false),
    ("nbib", "PMID- 1\nTI  - One\nAU  - Roe M\nTI  - Two\n", true),
    ("refer", "%A Doe, Jane\n%T One\n%A Roe, Max\n%T Two\n", true),
    ("wos", "PT J\nTI One\nPY 2001\nTI Two\nPY 2002\nER\n", true),
  ])
  func aTitleOfAnotherWorkIsSaid(format: String, text: String, isSaid: Bool) throws {
    let trial = try Trial(text: text, as: format)
    #expect(trial.records.count == 1)
    let said = trial.diagnostics.filter { $0.code == "tagged.repeated-fields" }
    #expect(said.contains { $0.message.contains("run together") } == isSaid)
  }

  /// Two records with a blank line at each place within, and none or one between them.
  @Test(
    arguments: [
      ("nbib", ["PMID- 1", "TI  - One", "AB  - Text", "OT  - word"], ["PMID- 2", "TI  - Two", "AB  - Other"]),
      ("refer", ["%0 Book", "%T One", "%X Text", "%I Brook"], ["%0 Book", "%T Two", "%X Other"]),
      ("refer", ["%0 Book", "%T One", "%X Text", "more text"], ["%0 Book", "%T Two", "%X Other"]),
    ], ["\n", "\n\n"])
  func aBlankLineWithinARecordMovesNothing(works: (String, [String], [String]), between: String) throws {
    let (format, first, second) = works
    let begin = try #require(first.firstIndex { $0.hasPrefix("PMID") || $0.hasPrefix("%0") })
    func read(_ first: [String]) throws -> [Record] {
      let text = (first.joined(separator: "\n") + between + second.joined(separator: "\n")) + "\n"
      return try Trial(text: text, as: format).records
    }
    let whole = try read(first)
    #expect(whole.count == 2)
    for place in begin + 1..<first.count {
      var lines = first
      lines.insert("", at: place)
      let records = try read(lines)
      #expect(records.map(\.title) == whole.map(\.title), "line \(place)")
      #expect(records.map(\.identifiers) == whole.map(\.identifiers), "line \(place)")
      let texts = records.map { $0.abstracts.map { $0.text.plain.filter { $0 != "\n" } } }
      #expect(texts == whole.map { $0.abstracts.map { $0.text.plain.filter { $0 != "\n" } } }, "line \(place)")
      #expect(records.map(\.keywords) == whole.map(\.keywords), "line \(place)")
    }
  }

  @Test(arguments: ["ris", "nbib", "refer", "wos"]) func aRecordOfManyGapsTakesNoLonger(format: String) throws {
    let line = ["ris": "KW  - a", "nbib": "OT  - a", "refer": "%K a", "wos": "ID a"][format] ?? ""
    let begin = ["ris": "TY  - JOUR", "nbib": "PMID- 1", "refer": "%0 Book", "wos": "PT J"][format] ?? ""
    func seconds(_ count: Int) throws -> Double {
      let bytes = Array((begin + "\n" + String(repeating: line + "\n\n", count: count)).utf8)
      let start = ContinuousClock.now
      #expect(try Trial(ByteSource(bytes: bytes), as: format).records.count == 1)
      return (ContinuousClock.now - start) / .seconds(1)
    }
    let (short, long) = try (seconds(5_000), seconds(20_000))
    #expect(long < 9 * max(short, 0.02))
  }

  @Test(arguments: [
    ("ris", "TY  - JOUR\nTI  - ", "\nTI  - rest\nER  - \nTY  - JOUR\nTI  - after\nER  - \n"),
    ("ris", "", "\nTY  - JOUR\nTI  - after\nER  - \n"),
    ("nbib", "PMID- 1\nTI  - ", "\nAB  - rest\n\nPMID- 2\nTI  - after\n"),
    ("refer", "%0 Book\n%T ", "\n%X rest\n%0 Book\n%T after\n"),
    ("wos", "PT J\nTI ", "\nAB rest\nER\n\nPT J\nTI after\nER\n"),
  ])
  func aLineBeyondTheLimitIsRejectedOnce(format: String, before: String, after: String) throws {
    let text = before + String(repeating: "long line ", count: (40 << 20) / 10) + after
    let trial = try Trial(text: text, as: format)
    #expect(trial.rejections.map { String($0.reason.code.rawValue) } == ["tagged.too-long"])
    #expect(trial.records.map(\.title) == ["after"])
    #expect(trial.tally.totalBytes == text.utf8.count)
  }

  @Test func aRecordOfManyLinesBeyondTheLimitIsRejectedOnce() throws {
    let lines = String(repeating: "KW  - a keyword\n", count: (40 << 20) / 16)
    let trial = try Trial(text: "TY  - JOUR\n\(lines)TI  - One\nER  - \nTY  - JOUR\nTI  - after\nER  - \n", as: "ris")
    #expect(trial.rejections.count == 1)
    #expect(trial.records.map(\.title) == ["after"])
  }
}
