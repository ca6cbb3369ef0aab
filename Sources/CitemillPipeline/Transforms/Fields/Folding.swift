import CitemillCore

/// Texts in the form that is compared: in lower case, and with Latin letters without diacritics.
enum Folding {
  /// The words of a text: its letters and digits, folded, in UTF-8.
  ///
  /// An apostrophe does not divide a word, and an ampersand is the word `and`.
  static func words(_ text: String) -> [[UInt8]] {
    var words = FoldedWords()
    words.append(wordsOf: text)
    return words.indices.map { Array(words.bytes[words.range(of: $0)]) }
  }

  /// The letters and digits of a text, folded, without what separates words.
  static func letters(_ text: String) -> [UInt8] {
    var letters: [UInt8] = []
    if text.isASCII {
      text.withUTF8Span { bytes in
        for index in 0..<bytes.count where bytes[index].isLetter || bytes[index].isDigit {
          letters.append(bytes[index].lowercased)
        }
      }
      return letters
    }
    for scalar in text.unicodeScalars { _ = append(scalar, to: &letters) }
    return letters
  }

  /// The text in lower case, without diacritics on Latin letters; all other characters are unchanged.
  static func folded(_ text: String) -> [UInt8] {
    var result: [UInt8] = []
    for scalar in text.unicodeScalars where !append(scalar, to: &result) && !isMark(scalar) {
      result += String(scalar).utf8
    }
    return result
  }

  /// Appends a letter or digit folded, and returns whether it is one.
  fileprivate static func append(_ scalar: Unicode.Scalar, to bytes: inout [UInt8]) -> Bool {
    if scalar.isASCII {
      let byte = UInt8(truncatingIfNeeded: scalar.value)
      guard byte.isLetter || byte.isDigit else { return false }
      bytes.append(byte.lowercased)
      return true
    }
    if let latin = LatinLetters(scalar) {
      bytes.append(latin.first.lowercased)
      if let second = latin.second { bytes.append(second.lowercased) }
      return true
    }
    guard scalar.properties.isAlphabetic || scalar.properties.numericType != nil else { return false }
    if let digit = raisedDigit(scalar) {
      bytes.append(digit)
      return true
    }
    bytes += scalar.properties.lowercaseMapping.utf8
    return true
  }

  /// The digit of a superscript or subscript: `2` in `CO₂` and `Ca²⁺`.
  private static func raisedDigit(_ scalar: Unicode.Scalar) -> UInt8? {
    switch scalar.value {
    case 0xB9: UInt8(ascii: "1")
    case 0xB2, 0xB3: UInt8(scalar.value - 0xB0) + UInt8(ascii: "0")
    case 0x2070, 0x2074...0x2079: UInt8(scalar.value - 0x2070) + UInt8(ascii: "0")
    case 0x2080...0x2089: UInt8(scalar.value - 0x2080) + UInt8(ascii: "0")
    default: nil
    }
  }

  fileprivate static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    !scalar.isASCII && scalar.properties.generalCategory == .nonspacingMark
  }
}

extension WordList {
  func contains(_ word: [UInt8]) -> Bool { contains(word.span, 0..<word.count) }

  func index(of word: [UInt8]) -> Int? { index(of: word.span, 0..<word.count) }
}

/// The folded words of a text one after another, in one list of bytes: creating a list for each word would
/// take most of the time.
struct FoldedWords {
  private(set) var bytes: [UInt8] = []
  private var ends: [Int] = []

  var indices: Range<Int> { ends.indices }

  func range(of index: Int) -> Range<Int> { (index == 0 ? 0 : ends[index - 1])..<ends[index] }

  mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
  }

  /// Adds the words of a text after the others.
  mutating func append(wordsOf text: String) {
    if text.isASCII {
      text.withUTF8Span { appendASCII($0) }
    } else {
      for scalar in text.unicodeScalars {
        if Folding.append(scalar, to: &bytes) { continue }
        if scalar == "'" || scalar.value == 0x2019 || Folding.isMark(scalar) { continue }
        endWord()
        if scalar == "&" { appendAnd() }
      }
    }
    endWord()
  }

  private mutating func appendASCII(_ text: Span<UInt8>) {
    for index in text.indices {
      let byte = text[index]
      if byte.isLetter || byte.isDigit {
        bytes.append(byte.lowercased)
      } else if byte != UInt8(ascii: "'") {
        endWord()
        if byte == UInt8(ascii: "&") { appendAnd() }
      }
    }
  }

  private mutating func endWord() {
    if bytes.count > (ends.last ?? 0) { ends.append(bytes.count) }
  }

  private mutating func appendAnd() {
    bytes += "and".utf8
    endWord()
  }
}
