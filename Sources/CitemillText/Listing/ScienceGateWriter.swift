import CitemillCore

/// Writes records as the entries of a result page.
///
/// Such an entry holds few fields. So the losses are not computed from rules: the entry is read back, and the
/// record that comes back is the one that was written. Two blank lines follow every entry, so that its text
/// is not taken for the title of the next one.
struct ScienceGateWriter: RecordWriter {
  /// What an entry can hold.
  static let expressible = FieldSet([
    FieldPath(.titles, Title.Kind.main.rawValue), FieldPath(.titles, Title.Kind.main.rawValue, in: .host),
    FieldPath(.contributors, Role.author.rawValue), FieldPath(.dates, DateKind.issued.rawValue),
    .variable(.volume), .variable(.issue), .variable(.pages), FieldPath(.identifiers, IdentifierScheme.doi.rawValue),
    FieldPath(.keywords), FieldPath(.abstracts, Abstract.Kind.main.rawValue), FieldPath(.type),
    FieldPath(.nativeFields, "listing.Cited By"),
  ])

  func begin(into sink: inout ByteSink) {}
  func separator(into sink: inout ByteSink) { sink.append("\n\n") }
  func finish(count: Int, into sink: inout ByteSink) {}

  func write(_ record: borrowing Record, into sink: inout ByteSink, reporting report: inout LossReport) -> WriteOutcome
  {
    let original = copy record
    // Written and read back until nothing changes any more: twice, as a rule.
    var candidate = original.joiningSubtitles(unless: { _ in false }) ?? original
    for _ in 0..<4 {
      guard let read = Self.readBack(Self.entry(candidate)) else { break }
      var next = read
      next.nativeFields = original.nativeFields.filter { $0.format == "listing" && $0.name == "Cited By" }
      if next.content == candidate.content {
        Self.report(original, candidate, &report)
        report.settle(from: original, to: candidate)
        sink.append(Self.entry(candidate))
        return .written
      }
      candidate = next
    }
    return .rejected("the record has nothing that an entry of a result page can hold")
  }

  /// Reports what of the record is not in the entry.
  private static func report(_ original: Record, _ written: Record, _ report: inout LossReport) {
    var found = LossReport(.edits)
    _ = original.narrowed(to: expressible, reporting: &found)
    let before = original.content
    let after = written.content
    for field in Field.allCases where !before.has(sameValueAs: after, for: field) {
      if found.losses.contains(where: { ($0.path.tier == .own ? $0.path.field : .container) == field }) { continue }
      found.lose(FieldPath(field), .narrowed)
    }
    for loss in found.losses { report.lose(loss.path, loss.kind) }
  }

  /// The record of a single entry, or nil if the text is not exactly one entry.
  private static func readBack(_ entry: String) -> Record? {
    let source = ByteSource(bytes: Array(entry.utf8))
    var reader = ListingReader(source, .scienceGate, .givenFirst)
    var found: Record?
    var record = Record()
    var diagnostics = Diagnostics(limit: 0)
    while let outcome = try? reader.next(into: &record, reporting: &diagnostics) {
      guard case .record = outcome else { break }
      if found != nil { return nil }
      found = record
    }
    return found
  }

  // MARK: - The entry

  private static func entry(_ record: Record) -> String {
    var lines: [String] = []
    if let title = record.title { lines.append(oneLine(title)) }
    let header = headerCells(record)
    for (index, cell) in header.enumerated() {
      lines.append(oneLine(cell) + (index + 1 < header.count || cell == host(record) ? " ◽" : ""))
    }
    lines.append("Author(s):")
    lines += cells(
      record.contributors.filter { $0.roles.contains(.author) }.map { contributor in
        contributor.kind == .others ? "et al." : NameText.writeGivenFirst(contributor.name)
      })
    if !record.keywords.isEmpty { lines += ["Keyword(s):"] + cells(record.keywords.map(\.text)) }
    if let abstract = record.abstracts.first(where: { $0.kind == .main }) {
      lines += ["", oneLine(abstract.text.plain)]
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func host(_ record: Record) -> String? { record.container(.host)?.title() }

  private static func headerCells(_ record: Record) -> [String] {
    var cells: [String] = []
    if let host = host(record) { cells.append(host) }
    if let doi = record.doi { cells.append(doi) }
    if case .date(let point)? = record[date: .issued]?.value?.start, point.year >= 1000, point.year < 3000 {
      cells.append(String(point.year))
    }
    if let volume = record.volume {
      cells.append("Vol \(volume)" + (record.issue.map { " (\($0))" } ?? ""))
    } else if let issue = record.issue {
      cells.append("Issue \(issue)")
    }
    if let pages = record.pages { cells.append("pp. \(pages)") }
    if let cited = record.nativeFields.first(where: { $0.format == "listing" && $0.name == "Cited By" }) {
      cells.append("Cited By ~ \(cited.value)")
    }
    return cells
  }

  private static func cells(_ texts: [String]) -> [String] {
    let texts = texts.map(oneLine).filter { !$0.isEmpty }
    return texts.enumerated().map { $1 + ($0 + 1 < texts.count ? " ◽" : "") }
  }

  /// A text without the line ends that would split it.
  private static func oneLine(_ text: String) -> String {
    var bytes = Array(text.utf8)
    for index in bytes.indices where bytes[index] == 10 || bytes[index] == 13 { bytes[index] = 32 }
    return String(decoding: bytes, as: UTF8.self)
  }
}
