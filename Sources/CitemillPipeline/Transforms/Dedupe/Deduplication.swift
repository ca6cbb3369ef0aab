import CitemillCore

/// Finds which records are of one work.
///
/// First those with a valid identifier in common, unless title, author and page differ; then, among records that share the
/// beginning or the end of the title, author and year, volume and page, or author and page, those that a comparison scores high
/// enough. What keeps two records apart, keeps them apart through a third too. Of a group that shares so little that it has more than `largestBlock` records, each is
/// compared with the next `neighbours` by the letters of the title only, so that time grows with the number of records.
struct Deduplication {
  /// Why two records were merged.
  struct Step: Sendable {
    var first: Int
    var second: Int
    /// The points; nil where an identifier decided.
    var score: Int?
    var reasons: [String]
    /// The record whose title lacks the subtitle that the other's has.
    var cut: Int?
  }

  /// Why two records of much the same title stay two.
  struct Refusal: Sendable {
    var first: Int
    var second: Int
    var score: Int
    var reason: String
    /// Whether people are to decide.
    var isDoubtful = false
  }

  /// What people decided about two records.
  struct Decision: Sendable {
    var first: Int
    var second: Int
    var isOneWork: Bool
  }

  static let largestBlock = 20
  static let neighbours = 10

  private(set) var steps: [Step] = []
  private(set) var refusals: [Refusal] = []

  private let works: [WorkIdentity]
  private let rules: MatchingRules
  private var parents: [Int]
  /// The groups of several records, by their first.
  private var found: [Int: Group] = [:]

  /// Records of one work.
  private struct Group {
    var members: [Int]
    /// Those that differ in anything by which records are kept apart: with these another group is compared. Where people decided
    /// that several are of one work, one of them is enough.
    var faces: [[Int]]
  }

  /// As many different forms as a work can have in a library; what comes after that is not merged, since each is compared.
  private static let mostFaces = 32

  init(_ works: [WorkIdentity], _ rules: MatchingRules = MatchingRules(), decided: [Decision] = []) {
    self.works = works
    self.rules = rules
    parents = Array(works.indices)
    carryOut(decided)
    uniteByIdentifiers()
    uniteByComparison()
  }

  /// The records of each work that has several, in their order.
  var groups: [[Int]] {
    works.indices.compactMap { parents[$0] == $0 ? found[$0]?.members.sorted() : nil }
  }

  // MARK: - Decisions of people

  /// The pairs of records that are of different works by a decision.
  private var decided: Set<[Int]> = []
  /// With which records those of a group are of different works by a decision, by the first of the group.
  private var foes: [Int: [Int]] = [:]

  private mutating func carryOut(_ decisions: [Decision]) {
    for one in decisions where !one.isOneWork {
      decided.insert([min(one.first, one.second), max(one.first, one.second)])
      foes[one.first, default: []].append(one.second)
      foes[one.second, default: []].append(one.first)
    }
    for one in decisions where one.isOneWork {
      _ = unite(Step(first: one.first, second: one.second, score: nil, reasons: ["decided"]), isDecided: true)
    }
  }

  private mutating func areDecidedApart(_ one: Int, _ other: Int) -> Bool {
    if foes.isEmpty { return false }
    return (foes[one] ?? []).contains { root($0) == other } || (foes[other] ?? []).contains { root($0) == one }
  }

  // MARK: - Identifiers

  private mutating func uniteByIdentifiers() {
    var owners: [[UInt8]: [Int]] = [:]
    for index in works.indices {
      for one in works[index].identifiers + works[index].preprints + works[index].isbns {
        let key = Array(one.utf8)
        var isNew = true
        // Of the abstracts of a supplement the first are tried; the others have their titles to be found by.
        for other in owners[key, default: []] where uniteByIdentifier(one, other, index) {
          isNew = false
          break
        }
        if isNew, owners[key, default: []].count < Self.neighbours { owners[key, default: []].append(index) }
      }
    }
  }

  private mutating func uniteByIdentifier(_ identifier: String, _ first: Int, _ second: Int) -> Bool {
    if root(first) == root(second) { return true }
    let (left, right) = (works[first], works[second])
    // A number of a book or of a preprint stands in records of other works too.
    let isSure = !identifier.hasPrefix("ISBN ") && !identifier.hasPrefix("arXiv ")
    var reason = WorkComparison.sharedVeto(left, right)
    if !isSure, reason == nil { reason = WorkComparison.veto(left, right) }
    if identifier.hasPrefix("ISBN "), reason == nil, !WorkComparison.haveOneTitle(left, right) {
      reason = "different titles"
    }
    if let reason {
      refusals.append(
        Refusal(
          first: first, second: second, score: WorkComparison(left, right).score,
          reason: "same \(identifier), \(reason)", isDoubtful: isSure))
      return false
    }
    return unite(Step(first: first, second: second, score: nil, reasons: ["same \(identifier)"]))
  }

  // MARK: - Comparison

