import CitemillCore

/// Finds which records are of one work.
///
/// First, records with a valid identifier in common are of one work, unless title, author and page differ.
/// Then records are compared that share the beginning or the end of the title, author and year, volume and
/// page, or author and page; those with a high enough score are of one work. What keeps two records apart
/// also keeps them apart if a third one would connect them. If a group shares so little that it has more than
/// `largestBlock` records, each is only compared with the next `neighbours` in the order of the titles'
/// letters, so that the time grows linearly with the number of records.
struct Deduplication {
  /// Why two records were merged.
  struct Step: Sendable {
    var first: Int
    var second: Int
    /// The score; nil if an identifier decided.
    var score: Int?
    var reasons: [String]
    /// The record whose title lacks the subtitle that the other's has.
    var cut: Int?
    /// Where people decided it; nil where nobody did.
    var place: String?
  }

  /// Why two records with similar titles were not merged.
  struct Refusal: Sendable {
    var first: Int
    var second: Int
    var score: Int
    var reason: String
    /// Whether people must decide.
    var isDoubtful = false
  }

  /// What people decided about two records.
  struct Decision: Sendable {
    var first: Int
    var second: Int
    var isOneWork: Bool
    /// Where it is written: `row 3 of doubts.csv`.
    var place: String
  }

  static let largestBlock = 20
  static let neighbours = 10

  private(set) var steps: [Step] = []
  private(set) var refusals: [Refusal] = []

  private var works: ComparedWorks
  private let rules: MatchingRules
  private var parents: [Int]
  /// The groups of several records, by their first.
  private var found: [Int: Group] = [:]

  /// Records of one work.
  private struct Group {
    var members: [Int]
    /// Those that differ in anything by which records are kept apart: only they are compared with another
    /// group. A list has several records if people decided that they are of one work; then one of them is
    /// enough.
    var faces: [[Int]]
    /// Whether people decided that some of them are of one work.
    var isDecided = false
  }

  /// The most different forms that a work can have in a library. Further ones are not merged, since each must
  /// be compared.
  private static let mostFaces = 32

  /// Finds the works among those in memory.
  init(_ works: [WorkIdentity]) { self.init(ComparedWorks(works)) }

  init(_ works: ComparedWorks, _ rules: MatchingRules = MatchingRules(), decided: [Decision] = []) {
    self.works = works
    self.rules = rules
    parents = Array(0..<works.count)
    carryOut(decided)
    uniteByIdentifiers()
    uniteByComparison()
  }

  /// The records of each work that has several, in their order.
  var groups: [[Int]] { parents.indices.compactMap { parents[$0] == $0 ? found[$0]?.members.sorted() : nil } }

  /// Why records could not be read back; the results are not valid then.
  var failure: TransformFailure? { works.failure }

  // MARK: - Decisions of people

  /// The decisions that two records are of different works.
  private var apart: [Decision] = []
  /// Their pairs of records.
  private var decided: Set<[Int]> = []
  /// The records that were decided to be of other works than those of a group, by the first of the group.
  private var foes: [Int: [Int]] = [:]
  /// The decisions that cannot all be carried out.
  private(set) var contradictions: [DecisionContradiction] = []

  private mutating func carryOut(_ decisions: [Decision]) {
    for one in decisions where !one.isOneWork {
      apart.append(one)
      decided.insert([min(one.first, one.second), max(one.first, one.second)])
      foes[one.first, default: []].append(one.second)
      foes[one.second, default: []].append(one.first)
    }
    for one in decisions where one.isOneWork {
      _ = unite(
        Step(first: one.first, second: one.second, score: nil, reasons: ["decided"], place: one.place),
        isDecided: true)
    }
  }

  private mutating func areDecidedApart(_ one: Int, _ other: Int) -> Bool {
    if foes.isEmpty { return false }
    return (foes[one] ?? []).contains { root($0) == other } || (foes[other] ?? []).contains { root($0) == one }
  }

