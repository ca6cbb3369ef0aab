import CitemillCore

/// Finds which records are of one work.
///
/// First those with an identifier in common; then, among records that share the beginning or the end of the title, author and
/// year, or year, volume and page, those that a comparison scores high enough. Two records with different DOIs are never
/// united, also not through a third. Of a group that shares so little that it has more than `largestBlock` records, each is
/// compared with the next `neighbours` by the letters of the title only, so that time grows with the number of records.
struct Deduplication {
  /// Why two records were united.
  struct Step: Sendable {
    var first: Int
    var second: Int
    /// The points; nil where an identifier decided.
    var score: Int?
    var reasons: [String]
  }

  /// Why two records of much the same title stay two.
  struct Refusal: Sendable {
    var first: Int
    var second: Int
    var score: Int
    var reason: String
  }

  static let largestBlock = 20
  static let neighbours = 10

  private(set) var steps: [Step] = []
  private(set) var refusals: [Refusal] = []

  private let works: [WorkIdentity]
  private var parents: [Int]
  /// The records of each group, by its first.
  private var members: [Int: [Int]] = [:]

  init(_ works: [WorkIdentity]) {
    self.works = works
    parents = Array(works.indices)
    uniteByIdentifiers()
    uniteByComparison()
  }

  /// The records of each work that has several, in their order.
  var groups: [[Int]] {
    works.indices.compactMap { parents[$0] == $0 ? members[$0]?.sorted() : nil }
  }

  // MARK: - Identifiers

  private mutating func uniteByIdentifiers() {
    var owners: [[UInt8]: [Int]] = [:]
    for index in works.indices {
      for one in works[index].identifiers + works[index].isbns {
        let key = Array(one.utf8)
        // Owners that were not united with each other are few: each has a DOI of its own.
        for other in owners[key, default: []].prefix(Self.neighbours) {
          if uniteByIdentifier(one, other, index) { break }
        }
        if owners[key, default: []].count < Self.neighbours { owners[key, default: []].append(index) }
      }
    }
  }

  private mutating func uniteByIdentifier(_ identifier: String, _ first: Int, _ second: Int) -> Bool {
    let (left, right) = (works[first], works[second])
    // A number of a book or of a preprint stands in records of other works too.
    let isSure = identifier.hasPrefix("DOI ") || identifier.hasPrefix("PMID ")
    if !isSure {
      if let reason = WorkComparison.veto(left, right) {
        refusals.append(Refusal(first: first, second: second, score: 0, reason: "same \(identifier), \(reason)"))
        return false
      }
      if identifier.hasPrefix("ISBN "), WorkComparison(left, right).score == 0 {
        refusals.append(
          Refusal(first: first, second: second, score: 0, reason: "same \(identifier), different titles"))
        return false
      }
    }
    return unite(Step(first: first, second: second, score: nil, reasons: ["same \(identifier)"]), isSure: isSure)
  }

  // MARK: - Comparison

  private mutating func uniteByComparison() {
    var found: [Step] = []
    for key in Self.keys {
      var entries: [(key: UInt64, index: Int)] = []
      for index in works.indices {
        if let key = key(works[index]) { entries.append((key, index)) }
      }
      entries.sort { $0.key != $1.key ? $0.key < $1.key : $0.index < $1.index }
      var start = 0
      while start < entries.count {
        var end = start + 1
        while end < entries.count, entries[end].key == entries[start].key { end += 1 }
        if end - start > 1 { compare(entries[start..<end].map(\.index), &found) }
        start = end
      }
    }
    // The surest first, so that a doubtful pair does not stand in their way.
    found.sort { left, right in
      let (one, other) = (left.score ?? 0, right.score ?? 0)
      return one != other ? one > other : (left.first, left.second) < (right.first, right.second)
    }
    for step in found { _ = unite(step, isSure: false) }
    refusals.sort { ($0.first, $0.second) < ($1.first, $1.second) }
    var told = Set<[Int]>()
    var left: [Refusal] = []
    for one in refusals where root(one.first) != root(one.second) && told.insert([one.first, one.second]).inserted {
      left.append(one)
    }
    refusals = left
  }

