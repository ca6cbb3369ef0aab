public import CitemillCore

/// `structure`: parses references that are only text, with a format that reads such text.
///
/// The printed text is always kept. A text is left unchanged and counted if the format cannot read it, finds
/// more than one record in it, or finds neither a title with an author nor one with a year. Existing values
/// are never changed.
public struct StructureTransform: TransformPlugin, RecordTransform {
  private let formats: FormatRegistry
  private let usual: String
  private var reader: (any ReadableFormat)?

  /// A transform that takes formats from a registry, by default this one: `id[:option=value,...]`.
  public init(reading formats: FormatRegistry, usually usual: String) {
    self.formats = formats
    self.usual = usual
  }

  /// The name and description of the transform.
  public var info: TransformInfo {
    TransformInfo(
      id: "structure", aliases: ["parse"], summary: "parse references that are only text")
  }

  /// `as`.
  public var options: [FormatOption] {
    [FormatOption("as", default: usual, summary: "read the texts as this format, with its options")]
  }

  /// Sets the format; throws for one that cannot be read.
  public mutating func set(_ option: String, to value: String) throws(UsageError) {
    reader = try formats.readableFormat(value)
  }

  /// The transform with a format.
  public func makeStage(writesFiles: Bool) throws -> any Transform {
    var stage = self
    if stage.reader == nil { try stage.set("as", to: usual) }
    return stage
  }

  /// Parses the references of the record, or the record itself if it is only text.
  public func apply(
    to record: inout Record, at place: SourceLocation, reporting diagnostics: inout Diagnostics
  ) -> Disposition {
    guard let reader else { return .keep }
    let texts = CitationTexts(reader)
    if let text = record[.rawReference], record.isUnstructured, !texts.fill(&record, from: text) {
      diagnostics.warn(.unreadCitation, "the reference was not parsed; its text is kept", at: place)
    }
    if record.hasOnlyUsualParts || record.references.isEmpty { return .keep }
    let (tried, read) = texts.fill(&record.references)
    if read < tried {
      let many =
        "\(tried - read) of \(tried) references without structure were not parsed; their text is kept"
      diagnostics.warn(
        .unreadCitation,
        tried == 1 ? "a reference without structure was not parsed; its text is kept" : many, at: place)
    }
    return .keep
  }
}

extension Diagnostic.Code {
  /// The text of a reference could not be parsed.
  public static let unreadCitation = Self("structure.unread")
}

/// Reads texts of references, each as if it were a source of its own.
private struct CitationTexts {
  let format: any ReadableFormat

  init(_ format: any ReadableFormat) { self.format = format }

  /// Parses all references that are only text; returns how many those were, and how many could be read.
  func fill(_ references: inout [Reference]) -> (tried: Int, read: Int) {
    var counts = (tried: 0, read: 0)
    for index in references.indices {
      let isBare = references[index].record == nil
      guard let text = references[index].text?.plain ?? references[index].record?[.rawReference],
        references[index].record?.isUnstructured ?? true
      else { continue }
      counts.tried += 1
      var record = references[index].record ?? Record()
      guard fill(&record, from: text) else { continue }
      if isBare {
        record.key = references[index].key
        // The text is beside the record.
        record[.rawReference] = nil
      }
      references[index].record = record
      counts.read += 1
    }
    return counts
  }

  /// Puts the content of a text into a record; false, with nothing changed, if it cannot be read.
  func fill(_ record: inout Record, from text: String) -> Bool {
    guard let found = read(text) else { return false }
    record.fill(from: found, as: format.info.id)
    return true
  }

  /// The only record in a text; nil if there is none, more than one, or one with too few values.
  private func read(_ text: String) -> Record? {
    // Typesetters use all kinds of spaces, and readers of lines only know the ordinary one.
    let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let source = ByteSource(bytes: Array(line.utf8), name: "text of a reference")
    var (record, other, found) = (Record(), Record(), Diagnostics())
    do throws(SourceFailure) {
      var reader = try format.makeReader(for: source)
      guard case .record = try reader.next(into: &record, reporting: &found),
        case .end = try reader.next(into: &other, reporting: &found), found.counts.errors == 0
      else { return nil }
    } catch {
      return nil
    }
    guard record.titles.contains(where: { $0.kind == .main }) else { return nil }
    return record.contributors.isEmpty && record[date: .issued] == nil ? nil : record
  }
}

extension Record {
  /// Whether it has no title, no names and no host: an identifier or a date, if there is one, was tagged in
  /// its text.
  fileprivate var isUnstructured: Bool { titles.isEmpty && contributors.isEmpty && container == nil }

  /// Takes the values of another record that this one lacks, and notes that they were inferred.
  fileprivate mutating func fill(from other: Record, as format: String) {
    var taken: [Field] = [.titles]
    titles = other.titles
    func take(_ field: Field, _ isThere: Bool) { if isThere { taken.append(field) } }
    if type == .document, other.type != .document {
      type = other.type
      take(.type, true)
    }
    contributors = other.contributors
    take(.contributors, !contributors.isEmpty)
    container = other.container
    take(.container, container != nil)
    for dated in other.dates where self[date: dated.kind] == nil {
      self[date: dated.kind] = dated.date
      take(.dates, !taken.contains(.dates))
    }
    for identifier in other.identifiers where !identifiers.contains(where: { $0.scheme == identifier.scheme }) {
      add(identifier)
      take(.identifiers, !taken.contains(.identifiers))
    }
    for entry in other.variables.entries
    where !variables.contains(entry.variable) && ![.rawReference, .citationNumber].contains(entry.variable) {
      variables[entry.variable] = entry.value
      take(.variables, !taken.contains(.variables))
    }
    // What the reader reports about its certainty is preferred.
    for field in taken {
      let said = other.assurances.filter { $0.field == field.rawValue }
      assurances +=
        said.isEmpty ? [Assurance(field.rawValue, .likely, reason: "read from the text as \(format)")] : said
    }
  }
}
