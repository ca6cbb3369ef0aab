import CitemillCore

/// Which records are of one work, how that was found, and what is to be noted in them.
struct FoundWorks {
  /// Records of one work, and the steps by which they were found.
  struct Work {
    var members: [Int]
    var steps: [Deduplication.Step]
  }

  /// The pairs that were not merged, for the log.
  let refusals: [Deduplication.Refusal]
  private var works: [Work] = []
  /// The work of each record; -1 if it is the only one of its work.
  private var numbers: [Int32] = []
  /// The note for each record of a work with several, if nothing is merged.
  private var marks: [Int: String] = [:]

  /// Moves the works out of the result.
  init(_ found: inout Deduplication, count: Int, keepsRefusals: Bool, marks: Bool) {
    refusals = keepsRefusals ? found.refusals : []
    numbers = Array(repeating: -1, count: count)
    for group in found.groups {
      for index in group { numbers[index] = Int32(clamping: works.count) }
      works.append(Work(members: group, steps: []))
    }
    for step in found.steps where numbers[step.first] >= 0 { works[Int(numbers[step.first])].steps.append(step) }
    if marks { mark(count) }
  }

  /// The work of a record that is one of several; nil if it is the only one.
  func work(of index: Int) -> Work? { numbers[index] < 0 ? nil : works[Int(numbers[index])] }

  func mark(of index: Int) -> String? { marks[index] }

  /// Prepares a note for each record of a work that has several, and makes each record a work of its own.
  private mutating func mark(_ count: Int) {
    for (number, work) in works.enumerated() {
      var reasons: [Int: String] = [:]
      for step in work.steps {
        let reason = step.score.map { "score \($0)" } ?? step.reasons.first ?? ""
        for index in [step.first, step.second] where reasons[index] == nil { reasons[index] = reason }
      }
      for index in work.members { marks[index] = "Duplicates: work \(number + 1), \(reasons[index] ?? "")" }
    }
    works = []
    numbers = Array(repeating: -1, count: count)
  }
}
