/// Parts that few values of a kind have, kept in a place of their own.
///
/// A record is copied, emptied and compared part by part, and each text and list in it costs a little every time, also when
/// there is none. What is rare stands behind one reference.
@usableFromInline
struct Beside<Parts: Sendable & Hashable>: Sendable, Hashable {
  /// The parts, or nothing; a list, so that they can be changed where they stand.
  @usableFromInline var place: [Parts] = []

  /// No parts.
  @inlinable init() {}

  @inlinable var isEmpty: Bool { place.isEmpty }
}

extension Beside where Parts: BesideParts {
  /// Parts, unless they say nothing.
  init(_ parts: Parts) { if parts != Parts() { place = [parts] } }

  /// The parts; those that say nothing when they have been changed are none.
  var parts: Parts {
    _read { if place.isEmpty { yield Parts() } else { yield place[0] } }
    _modify {
      if place.isEmpty { place = [Parts()] }
      defer { if place[0] == Parts() { place = [] } }
      yield &place[0]
    }
  }
}

/// A group of parts that can be kept beside a value.
protocol BesideParts: Sendable, Hashable {
  /// The parts of a value that has none of them.
  init()
}
