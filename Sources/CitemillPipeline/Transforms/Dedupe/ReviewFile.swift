import CitemillCore

/// The pairs of records that are neither merged nor certainly different, side by side, for people to decide.
///
/// A file for a spreadsheet has one row per pair and a column for each field of each record; if its name ends
/// in `.jsonl` or `.json`, it has one object per line. Both have an empty `decision`, and are read back as
/// `ReviewDecisions`.
final class ReviewFile {
  private var file: OutputFile
  private var sink: ByteSink
  private let path: String
  private let isJSON: Bool

  /// The names of what is shown of each record.
  static var fieldNames: [String] { fields.map(\.name) }

  /// The fields that are shown of each record.
  private static let fields: [(name: String, text: @Sendable (PlacedRecord) -> String)] = [
    ("title", { $0.record.title ?? "" }), ("authors", { authors(of: $0.record) }),
    ("year", { $0.record[date: .issued]?.value?.firstPoint.map { "\($0.year)" } ?? "" }),
    ("journal", { $0.record.container?.title() ?? "" }), ("volume", { $0.record.volume ?? "" }),
    ("issue", { $0.record.issue ?? "" }), ("pages", { $0.record.pages ?? $0.record[.articleNumber] ?? "" }),
    ("doi", { $0.record.doi ?? "" }), ("pmid", { value(of: .pmid, $0.record) }), ("type", { $0.record.type.rawValue }),
    ("key", { $0.record.key ?? "" }), ("place", { "\($0.place)" }),
  ]

  /// Begins a file. Throws if it would replace one that is not a review or that has decisions, unless
  /// `replacesEarlier` allows it.
  init(_ path: String, replacesEarlier: Bool) throws {
    self.path = path
    if !replacesEarlier, let file = SideFile(path, .review), file.holdsSomething {
      try file.check()
      try Self.checkDecisions(path)
    }
    isJSON = path.hasSuffix(".jsonl") || path.hasSuffix(".json")
    file = try OutputFile.create(path)
    sink = ByteSink(file.destination)
    if isJSON { return }
    // Spreadsheets recognise UTF-8 by the byte order mark.
    sink.append("\u{FEFF}")
    row(
      ["decision", "score", "reasons"] + Self.fields.flatMap { ["\($0.name) 1", "\($0.name) 2"] } + ["id 1", "id 2"])
  }

  /// Throws if people have entered decisions into the review of an earlier run: it has the only copy of them.
  private static func checkDecisions(_ path: String) throws(SystemFailure) {
    guard let found = try? ReviewDecisions(path: path) else {
      throw .notReplaced(FilePath(path), "it was edited after an earlier run wrote it")
    }
    let count = found.pairs.count
    if count == 0 { return }
    throw .notReplaced(
      FilePath(path),
      "it has \(count == 1 ? "a decision" : "\(count) decisions") that dedupe:decisions=FILE would carry out")
  }

  /// Adds a pair with the ids of both.
  func add(_ first: PlacedRecord, _ second: PlacedRecord, _ ids: (String, String), score: Int, reason: String) {
    if !isJSON {
      let cells = Self.fields.flatMap { [$0.text(first), $0.text(second)] }
      row(["", "\(score)", reason] + cells + [ids.0, ids.1])
      return
    }
    var json = JSONText()
    json.object { json in
      json.member("citemillReview", 1)
      json.member("decision", "")
      json.member("score", score)
      json.member("reasons", reason)
      json.member("ids", [ids.0, ids.1])
      json.key("records")
      json.array([first, second]) { json, one in
        json.object { json in
          for field in Self.fields { json.member(field.name, field.text(one)) }
        }
      }
    }
    sink.append(json.text)
    sink.append(10)
    sink.flushIfFull()
  }

  private func row(_ cells: [String]) {
    sink.append(TableRow.text(cells))
    sink.append("\r\n")
    sink.flushIfFull()
  }

  /// Puts the file in its place; returns what went wrong, or nil.
  func finish() -> String? { file.finish(&sink, path) }

  private static func authors(of record: Record) -> String {
    record.contributors.filter { $0.roles.contains(.author) }.prefix(6).map { one in
      one.name.literal ?? [one.name.family, one.name.given].compactMap { $0 }.joined(separator: ", ")
    }.joined(separator: "; ")
  }

  private static func value(of scheme: IdentifierScheme, _ record: Record) -> String {
    record.identifiers.first { $0.scheme == scheme }?.value ?? ""
  }
}

extension Diagnostic.Code {
  /// A file that is not a review with decisions, or has an invalid decision.
  static let badReview = Self("usage.review")
  /// Decisions about records that are not in the input.
  static let missingReviewed = Self("dedupe.missing")
  /// Decisions that cannot all be carried out.
  static let contradictoryDecisions = Self("dedupe.contradiction")
  /// Doubtful pairs of records, for people to decide.
  static let doubtful = Self("dedupe.doubtful")
}
