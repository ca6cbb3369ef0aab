#if XML
  import CitemillCore

  /// What a deposit must have by the assertions of Crossref's schema 5.5, which are XML Schema 1.1: each
  /// person has a role, and each role is in the vocabulary that it names.
  final class CrossrefRules: XMLDocumentRules {
    private(set) var broken: [(line: Int, code: Diagnostic.Code, message: String)] = []
    /// Where the open elements for people began, and whether each has a role; nil for other elements.
    private var open: [Person?] = []

    private struct Person {
      var line: Int
      var hasRole: Bool
    }

    func start(_ element: XMLStart) {
      var person: Person?
      defer { open.append(person) }
      guard element.namespace.map(Self.isDeposit) ?? false else { return }
      switch element.name {
      case "person_name": person = Person(line: element.line, hasRole: element["contributor_role"] != nil)
      case "role":
        if let last = open.indices.last { open[last]?.hasRole = true }
        look(at: element)
      default: break
      }
    }

    func end() {
      guard let last = open.popLast(), let person = last, !person.hasRole else { return }
      broken.append(
        (person.line, .crossrefRole, "a person has no role: neither an attribute contributor_role nor an element role"))
    }

    private func look(at role: XMLStart) {
      let type = role["type"]
      guard let vocabulary = role["vocab"],
        let words = Self.vocabularies.first(where: { $0.name == vocabulary })?.words,
        !words.contains(where: { $0 == type })
      else { return }
      let named = type.map { "\"\($0)\" is not a role of the vocabulary \(vocabulary)" }
      broken.append((role.line, .crossrefRole, named ?? "a role of the vocabulary \(vocabulary) has no type"))
    }

    private static func isDeposit(_ namespace: String) -> Bool {
      namespace.hasPrefix("http://www.crossref.org/schema/")
    }

    /// The values of `role/@type` by their vocabularies, as the assertions list them.
    private static let vocabularies: [(name: String, words: [String])] = [
      (
        "crossref",
        [
          "author", "editor", "chair", "reviewer", "review-assistant", "stats-reviewer", "reviewer-external", "reader",
          "translator", "corresponding-author", "other",
        ]
      ),
      (
        "credit",
        [
          "conceptualization", "data-curation", "formal-analysis", "funding-acquisition", "investigation",
          "methodology",
          "project-administration", "resources", "software", "supervision", "validation", "visualization",
          "writing-original-draft", "writing-review-editing",
        ]
      ),
    ]

    /// What Crossref calls the schema of a document, by the namespace of the outermost element.
    static func schemaName(of document: XMLDocumentType) -> String? {
      guard let namespace = document.namespace else { return nil }
      let version = XMLSchemaIndex.name(of: namespace)
      if namespace.hasPrefix("http://www.crossref.org/xschema/") { return "unixref\(version).xsd" }
      if namespace.hasPrefix("http://www.crossref.org/qrschema/") { return "crossref_query_output\(version).xsd" }
      if namespace.hasPrefix("http://www.crossref.org/grant_id/") { return "grant_id\(version).xsd" }
      if namespace.hasPrefix("http://www.crossref.org/doi_resources_schema/") { return "doi_resources\(version).xsd" }
      return isDeposit(namespace) ? "crossref\(version).xsd" : nil
    }
  }

  extension Diagnostic.Code {
    /// A person in a deposit without a role, or with one that is not in its vocabulary.
    static let crossrefRole = Self("validate.crossref-role")
  }
#endif
