import CitemillCore

/// The log of `dedupe`, with JSON objects, one per line: one for each merged work, with the original records;
/// one for each pair with similar titles that was not merged; and one for each other record that has the key
/// of an earlier one.
final class MergeLog {
  private var file: OutputFile
  private var sink: ByteSink
  private let path: String
  /// The records in the log of an earlier run that is to be replaced, as far as they were not seen yet, as
  /// numbers; empty if the log may be replaced whatever it contains.
  private var earlier: Set<UInt64>
  /// The version of a line, and of the records in it.
  static let version = 1

  /// Begins a log. Throws if it would replace a file that is not a log, unless `replacesEarlier` allows it.
  init(_ path: String, replacesEarlier: Bool) throws {
    self.path = path
    var earlier: Set<UInt64> = []
    if !replacesEarlier, let file = SideFile(path, .log) {
      try file.check()
      if FileKind.at(path) == .file {
        try MergeHistory.read(log: path) { line in
          if case .merged(let decision) = line {
            for record in decision.records { earlier.insert(Self.number(of: record)) }
          }
        }
      }
    }
    self.earlier = earlier
    file = try OutputFile.create(path)
    sink = ByteSink(file.destination)
  }

  /// Notes a record of this run.
  func meet(_ record: Record) {
    if !earlier.isEmpty { earlier.remove(Self.number(of: record)) }
  }

  /// Throws if the log of an earlier run has records that were not seen in this run: it may be the only place
  /// that still has them, as when the output of that run replaced its input.
  func check() throws(TransformFailure) {
    let missing = earlier
    if missing.isEmpty { return }
    let (records, them) = (Diagnostic.count(missing.count, "record"), missing.count == 1 ? "it" : "them")
    throw TransformFailure(
      .mergeLog,
      "cannot replace \(path): an earlier run merged \(records) that this one has not read, and the log may have the only copy of \(them);"
        + " name another log, or pass --overwrite")
  }

  /// A hash of the complete content of a record.
  private static func number(of record: Record) -> UInt64 {
    var (record, json) = (record, JSONText())
    // Other labels may be given to the same records.
    record.origin.sources = []
    json.record(record)
    return ContentHash.of(Array(json.text.utf8))
  }

  /// Logs that records were merged.
  func merged(_ records: [PlacedRecord], _ indices: [Int], into union: RecordUnion, _ steps: [Deduplication.Step]) {
    let places = Dictionary(uniqueKeysWithValues: indices.enumerated().map { ($0.element, $0.offset) })
    line { json in
      json.member("decision", "merged")
      json.member("kept", union.base)
      json.key("steps")
      json.array(steps) { json, step in
        json.object { json in
          json.member("first", places[step.first])
          json.member("second", places[step.second])
          json.member("score", step.score)
          json.member("reasons", step.reasons)
        }
      }
      json.key("taken")
      json.array(union.taken) { json, part in
        json.object { json in
          json.member("field", part.field.rawValue)
          json.member("from", part.from)
        }
      }
      json.member("places", records.map { "\($0.place)" })
      json.key("positions")
      json.array(indices) { json, index in json.literal("\(index)") }
      json.key("records")
      json.array(records) { json, one in json.record(one.record) }
      json.key("result")
      json.record(union.record)
    }
  }

  /// Logs that two records were not merged.
  func apart(_ first: PlacedRecord, _ second: PlacedRecord, _ refusal: Deduplication.Refusal) {
    line { json in
      json.member("decision", "apart")
      if refusal.score > 0 { json.member("score", refusal.score) }
      json.member("reasons", [refusal.reason])
      json.member("places", ["\(first.place)", "\(second.place)"])
      json.member("titles", [first.record.title ?? "", second.record.title ?? ""])
    }
  }

  /// Logs that a record that was not merged has the key of an earlier one.
  func alone(_ record: Record, key: String, _ index: Int, output: Int) {
    line { json in
      json.member("decision", "alone")
      json.member("key", key)
      json.member("position", index)
      json.member("output", output)
      json.member("title", record.title ?? "")
    }
  }

  private func line(_ body: (inout JSONText) -> Void) {
    var json = JSONText()
    json.object { json in
      json.member("citemillMerge", Self.version)
      body(&json)
    }
    sink.append(json.text)
    sink.append(10)
    sink.flushIfFull()
  }

  /// Puts the log in its place; returns what went wrong, or nil.
  func finish() -> String? { file.finish(&sink, path) }
}

extension JSONText {
  /// A record by the schema of `records`.
  mutating func record(_ record: Record) {
    var record = record
    var coder = FieldCoder.encoding()
    Record.code(&record, &coder)
    object { json in
      json.member("citemill", MergeLog.version)
      for member in coder.members {
        json.key(member.name)
        json.tree(member.value)
      }
    }
  }

  /// A value with its content, no deeper than a record.
  private mutating func tree(_ tree: FieldTree) {
    switch tree {
    case .text(let text): string(text.wrappedValue)
    case .number(let number): literal("\(number)")
    case .flag(let flag): literal(flag ? "true" : "false")
    case .list(let elements): array(elements) { json, element in json.tree(element) }
    case .object(let members):
      object { json in
        for member in members {
          json.key(member.name)
          json.tree(member.value)
        }
      }
    }
  }
}
