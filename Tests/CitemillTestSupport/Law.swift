public import Citemill
public import CitemillCore
import CitemillJSON
import CitemillPipeline

/// The law of every writer with its reader: `read(write(r)).content == r.applying(losses).content`.
public struct Law: Sendable {
  /// The format, as on the command line.
  public let specification: String
  private let writer: any WritableFormat
  private let readsBackAs: String
  private let registry: FormatRegistry

  /// The law for a format that is written, and read as its information says.
  public init(_ specification: String, registry: FormatRegistry = .standard) throws {
    guard let writer = try registry.format(specification) as? any WritableFormat else {
      throw UsageError("usage.not-writable", "\(specification) is not written")
    }
    let back = writer.info.readsBackAs ?? specification
    guard try registry.format(back) is any ReadableFormat else {
      throw UsageError("usage.not-readable", "\(back) is not read")
    }
    self.specification = specification
    self.writer = writer
    self.readsBackAs = back
    self.registry = registry
  }

  /// The result of writing a list of records and reading them back.
  public struct Outcome: Sendable {
    /// How many were written.
    public var written = 0
    /// How many the format cannot hold at all.
    public var unwritable = 0
    /// How the law was broken, with the smallest record that shows it; nil if it holds.
    public var violation: String?
  }

  /// Whether the law holds for records written one after another.
  ///
  /// An entry of BibTeX that refers to another one inherits its missing fields, so that it is written alone.
  public func check(_ records: [Record]) throws -> Outcome {
    if writer.holdsOneKind, let groups = try ofOneKind(records) {
      var outcome = Outcome()
      for group in groups where outcome.violation == nil {
        let one = try check(group)
        outcome.written += one.written
        outcome.unwritable += one.unwritable
        outcome.violation = one.violation
      }
      return outcome
    }
    let referring = records.filter(Self.refersToOthers)
    if !referring.isEmpty, records.count > 1 {
      var outcome = try check(records.filter { !Self.refersToOthers($0) })
      for record in referring where outcome.violation == nil {
        let one = try check([record])
        outcome.written += one.written
        outcome.unwritable += one.unwritable
        outcome.violation = one.violation
      }
      return outcome
    }
    var outcome = Outcome()
    guard let problem = try violation(of: records, &outcome) else { return outcome }
    var ignored = Outcome()
    for record in records where try violation(of: [record], &ignored) != nil {
      let least = RecordShrinker.shrink(record) { candidate in
        var ignored = Outcome()
        return (try? violation(of: [candidate], &ignored)) != .some(nil)
      }
      outcome.violation = try violation(of: [least], &ignored)
      return outcome
    }
    outcome.violation = "only together: \(problem)"
    return outcome
  }

  /// The records by their kinds, of which an output holds one; nil if they are all of one kind.
  private func ofOneKind(_ records: [Record]) throws -> [[Record]]? {
    let kinds = try writer.makeWriter()
    let groups = Dictionary(grouping: records) { kinds.kind(of: $0) ?? "" }
    return groups.count < 2 ? nil : groups.sorted { $0.key < $1.key }.map(\.value)
  }

  private static func refersToOthers(_ record: Record) -> Bool {
    record.nativeFields.contains { ["crossref", "xdata"].contains($0.name.lowercased()) }
  }

  /// Writes, reads, compares.
  private func violation(of records: [Record], _ outcome: inout Outcome) throws -> String? {
    var output = try RecordOutput(to: writer, into: ByteSink(), detail: .edits)
    var expected: [Record] = []
    var originals: [Record] = []
    var diagnostics = Diagnostics()
    for record in records {
      var staged = record
      switch output.write(&staged, reporting: &diagnostics) {
      case .written:
        outcome.written += 1
        originals.append(record)
        expected.append(staged.applying(output.losses.losses).content)
      case .rejected, .leftOut: outcome.unwritable += 1
      }
    }
    if expected.isEmpty { return nil }
    let bytes = output.finish().bytes
    let text = String(decoding: bytes, as: UTF8.self)
    if bytes != Array(text.utf8) { return "\(specification): not UTF-8" }
    let trial = try Trial(ByteSource(bytes: bytes, name: "law"), as: readsBackAs, registry: registry)
    if let failure = trial.failure { return "\(specification): \(failure)\noutput: \(text)" }
    let found = trial.records
    for (index, (before, after)) in zip(expected, found).enumerated() {
      var after = after
      // A generated key is not content, but is read back as if it were.
      if before.key == nil { after.key = nil }
      if let difference = Difference.first(before.content, after.content) {
        return "\(specification): \(difference)\nrecord: \(Self.line(of: originals[index]))\noutput: \(text)"
      }
      let broken = after.violations
      if !broken.isEmpty { return "\(specification): read back with \(broken)\noutput: \(text)" }
    }
    if found.count != expected.count {
      return "\(specification): \(expected.count) written, \(found.count) read\n"
        + expected.map(Self.line(of:)).joined(separator: "\n") + "\noutput: \(text)"
    }
    return nil
  }

  /// A record as a line of `records`.
  public static func line(of record: Record) -> String {
    (try? FormatRegistry.standard.write([record], as: "records").text) ?? "?"
  }
}

/// Names the difference between two records.
public enum Difference {
  /// The first group that is not the same, with both values; nil if all are.
  public static func first(_ left: Record, _ right: Record) -> String? {
    if left == right { return nil }
    for field in Field.allCases where left[field] != right[field] {
      return "\(field.rawValue)\n  expected \(line(left, field))\n  found    \(line(right, field))"
    }
    return "something that no field holds"
  }

  private static func line(_ record: Record, _ field: Field) -> String {
    var only = Record()
    only.set(record[field])
    return Law.line(of: only)
  }
}
