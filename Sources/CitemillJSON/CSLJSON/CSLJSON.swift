public import CitemillCore

/// CSL-JSON, the records of citation processors: CSL 1.0.2 with its schema `csl-data.json`.
public struct CSLJSON: ReadableFormat, WritableFormat, MappingDescribed {
  /// How records are laid out.
  public enum Layout: String, Sendable, CaseIterable {
    /// One array, one record per line.
    case array
    /// JSON Lines: one record per line and nothing around them.
    case lines
  }

  /// How records are laid out when written; a reader detects every layout.
  public var layout = Layout.array

  /// Whether `source` has the labels of the databases where records were found, and nothing else.
  public var hasSources = false

  /// CSL-JSON with a layout.
  public init(layout: Layout = .array) { self.layout = layout }

  private var sources: Variable? { hasSources ? CSLTable.sources : nil }

  private var decoder: CSLDecoder { CSLDecoder(sources: sources) }

  /// The name and description of the format.
  public var info: FormatInfo {
    FormatInfo(
      id: "csl-json", aliases: ["csljson", "csl", "json", "citeproc-json"], name: "CSL-JSON", folder: "CSLJSON",
      fileExtensions: ["json", "csl.json", "jsonl"], mediaTypes: ["application/vnd.citationstyles.csl+json"],
      specification: "https://docs.citationstyles.org/en/stable/specification.html")
  }

  /// The options that it takes.
  public var options: [FormatOption] {
    [
      FormatOption(
        "layout", values: Layout.allCases.map(\.rawValue), default: Layout.array.rawValue,
        summary: "write one array, or JSON Lines"),
      .sources("in `source`, instead of its usual value"),
    ]
  }

  /// Sets an option.
  public mutating func set(_ option: String, to value: String) throws(UsageError) {
    if option == "sources" {
      hasSources = value == "yes"
    } else if let layout = Layout(rawValue: value) {
      self.layout = layout
    }
  }

  /// JSON Lines.
  public var asLines: (any FormatPlugin)? {
    var lines = self
    lines.layout = .lines
    return lines
  }

  /// An object or array of objects with the keys that only CSL has.
  public func evidence(in prefix: BytePrefix) -> Evidence { CSLEvidence.evidence(in: prefix) }

  /// A reader for a source.
  public func makeReader(for source: ByteSource) throws(SourceFailure) -> any RecordReader {
    JSONRecordReader(source, decoder)
  }

  /// Lines, or the elements of a list.
  public var asBlockReadable: (any BlockReadable)? { JSONBlockFormat(self, decoder) }

  /// A writer in this layout.
  public func makeWriter() -> any RecordWriter { CSLWriter(layout: layout, sources: sources) }

  /// What CSL-JSON can hold of a record.
  public func expressible(for type: RecordType) -> FieldSet {
    var all = CSLNarrowing.expressible
    if let sources { all.excluded.append(.variable(sources)) }
    return all
  }

  /// The names of CSL with their places in the model.
  public var mapping: [MappingRow] { CSLTable.fields.mapping() }
}

/// Detects CSL-JSON by the keys of the first objects.
private enum CSLEvidence {
  /// Whether a comment, or an assignment or call of JavaScript, is before a list or an object.
  private static func isInScript(_ bytes: Span<UInt8>) -> Bool {
    let end = min(bytes.count, 1024)
    if bytes.stands("//", at: 0) || bytes.stands("/*", at: 0) { return true }
    guard let open = (0..<end).first(where: { bytes[$0] == UInt8(ascii: "[") || bytes[$0] == UInt8(ascii: "{") }) else {
      return false
    }
    let before = bytes.trimmed(0..<open)
    return !before.isEmpty && "=(".utf8.contains(bytes[before.upperBound - 1])
  }

  static func evidence(in prefix: BytePrefix) -> Evidence {
    let bytes = prefix.bytes.span
    guard let first = prefix.firstVisibleByte,
      first == UInt8(ascii: "{") || first == UInt8(ascii: "[") || isInScript(bytes)
    else { return .none }
    if bytes.firstIndex(of: Array("{\"citemill\":".utf8)) != nil { return .none }
    if prefix.bytes.filter({ !$0.isSpace }).starts(with: Array("[]".utf8)) {
      return Evidence(bits: 4, "an empty list")
    }
    // Names that other formats share count little, those of CSL alone much.
    let telling: [(name: String, bits: Int)] = [
      ("\"container-title\"", 16), ("\"date-parts\"", 12), ("\"citation-key\"", 16), ("\"family\"", 8),
      ("\"literal\"", 8), ("\"article-journal\"", 24), ("\"title\"", 6), ("\"id\"", 6), ("\"type\"", 6),
      ("\"issued\"", 8), ("\"page\"", 6), ("\"DOI\"", 6), ("\"author\"", 6), ("\"publisher-place\"", 12),
    ]
    let found = telling.filter { bytes.firstIndex(of: Array($0.name.utf8)) != nil }
    // Settings and packages have an id, a type or a page too. An item has more members, or one of CSL's
    // types.
    if found.allSatisfy({ ["\"id\"", "\"type\"", "\"page\""].contains($0.name) }),
      !found.contains(where: { $0.name == "\"type\"" })
        || !RecordType.allCases.contains(where: { bytes.firstIndex(of: Array("\"\($0.rawValue)\"".utf8)) != nil })
    {
      return Evidence(bits: 0, "none of its names is CSL's alone")
    }
    var bits = found.reduce(8) { $0 + $1.bits }
    // Crossref's own JSON uses the same names inside other members.
    if bytes.firstIndex(of: Array("\"message-type\"".utf8)) != nil { bits /= 4 }
    return Evidence(bits: bits, "keys \(found.map(\.name).prefix(4).joined(separator: ", "))")
  }
}
