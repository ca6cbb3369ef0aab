/// Advice for words that people type and that are not valid names here, such as names of other programs.
public struct NameHint: Sendable {
  /// The words, in lower case.
  public var words: [String]
  /// The advice, as the end of a sentence: `spreadsheets open csv`.
  public var advice: String

  /// Advice for some words.
  public init(_ words: [String], _ advice: String) {
    self.words = words
    self.advice = advice
  }
}

/// The suggestion after an unknown word, used for all commands, formats, options and fields.
package enum Suggestion {
  /// The advice of a hint, otherwise the nearest known word, otherwise where known words are listed; it
  /// starts with a semicolon, and is empty if there is none.
  package static func after(
    _ word: String, known: [String], hints: [NameHint] = [], otherwise: String? = nil
  ) -> String {
    let lower = word.lowercased()
    if let hint = hints.first(where: { $0.words.contains(lower) }) { return "; \(hint.advice)" }
    guard let near = EditDistance.nearest(to: lower, among: known) else { return otherwise.map { "; \($0)" } ?? "" }
    // An option is recognised by its hyphens.
    return "; did you mean \(near.utf8.first == UInt8(ascii: "-") ? near : "\"\(near)\"")?"
  }
}

/// The distance between two words, for "did you mean".
public enum EditDistance {
  /// The word nearest to the given one, if at most about a third of it is wrong.
  public static func nearest(to word: String, among words: [String]) -> String? {
    var best: (word: String, distance: Int)?
    for candidate in words {
      let distance = between(Array(word.utf8), Array(candidate.utf8))
      if distance < best?.distance ?? Int.max { best = (candidate, distance) }
    }
    guard let best, best.distance * 3 <= max(word.utf8.count + 1, 3) else { return nil }
    return best.word
  }

  /// How many letters must be inserted, deleted, changed or swapped with their neighbours (optimal string
  /// alignment); any number above the limit if it is more than that.
  package static func between(_ left: [UInt8], _ right: [UInt8], limit: Int = .max) -> Int {
    var before: [Int] = []
    var last = Array(0...right.count)
    for (i, a) in left.enumerated() {
      var row = [i + 1]
      var least = i + 1
      for (j, b) in right.enumerated() {
        var best = min(last[j + 1] + 1, row[j] + 1, last[j] + (a == b ? 0 : 1))
        if i > 0, j > 0, a == right[j - 1], b == left[i - 1] { best = min(best, before[j - 1] + 1) }
        least = min(least, best)
        row.append(best)
      }
      if least > limit { return least }
      (before, last) = (last, row)
    }
    return last[right.count]
  }
}
