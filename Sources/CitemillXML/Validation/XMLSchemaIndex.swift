#if XML
  import CitemillCore

  /// What a document declares about its schema.
  struct XMLDocumentType {
    var publicID: String?
    var systemID: String?
    /// The name of the outermost element, without a prefix.
    var root = ""
    var namespace: String?
    /// Namespaces and the URLs of their schemas, as in `xsi:schemaLocation`.
    var locations: [(namespace: String?, address: String)] = []
    var attributes: [(name: String, value: String)] = []

    /// The URL of the schema of the outermost element.
    var location: String? { locations.first { $0.namespace == namespace }?.address }
  }

  /// Finds the schema of a document among the files and catalogues of a run.
  struct XMLSchemaIndex: XMLFileFinder {
    /// The result of the search for a schema.
    enum Found {
      case dtd(path: String)
      case xsd(path: String)
      /// It is missing; its name.
      case missing(String)
      /// The document does not declare one.
      case unnamed
    }

    /// The paths by the names of the files, each list in the order of the paths.
    private var paths: [String: [String]] = [:]
    /// Whether schemas may be searched for at all.
    private let isWanted: Bool

    init(_ schemas: SchemaFiles) {
      isWanted = schemas.isWanted
      for path in schemas.files.sorted() { paths[Self.name(of: path), default: []].append(path) }
    }

    /// The schema of a document: by its type, by the URL that it declares, or by the name that its format
    /// gives it.
    func schema(of document: XMLDocumentType, called name: String?) -> Found {
      if document.publicID != nil || document.systemID != nil {
        let wanted = document.publicID ?? document.systemID ?? ""
        return (isWanted ? dtd(of: document) : nil).map { .dtd(path: $0) } ?? .missing(wanted)
      }
      let addresses = [document.location, name].compactMap { $0 }
      for address in addresses where isWanted {
        if let path = XMLSchema.resolve(publicID: nil, systemID: address) ?? file(for: address) {
          return .xsd(path: path)
        }
      }
      return addresses.first.map { .missing($0) } ?? .unnamed
    }

    private func dtd(of document: XMLDocumentType) -> String? {
      if let path = XMLSchema.resolve(publicID: document.publicID, systemID: document.systemID) { return path }
      guard let systemID = document.systemID else { return nil }
      let candidates = paths[Self.name(of: systemID), default: []]
      // The files of several versions of a DTD have the same name, and contain their identifier in a comment.
      guard let publicID = document.publicID else { return nearest(candidates, to: systemID) }
      let same = candidates.filter { Self.names(publicID, in: $0) }
      return nearest(same, to: systemID)
    }

    func file(for address: String) -> String? { nearest(paths[Self.name(of: address), default: []], to: address) }

    /// The path that has the most folders in common with a URL, counted from the end; the first of several.
    private func nearest(_ candidates: [String], to address: String) -> String? {
      guard candidates.count > 1 else { return candidates.first }
      let parts = address.split(separator: "/").reversed()
      func common(_ path: String) -> Int { zip(path.split(separator: "/").reversed(), parts).prefix { $0 == $1 }.count }
      var best: (path: String, common: Int)?
      for path in candidates where common(path) > best?.common ?? -1 { best = (path, common(path)) }
      return best?.path
    }

    /// Whether a DTD contains a public identifier.
    private static func names(_ publicID: String, in path: String) -> Bool {
      guard let head = try? ByteSource.open(path: path).prefix(1 << 14) else { return false }
      return head.bytes.span.firstIndex(of: Array(publicID.utf8)) != nil
    }

    /// The part after the last slash.
    static func name(of path: String) -> String {
      let bytes = Array(path.utf8)
      guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return path }
      return String(decoding: bytes[(slash + 1)...], as: UTF8.self)
    }
  }
#endif
