public import CitemillCore

/// A format that accepts every record and writes nothing, for runs without output.
public struct Discard: WritableFormat, RecordWriter {
  /// The format.
  public init() {}
  /// It has no specification and is in no registry.
  public var info: FormatInfo { FormatInfo(id: "nothing", name: "Nothing", folder: "", specification: "") }
  /// Skipping loses nothing.
  public func expressible(for type: RecordType) -> FieldSet { .everything }
  /// The writer itself.
  public func makeWriter() -> any RecordWriter { self }
  /// Writes nothing.
  public func begin(into sink: inout ByteSink) {}
  /// Writes nothing.
  public func separator(into sink: inout ByteSink) {}
  /// Writes nothing.
  public func finish(count: Int, into sink: inout ByteSink) {}
  /// Discards the record.
  public func write(_ record: borrowing Record, into sink: inout ByteSink, reporting: inout LossReport) -> WriteOutcome
  {
    .written
  }
}
