/// What a scalar beyond ASCII is in a key.
enum KeyLetters: Equatable {
  /// A letter of Latin script without its marks.
  case latin(LatinLetters)
  /// A letter or digit that stands for itself.
  case itself
  /// Nothing, but the word goes on: an accent, or an apostrophe.
  case silent
  /// Nothing that a word has.
  case none

  init(_ value: UInt32) {
    guard let scalar = Unicode.Scalar(value) else {
      self = .none
      return
    }
    // What Unicode says of a scalar takes a search through its tables, so that what comes most often is known without.
    if let letters = LatinLetters(scalar) {
      self = .latin(letters)
    } else if Self.isLetterOfOtherScript(value) {
      self = .itself
    } else {
      self.init(beyondLatin: scalar)
    }
  }

  /// A scalar that has no letters of Latin script, by what Unicode says.
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

  /// Whether a scalar is one of the letters of Cyrillic, Japanese, Chinese and Korean that lie beside each other.
  private static func isLetterOfOtherScript(_ value: UInt32) -> Bool {
    switch value {
    case 0x400...0x481, 0x3041...0x3096, 0x30A1...0x30FA, 0x4E00...0x9FFF, 0xAC00...0xD7A3: true
    default: false
    }
  }

  var isOfWord: Bool { self != .none }

  /// Writes what the key has of a scalar, which stands in a range of bytes.
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
