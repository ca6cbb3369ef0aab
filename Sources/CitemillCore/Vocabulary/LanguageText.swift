/// Languages as sources write them: `eng`, `English`, `en_US`, `ngerman`, `Anglais`.
///
/// The one place for such words: the model has the tag of BCP 47 where we know it, and what a source writes where we do not.
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

  /// The tag of a text, `en`, or of several, `en; fr`; the text itself where one of them is not known.
  package static func tag(_ text: String) -> String {
    if comesAsItIs(text) { return text }
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

  /// Whether a text is read as it is.
  package static func comesBack(_ text: String) -> Bool { comesAsItIs(text) || tag(text).hasSameBytes(as: text) }

  /// The codes of two letters that a text names, without regions; none where one of them is not known.
  package static func languages(_ text: String) -> Set<String> {
    var codes: Set<String> = []
    for part in text.utf8.split(whereSeparator: { [44, 59, 47, 124].contains($0) }) {
      let word = String(decoding: Array(part), as: UTF8.self).trimmed
      if word.isEmpty { continue }
      guard let tag = one(word), let code = tag.split(separator: "-").first.map(String.init), row(code) != nil else {
        return []
      }
      codes.insert(["nb", "nn"].contains(code) ? "no" : code)
    }
    return codes
  }

  /// A tag as a format writes it; the tag itself where the format has no word for it that is read as the tag again.
  package static func write(_ tag: String, as style: Style) -> String {
    guard style != .tags, let row = row(tag), row[style.rawValue] != "-" else { return tag }
    return row[style.rawValue]
  }

  // MARK: - Reading

  /// Two small letters, alone or with a region in capitals or digits: `en`, `pt-BR`, `es-419`.
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

  /// The tag of one language; nil where it is not known.
  private static func one(_ text: String) -> String? {
    // Words have no digits, and a tag with some is none that we make: `de-1996`. In capitals `UK` is a country.
    if text.utf8.count > 40 || text.utf8.contains(where: \.isDigit) || text == "UK" { return nil }
    if let tag = tag(ofLetters: plain(text)) { return tag }
    // `en_US`, `EN-us`, `eng-GB`.
    let parts = text.utf8.split(omittingEmptySubsequences: false) { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
      .map { Array($0) }
    guard (2...3).contains(parts.count), parts[0].count == 2 || parts[0].count == 3,
      let code = tag(ofLetters: parts[0].map(\.lowercased))
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
  private static func plain(_ text: String) -> [UInt8] {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.filter(\.isLetter).map(\.lowercased) }
    return text.lowercased().utf8.filter { $0.isLetter || $0 >= 0x80 }
  }

  // MARK: - Words

  /// Tag, code of MARC, name, name of babel, `-` for none, then other words in small letters alone: terms of ISO 639, other names of
  /// babel, names in other languages. It is one text, searched as it is, so that a run makes nothing of it.
  private static let table = """
    en eng English english englisch anglais ingles inglés inglese
    en-US - - american USenglish americanenglish englishus
    en-GB - - british UKenglish britishenglish englishuk
    en-AU - - australian
    en-CA - - canadian
    en-NZ - - newzealand
    de ger German ngerman deu germanb deutsch allemand aleman alemán tedesco
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
    no nor Norwegian norsk norwegisch
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
    az aze Azerbaijani -
    kk kaz Kazakh -
    uz uzb Uzbek -
    mul mul - -
    und und - -
    """

  /// The words of the row of a tag.
  private static func row(_ tag: String) -> [String]? {
    table.withUTF8Span { table in
      var start = 0
      while start < table.count {
        let end = table.firstIndex(of: 10, from: start, to: table.count) ?? table.count
        let space = table.firstIndex(of: 32, from: start, to: end) ?? end
        if space - start == tag.utf8.count,
          tag.withUTF8Span({ table.hasSameBytes(start, as: $0, 0, count: $0.count) })
        {
          return table.words(start..<end).map { table.text($0) }
        }
        start = end + 1
      }
      return nil
    }
  }

  /// The tag of the first row with a word of these small letters.
  private static func tag(ofLetters letters: [UInt8]) -> String? {
    if letters.isEmpty { return nil }
    return table.withUTF8Span { table in
      var line = 0
      // How many letters of a word are the same; nil after one that is not.
      var count: Int? = 0
      for index in 0...table.count {
        let byte = table.byte(at: index) ?? 10
        if byte == 32 || byte == 10 {
          if count == letters.count { return table.words(line..<index).first.map { table.text($0) } }
          count = 0
          if byte == 10 { line = index + 1 }
        } else if byte != UInt8(ascii: "-"), let place = count {
          count = place < letters.count && letters[place] == byte.lowercased ? place + 1 : nil
        }
      }
      return nil
    }
  }
}

extension Variable {
  /// Whether its values are read in one form, and a value of another comes back in that.
  package func comesBack(_ value: String) -> Bool {
    switch self {
    case .pages: PageText.comesBack(value)
    case .language, .originalLanguage: LanguageText.comesBack(value)
    default: true
    }
  }
}
