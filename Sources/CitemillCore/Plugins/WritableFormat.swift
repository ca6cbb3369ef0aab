/// A format that can be written.
public protocol WritableFormat: FormatPlugin {
  /// What the format can hold of a record with this type.
  func expressible(for type: RecordType) -> FieldSet
  /// The places without which a record of a type cannot be written; empty if there are none.
  func required(for type: RecordType) -> [FieldPath]
  /// A writer with the options of this value; throws if they are only valid for reading.
  func makeWriter() throws(UsageError) -> any RecordWriter
  /// The part of a key that makes it unique in an output: keys with the same identity are the same for
  /// readers of the output.
  ///
  /// - Parameter format: the id of the format that the record was read in, if known.
  func keyIdentity(_ key: String, ofRecordFrom format: String?) -> String
  /// Whether an output holds records of one kind alone, as the writer tells them: it is known to be whole when the last record is.
  var holdsOneKind: Bool { get }
  /// Whether there is no valid output without a record.
  var needsRecord: Bool { get }
  /// The scheme by which an output names each work once; nil where records may share identifiers.
  var distinctIdentifiers: IdentifierScheme? { get }
}

// MARK: - Default implementations

extension WritableFormat {
  /// Nothing is required.
  public func required(for type: RecordType) -> [FieldPath] { [] }
  /// The key itself.
  public func keyIdentity(_ key: String, ofRecordFrom format: String?) -> String { key }
  /// An output holds records of all kinds.
  public var holdsOneKind: Bool { false }
  /// An output may be empty.
  public var needsRecord: Bool { false }
  /// Records may share identifiers.
  public var distinctIdentifiers: IdentifierScheme? { nil }
}

/// Writes records one by one; the bytes of a record never depend on its neighbours.
public protocol RecordWriter {
  /// Writes what comes before the first record.
  func begin(into sink: inout ByteSink)
  /// Writes what comes between two records.
  func separator(into sink: inout ByteSink)
  /// Writes what comes after the last record.
  func finish(count: Int, into sink: inout ByteSink)
  /// Whether an output with one record is a different document than one with several: an article alone is not
  /// in a set. The bytes of the record are the same in both.
  var framesSoleRecord: Bool { get }
  /// Writes what comes before the only record of an output.
  func beginSole(into sink: inout ByteSink)
  /// Writes what comes after the only record of an output.
  func finishSole(into sink: inout ByteSink)
  /// Writes a record completely, or nothing of it; reports what the format could not hold.
  func write(_ record: borrowing Record, into sink: inout ByteSink, reporting: inout LossReport) -> WriteOutcome
  /// The kind of a record, if an output may only hold records of one kind, as the `id:option=value` that
  /// writes records of this kind; nil if an output can hold all.
  func kind(of record: borrowing Record) -> String?
  /// Ends helpers such as another program; called once, after all records are written.
  func end()
  /// Why the output is incomplete, in one sentence; nil if it is not, which is always so without a helper.
  var failure: String? { get }
}

extension RecordWriter {
  /// One record is framed as several are.
  public var framesSoleRecord: Bool { false }
  /// By default, the same as for several records.
  public func beginSole(into sink: inout ByteSink) { begin(into: &sink) }
  /// By default, the same as for several records.
  public func finishSole(into sink: inout ByteSink) { finish(count: 1, into: &sink) }
  /// An output holds records of all kinds.
  public func kind(of record: borrowing Record) -> String? { nil }
  /// It uses nothing else.
  public func end() {}
  /// None.
  public var failure: String? { nil }
}

/// A writer that finds the key in the bytes of a record, so that a record that needs another key need not be
/// written again.
package protocol KeyLocating: RecordWriter {
  /// The range of the key in the bytes of a record, if it is there unchanged, so that a hyphen and a number
  /// can be added after it; nil if it is not known.
  func placeOfKey(in bytes: Span<UInt8>, _ record: Range<Int>) -> Range<Int>?
}

/// The result of writing a record.
public enum WriteOutcome: Sendable, Equatable {
  /// It was written.
  case written
  /// The format cannot hold it at all; the reason is one sentence.
  case rejected(String)
  /// It is of a kind that an option leaves out, which is no error; the reason is one sentence.
  case leftOut(String)
}

/// What a format can hold: patterns over fields, tiers and facets.
///
/// A path is in the set if a pattern covers it and no exclusion does.
public struct FieldSet: Sendable {
  /// What can be held; a field covers all its parts and facets.
  public var included: [FieldPath]
  /// What of that cannot be held.
  public var excluded: [FieldPath]

  /// A set from patterns.
  public init(_ included: [FieldPath], except excluded: [FieldPath] = []) {
    self.included = included
    self.excluded = excluded
  }

  /// Everything that the model holds.
  public static let everything = FieldSet(
    FieldPath.Tier.allCases.flatMap { tier in Field.allCases.map { FieldPath($0, in: tier) } })

  /// Whether a place can be held.
  public func contains(_ path: FieldPath) -> Bool {
    included.contains { $0.covers(path) } && !excluded.contains { $0.covers(path) }
  }
}
