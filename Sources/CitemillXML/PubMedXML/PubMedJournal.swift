#if XML
  import CitemillCore

  /// The titles of journals as NLM writes them: with the place if several have the same title,
  /// `Lancet (London, England)`.
  enum PubMedJournal {
    /// Text in brackets at the end of titles that is not a place.
    private static let others = WordList(
      [
        "Online", "Print", "Internet", "Electronic", "CD-ROM", "Supplement", "Suppl", "Series", "Abstracts", "English",
        "New Series",
      ])

    /// The title without the place in brackets at its end; nil if it has none.
    ///
    ///     Nature (London)   Science (New York, N.Y.)   Journal of applied physiology (Bethesda, Md. : 1985)
    static func withoutPlace(_ title: String) -> String? {
      let bytes = Array(title.utf8)
      guard bytes.last == UInt8(ascii: ")"), let open = bytes.lastIndex(of: UInt8(ascii: "(")), open > 1,
        bytes[open - 1] == UInt8(ascii: " "), isPlace(bytes[(open + 1)..<(bytes.count - 1)])
      else { return nil }
      return String(decoding: bytes[..<(open - 1)], as: UTF8.self)
    }

    /// A place with its country or state, or a name of one or two words.
    private static func isPlace(_ words: ArraySlice<UInt8>) -> Bool {
      var text = Array(words)
      // After the place is the year in which the journal began.
      if let colon = text.span.firstIndex(of: Array(" : ".utf8)) { text.removeSubrange(colon...) }
      if others.contains(text.span, 0..<text.count) { return false }
      let parts = text.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
      guard let city = parts.first, isName(city) else { return false }
      return parts.count > 1 || city.split(separator: 32).count <= 2
    }

    /// Whether each word begins with a capital and continues without capitals: `Buenos Aires`, and not `MDPI`
    /// or `part 2`.
    private static func isName(_ text: ArraySlice<UInt8>) -> Bool {
      let words = text.split(separator: 32, omittingEmptySubsequences: false)
      return words.allSatisfy { word in
        guard let first = word.first, word.count > 1 else { return false }
        let begins = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(first) || first >= 0x80
        return begins
          && word.dropFirst().allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || byte >= 0x80 || byte == UInt8(ascii: "-")
              || byte == UInt8(ascii: "'") || byte == UInt8(ascii: ".")
          }
      }
    }
  }
#endif
