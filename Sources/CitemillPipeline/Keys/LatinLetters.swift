import CitemillCore

/// The ASCII letters for a Latin letter without its accents: `e` for `é`, `ss` for `ß`.
struct LatinLetters: Sendable, Equatable {
  let first: UInt8
  let second: UInt8?

  private init(_ first: UInt8, _ second: UInt8?) {
    self.first = first
    self.second = second
  }

  /// Those of a non-ASCII scalar; nil if it is not such a letter.
  init?(_ scalar: Unicode.Scalar) {
    let found: Self? =
      switch scalar.value {
      case 0xC0..<0x250: Self.common[Int(scalar.value) - 0xC0]
      case 0x1E00..<0x1F00: Self.rare[Int(scalar.value) - 0x1E00]
      case _ where Self.areBeyond(scalar): nil
      default: Self(named: scalar)
      }
    guard let found else { return nil }
    self = found
  }

  /// Whether a scalar is in a range without Latin letters: after the phonetic extensions, in punctuation and
  /// symbols, and from the CJK radicals on.
  private static func areBeyond(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0xC0, 0x2B0..<0x1D00, 0x2000..<0x2100, 0x2190..<0x2C00, 0x2E00..<0xA000, 0xAC00..<0xFB00, 0x2_0000...: true
    default: false
    }
  }

  /// The same, only by the Unicode name: `LATIN SMALL LETTER E WITH ACUTE`.
  init?(named scalar: Unicode.Scalar) {
    guard let name = scalar.properties.name else { return nil }
    for (opening, isSmall) in [("LATIN SMALL LETTER ", true), ("LATIN CAPITAL LETTER ", false)] {
      guard name.hasPrefix(opening) else { continue }
      var letters = name.dropFirst(opening.count)
      if let end = letters.utf8.firstIndex(of: 32) { letters = letters[..<end] }
      let known = ["SHARP": "SS", "DOTLESS": "I", "ETH": "D", "THORN": "TH"][String(letters)] ?? String(letters)
      let cased = Array((isSmall ? known.lowercased() : known).utf8)
      guard let first = cased.first, cased.count <= 2 else { return nil }
      self.init(first, cased.count == 2 ? cased[1] : nil)
      return
    }
    return nil
  }

  // Unicode names are slow to get; these tables have the results for Latin-1, Latin Extended-A and -B, and
  // Latin Extended Additional.
  private static let common = table(
    """
    A A A A A A AE C E E E E I I I I D N O O O O O - O U U U U Y TH ss a a a a a a ae c e e e e i i i i d n o o o o \
    o - o u u u u y th y A a A a A a C c C c C c C c D d D d E e E e E e E e E e G g G g G g G g H h H h I i I i I i \
    I i I i - - J j K k - L l L l L l L l L l N n N n N n n - - O o O o O o - - R r R r R r S s S s S s S s T t T t \
    T t U u U u U u U u U u U u W w Y y Y Z z Z z Z z - b B B b - - - C c - D D d - - - - F f G - hv - I K k l - - N \
    n O O o OI oi P p - - - - - t T t T U u - V Y y Z z - - - - - - - - - - - - - DZ D dz LJ L lj NJ N nj A a I i O \
    o U u U u U u U u U u - A a A a AE ae G g G g K k O o O o - - j DZ D dz G g - - N n A a AE ae O o A a A a E e E \
    e I i I i O o O o R r R r U u U u S s T t - - H h N d OU ou Z z A a E e O o O o O o O o Y y l n t i db qp A C c \
    L T s z - - B U - E e J j - q R r Y y
    """)
  private static let rare = table(
    """
    A a B b B b B b C c D d D d D d D d D d E e E e E e E e E e F f G g H h H h H h H h H h I i I i K k K k K k L l \
    L l L l L l M m M m M m N n N n N n N n O o O o O o O o P p P p R r R r R r R r S s S s S s S s S s T t T t T t \
    T t U u U u U u U u U u V v V v W w W w W w W w W w X x X x Y y Z z Z z Z z h t w y a - - - SS - A a A a A a A a \
    A a A a A a A a A a A a A a A a E e E e E e E e E e E e E e E e I i I i O o O o O o O o O o O o O o O o O o O o \
    O o O o U u U u U u U u U u U u U u Y y Y y Y y Y y - - - - Y y
    """)

  private static func table(_ letters: StaticString) -> [Self?] {
    "\(letters)".withUTF8Span { bytes in
      var table: [Self?] = []
      var start = 0
      while start < bytes.count {
        let end = bytes.firstIndex(of: 32, from: start, to: bytes.count) ?? bytes.count
        table.append(
          bytes[start] == UInt8(ascii: "-") ? nil : Self(bytes[start], end - start > 1 ? bytes[start + 1] : nil))
        start = end + 1
      }
      return table
    }
  }
}
