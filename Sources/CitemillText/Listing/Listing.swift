public import CitemillCore

/// Plain-text listings: citations copied from pages, and Citemill's own lossless text form.
///
/// A dialect is a grammar of lines, as data (`LineGrammar`). There are three shapes of entries: entries
/// around an anchor label (`sciencegate`), blocks of `Label: value` (`labelled`), and entries after a list
/// marker (`references`, `citations`).
public struct Listing: ReadableFormat, WritableFormat, MappingDescribed {
  /// The dialects.
  public enum Dialect: String, Sendable, CaseIterable {
    /// Detected from the first lines; when writing, `labelled`.
    case auto
    /// Result pages of ScienceGate and similar sites: title, `2021 ◽`, `Author(s):`, names, abstract.
    case sciencegate
    /// Blocks of `Label: value`; writing it loses nothing.
    case labelled
    /// Lists of references: numbered, bracketed, bulleted, or one per paragraph.
    case references
    /// The same, and each reference is parsed if its parts are clear.
    case citations
  }

  /// The grammar of the lines.
  public var dialect = Dialect.auto
  /// Which part comes first in names without a comma.
  public var names = NameText.Order.givenFirst

  /// A listing in a dialect.
  public init(dialect: Dialect = .auto, names: NameText.Order = .givenFirst) {
    self.dialect = dialect
    self.names = names
  }

  /// The name and description of the format.
  public var info: FormatInfo {
    FormatInfo(
      id: "listing", aliases: ["text", "txt", "plain"], name: "Plain-text listing", folder: "Listing",
      fileExtensions: ["txt", "text"], mediaTypes: ["text/plain"], specification: "Docs/Formats/Listing.md")
  }

  /// The options that it takes.
  public var options: [FormatOption] {
    [
      FormatOption(
        "dialect", values: Dialect.allCases.map(\.rawValue), default: Dialect.auto.rawValue,
        summary: "read or write lines by this grammar; auto detects it in reading, and writes labelled"),
      FormatOption(
        "names", values: NameText.Order.allCases.map(\.rawValue), default: NameText.Order.givenFirst.rawValue,
        summary: "read names without a comma with this part first"),
    ]
  }

  /// Sets an option.
  public mutating func set(_ option: String, to value: String) throws(UsageError) {
    switch option {
    case "dialect": dialect = Dialect(rawValue: value) ?? dialect
    case "names": names = NameText.Order(rawValue: value) ?? names
    default: break
    }
  }

  /// Lines that fit a dialect.
  public func evidence(in prefix: BytePrefix) -> Evidence {
    let best = DialectEvidence(prefix).best
    if dialect != .auto, best.dialect != nil, best.dialect != dialect.rawValue { return .none }
    return best
  }

  /// A reader for a source, in the dialect that is set or detected.
  public func makeReader(for source: ByteSource) throws(SourceFailure) -> any RecordReader {
    var dialect = dialect
    if dialect == .auto {
      var size = 1 << 16
      var prefix = try source.prefix(size)
      // One line, however long, gives no evidence for the others.
      while !prefix.isComplete, prefix.lines.count <= 1, size < 4 << 20 {
        size *= 2
        prefix = try source.prefix(size)
      }
      let found = DialectEvidence(prefix).best.dialect
      dialect = found.flatMap { Dialect(rawValue: $0) } ?? .references
    }
    return ListingReader(source, LineGrammar.of(dialect), names)
  }

  /// A writer in the dialect; throws for lists of references, which can only be read.
  public func makeWriter() throws(UsageError) -> any RecordWriter {
    switch dialect {
    case .auto, .labelled: return LabelledWriter()
    case .sciencegate: return ScienceGateWriter()
    case .references, .citations:
      throw UsageError(
        "usage.not-writable",
        "listing:dialect=\(dialect.rawValue) can be read, not written; use labelled or sciencegate")
    }
  }

  /// What the dialect can hold of a record.
  public func expressible(for type: RecordType) -> FieldSet {
    dialect == .sciencegate ? ScienceGateWriter.expressible : .everything
  }

  /// The labels of `labelled` with their places in the model.
  public var mapping: [MappingRow] { LabelTable.fields.mapping() }
}
