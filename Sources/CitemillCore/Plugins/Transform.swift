/// A stage between readers and writers: one that sees record by record, or one that must see them all.
///
/// Conforming to `RecordTransform` or `CollectionTransform` is all it takes.
public protocol Transform {
  /// The stage as one that sees record by record.
  var asRecordTransform: (any RecordTransform)? { get }
  /// The stage as one that must see all records.
  var asCollectionTransform: (any CollectionTransform)? { get }
  /// Ends what takes part in it, such as another program, when all records are through; why what it did is not whole, in one
  /// sentence, or nil.
  func finish() -> String?
}

/// Changes or drops records one at a time; may run on several at once.
public protocol RecordTransform: Transform, Sendable {
  /// Changes the record, which was read at a place, and says whether it goes on.
  func apply(to record: inout Record, at place: SourceLocation, reporting: inout Diagnostics) -> Disposition
}

/// What becomes of a record after a transform.
public enum Disposition: Sendable, Equatable { case keep, filter }

/// A stage that must see every record before it lets one go: sorting, merging records of one work.
///
/// First all records are added, then they are asked for one by one, so that a stage may keep them wherever it likes.
public protocol CollectionTransform: Transform {
  /// Takes a record in; throws when it cannot be kept, which ends the run.
  mutating func add(_ record: PlacedRecord) throws(TransformFailure)
  /// Hands out the next record in their order and forgets it; nil behind the last. Throws when it is not to be had any more,
  /// which ends the run.
  mutating func next(reporting: inout Diagnostics) throws(TransformFailure) -> PlacedRecord?
  /// How many of the records that were taken in were merged with others, and so not handed out.
  var merged: Int { get }
  /// How many records were handed out beyond those that were taken in.
  var added: Int { get }
  /// How many of the records that were taken in were left out.
  var filtered: Int { get }
  /// What the records that were merged into the last one returned had, and it does not.
  var dropped: [DroppedValues] { get }
  /// Where the records were read that were merged into the last one returned.
  var mergedPlaces: [SourceLocation] { get }
  /// Where each record of the work was found that the last one returned stands for, its own labels among them: a stage that compares
  /// records gives one list a record, any other nil.
  var foundIn: [[String]]? { get }
}

/// What a record had that was merged into another, and the other does not have.
public struct DroppedValues: Sendable {
  /// The record as it was.
  public var source: PlacedRecord
  /// The places of the values, one for each value.
  public var paths: [FieldPath]

  /// Values of a record that are gone.
  public init(_ paths: [FieldPath], of source: PlacedRecord) {
    self.paths = paths
    self.source = source
  }
}

/// Why a stage cannot go on: its file for temporary data is full or cannot be made. There is no whole output then.
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

  /// The labels of where it was found, else the name of its source.
  public var foundIn: [String] { record.foundIn(place) }
}

extension Record {
  /// The labels of where it was found, else the name of the source in which it was read.
  package func foundIn(_ place: SourceLocation) -> [String] {
    let labels = origin.sources
    return labels.isEmpty ? [place.source] : labels
  }
}

// MARK: - Default implementations

extension Transform {
  /// It does not see record by record.
  public var asRecordTransform: (any RecordTransform)? { nil }
  /// It need not see all records.
  public var asCollectionTransform: (any CollectionTransform)? { nil }
  /// Nothing else takes part in it.
  public func finish() -> String? { nil }
}

extension RecordTransform {
  /// Itself.
  public var asRecordTransform: (any RecordTransform)? { self }
}

extension CollectionTransform {
  /// Itself.
  public var asCollectionTransform: (any CollectionTransform)? { self }
  /// None.
  public var merged: Int { 0 }
  /// None.
  public var added: Int { 0 }
  /// None.
  public var filtered: Int { 0 }
  /// Nothing.
  public var dropped: [DroppedValues] { [] }
  /// Nowhere.
  public var mergedPlaces: [SourceLocation] { [] }
  /// Records are not compared.
  public var foundIn: [[String]]? { nil }
}
