public import CitemillCore

/// Which records of two libraries are the same works, and how they differ.
///
/// Records are paired by what they share, the most certain first: the DOI; key and title; title and year;
/// title; key; the whole content except the key. If several records match, the first of each library are
/// paired. A key that is generated on one side does not count as missing on the other. Both libraries are in
/// memory.
public struct LibraryComparison: Sendable {
  /// A record of the first library with its counterpart in the second, by index.
  public struct Pair: Sendable {
    /// The index in the first library.
    public var first: Int
    /// The index in the second library.
    public var second: Int
    /// Where they differ; empty if they are equal.
    public var differences: [RecordDifference]
  }

  /// The pairs, in the order of the first library.
  public private(set) var pairs: [Pair] = []
  /// The indices of records that are only in the first library.
  public private(set) var onlyFirst: [Int] = []
  /// The indices of records that are only in the second library.
  public private(set) var onlySecond: [Int] = []

  /// Compares two libraries; places that `ignored` covers are not compared.
  public init(_ first: [Record], _ second: [Record], ignoring ignored: [FieldPath] = []) {
    var left = Array(first.indices)
    var right = Array(second.indices)
    for identity in Self.identities {
      if left.isEmpty || right.isEmpty { break }
      var open: [String: [Int]] = [:]
      for index in right.reversed() {
        if let name = identity(second[index]) { open[name, default: []].append(index) }
      }
      var taken = Set<Int>()
      left = left.filter { index in
        guard let name = identity(first[index]), let partner = open[name]?.popLast() else { return true }
        taken.insert(partner)
        let (one, other) = (first[index], second[partner])
        let hasMadeKey = Self.isMade(other.key, for: one) || Self.isMade(one.key, for: other)
        let differences = one.differences(from: other).filter { difference in
          !ignored.contains { $0.covers(difference.path) } && !(hasMadeKey && difference.path.field == .key)
        }
        pairs.append(Pair(first: index, second: partner, differences: differences))
        return false
      }
      right = right.filter { !taken.contains($0) }
    }
    pairs.sort { $0.first < $1.first }
    onlyFirst = left
    onlySecond = right
  }

  /// How many pairs are equal.
  public var alike: Int { pairs.reduce(0) { $0 + ($1.differences.isEmpty ? 1 : 0) } }

  /// Whether nothing differs.
  public var isAlike: Bool { onlyFirst.isEmpty && onlySecond.isEmpty && alike == pairs.count }

  // MARK: - Identities

  private static let identities: [@Sendable (Record) -> String?] = [
    { $0.doi?.lowercased() },
    { record in key(of: record).flatMap { key in title(of: record).map { "\(key)\n\($0)" } } },
    { record in
      guard case .date(let point)? = record[date: .issued]?.value?.start else { return nil }
      return title(of: record).map { "\(point.year)\n\($0)" }
    },
    { title(of: $0) },
    { key(of: $0) },
    { record in
      record.parts().filter { $0.path.field != .key }.map { "\($0.path)=\($0.fullText)" }.joined(separator: "\n")
    },
  ]

  /// Whether a key is missing, or as the key stage generates it for a record without one: `berg2019Weirs`,
  /// `berg2019Weirs-2`, `listing-3`.
  private static func isMade(_ key: String?, for record: Record) -> Bool {
    guard record.key == nil || record.isKeyGenerated else { return false }
    guard let key else { return true }
    let made = KeyPattern.standard.key(for: record)
    if let made, key.hasSameBytes(as: made) { return true }
    let opening = (made ?? record.origin.format ?? "record").utf8
    guard key.utf8.starts(with: opening) else { return false }
    let rest = key.utf8.dropFirst(opening.count)
    return rest.count > 1 && rest.first == UInt8(ascii: "-")
      && rest.dropFirst().allSatisfy { $0.isDigit || $0 == UInt8(ascii: "-") }
  }

  private static func key(of record: Record) -> String? { record.isKeyGenerated ? nil : record.key }

  /// The title's letters and digits in lower case; nil if there are none.
  private static func title(of record: Record) -> String? {
    guard let title = record.title?.lowercased() else { return nil }
    let bytes = title.utf8.filter { $0 >= 0x80 || $0.isLetter || $0.isDigit }
    return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
  }
}
