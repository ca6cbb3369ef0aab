import CitemillCore

/// What two records have in common, in points, and what forbids that they are of one work.
///
/// | what | points |
/// | title | 50 the same, 3 less for each word with a slip of the pen; 38 when one lacks a subtitle |
/// | first author | 20 the same, 14 with a slip or other parts, 6 where one has none, -30 another; -15 another initial |
/// | year | 12 the same, 6 next to it, 4 where one has none, -25 another |
/// | journal | 8 the same, abbreviated or not; 3 where one has none, -8 another |
/// | volume | 4 the same, -12 another; issue: 2 the same, -4 another |
/// | first page | 8 the same, -20 another |
struct WorkComparison: Sendable {
  /// From so many points on, records are united.
  static let threshold = 75

  private(set) var score = 0
  /// What forbids it; nil when nothing does.
  private(set) var veto: String?
  /// What was found, in a few words.
  private(set) var reasons: [String] = []

  init(_ left: WorkIdentity, _ right: WorkIdentity) {
    veto = Self.veto(left, right)
    guard let title = Self.title(left, right) else { return }
    add(title)
    add(Self.author(left, right))
    add(Self.year(left, right))
    add(Self.journal(left, right))
    add(Self.same("volume", left.volume, right.volume, 4, -12))
    add(Self.same("issue", left.issue, right.issue, 2, -4))
    add(Self.same("first page", left.firstPage, right.firstPage, 8, -20))
  }

  private mutating func add(_ part: (points: Int, reason: String?)) {
    score += part.points
    if let reason = part.reason { reasons.append(reason) }
  }

  // MARK: - What forbids it

  /// What forbids that two records are of one work, whatever else they have in common; nil when nothing does.
  static func veto(_ left: WorkIdentity, _ right: WorkIdentity) -> String? {
    if let reason = identifierVeto(left, right) { return reason }
    if !areCompatible(left.kind, right.kind) { return "different kinds of work" }
    if left.notice != right.notice { return "one is a notice about the other" }
    if !left.title.isEmpty, !right.title.isEmpty, left.numbers != right.numbers {
      return "different numbers in the titles"
    }
    if !left.edition.isEmpty, !right.edition.isEmpty, left.edition != right.edition { return "different editions" }
    return nil
  }

  /// What of the identifiers forbids it; with one DOI or PMID in common nothing else does.
  static func identifierVeto(_ left: WorkIdentity, _ right: WorkIdentity) -> String? {
    if let one = left.doi, let other = right.doi, !one.hasSameBytes(as: other) { return "different DOIs" }
    if let one = left.pmid, let other = right.pmid, !one.hasSameBytes(as: other) { return "different PMIDs" }
    return nil
  }

  private static func areCompatible(_ left: WorkIdentity.Kind, _ right: WorkIdentity.Kind) -> Bool {
    switch (left, right) {
    case (.unknown, .preprint), (.preprint, .unknown): false
    case (.unknown, _), (_, .unknown), (.part, .part), (.whole, .whole), (.preprint, .preprint): true
    case (.other(let one), .other(let other)): one == other
    default: false
    }
  }

  // MARK: - What they have in common

  /// The points for the titles; nil when they are of different works.
  private static func title(_ left: WorkIdentity, _ right: WorkIdentity) -> (points: Int, reason: String?)? {
    if left.title.isEmpty || right.title.isEmpty { return nil }
    if left.titleLetters == right.titleLetters { return (50, "same title") }
    if left.title.count == right.title.count {
      var slips = 0
      for (one, other) in zip(left.title, right.title) where one != other {
        guard WordDistance.isSlip(one, other) else { return nil }
        slips += 1
      }
      guard slips <= max(1, left.title.count / 3) else { return nil }
      return (50 - 3 * slips, "title with \(slips == 1 ? "a slip" : "\(slips) slips")")
    }
    let (short, long) =
      left.title.count < right.title.count ? (left.title, right.title) : (right.title, left.title)
    if short.count >= 4, long.starts(with: short) { return (38, "title without its subtitle") }
    // A word missing, or two written as one.
    if abs(left.title.count - right.title.count) == 1, left.titleLetters.count >= 20,
      WordDistance.isWithin(2, left.titleLetters, right.titleLetters)
    {
      return (44, "title with words parted otherwise")
    }
    return nil
  }

  private static func author(_ left: WorkIdentity, _ right: WorkIdentity) -> (points: Int, reason: String?) {
    if left.family.isEmpty || right.family.isEmpty { return (6, nil) }
    let differsInInitial = left.initial != nil && right.initial != nil && left.initial != right.initial
    if left.family == right.family { return differsInInitial ? (5, "another initial") : (20, "same first author") }
    if left.nameWords == right.nameWords { return (14, "first author in other parts") }
    if max(left.family.count, right.family.count) >= 4, WordDistance.isWithin(1, left.family, right.family) {
      return differsInInitial ? (0, nil) : (14, "first author with a slip")
    }
    return (-30, "another first author")
  }

  private static func year(_ left: WorkIdentity, _ right: WorkIdentity) -> (points: Int, reason: String?) {
    guard let one = left.year, let other = right.year else { return (4, nil) }
    if one == other { return (12, "same year") }
    return abs(one - other) == 1 ? (6, "a year apart") : (-25, "another year")
  }

  private static func journal(_ left: WorkIdentity, _ right: WorkIdentity) -> (points: Int, reason: String?) {
    if left.journal.isEmpty || right.journal.isEmpty { return (3, nil) }
    if left.journal == right.journal { return (8, "same journal") }
    if WordDistance.isAbbreviation(left.journal, of: right.journal)
      || WordDistance.isAbbreviation(right.journal, of: left.journal)
    {
      return (8, "journal abbreviated")
    }
    return (-8, "another journal")
  }

  private static func same(
    _ name: String, _ left: [UInt8], _ right: [UInt8], _ points: Int, _ otherwise: Int
  ) -> (points: Int, reason: String?) {
    if left.isEmpty || right.isEmpty { return (0, nil) }
    return left == right ? (points, "same \(name)") : (otherwise, "another \(name)")
  }
}
