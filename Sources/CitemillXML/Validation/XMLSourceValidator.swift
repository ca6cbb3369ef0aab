#if XML
  import CitemillCore

  /// Checks XML by the schema that a document declares, if it is available, and by the rules of its format.
  struct XMLSourceValidator: SourceValidator {
    private let index: XMLSchemaIndex
    private let isWanted: Bool
    /// Creates the object that checks a document by the rules of the format; nil if it has none.
    private let rules: (@Sendable () -> any XMLDocumentRules)?
    /// The name of the schema for a document that does not declare one; nil if the format does not know.
    private let schemaName: @Sendable (XMLDocumentType) -> String?

    init(
      _ schemas: SchemaFiles, rules: (@Sendable () -> any XMLDocumentRules)? = nil,
      schemaName: @escaping @Sendable (XMLDocumentType) -> String? = { _ in nil }
    ) throws(UsageError) {
      index = XMLSchemaIndex(schemas)
      isWanted = schemas.isWanted
      self.rules = rules
      self.schemaName = schemaName
      for path in schemas.catalogs where !XMLSchema.add(catalog: path) {
        throw UsageError(.badCatalog, "the catalogue \(path) cannot be read; it should be an OASIS XML catalogue")
      }
    }

    func validate(_ bytes: [UInt8], of source: String, reporting diagnostics: inout Diagnostics) {
      let rules = self.rules?()
      let outline = XMLOutline(rules)
      XMLScan.visit(bytes, outline)
      var lines = LinePlaces(bytes, source)
      for one in rules?.broken ?? [] { diagnostics.error(one.code, one.message, at: lines.place(of: one.line)) }

      let document = outline.document
      let schema: XMLSchema?
      switch index.schema(of: document, called: schemaName(document)) {
      case .dtd(let path): schema = dtd(path, of: document, source, &diagnostics)
      case .xsd(let path): schema = xsd(path, source, &diagnostics)
      case .missing(let name):
        return report(missing: "it should be checked by \"\(name)\", which was not found", source, &diagnostics)
      case .unnamed:
        return report(missing: "it names neither a DTD nor a schema", source, &diagnostics)
      }
      guard let schema else { return }
      switch schema.check(bytes) {
      case .valid: break
      case .invalid(let findings): report(findings, &lines, &diagnostics)
      case .illFormed(let fault):
        diagnostics.error(
          .illFormedDocument, "ill-formed: \(fault.message); not checked by its schema",
          at: lines.place(of: fault.line))
      case .failed:
        diagnostics.warn(
          .schemaUnusable, "libxml2 could not check it by its schema; not checked", at: .whole(source))
      }
    }

    // MARK: - Schemas

    private func dtd(
      _ path: String, of document: XMLDocumentType, _ source: String, _ diagnostics: inout Diagnostics
    ) -> XMLSchema? {
      var findings: [XMLFinding] = []
      let schema = XMLSchema.dtd(at: path, publicID: document.publicID, index, &findings)
      if schema == nil { report(unusable: path, findings, source, &diagnostics) }
      return schema
    }

    private func xsd(_ path: String, _ source: String, _ diagnostics: inout Diagnostics) -> XMLSchema? {
      var findings: [XMLFinding] = []
      var schema: XMLSchema?
      if var bytes = Self.bytes(of: path) {
        XSDAssertions.blank(in: &bytes)
        schema = XMLSchema.xsd(at: path, bytes, index, &findings)
      }
      if schema == nil { report(unusable: path, findings, source, &diagnostics) }
      return schema
    }

    private static func bytes(of path: String) -> [UInt8]? {
      guard let source = try? ByteSource.open(path: path), let prefix = try? source.prefix(64 << 20), prefix.isComplete
      else { return nil }
      return prefix.bytes
    }

    // MARK: - Reporting

    private func report(missing message: String, _ source: String, _ diagnostics: inout Diagnostics) {
      guard isWanted else {
        return diagnostics.note(
          .schemaMissing, "\(message); not checked by a schema; give it with --schema-dir or --catalog",
          at: .whole(source))
      }
      diagnostics.warn(.schemaMissing, "\(message); not checked by a schema", at: .whole(source))
    }

    private func report(
      unusable path: String, _ findings: [XMLFinding], _ source: String, _ diagnostics: inout Diagnostics
    ) {
      let first = findings.first { $0.level != .warning } ?? findings.first
      let reason = first.map { ": line \($0.line): \(Self.plain($0.message))" } ?? ""
      diagnostics.warn(.schemaUnusable, "not checked, since \(path) cannot be used\(reason)", at: .whole(source))
    }

    private func report(_ findings: [XMLFinding], _ lines: inout LinePlaces, _ diagnostics: inout Diagnostics) {
      var foreign: [String] = []
      for finding in findings {
        // A schema that refers to one that is missing: that of the records in an answer of Crossref.
        if finding.message.contains("demanded by the strict wildcard") {
          let element = Self.plain(finding.message).split(separator: ":").first.map(String.init) ?? ""
          if foreign.contains(element) { continue }
          foreign.append(element)
          diagnostics.warn(
            .schemaMissing, "\(element) belongs to another schema, which was not found; not checked",
            at: lines.place(of: finding.line))
        } else {
          diagnostics.error(.schemaInvalid, Self.plain(finding.message), at: lines.place(of: finding.line))
        }
      }
    }

    /// A message of libxml2 without the namespaces before names, `{http://...}name`.
    private static func plain(_ message: String) -> String {
      let bytes = Array(message.utf8)
      var result: [UInt8] = []
      var here = 0
      while here < bytes.count {
        if bytes[here] == UInt8(ascii: "{"),
          let end = bytes.span.firstIndex(of: UInt8(ascii: "}"), from: here, to: bytes.count),
          bytes[here..<end].contains(UInt8(ascii: ":"))
        {
          here = end + 1
        } else {
          result.append(bytes[here])
          here += 1
        }
      }
      let text = String(decoding: result, as: UTF8.self)
      return text.hasSuffix(".") ? String(text.dropLast()) : text
    }
  }

  /// The offsets of lines; they can be asked for in any order, and in ascending order this is fast.
  private struct LinePlaces {
    private let bytes: [UInt8]
    private let source: String
    private var last = (line: 1, start: 0)

    init(_ bytes: [UInt8], _ source: String) {
      self.bytes = bytes
      self.source = source
    }

    mutating func place(of line: Int) -> SourceLocation {
      if line <= 0 { return .whole(source) }
      if line < last.line { last = (1, 0) }
      while last.line < line, let feed = bytes.span.firstIndex(of: 10, from: last.start, to: bytes.count) {
        last = (last.line + 1, feed + 1)
      }
      let end = bytes.span.firstIndex(of: 10, from: last.start, to: bytes.count) ?? bytes.count
      return SourceLocation(source: source, bytes: last.start..<end, line: line)
    }
  }

  /// The assertions of XML Schema 1.1. libxml2 does not know them, and refuses a schema that contains them.
  enum XSDAssertions {
    private static let names: [StaticString] = ["assert", "assertion"]

    /// Replaces them by spaces, so that everything else stays on its line. Crossref's assertions are rules of
    /// its format here.
    static func blank(in bytes: inout [UInt8]) {
      var here = 0
      while let open = bytes.span.firstIndex(of: UInt8(ascii: "<"), from: here, to: bytes.count) {
        here = open + 1
        guard let name = name(in: bytes, at: here), let end = end(of: name, in: bytes, from: open) else { continue }
        for place in open..<end where bytes[place] != 10 && bytes[place] != 13 { bytes[place] = 32 }
        here = end
      }
    }

    /// The qualified name of an assertion that begins here: with a prefix, since without one it would be in
    /// no schema.
    private static func name(in bytes: [UInt8], at start: Int) -> [UInt8]? {
      let name = bytes[start...].prefix { $0.isXMLName }
      guard let colon = name.firstIndex(of: UInt8(ascii: ":")) else { return nil }
      let (prefix, local) = (name[..<colon], name[(colon + 1)...])
      guard prefix.elementsEqual("xs".utf8) || prefix.elementsEqual("xsd".utf8),
        names.contains(where: { "\($0)".utf8.elementsEqual(local) })
      else { return nil }
      return Array(name)
    }

    /// The index after an element that contains no element with its own name.
    private static func end(of name: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
      var here = start
      var quote: UInt8?
      while here < bytes.count {
        let byte = bytes[here]
        if let open = quote {
          if byte == open { quote = nil }
        } else if byte == 34 || byte == 39 {
          quote = byte
        } else if byte == UInt8(ascii: ">") {
          break
        }
        here += 1
      }
      guard here < bytes.count else { return nil }
      if bytes[here - 1] == UInt8(ascii: "/") { return here + 1 }
      let close = Array("</".utf8) + name
      guard let found = bytes.span.firstIndex(of: close, from: here) else { return nil }
      return bytes.span.firstIndex(of: UInt8(ascii: ">"), from: found, to: bytes.count).map { $0 + 1 }
    }
  }

  extension Diagnostic.Code {
    /// A document is not valid by its schema.
    static let schemaInvalid = Self("validate.schema")
    /// The schema of a document was not found.
    static let schemaMissing = Self("validate.schema-missing")
    /// The schema of a document cannot be used.
    static let schemaUnusable = Self("validate.schema-unusable")
    /// A document that should be checked by its schema is not well-formed.
    static let illFormedDocument = Self("validate.ill-formed")
    /// A catalogue of schemas that cannot be read.
    static let badCatalog = Self("usage.catalog")
  }
#endif
