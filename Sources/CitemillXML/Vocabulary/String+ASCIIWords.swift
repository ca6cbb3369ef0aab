#if XML
  import CitemillCore

  extension String {
    /// The text with ASCII capitals in lower case.
    var lowercasedASCII: String {
      hasByte { $0 &- 65 < 26 } ? String(decoding: utf8.map(\.lowercased), as: UTF8.self) : self
    }

    /// Whether it contains white space outside ASCII, or an invisible character.
    var hasWideSpace: Bool {
      withUTF8Span { bytes in
        for index in 0..<bytes.count where bytes[index] >= 0x80 && bytes.isWideSpace(at: index) { return true }
        return false
      }
    }

    /// Whether the function is true for one of the bytes.
    @inline(__always)
    func hasByte(_ isSuch: (UInt8) -> Bool) -> Bool {
      withUTF8Span { bytes in
        for index in 0..<bytes.count where isSuch(bytes[index]) { return true }
        return false
      }
    }
  }

  extension Substring.UTF8View {
    func contains(_ word: String) -> Bool { Array(self).span.firstIndex(of: Array(word.utf8)) != nil }
  }

  extension String.UTF8View {
    func contains(_ word: String) -> Bool { Array(self).span.firstIndex(of: Array(word.utf8)) != nil }
  }
#endif
