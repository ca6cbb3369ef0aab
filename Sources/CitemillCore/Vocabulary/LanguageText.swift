/// Languages in the forms that sources write: `eng`, `English`, `en_US`, `ngerman`, `Anglais`.
///
/// All formats use this list: the model has the BCP 47 tag if it is known, and otherwise the original text.
package enum LanguageText {
  /// How a format writes languages; a column of the table.
  package enum Style: Int, Sendable {
    /// `en`, `pt-BR`.
    case tags
    /// `eng`, the codes of MARC that MEDLINE has.
    case codes
    /// `English`.
    case names
    /// `english`, `brazilian`, the names of babel.
    case babel
  }

  /// The tag of a text, `en`, or of several, `en; fr`; the text itself if one of them is unknown.
  package static func tag(_ text: String) -> String {
    if comesAsItIs(text) || text == country { return text }
    if let tag = tag(ofWord: text) { return tag }
    let parts = text.utf8.split { [44, 59, 47, 124, 10].contains($0) }
    if parts.count == 1 || parts.count > 8 { return one(text) ?? text }
    var tags: [String] = []
    for part in parts {
      guard let tag = one(String(decoding: Array(part), as: UTF8.self).trimmed) else { return text }
      if !tags.contains(tag) { tags.append(tag) }
    }
    // `Portuguese, Brazil` is one.
    if tags.count == 2, text.contains(byte: UInt8(ascii: ",")), tags[1].hasPrefix(tags[0] + "-") { return tags[1] }
    return tags.joined(separator: "; ")
  }

  /// Whether a text is read back unchanged.
  package static func comesBack(_ text: String) -> Bool { comesAsItIs(text) || tag(text).hasSameBytes(as: text) }

  /// The two-letter codes that a text names, without regions; empty if one of them is unknown.
  package static func languages(_ text: String) -> Set<String> {
    var codes: Set<String> = []
    for part in text.utf8.split(whereSeparator: { [44, 59, 47, 124].contains($0) }) {
      let word = String(decoding: Array(part), as: UTF8.self).trimmed
      if word.isEmpty { continue }
      guard let tag = one(word), let code = tag.split(separator: "-").first.map(String.init), place(of: code) != nil
      else {
        return []
      }
      codes.insert(["nb", "nn"].contains(code) ? "no" : code)
    }
    return codes
  }

  /// A tag in the form of a format; the tag itself if the format has no word that is read back as the tag.
  package static func write(_ tag: String, as style: Style) -> String {
    guard style != .tags, let place = place(of: tag), words[place + style.rawValue] != "-" else { return tag }
    return words[place + style.rawValue]
  }

  // MARK: - Reading

  /// Two lower-case letters, alone or with a region in capitals or digits: `en`, `pt-BR`, `es-419`.
  private static func comesAsItIs(_ text: String) -> Bool {
    if text.utf8.count < 2 || text.utf8.count > 6 { return false }
    var count = 0
    var capitals = 0
    for byte in text.utf8 {
      switch count {
      case 0, 1: if byte &- 97 >= 26 { return false }
      case 2: if byte != UInt8(ascii: "-") { return false }
      default:
        if byte &- 65 < 26 { capitals += 1 } else if !byte.isDigit { return false }
      }
      count += 1
    }
    return count == 2 || count == 5 && capitals == 2 || count == 6 && capitals == 0
  }

  /// The tag of one language; nil if it is unknown.
  private static func one(_ text: String) -> String? {
    // Words have no digits, and Citemill produces no tag with digits: `de-1996`.
    if text.utf8.count > 40 || text == country || text.utf8.contains(where: \.isDigit) { return nil }
    if let tag = tag(ofWord: text) ?? tag(ofWord: plain(text)) { return tag }
    // `en_US`, `EN-us`, `eng-GB`.
    let parts = text.utf8.split(omittingEmptySubsequences: false) { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
      .map { Array($0) }
    guard (2...3).contains(parts.count), parts[0].count == 2 || parts[0].count == 3,
      let code = tag(ofWord: String(decoding: parts[0], as: UTF8.self))
    else { return nil }
    var tag = code
    for part in parts.dropFirst() {
      guard part.allSatisfy(\.isLetter) else { return nil }
      let lower = part.map(\.lowercased)
      switch part.count {
      case 2: tag += "-" + String(decoding: lower.map { $0 & 0xDF }, as: UTF8.self)
      case 4: tag += "-" + String(decoding: [lower[0] & 0xDF] + lower.dropFirst(), as: UTF8.self)
      default: return nil
      }
    }
    return tag
  }

  /// The letters of a text in lower case.
  private static func plain(_ text: String) -> String {
    String(decoding: Array(text.lowercased().utf8.filter { $0.isLetter || $0 >= 0x80 }), as: UTF8.self)
  }

  // MARK: - Words

  /// Tag, MARC code, name, babel name (`-` for none), then other words, all in lower case: terms of ISO 639,
  /// other babel names, names in other languages.
  private static let table = """
    en eng English english englisch anglais ingles inglés inglese
    en-US - - american usenglish americanenglish englishus
    en-GB - - british ukenglish britishenglish englishuk
    en-AU - - australian
    en-CA - - canadian
    en-NZ - - newzealand
    de ger German ngerman german deu germanb deutsch allemand aleman alemán tedesco
    de-AT - - naustrian austrian
    de-CH - - nswissgerman swissgerman
    fr fre French french fra francais frenchb französisch franzoesisch français francés frances francese
    fr-CA - - canadien acadian
    es spa Spanish spanish spanisch espagnol español espanol castellano spagnolo
    es-MX - - mexican spanishmx
    it ita Italian italian italienisch italien italiano
    pt por Portuguese portuguese portuges portugiesisch portugais português portugues
    pt-BR - - brazilian brazil brazilianportuguese portuguesebrazil portuguêsdobrasil
    nl dut Dutch dutch nld niederländisch néerlandais nederlands flemish
    ru rus Russian russian russisch russe русский
    pl pol Polish polish polnisch polonais polski
    cs cze Czech czech ces tschechisch čeština
    sk slo Slovak slovak slk
    sv swe Swedish swedish schwedisch svenska
    da dan Danish danish dänisch dansk
    no nor Norwegian norsk norwegian norwegisch
    nb nob - -
    nn nno - nynorsk
    fi fin Finnish finnish finnisch suomi
    hu hun Hungarian hungarian ungarisch magyar
    tr tur Turkish turkish türkisch türkçe
    el gre Greek greek ell griechisch
    grc grc - ancientgreek
    la lat Latin latin lateinisch
    ar ara Arabic arabic arabisch
    he heb Hebrew hebrew hebräisch
    zh chi Chinese chinese zho chinesisch chinois chino 中文
    ja jpn Japanese japanese japanisch japonais 日本語
    ko kor Korean korean koreanisch 한국어
    uk ukr Ukrainian ukrainian ukrainisch українська
    ro rum Romanian romanian ron
    bg bul Bulgarian bulgarian
    hr hrv Croatian croatian
    sr srp Serbian serbian
    sl slv Slovenian slovenian slovene
    bs bos Bosnian bosnian
    mk mac Macedonian macedonian mkd
    sq alb Albanian albanian sqi
    ca cat Catalan catalan
    eu baq Basque basque eus
    gl glg Galician galician
    cy wel Welsh welsh cym
    ga gle Irish irish
    fa per Persian persian fas farsi
    ur urd Urdu urdu
    id ind Indonesian indonesian bahasaindonesia
    ms may Malay malay msa
    vi vie Vietnamese vietnamese
    th tha Thai thai
    hi hin Hindi hindi
    bn ben Bengali bengali
    ta tam Tamil tamil
    et est Estonian estonian
    lv lav Latvian latvian
    lt lit Lithuanian lithuanian
    is ice Icelandic icelandic isl
    af afr Afrikaans afrikaans
    be bel Belarusian belarusian
    ka geo Georgian georgian kat
    hy arm Armenian armenian hye
    az aze Azerbaijani - azerbaijani
    kk kaz Kazakh - kazakh
    uz uzb Uzbek - uzbek
    mul mul - -
    und und - -
    """

  private static let words = WordList(text: table)
  private static let tags: [String] = Array(table.utf8).split(separator: 10).flatMap { line in
    let tag = String(decoding: line.prefix { $0 != 32 }, as: UTF8.self)
    return line.split(separator: 32).map { $0 == [UInt8(ascii: "-")] ? "" : tag }
  }
  /// The country code, in capitals; in lower case it means Ukrainian.
  private static let country = "UK"

  /// The index of a tag among the words, after which its columns follow.
  private static func place(of tag: String) -> Int? {
    let place = tag.withUTF8Span { words.index(of: $0, 0..<$0.count) }
    return place.flatMap { tags[$0].hasSameBytes(as: tag) ? $0 : nil }
  }

  /// The tag of a word, in any case.
  private static func tag(ofWord word: String) -> String? {
    let place = word.withUTF8Span { words.index(inAnyCase: $0, 0..<$0.count) }
    return place.flatMap { tags[$0].isEmpty ? nil : tags[$0] }
  }
}

extension Title {
  /// Whether a text in the place of a title is read as a title, and does not mean that there is none.
  package borrowing func comesBack(in tier: FieldPath.Tier) -> Bool {
    tier == .own || !text.plain.withUTF8Span { Placeholder.isAbsence($0, 0..<$0.count) }
  }
}

extension Variable {
  /// Whether its values are read in a normal form, to which other values are converted.
  package func comesBack(_ value: String) -> Bool {
    switch self {
    case .pages: PageText.comesBack(value)
    case .language, .originalLanguage: LanguageText.comesBack(value) && !Placeholder.isNoValue(value)
    case .volume, .issue: !value.withUTF8Span { Placeholder.isAbsence($0, 0..<$0.count) }
    default: !Placeholder.isNoValue(value)
    }
  }
}
