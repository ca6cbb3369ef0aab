import CitemillCore

/// Which records are of one work, by what they were found, and what is to be noted of them.
struct FoundWorks {
  /// Records of one work, and the steps by which they were found.
  struct Work {
    var members: [Int]
    var steps: [Deduplication.Step]
  }

  /// The pairs that stayed two, for the log.
  let refusals: [Deduplication.Refusal]
  private var works: [Work] = []
  /// The work of each record; -1 where it is the only one of its work.
  private var numbers: [Int32] = []
  /// What the records of a work of several get as a note, where nothing is merged.
  private var marks: [Int: String] = [:]

  /// Takes the works out of what was found.
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

  /// Notes of each record of a work that has several what it is, and makes each a work of its own.
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
