/// Characters that exporters write as HTML does, in formats that have no such references: `M&uuml;ller`,
/// `mills &amp; weirs`, `Smith&#8217;s`. All formats for plain text read them here, before a value is split.
package enum CharacterNames {
  /// The bytes of a range with the characters for their references; nil if it has none, as nearly all.
  ///
  /// `&lt;` and `&gt;` are decoded only where they cannot become a tag: `p &lt; 0.05`. Before a tag they are the
  /// escape of `InlineMarkup`.
  package static func decoded(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [UInt8]? {
    var result: [UInt8] = []
    var last = range.lowerBound
    var from = range.lowerBound
    while let sign = bytes.firstIndex(of: UInt8(ascii: "&"), from: from, to: range.upperBound) {
      from = sign + 1
      guard let found = reference(bytes, sign..<range.upperBound) else { continue }
      result.append(bytes, last..<sign)
      result.append(scalar: found.scalar)
      last = found.next
      from = max(found.next, from)
    }
    if last == range.lowerBound { return nil }
    result.append(bytes, last..<range.upperBound)
    return result
  }

  /// Whether there is such a reference in a range.
  package static func areIn(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var from = range.lowerBound
    while let sign = bytes.firstIndex(of: UInt8(ascii: "&"), from: from, to: range.upperBound) {
      if reference(bytes, sign..<range.upperBound) != nil { return true }
      from = sign + 1
    }
    return false
  }

  /// The character of the reference at the start of a range, and the index after it; nil for other text, as in
  /// `AT&T`. One that was escaped repeatedly, `&amp;uuml;`, is the same character.
  private static func reference(_ bytes: Span<UInt8>, _ range: Range<Int>) -> (scalar: UInt32, next: Int)? {
    var start = range.lowerBound + 1
    var ampersand: Int?
    while start + 4 <= range.upperBound, bytes.standsInAnyCase("amp;", at: start) {
      start += 4
      ampersand = start
    }
    guard
      let end = bytes.firstIndex(of: UInt8(ascii: ";"), from: start, to: min(start + 10, range.upperBound)), end > start
    else { return ampersand.map { (0x26, $0) } }
    let name = start..<end
    let isBracket = name.count == 2 && (bytes.stands("lt", at: start) || bytes.stands("gt", at: start))
    if isBracket {
      let next = end + 1 < range.upperBound ? bytes[end + 1] : 32
      guard ampersand == nil, next == 32 || next.isDigit || next == UInt8(ascii: "=") else { return nil }
      return (bytes[start] == UInt8(ascii: "l") ? 0x3C : 0x3E, end + 1)
    }
    if let scalar = number(bytes, name) ?? scalar(named: bytes, name) {
      return (scalar, end + 1)
    }
    return ampersand.map { (0x26, $0) }
  }

  /// The code point of the character with a name, `eacute`; those of tags have none here.
  package static func scalar(named bytes: Span<UInt8>, _ name: Range<Int>) -> UInt32? {
    names.index(of: bytes, name).map { scalars[$0] }
  }

  /// The code point of `#233` or `#xE9`, except white space, control characters and those of tags.
  private static func number(_ bytes: Span<UInt8>, _ name: Range<Int>) -> UInt32? {
    guard name.count > 2, bytes[name.lowerBound] == UInt8(ascii: "#") else { return nil }
    let isHex = bytes[name.lowerBound + 1] | 0x20 == UInt8(ascii: "x")
    let digits = bytes.text((name.lowerBound + (isHex ? 2 : 1))..<name.upperBound)
    guard let number = UInt32(digits, radix: isHex ? 16 : 10), number > 32, number != 0x3C, number != 0x3E,
      !(0x7F...0x9F).contains(number), Unicode.Scalar(number) != nil
    else { return nil }
    return number
  }

  private static let words = table.split { $0 == " " || $0 == "\n" }.map(String.init)
  private static let names = WordList(words.indices.filter { $0.isMultiple(of: 2) }.map { words[$0] })
  private static let scalars = words.indices.filter { !$0.isMultiple(of: 2) }.map {
    UInt32(words[$0], radix: 16) ?? 0x26
  }

  /// Names of HTML 4, each with its code point in hexadecimal.
  private static let table = """
    quot 22 apos 27 nbsp A0 iexcl A1 cent A2 pound A3 curren A4 yen A5 brvbar A6 sect A7 uml A8 copy A9 ordf AA laquo AB
    not AC reg AE macr AF deg B0 plusmn B1 sup2 B2 sup3 B3 acute B4 micro B5 para B6 middot B7 cedil B8 sup1 B9 ordm BA
    raquo BB frac14 BC frac12 BD frac34 BE iquest BF Agrave C0 Aacute C1 Acirc C2 Atilde C3 Auml C4 Aring C5 AElig C6
    Ccedil C7 Egrave C8 Eacute C9 Ecirc CA Euml CB Igrave CC Iacute CD Icirc CE Iuml CF ETH D0 Ntilde D1 Ograve D2
    Oacute D3 Ocirc D4 Otilde D5 Ouml D6 times D7 Oslash D8 Ugrave D9 Uacute DA Ucirc DB Uuml DC Yacute DD THORN DE
    szlig DF agrave E0 aacute E1 acirc E2 atilde E3 auml E4 aring E5 aelig E6 ccedil E7 egrave E8 eacute E9 ecirc EA
    euml EB igrave EC iacute ED icirc EE iuml EF eth F0 ntilde F1 ograve F2 oacute F3 ocirc F4 otilde F5 ouml F6
    divide F7 oslash F8 ugrave F9 uacute FA ucirc FB uuml FC yacute FD thorn FE yuml FF OElig 152 oelig 153 Scaron 160
    scaron 161 Zcaron 17D zcaron 17E Ccaron 10C ccaron 10D Cacute 106 cacute 107 Lstrok 141 lstrok 142 Nacute 143
    nacute 144 Sacute 15A sacute 15B Zacute 179 zacute 17A Zdot 17B zdot 17C Aogon 104 aogon 105 Eogon 118 eogon 119
    Rcaron 158 rcaron 159 Ecaron 11A ecaron 11B Uring 16E uring 16F Gbreve 11E gbreve 11F Scedil 15E scedil 15F
    Idot 130 inodot 131 Yuml 178 fnof 192 circ 2C6 tilde 2DC
    Alpha 391 Beta 392 Gamma 393 Delta 394 Theta 398 Lambda 39B Xi 39E Pi 3A0 Sigma 3A3 Phi 3A6 Psi 3A8 Omega 3A9
    alpha 3B1 beta 3B2 gamma 3B3 delta 3B4 epsilon 3B5 zeta 3B6 eta 3B7 theta 3B8 iota 3B9 kappa 3BA lambda 3BB mu 3BC
    nu 3BD xi 3BE omicron 3BF pi 3C0 rho 3C1 sigmaf 3C2 sigma 3C3 tau 3C4 upsilon 3C5 phi 3C6 chi 3C7 psi 3C8 omega 3C9
    ensp 2002 emsp 2003 thinsp 2009 ndash 2013 mdash 2014 lsquo 2018 rsquo 2019 sbquo 201A ldquo 201C rdquo 201D
    bdquo 201E dagger 2020 Dagger 2021 bull 2022 hellip 2026 permil 2030 prime 2032 Prime 2033 lsaquo 2039 rsaquo 203A
    euro 20AC trade 2122 larr 2190 uarr 2191 rarr 2192 darr 2193 harr 2194 part 2202 sum 2211 minus 2212 radic 221A
    infin 221E asymp 2248 ne 2260 equiv 2261 le 2264 ge 2265
    """
}
