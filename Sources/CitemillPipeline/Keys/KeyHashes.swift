/// The hashes of the used keys, in 10 to 15 bytes each.
///
///     hash × factor = [ 6 bits: which table | the rest: the place in it to look at first ]
///
/// A hash table with open addressing, at most four fifths full; `Set` would hash the hashes again. There are
/// many small tables, so that little memory is needed twice while one grows.
struct KeyHashes: Sendable {
  private static let tables = 64
  private var tables = [Table](repeating: Table(), count: tables)
  /// Whether it contains 0.
  private var hasZero = false
  /// How many there are.
  private(set) var count = 0
  /// A random odd number for each run, so that keys cannot be made to collide.
  private let factor = UInt64.random(in: 0...UInt64.max) | 1

  func contains(_ hash: UInt64) -> Bool {
    if hash == 0 { return hasZero }
    let mixed = hash &* factor
    return tables[Self.table(of: mixed)].contains(hash, mixed)
  }

  /// Adds a hash; false if it is already there.
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

  /// The highest bits of the product depend on all bits of the hash.
  private static func table(of mixed: UInt64) -> Int { Int(truncatingIfNeeded: mixed >> 58) }

  private struct Table: Sendable {
    /// The hashes at their positions; 0 if there is none.
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
      // The highest bits of the product, scaled to the number of slots.
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
