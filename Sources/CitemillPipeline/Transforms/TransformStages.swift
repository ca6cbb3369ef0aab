import CitemillCore

/// The transforms of a run, in order: those that work record by record, and those that hold records back.
struct TransformStages {
  /// The outcome for a record.
  enum Passage {
    case through, dropped, held
  }

  private enum Stage {
    case record(any RecordTransform)
    /// A stage that holds records back, by its index among these.
    case barrier(Int)
  }

  private var stages: [Stage] = []
  private var collections: [any CollectionTransform] = []
  /// The first stage that compared records.
  private var comparing: Int?
  /// Why a stage failed.
  private(set) var failure: TransformFailure?

  init(_ transforms: [any Transform]) {
    for transform in transforms {
      if let one = transform.asRecordTransform {
        stages.append(.record(one))
      } else if let one = transform.asCollectionTransform {
        stages.append(.barrier(collections.count))
        collections.append(one)
      }
    }
  }

  var transforms: [any Transform] {
    stages.map {
      switch $0 {
      case .record(let one): one
      case .barrier(let place): collections[place]
      }
    }
  }

  /// The transforms if all work record by record; nil if one holds records back.
  var alone: [any RecordTransform]? {
    guard collections.isEmpty else { return nil }
    return stages.compactMap { if case .record(let one) = $0 { one } else { nil } }
  }

  /// The indices of the stages that hold records back.
  var barriers: [Int] { stages.indices.filter { if case .barrier = stages[$0] { true } else { false } } }

  /// How many records were merged with others.
  var merged: Int { collections.reduce(0) { $0 + $1.merged } }

  /// How many records were left out by stages that hold records back.
  var filtered: Int { collections.reduce(0) { $0 + $1.filtered } }

  /// How many pairs of records were left apart in doubt.
  var doubtful: Int { collections.reduce(0) { $0 + $1.doubtful } }

  /// How many records were added.
  var added: Int { collections.reduce(0) { $0 + $1.added } }

  /// What was dropped for the last record that a stage returned.
  func dropped(by index: Int) -> [DroppedValues] {
    guard case .barrier(let number) = stages[index] else { return [] }
    return collections[number].dropped
  }

  /// Where the records were read that were merged into the last one that a stage returned.
  func mergedPlaces(by index: Int) -> [SourceLocation] {
    guard case .barrier(let number) = stages[index] else { return [] }
    return collections[number].mergedPlaces
  }

  /// Where the records of the same work as the last one that a stage returned were found; nil if it does not
  /// compare records, or if an earlier stage did.
  mutating func foundIn(by index: Int) -> [[String]]? {
    guard case .barrier(let number) = stages[index], number == comparing ?? number,
      let foundIn = collections[number].foundIn
    else { return nil }
    comparing = number
    return foundIn
  }

  /// Passes a record through the stages from one on, until one drops it or holds it back.
  mutating func apply(
    to record: inout Record, from start: Int, at place: SourceLocation, _ diagnostics: inout Diagnostics
  ) -> Passage {
    for index in start..<max(start, stages.count) {
      switch stages[index] {
      case .record(let one):
        if one.apply(to: &record, at: place, reporting: &diagnostics) == .filter { return .dropped }
      case .barrier(let number):
        do throws(TransformFailure) {
          try collections[number].add(PlacedRecord(record, at: place))
        } catch {
          failure = error
        }
        return .held
      }
    }
    return .through
  }

  /// The next of the records that a stage held back; nil if there are no more, or they cannot be read.
  mutating func next(_ index: Int, _ diagnostics: inout Diagnostics) -> PlacedRecord? {
    guard failure == nil, case .barrier(let number) = stages[index] else { return nil }
    do throws(TransformFailure) {
      return try collections[number].next(reporting: &diagnostics)
    } catch {
      failure = error
      return nil
    }
  }
}