  /// Records the contradiction if a step is not applied because of a decision, and other decisions require it. A
  /// decision that only contradicts the rules is no contradiction.
  private mutating func noteContradiction(of step: Step) {
    guard contradictions.count < DecisionContradiction.most else { return }
    let (one, other) = (root(step.first), root(step.second))
    guard step.place != nil || found[one]?.isDecided == true || found[other]?.isDecided == true else { return }
    for decision in apart {
      let (first, second) = (root(decision.first), root(decision.second))
      guard (first, second) == (one, other) || (first, second) == (other, one) else { continue }
      if let found = DecisionContradiction(between: decision, and: steps + [step]),
        !contradictions.contains(where: { $0.places == found.places })
      {
        contradictions.append(found)
      }
      return
    }
  }

  // MARK: - Identifiers

  private mutating func uniteByIdentifiers() {
    var owners: [UInt64: [Int]] = [:]
    for shared in sharedIdentifiers() {
      let index = Int(shared.record)
      var isNew = true
      // Of the abstracts of a supplement only the first are tried; the others can be found by their titles.
      for other in owners[shared.hash, default: []] where uniteByIdentifier(shared, other, index) {
        isNew = false
        break
      }
      if isNew, owners[shared.hash, default: []].count < Self.neighbours {
        owners[shared.hash, default: []].append(index)
      }
    }
  }

  /// The identifiers that several records have, in the order of the records.
  private func sharedIdentifiers() -> [WorkKeys.Identifier] {
    let all = works.keys.identifiers
    let hashes = all.map(\.hash).sorted()
    var shared: [UInt64] = []
    for index in hashes.indices.dropFirst() where hashes[index] == hashes[index - 1] && shared.last != hashes[index] {
      shared.append(hashes[index])
    }
    let known = Set(shared)
    return known.isEmpty ? [] : all.filter { known.contains($0.hash) }
  }

