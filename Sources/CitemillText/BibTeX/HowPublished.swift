import CitemillCore

/// The content of `howpublished`: a URL, the publisher or holder of the work, the form of publication, or
/// several of these.
///
///     \url{https://example.org}    \href{https://example.org}{Mill Archive}    Mill Archive    CD-ROM
///     Mill Archive, \url{https://example.org}    Available at https://example.org
struct HowPublished {
  /// The URL.
  private(set) var address: String?
  /// The publisher or archive of the work.
  private(set) var publisher: String?
  /// How it appeared, and other text.
  private(set) var medium: String?
  /// Whether there is text in addition to the URL.
  private(set) var hasWords = false

  /// Parses a text in which a URL may be surrounded by other text.
  init(_ text: String) {
    var words = text
    if let found = Self.address(in: text) {
      address = String(decoding: Array(text.utf8)[found], as: UTF8.self)
      words = text.without(found)
      hasWords = words.utf8.contains { $0.isLetter || $0.isDigit || $0 >= 0x80 }
      while let last = words.utf8.last, " ,;:.(<[".utf8.contains(last) { words.removeLast() }
      while let first = words.utf8.first, " ,;:.)>]".utf8.contains(first) { words.removeFirst() }
      if words.isEmpty || Self.isLead(words) { return }
    }
    take(words)
  }

  /// The content of a link with its text.
  init(address: String, words: String) {
    self.address = address
    hasWords = true
    if !words.contains(byte: UInt8(ascii: "/")), !Self.isLead(words), !Self.isSentence(words) { take(words) }
  }

  private mutating func take(_ words: String) {
    if Self.isMedium(words) { medium = words } else { publisher = words }
  }

  /// Whether a value contains a URL.
  static func hasAddress(_ text: String) -> Bool {
    text.contains(byte: UInt8(ascii: ":")) && text.withUTF8Span { $0.firstIndex(of: Array("://".utf8)) != nil }
  }

  private static func address(in text: String) -> Range<Int>? {
    text.withUTF8Span { bytes in
      guard let colon = bytes.firstIndex(of: Array("://".utf8)) else { return nil }
      var start = colon
      while start > 0, bytes[start - 1].isLetter { start -= 1 }
      var end = colon + 3
      while end < bytes.count, !bytes[end].isSpace, bytes[end] != UInt8(ascii: ">") { end += 1 }
      while end > colon + 3, ".,;)]".utf8.contains(bytes[end - 1]) { end -= 1 }
      let isKnown = ["http", "https", "ftp"].contains(bytes.text(start..<colon).lowercased())
      return isKnown ? start..<end : nil
    }
  }

  private static let leads = WordList([
    "available at", "available from", "available online", "available online at", "available on", "online", "online at",
    "at", "from", "url", "website", "web page", "webpage", "web site", "link", "here", "see", "retrieved from",
    "accessed at", "published online", "published online at", "web",
  ])

  /// Whether a text only announces a URL, or says what it is.
  private static func isLead(_ words: String) -> Bool {
    words.withUTF8Span { leads.index(inAnyCase: $0, 0..<$0.count) != nil }
  }

  /// Whether the text of a link describes it, rather than being a name.
  private static func isSentence(_ words: String) -> Bool {
    let first = words.split(separator: " ").first.map { String($0).lowercased() } ?? ""
    return ["the", "a", "an", "this", "see", "click", "link", "our", "my", "its"].contains(first)
      || words.utf8.first?.isLetter == true && words.utf8.first == words.utf8.first?.lowercased
  }

  // MARK: - How it appeared

  private static let words = WordList([
    "online", "on-line", "web", "website", "webpage", "internet", "www", "print", "printed", "paper", "hardcopy", "cd",
    "cd-rom", "dvd", "dvd-rom", "disc", "disk", "diskette", "usb", "tape", "microfilm", "microfiche", "film", "video",
    "audio", "audiobook", "recording", "manuscript", "typescript", "mimeo", "mimeograph", "mimeographed", "unpublished",
    "privately", "private", "personal", "communication", "email", "e-mail", "letter", "lecture", "lectures", "slides",
    "presentation", "presented", "poster", "talk", "seminar", "course", "class", "thesis", "dissertation", "report",
    "technical", "preprint", "draft", "notes", "handout", "handwritten", "pdf", "ebook", "e-book", "epub", "kindle",
    "software", "dataset", "data", "blog", "post", "tweet", "podcast", "newsletter", "leaflet", "brochure", "booklet",
    "pamphlet", "flyer", "accessed", "retrieved", "available", "downloaded", "last", "visited", "working", "in", "to",
    "submitted", "accepted", "forthcoming", "electronic", "digital", "streaming", "download", "self-published", "as",
    "computer", "program", "app", "mobile", "text", "photocopy", "copy", "loose-leaf", "looseleaf", "published",
    "distributed", "circulated", "reprinted", "issued", "manunpub", "maninprep", "mansub",
  ])

