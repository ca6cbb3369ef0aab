/// What a non-ASCII scalar becomes in a key.
enum KeyLetters: Equatable {
  /// A Latin letter without its diacritics.
  case latin(LatinLetters)
  /// A letter or digit that is kept.
  case itself
  /// Nothing, but the word continues: an accent, or an apostrophe.
  case silent
  /// A character that is not part of a word.
  case none

  init(_ value: UInt32) {
    guard let scalar = Unicode.Scalar(value) else {
      self = .none
      return
    }
    // Unicode properties need a search in tables, so the most frequent scalars are handled first.
    if let letters = LatinLetters(scalar) {
      self = .latin(letters)
    } else if Self.isLetterOfOtherScript(value) {
      self = .itself
    } else {
      self.init(beyondLatin: scalar)
    }
  }

  /// A scalar that is not a Latin letter, classified by its Unicode properties.
  init(beyondLatin scalar: Unicode.Scalar) {
    let properties = scalar.properties
    if properties.isAlphabetic || properties.numericType != nil {
      self = .itself
    } else if scalar.value == 0x2019 || properties.generalCategory == .nonspacingMark {
      self = .silent
    } else {
      self = .none
    }
  }

  /// Whether a scalar is a Cyrillic, Japanese, Chinese or Korean letter in a contiguous block.
  private static func isLetterOfOtherScript(_ value: UInt32) -> Bool {
    switch value {
    case 0x400...0x481, 0x3041...0x3096, 0x30A1...0x30FA, 0x4E00...0x9FFF, 0xAC00...0xD7A3: true
    default: false
    }
  }

  var isOfWord: Bool { self != .none }

  /// Writes the key form of a scalar, which is in a range of bytes.
  func put(_ bytes: Span<UInt8>, _ range: Range<Int>, into target: inout MutableSpan<UInt8>, _ end: inout Int) {
    switch self {
    case .latin(let letters):
      target[end] = letters.first
      end += 1
      guard let second = letters.second else { return }
      target[end] = second
      end += 1
    case .itself:
      for index in range {
        target[end] = bytes[index]
        end += 1
      }
    case .silent, .none: break
    }
  }
}