  private mutating func compare(_ block: [Int], _ found: inout [Step]) {
    var block = block
    let isLarge = block.count > Self.largestBlock
    if isLarge {
      block.sort { left, right in
        let (one, other) = (works[left].titleLetters, works[right].titleLetters)
        return one == other ? left < right : one.lexicographicallyPrecedes(other)
      }
    }
    for (place, one) in block.enumerated() {
      for other in block[(place + 1)...].prefix(isLarge ? Self.neighbours : Self.largestBlock) {
        compare(min(one, other), max(one, other), &found)
      }
    }
  }

  private mutating func compare(_ first: Int, _ second: Int, _ found: inout [Step]) {
    if root(first) == root(second) { return }
    let comparison = WorkComparison(works[first], works[second])
    guard comparison.score >= WorkComparison.threshold else { return }
    if let veto = comparison.veto {
      refusals.append(Refusal(first: first, second: second, score: comparison.score, reason: veto))
    } else {
      found.append(Step(first: first, second: second, score: comparison.score, reasons: comparison.reasons))
    }
  }

  /// What records are put together by before they are compared.
  private static let keys: [@Sendable (WorkIdentity) -> UInt64?] = [
    { $0.titleLetters.count < 4 ? nil : hash(1, $0.titleLetters.prefix(16)) },
    { $0.titleLetters.count < 4 ? nil : hash(2, $0.titleLetters.suffix(16)) },
    { work in
      guard let year = work.year, !work.family.isEmpty else { return nil }
      return hash(year, work.family[...])
    },
    { work in
      guard let year = work.year, !work.volume.isEmpty, !work.firstPage.isEmpty else { return nil }
      return hash(year, (work.volume + [0] + work.firstPage)[...])
    },
  ]

  /// FNV-1a of a number and bytes.
  private static func hash(_ number: Int, _ bytes: ArraySlice<UInt8>) -> UInt64 {
    var hash = 0xCBF2_9CE4_8422_2325 ^ UInt64(truncatingIfNeeded: number)
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return hash
  }

  // MARK: - Groups

  private mutating func root(_ index: Int) -> Int {
    var here = index
    while parents[here] != here {
      parents[here] = parents[parents[here]]
      here = parents[here]
    }
    return here
  }

  /// Puts the groups of two records together, unless something forbids it of any two of their records.
  private mutating func unite(_ step: Step, isSure: Bool) -> Bool {
    let (one, other) = (root(step.first), root(step.second))
    if one == other { return true }
    let left = members[one] ?? [one]
    let right = members[other] ?? [other]
    if let reason = veto(left, right, isSure: isSure) {
      let why = step.reasons.joined(separator: ", ")
      refusals.append(
        Refusal(first: step.first, second: step.second, score: step.score ?? 0, reason: "\(why), \(reason)"))
      return false
    }
    let (kept, gone) = (min(one, other), max(one, other))
    parents[gone] = kept
    members[gone] = nil
    members[kept] = left + right
    steps.append(step)
    return true
  }

  private func veto(_ left: [Int], _ right: [Int], isSure: Bool) -> String? {
    // Groups of one DOI may be large; all of them have it or none, so that one of each side is asked.
    if let reason = Self.conflict(doi(left), doi(right), "different DOIs") { return reason }
    if let reason = Self.conflict(pmid(left), pmid(right), "different PMIDs") { return reason }
    if isSure { return nil }
    for one in left.prefix(8) {
      for other in right.prefix(8) {
        if let reason = WorkComparison.veto(works[one], works[other]) { return reason }
      }
    }
    return nil
  }

  private func doi(_ group: [Int]) -> String? { group.lazy.compactMap { works[$0].doi }.first }
  private func pmid(_ group: [Int]) -> String? { group.lazy.compactMap { works[$0].pmid }.first }

  private static func conflict(_ left: String?, _ right: String?, _ reason: String) -> String? {
    guard let left, let right else { return nil }
    return left.hasSameBytes(as: right) ? nil : reason
  }
}
