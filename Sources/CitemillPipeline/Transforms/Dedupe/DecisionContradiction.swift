import CitemillCore

/// Decisions that cannot all be applied: two records are decided to be different, and other decisions make them
/// the same work.
struct DecisionContradiction: Sendable {
  /// The records that are not merged because of it.
  let first: Int
  let second: Int
  /// The places of the decisions; that for `different` is the last.
  let places: [String]
  /// The rules that join records between them.
  private let reasons: [String]

  /// How many are collected at most.
  static let most = 100

  /// The contradiction of a decision for `different` and the steps that connect its two records; nil if none of
  /// these steps is a decision. The last step is the one that is not applied.
  init?(between decision: Deduplication.Decision, and steps: [Deduplication.Step]) {
    guard let last = steps.last else { return nil }
    let path = Self.path(from: decision.first, to: decision.second, by: steps)
    let places = Self.unique(path.compactMap(\.place))
    if places.isEmpty { return nil }
    self.places = places + [decision.place]
    reasons = Self.unique(path.filter { $0.place == nil }.map { $0.reasons.joined(separator: ", ") })
    (first, second) = (last.first, last.second)
  }

  /// The fewest steps from one record to another, in their order.
  private static func path(
    from start: Int, to end: Int, by steps: [Deduplication.Step]
  ) -> [Deduplication.Step] {
    var stepsOf: [Int: [Int]] = [:]
    for (index, step) in steps.enumerated() {
      stepsOf[step.first, default: []].append(index)
      stepsOf[step.second, default: []].append(index)
    }
    var cameBy: [Int: Int] = [:]
    var queue = [start]
    var next = 0
    while next < queue.count, cameBy[end] == nil {
      let here = queue[next]
      next += 1
      for index in stepsOf[here] ?? [] {
        let other = steps[index].first == here ? steps[index].second : steps[index].first
        if other == start || cameBy[other] != nil { continue }
        cameBy[other] = index
        queue.append(other)
      }
    }
    var path: [Deduplication.Step] = []
    var here = end
    while here != start, let index = cameBy[here] {
      path.append(steps[index])
      here = steps[index].first == here ? steps[index].second : steps[index].first
    }
    return path.reversed()
  }

  private static func unique(_ texts: [String]) -> [String] {
    var known: Set<String> = []
    return texts.filter { known.insert($0).inserted }
  }

  /// Reports each as a warning, with the titles of the records that are not merged.
  static func report<Failure: Error>(
    _ contradictions: [Self], _ diagnostics: inout Diagnostics, title: (Int) throws(Failure) -> String
  ) throws(Failure) {
    for one in contradictions.prefix(DecidedPairs.mostReported) {
      let first = Diagnostic.quotedTitle(try title(one.first))
      let second = Diagnostic.quotedTitle(try title(one.second))
      diagnostics.warn(.contradictoryDecisions, "\(one.message); \(first) and \(second) stay apart", at: nil)
    }
    let rest = contradictions.count - DecidedPairs.mostReported
    if rest > 0 {
      diagnostics.warn(.contradictoryDecisions, "\(rest) more decisions contradict others", at: nil)
    }
  }

  private var message: String {
    let same = places.dropLast().map { "\($0) (same)" } + reasons
    return "decisions contradict each other: \(same.joined(separator: " and ")), but \(places.last ?? "") (different)"
  }
}
