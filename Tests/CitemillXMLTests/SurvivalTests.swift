#if XML
  import Citemill
  import CitemillCore
  import CitemillTestSupport
  import Foundation
  import Testing

  /// A word in each place that a vocabulary allows is in the record, or its element is listed among what is
  /// left out on purpose.
  ///
  /// The places are generated from the schemas by `Tests/Checks/xml_places.py`; those of BITS, of JATS 1.4,
  /// of EndNote, of Word and those that no schema has are listed by hand. A line is a path with the elements
  /// and attributes in its last element.
  @Suite struct SurvivalTests {
    @Test(arguments: ["jats", "crossref-xml", "pubmed-xml", "endnote-xml", "word-xml"]) func nothingIsLost(
      format: String
    ) throws {
      var lost: [String] = []
      for line in try Self.lines(of: format) {
        let places = line.dropFirst().map { Place(path: line[0], name: $0) }
        let documents = places.enumerated().map { $1.document(in: format, word: Self.word($0)) }
        let text = "<set \(Self.namespaces)>\n\(documents.joined(separator: "\n"))\n</set>\n"
        let trial = try Trial(text: text, as: format)
        let records = Self.squeezed(try FormatRegistry.standard.write(trial.records, as: "records").text)
        for (number, place) in places.enumerated() where !records.contains(Self.squeezed(Self.word(number))) {
          let said = trial.diagnostics.filter { $0.location?.recordIndex == number && $0.severity == .note }
          let names = said.reduce(into: Set<String>()) { $0.formUnion(Self.names($1.message)) }
          if names.isDisjoint(with: place.names) { lost.append("\(place.path) \(place.name)") }
        }
      }
      #expect(lost == [])
    }

    private static let namespaces =
      #"xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:mml="http://www.w3.org/1998/Math/MathML""#

    /// A text reduced to its letters and digits: some words are kept in lower case.
    private static func squeezed(_ text: String) -> String {
      String(decoding: text.utf8.map(\.lowercased).filter { $0.isLetter || $0.isDigit }, as: UTF8.self)
    }

    private static func word(_ number: Int) -> String { "ZQ\(1000 + number)X" }

    /// The names in a message, `rid, xlink:type: ways to read the document`.
    private static func names(_ message: String) -> Set<String> {
      Set(
        message.split { !$0.isLetter && !$0.isNumber && $0 != "-" && $0 != "_" && $0 != ":" }.map {
          $0.hasSuffix(":") ? String($0.dropLast()) : String($0)
        })
    }

    private static func lines(of format: String) throws -> [[String]] {
      let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Places")
      func lines(_ file: String) throws -> [[String]] {
        try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8).split(separator: "\n")
          .map { $0.split(separator: " ").map(String.init) }
      }
      let others = try lines("by-hand.txt").filter { $0[0] == format }.map { Array($0.dropFirst()) }
      return try lines("\(format).txt") + others
    }

    /// A place for a word: an element, or an attribute with `@`.
    struct Place {
      let path: String
      let name: String

      /// The names under which it may be reported as left out: its own, or that of an enclosing element.
      var names: Set<String> { Set(path.split(separator: "/").map(String.init) + [bareName]) }

      private var bareName: String { name.hasPrefix("@") ? String(name.dropFirst()) : name }

      /// A document with a title that has the word in the place.
      func document(in format: String, word: String) -> String {
        var steps = path.split(separator: "/").map(String.init)
        var root = Element(steps.removeFirst())
        var bases = Self.bases[root.name] ?? []
        if steps.contains("ref") { bases.append("back/ref-list/ref/element-citation/article-title") }
        for base in bases { root.add(base.split(separator: "/").map(String.init)[...], "Base") }
        if name.hasPrefix("@") {
          root.add(steps[...], attribute: "\(bareName)=\"\(word)\"")
        } else {
          root.add((steps + [name])[...], word, isNew: true)
        }
        return root.text
      }

      /// What makes a record of each element, beside the place.
      private static let bases = [
        "article": ["front/article-meta/title-group/article-title"],
        "book": ["book-meta/book-title-group/book-title", "book_metadata/titles/title"],
        "journal": ["journal_metadata/full_title", "journal_article/titles/title"],
        "conference": ["proceedings_metadata/proceedings_title", "conference_paper/titles/title"],
        "posted_content": ["titles/title"], "dissertation": ["titles/title"], "peer_review": ["titles/title"],
        "report-paper": ["report-paper_metadata/titles/title"], "standard": ["standard_metadata/titles/title"],
        "database": ["database_metadata/titles/title"], "sa_component": ["component_list/component/titles/title"],
        "pending_publication": ["doi"], "grant": ["project/project-title"],
        "PubmedArticle": ["MedlineCitation/PMID", "MedlineCitation/Article/ArticleTitle"],
        "record": ["titles/title"], "Source": ["Title"],
        "PubmedBookArticle": ["BookDocument/PMID", "BookDocument/ArticleTitle"],
      ]
    }

    /// An element of a generated document.
    private struct Element {
      let name: String
      var attributes: [String] = []
      var words = ""
      var children: [Element] = []

      init(_ name: String) { self.name = name }

      /// Adds text at a path, in a new element or in the first that is there.
      mutating func add(_ path: ArraySlice<String>, _ words: String, isNew: Bool = false) {
        guard let first = path.first else { return self.words = words }
        let isLast = path.count == 1
        let place = isLast && isNew ? nil : children.firstIndex { $0.name == first }
        if place == nil { children.append(Element(first)) }
        children[place ?? children.count - 1].add(path.dropFirst(), words, isNew: isNew)
      }

      mutating func add(_ path: ArraySlice<String>, attribute: String) {
        guard let first = path.first else {
          if words.isEmpty, children.isEmpty { words = "2001" }
          return attributes.append(attribute)
        }
        let place = children.firstIndex { $0.name == first }
        if place == nil { children.append(Element(first)) }
        children[place ?? children.count - 1].add(path.dropFirst(), attribute: attribute)
      }

      var text: String {
        let start = ([name] + attributes).joined(separator: " ")
        return "<\(start)>\(words)\(children.map(\.text).joined())</\(name)>"
      }
    }
  }
#endif
