/// What sources put in a field of which they know nothing: `NA`, `-`, `unknown`, `0`.
package enum Placeholder {
  /// Whether a text is a placeholder: without a letter or digit, of zeros alone, or a word for what is missing.
  package static func isOne(_ text: String) -> Bool {
    let letters = letters(text)
    return letters.allSatisfy { $0 == UInt8(ascii: "0") } || words.contains(letters)
  }

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

  private static let words = Set(
    [
      "NA", "NaN", "none", "null", "nil", "not available", "not applicable", "not found", "not provided",
      "not assigned", "not known", "not yet available", "unavailable", "unknown", "undefined", "unspecified", "missing",
      "empty", "blank", "tbd", "tba", "to be determined", "to be announced", "to be assigned", "pending",
      "no doi", "doi", "doi pending", "doi not available", "no doi available",
      "no doi found", "pmid", "no pmid", "no issn", "no pmcid", "no url", "isbn", "no isbn", "no data", "no abstract",
      "no abstract available",
      "abstract not available", "anonymous", "anon",
      "no authors listed", "no author", "no author listed", "author unknown", "no title", "no title available",
      "title not available", "not in file",
      "keine", "keine angabe", "k. A.", "unbekannt", "nicht verfügbar", "nicht vorhanden", "fehlt", "inconnu",
      "inconnue",
      "aucun", "aucune", "non disponible", "s. o.", "desconocido", "ninguno", "no disponible", "sin datos", "no consta",
      "sconosciuto", "nessuno", "desconhecido", "nenhum", "não disponível", "onbekend", "geen", "niet beschikbaar",
      "brak", "okänd", "saknas", "ukjent", "ukendt", "нет", "нет данных", "неизвестно", "无", "暂无", "不明", "なし",
    ].map(letters))
}
