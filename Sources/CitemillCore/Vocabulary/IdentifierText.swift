/// Identifiers in the forms that sources write: with words and URLs before them, remarks after them, several
/// in a field.
///
///     10.5555/abc [doi]    PMID: 123    https://pubmed.ncbi.nlm.nih.gov/123/    PMC 123    arXiv:2101.00001v2 [cs.CL]
///     1234-5678 (Print) 2345-6789 (Online)    978-3-16-148410-0 (hbk)    n/a
package enum IdentifierText {
  /// Whether a quick check shows that a range is read as a plain identifier, as most are. False only means
  /// that it must be parsed.
  package static func isPlain(_ scheme: IdentifierScheme, _ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard case .known(let place) = scheme.code else { return true }
    switch place {
    case 0: return DOIText.isPlain(bytes, range)
    case 1, 2: return SerialNumbers.isPlain(bytes, range, isBook: place == 1)
    case 3, 4: return false
    // A PubMed identifier, the PMID.
    case 5: return bytes.byte(at: range.lowerBound) != UInt8(ascii: "0") && isNumber(bytes, range)
    case 6: return bytes.stands("PMC", at: range.lowerBound) && isNumber(bytes, range.dropFirst(3))
    case 7:
      return bytes.stands("http", at: range.lowerBound) && !bytes.hasSpace(range)
        && range.last.map { !",;>".utf8.contains(bytes[$0]) } == true
    case 8: return bytes.byte(at: range.lowerBound + 4) == UInt8(ascii: ".") && isArXiv(bytes, range)
    default: return true
    }
  }

  /// Whether a quick check shows that the value of an identifier is read back unchanged. False only means
  /// that it must be parsed.
  package static func isPlain(_ identifier: borrowing Identifier) -> Bool {
    let scheme = identifier.scheme
    return identifier.value.withUTF8Span { isPlain(scheme, $0, 0..<$0.count) }
  }

  /// Whether the value of an identifier is read back unchanged.
  package static func comesBack(_ identifier: Identifier) -> Bool {
    isPlain(identifier) || read(identifier.scheme, identifier.value) == [identifier]
  }

  /// The identifiers of a text in a field for a scheme; empty if it means that there is none. Text that is
  /// not understood is returned as one identifier, unchanged.
  package static func read(_ scheme: IdentifierScheme, _ text: String) -> [Identifier] {
    text.withUTF8Span { read(scheme, $0, 0..<$0.count) }
  }

  /// The identifiers of a range in a field for a scheme; empty if it means that there is none. Text that is
  /// not understood is returned as one identifier, unchanged.
  package static func read(_ scheme: IdentifierScheme, _ bytes: Span<UInt8>, _ range: Range<Int>) -> [Identifier] {
    if isPlain(scheme, bytes, range) { return [Identifier(scheme, bytes.text(range))] }
    guard case .known(let place) = scheme.code, place <= 8 else { return [Identifier(scheme, bytes.text(range))] }
    if absence(scheme, bytes, range) != nil { return [] }
    switch place {
    case 0:
      let found = DOIText.read(bytes, range)
      return found.isEmpty ? otherIdentifier(bytes, range) ?? [DOIText.identifier(bytes, range)] : found
    case 7: return readAddresses(bytes, range)
    case 1...4: return SerialNumbers.readAll(scheme, bytes, range)
    case 5, 6: return readPubMed(scheme, bytes, range)
    case 8: return [arXiv(bytes, range)]
    default: return [Identifier(scheme, bytes.text(range))]
    }
  }

  /// The message for a range that means that there is no identifier: `N/A`, `-`, `0`; otherwise nil.
  package static func absence(_ scheme: IdentifierScheme, _ bytes: Span<UInt8>, _ range: Range<Int>) -> ValueRemark? {
    guard range.count <= 40 else { return nil }
    let text = bytes.text(range)
    // A resolver without a DOI.
    if scheme == .doi, DOIText.isPrefix(bytes, range) { return .absence(of: scheme.rawValue, text, .noIdentifier) }
    // The field name from a template, and zeros in the form of a number.
    if text.lowercased() == scheme.rawValue.lowercased()
      || text.utf8.count > 4 && text.contains(byte: UInt8(ascii: "0"))
    {
      return nil
    }
    return Placeholder.isOne(text) ? .absence(of: scheme.rawValue, text, .noIdentifier) : nil
  }

  /// The message for a text that means that there is no identifier: `N/A`, `-`, `0`; otherwise nil.
  package static func absence(_ scheme: IdentifierScheme, _ text: String) -> ValueRemark? {
    text.withUTF8Span { absence(scheme, $0, 0..<$0.count) }
  }

  /// The identifier of another scheme in a field for DOIs: `PMC123`, `PMID: 123`, `arXiv:2101.00001`; nil for
  /// text that does not name its scheme.
  private static func otherIdentifier(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [Identifier]? {
    let address = bytes.afterProtocol(range.lowerBound)
    let scheme: IdentifierScheme
    if bytes.standsInAnyCase("pm", at: range.lowerBound) || addressBefore(bytes, address) != nil {
      scheme = .pmid
    } else if bytes.standsInAnyCase("arxiv", at: address) {
      scheme = .arxiv
    } else {
      return nil
    }
    let found = scheme == .pmid ? readPubMed(scheme, bytes, range) : [arXiv(bytes, range)]
    let isSure = found.allSatisfy { identifier in
      isPlain(identifier)
        && (scheme == .arxiv || identifier.value.utf8.count < range.count || identifier.scheme == .pmcid)
    }
    return isSure ? found : nil
  }

  // MARK: - URLs

  private static let visits: [StaticString] = [
    "accessed", "last accessed", "visited", "last visited", "retrieved", "viewed", "zugegriffen", "abgerufen",
    "consult", "(", "[",
  ]

  /// The URLs of a field: one, several between spaces, one with words after it, `https://a.example (accessed
  /// 2020)`, or a DOI with its word.
  private static func readAddresses(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [Identifier] {
    let raw = bytes.text(range)
    if bytes.standsInAnyCase("doi:", at: range.lowerBound) {
      let found = DOIText.read(bytes, range)
      return found.count == 1 ? found : [Identifier(.url, raw)]
    }
    func isAddress(_ word: Range<Int>) -> Bool {
      bytes.stands("http://", at: word.lowerBound) || bytes.stands("https://", at: word.lowerBound)
    }
    func bare(_ word: Range<Int>) -> Range<Int> {
      var word = word
      while let last = word.last, ",;>".utf8.contains(bytes[last]) { word = word.dropLast() }
      if let first = word.first, bytes[first] == UInt8(ascii: "<") { word = word.dropFirst() }
      return word
    }
    let words = bytes.words(range)
    guard let first = words.first.map(bare), first.count > 8, isAddress(first) else { return [Identifier(.url, raw)] }
    let rest = words.dropFirst()
    if rest.allSatisfy({ isAddress(bare($0)) && bare($0).count > 8 }) {
      return words.map { word in
        let value = bytes.text(bare(word))
        return Identifier(.url, value, raw: words.count == 1 && !value.hasSameBytes(as: raw) ? raw : nil)
      }
    }
    guard let next = rest.first, visits.contains(where: { bytes.standsInAnyCase($0, at: next.lowerBound) }) else {
      return [Identifier(.url, raw)]
    }
    return [Identifier(.url, bytes.text(first), raw: raw)]
  }

  // MARK: - PubMed

  private static let labels: [StaticString] = [
    "pubmed id", "pubmed", "pmid", "pmcid", "info:pmid/", "pmc id",
  ]
  private static let addresses: [StaticString] = [
    "pubmed.ncbi.nlm.nih.gov/", "www.ncbi.nlm.nih.gov/pubmed/", "www.ncbi.nlm.nih.gov/m/pubmed/",
    "www.ncbi.nlm.nih.gov/pmc/articles/", "pmc.ncbi.nlm.nih.gov/articles/", "ncbi.nlm.nih.gov/pubmed/",
    "europepmc.org/article/med/", "europepmc.org/article/pmc/", "europepmc.org/abstract/med/",
  ]

  /// Numbers of PubMed and PubMed Central, one or several; the unchanged text if there is anything else.
  private static func readPubMed(
    _ scheme: IdentifierScheme, _ bytes: Span<UInt8>, _ range: Range<Int>
  ) -> [Identifier] {
    let raw = bytes.text(range)
    var found: [Identifier] = []
    var here = range.lowerBound
    while here < range.upperBound {
      if bytes[here].isSpace || ",;|".utf8.contains(bytes[here]) {
        here += 1
        continue
      }
      here = afterLabel(bytes, here..<range.upperBound)
      let isCentral = bytes.standsInAnyCase("pmc", at: here)
      var start = here + (isCentral ? 3 : 0)
      while start < range.upperBound, isCentral, bytes[start].isSpace || bytes[start] == UInt8(ascii: ":") {
        start += 1
      }
      if isCentral, bytes.standsInAnyCase("pmc", at: start) { start += 3 }
      let digits = bytes.endOfDigits(start, before: range.upperBound)
      let end = endOfThousands(bytes, start..<digits, before: range.upperBound)
      guard end > start, end - start < 13, let next = endOfRemark(bytes, end..<range.upperBound) else {
        return [Identifier(scheme, raw)]
      }
      let number = bytes.text(start..<end).filter { $0 != "," }
      let value = isCentral || scheme == .pmcid ? "PMC\(number)" : number
      found.append(Identifier(isCentral ? .pmcid : scheme, value, raw: value.hasSameBytes(as: raw) ? nil : raw))
      here = next
    }
    return found.isEmpty ? [Identifier(scheme, raw)] : found
  }

  /// The end of a number with commas as thousands separators, `12,345,678`, as in spreadsheets; otherwise the
  /// end of its digits.
  private static func endOfThousands(_ bytes: Span<UInt8>, _ digits: Range<Int>, before limit: Int) -> Int {
    var end = digits.upperBound
    if !(1...3).contains(digits.count) { return end }
    while end < limit, bytes[end] == UInt8(ascii: ",") {
      let next = bytes.endOfDigits(end + 1, before: limit)
      guard next == end + 4 else { return end == digits.upperBound ? end : digits.upperBound }
      end = next
    }
    return end
  }

  /// The index after words and URLs: `PMID: 123`, `https://pubmed.ncbi.nlm.nih.gov/123/`.
  private static func afterLabel(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
    var here = range.lowerBound
    if let known = addressBefore(bytes, here) { return known }
    if let label = labels.first(where: { bytes.standsInAnyCase($0, at: here) }) {
      here += label.utf8CodeUnitCount
      while here < range.upperBound, bytes[here].isSpace || ":=#".utf8.contains(bytes[here]) { here += 1 }
    }
    return addressBefore(bytes, here) ?? here
  }

  private static func addressBefore(_ bytes: Span<UInt8>, _ index: Int) -> Int? {
    let address = bytes.afterProtocol(index)
    return addresses.first { bytes.standsInAnyCase($0, at: address) }.map { address + $0.utf8CodeUnitCount }
  }

  /// The end of what may follow a number: `.0` of a spreadsheet, the slash of a URL, `[pmid]`, a full stop;
  /// nil for anything else.
  private static func endOfRemark(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    var here = range.lowerBound
    if bytes.stands(".0", at: here), here + 2 <= range.upperBound { here += 2 }
    if here < range.upperBound, bytes[here] == UInt8(ascii: "/") || bytes[here] == UInt8(ascii: ".") { here += 1 }
    if here < range.upperBound, bytes[here] == UInt8(ascii: "?") { return range.upperBound }
    let rest = bytes.trimmed(here..<range.upperBound)
    if let open = rest.first, bytes[open] == UInt8(ascii: "[") || bytes[open] == UInt8(ascii: "(") {
      let close: UInt8 = bytes[open] == UInt8(ascii: "[") ? UInt8(ascii: "]") : UInt8(ascii: ")")
      return bytes.firstIndex(of: close, from: open, to: rest.upperBound).map { $0 + 1 }
    }
    guard here < range.upperBound else { return here }
    return bytes[here].isSpace || ",;|".utf8.contains(bytes[here]) ? here : nil
  }

  private static func isNumber(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard !range.isEmpty, range.count < 13, range.upperBound <= bytes.count else { return false }
    for index in range where !bytes[index].isDigit { return false }
    return true
  }

  // MARK: - arXiv

  /// An arXiv number without its prefix, URL and class: `arXiv:2101.00001v2 [cs.CL]`.
  private static func arXiv(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Identifier {
    let raw = bytes.text(range)
    let start = afterAddress(bytes, range)
    var end = start
    while end < range.upperBound, !bytes[end].isSpace, bytes[end] != UInt8(ascii: "["), bytes[end] != UInt8(ascii: "?")
    {
      end += 1
    }
    let rest = bytes.trimmed(end..<range.upperBound)
    if end - start > 4, bytes.standsInAnyCase(".pdf", at: end - 4) { end -= 4 }
    while end > start, ".,;/".utf8.contains(bytes[end - 1]) { end -= 1 }
    let isAlone = rest.isEmpty || "[(?".utf8.contains(bytes[rest.lowerBound])
    let found = isAlone && isArXiv(bytes, start..<end) ? start..<end : afterWord(bytes, range)..<range.upperBound
    return Identifier(.arxiv, bytes.text(found), raw: found == range ? nil : raw)
  }

  /// The index after `arXiv:`, if something follows it.
  private static func afterWord(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
    guard bytes.standsInAnyCase("arxiv:", at: range.lowerBound) else { return range.lowerBound }
    let rest = bytes.trimmed(min(range.lowerBound + 6, range.upperBound)..<range.upperBound)
    return rest.isEmpty ? range.lowerBound : rest.lowerBound
  }

  private static func afterAddress(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
    var here = bytes.afterProtocol(DOIText.start(bytes, range))
    let words: [StaticString] = [
      "arxiv preprint ", "arxiv e-print ", "www.", "export.", "arxiv.org/", "abs/", "pdf/", "html/", "10.48550/",
      "arxiv.",
    ]
    for word in words where bytes.standsInAnyCase(word, at: here) { here += word.utf8CodeUnitCount }
    if bytes.standsInAnyCase("arxiv", at: here) {
      here += 5
      while here < range.upperBound, bytes[here].isSpace || bytes[here] == UInt8(ascii: ":") { here += 1 }
    }
    return min(here, range.upperBound)
  }

  /// Whether a text is an arXiv number, with or without `arXiv:` before it.
  package static func isArXiv(_ text: String) -> Bool {
    text.withUTF8Span { bytes in isArXiv(bytes, afterWord(bytes, 0..<bytes.count)..<bytes.count) }
  }

  /// `2101.00001v2`, or before 2007 `hep-th/9901001`.
  private static func isArXiv(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    func areDigits(_ range: Range<Int>, _ counts: ClosedRange<Int>) -> Bool {
      var end = range.upperBound
      if let v = bytes.firstIndex(of: UInt8(ascii: "v"), from: range.lowerBound, to: end) {
        guard isNumber(bytes, (v + 1)..<end) else { return false }
        end = v
      }
      return counts.contains(end - range.lowerBound) && isNumber(bytes, range.lowerBound..<end)
    }
    guard range.count > 8, range.upperBound <= bytes.count else { return false }
    if bytes[range.lowerBound + 4] == UInt8(ascii: "."), isNumber(bytes, range.prefix(4)) {
      return areDigits((range.lowerBound + 5)..<range.upperBound, 4...5)
    }
    guard let slash = bytes.firstIndex(of: UInt8(ascii: "/"), from: range.lowerBound, to: range.upperBound),
      slash - range.lowerBound > 1
    else { return false }
    let isName = (range.lowerBound..<slash).allSatisfy {
      bytes[$0].isLetter || bytes[$0] == UInt8(ascii: "-") || bytes[$0] == UInt8(ascii: ".")
    }
    return isName && areDigits((slash + 1)..<range.upperBound, 7...7)
  }

  // MARK: - People

  /// An ORCID in its plain form, with or without a word or URL before it; nil for other text.
  package static func orcid(_ text: String) -> Identifier? {
    text.withUTF8Span { bytes in
      var here = 0
      for word: StaticString in ["orcid id", "orcid"] where bytes.standsInAnyCase(word, at: here) {
        guard bytes.byte(at: here + word.utf8CodeUnitCount) != UInt8(ascii: ".") else { break }
        here += word.utf8CodeUnitCount
        break
      }
      while let byte = bytes.byte(at: here), byte.isSpace || ":=".utf8.contains(byte) { here += 1 }
      here = bytes.afterProtocol(here)
      if bytes.standsInAnyCase("orcid.org/", at: here) { here += 10 }
      var digits: [UInt8] = []
      for index in here..<max(here, bytes.count) {
        let byte = bytes[index]
        if byte.isDigit || byte.lowercased == UInt8(ascii: "x") && digits.count == 15 {
          digits.append(byte == UInt8(ascii: "x") ? UInt8(ascii: "X") : byte)
        } else if byte != UInt8(ascii: "-") && !byte.isSpace && !(byte == UInt8(ascii: "/") && index == bytes.count - 1)
        {
          return nil
        }
      }
      guard digits.count == 16 else { return nil }
      let plain = digits.groupsOfFour
      return Identifier(.orcid, plain, raw: plain.hasSameBytes(as: text) ? nil : text)
    }
  }

  // MARK: - With the kind after it

  /// An identifier with its kind in brackets after it, as in MEDLINE's `AID` and `LID`: `10.1/x [doi]`, or
  /// with a word before it; nil for other text.
  package static func readBracketed(_ text: String) -> Identifier? {
    text.withUTF8Span { bytes in
      if bytes.standsInAnyCase("http://", at: 0) || bytes.standsInAnyCase("https://", at: 0) {
        // ERIC has the URL of a DOI.
        let found = DOIText.read(bytes, 0..<bytes.count)
        return found.count == 1 && DOIText.start(bytes, 0..<bytes.count) > 0 ? found[0] : Identifier(.url, text)
      }
      guard bytes.byte(at: bytes.count - 1) == UInt8(ascii: "]"), let open = bytes.lastIndex(of: UInt8(ascii: "["))
      else { return bytes.standsInAnyCase("doi:", at: 0) ? DOIText.identifier(text) : nil }
      let value = bytes.trimmed(0..<open)
      if value.isEmpty { return nil }
      let kind = bytes.text((open + 1)..<(bytes.count - 1))
      // `10.5555/weir.1 [doi] [epub]`
      if bytes[value.upperBound - 1] == UInt8(ascii: "]") { return readBracketed(bytes.text(value)) }
      guard let scheme = kinds.first(where: { $0.word == kind })?.scheme else { return nil }
      return scheme == .doi ? DOIText.identifier(bytes, value) : Identifier(scheme, bytes.text(value))
    }
  }

  /// An identifier written with its kind in brackets; nil for one of another kind.
  package static func bracketed(_ identifier: Identifier) -> String? {
    if identifier.scheme == .url {
      return readBracketed(identifier.value)?.scheme == .url ? identifier.value : nil
    }
    return kinds.first { $0.scheme == identifier.scheme }.map { "\(identifier.value) [\($0.word)]" }
  }

  private static let kinds: [(word: String, scheme: IdentifierScheme)] = [
    ("doi", .doi), ("pii", .pii),
  ]
}

extension Record {
  /// Adds the identifiers of a range to a place; returns the message for a text that means that there is
  /// none.
  package mutating func putIdentifiers(_ bytes: Span<UInt8>, _ range: Range<Int>, at place: Place) -> ValueRemark? {
    guard case .identifier(let scheme, let tier) = place else { return nil }
    let name = scheme.name
    if IdentifierText.isPlain(name, bytes, range) {
      put(Identifier(name, bytes.text(range)), at: place)
      return nil
    }
    let found = IdentifierText.read(name, bytes, range)
    for one in found { put(one, at: .identifier(Known(one.scheme), tier)) }
    return found.isEmpty ? .absence(of: name.rawValue, bytes.text(range), .noIdentifier) : nil
  }

  /// Adds the identifiers of a text to a place; returns the message for a text that means that there is none.
  package mutating func putIdentifiers(_ text: String, at place: Place) -> ValueRemark? {
    // Most are plain, and need no text of their own.
    if case .identifier(let scheme, _) = place,
      text.withUTF8Span({ IdentifierText.isPlain(scheme.name, $0, 0..<$0.count) })
    {
      put(Identifier(scheme.name, text), at: place)
      return nil
    }
    return text.withUTF8Span { putIdentifiers($0, 0..<$0.count, at: place) }
  }
}

extension Diagnostic.Code {
  /// A field for an identifier with a word that means that there is none.
  package static let noIdentifier = Self("identifier.none")
}

extension Span<UInt8> {
  /// The index after `https://` or `http://` at an index, or the index itself.
  fileprivate func afterProtocol(_ index: Int) -> Int {
    for word: StaticString in ["https://", "http://"] where standsInAnyCase(word, at: index) {
      return index + word.utf8CodeUnitCount
    }
    return index
  }

  fileprivate func endOfDigits(_ start: Int, before limit: Int) -> Int {
    var end = start
    while end < limit, self[end].isDigit { end += 1 }
    return end
  }

  fileprivate func lastIndex(of byte: UInt8) -> Int? {
    var index = count - 1
    while index >= 0 {
      if self[index] == byte { return index }
      index -= 1
    }
    return nil
  }
}