  private mutating func uniteByComparison() {
    var candidates: [Step] = []
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
        if end - start > 1 { compare(entries[start..<end].map(\.index), &candidates) }
        start = end
      }
    }
    // The surest first, so that a doubtful pair does not stand in their way.
    candidates.sort { left, right in
      let (one, other) = (left.score ?? 0, right.score ?? 0)
      return one != other ? one > other : (left.first, left.second) < (right.first, right.second)
    }
    let rivals = Self.rivals(candidates)
    for step in candidates {
      if isOfSeveral(step, rivals) {
        refuse(step, "several works begin with this title")
      } else {
        _ = unite(step)
      }
    }
    refusals.sort { left, right in
      let (one, other) = ((left.first, left.second), (right.first, right.second))
      return one != other ? one < other : left.isDoubtful && !right.isDoubtful
    }
    var settled = decided
    var left: [Refusal] = []
    for one in refusals where root(one.first) != root(one.second) && settled.insert([one.first, one.second]).inserted {
      left.append(one)
    }
    refusals = left
  }

  /// With what each record whose title lacks a subtitle may be of one work.
  private static func rivals(_ candidates: [Step]) -> [Int: [Step]] {
    var rivals: [Int: [Step]] = [:]
    for step in candidates { if let cut = step.cut { rivals[cut, default: []].append(step) } }
    return rivals
  }

  /// Whether a title without subtitle may as well be that of another work, with another subtitle.
  private func isOfSeveral(_ step: Step, _ rivals: [Int: [Step]]) -> Bool {
    guard let cut = step.cut, let others = rivals[cut] else { return false }
    let work = works[step.first == cut ? step.second : step.first]
    return others.contains { one in
      let other = works[one.first == cut ? one.second : one.first]
      return (one.score ?? 0) >= (step.score ?? 0) && WorkComparison.differInWords(work, other)
    }
  }

  private mutating func refuse(_ step: Step, _ reason: String) {
    refusals.append(
      Refusal(first: step.first, second: step.second, score: step.score ?? 0, reason: reason, isDoubtful: true))
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
    guard comparison.score >= min(rules.threshold, rules.doubt) else { return }
    if let veto = comparison.veto {
      if comparison.score < rules.threshold { return }
      // What is at one place is hardly of two works, whatever a database says of it.
      let isDoubtful = WorkComparison.haveSamePages(works[first], works[second])
      refusals.append(
        Refusal(first: first, second: second, score: comparison.score, reason: veto, isDoubtful: isDoubtful))
    } else if comparison.score < rules.threshold {
      refusals.append(
        Refusal(
          first: first, second: second, score: comparison.score,
          reason: comparison.reasons.joined(separator: ", "), isDoubtful: true))
    } else {
      let isFirstCut = works[first].title.count < works[second].title.count
      found.append(
        Step(
          first: first, second: second, score: comparison.score, reasons: comparison.reasons,
          cut: comparison.lacksSubtitle ? (isFirstCut ? first : second) : nil))
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
      guard !work.volume.isEmpty, let page = work.firstPage else { return nil }
      return hash(3, (work.volume + [0] + page.number)[...])
    },
    { work in
      guard !work.family.isEmpty, let page = work.firstPage, page.number.count > 1 else { return nil }
      return hash(4, (work.family + [0] + page.number)[...])
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
  private mutating func unite(_ step: Step, isDecided: Bool = false) -> Bool {
    let (one, other) = (root(step.first), root(step.second))
    if one == other { return true }
    var group = found[one] ?? Group(members: [one], faces: [[one]])
    var rest = found[other] ?? Group(members: [other], faces: [[other]])
    if areDecidedApart(one, other) { return false }
    if !isDecided, let reason = veto(group.faces, rest.faces) {
      let why = step.reasons.joined(separator: ", ")
      refusals.append(
        Refusal(
          first: step.first, second: step.second, score: step.score ?? 0, reason: "\(why), \(reason)",
          isDoubtful: true))
      return false
    }
    if let more = foes.removeValue(forKey: other) { foes[one, default: []] += more }
    let (kept, gone) = (min(one, other), max(one, other))
    parents[gone] = kept
    if let all = foes.removeValue(forKey: one) { foes[kept] = all }
    (found[one], found[other]) = (nil, nil)
    // The smaller into the larger, so that no record is moved often.
    if group.members.count < rest.members.count { swap(&group, &rest) }
    group.members += rest.members
    if isDecided {
      group.faces = [Array((group.faces + rest.faces).joined())]
    } else {
      group.faces += rest.faces.filter { !isIn(group.faces, $0) }
    }
    found[kept] = group
    steps.append(step)
    return true
  }

  /// Whether a face is among others.
  private func isIn(_ faces: [[Int]], _ face: [Int]) -> Bool {
    guard let only = face.first, face.count == 1 else { return false }
    return faces.contains { $0.contains { works[$0].hasSameFace(as: works[only]) } }
  }

  private func veto(_ left: [[Int]], _ right: [[Int]]) -> String? {
    if (left + right).reduce(0, { $0 + $1.count }) > Self.mostFaces { return "more forms than one work has" }
    for one in left {
      for other in right {
        if let reason = veto(ofAll: one, other) { return reason }
      }
    }
    return nil
  }

  /// What forbids it of each pair of two lists; nil where it is not forbidden of one.
  private func veto(ofAll left: [Int], _ right: [Int]) -> String? {
    var first: String?
    for one in left {
      for other in right {
        guard let reason = WorkComparison.chainVeto(works[one], works[other]) else { return nil }
        first = first ?? reason
      }
    }
    return first
  }
}
