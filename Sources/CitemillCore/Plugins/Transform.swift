/// A stage between readers and writers: one that works record by record, or one that needs all records.
///
/// A type only needs to conform to `RecordTransform` or `CollectionTransform`.
public protocol Transform {
  /// The stage as one that works record by record.
  var asRecordTransform: (any RecordTransform)? { get }
  /// The stage as one that needs all records.
  var asCollectionTransform: (any CollectionTransform)? { get }
  /// Called after all records: ends helpers such as another program, and returns why the result is
  /// incomplete, in one sentence, or nil.
  func finish() -> String?
}

/// Changes or drops records one at a time; may run on several in parallel.
public protocol RecordTransform: Transform, Sendable {
  /// Changes the record, which was read at `place`, and returns whether it is kept.
  func apply(to record: inout Record, at place: SourceLocation, reporting: inout Diagnostics) -> Disposition
}

/// The result of a transform for a record.
public enum Disposition: Sendable, Equatable { case keep, filter }

/// A stage that needs all records before it returns one: sorting, merging records of the same work.
///
/// First all records are added, then they are requested one by one, so a stage may store them anywhere.
public protocol CollectionTransform: Transform {
  /// Adds a record; throws if it cannot be stored, which ends the run.
  mutating func add(_ record: PlacedRecord) throws(TransformFailure)
  /// Returns the next record in order and forgets it; nil after the last one. Throws if it cannot be
  /// retrieved, which ends the run.
  mutating func next(reporting: inout Diagnostics) throws(TransformFailure) -> PlacedRecord?
  /// How many of the added records were merged into others, and so not returned.
  var merged: Int { get }
  /// How many records were returned in addition to those that were added.
  var added: Int { get }
  /// How many of the added records were filtered out.
  var filtered: Int { get }
  /// How many pairs of records may be of one work and were left apart in doubt.
  var doubtful: Int { get }
  /// Values of the records merged into the last returned one that it does not have.
  var dropped: [DroppedValues] { get }
  /// Where the records were read that were merged into the last returned one.
  var mergedPlaces: [SourceLocation] { get }
  /// For each record merged into the last returned one, including itself, the labels for where it was found;
  /// nil for a stage that does not compare records.
  var foundIn: [[String]]? { get }
}

/// Values of a merged record that the resulting record does not have.
public struct DroppedValues: Sendable {
  /// The record as it was.
  public var source: PlacedRecord
  /// The places of the values, one for each value.
  public var paths: [FieldPath]

  /// Values of a record that were lost.
  public init(_ paths: [FieldPath], of source: PlacedRecord) {
    self.paths = paths
    self.source = source
  }
}

/// Why a stage cannot continue: its temporary file cannot be created or its disk is full. There is then no
/// complete output.
public struct TransformFailure: Error, Sendable, Equatable {
  /// A name for scripts.
  public var code: Diagnostic.Code
  /// One sentence without a final period.
  public var message: String

  /// A failure.
  public init(_ code: Diagnostic.Code, _ message: String) {
    self.code = code
    self.message = message
  }
}

/// A record with the place at which it was read.
public struct PlacedRecord: Sendable {
  /// The record.
  public var record: Record
  /// Where it was read, for messages.
  public var place: SourceLocation

  /// A record of a place.
  public init(_ record: Record, at place: SourceLocation) {
    self.record = record
    self.place = place
  }

  /// The labels for where it was found, otherwise the name of its source.
  public var foundIn: [String] { record.foundIn(place) }
}

extension Record {
  /// The labels for where it was found, otherwise the name of the source in which it was read.
  package func foundIn(_ place: SourceLocation) -> [String] {
    let labels = origin.sources
    return labels.isEmpty ? [place.source] : labels
  }
}

// MARK: - Default implementations

extension Transform {
  /// It does not work record by record.
  public var asRecordTransform: (any RecordTransform)? { nil }
  /// It does not need all records.
  public var asCollectionTransform: (any CollectionTransform)? { nil }
  /// It uses nothing else.
  public func finish() -> String? { nil }
}

extension RecordTransform {
  /// The transform itself.
  public var asRecordTransform: (any RecordTransform)? { self }
}

extension CollectionTransform {
  /// The transform itself.
  public var asCollectionTransform: (any CollectionTransform)? { self }
  /// None.
  public var merged: Int { 0 }
  /// None.
  public var added: Int { 0 }
  /// None.
  public var filtered: Int { 0 }
  /// None.
  public var doubtful: Int { 0 }
  /// Nothing.
  public var dropped: [DroppedValues] { [] }
  /// Nowhere.
  public var mergedPlaces: [SourceLocation] { [] }
  /// Records are not compared.
  public var foundIn: [[String]]? { nil }
}
