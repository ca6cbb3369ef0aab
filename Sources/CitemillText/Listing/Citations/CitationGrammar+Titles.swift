import CitemillCore

// The title of a citation, and the start of the journal after it.

extension CitationGrammar {
  /// A title in quotes at an index.
  func quotedTitle(from start: Int) -> (title: String, end: Int)? {
    guard let quote = Self.quotes.first(where: { $0.open == self[start] }) else { return nil }
    var end = start + 1
    while end < text.count, !closes(quote.close, at: end) { end += 1 }
    guard end < text.count else { return nil }
    var last = end
    while last > start + 1, [",", ".", " "].contains(self[last - 1]) { last -= 1 }
    var behind = end + 1
    while behind < text.count, [",", ".", " "].contains(self[behind]) { behind += 1 }
    return (string(span(start + 1, last)), behind)
  }

  /// Whether a quotation ends at a position; an apostrophe ends it if there is punctuation next to it.
  func closes(_ sign: Unicode.Scalar, at place: Int) -> Bool {
    guard self[place] == sign, self[place - 1] != " ", !self[place + 1].isLetterLike else { return false }
    if sign != "'" && sign != "’" { return true }
    return [",", ".", "?", "!"].contains(self[place - 1]) || [",", ".", ";", "\0"].contains(self[place + 1])
  }

  /// Whether a text can be a title: at least three words, or two long ones, few of them abbreviated.
  static func isTitle(_ text: String) -> Bool {
    let words = text.split(separator: " ")
    let letters = text.unicodeScalars.filter(\.isLetterLike).count
    guard words.count >= 3 && letters >= 12 || words.count == 2 && letters >= 14, letters < 400 else { return false }
    let abbreviated = words.dropLast().filter { $0.hasSuffix(".") && $0.count < 8 }.count
    guard abbreviated * 4 <= words.count else { return false }
    guard let first = text.unicodeScalars.first,
      first.isLetterLike || first.isDigit || "\"'“‘«[¿¡".unicodeScalars.contains(first)
    else { return false }
    // It contains neither names nor a remark.
    let hasName = words.dropLast().contains { word in
      let letters = word.unicodeScalars
      return word.hasSuffix(",") && letters.count <= 4 && letters.first?.properties.isUppercase == true
        && !letters.contains { $0.properties.isLowercase || $0.isDigit } && (letters.count < 4 || word.contains("."))
    }
    let hasInitial = zip(words, words.dropFirst()).contains { word, next in
      word.unicodeScalars.count == 2 && word.hasSuffix(".") && word.unicodeScalars.first?.properties.isUppercase == true
        && next.unicodeScalars.first?.properties.isUppercase == true
    }
    if text.hasPrefix("["), text.dropFirst().first?.isNumber == true { return false }
    if hasName || hasInitial || text.contains("et al") || text.contains("//") || text.contains(".,") { return false }
    let lower = text.lowercased()
    return !remarks.contains { lower.hasPrefix($0) }
  }

  /// The end of the title and the start of the journal, in the range between names and numbers.
  func journalStart(_ range: Range<Int>) -> (titleEnd: Int, journal: Int)? {
    var end = range.upperBound
    while end > range.lowerBound, [" ", ",", ".", ";", "(", ":"].contains(self[end - 1]) { end -= 1 }
    let head = span(range.lowerBound, end)
    if sign == "," { return commaCut(head) }
    if sign == ":", endsWithYear { return commaCut(head) }
    // The pieces between full stops.
    var cuts: [(end: Int, next: Int)] = []
    var behindBrackets = head.lowerBound
    for index in head.dropLast(2) {
      if index < behindBrackets { continue }
      if let end = endOfBrackets(at: index), end < head.upperBound {
        behindBrackets = end
        continue
      }
      guard [".", "?", "!"].contains(self[index]), self[index + 1] == " " else { continue }
      cuts.append((self[index] == "." ? index : index + 1, skipSpaces(index + 1)))
    }
    var last = cuts.count - 1
    while last >= 0 {
      let cut = cuts[last]
      // The part before also belongs to the journal if it is one of its abbreviated words.
      let start = last > 0 ? cuts[last - 1].next : head.lowerBound
      if !isAbbreviation(span(start, cut.end)) || self[cut.end] != "."
        || endsTitle(span(start, cut.end), before: string(span(cut.next, end)))
      {
        // "..., J. Mills" has its title before the comma, "in Rome, Italy. J. Mills" has not: this is
        // ambiguous.
        if self[cut.end] == ".", let comma = span(start, cut.end).last(where: { self[$0] == "," }),
          isAbbreviation(span(skipSpaces(comma + 1), cut.end))
        {
          return cut.end - comma < 4 ? commaCut(head) : nil
        }
        return Self.isJournal(string(span(cut.next, end))) ? (cut.end, cut.next) : nil
      }
      last -= 1
    }
    return commaCut(head)
  }