  private mutating func uniteByIdentifier(_ shared: WorkKeys.Identifier, _ first: Int, _ second: Int) -> Bool {
    if root(first) == root(second) { return true }
    let (left, right) = (works[first], works[second])
    let own = right.allIdentifiers
    guard own.indices.contains(Int(shared.number)) else { return false }
    let identifier = own[Int(shared.number)]
    // Two identifiers may have the same hash.
    guard left.allIdentifiers.contains(where: { $0.hasSameBytes(as: identifier) }) else { return false }
    // The number of a book or of a preprint is in records of other works too.
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
    for kind in 0..<WorkKeys.blockCount { compareBlocks(kind, &candidates) }
    // The surest first, so that a doubtful pair does not block them.
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

  /// For each kind of key, the keys of the groups that were too large to compare every pair.
  private var large: [Set<UInt64>] = Array(repeating: [], count: WorkKeys.blockCount)

  private mutating func compareBlocks(_ kind: Int, _ found: inout [Step]) {
    var entries: [(key: UInt64, index: Int)] = []
    for index in parents.indices {
      let key = works.keys.block(kind, of: index)
      if key != 0 { entries.append((key, index)) }
    }
    entries.sort { $0.key != $1.key ? $0.key < $1.key : $0.index < $1.index }
    var start = 0
    while start < entries.count {
      var end = start + 1
      while end < entries.count, entries[end].key == entries[start].key { end += 1 }
      if end - start > Self.largestBlock { large[kind].insert(entries[start].key) }
      if end - start > 1 { compare(entries[start..<end].map(\.index), kind, &found) }
      start = end
    }
  }

  /// Whether two records were compared when they were in a group by another kind of key.
  private func wereCompared(_ one: Int, _ other: Int, before kind: Int) -> Bool {
    for earlier in 0..<kind {
      let key = works.keys.block(earlier, of: one)
      if key != 0, key == works.keys.block(earlier, of: other), !large[earlier].contains(key) { return true }
    }
    return false
  }

  /// The steps by which each record whose title lacks a subtitle may be of one work with another.
  private static func rivals(_ candidates: [Step]) -> [Int: [Step]] {
    var rivals: [Int: [Step]] = [:]
    for step in candidates { if let cut = step.cut { rivals[cut, default: []].append(step) } }
    return rivals
  }

  /// Whether a title without subtitle may equally be that of another work, with another subtitle.
  private mutating func isOfSeveral(_ step: Step, _ rivals: [Int: [Step]]) -> Bool {
    guard let cut = step.cut, let others = rivals[cut] else { return false }
    let work = works[step.first == cut ? step.second : step.first]
    for one in others where (one.score ?? 0) >= (step.score ?? 0) {
      if WorkComparison.differInWords(work, works[one.first == cut ? one.second : one.first]) { return true }
    }
    return false
  }

  private mutating func refuse(_ step: Step, _ reason: String) {
    refusals.append(
      Refusal(first: step.first, second: step.second, score: step.score ?? 0, reason: reason, isDoubtful: true))
  }

  private mutating func compare(_ block: [Int], _ kind: Int, _ found: inout [Step]) {
    var block = block
    let isLarge = block.count > Self.largestBlock
    if isLarge {
      let keys = works.keys
      block.sort { keys.isTitle($0, before: $1) }
    }
    for (place, one) in block.enumerated() {
      for other in block[(place + 1)...].prefix(isLarge ? Self.neighbours : Self.largestBlock) {
        if works.keys.mustDiffer(one, other) || wereCompared(one, other, before: kind) { continue }
        compare(min(one, other), max(one, other), &found)
      }
    }
  }

  private mutating func compare(_ first: Int, _ second: Int, _ found: inout [Step]) {
    if root(first) == root(second) { return }
    let comparison = WorkComparison(works[first], works[second])
    guard comparison.score >= min(rules.threshold, rules.doubt) else { return }
    if let veto = comparison.veto {
      if comparison.score < (comparison.isDoubtful ? rules.doubt : rules.threshold) { return }
      // Two records at one place are hardly of two works, whatever a database adds to the title.
      let isDoubtful = comparison.isDoubtful || WorkComparison.haveSamePages(works[first], works[second])
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

  // MARK: - Groups

  private mutating func root(_ index: Int) -> Int {
    var here = index
    while parents[here] != here {
      parents[here] = parents[parents[here]]
      here = parents[here]
    }
    return here
  }

  /// Merges the groups of two records, unless something forbids it for any pair of their records.
  private mutating func unite(_ step: Step, isDecided: Bool = false) -> Bool {
    let (one, other) = (root(step.first), root(step.second))
    if one == other { return true }
    var group = found[one] ?? Group(members: [one], faces: [[one]])
    var rest = found[other] ?? Group(members: [other], faces: [[other]])
    if areDecidedApart(one, other) {
      noteContradiction(of: step)
      return false
    }
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
    group.isDecided = isDecided || group.isDecided || rest.isDecided
    if isDecided {
      group.faces = [Array((group.faces + rest.faces).joined())]
    } else {
      let faces = group.faces
      for face in rest.faces where !isIn(faces, face) { group.faces.append(face) }
    }
    found[kept] = group
    steps.append(step)
    return true
  }

  /// Whether a form is among others.
  private mutating func isIn(_ faces: [[Int]], _ face: [Int]) -> Bool {
    guard let only = face.first, face.count == 1 else { return false }
    let work = works[only]
    for one in faces.joined() where works[one].hasSameFace(as: work) { return true }
    return false
  }

  private mutating func veto(_ left: [[Int]], _ right: [[Int]]) -> String? {
    if (left + right).reduce(0, { $0 + $1.count }) > Self.mostFaces { return "more forms than one work has" }
    for one in left {
      for other in right {
        if let reason = veto(ofAll: one, other) { return reason }
      }
    }
    return nil
  }

  /// What forbids it for every pair of two lists; nil if it is allowed for one.
  private mutating func veto(ofAll left: [Int], _ right: [Int]) -> String? {
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
