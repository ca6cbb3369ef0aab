import Citemill
import CitemillTestSupport
import Testing

/// An entry that is damaged in one place is read or reported, and does not affect its neighbours.
@Suite struct BibTeXDamageTests {
  private static let before = "@article{k1, title={One}, author={Sorle, Ida}, year=2001}\n\n"
  private static let after = "\n\n@article{k3, title={Three}, author={Holt, Runa}, year=2003}\n"

  private func read(_ text: String) throws -> Trial { try Trial(text: text, as: "bibtex") }

  @Test(arguments: [
    "article{k2, title={Two}, year=2002}", "@article[k2, title={Two}, year=2002}",
    "@article\"k2, title={Two}, year=2002}",
    "@{k2, title={Two}, year=2002}", "@1article{k2, title={Two}, year=2002}", "＠article{k2, title={Two}, year=2002}",
    "@article<k2, title={Two}, year=2002}", "#article{k2, title={Two}, year=2002}",
    "@articlek2, title={Two}, year=2002}",
    "article {k2,\n  title = {Two},\n  year = 2002,\n}", "@article k2,\n  title = {Two},\n  year = 2002,\n}",
    "{k2,\n  title = {Two},\n  year = 2002,\n}", "k2,\n  title = \"Two\",\n  year = \"2002\"\n}",
    "@art icle{k2,\n  title = {Two}\n}", "a@.rticle[k2,\n  title = {Two}\n}", "@,article{k2, title={Two}}",
    "A remark, and article{k2, title={Two}}", "@article", "@inproc", "@ Inproceeding", "@article k2", "@{k2, n={x}}",
    "article{k2}",
    "&article{k2,\n}",
    "%@article{k2,\n  title = {Two},\n}", "  title = {Two},\n  year = 2002\n}", "  year = 2002,\n}",
    "  month = may,\n}",
  ])
  func anEntryWithoutItsBeginningIsRejected(entry: String) throws {
    for (before, after) in [(Self.before, Self.after), ("", Self.after), (Self.before, "\n")] {
      let trial = try read(before + entry + after)
      #expect(trial.records.map(\.key) == (before.isEmpty ? ["k3"] : after.count < 2 ? ["k1"] : ["k1", "k3"]))
      #expect(trial.rejections.count == 1, "\(entry)")
      let bytes = trial.rejections.first.map { String(decoding: $0.rawBytes, as: UTF8.self) } ?? ""
      #expect(bytes == entry || "%@article{k2,\n" + bytes == entry, "\(bytes)")
      #expect(trial.diagnostics.filter { $0.severity == .error }.map(\.code) == ["bibtex.damaged-entry"])
    }
  }

  @Test(arguments: [
    "@article (k2, title={Two}, year=2002)", "@ article{k2, title={Two}, year=2002}",
    "@@article{k2, title={Two}, year=2002}",
    "\\@article{k2, title={Two}, year=2002}", "@art1cle{k2, title={Two}, year=2002}",
    "@article{k2 title={Two}, year=2002}",
    "@article{k2,, title={Two}, year=2002}", "A remark @article{k2, title={Two}, year=2002}",
    "@articl{k2, title={Two}, year=2002}",
    "@article{k2, title {Two}, year=2002}",
    "@article{k2, title={Two} year=2002}",
    "@article{k2, title={Two}, year=2002", "@article{k2, title={Two}, year=2002}}",
    "@article{k2, title=Two}, year=2002}",
    "@article{k2, title={Two, year=2002}", "@ARTICLE{k2, title=\"Two\", year=2002}",
    "@foo{k2, title={Two}, year=2002}", "@foo{title={Two}, year=2002}", "@foo(k2, title = \"Two\", year=2002)",
    "@foo{k2 title = {Two}}", "@foo{k2\n  title = {Two}\n}", "@foo{k2,\n  % a remark\n  title = {Two}\n}",
    "@foo{k2, title {Two}}", "}@article{k2, title={Two}, year=2002}", "@article{k2\n, title={Two}, year=2002}",
  ])
  func otherDamagesAreMended(entry: String) throws {
    let trial = try read(Self.before + entry + Self.after)
    #expect(trial.rejections.isEmpty)
    #expect(trial.records.map(\.key) == ["k1", "k2", "k3"] || trial.records.map(\.key) == ["k1", nil, "k3"])
    #expect(trial.records.count == 3 && trial.records[1].title?.hasPrefix("Two") == true)
    #expect(trial.records.last?.title == "Three" && trial.records.first?.title == "One")
  }

