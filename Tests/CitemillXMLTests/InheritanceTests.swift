#if XML
  import Citemill
  import CitemillCore
  import CitemillTestSupport
  import Testing

  /// The values of an enclosing work for each of its parts, or an affiliation for each author, make the
  /// records at most a constant times larger than the document.
  @Suite struct InheritanceTests {
    /// A document with n values in an enclosing work and n parts, or n affiliations and n authors.
    struct Shape: Sendable, CustomTestStringConvertible {
      let format: String
      let testDescription: String
      var options = ""
      let document: @Sendable (_ values: String, _ parts: String) -> String
      let value: @Sendable (Int) -> String
      let part: @Sendable (Int) -> String
      var isOneRecord = false

      func text(_ n: Int) -> String { document((0..<n).map(value).joined(), (0..<n).map(part).joined()) }
    }

    private static func deposit(
      _ name: String, _ value: @escaping @Sendable (Int) -> String, part: String, in document: String
    ) -> Shape {
      Shape(
        format: "crossref-xml", testDescription: name,
        document: { values, parts in
          let inner = document.split(separator: "|", omittingEmptySubsequences: false)
          return "<doi_batch><body>\(inner[0])\(values)\(inner[1])\(parts)\(inner[2])</body></doi_batch>"
        }, value: value,
        part: { "<\(part)><titles><title>Part \($0)</title></titles></\(part)>" })
    }

    private static let shapes = [
      deposit(
        "titles of a journal", { "<full_title>Journal \($0)</full_title>" }, part: "journal_article",
        in: "<journal><journal_metadata>|</journal_metadata>|</journal>"),
      deposit(
        "native fields of a journal", { "<unknown>value \($0)</unknown>" }, part: "journal_article",
        in: "<journal><journal_metadata><full_title>J</full_title>|</journal_metadata>|</journal>"),
      deposit(
        "numbers of a book", { "<isbn>\(9_780_000_000_000 + $0)</isbn>" }, part: "content_item",
        in: "<book><book_metadata><titles><title>B</title></titles>|</book_metadata>|</book>"),
      deposit(
        "editors of an issue",
        { "<person_name contributor_role=\"editor\"><surname>Roe \($0)</surname></person_name>" },
        part: "journal_article",
        in: "<journal><journal_issue><contributors>|</contributors><issue>1</issue></journal_issue>|</journal>"),
      Shape(
        format: "crossref-xml", testDescription: "values of an answer",
        document: {
          "<query status=\"resolved\">\($0)<doi_record><crossref>\($1)</crossref></doi_record></query>"
        }, value: { "<crm-item name=\"x\($0)\">v</crm-item>" },
        part: { "<dissertation><titles><title>T \($0)</title></titles></dissertation>" }),
      Shape(
        format: "jats", testDescription: "titles of a book",
        document: { "<book><book-meta><book-title-group>\($0)</book-title-group></book-meta>\($1)</book>" },
        value: { "<book-title>Book \($0)</book-title>" },
        part: {
          "<book-part><book-part-meta><title-group><title>C \($0)</title></title-group></book-part-meta></book-part>"
        }),
      Shape(
        format: "jats", testDescription: "titles of the journal of sub-articles", options: "sub-articles=records",
        document: {
          "<article><front><journal-meta>\($0)</journal-meta><article-meta/></front>\($1)</article>"
        }, value: { "<journal-title>Journal \($0)</journal-title>" },
        part: {
          "<sub-article><front-stub><title-group><article-title>R \($0)</article-title></title-group></front-stub>"
            + "</sub-article>"
        }),
      Shape(
        format: "jats", testDescription: "affiliations of a group",
        document: {
          "<article><front><article-meta><contrib-group>\($1)\($0)</contrib-group></article-meta></front></article>"
        }, value: { "<aff>University \($0)</aff>" },
        part: { "<contrib><name><surname>Roe \($0)</surname></name></contrib>" }, isOneRecord: true),
      Shape(
        format: "jats", testDescription: "a long affiliation",
        document: {
          "<article><front><article-meta><contrib-group>\($1)</contrib-group><aff id=\"a\">\($0)</aff></article-meta>"
            + "</front></article>"
        }, value: { "Department \($0) of the " },
        part: { "<contrib><name><surname>Roe \($0)</surname></name><xref ref-type=\"aff\" rid=\"a\"/></contrib>" },
        isOneRecord: true),
    ]

    @Test(arguments: shapes) func whatIsRepeatedIsLimited(shape: Shape) throws {
      let n = 1500
      let text = shape.text(n)
      let trial = try read(text, shape)
      #expect(trial.records.count >= (shape.isOneRecord ? 1 : n) && trial.rejections.isEmpty)
      let written = try FormatRegistry.standard.write(trial.records, as: "records").text.utf8.count
      #expect(written < (4 << 20) + 20 * text.utf8.count, "\(written) bytes of \(text.utf8.count)")
      let errors = trial.diagnostics.filter { $0.severity == .error }
      #expect(errors.map(\.code) == ["xml.long-inheritance"])
      // Nothing is lost: each value is still in at least one record.
      let records = try FormatRegistry.standard.write(Array(trial.records.prefix(2)), as: "records").text
      let words = shape.value(n - 1).split { "<>\"".contains($0) }.filter { $0.contains("499") }
      #expect(words.count == 1)
      for word in words { #expect(records.contains(word.split(separator: " ").joined(separator: " "))) }
    }

    @Test(arguments: shapes) func whatIsRepeatedLittleIsWhole(shape: Shape) throws {
      let trial = try read(shape.text(20), shape)
      #expect(trial.diagnostics.filter { $0.severity != .note } == [])
      if shape.format == "crossref-xml" {
        let first = trial.records.first
        #expect(
          trial.records.allSatisfy {
            $0.container?.titles == first?.container?.titles && $0.nativeFields == first?.nativeFields
              && $0.container?.identifiers == first?.container?.identifiers
          })
      } else if shape.isOneRecord {
        let people = trial.records.first?.contributors ?? []
        #expect(people.count == 20 && people.allSatisfy { $0.affiliations == people.first?.affiliations })
      }
    }

    private func read(_ text: String, _ shape: Shape) throws -> Trial {
      try Trial(text: text, as: shape.format + (shape.options.isEmpty ? "" : ":\(shape.options)"))
    }
  }
#endif
