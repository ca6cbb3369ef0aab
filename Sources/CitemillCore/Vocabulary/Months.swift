/// The names of months, seasons and quarters in English, German, French, Spanish, Italian, Portuguese and
/// Dutch, in full or abbreviated, with or without a dot.
///
/// All formats use these lists; add a new name to one of them.
public enum Months {
  /// The months in English, January first.
  public static let names = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
  ]

  /// The months in English in three letters, `Jan` first.
  public static let shortNames = names.map { String(decoding: $0.utf8.prefix(3), as: UTF8.self) }

  private static let others: [(name: [UInt8], number: Int)] =
    [
      "januar februar märz april mai juni juli august september oktober november dezember",
      "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
      "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
      "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
      "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
      "januari februari maart april mei juni juli augustus september oktober november december",
    ].flatMap { names in names.utf8.split(separator: 32).enumerated().map { (Array($1), $0 + 1) } }
    + [("jänner", 1), ("fevrier", 2), ("mrz", 3), ("aout", 8), ("setiembre", 9), ("decembre", 12)].map {
      (Array($0.0.utf8), $0.1)
    }

  /// Seasons are in full, and abbreviated only as in Web of Science: `est` and `pri` are not seasons.
  private static let seasons: [(name: [UInt8], number: Int)] = [
    ("spring spr frühling frühjahr printemps primavera", 21),
    ("summer sum midsummer sommer été verano estate", 22),
    ("autumn aut fall fal herbst automne otoño autunno herfst", 23),
    ("winter win midwinter hiver invierno inverno", 24),
  ].flatMap { names, number in names.utf8.split(separator: 32).map { (Array($0), number) } }

  private static let quarters = ["quarter", "quart", "quar", "qua", "qtr", "quartal", "trimestre", "q"].map {
    Array($0.utf8)
  }
  private static let ordinals: [(name: [UInt8], number: Int)] = [
    ("1 1st first", 1), ("2 2nd second", 2), ("3 3rd third", 3), ("4 4th fourth", 4),
  ].flatMap { names, number in names.utf8.split(separator: 32).map { (Array($0), number) } }

  // MARK: - Months and seasons

  /// The number of a month, or of a season as in EDTF: `May`, `Sept.`, `März`, `autumn`; nil for other words.
  public static func number(of word: some Collection<UInt8>) -> Int? {
    let lower = lowercased(word)
    if let month = number(ofEnglish: lower.span, 0..<lower.count) { return month }
    guard lower.count >= 3 else { return nil }
    var found: Int?
    for month in others where month.name.starts(with: lower) {
      // `jui` may be June or July.
      if let found, found != month.number { return nil }
      found = month.number
    }
    return found ?? seasons.first { $0.name == lower }?.number
  }

  /// The number of an English month, in full or abbreviated, ignoring case, which covers nearly all records;
  /// nil for other words, and for abbreviations with a dot.
  public static func number(ofEnglish bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    guard (3...9).contains(range.count), range.lowerBound >= 0, range.upperBound <= bytes.count else { return nil }
    let start = range.lowerBound
    let key = key(bytes[start].lowercased, bytes[start + 1].lowercased, bytes[start + 2].lowercased)
    guard let index = keys.firstIndex(of: key) else { return nil }
    if range.count > 3 {
      let name = names[index].utf8
      guard range.count <= name.count else { return nil }
      var here = start + 3
      for byte in name.dropFirst(3).prefix(range.count - 3) {
        if bytes[here].lowercased != byte { return nil }
        here += 1
      }
    }
    return index + 1
  }

  /// The first three letters of the months in one number each.
  private static let keys = names.map { name in
    let bytes = Array(name.utf8)
    return key(bytes[0].lowercased, bytes[1], bytes[2])
  }

  private static func key(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> UInt32 {
    UInt32(first) << 16 | UInt32(second) << 8 | UInt32(third)
  }

  // MARK: - Quarters

  /// The quarter of a year that one or two words name, 1 to 4: `1st quarter`, `First Qtr.`, `2Q`, `Q2`; nil
  /// for other words.
  public static func quarter(of words: some Collection<UInt8>) -> Int? {
    var parts = lowercased(words).split(separator: 32)
    if parts.count == 1, let word = parts.first, word.count == 2, let first = word.first {
      let isFirst = first == UInt8(ascii: "q")
      parts = isFirst ? [word.dropFirst(), word.prefix(1)] : [word.prefix(1), word.dropFirst()]
    }
    guard parts.count == 2 else { return nil }
    func number(_ order: ArraySlice<UInt8>, _ noun: ArraySlice<UInt8>) -> Int? {
      guard quarters.contains(where: noun.elementsEqual) else { return nil }
      return ordinals.first { order.elementsEqual($0.name) }?.number
    }
    return number(parts[0], parts[1]) ?? number(parts[1], parts[0])
  }

  // MARK: - Words

  /// A word in lower case without a final dot, including Latin-1 accents: `MÄRZ`.
  private static func lowercased(_ word: some Collection<UInt8>) -> [UInt8] {
    // Converted to an array first, so that it is not specialised for the collection types of other modules.
    var lower = Array(word)
    if lower.last == UInt8(ascii: ".") { lower.removeLast() }
    for index in lower.indices { lower[index] = lower[index].lowercased }
    for index in lower.indices.dropFirst() where lower[index - 1] == 0xC3 && (0x80...0x9E).contains(lower[index]) {
      lower[index] += 0x20
    }
    return lower
  }
}
