/// What sources put into a field without a known value: `NA`, `-`, `unknown`, `0`.
package enum Placeholder {
  /// Whether a text is a placeholder: without a letter or digit, only zeros, or a word for a missing value.
  package static func isOne(_ text: String) -> Bool {
    if isSurelyNone(text) { return false }
    let letters = letters(text)
    return letters.allSatisfy { $0 == UInt8(ascii: "0") } || words.contains(letters)
  }

  /// Whether a text is PubMed's placeholder for a title without translation: `[Not Available].`
  package static func isTitle(_ text: String) -> Bool {
    text.utf8.first == UInt8(ascii: "[") && text.utf8.count < 17 && text.utf8.starts(with: "[Not Available]".utf8)
  }

  /// What statistics programs and spreadsheets write into a cell without a value.
  private static let cells = WordList([
    "NA", "<NA>", "nan", "NaN", "#N/A", "#NAME?", "#REF!", "#VALUE!", "#NULL!", "#DIV/0!", "#NUM!", "[]", "{}",
  ])

  /// Whether a cell of a table means that it has no value: `NA` of R, `nan` of Python, `#N/A` of
  /// spreadsheets.
  package static func isCell(_ bytes: Span<UInt8>, _ cell: Range<Int>) -> Bool {
    guard cell.count > 1, cell.count < 8 else { return false }
    switch bytes[cell.lowerBound] {
    case UInt8(ascii: "N"), UInt8(ascii: "n"), UInt8(ascii: "#"), UInt8(ascii: "<"), UInt8(ascii: "["),
      UInt8(ascii: "{"):
      return cells.contains(bytes, cell)
    default: return false
    }
  }

  /// What programs write for a missing value in any field: `NA` of R, `None` of Python, `NULL` of databases.
  private static let noValues = WordList([
    "NA", "N/A", "n/a", "None", "none", "NONE", "NULL", "Null", "null", "NaN", "nan", "#N/A", "<NA>", "-", "--", "---",
    "\u{2013}", "\u{2014}",
  ])

  /// Whether a value of any field but a title means that there is none.
  package static func isNoValue(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard range.count <= 4, let first = bytes.byte(at: range.lowerBound), !range.isEmpty else { return false }
    switch first {
    case UInt8(ascii: "N"), UInt8(ascii: "n"), UInt8(ascii: "-"), UInt8(ascii: "#"), UInt8(ascii: "<"), 0xE2:
      return noValues.contains(bytes, range)
    default: return false
    }
  }

  package static func isNoValue(_ text: String) -> Bool { text.withUTF8Span { isNoValue($0, 0..<$0.count) } }

  /// Whether a text in place of an abstract means that there is none: `[No abstract available]`.
  package static func isNoAbstract(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard range.count <= 28, let first = bytes.byte(at: range.lowerBound) else { return false }
    return isNoValue(bytes, range)
      || (first == UInt8(ascii: "[") || first | 0x20 == UInt8(ascii: "n") || first | 0x20 == UInt8(ascii: "a"))
        && noAbstracts.index(inAnyCase: bytes, bytes.endsWithDot(range) ? range.dropLast() : range) != nil
  }

  private static let noAbstracts = WordList([
    "[no abstract available]", "[no abstract available.]", "no abstract available", "abstract not available",
    "[no abstract]", "no abstract",
    "[abstract not available]",
  ])

  /// Whether a text in the place of a date means that there is none: `0`, `0000`, `0000-00-00`, `NA`.
  package static func isNoDate(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard range.count <= 10, let first = bytes.byte(at: range.lowerBound), !range.isEmpty else { return false }
    guard first == UInt8(ascii: "0") else { return isNoValue(bytes, range) }
    for index in range where !"0-/".utf8.contains(bytes[index]) { return false }
    return true
  }

  /// Words that can hardly be a name, and so mean a missing value anywhere.
  private static let absenceWords = [
    "n/a", "[n/a]", "n.a.", "unknown", "[unknown]", "none", "null", "undefined", "not available", "not applicable",
    "not provided", "not specified", "unbekannt", "inconnu", "desconocido", "sconosciuto", "s.n.", "[s.n.]", "s. n.",
  ]
  private static let absences = WordList(absenceWords)

  /// Whether a text is a placeholder in a field for names: only hyphens, or a word that can hardly be a name.
  package static func isAbsence(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard range.count <= 16, let first = bytes.byte(at: range.lowerBound), !range.isEmpty else { return false }
    if isNoValue(bytes, range) { return true }
    if first == UInt8(ascii: "-") || first == 0xE2 {
      return bytes.text(range).plainHyphenBytes.allSatisfy { $0 == UInt8(ascii: "-") }
    }
    // A search in these letters is slower than the rest, and most values are numbers.
    if first.isDigit { return false }
    return (first == UInt8(ascii: "[") || "nuids".utf8.contains(first | 0x20))
      && absences.index(inAnyCase: bytes, range) != nil
  }

  /// The message for a text that means that there is no value: `N/A`, `-`; nil for others, and for identifiers
  /// and names, which have their own messages.
  package static func absence(_ bytes: Span<UInt8>, _ range: Range<Int>, at place: Place) -> ValueRemark? {
    switch place {
    case .title(_, .host), .title(_, .series), .variable(.volume, _), .variable(.issue, _):
      isAbsence(bytes, range) ? .absence(of: place.path.description, bytes.text(range), .noValue) : nil
    case .abstract:
      isNoAbstract(bytes, range) ? .absence(of: place.path.description, bytes.text(range), .noValue) : nil
    case .date: isNoDate(bytes, range) ? .absence(of: place.path.description, bytes.text(range), .noValue) : nil
    case .variable, .keyword, .note, .event:
      isNoValue(bytes, range) ? .absence(of: place.path.description, bytes.text(range), .noValue) : nil
    default: nil
    }
  }

  /// Whether an ASCII text has a digit other than zero, which no placeholder has, or more letters and digits than
  /// the longest placeholder. Both are determined without making a list of its letters.
  private static func isSurelyNone(_ text: String) -> Bool {
    text.withUTF8Span { bytes in
      var (count, hasOthers) = (0, false)
      for index in bytes.indices {
        let byte = bytes[index]
        if byte >= 0x80 { return false }
        guard byte.isLetter || byte.isDigit else { continue }
        if byte.isDigit, byte != UInt8(ascii: "0") { return isASCII(bytes, from: index) }
        count += 1
        hasOthers = hasOthers || byte != UInt8(ascii: "0")
        if count > longestWord, hasOthers { return isASCII(bytes, from: index) }
      }
      return false
    }
  }

  private static func isASCII(_ bytes: Span<UInt8>, from start: Int) -> Bool {
    for index in start..<bytes.count where bytes[index] >= 0x80 { return false }
    return true
  }

  private static let longestWord = words.reduce(0) { max($0, $1.count) }

  /// The letters and digits of a text in lower case.
  private static func letters(_ text: String) -> [UInt8] {
    var letters: [UInt8] = []
    for scalar in text.unicodeScalars {
      if let byte = UInt8(exactly: scalar.value), byte < 0x80 {
        if byte.isLetter || byte.isDigit { letters.append(byte.lowercased) }
      } else if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
        letters += scalar.properties.lowercaseMapping.utf8
      }
    }
    return letters
  }

  /// The same and others, which may also be names, by their letters and digits.
  private static let words = Set(
    (absenceWords + [
      "NaN", "nil", "not found", "not assigned", "not known", "not yet available", "unavailable", "unspecified",
      "missing", "empty", "blank", "tbd", "tba", "to be determined", "to be announced", "to be assigned", "pending",
      "no doi", "doi", "doi pending", "doi not available", "no doi available", "no doi found", "pmid", "no pmid",
      "no issn", "no pmcid", "no url", "isbn", "no isbn", "no data", "no abstract", "no abstract available",
      "abstract not available", "anonymous", "anon", "no authors listed", "no author", "no author listed",
      "author unknown", "no title", "no title available", "title not available", "not in file", "keine",
      "keine angabe", "k. A.", "nicht verfügbar", "nicht vorhanden", "fehlt", "inconnue", "aucun", "aucune",
      "non disponible", "s. o.", "ninguno", "no disponible", "sin datos", "no consta", "nessuno", "desconhecido",
      "nenhum", "não disponível", "onbekend", "geen", "niet beschikbaar", "brak", "okänd", "saknas", "ukjent",
      "ukendt", "нет", "нет данных", "неизвестно", "无", "暂无", "不明", "なし",
    ]).map(letters))
}

/// A message about a value in addition to what is read from it.
package struct ValueRemark {
  package let severity: Diagnostic.Severity
  package let code: Diagnostic.Code
  package let message: String

  package init(severity: Diagnostic.Severity, code: Diagnostic.Code, message: String) {
    (self.severity, self.code, self.message) = (severity, code, message)
  }

  /// A text that means that there is no value.
  static func absence(of name: String, _ text: String, _ code: Diagnostic.Code) -> Self {
    Self(severity: .note, code: code, message: "\(name) \"\(text)\" is a placeholder; left out")
  }
}

extension Diagnostic.Code {
  /// A field for a journal, volume or issue with a word that means that there is none.
  package static let noValue = Self("value.none")
}
