import CitemillCore

/// What people decided about pairs of records in a file that `ReviewFile` wrote.
struct ReviewDecisions {
  /// A pair that is decided.
  struct Pair {
    var first: ReviewedRecord
    var second: ReviewedRecord
    var isOneWork: Bool
    /// Where the decision is: `row 3 of doubts.csv`.
    var place: String
  }

  /// The pairs that have a decision, in the order of the file.
  private(set) var pairs: [Pair] = []

  private static let largest = 256 << 20

  /// Reads several files; nil if there are none.
  init?(paths: [String]) throws {
    if paths.isEmpty { return nil }
    for path in paths { pairs += try Self(path: path).pairs }
  }

  /// Reads a file that `ReviewFile` wrote, with decisions entered. Throws if it is not one, or if a decision is
  /// not valid.
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
      let json = JSONValue(Array(line))
      let ids = json?["ids"]?.elements.compactMap(\.text) ?? []
      guard let json, let first = ids.first, let second = ids.last, ids.count == 2 else {
        throw UsageError(.badReview, "\(path):\(number + 1) is not a line of a review of dedupe")
      }
      let records = json["records"]?.elements ?? []
      try take(
        Self.word(json["decision"]), at: "\(path):\(number + 1)",
        ReviewedRecord(id: first) { records.first?[$0]?.text },
        ReviewedRecord(id: second) { records.count == 2 ? records.last?[$0]?.text : nil })
    }
  }

  /// The text of a decision in a JSON object, where `1` may be a number.
  private static func word(_ value: JSONValue?) -> String {
    switch value {
    case .string(let text), .number(let text): text
    case .boolean(let flag): "\(flag)"
    case .null, nil: ""
    case .array: "[]"
    case .object: "{}"
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
      let cell = { (name: String) -> String? in
        head.firstIndex(of: name).flatMap { row.indices.contains($0) ? row[$0] : nil }
      }
      try take(
        row[decision], at: "row \(number) of \(path)", ReviewedRecord(id: row[first].trimmed) { cell("\($0) 1") },
        ReviewedRecord(id: row[second].trimmed) { cell("\($0) 2") })
    }
  }

  private mutating func take(
    _ word: String, at place: String, _ first: ReviewedRecord, _ second: ReviewedRecord
  ) throws(UsageError) {
    let known = word.trimmed.lowercased()
    if known.isEmpty { return }
    guard let isOneWork = Self.words[known] else {
      let typed = Diagnostic.escaped(word, limit: 40)
      throw UsageError(
        .badReview, "\(place): the decision \"\(typed)\" is neither same (yes, 1) nor different (no, 0)")
    }
    pairs.append(Pair(first: first, second: second, isOneWork: isOneWork, place: place))
  }

  /// The valid decisions, and whether each means the same work.
  private static let words = ["same": true, "yes": true, "1": true, "different": false, "no": false, "0": false]
}

/// What a review shows of a record.
struct ReviewedRecord {
  var id: String
  private let fields: [String: String]

  /// A record of an id, with its fields by their names in a review.
  init(id: String, _ field: (String) -> String?) {
    self.id = id
    var fields: [String: String] = [:]
    for name in ReviewFile.fieldNames {
      if let text = field(name)?.trimmed, !text.isEmpty { fields[name] = text }
    }
    self.fields = fields
  }

  var title: String { fields["title"] ?? "" }

  /// The record as far as the review shows it.
  var record: Record {
    var record = Record()
    record.type = fields["type"].flatMap { RecordType(rawValue: $0) } ?? .document
    if !title.isEmpty { record.add(Title(title)) }
    for name in fields["authors"]?.parted(by: "; ") ?? [] where !name.isEmpty { record.add(Self.contributor(name)) }
    if let year = fields["year"].flatMap({ Int($0) }) { record[date: .issued] = PartialDate(year: year) }
    if let journal = fields["journal"] { record.withHost { $0.titles = [Title(journal)] } }
    (record[.volume], record[.issue], record[.pages]) = (fields["volume"], fields["issue"], fields["pages"])
    if let doi = fields["doi"] { record.add(Identifier(.doi, doi)) }
    if let pmid = fields["pmid"] { record.add(Identifier(.pmid, pmid)) }
    return record
  }

  /// The author of `Berg, Anna`.
  private static func contributor(_ name: String) -> Contributor {
    let parts = name.parted(by: ", ")
    guard let family = parts.first, parts.count > 1, !family.isEmpty else { return .unparsed(name) }
    return .person(PersonName(family: family, given: parts.dropFirst().joined(separator: ", ")))
  }
}

/// The decisions that are about records of a run.
struct DecidedPairs {
  /// A decision of which a record is not here, or both are not.
  struct Missing {
    var pair: ReviewDecisions.Pair
    var lacksFirst: Bool
    var lacksSecond: Bool
    /// The places of the other.
    var here: [Int]
  }

  private(set) var decided: [Deduplication.Decision] = []
  private(set) var missing: [Missing] = []

  /// How many records with one id are looked at, at most.
  private static let mostOfOneID = 32

  /// The decisions about records of these ids, in their order.
  init(_ decisions: ReviewDecisions, among ids: [UInt64]) {
    var wanted: Set<UInt64> = []
    for pair in decisions.pairs {
      for one in [pair.first, pair.second] { if let id = ReviewID.number(of: one.id) { wanted.insert(id) } }
    }
    var places: [UInt64: [Int]] = [:]
    for (index, id) in ids.enumerated() where wanted.contains(id) {
      if places[id, default: []].count < Self.mostOfOneID { places[id, default: []].append(index) }
    }
    let find = { (record: ReviewedRecord) -> [Int] in ReviewID.number(of: record.id).flatMap { places[$0] } ?? [] }
    for pair in decisions.pairs {
      let (ones, others) = (find(pair.first), find(pair.second))
      if ones.isEmpty || others.isEmpty {
        missing.append(
          Missing(pair: pair, lacksFirst: ones.isEmpty, lacksSecond: others.isEmpty, here: ones + others))
      }
      for one in ones {
        for other in others where one != other {
          decided.append(
            Deduplication.Decision(first: one, second: other, isOneWork: pair.isOneWork, place: pair.place))
        }
      }
    }
  }

  /// Warns of decisions about records that are not here, each with the titles.
  func reportMissing(_ diagnostics: inout Diagnostics) {
    for one in missing.prefix(Self.mostReported) {
      let titles = [one.lacksFirst ? one.pair.first : nil, one.lacksSecond ? one.pair.second : nil]
        .compactMap { $0 }.map { Diagnostic.quotedTitle($0.title) }
      let what = titles.count == 1 ? "a record that is not here" : "records that are not here"
      diagnostics.warn(
        .missingReviewed, "\(one.pair.place): the decision is about \(what): \(titles.joined(separator: " and "))",
        at: nil)
    }
    let rest = missing.count - Self.mostReported
    if rest > 0 {
      diagnostics.warn(
        .missingReviewed, "\(Diagnostic.count(rest, "more decision")) about records that are not here", at: nil)
    }
  }

  /// How many findings about decisions are reported one by one.
  static let mostReported = 20
}

extension Diagnostic {
  /// A title in a message.
  static func quotedTitle(_ title: String) -> String {
    title.isEmpty ? "a record without title" : "\"\(escaped(title, limit: 100))\""
  }
}

/// The rows of a table with commas, semicolons or tabs between cells, whichever its first row has (RFC 4180).
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
