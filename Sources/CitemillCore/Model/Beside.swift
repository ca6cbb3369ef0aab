/// Parts that few values of a kind have, stored separately.
///
/// A record is copied, cleared and compared part by part, and each string and list in it has a small cost
/// every time, even if empty. Rare parts are stored in one object.
@usableFromInline
struct Beside<Parts: Sendable & Hashable>: Sendable, Hashable {
  /// The parts, or nothing; an array, so that they can be changed in place.
  @usableFromInline var place: [Parts] = []

  /// No parts.
  @inlinable init() {}

  @inlinable var isEmpty: Bool { place.isEmpty }
}

extension Beside where Parts: BesideParts {
  /// Parts, unless they are empty.
  init(_ parts: Parts) { if parts != Parts() { place = [parts] } }

  /// The parts; if they are empty after a change, none are stored.
  var parts: Parts {
    _read { if place.isEmpty { yield Parts() } else { yield place[0] } }
    _modify {
      if place.isEmpty { place = [Parts()] }
      defer { if place[0] == Parts() { place = [] } }
      yield &place[0]
    }
  }
}

/// A group of parts that can be stored separately from a value.
protocol BesideParts: Sendable, Hashable {
  /// The empty parts.
  init()
}
