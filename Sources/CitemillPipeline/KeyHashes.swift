/// The hashes of the keys that came.
///
/// A table with a place for each hash to look for first and the next free ones behind it, of which at most three in four are
/// taken: `Set` hashes what are hashes already.
struct KeyHashes: Sendable {
  /// The hashes in their places; 0 where there is none.
  private var places = [UInt64](repeating: 0, count: 64)
  /// Whether 0 itself came.
  private var hasZero = false
  /// How many came.
  private(set) var count = 0
  /// An odd number of this run, so that nobody can make keys that all have one place.
  private let factor = UInt64.random(in: 0...UInt64.max) | 1

  /// Whether a hash came.
  func contains(_ hash: UInt64) -> Bool {
    if hash == 0 { return hasZero }
    return places[Self.place(of: hash, in: places.span, factor)] == hash
  }

  /// Takes a hash in; false when it came before.
  mutating func insert(_ hash: UInt64) -> Bool {
    if hash == 0 {
      if hasZero { return false }
      hasZero = true
    } else {
      let place = Self.place(of: hash, in: places.span, factor)
      if places[place] == hash { return false }
      places[place] = hash
    }
    count += 1
    if count * 4 > places.count * 3 { grow() }
    return true
  }

  /// Where a hash is, or the free place for it.
  private static func place(of hash: UInt64, in places: Span<UInt64>, _ factor: UInt64) -> Int {
    // The highest bits of the product are those that depend on all others; there are two to the so many places.
    var place = Int(truncatingIfNeeded: (hash &* factor) >> UInt64(64 - places.count.trailingZeroBitCount))
    while places[place] != 0, places[place] != hash { place = (place + 1) & (places.count - 1) }
    return place
  }

  private mutating func grow() {
    var larger = [UInt64](repeating: 0, count: places.count * 2)
    for index in places.indices where places[index] != 0 {
      larger[Self.place(of: places[index], in: larger.span, factor)] = places[index]
    }
    places = larger
  }
}
