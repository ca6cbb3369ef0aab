public import CitemillCore

/// Gives every record a key that is unique in the run, before the writers get it.
///
/// A key of the source is kept. A record without a key gets one from a pattern or, if it has none of the
/// pattern's parts, from its format and its number in the run, `listing-3`; both are marked as generated. A
/// used key gets a number appended, `berg2019Weirs-2`, with a warning if it was not generated. Keys are
/// remembered as 64-bit hashes, in 10 to 15 bytes each, at most 16 million, so that memory is limited; if
/// there are more, a warning says that later ones are not compared.
public struct KeyStage: Sendable {
  /// Generates keys from single records.
  private(set) var maker: KeyMaker
  private var seen = KeyHashes()
  private var count = 0
  private var suffixes: [UInt64: Int] = [:]
  private let capacity: Int
  /// Whether it was reported that no more keys are remembered.
  private var hasReportedLimit = false
  /// How many searches for a number are remembered.
  private static let longestSuffixes = 1_000_000

  /// A stage that generates keys from a pattern and remembers up to a number of them, by what makes them
  /// unique in the output: `identity` of a key and the format of its record.
  public init(
    _ pattern: KeyPattern = .standard, capacity: Int = 16_000_000,
    identity: @escaping @Sendable (_ key: String, _ format: String?) -> String = { key, _ in key }
  ) {
    maker = KeyMaker(pattern: pattern, identity: identity)
    self.capacity = capacity
  }

  /// Ensures that the record has a unique key.
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

  /// Gives the record a key, unless it has one; other records may have the same.
  mutating func makeKey(for record: inout Record) { _ = maker.apply(to: &record) }

  /// A new key for the next record, whose own is already used; for outputs in which a key alone is the
  /// identity.
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
    // A key that was generated in an earlier run is not a loss.
    if !isGenerated {
      diagnostics.warn(
        .repeatedKey,
        "key \"\(key)\" is already used, or equals a used key in the output; this record is written as \"\(fresh)\"",
        at: place)
    }
    return fresh
  }

  /// Takes the hash of the record's key from the maker, if no earlier record has it; otherwise `apply` must
  /// handle the record.
  mutating func takes(
    _ hash: UInt64, at place: @autoclosure () -> SourceLocation?, reporting diagnostics: inout Diagnostics
  ) -> Bool {
    reportLimit(at: place(), &diagnostics)
    guard remember(hash: hash) else { return false }
    count += 1
    return true
  }

  /// The key with the first number that makes it unique.
  private mutating func numbered(_ key: String, _ format: String?) -> String {
    let hash = maker.hash(key, format)
    // Where the last search for this key ended, so that many records with the same key do not each search
    // from the start.
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

  /// Reports once that no more keys are remembered, at the first record for which that matters.
  private mutating func reportLimit(at place: @autoclosure () -> SourceLocation?, _ diagnostics: inout Diagnostics) {
    guard seen.count >= capacity, !hasReportedLimit else { return }
    hasReportedLimit = true
    diagnostics.warn(
      .tooManyKeys,
      "\(capacity) different keys were read; from here on, keys are compared only with these", at: place())
  }
}

/// Generates keys from single records, on any task; the `KeyStage` decides whether another record has the
/// same.
struct KeyMaker: Sendable {
  private let pattern: KeyPattern
  private let identity: @Sendable (_ key: String, _ format: String?) -> String
  private var bytes = KeyBytes()

  init(pattern: KeyPattern, identity: @escaping @Sendable (_ key: String, _ format: String?) -> String) {
    self.pattern = pattern
    self.identity = identity
  }

  /// The key from the pattern; nil if the record has none of the pattern's parts.
  mutating func key(for record: borrowing Record) -> String? { pattern.key(for: record, in: &bytes) }

  /// The identity of a key in the output, for a record from a format.
  func hash(_ key: String, _ format: String?) -> UInt64 { identity(key, format).contentHash }

  /// Gives a record a key, unless it has one, and returns its hash; nil if its key depends on its number in
  /// the run.
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
