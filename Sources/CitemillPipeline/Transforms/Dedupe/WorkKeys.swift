import CitemillCore

/// The keys by which records are grouped before they are compared, for each record of a library: a few bytes
/// each, so that there may be millions.
struct WorkKeys: Sendable {
  /// One record.
  private struct Entry {
    /// The beginning and the end of the title, author and year, volume and page, author and page; 0 for what
    /// it does not have.
    var blocks: (UInt64, UInt64, UInt64, UInt64, UInt64)
    /// Four bits of a hash for each of the first 16 words of the title, the first word in the lowest ones.
    var words: UInt64
    /// How many words the title has.
    var count: Int32
    /// A number of volume and first page; 0 if one is missing.
    var place: UInt32
    /// Where the letters of the title end.
    var lettersEnd: Int
  }

  /// An identifier of a record, which others may have too.
  struct Identifier: Sendable {
    var hash: UInt64
    var record: Int32
    /// Which of the record's identifiers it is.
    var number: Int32
  }

  static let blockCount = 5

  private var entries: [Entry] = []
  private var letters: [UInt8] = []
  private(set) var identifiers: [Identifier] = []

  var count: Int { entries.count }

  /// Adds those of a record after the others.
  mutating func append(_ work: WorkIdentity) {
    letters += work.titleLetters
    var words: UInt64 = 0
    for (place, word) in work.title.prefix(16).enumerated() {
      words |= (Self.hash(0, word[...]) >> 60) << UInt64(place * 4)
    }
    entries.append(
      Entry(
        blocks: Self.blocks(of: work), words: words, count: Int32(clamping: work.title.count),
        place: Self.place(of: work), lettersEnd: letters.count))
    for (number, one) in work.allIdentifiers.enumerated() {
      identifiers.append(
        Identifier(hash: one.contentHash, record: Int32(clamping: count - 1), number: Int32(clamping: number)))
    }
  }

  /// The key by which a record is grouped with others, of one of `blockCount` kinds; 0 if it has none.
  func block(_ kind: Int, of index: Int) -> UInt64 {
    let blocks = entries[index].blocks
    return switch kind {
    case 0: blocks.0
    case 1: blocks.1
    case 2: blocks.2
    case 3: blocks.3
    default: blocks.4
    }
  }

  /// Whether the letters of a title sort before those of another; if they are equal, the record that came
  /// first.
  func isTitle(_ left: Int, before right: Int) -> Bool {
    switch letters.order(of: lettersRange(left), to: letters, lettersRange(right)) {
    case 0: left < right
    case let order: order < 0
    }
  }

  /// Whether titles and places already show that a comparison of two records would give no score, as for most
  /// pairs of one author and year. If they do not, the records must be compared.
  func mustDiffer(_ left: Int, _ right: Int) -> Bool {
    let (one, other) = (entries[left], entries[right])
    if one.count == 0 || other.count == 0 { return true }
    // At one place titles may differ in any way.
    if one.place != 0, one.place == other.place { return false }
    // Words with typing errors, as many as a comparison accepts in titles of that length; if a subtitle is
    // cut off there must be none.
    let most = one.count == other.count ? max(1, Int(one.count) / 3) : 0
    if Self.differingWords(one.words, other.words, among: min(one.count, other.count)) <= most { return false }
    return letters.order(of: lettersRange(left), to: letters, lettersRange(right)) != 0
  }

  /// How many words are seen to differ from the word at the same position, among the first of two titles.
  private static func differingWords(_ one: UInt64, _ other: UInt64, among count: Int32) -> Int {
    var bits = one ^ other
    if count < 16 { bits &= (1 << UInt64(count * 4)) - 1 }
    // A bit for each position, whichever of its four bits differ.
    bits |= bits >> 2
    bits |= bits >> 1
    return (bits & 0x1111_1111_1111_1111).nonzeroBitCount
  }

  private func lettersRange(_ index: Int) -> Range<Int> {
    (index == 0 ? 0 : entries[index - 1].lettersEnd)..<entries[index].lettersEnd
  }

  // MARK: - Hashes

  private static func blocks(of work: WorkIdentity) -> (UInt64, UInt64, UInt64, UInt64, UInt64) {
    var blocks: (UInt64, UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0, 0)
    if work.titleLetters.count >= 4 {
      blocks.0 = hash(1, work.titleLetters.prefix(16))
      blocks.1 = hash(2, work.titleLetters.suffix(16))
    }
    let family = work.family
    if let year = work.year, !family.isEmpty { blocks.2 = hash(year, family[...]) }
    guard let page = work.firstPage else { return blocks }
    if !work.volume.isEmpty { blocks.3 = hash(3, (work.volume + [0] + page.number)[...]) }
    if !family.isEmpty, page.number.count > 1 { blocks.4 = hash(4, (family + [0] + page.number)[...]) }
    return blocks
  }

  /// The same for all records with the same volume and first page.
  private static func place(of work: WorkIdentity) -> UInt32 {
    guard !work.volume.isEmpty, let page = work.firstPage else { return 0 }
    return UInt32(truncatingIfNeeded: hash(5, (work.volume + [0] + page.number)[...]) >> 32) | 1
  }

  /// FNV-1a of a number and bytes; never 0.
  private static func hash(_ number: Int, _ bytes: ArraySlice<UInt8>) -> UInt64 {
    var hash = 0xCBF2_9CE4_8422_2325 ^ UInt64(truncatingIfNeeded: number)
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return max(hash, 1)
  }
}
