/// Evidence that bytes that are not UTF-8 are not Windows-1252 either.
///
/// There are two kinds of evidence. Letters of Cyrillic, Greek or Asian encodings come in runs, which
/// accented letters of Western languages rarely do. And the encodings of Central Europe, of Turkish and of
/// the Macintosh give words that no Western language has:
///
///     Windows-1250    Wp³yw, Pøíruèka, Mureºului     a sign between letters, letters of no one language, of which è is never before a vowel
///     Windows-1254    deðiþiklik, Ýstanbul           þ after a vowel, as only in compounds of Icelandic
///     MacRoman        fŸr, QualitŽ, gro§en           a capital letter after a small one
struct EncodingEvidence: Sendable {
  /// Non-ASCII bytes, those of them in runs of three or more, and those that are valid UTF-8.
  private var (high, inRuns, valid) = (0, 0, 0)
  /// All words, words with bytes that are not UTF-8, and those of them that fit no language.
  private var (all, words, foreign) = (0, 0, 0)
  /// The set of non-ASCII bytes found: one bit for each.
  private var (lowBytes, highBytes) = (UInt64(0), UInt64(0))

  /// Whether the bytes are neither UTF-8 (intact or damaged) nor likely to be Windows-1252.
  ///
  /// Damage also makes words that fit no language. But it is rare and its bytes are random, while in a text
  /// the same letters are repeated. So words count only at the start of a source, before anything is written.
  func isAgainst(byWords: Bool) -> Bool {
    if valid * 2 >= high { return false }
    if high >= 12, inRuns * 2 > high { return true }
    if !byWords || foreign * 10 < words { return false }
    let distinct = lowBytes.nonzeroBitCount + highBytes.nonzeroBitCount
    return foreign > 2 && words * 16 >= all || foreign > 5 && words * 66 >= all && distinct * 4 <= high * 3
      || foreign == 2 && words < 11 && words * 8 >= all
  }

  /// Examines more bytes.
  mutating func add(_ bytes: Span<UInt8>) {
    var here = 0
    var run = 0
    while here < bytes.count {
      let length = max(bytes.lengthOfUTF8(at: here), 1)
      if bytes[here] >= 0x80 {
        run += length
        high += length
        if length > 1 { valid += length }
        let bit = UInt64(1) << UInt64(bytes[here] & 63)
        if bytes[here] < 0xC0 { lowBytes |= bit } else { highBytes |= bit }
      } else {
        if run > 2 { inRuns += run }
        run = 0
      }
      here += length
    }
    if run > 2 { inRuns += run }
    addWords(bytes)
  }

  private mutating func addWords(_ bytes: Span<UInt8>) {
    var start = 0
    while start < bytes.count {
      var end = start
      var isASCII = true
      var isUTF8 = false
      while end < bytes.count, Self.isOfWord(bytes[end]), end - start < 64 {
        let length = bytes[end] < 0x80 ? 1 : bytes.lengthOfUTF8(at: end)
        if length > 1 { isUTF8 = true } else if bytes[end] >= 0x80 { isASCII = false }
        end += max(length, 1)
      }
      if end > start + 1 { all += 1 }
      if !isASCII, !isUTF8 {
        words += 1
        if Self.isForeign(bytes, start..<end) { foreign += 1 }
      }
      start = max(end, start + 1)
    }
  }

  // MARK: - Words

  /// What no word of a Western language has, in the order of the bytes of Windows-1252: unassigned bytes, and
  /// characters that are never between letters.
  private static let empty: [UInt8] = [0x81, 0x8D, 0x8F, 0x90, 0x9D]
  private static let signs: [UInt8] = [
    0x86, 0x87, 0x88, 0x89, 0xA1, 0xA2, 0xA3, 0xA4, 0xA5, 0xA6, 0xA7, 0xA9, 0xAA, 0xAC, 0xAF, 0xB3, 0xB6, 0xB9, 0xBA,
    0xBC,
    0xBD, 0xBE, 0xBF,
  ]

  private static func isLetter(_ byte: UInt8) -> Bool {
    byte < 0x80 ? byte.isLetter : byte >= 0xC0 ? byte != 0xD7 && byte != 0xF7 : isUpper(byte) || lower.contains(byte)
  }