  @Test(arguments: ["artcle", "artiicle", "boook", "inproceedigns", "mics", "customtype", "paper"])
  func aTypeThatIsNearlyOneIsWarnedOf(word: String) throws {
    let trial = try read("@\(word){a,\n  title = {T},\n}\n")
    #expect(trial.records.first?.origin.typeToken == word)
    #expect(trial.diagnostics.map(\.severity) == [["customtype", "paper"].contains(word) ? .note : .warning])
  }

  @Test func eachLostEntryIsRejectedAlone() throws {
    let entries = (1...300).map { "@article[k\($0),\n  title = {T \($0)},\n  note = {a\n\n  b},\n}" }
    let trial = try read(Self.before + entries.joined(separator: "\n") + Self.after)
    #expect(trial.records.map(\.key) == ["k1", "k3"])
    #expect(trial.rejections.map { String(decoding: $0.rawBytes, as: UTF8.self) } == entries)
  }

  @Test(arguments: [
    "A remark.", "% title = {Taken out},", "%@article{gone,\n%  title = {Taken out by hand},\n%}", "}",
    "see article (Holt, 2003).",
    "<a href=\"x\" class=\"y\">", "<pre class=\"verbatim\">", "This file was made in 2001, with x = 5 and y = 6.",
    "%% Created for Ida",
    "%% Saved with string encoding Unicode (UTF-8)", "1. Holt, R. (2003). Three. Journal, 3(1), 1-9.",
    "[1] the first: \"of\" all",
    "Local Variables:\nmode: bibtex\nEnd:", "BibTeX export options can be customized via Options -> BibTeX",
    "% A remark\n% A remark\n% A remark", "NOTE - this is one", "@todo: more of them", "ida@example.org",
    "Title, words, more", "@Override", "@import url(\"a.css\");", "@dataclass(frozen=True)", "@Table(name = \"x\")",
    "@Table(\n  name = \"x\",\n  schema = \"y\"\n)\npublic class Weir {}",
    "@media (max-width: 1px) { .a { color: red; } }",
    "@font-face {\n  font-family: x, y;\n}", "@page {}", "@app.route(\"/x\", methods=[\"GET\"])", "@foo{a, b, c}",
    "@foo{a => b, c => d}", "@cached(maxsize=None, typed=True)\ndef weir(): return {}",
  ])
  func remarksStayRemarks(text: String) throws {
    for (before, after) in [(Self.before, Self.after), ("", Self.after), (Self.before, "\n")] {
      let trial = try read(before + text + after)
      #expect(trial.records.count == (before.isEmpty || after.count < 2 ? 1 : 2))
      #expect(trial.rejections.isEmpty && trial.diagnostics.allSatisfy { $0.severity == .note })
    }
  }

  @Test(arguments: [
    ("RIS", "TY  - JOUR\nAU  - Sorle, Ida\nTI  - Weirs\nPY  - 2001\nER  - "),
    ("MEDLINE", "PMID- 1\nTI  - Weirs\nFAU - Sorle, Ida"),
    ("Refer", "%0 Journal Article\n%A Sorle, Ida\n%T Weirs\n%D 2001"),
    ("Web of Science", "PT J\nAU Sorle, I\nTI Weirs\nPY 2001\nER"),
    ("JSON", "[{\"id\": \"a\", \"title\": \"Weirs\"}]"),
    ("JSON", "[\n  {\n    \"id\": \"a\",\n    \"title\": \"Weirs\"\n  }\n]"),
    ("XML", "<PubmedArticleSet>\n<PubmedArticle></PubmedArticle>\n</PubmedArticleSet>"),
    ("CSV", "title,author,year\nWeirs,\"Sorle, Ida\",2001"),
    ("CSV", "id\ttitle\tauthor\tyear\tdoi\na\tWeirs\tSorle, Ida\t2001\tx"),
  ])
  func recordsOfAnotherFormatAreRejected(name: String, text: String) throws {
    for (before, after) in [(Self.before, Self.after), ("", Self.after), (Self.before, "\n")] {
      let trial = try read(before + text + after)
      #expect(trial.records.count == (before.isEmpty || after.count < 2 ? 1 : 2))
      #expect(trial.rejections.map { String(decoding: $0.rawBytes, as: UTF8.self) } == [text])
      let errors = trial.diagnostics.filter { $0.severity == .error }
      #expect(errors.map(\.code) == ["bibtex.other-format"])
      #expect(errors.first?.message.contains(name) == true)
    }
    // If there is nothing else, the file is not BibTeX.
    #expect(try read(text).failure != nil)
  }

