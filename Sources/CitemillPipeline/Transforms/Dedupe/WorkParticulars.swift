import CitemillCore

/// What distinguishes works with the same author, title and year: numbers, editions, versions, scales,
/// languages, days, URLs.
///
/// Each is compared only if both records have it.
struct WorkParticulars: Sendable, Hashable {
  private var number: [UInt8] = []
  private var patents: Set<[UInt8]> = []
  private var reports: Set<[UInt8]> = []
  /// The number field that RIS and related formats use for reports, standards and laws.
  private var serial: [UInt8] = []
  private var edition: [UInt8] = []
  private var version: [UInt8] = []
  private var scale: [UInt8] = []
  private var languages: Set<String> = []
  private var isbns: Set<String> = []
  private var addresses: Set<[UInt8]> = []
  /// The month or season and the day, 0 if not known.
  private var month = 0
  private var day = 0
  private var year: Int?
  private let isDated: Bool
  private let isAddressed: Bool
  /// Whether a number belongs to the work and not to what it is part of.
  private let isNumbered: Bool

  /// Those of a record that says nothing, made once.
  static let none = Self(Record(), .unknown, isNumbered: false, isbns: [])

  init(_ record: Record, _ kind: WorkIdentity.Kind, isNumbered: Bool, isbns: [String]) {
    isDated = Self.dated.contains(record.type)
    isAddressed = [.webpage, .post, .postWeblog].contains(record.type)
    self.isNumbered = isNumbered && ![.part, .review].contains(kind)
    self.isbns = Set(isbns)
    number = Self.number(record[.number] ?? "")
    for one in record.identifiers where !Placeholder.isOne(one.value) {
      switch one.scheme {
      case .patent: patents.insert(Self.number(one.value))
      case .reportNumber, .isrn: reports.insert(Self.number(one.value))
      case .url: addresses.insert(Self.address(one.value))
      default: break
      }
    }
    if isNumbered, let native = record.nativeFields.first(where: { $0.name.hasSameBytes(as: "SN") }) {
      serial = Self.number(native.value)
    }
    edition = Self.edition(record[.edition] ?? "")
    if kind != .preprint { version = Self.version(record[.version] ?? "") }
    scale = Placeholder.isOne(record[.scale] ?? "") ? [] : Folding.letters(record[.scale] ?? "")
    languages = LanguageText.languages(record[.language] ?? "")
    takeDate(of: record)
  }

  private mutating func takeDate(of record: Record) {
    guard let point = (record[date: .issued] ?? record[date: .print] ?? record[date: .online])?.value?.firstPoint
    else { return }
    year = point.year
    month = max(point.month, 0)
    day = point.season == nil && month > 0 ? max(point.day, 0) : 0
  }

  /// What appears so often that its day distinguishes it from others.
  private static let dated: Set<RecordType> = [
    .articleNewspaper, .articleMagazine, .post, .postWeblog, .personalCommunication, .broadcast, .interview,
    .manuscript,
    .speech, .hearing, .periodical, .journalIssue,
  ]

  // MARK: - What differs

  /// What of it forbids that two records are of one work; nil if nothing does.
  ///
  /// For a work at one place of a journal, one source may have another language or day than the other.
  func veto(_ other: Self, haveOnePlace: Bool) -> String? {
    if differInNumber(other) { return "different numbers" }
    if Self.differ(edition, other.edition) { return "different editions" }
    if Self.differ(version, other.version) { return "different versions" }
    if Self.differ(scale, other.scale) { return "different scales" }
    if !haveOnePlace, Self.differ(languages, other.languages) { return "different languages" }
    if Self.differ(isbns, other.isbns) { return "different ISBNs" }
    if isAddressed || other.isAddressed, Self.differ(addresses, other.addresses) { return "different addresses" }
    if !haveOnePlace, isDated || other.isDated, differInDate(other) { return "different days" }
    return nil
  }

  /// Whether both have a URL in common.
  func sharesAddress(with other: Self) -> Bool { !addresses.isDisjoint(with: other.addresses) }

  private func differInNumber(_ other: Self) -> Bool {
    guard isNumbered, other.isNumbered else { return false }
    // One source has as the number of the patent or report what another has as the plain number.
    let isSwapped = patents.union(reports).contains(other.number) || other.patents.union(other.reports).contains(number)
    if !isSwapped, !number.isEmpty, !other.number.isEmpty, !Self.isOneNumber(number, other.number) { return true }
    return [(patents, other.patents), (reports, other.reports)].contains { left, right in
      !left.isEmpty && !right.isEmpty
        && !left.contains { one in right.contains { Self.isOneNumber(one, $0) } }
    } || !serial.isEmpty && !other.serial.isEmpty && !Self.isOneNumber(serial, other.serial)
  }

  /// Whether both have a month, season or day, and not the same.
  func differInDate(_ other: Self) -> Bool {
    // A month and a season are not comparable.
    if month == 0 || other.month == 0 || (month > 12) != (other.month > 12) { return false }
    return (year ?? 0, month) != (other.year ?? 0, other.month) || day > 0 && other.day > 0 && day != other.day
  }

  private static func differ(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    !left.isEmpty && !right.isEmpty && left != right
  }