  private static let lower: [UInt8] = [0x9A, 0x9C, 0x9E]

  private static func isUpper(_ byte: UInt8) -> Bool {
    byte < 0x80
      ? (0x41...0x5A).contains(byte)
      : byte < 0xC0 ? [0x8A, 0x8C, 0x8E, 0x9F].contains(byte) : byte < 0xDF && byte != 0xD7
  }

  private static func isOfWord(_ byte: UInt8) -> Bool {
    isLetter(byte) || byte >= 0x80 && (empty.contains(byte) || signs.contains(byte))
  }

  private static func isForeign(_ bytes: Span<UInt8>, _ word: Range<Int>) -> Bool {
    var letters: UInt64 = 0
    for index in word {
      let byte = bytes[index]
      guard byte >= 0x80 else { continue }
      if empty.contains(byte) { return true }
      let before = index > word.lowerBound ? bytes[index - 1] : 0
      let after = index + 1 < word.upperBound ? bytes[index + 1] : 0
      if !isLetter(byte) {
        // `¾udovít`: `ľ` in Slovak.
        if byte == 0xBE, before == 0, isLetter(after), word.count > 3, !isUpper(after) { return true }
        if isLetter(before), isLetter(after), !isUpper(before) || byte != 0xAA && byte != 0xBA { return true }
        continue
      }
      if isUpper(byte), isLetter(before), !isUpper(before) { return true }
      letters |= bit(byte)
      switch byte {
      case 0xFE where "aeiou".utf8.contains(before): return true
      case 0xDD where before == 0 && "bdhklnstvz".utf8.contains(after): return true
      case 0xE8 where "aeiouy".utf8.contains(after): return true
      case 0xD0 where before == 0 && after != 0 && !isUpper(after), 0xF0 where before == 0 && after != 0: return true
      case 0xF5 where after == 0 && word.count > 2: return true
      default: break
      }
    }
    // `ő` in Hungarian, together with its other vowels; `õ` in Portuguese is before `e`.
    let isNotPortuguese = letters & bit(0xF5) != 0 && letters & bits("áéíóúû") != 0 && !isBeforeE(bytes, word)
    return isNotPortuguese || letters & (letters &- 1) != 0 && !languages.contains { letters & ~$0 == 0 }
  }

  private static func isBeforeE(_ bytes: Span<UInt8>, _ word: Range<Int>) -> Bool {
    word.dropLast().contains { bytes[$0] == 0xF5 && bytes[$0 + 1] == UInt8(ascii: "e") }
  }

  /// A bit for each non-ASCII letter, lower or upper case.
  private static func bit(_ byte: UInt8) -> UInt64 {
    switch byte {
    case 0x8A, 0x9A: 1 << 32
    case 0x8E, 0x9E: 1 << 33
    case 0x8C, 0x9C: 1 << 34
    case 0x9F: 1 << 31
    case 0xDF: 1 << 23
    default: 1 << UInt64(byte & 31)
    }
  }

  private static func bits(_ letters: String) -> UInt64 {
    letters.unicodeScalars.reduce(0) { bits, letter in
      switch letter {
      case "š": bits | bit(0x9A)
      case "ž": bits | bit(0x9E)
      case "œ": bits | bit(0x9C)
      default: bits | bit(UInt8(truncatingIfNeeded: letter.value))
      }
    }
  }

  /// The sets of letters that occur together in a word: French, Spanish, Catalan, Portuguese, Italian,
  /// German, Dutch, Scandinavian, Icelandic, Faroese, Estonian, Finnish, Czech and Slovak names, Albanian,
  /// Welsh and Breton, and transliterations.
  private static let languages: [UInt64] = [
    "àâæçéèêëîïôœùûüÿ", "áéíñóúü", "àçèéíïòóúü", "áâãàçéêíóôõúü", "àèéìíîòóù", "äöüßé", "éëïóöüáêç", "åäöéàüæøôê",
    "áéíóúýþæöð",
    "áíóúýæøðåä", "äöõüšž", "äåöšž", "áéíóúýšž", "âêîôûäëïöüÿáéíóúý", "âîûšžáíóúü", "éèàâäöüñ", "ñçáéíóúàèòâêîôû",
  ].map(bits)
}
