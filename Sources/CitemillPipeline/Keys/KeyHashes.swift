/// The hashes of the keys that came, in 10 to 15 bytes for each.
///
///     hash × factor = [ 6 bits: which table | the rest: the place in it to look at first ]
///
/// A table has a place for each hash to look at first and the next free ones after it, of which at most four in five are
/// taken: `Set` hashes what are hashes already. There are many tables, so that only a small one is held twice while it grows.
struct KeyHashes: Sendable {
  private static let tables = 64
  private var tables = [Table](repeating: Table(), count: tables)
  /// Whether 0 itself came.
  private var hasZero = false
  /// How many came.
  private(set) var count = 0
  /// An odd number of this run, so that nobody can make keys that all have one place.
  private let factor = UInt64.random(in: 0...UInt64.max) | 1

  func contains(_ hash: UInt64) -> Bool {
    if hash == 0 { return hasZero }
    let mixed = hash &* factor
    return tables[Self.table(of: mixed)].contains(hash, mixed)
  }

  /// Takes a hash in; false when it came before.
  mutating func insert(_ hash: UInt64) -> Bool {
    if hash == 0 {
      if hasZero { return false }
      hasZero = true
    } else {
      let mixed = hash &* factor
      guard tables[Self.table(of: mixed)].insert(hash, mixed, factor) else { return false }
    }
    count += 1
    return true
  }

  /// The highest bits of the product are those that depend on all others.
  private static func table(of mixed: UInt64) -> Int { Int(truncatingIfNeeded: mixed >> 58) }

  private struct Table: Sendable {
    /// The hashes in their places; 0 where there is none.
    private var places: [UInt64] = []
    private var count = 0

    func contains(_ hash: UInt64, _ mixed: UInt64) -> Bool {
      !places.isEmpty && places[Self.place(of: hash, mixed, in: places.span)] == hash
    }

    mutating func insert(_ hash: UInt64, _ mixed: UInt64, _ factor: UInt64) -> Bool {
      if (count + 1) * 5 > places.count * 4 {
        if contains(hash, mixed) { return false }
        grow(factor)
      }
      let place = Self.place(of: hash, mixed, in: places.span)
      if places[place] == hash { return false }
      places[place] = hash
      count += 1
      return true
    }

    private static func place(of hash: UInt64, _ mixed: UInt64, in places: Span<UInt64>) -> Int {
      // What is left of the product, as a share of the places.
      var place = Int(truncatingIfNeeded: (mixed << 6).multipliedFullWidth(by: UInt64(places.count)).high)
      while places[place] != 0, places[place] != hash { place = place + 1 == places.count ? 0 : place + 1 }
      return place
    }

    private mutating func grow(_ factor: UInt64) {
      var larger = [UInt64](repeating: 0, count: places.count + max(places.count / 2, 8))
      for index in places.indices where places[index] != 0 {
        larger[Self.place(of: places[index], places[index] &* factor, in: larger.span)] = places[index]
      }
      places = larger
    }
  }
}
