public import CitemillCore

/// Gives every record a key that no other record of the run has, before the writers see it.
///
/// A key of the source is kept. A record without key gets one by a pattern, or, where it has none of the pattern's parts, its
/// format and its number in the run, `listing-3`; both are flagged as ours. A key that came before gets a number behind it,
/// `berg2019Weirs-2`, and a warning if it was not ours. Keys are remembered by a 64-bit hash, in 10 to 15 bytes for each, at
/// most 16 million of them, so that memory stays bounded; that keys beyond these are not looked for is a warning.
public struct KeyStage: Sendable {
  /// What makes keys from records alone.
  private(set) var maker: KeyMaker
  private var seen = KeyHashes()
  private var count = 0
  private var suffixes: [UInt64: Int] = [:]
  private let capacity: Int
  /// Whether it was reported that no more keys are remembered.
  private var hasReportedLimit = false
  /// How many searches for a number are remembered.
  private static let longestSuffixes = 1_000_000

  /// A stage that makes keys by a pattern, and remembers so many, by what tells them apart in the output: `identity` of
  /// a key and the format of its record.
  public init(
    _ pattern: KeyPattern = .standard, capacity: Int = 16_000_000,
    identity: @escaping @Sendable (_ key: String, _ format: String?) -> String = { key, _ in key }
  ) {
    maker = KeyMaker(pattern: pattern, identity: identity)
    self.capacity = capacity
  }

  /// Makes the record's key present and unique.
  public mutating func apply(
    to record: inout Record, at place: SourceLocation? = nil, reporting diagnostics: inout Diagnostics
  ) {
    count += 1
    reportLimit(at: place, &diagnostics)
    guard let key = record.key else {
      let made = maker.key(for: record) ?? "\(record.origin.format ?? "record")-\(count)"
      record.key = remember(made, record.origin.format) ? made : numbered(made, record.origin.format)
      record.isKeyGenerated = true
      return
    }
    if remember(key, record.origin.format) { return }
    record.key = fresh(
      for: key, of: record.origin.format, isGenerated: record.isKeyGenerated, at: place, reporting: &diagnostics)
  }

  /// The key of a record, the next one, whose own came before; for outputs that tell keys apart by themselves alone.
  mutating func another(
    _ key: String, isGenerated: Bool, at place: SourceLocation?, reporting diagnostics: inout Diagnostics
  ) -> String {
    count += 1
    return fresh(for: key, of: nil, isGenerated: isGenerated, at: place, reporting: &diagnostics)
  }

  private mutating func fresh(
    for key: String, of format: String?, isGenerated: Bool, at place: SourceLocation?,
    reporting diagnostics: inout Diagnostics
  ) -> String {
    let fresh = numbered(key, format)
    // A key that was made for the record in an earlier run is nobody's to miss.
    if !isGenerated {
      diagnostics.warn(
        .repeatedKey,
        "key \"\(key)\" came before, or one that is the same in the output; this record is written as \"\(fresh)\"",
        at: place)
    }
    return fresh
  }

  /// Takes the hash of the key that a record has from the maker, where no record before had it; else the record is for `apply`.
  mutating func takes(
    _ hash: UInt64, at place: @autoclosure () -> SourceLocation?, reporting diagnostics: inout Diagnostics
  ) -> Bool {
    reportLimit(at: place(), &diagnostics)
    guard remember(hash: hash) else { return false }
    count += 1
    return true
  }

  /// The key with the first number behind it that makes it new.
  private mutating func numbered(_ key: String, _ format: String?) -> String {
    let hash = maker.hash(key, format)
    // Where the last search for this key ended, so that many records of one key do not search from the start each.
    var number = suffixes[hash] ?? 2
    while !remember("\(key)-\(number)", format) { number += 1 }
    if suffixes.count < Self.longestSuffixes { suffixes[hash] = number + 1 }
    return "\(key)-\(number)"
  }

  /// Whether the key of a record from a format is new; remembers it.
  private mutating func remember(_ key: String, _ format: String?) -> Bool { remember(hash: maker.hash(key, format)) }

  private mutating func remember(hash: UInt64) -> Bool {
    if seen.count >= capacity { return !seen.contains(hash) }
    return seen.insert(hash)
  }

  /// Reports once that no more keys are remembered, with the first record to which that matters.
  private mutating func reportLimit(at place: @autoclosure () -> SourceLocation?, _ diagnostics: inout Diagnostics) {
    guard seen.count >= capacity, !hasReportedLimit else { return }
    hasReportedLimit = true
    diagnostics.warn(
      .tooManyKeys,
      "\(capacity) different keys came; from here on a key is compared with these and not with later ones", at: place())
  }
}

/// Makes keys from records alone, on any task; whether another record has the same is for the `KeyStage`.
struct KeyMaker: Sendable {
  private let pattern: KeyPattern
  private let identity: @Sendable (_ key: String, _ format: String?) -> String
  private var bytes = KeyBytes()

  init(pattern: KeyPattern, identity: @escaping @Sendable (_ key: String, _ format: String?) -> String) {
    self.pattern = pattern
    self.identity = identity
  }

  /// The key that the pattern makes; nil when the record has none of the pattern's parts.
  mutating func key(for record: borrowing Record) -> String? { pattern.key(for: record, in: &bytes) }

  /// What tells the key of a record from a format from others in the output.
  func hash(_ key: String, _ format: String?) -> UInt64 { identity(key, format).contentHash }

  /// Gives a record its key, unless it has one, and says the hash of it; nil when it gets its key by its number in the run.
  mutating func apply(to record: inout Record) -> UInt64? {
    if let key = record.key { return hash(key, record.origin.format) }
    guard let made = key(for: record) else { return nil }
    record.key = made
    record.isKeyGenerated = true
    return hash(made, record.origin.format)
  }
}

extension Diagnostic.Code {
  /// Two records of a run have the same key.
  public static let repeatedKey = Self("keys.repeated")
  /// More keys than are remembered.
  public static let tooManyKeys = Self("keys.too-many")
}
