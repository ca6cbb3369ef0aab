import CitemillCore

// Invisible characters. TeX fails at some of them, others reverse the order of the text that follows, and
// text can be hidden with them: keys, URLs, files and texts check here which ones are not allowed.

extension LaTeXText {
  /// Whether a scalar is invisible: white space, control characters, direction marks, zero-width and
  /// unassigned characters.
  static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar.value <= 32 || scalar.value == 127 }
    let properties = scalar.properties
    if properties.isDefaultIgnorableCodePoint || properties.isWhitespace { return true }
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .unassigned, .privateUse, .surrogate:
      return true
    // The pattern of Braille without dots.
    default: return scalar.value == 0x2800
    }
  }

  /// Whether a scalar is left out of text: control characters except white space, direction marks,
  /// separators, zero-width characters, tags.
  ///
  /// The joiners U+200C and U+200D are kept: Persian, Indic scripts and emoji need them. U+200B and the soft
  /// hyphen have commands.
  @inline(__always)
  static func isHidden(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0...8, 0x0E...0x1F, 0x7F...0x9F, 0x061C, 0x180E, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF,
      0xFFF9...0xFFFB, 0xE0000...0xE007F:
      true
    default: false
    }
  }

  /// Whether a hidden scalar separates words: line and paragraph separators.
  static func isSeparator(_ scalar: UInt32) -> Bool { scalar == 0x85 || scalar == 0x2028 || scalar == 0x2029 }

  /// Whether a hidden non-ASCII scalar, or U+200B, may start with a byte.
  @inline(__always)
  static func isLeadOfHidden(_ byte: UInt8) -> Bool {
    switch byte {
    case 0xC2, 0xD8, 0xE1, 0xE2, 0xEF, 0xF3: true
    default: false
    }
  }

  /// Whether a text has non-ASCII scalars that are not written unchanged.
  static func hasHiddenBeyondASCII(_ bytes: Span<UInt8>) -> Bool {
    var here = bytes.firstBeyondASCII(from: 0, to: bytes.count)
    while let place = here {
      var next = place + 1
      if isLeadOfHidden(bytes[place]) {
        let scalar = bytes.scalar(at: place)
        if isHidden(scalar.value) || scalar.value == 0x200B { return true }
        next = place + scalar.length
      }
      here = bytes.firstBeyondASCII(from: next, to: bytes.count)
    }
    return false
  }
}
