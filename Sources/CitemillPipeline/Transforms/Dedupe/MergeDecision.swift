import CitemillCore

/// A decision of `dedupe` as its log records it: which records were merged, and into what.
struct MergeDecision: Sendable {
  var result: Record
  var records: [Record]
  /// Their positions among all records before any were merged, counted from 0.
  var positions: [Int]
  /// Where they were read, for messages.
  var places: [String]

  fileprivate init?(_ json: JSONValue) {
    let records = json["records"]?.elements.compactMap { $0.record } ?? []
    let positions = json["positions"]?.elements.compactMap(\.integer) ?? []
    let count = json["records"]?.elements.count ?? 0
    guard let result = json["result"]?.record, count > 1, records.count == count, positions.count == count,
      positions.allSatisfy({ $0 >= 0 })
    else { return nil }
    self.result = result
    self.records = records
    self.positions = positions
    places = json["places"]?.elements.compactMap(\.text) ?? []
  }
}

/// A record that `dedupe` did not merge although another one has its key, so that the output has it under a
/// numbered key.
struct RepeatedKey: Sendable {
  var key: String
  /// Its index among the records after merging, from 0.
  var output: Int
  var title: String

  fileprivate init?(_ json: JSONValue) {
    guard let key = json["key"]?.text, let output = json["output"]?.integer, let title = json["title"]?.text else {
      return nil
    }
    self.key = key
    self.output = output
    self.title = title
  }
}

/// The data in a log of `dedupe` for undoing it.
struct MergeHistory: Sendable {
  private(set) var decisions: [MergeDecision] = []
  private(set) var repeatedKeys: [RepeatedKey] = []

  /// A line has all records of a work, with their complete content.
  private static let longestLine = 1 << 28

  /// A line of a log with data for undoing it.
  enum Line {
    case merged(MergeDecision)
    case alone(RepeatedKey)
  }

  /// Reads a log; throws if the file is not one.
  init(log path: String) throws {
    try Self.read(log: path) { line in
      switch line {
      case .merged(let decision): decisions.append(decision)
      case .alone(let key): repeatedKeys.append(key)
      }
    }
  }

  /// Reads a log line by line; throws if the file is not one.
  static func read(log path: String, _ take: (Line) -> Void) throws {
    let source = try ByteSource.open(path: path)
    while let line = try source.nextLine(limit: Self.longestLine) {
      if line.bytes.allSatisfy(\.isSpace) { continue }
      guard let json = JSONValue(line.bytes), json["citemillMerge"]?.integer == MergeLog.version else {
        throw UsageError(.badMergeLog, "\(path):\(line.number) is not a line of a log of dedupe")
      }
      switch json["decision"]?.text {
      case "merged":
        guard let decision = MergeDecision(json) else {
          throw UsageError(.badMergeLog, "\(path):\(line.number) does not have all that undoes a decision")
        }
        take(.merged(decision))
      case "alone": if let key = RepeatedKey(json) { take(.alone(key)) }
      default: break
      }
    }
  }
}

extension JSONValue {
  /// The record that an object contains in the schema of `records`; nil if it is not one.
  fileprivate var record: Record? {
    guard case .object(let members) = self, self["citemill"]?.integer == MergeLog.version else { return nil }
    let inside = members.filter { $0.name != "citemill" }.compactMap { member in
      member.value.tree.map { FieldTree.Member(member.name, $0) }
    }
    var (record, coder) = (Record(), FieldCoder.decoding(inside))
    Record.code(&record, &coder)
    return coder.problems.isEmpty && coder.leftovers.isEmpty && record.violations.isEmpty ? record : nil
  }

  /// The value as a tree for the coder of fields, with the depth to which it was read; nil for null, which
  /// has no value.
  private var tree: FieldTree? {
    switch self {
    case .object(let members):
      .object(members.compactMap { member in member.value.tree.map { FieldTree.Member(member.name, $0) } })
    case .array(let elements): .list(elements.compactMap(\.tree))
    case .string(let text): .text(text)
    case .number(let text): Int(text).map { .number($0) } ?? .text(text)
    case .boolean(let flag): .flag(flag)
    case .null: nil
    }
  }
}

extension Diagnostic.Code {
  /// A file that should be a log of `dedupe`, but is not.
  static let badMergeLog = Self("usage.merge-log")
}