  private static let keepers = WordList([
    "archive", "archives", "press", "publishers", "publishing", "books", "library", "libraries", "repository", "verlag",
    "heritage", "museum", "commons", "lab",
  ])

  /// Whether a text starts with a word for a form of publication, or with a date, so that it is not a
  /// publisher.
  private static func isMedium(_ text: String) -> Bool {
    text.withUTF8Span { bytes in
      var start = 0
      while start < bytes.count, !bytes[start].isLetter, bytes[start] < 0x80 { start += 1 }
      var end = start
      while end < bytes.count, bytes[end].isLetter || bytes[end] == UInt8(ascii: "-") { end += 1 }
      if bytes.count == 0 || bytes[0].isDigit || start == bytes.count { return true }
      // `Internet Archive` is a name; `Lecture notes, Brook University` is not.
      return words.index(inAnyCase: bytes, start..<end) != nil
        && (bytes.firstIndex(of: UInt8(ascii: ","), from: 0, to: bytes.count) != nil || !isOfKeeper(bytes))
    }
  }

  /// Whether a name is an organisation's, by its last word or by any word that only organisations have.
  private static func isOfKeeper(_ bytes: Span<UInt8>) -> Bool {
    var start = bytes.count
    while start > 0, bytes[start - 1].isLetter { start -= 1 }
    return keepers.index(inAnyCase: bytes, start..<bytes.count) != nil
      || NameText.isOfInstitution(bytes, 0..<bytes.count)
  }
}

extension BibTeXDecoder {
  /// Reads `howpublished` into URL, publisher and medium (Fixtures/BibTeX/how-published.bib); false if it has
  /// more than these.
  mutating func readHowPublished(
    _ bytes: Span<UInt8>, _ lexer: BibTeXLexer, _ index: Int, into record: inout Record
  ) -> Bool {
    let field = lexer.fields[index]
    let link = field.isInArena ? Self.words(lexer.arena.span, field.value) : Self.words(bytes, field.value)
    let found: HowPublished
    if let link {
      found = HowPublished(address: verbatim(bytes, lexer, index), words: link)
    } else {
      let address = verbatim(bytes, lexer, index)
      let isAddress = BibTeXIdentifiers.isAddress(address) && !address.contains(byte: 32)
      found = HowPublished(isAddress ? address : plain(bytes, lexer, index))
    }
    var isWhole = !found.hasWords
    if let address = found.address {
      if hasNoAddress { record.add(Identifier(.url, address)) } else { isWhole = false }
    }
    if let publisher = found.publisher, ![.manuscript, .speech].contains(record.type),
      !record.variables.contains(.publisher)
    {
      record[.publisher] = publisher
      BibTeXPublisherSource.howPublished.mark(&record)
    } else if let text = found.medium ?? found.publisher {
      if record.variables.contains(.medium) { return false }
      if isWhole { record[.medium] = text }
    } else if found.address == nil {
      return false
    }
    return isWhole
  }

  /// The text of `\href{...}{words}`; nil for anything else, and if it repeats the URL.
  private static func words(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String? {
    let range = BibTeXNames.withoutBraces(bytes, range)
    guard let address = link(bytes, range), bytes.stands("\\href", at: range.lowerBound),
      let close = bytes.firstIndex(of: UInt8(ascii: "}"), from: address.upperBound, to: range.upperBound)
    else { return nil }
    var findings = LaTeXFindings()
    let words = LaTeXText.readPlain(bytes, (close + 1)..<range.upperBound, findings: &findings).trimmed
    return words.isEmpty || words.hasSameBytes(as: bytes.text(address)) ? nil : words
  }
}

extension String {
  /// The text without a range of its bytes.
  fileprivate func without(_ range: Range<Int>) -> String {
    let bytes = Array(utf8)
    return String(decoding: bytes[..<range.lowerBound] + bytes[range.upperBound...], as: UTF8.self)
  }
}
