#if XML
  import Citemill
  import CitemillCore
  import CitemillPipeline
  import CitemillTestSupport
  import Foundation
  import Testing

  @testable import CitemillXML

  @Suite struct JATSWriterTests {
    private static let layouts = ["jats", "jats:emit=ref-list"]

    /// `written.xml` is what is written for the records that are read from it.
    @Test(arguments: [("written", "jats"), ("written-list", "jats:emit=ref-list")])
    func writesAsPromised(name: String, specification: String) throws {
      let fixture = try #require(Fixture.all.first { $0.folder == "JATS" && $0.name == name })
      let records = try Trial(
        ByteSource(bytes: Array(Data(contentsOf: fixture.expected("records.jsonl"))), name: "r"), as: "records"
      ).records
      #expect(records.count > 1)
      let expected = String(decoding: try fixture.bytes(), as: UTF8.self)
      let written = try FormatRegistry.standard.write(records, as: specification).text
      // The first line that differs: for long texts, computing all differences takes long.
      let lines = zip(written.split(separator: "\n"), expected.split(separator: "\n"))
      #expect(lines.first { $0 != $1 }.map { "\($0) instead of \($1)" } == nil)
      #expect(written.utf8.count == expected.utf8.count)
    }

    @Test func oneArticleIsADocumentOfItsOwn() throws {
      let one = Self.record("Weirs")
      let text = try FormatRegistry.standard.write([one], as: "jats").text
      #expect(text.contains("<!DOCTYPE article PUBLIC"))
      #expect(!text.contains("article-set"))
      let set = try FormatRegistry.standard.write([one, Self.record("Dams")], as: "jats").text
      #expect(!set.contains("DOCTYPE"))
      #expect(set.hasPrefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<article-set>\n<article "))
      #expect(set.hasSuffix("</article>\n</article-set>\n"))
    }

    /// A record that cannot be written does not affect the one before it.
    @Test func oneArticleBesideWhatCannotBeWrittenIsADocument() throws {
      for records in [[Self.record("Weirs"), Record()], [Record(), Self.record("Weirs")]] {
        var output = try RecordOutput(to: JATS(), into: ByteSink())
        var diagnostics = Diagnostics()
        for var record in records { _ = output.write(&record, reporting: &diagnostics) }
        let text = output.finish().text
        if output.written == 1 { #expect(text.contains("<!DOCTYPE article")) }
        #expect(try Trial(text: text, as: "jats").records.count == output.written)
      }
    }

    @Test(arguments: ["emit=references", "emit=both", "references=none", "sub-articles=records", "issued=print"])
    func optionsForReadingAreRefused(option: String) throws {
      let format = try FormatRegistry.standard.writableFormat("jats:\(option)")
      #expect(throws: UsageError.self) { try format.makeWriter() }
    }

    /// Keys that make one id are one to those who read the list.
    @Test func idsOfAListAreUnique() throws {
      var (one, other) = (Self.record("Weirs"), Self.record("Dams"))
      (one.key, other.key) = ("10.1/a b", "10.1/a_b")
      let text = try FormatRegistry.standard.write([one, other], as: "jats:emit=ref-list").text
      #expect(text.contains("<ref id=\"r10.1_a_b\">"))
      #expect(text.components(separatedBy: "id=\"r10.1_a_b\"").count == 2)
    }

    /// Each name that is written has a row in the table, or is read by a step that has one.
    @Test(arguments: layouts) func eachNameThatIsWrittenIsKnown(layout: String) throws {
      var generator = RecordGenerator(seed: 33)
      let records = (0..<150).map { _ in generator.record() }
      let text = try FormatRegistry.standard.write(records, as: layout).text
      let names = Self.names(in: text)
      let isMany = names.count > 40
      #expect(isMany)
      let table = JATSTable.rows.flatMap { row in
        row.parents.map(\.word) + row.names.map { row.isAttribute ? $0.attributeWord : $0.word }
      }
      let details = XMLTableTests.jatsDetails.split { $0 == " " || $0 == "\n" }.map(String.init)
      // Elements around the articles and references, and attributes by which steps distinguish the elements
      // that they read.
      let frame = ["article-set", "article", "back", "ref", "id", "xmlns:xlink", "xmlns:ali", "xlink:href"]
      let known = Set(table + details + frame + ["ext-link-type", "ref-type", "rid"])
      let unknown = names.filter { name in
        let local = name.hasPrefix("ali:") ? String(name.dropFirst(4)) : name
        return !known.contains(local) && !name.hasPrefix("mml:") && name != "xmlns:mml"
      }
      #expect(unknown.sorted().joined(separator: " ") == "")
      // What the page shows as written, except what only records from JATS have.
      let shown = Set(JATSWriter.names.flatMap { [$0.word, $0.attributeWord] })
      let hidden = names.filter { name in
        !shown.contains(name.hasPrefix("ali:") ? String(name.dropFirst(4)) : name) && !name.hasPrefix("mml:")
          && !name.hasPrefix("xmlns:") && name != "article-set"
      }
      #expect(hidden.sorted().joined(separator: " ") == "")
    }

    /// The names of elements and attributes in an output. It compares bytes, since a symbol may form one
    /// character with what follows.
    private static func names(in text: String) -> Set<String> {
      var names: Set<String> = []
      for piece in Array(text.utf8).split(separator: UInt8(ascii: "<")).dropFirst() {
        guard let first = piece.first, !"/?!".utf8.contains(first) else { continue }
        let tag = piece.prefix { $0 != UInt8(ascii: ">") }
        let parts = tag.split(separator: UInt8(ascii: "\""), omittingEmptySubsequences: false)
        names.insert(String(decoding: tag.prefix { $0 != 32 && $0 != UInt8(ascii: "/") }, as: UTF8.self))
        // Every second part is a value.
        for (place, part) in parts.enumerated() where place % 2 == 0 && part.last == UInt8(ascii: "=") {
          names.insert(String(decoding: part.dropLast().split(separator: 32).last ?? [], as: UTF8.self))
        }
      }
      return names
    }

    private static func record(_ title: String) -> Record {
      var record = Record()
      record.type = .articleJournal
      record.titles = [Title(title)]
      record.contributors = [.person(PersonName(family: "Berg", given: "Anna"))]
      return record
    }
  }
#endif
