import CitemillCore

/// The bytes of a key while it is generated, in a buffer that is reused.
///
///     room   [ berg2019 | Weirs | free .... ]
///                       ^ start of a part
///                               ^ count
struct KeyBytes: Sendable {
  private var room = [UInt8](repeating: 0, count: 64)
  private(set) var count = 0

  var text: String { room.span.text(0..<count) }

  /// Begins the next key.
  mutating func empty() { count = 0 }

  private mutating func makeRoom(for more: Int) {
    let missing = count + more - room.count
    if missing > 0 { room += [UInt8](repeating: 0, count: max(missing, room.count)) }
  }

  mutating func append(_ text: String) {
    text.withUTF8Span { bytes in
      makeRoom(for: bytes.count)
      let start = count
      var target = room.mutableSpan
      for index in 0..<bytes.count { target[start + index] = bytes[index] }
      count += bytes.count
    }
  }

  mutating func append(_ number: Int) {
    guard (1000...9999).contains(number) else { return append(String(number)) }
    makeRoom(for: 4)
    let start = count
    var target = room.mutableSpan
    let (high, low) = UInt32(number).quotientAndRemainder(dividingBy: 100)
    target[start] = UInt8(truncatingIfNeeded: 48 + high / 10)
    target[start + 1] = UInt8(truncatingIfNeeded: 48 + high % 10)
    target[start + 2] = UInt8(truncatingIfNeeded: 48 + low / 10)
    target[start + 3] = UInt8(truncatingIfNeeded: 48 + low % 10)
    count += 4
  }

  // MARK: - Texts

  mutating func append(lettersOf text: String) {
    text.withUTF8Span { bytes in
      // No letter becomes longer.
      makeRoom(for: bytes.count)
      var end = count
      var target = room.mutableSpan
      var here = 0
      while here < bytes.count {
        let byte = bytes[here]
        if byte < 0x80 {
          if byte.isLetter || byte.isDigit {
            target[end] = byte
            end += 1
          }
          here += 1
          continue
        }
        let (value, length) = bytes.scalar(at: here)
        KeyLetters(value).put(bytes, here..<(here + length), into: &target, &end)
        here += length
      }
      count = end
    }
  }

  /// Appends the significant words of a text, or all of them if none is significant: each capitalised, with
  /// only letters and digits.
  mutating func append(wordsOf text: String, most: Int = .max, abbreviates: Bool = false) {
    text.withUTF8Span { bytes in
      let start = count
      append(words: bytes, most, abbreviates, takesAll: false)
      if count == start { append(words: bytes, most, abbreviates, takesAll: true) }
    }
  }

  private mutating func append(words bytes: Span<UInt8>, _ most: Int, _ abbreviates: Bool, takesAll: Bool) {
    makeRoom(for: bytes.count)
    var end = count
    var start = end
    var target = room.mutableSpan
    var taken = 0
    var here = 0
    while here < bytes.count, taken < most {
      let byte = bytes[here]
      if byte.isLetter || byte.isDigit {
        target[end] = byte
        end += 1
        here += 1
        continue
      }
      if byte < 0x80 {
        here += 1
        if byte == UInt8(ascii: "'") { continue }
      } else {
        let (value, length) = bytes.scalar(at: here)
        let letters = KeyLetters(value)
        letters.put(bytes, here..<(here + length), into: &target, &end)
        here += length
        if letters.isOfWord { continue }
      }
      Self.endWord(in: &target, from: &start, to: &end, &taken, abbreviates: abbreviates, takesAll: takesAll)
    }
    Self.endWord(in: &target, from: &start, to: &end, &taken, abbreviates: abbreviates, takesAll: takesAll)
    count = end
  }

  /// Ends the word that starts at an index of the key: it is kept or removed.
  private static func endWord(
    in target: inout MutableSpan<UInt8>, from start: inout Int, to end: inout Int, _ taken: inout Int,
    abbreviates: Bool, takesAll: Bool
  ) {
    if end == start { return }
    let first = target[start]
    if !takesAll, end - start <= 5 {
      // Also with a capital, at the beginning of a title.
      target[start] = first.lowercased
      let isSmall = smallWords.contains(target.span, start..<end)
      target[start] = first
      if isSmall {
        end = start
        return
      }
    }
    taken += 1
    if first &- UInt8(ascii: "a") < 26 { target[start] = first - 32 }
    if abbreviates {
      var next = start + 1
      while next < end, target[next] & 0xC0 == 0x80 { next += 1 }
      end = next
    }
    start = end
  }

  /// Articles, prepositions and similar words of English, German, French, Spanish, Italian and Portuguese.
  private static let smallWords = WordList([
    "a", "an", "the", "of", "on", "in", "and", "or", "for", "to", "with", "from", "by", "at", "as", "into", "about",
    "der", "die", "das", "ein", "eine", "und", "zur", "zum", "von", "im", "le", "la", "les", "un", "une", "de",
    "des", "du", "et", "l", "d", "el", "los", "las", "una", "del", "il", "lo", "gli", "o", "os", "e", "y", "en",
  ])

  // MARK: - What was appended

  /// Keeps a number of scalars from an index on.
  mutating func cut(from start: Int, scalars most: Int) {
    var end = start
    var scalars = 0
    while end < count {
      if room[end] & 0xC0 != 0x80 {
        if scalars == most { break }
        scalars += 1
      }
      end += 1
    }
    count = end
  }

  /// Converts the text from an index on to lower case.
  mutating func lowercase(from start: Int) {
    var signs: UInt8 = 0
    let end = count
    var target = room.mutableSpan
    for index in start..<end {
      signs |= target[index]
      target[index] = target[index].lowercased
    }
    // Nearly all keys are in ASCII by now.
    if signs >= 0x80 { replace(from: start) { $0.lowercased() } }
  }

  /// Converts the text from an index on to upper case.
  mutating func uppercase(from start: Int) { replace(from: start) { $0.uppercased() } }

  private mutating func replace(from start: Int, _ change: (String) -> String) {
    let text = change(room.span.text(start..<count))
    count = start
    append(text)
  }
}
