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

/// The number by which a record is recognised in a later run. It is computed from its complete content,
/// wherever it was read.
enum ReviewID {
  static func of(_ record: Record) -> UInt64 { ContentHash.of(MergedRecordSearch.bytes(of: record, .whole)) }

  /// The number as it is written in a review.
  static func text(_ id: UInt64) -> String { id.hexadecimal }
}

/// What people decided about pairs of records, by the ids of both.
struct ReviewDecisions {
  private(set) var pairs: [(first: String, second: String, isOneWork: Bool)] = []

  private static let largest = 256 << 20

  /// Reads a file that `ReviewFile` wrote, with decisions entered. Throws if it is not one, or if a decision
  /// is not valid.
  init(path: String) throws {
    let content = try ByteSource.open(path: path).prefix(Self.largest)
    guard content.isComplete else { throw UsageError(.badReview, "\(path) is too large for a file of decisions") }
    var bytes = content.bytes[...]
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    if bytes.first(where: { !$0.isSpace }) == UInt8(ascii: "{") {
      try readObjects(bytes, path)
    } else {
      try readTable(bytes, path)
    }
  }

  private mutating func readObjects(_ bytes: ArraySlice<UInt8>, _ path: String) throws(UsageError) {
    for (number, line) in bytes.split(separator: 10, omittingEmptySubsequences: false).enumerated() {
      if line.allSatisfy(\.isSpace) { continue }
      let ids = JSONValue(Array(line))?["ids"]?.elements.compactMap(\.text) ?? []
      guard let json = JSONValue(Array(line)), ids.count == 2 else {
        throw UsageError(.badReview, "\(path):\(number + 1) is not a line of a review of dedupe")
      }
      try take(json["decision"]?.text ?? "", of: (ids[0], ids[1]), at: "\(path):\(number + 1)")
    }
  }

  private mutating func readTable(_ bytes: ArraySlice<UInt8>, _ path: String) throws(UsageError) {
    var table = TableRows(bytes)
    let head = table.next()?.map { $0.trimmed.lowercased() } ?? []
    guard let decision = head.firstIndex(of: "decision"), let first = head.firstIndex(of: "id 1"),
      let second = head.firstIndex(of: "id 2")
    else { throw UsageError(.badReview, "\(path) has no columns decision, id 1 and id 2, as a review of dedupe has") }
    var number = 1
    while let row = table.next() {
      number += 1
      if row.count <= max(decision, first, second) {
        if row.allSatisfy(\.isEmpty) { continue }
        throw UsageError(.badReview, "row \(number) of \(path) has fewer cells than the first")
      }
      try take(row[decision], of: (row[first].trimmed, row[second].trimmed), at: "row \(number) of \(path)")
    }
  }

  private mutating func take(_ word: String, of ids: (String, String), at place: String) throws(UsageError) {
    let word = String(decoding: Folding.letters(word), as: UTF8.self)
    if word.isEmpty { return }
    if Self.same.contains(word) {
      pairs.append((ids.0, ids.1, true))
    } else if Self.apart.contains(word) {
      pairs.append((ids.0, ids.1, false))
    } else {
      throw UsageError(
        .badReview, "\(place): the decision \"\(Diagnostic.escaped(word, limit: 40))\" is neither same nor different")
    }
  }

  private static let same: Set<String> = [
    "same", "merge", "duplicate", "dup", "yes", "y", "true", "1", "x", "ja", "oui", "si",
  ]
  private static let apart: Set<String> = ["different", "apart", "keep", "no", "n", "false", "0", "nein", "non"]

  /// The decisions about records with these ids.
  func decisions(_ ids: [UInt64]) -> (decided: [Deduplication.Decision], missing: Int) {
    var wanted: [UInt64: String] = [:]
    for text in pairs.flatMap({ [$0.first, $0.second] }) {
      if let id = UInt64(text, radix: 16) { wanted[id] = ReviewID.text(id) }
    }
    var places: [String: [Int]] = [:]
    for (index, id) in ids.enumerated() {
      if let text = wanted[id], places[text, default: []].count < 32 { places[text, default: []].append(index) }
    }
    var decided: [Deduplication.Decision] = []
    var missing = 0
    for pair in pairs {
      let (ones, others) = (places[pair.first] ?? [], places[pair.second] ?? [])
      if ones.isEmpty || others.isEmpty { missing += 1 }
      for one in ones {
        for other in others where one != other {
          decided.append(Deduplication.Decision(first: one, second: other, isOneWork: pair.isOneWork))
        }
      }
    }
    return (decided, missing)
  }
}

/// The rows of a table whose cells are separated by commas, semicolons or tabs, whichever its first row has
/// (RFC 4180).
private struct TableRows {
  private var rest: ArraySlice<UInt8>
  private let separator: UInt8

  init(_ bytes: ArraySlice<UInt8>) {
    rest = bytes
    let head = bytes.prefix { $0 != 10 && $0 != 13 }
    separator =
      [UInt8(ascii: ","), UInt8(ascii: ";"), 9].max { one, other in
        head.count { $0 == one } < head.count { $0 == other }
      } ?? UInt8(ascii: ",")
  }

  /// The cells of the next row; nil after the last.
  mutating func next() -> [String]? {
    guard !rest.isEmpty else { return nil }
    var cells: [String] = []
    var cell: [UInt8] = []
    var isQuoted = false
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "\"") where isQuoted && rest.first == byte:
        cell.append(byte)
        rest = rest.dropFirst()
      case UInt8(ascii: "\"") where isQuoted || cell.isEmpty: isQuoted.toggle()
      case separator where !isQuoted:
        cells.append(String(decoding: cell, as: UTF8.self))
        cell = []
      case 13 where !isQuoted && rest.first == 10: continue
      case 10 where !isQuoted, 13 where !isQuoted:
        cells.append(String(decoding: cell, as: UTF8.self))
        return cells
      default: cell.append(byte)
      }
    }
    cells.append(String(decoding: cell, as: UTF8.self))
    return cells
  }
}

extension Diagnostic.Code {
  /// A file that is not a review with decisions, or has an invalid decision.
  static let badReview = Self("usage.review")
  /// Decisions about records that are not in the input.
  static let missingReviewed = Self("dedupe.missing")
  /// Doubtful pairs of records, for people to decide.
  static let doubtful = Self("dedupe.doubtful")
}