  /// Whether a short piece before a full stop is the end of a title, and not of the journal: `Reply.`, `Part 2.`, or
  /// any word before a journal that is abbreviated without full stops or not at all: `Locks. J Weirs`.
  private func endsTitle(_ piece: Range<Int>, before journal: String) -> Bool {
    let words = string(piece).split(separator: " ")
    guard let first = words.first else { return false }
    if words.count == 1, Self.wordsOfReplies.contains(String(first)) { return true }
    if words.count == 2, first == "Part" || first == "Teil" { return true }
    guard words.allSatisfy({ $0.count > 3 }) else { return false }
    let names = journal.split(separator: " ")
    return names.contains("J") || names.first.map { Self.wordsOfJournals.contains(String($0)) } ?? false
  }

  private static let wordsOfReplies: Set<String> = [
    "Reply", "Comment", "Response", "Erratum", "Discussion", "Abstract",
  ]
  private static let wordsOfJournals: Set<String> = [
    "Journal", "The", "Zeitschrift", "Revista", "Revue", "Annals", "Archives",
  ]

  var endsWithYear: Bool {
    var end = text.count
    while end > 0, [".", " ", ")"].contains(self[end - 1]) { end -= 1 }
    if ("a"..."h").contains(self[end - 1]) { end -= 1 }
    return year(at: end - 4) != nil
  }

  /// `Title, J. Mills`: the last comma that is followed by a possible journal name.
  func commaCut(_ head: Range<Int>) -> (titleEnd: Int, journal: Int)? {
    for index in head.dropLast(2).reversed() where self[index] == "," && self[index + 1] == " " {
      let journal = string(span(index + 2, head.upperBound))
      // "Proc. Inst. Eng., Part C" continues to the left.
      if ["Part ", "Sect", "Ser", "Series ", "Vol", "Pt"].contains(where: { journal.hasPrefix($0) })
        || journal.count < 4
      {
        continue
      }
      let title = string(span(head.lowerBound, index))
      guard Self.isJournal(journal), title.unicodeScalars.contains(where: \.properties.isLowercase),
        !title.contains(". ")
      else { return nil }
      return (index, index + 2)
    }
    return nil
  }

  /// Whether a piece before a full stop is one or two abbreviated words of a journal: capitals, no long
  /// words.
  func isAbbreviation(_ range: Range<Int>) -> Bool {
    let words = string(range).split(separator: " ")
    guard (1...3).contains(words.count), range.count <= 18 else { return false }
    return words.allSatisfy { word in
      word.unicodeScalars.first?.properties.isUppercase == true || Self.smallWords.contains(String(word)) || word == "&"
    }
  }

  /// Whether a text can be the name of a journal: a capital first, few words, no sentence.
  static func isJournal(_ text: String) -> Bool {
    let words = text.split(separator: " ")
    guard let first = text.unicodeScalars.first, first.properties.isUppercase || first.isUncased,
      (1...12).contains(words.count),
      text.unicodeScalars.filter(\.isLetterLike).count >= 2, !text.contains("\""), !text.contains(" et al"),
      !text.hasPrefix("In "), !text.hasPrefix("In:")
    else { return false }
    if text.unicodeScalars.filter(\.isDigit).count > 2
      || text.count < 10 && (Months.number(of: text.utf8.prefix { $0.isLetter || $0 >= 0x80 }) ?? 24) <= 12
    {
      return false
    }
    // A whole word before a full stop ends a sentence.
    let pieces = text.split(separator: ".").dropLast()
    if pieces.contains(where: { ($0.split(separator: " ").last?.count ?? 0) > 9 }) { return false }
    // In journal names, lower-case words are only conjunctions and the like.
    let small = words.filter { word in
      word.unicodeScalars.first?.properties.isLowercase == true && !smallWords.contains(String(word))
    }
    return small.count * 2 < words.count && (words.count < 6 || !text.contains(", "))
      || words.count <= 4 && small.count < 3
  }
}