  private static func differ<Value>(_ left: Set<Value>, _ right: Set<Value>) -> Bool {
    !left.isEmpty && !right.isEmpty && left.isDisjoint(with: right)
  }

  // MARK: - Forms

  /// Letters and digits, with a hyphen between digits that would otherwise touch.
  private static func number(_ text: String) -> [UInt8] {
    if Placeholder.isOne(text) { return [] }
    var number: [UInt8] = []
    for word in Folding.words(text) {
      if number.last?.isDigit == true, word.first?.isDigit == true { number.append(UInt8(ascii: "-")) }
      number += PlaceNumber.withoutZeros(word)
    }
    return number
  }

  /// Whether one number is the other with what a source puts before or after it: `9001`, `ISO 9001`;
  /// `US 123`, `US 123 B2`.
  private static func isOneNumber(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    if left == right { return true }
    let (short, long) = left.count < right.count ? (left, right) : (right, left)
    if short.count == long.count || short.isEmpty || !short.contains(where: \.isDigit) { return false }
    let figures = { (number: [UInt8]) in number.count(where: \.isDigit) }
    // `B2` is the kind of a patent.
    let rest = figures(long) - figures(short)
    if long.starts(with: short) {
      let behind = Array(long.dropFirst(short.count))
      return short.count >= 5 && rest <= 1 && behind.count <= 2 && behind.first?.isLetter == true
    }
    let before = long.dropLast(short.count)
    return long.suffix(short.count).elementsEqual(short) && before.allSatisfy { $0.isLetter }
  }

  /// The number of an edition, in digits or words; its text if it has none.
  private static func edition(_ text: String) -> [UInt8] {
    if Placeholder.isOne(text) { return [] }
    let words = Folding.words(text)
    if let number = TitleNumbers.read(words).first { return Array("\(number)".utf8) }
    return words.filter { !editionWords.contains($0) }.flatMap { $0 }
  }

  private static let editionWords = Set(
    ["edition", "ed", "edn", "auflage", "aufl", "edicion", "edizione"].map { Array($0.utf8) })

  /// `1.2` of `v1.2` and `Version 1.2.0`.
  private static func version(_ text: String) -> [UInt8] {
    if Placeholder.isOne(text) { return [] }
    var words = Folding.words(text)
    if words.count > 1, let first = words.first, first.allSatisfy(\.isLetter) { words.removeFirst() }
    while words.count > 1, words.last == [UInt8(ascii: "0")] { words.removeLast() }
    if let first = words.first, first.count > 1, first[0] == UInt8(ascii: "v"), first[1].isDigit {
      words[0].removeFirst()
    }
    return Array(words.joined(separator: [UInt8(ascii: ".")]))
  }

  /// A URL without scheme, `www.`, fragment and last slash.
  private static func address(_ text: String) -> [UInt8] {
    var bytes = Array(text.trimmed.utf8)[...]
    for head in ["https://", "http://", "www."]
    where bytes.prefix(head.utf8.count).map(\.lowercased) == Array(head.utf8) {
      bytes = bytes.dropFirst(head.utf8.count)
    }
    if let mark = bytes.firstIndex(of: UInt8(ascii: "#")) { bytes = bytes[..<mark] }
    while bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
    return bytes.map(\.lowercased)
  }
}

/// The given names of a person, which one source may abbreviate.
struct GivenNames: Sendable, Hashable {
  private var words: [[UInt8]] = []

  static let none = Self("")

  init(_ text: String) {
    let isUpper = !text.utf8.contains { $0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z") || $0 >= 0x80 }
    for word in Folding.words(text) {
      // `AL` is a pair of initials, `Al` is a name.
      if isUpper, word.count <= 3 { words += word.map { [$0] } } else { words.append(word) }
    }
  }

  /// Whether they are of two people: neither list contains the other, in full or as initials, in order.
  func differ(from other: Self) -> Bool {
    if words.isEmpty || other.words.isEmpty { return false }
    let (one, two) = (words.flatMap { $0 }, other.words.flatMap { $0 })
    // `Xiao-Ming` and `Xiaoming`.
    if one.starts(with: two) || two.starts(with: one) { return false }
    return !isPart(of: other) && !other.isPart(of: self)
  }

  private func isPart(of other: Self) -> Bool {
    var rest = words[...]
    for word in other.words {
      guard let next = rest.first else { return true }
      let isShort = Self.isInitial(next) || Self.isInitial(word)
      let isOne = isShort ? word.starts(with: next) || next.starts(with: word) : word == next || Self.isForm(word, next)
      if isOne { rest = rest.dropFirst() }
    }
    return rest.isEmpty
  }

  /// A typing error, or one letter for two: `Jürgen`, `Juergen`; `Alex`, `Alexander`.
  private static func isForm(_ one: [UInt8], _ other: [UInt8]) -> Bool {
    let shorter = min(one.count, other.count)
    if shorter >= 3, one.starts(with: other) || other.starts(with: one) { return true }
    return shorter >= 5 && WordDistance.isWithin(1, one, other)
  }

  private static func isInitial(_ word: [UInt8]) -> Bool { word.count { $0 & 0xC0 != 0x80 } == 1 }
}
