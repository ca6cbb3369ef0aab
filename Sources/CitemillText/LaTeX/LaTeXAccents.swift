import CitemillCore

/// An accent for which LaTeX has a command.
struct LaTeXAccent: Sendable {
  /// The command without its backslash: a character such as `'`, or a word such as `v`.
  var name: String
  /// The accent after a letter, as in Unicode.
  var combining: UInt32
  /// The accent as a separate character; nil if Unicode has none.
  var alone: UInt32?
  /// The position of the accent: Unicode's canonical combining class.
  var place: UInt8 = 230

  /// An accent above the letter, unless a place is given.
  init(_ name: String, _ combining: UInt32, alone: UInt32? = nil, place: UInt8 = 230) {
    self.name = name
    self.combining = combining
    self.alone = alone
    self.place = place
  }

  /// Whether the command is not a letter, so that a letter may follow it directly.
  var isSign: Bool { !(name.utf8.first?.isLetter ?? false) }
}

/// The accents of LaTeX.
enum LaTeXAccents {
  /// All accents; if two have the same scalar, the first is written.
  static let all: [LaTeXAccent] = [
    LaTeXAccent("`", 0x300, alone: 0x60), LaTeXAccent("'", 0x301, alone: 0xB4),
    LaTeXAccent("^", 0x302, alone: 0x5E), LaTeXAccent("~", 0x303, alone: 0x7E),
    LaTeXAccent("=", 0x304, alone: 0xAF), LaTeXAccent("u", 0x306, alone: 0x2D8),
    LaTeXAccent(".", 0x307, alone: 0x2D9), LaTeXAccent("\"", 0x308, alone: 0xA8),
    LaTeXAccent("h", 0x309), LaTeXAccent("r", 0x30A, alone: 0x2DA),
    LaTeXAccent("H", 0x30B, alone: 0x2DD), LaTeXAccent("v", 0x30C, alone: 0x2C7),
    LaTeXAccent("G", 0x30F), LaTeXAccent("f", 0x311),
    LaTeXAccent("d", 0x323, place: 220), LaTeXAccent("c", 0x327, alone: 0xB8, place: 202),
    LaTeXAccent("k", 0x328, alone: 0x2DB, place: 202), LaTeXAccent("b", 0x331, place: 220),
    LaTeXAccent("t", 0x361, place: 234), LaTeXAccent("textcommabelow", 0x326, place: 220),
    LaTeXAccent("textsubumlaut", 0x324, place: 220), LaTeXAccent("textsubring", 0x325, place: 220),
    LaTeXAccent("textsubcircum", 0x32D, place: 220), LaTeXAccent("textsubbreve", 0x32E, place: 220),
    LaTeXAccent("textsubtilde", 0x330, place: 220), LaTeXAccent("textsubbar", 0x331, place: 220),
    LaTeXAccent("textsubdot", 0x323, place: 220), LaTeXAccent("textdoublegrave", 0x30F),
    LaTeXAccent("textroundcap", 0x311), LaTeXAccent("newtie", 0x311),
    LaTeXAccent("textdotbelow", 0x323, place: 220), LaTeXAccent("textmacronbelow", 0x331, place: 220),
    // Commands of MathSciNet, whose exports define them in a preamble.
    LaTeXAccent("cfac", 0x301), LaTeXAccent("cfgrave", 0x300), LaTeXAccent("cftil", 0x303), LaTeXAccent("ocirc", 0x30A),
    LaTeXAccent("soft", 0x30C), LaTeXAccent("polhk", 0x328, place: 202), LaTeXAccent("lfhook", 0x326, place: 220),
    LaTeXAccent("udot", 0x323, place: 220), LaTeXAccent("cfudot", 0x323, place: 220),
    LaTeXAccent("ubar", 0x331, place: 220),
  ]

  /// Commands of `tipa` that put two accents on a letter, with their characters from the letter upwards.
  static let pairs = [
    ("textacutemacron", "'="), ("textgravemacron", "`="), ("textbrevemacron", "u="), ("textringmacron", "r="),
    ("textcircumacute", "^'"), ("textgravecircum", "`^"), ("textdotacute", ".'"), ("textgravedot", "`."),
    ("textcircumdot", "^."), ("texttildedot", "~."), ("textdotbreve", ".u"), ("textacutewedge", "'v"),
  ]

  /// The combining class of each accent from U+0300 on; 0 if LaTeX has none for it.
  private static let places: [UInt8] = {
    var places = [UInt8](repeating: 0, count: 0x70)
    for accent in all {
      let place = Int(accent.combining) - 0x300
      if places.indices.contains(place) { places[place] = accent.place }
    }
    return places
  }()

  /// The combining class of a scalar; 0 if it is not an accent of LaTeX.
  static func place(_ scalar: UInt32) -> UInt8 {
    guard scalar >= 0x300, scalar < 0x370 else { return 0 }
    return places[Int(scalar) - 0x300]
  }

  /// The index of the accent for a character such as `'`; nil for others.
  static func index(ofSign byte: UInt8) -> Int? {
    switch byte {
    case UInt8(ascii: "`"): 0
    case UInt8(ascii: "'"): 1
    case UInt8(ascii: "^"): 2
    case UInt8(ascii: "~"): 3
    case UInt8(ascii: "="): 4
    case UInt8(ascii: "."): 6
    case UInt8(ascii: "\""): 7
    default: nil
    }
  }

  /// The index of the accent for a letter such as `v`; nil for others.
  static func index(ofLetter byte: UInt8) -> Int? {
    let index = Int(letterIndices[Int(byte & 0x7F)])
    return index > 0 ? index - 1 : nil
  }

  /// For each ASCII byte, the index of its accent plus one; 0 for none.
  private static let letterIndices: [UInt8] = {
    var indices = [UInt8](repeating: 0, count: 128)
    for (index, accent) in all.enumerated() where !accent.isSign && accent.name.utf8.count == 1 {
      for byte in accent.name.utf8 { indices[Int(byte & 0x7F)] = UInt8(truncatingIfNeeded: index + 1) }
    }
    return indices
  }()

  /// The accent that is written for a combining scalar; nil if there is none.
  static func accent(_ scalar: UInt32) -> LaTeXAccent? {
    place(scalar) == 0 ? nil : all.first { $0.combining == scalar }
  }
}
