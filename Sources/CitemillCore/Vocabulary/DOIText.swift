/// DOIs in the forms that sources write: alone, after a resolver, after a word, with text after them.
///
///     10.5555/abc    https://doi.org/10.5555/abc    dx.doi.org/10.5555/abc    doi:10.5555/abc    DOI: 10.5555/abc
///     10.5555/abc [doi]    <10.5555/abc>    10.5555/abc.    10.5555%2Fabc    10.5555/abc; 10.5555/def
public enum DOIText {
  private static let prefixes: [StaticString] = [
    "https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/", "https://www.doi.org/",
    "http://www.doi.org/", "doi.org/", "dx.doi.org/", "www.doi.org/", "info:doi/", "urn:doi:", "doi:", "doi=", "doi ",
  ]

  /// The DOI of a range in its plain form (ISO 26324), with the original form if that differs.
  public static func identifier(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Identifier {
    if isPlain(bytes, range) { return Identifier(.doi, bytes.text(range)) }
    let found = read(bytes, range)
    if found.count == 1 { return found[0] }
    let start = start(bytes, range)
    if start == range.lowerBound { return Identifier(.doi, bytes.text(range)) }
    return Identifier(.doi, bytes.text(start..<range.upperBound), raw: bytes.text(range))
  }

  /// The DOI of a text in its plain form, with the original form if that differs.
  public static func identifier(_ text: String) -> Identifier { text.withUTF8Span { identifier($0, 0..<$0.count) } }

  /// The DOI of a field in which the registrant wrote it: as it is, also with a full stop or a bracket at its end, if
  /// it begins as one and has no white space; otherwise as in `identifier`.
  package static func registered(_ text: String) -> Identifier {
    let bytes = Array(text.utf8)
    let isWhole =
      bytes.starts(with: "10.".utf8) && bytes.contains(UInt8(ascii: "/")) && !bytes.contains { $0 <= 32 || $0 == 127 }
    return isWhole ? Identifier(.doi, text) : identifier(text)
  }

  /// Whether there is only the beginning of a DOI: a resolver or word, or `10.`
  package static func isPrefix(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let rest = bytes.trimmed(start(bytes, range)..<range.upperBound)
    if rest.lowerBound > range.lowerBound || bytes[rest.lowerBound].isDigit {
      return rest.count < 5 && bytes.stands("10.", at: rest.lowerBound)
        && (rest.count == 3 || bytes.stands("/", at: rest.lowerBound + 3))
    }
    return prefixes.contains { prefix in
      bytes.standsInAnyCase(prefix, at: rest.lowerBound) && prefix.utf8CodeUnitCount == rest.count
    }
  }

  /// Where the DOI starts in a range: after its prefixes, of which some sources write two.
  public static func start(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
    var here = range.lowerBound
    while let first = bytes.byte(at: here), first.isLetter,
      let prefix = prefixes.first(where: { bytes.standsInAnyCase($0, at: here) })
    {
      let rest = bytes.trimmed(min(here + prefix.utf8CodeUnitCount, range.upperBound)..<range.upperBound)
      // A prefix alone is not a DOI, and is kept.
      if rest.isEmpty { return here }
      here = rest.lowerBound
    }
    return here
  }

  /// Whether a quick check shows that a range is a plain DOI, as most are. False only means that it must be
  /// parsed.
  static func isPlain(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard range.count > 7, range.lowerBound >= 0, range.upperBound <= bytes.count,
      bytes[range.lowerBound] == UInt8(ascii: "1"), bytes[range.lowerBound &+ 2] == UInt8(ascii: "."),
      bytes[range.upperBound &- 1].isDigit || bytes[range.upperBound &- 1].isLetter
    else { return false }
    // Between the apostrophe and the brace, two characters may separate DOIs: the comma and the semicolon.
    return bytes.areAll(range, from: 0x27, to: 0x7B, except: 0x2C, 0x3B)
  }

  /// Whether a text is a DOI: `10.`, a prefix of digits and points, a slash, and a suffix without white space (ISO 26324).
  package static func isOne(_ text: String) -> Bool { text.withUTF8Span { isOne($0, 0..<$0.count) } }

  package static func isOne(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    hasPrefix(bytes, range) && !range.contains { bytes[$0] <= 32 || bytes[$0] == 127 }
  }

  /// Whether a range begins as a DOI does: `10.5555/a`.
  private static func hasPrefix(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard range.count > 8, bytes.stands("10.", at: range.lowerBound) else { return false }
    var here = range.lowerBound + 3
    while here < range.upperBound, bytes[here].isDigit || bytes[here] == UInt8(ascii: ".") { here += 1 }
    return here - range.lowerBound >= 7 && here + 1 < range.upperBound && bytes[here] == UInt8(ascii: "/")
  }

  // MARK: - What is not a plain DOI

  /// The DOIs of a text; empty if there is anything else in it.
  package static func all(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [Identifier] {
    isPlain(bytes, range) ? [Identifier(.doi, bytes.text(range))] : read(bytes, range)
  }

  static func read(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [Identifier] {
    let raw = bytes.text(range)
    let text = resolved(bytes, range)
    let source = text.span
    var found: [Identifier] = []
    var rest = source.trimmed(0..<source.count)
    repeat {
      rest = start(source, withoutFrame(source, rest)..<rest.upperBound)..<rest.upperBound
      rest = addressed(source, rest)
      guard hasPrefix(source, rest) else { return [] }
      var end = endOfDOI(source, rest)
      let next = source.trimmed(end..<rest.upperBound)
      end = endWithoutSigns(source, rest.lowerBound..<end)
      guard hasPrefix(source, rest.lowerBound..<end) else { return [] }
      let doi = source.text(rest.lowerBound..<end)
      found.append(Identifier(.doi, doi, raw: doi.hasSameBytes(as: raw) ? nil : raw))
      rest = next
      while let first = rest.first, ",;|".utf8.contains(source[first]) || source[first] == UInt8(ascii: "/") {
        rest = source.trimmed((first + 1)..<rest.upperBound)
      }
      for word: StaticString in ["and ", "& "] where source.standsInAnyCase(word, at: rest.lowerBound) {
        rest = source.trimmed(rest.dropFirst(word.utf8CodeUnitCount))
      }
      if let open = rest.first, let last = rest.last,
        source[open] == UInt8(ascii: "[") || source[open] == UInt8(ascii: "(")
      {
        // `[doi]`, `(registering DOI)`.
        let close = source[open] == UInt8(ascii: "[") ? UInt8(ascii: "]") : UInt8(ascii: ")")
        guard source.firstIndex(of: close, from: open, to: rest.upperBound) == last else { return [] }
        rest = rest.upperBound..<rest.upperBound
      }
    } while !rest.isEmpty && found.count < 64
    return rest.isEmpty ? found : []
  }

  /// The index after a character that opens a frame around a DOI: `<10.5555/abc>`.
  private static func withoutFrame(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
    var here = range.lowerBound
    while here < range.upperBound, "<([{\"'".utf8.contains(bytes[here]) { here += 1 }
    return here
  }

  /// What publishers add after the DOI in the URLs of their pages.
  private static let pages: [StaticString] = ["/full", "/abstract", "/pdf", "/epdf", "/fulltext", "/html", "/summary"]

  /// The range from the DOI on inside the URL of a publisher or of a second resolver:
  /// `https://example.org/doi/full/10.5555/abc`.
  private static func addressed(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
    guard bytes.standsInAnyCase("http", at: range.lowerBound),
      let host = bytes.firstIndex(of: Array("://".utf8), from: range.lowerBound, to: range.upperBound)
    else { return range }
    var from = host + 3
    while let slash = bytes.firstIndex(of: UInt8(ascii: "/"), from: from, to: range.upperBound) {
      from = slash + 1
      if hasPrefix(bytes, from..<range.upperBound) {
        // What follows a question mark is for the server.
        var end = bytes.firstIndex(of: UInt8(ascii: "?"), from: from, to: range.upperBound) ?? range.upperBound
        for page in pages where end - from > page.utf8CodeUnitCount + 8 {
          if bytes.standsInAnyCase(page, at: end - page.utf8CodeUnitCount) { end -= page.utf8CodeUnitCount }
        }
        return from..<end
      }
    }
    return range
  }

  /// The end of a DOI, before white space or before another DOI after a separator.
  private static func endOfDOI(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
    var here = range.lowerBound
    while here < range.upperBound {
      let byte = bytes[here]
      if byte.isSpace { return here }
      if byte == UInt8(ascii: ",") || byte == UInt8(ascii: ";") || byte == UInt8(ascii: "|") {
        let next = bytes.trimmed((here + 1)..<range.upperBound)
        if next.isEmpty || hasPrefix(bytes, start(bytes, next)..<next.upperBound) { return here }
      }
      here += 1
    }
    return here
  }

  /// The end of a DOI without trailing punctuation and without brackets that are not opened in it.
  private static func endWithoutSigns(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
    // How many brackets of each kind are opened but not closed before the end.
    var depths = [0, 0, 0, 0]
    let (opening, closing) = (Array("([{<".utf8), Array(")]}>".utf8))
    for index in range {
      if let kind = opening.firstIndex(of: bytes[index]) { depths[kind] += 1 }
      if let kind = closing.firstIndex(of: bytes[index]) { depths[kind] -= 1 }
    }
    var end = range.upperBound
    while end > range.lowerBound {
      if let kind = closing.firstIndex(of: bytes[end - 1]) {
        if depths[kind] >= 0 { return end }
        depths[kind] += 1
      } else if !".,;:\"'/".utf8.contains(bytes[end - 1]) {
        return end
      }
      end -= 1
    }
    return end
  }

  /// The bytes with the characters that `%2F` and `&lt;` mean.
  private static func resolved(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
    var source: [UInt8] = []
    source.append(bytes, range)
    // Escapes may hide others.
    for _ in 0..<4 where source.contains(UInt8(ascii: "%")) || source.contains(UInt8(ascii: "&")) {
      guard let next = resolved(source) else { break }
      source = next
    }
    return source
  }

  private static let entities: [(name: StaticString, byte: UInt8)] = [
    ("&lt;", UInt8(ascii: "<")), ("&gt;", UInt8(ascii: ">")), ("&amp;", UInt8(ascii: "&")),
  ]

  /// One step of `resolved`; nil if there is nothing to resolve, or if the result is not text.
  private static func resolved(_ source: [UInt8]) -> [UInt8]? {
    var result: [UInt8] = []
    var here = 0
    while here < source.count {
      if source[here] == UInt8(ascii: "%"), here + 2 < source.count,
        let value = UInt8(String(decoding: source[(here + 1)...(here + 2)], as: UTF8.self), radix: 16), value > 32,
        source[here + 1] != UInt8(ascii: "+")
      {
        result.append(value)
        here += 3
      } else if source[here] == UInt8(ascii: "&"),
        let entity = entities.first(where: { source.span.standsInAnyCase($0.name, at: here) })
      {
        result.append(entity.byte)
        here += entity.name.utf8CodeUnitCount
      } else {
        result.append(source[here])
        here += 1
      }
    }
    return result.count == source.count || String(validating: result, as: UTF8.self) == nil ? nil : result
  }
}
