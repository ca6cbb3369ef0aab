/// Random numbers that are the same in every run with the same seed (SplitMix64).
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// The row of numbers of a seed.
  public init(seed: UInt64) { state = seed }

  /// The next number.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// True in this many of a hundred cases.
  public mutating func chance(_ percent: Int) -> Bool { Int(next() % 100) < percent }

  /// One of the elements; there must be one.
  public mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int(next() % UInt64(elements.count))]
  }

  /// A range of a text between two of its characters, in UTF-8 offsets; perhaps empty.
  public mutating func stretch(of text: String) -> Range<Int> {
    var boundaries: [Int] = [0]
    for scalar in text.unicodeScalars { boundaries.append((boundaries.last ?? 0) + scalar.utf8.count) }
    let ends = [pick(boundaries), pick(boundaries)].sorted()
    return ends[0]..<ends[1]
  }

  /// A number of a range.
  public mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }
}
