public import CitemillCore

/// Finds the smallest part of a record that still shows a failure.
///
/// A record is reduced as a tree of names and values, so that every part of the model takes part without
/// being named here.
public enum RecordShrinker {
  /// The smallest record found for which `fails` is true, beginning with one for which it is.
  public static func shrink(_ record: Record, while fails: (Record) -> Bool) -> Record {
    var best = record
    var bestTree = tree(of: record)
    var attempts = 0
    var hasShrunk = true
    while hasShrunk {
      hasShrunk = false
      var index = 0
      var smaller = candidates(of: bestTree)
      while index < smaller.count, attempts < 20_000 {
        attempts += 1
        // A member that is never absent is added again, so that leaving it out gains nothing.
        if let candidate = Self.record(of: smaller[index]), candidate.violations.isEmpty,
          tree(of: candidate) != bestTree, fails(candidate)
        {
          // What is before this index was tried already; continue from here.
          best = candidate
          bestTree = tree(of: candidate)
          smaller = candidates(of: bestTree)
          hasShrunk = true
        } else {
          index += 1
        }
      }
    }
    return best
  }

  private static func tree(of record: Record) -> FieldTree {
    var record = record
    var coder = FieldCoder.encoding()
    Record.code(&record, &coder)
    return .object(coder.members)
  }

  private static func record(of tree: FieldTree) -> Record? {
    guard case .object(let members) = tree else { return nil }
    var coder = FieldCoder.decoding(members)
    var record = Record()
    Record.code(&record, &coder)
    return coder.problems.isEmpty ? record : nil
  }

  /// Trees with a little less in them, the boldest cuts first.
  private static func candidates(of tree: FieldTree) -> [FieldTree] {
    switch tree {
    case .object(let members):
      return cuts(members).map { .object($0) }
        + members.indices.flatMap { index in
          candidates(of: members[index].value).map { smaller in
            var changed = members
            changed[index].value = smaller
            return .object(changed)
          }
        }
    case .list(let elements):
      return cuts(elements).map { .list($0) }
        + elements.indices.flatMap { index in
          candidates(of: elements[index]).map { smaller in
            var changed = elements
            changed[index] = smaller
            return .list(changed)
          }
        }
    case .text(let text):
      let scalars = Array(text.wrappedValue.unicodeScalars)
      guard scalars.count > 1 else { return text.wrappedValue == "a" || scalars.isEmpty ? [] : [.text("a")] }
      return [.text("a")] + cuts(scalars).map { .text(String(String.UnicodeScalarView($0))) }
    case .number, .flag: return []
    }
  }

  /// The list without a half, then without each element.
  private static func cuts<Element>(_ list: [Element]) -> [[Element]] {
    guard !list.isEmpty else { return [] }
    let half = list.count / 2
    let halves = list.count > 3 ? [Array(list[..<half]), Array(list[half...])] : []
    return halves
      + list.indices.map { index in
        var shorter = list
        shorter.remove(at: index)
        return shorter
      }
  }
}