  @Test func anEntryBeyondTheLimitIsNotCut() throws {
    let long = String(repeating: "words and ", count: 1_700_000)
    for end in ["}}", "}"] {
      let trial = try read(Self.before + "@article{k2, title={Two}, note={\(long)\(end)" + Self.after)
      #expect(trial.records.map(\.key) == ["k1", "k3"])
      #expect(trial.diagnostics.filter { $0.severity == .error }.map(\.code) == ["bibtex.too-long"])
    }
  }

  @Test(arguments: [
    ("abstract = {foo }} bar baz.\nMore words.\nAnd more.},\n}", " bar baz.\nMore words.\nAnd more.},\n}"),
    ("author = {Smith, John}} and Roe, Rita}\n}", " and Roe, Rita}\n}"),
    ("note = {See {x}}} for these}\n}", " for these}\n}"), ("note = }{words}\n}", "{words}\n}"),
  ])
  func whatABraceTooManyCutsOffIsRejected(fields: String, rest: String) throws {
    let trial = try read(Self.before + "@article{k2, title={Two},\n  " + fields + Self.after)
    #expect(trial.records.map(\.key) == ["k1", "k2", "k3"])
    #expect(trial.rejections.map { String(decoding: $0.rawBytes, as: UTF8.self) } == [rest])
  }

  @Test(arguments: [" A remark :)", " {in braces} and (in others)", "}", ",\n}", "\n}\n", " % a remark }"])
  func signsAfterAnEntryAreRemarks(text: String) throws {
    let trial = try read("@article{k1, title={One}}" + text + Self.after)
    #expect(trial.records.map(\.key) == ["k1", "k3"] && trial.rejections.isEmpty)
  }

  @Test func aLongEntryIsNotPassedOnWithoutEnd() throws {
    let children = (1...300).map { "@inproceedings{p\($0), title = {P \($0)}, crossref = {all}}\n" }
    let abstract = String(repeating: "words and ", count: 10_000)
    let parent = "@proceedings{all, title = {All}, abstract = {\(abstract)}}\n"
    let trial = try read(children.joined() + parent)
    #expect(trial.records.count == 301 && trial.rejections.isEmpty)
    let whole = trial.records.dropLast().prefix { $0.abstracts.isEmpty == false }.count
    #expect((170..<200).contains(whole), "\(whole)")
    let errors = trial.diagnostics.filter { $0.severity == .error }
    #expect(errors.count == 300 - whole && errors.allSatisfy { $0.code == "bibtex.long-inheritance" })
    #expect(trial.records[299].nativeFields.map(\.name) == ["crossref"])
  }

  /// Entries that all refer to one another have more paths than can be followed: without a limit this never
  /// ends. The test has no time limit of its own, since tests that run beside it take most of the time.
  @Test func entriesThatReferToOneAnotherTakeTheirTimeOnce() throws {
    let names = (0..<40).map { "x\($0)" }
    let all = names.map { name in
      "@xdata{\(name), xdata={\(names.filter { $0 != name }.joined(separator: ","))}}\n"
    }
    let trial = try read(all.joined() + "@book{k, title={T}, xdata={x0}}\n")
    #expect(trial.records.map(\.key) == ["k"])
  }
}
