#if XML
  import CitemillCore

  /// Rules for the documents of a format that no schema contains, or none that libxml2 can use, since it only
  /// supports XML Schema 1.0.
  protocol XMLDocumentRules: XMLVisitor {
    /// Violations of the rules, in the order of the document.
    var broken: [(line: Int, code: Diagnostic.Code, message: String)] { get }
  }

  /// Notes what a document declares about its schema, and passes the document to the rules of its format.
  final class XMLOutline: XMLVisitor {
    private(set) var document = XMLDocumentType()
    private let rules: (any XMLDocumentRules)?
    private var hasRoot = false

    init(_ rules: (any XMLDocumentRules)?) { self.rules = rules }

    func type(publicID: String?, systemID: String?) {
      document.publicID = publicID
      document.systemID = systemID
    }

    func start(_ element: XMLStart) {
      if !hasRoot { take(root: element) }
      rules?.start(element)
    }

    func end() { rules?.end() }

    private func take(root: XMLStart) {
      hasRoot = true
      document.root = root.name
      document.namespace = root.namespace
      document.attributes = root.attributes
      let words = (root["schemaLocation"] ?? "").split(whereSeparator: \.isWhitespace).map(String.init)
      for place in stride(from: 0, to: words.count - 1, by: 2) {
        document.locations.append((words[place], words[place + 1]))
      }
      if let address = root["noNamespaceSchemaLocation"] { document.locations.append((nil, address)) }
    }
  }
#endif
