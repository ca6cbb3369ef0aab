/// A format that can be written.
public protocol WritableFormat: FormatPlugin {
  /// What of a record of a type the format can say.
  func expressible(for type: RecordType) -> FieldSet
  /// The places without which a record of a type cannot be written; empty where any record can.
  func required(for type: RecordType) -> [FieldPath]
  /// A writer with the options of this value; throws when they only make sense in reading.
  func makeWriter() throws(UsageError) -> any RecordWriter
  /// What of a key tells it from the others of an output: keys with one identity are one to those who read it.
  ///
  /// - Parameter format: the id of the format that the record was read in, where that is known.
  func keyIdentity(_ key: String, ofRecordFrom format: String?) -> String
}

// MARK: - Default implementations

extension WritableFormat {
  /// Nothing is required.
  public func required(for type: RecordType) -> [FieldPath] { [] }
  /// The key itself.
  public func keyIdentity(_ key: String, ofRecordFrom format: String?) -> String { key }
}

/// Writes records one by one; the bytes of a record never depend on its neighbours.
public protocol RecordWriter {
  /// Writes what comes before the first record.
  func begin(into sink: inout ByteSink)
  /// Writes what comes between two records.
  func separator(into sink: inout ByteSink)
  /// Writes what comes after the last record.
  func finish(count: Int, into sink: inout ByteSink)
  /// Whether an output of one record is another document than one of several: an article alone, and not in a set. The bytes of the
  /// record are the same in both.
  var framesSoleRecord: Bool { get }
  /// Writes what comes before the only record of an output.
  func beginSole(into sink: inout ByteSink)
  /// Writes what comes after the only record of an output.
  func finishSole(into sink: inout ByteSink)
  /// Writes a record whole, or nothing of it; reports what the format could not say.
  func write(_ record: borrowing Record, into sink: inout ByteSink, reporting: inout LossReport) -> WriteOutcome
  /// The kind of a record, where an output may hold records of one kind alone, as `id:option=value` by which those of the kind are
  /// written; nil where an output holds all.
  func kind(of record: borrowing Record) -> String?
  /// Ends what takes part in writing, such as another program; called once, when all records are written.
  func end()
  /// Why the output cannot be whole, in one sentence; nil while it can, as it always can where nothing else takes part.
  var failure: String? { get }
}

extension RecordWriter {
  /// One record is framed as several are.
  public var framesSoleRecord: Bool { false }
  /// What comes before several.
  public func beginSole(into sink: inout ByteSink) { begin(into: &sink) }
  /// What comes after several.
  public func finishSole(into sink: inout ByteSink) { finish(count: 1, into: &sink) }
  /// An output holds records of all kinds.
  public func kind(of record: borrowing Record) -> String? { nil }
  /// Nothing else takes part.
  public func end() {}
  /// None.
  public var failure: String? { nil }
}

/// A writer that finds the key in the bytes of a record, so that a record that needs another key is not written again.
package protocol KeyLocating: RecordWriter {
  /// Where the key of a record is in its bytes, character for character, so that a hyphen and a number can be put after it; nil
  /// where that is not known.
  func placeOfKey(in bytes: Span<UInt8>, _ record: Range<Int>) -> Range<Int>?
}

/// What came of writing a record.
public enum WriteOutcome: Sendable, Equatable {
  /// It was written.
  case written
  /// The format cannot say it at all; the reason is one sentence.
  case rejected(String)
}

/// What a format can say: patterns over fields, their tiers and their facets.
///
/// A path is in the set when a pattern covers it and no exclusion does.
public struct FieldSet: Sendable {
  /// What can be said; a field stands for all its parts and facets.
  public var included: [FieldPath]
  /// What of that cannot be said.
  public var excluded: [FieldPath]

  /// A set from patterns.
  public init(_ included: [FieldPath], except excluded: [FieldPath] = []) {
    self.included = included
    self.excluded = excluded
  }

  /// Everything that the model holds.
  public static let everything = FieldSet(
    FieldPath.Tier.allCases.flatMap { tier in Field.allCases.map { FieldPath($0, in: tier) } })

  /// Whether a place can be said.
  public func contains(_ path: FieldPath) -> Bool {
    included.contains { $0.covers(path) } && !excluded.contains { $0.covers(path) }
  }
}
