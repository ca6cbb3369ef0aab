import CitemillCore

/// Where values were first seen in a run or an output, by their hashes, in about 20 to 40 bytes each.
struct FirstPlaces: Sendable {
  private struct Place: Sendable {
    /// The index of the source's name.
    let source: UInt32
    let line: UInt32
  }

  private var places: [UInt64: Place] = [:]
  private var sources: [String] = []
  private var numbers: [String: Int] = [:]

  /// Where a value was first seen, with its source and line; nil for a new one.
  func place(of hash: UInt64) -> SourceLocation? {
    guard let place = places[hash] else { return nil }
    let source = sources.indices.contains(Int(place.source)) ? sources[Int(place.source)] : ""
    return SourceLocation(source: source, bytes: 0..<0, line: Int(place.line))
  }

  /// Takes note of the first place of a value.
  mutating func note(_ hash: UInt64, at place: SourceLocation) {
    places[hash] = Place(source: UInt32(clamping: number(of: place.source)), line: UInt32(clamping: place.line))
  }

  private mutating func number(of source: String) -> Int {
    if let number = numbers[source] { return number }
    numbers[source] = sources.count
    sources.append(source)
    return sources.count - 1
  }

  mutating func removeAll() { self = FirstPlaces() }
}
