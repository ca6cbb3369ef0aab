#if XML
  import CitemillCore

  extension String {
    /// The text with small letters for the capitals of ASCII.
    var lowercasedASCII: String {
      utf8.contains { $0 &- 65 < 26 } ? String(decoding: utf8.map(\.lowercased), as: UTF8.self) : self
    }
  }

  extension Substring.UTF8View {
    /// Whether a word stands in the text.
    func contains(_ word: String) -> Bool { Array(self).span.firstIndex(of: Array(word.utf8)) != nil }
  }

  extension String.UTF8View {
    /// Whether a word stands in the text.
    func contains(_ word: String) -> Bool { Array(self).span.firstIndex(of: Array(word.utf8)) != nil }
  }
#endif
