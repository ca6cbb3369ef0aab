import CitemillCore

/// The text of one reference, read into a record if its parts are clear.
struct CitationText {
  /// Adds the values in the text to a record, with their certainty; false, and nothing added, if the parts
  /// cannot be distinguished.
  static func read(_ text: String, into record: inout Record) -> Bool {
    let links = CitationLinks(text)
    guard let parts = CitationGrammar.read(links.rest) else { return false }
    add(parts, to: &record)
    for identifier in links.identifiers { record.add(identifier) }
    return true
  }

  /// Adds the identifiers in a text that is kept whole, by which the rest can be looked up; of a scheme with
  /// several different ones, none.
  static func addIdentifiers(of text: String, to record: inout Record) {
    let signs: [StaticString] = ["10.", "pm", "arxiv"]
    let mayHaveSome = text.withUTF8Span { bytes in
      (0..<bytes.count).contains { index in signs.contains { bytes.standsInAnyCase($0, at: index) } }
    }
    guard mayHaveSome else { return }
    let links = CitationLinks(text)
    for one in links.identifiers where one.scheme != .url && !links.repeated.contains(one.scheme) { record.add(one) }
  }

  private static func add(_ parts: CitationGrammar.Parts, to record: inout Record) {
    let type: RecordType? =
      switch parts.kind {
      case .article: .articleJournal
      case .chapter: .chapter
      case .book: .book
      case .thesis: .thesis
      case .other: nil
      }
    if let type {
      record.type = type
      record.assurances.append(Assurance("type", .likely, reason: "inferred from the form of the reference"))
    }
    if !parts.title.isEmpty { record.add(Title(parts.title)) }
    for name in parts.names { record.add(contributor(name, parts.areEditors ? .editor : .author)) }
    if parts.isListOpen { record.add(Contributor(.others, roles: [parts.areEditors ? .editor : .author])) }
    if let year = parts.year.flatMap({ Int($0) }) { record[date: .issued] = PartialDate(year: year) }
    record[.yearSuffix] = parts.yearSuffix
    record[.volume] = parts.volume
    record[.issue] = parts.issue
    record[.pages] = parts.pages
    record[.publisher] = parts.publisher
    record[.publisherPlace] = parts.place
    record[.edition] = parts.edition
    if let host = parts.host {
      record.withHost { container in
        container.titles.insert(Title(host))
        for name in parts.hostEditors { container.contributors.append(contributor(name, .editor)) }
      }
    }
    for field in ["titles", "contributors", "dates", "container", "variables"] where says(field, record) {
      record.assurances.append(Assurance(field, .likely, reason: "read from the text of the reference"))
    }
  }

  private static func says(_ field: String, _ record: Record) -> Bool {
    switch field {
    case "dates": !record.dates.isEmpty
    case "container": record.container != nil
    case "variables": record.variables.entries.contains { ![.rawReference, .citationNumber].contains($0.variable) }
    default: true
    }
  }

  private static func contributor(_ name: CitationGrammar.Name, _ role: Role) -> Contributor {
    if name.isBody { return .organization(name.family, role) }
    let text = name.given.map { "\(name.family), \($0)" } ?? name.family
    return NameText.read(text, role: role) ?? .unparsed(text, role)
  }
}

/// Identifiers and URLs in the text of a reference, and the remaining text.
struct CitationLinks {
  private(set) var identifiers: [Identifier] = []
  /// The schemes of which the text has several different identifiers.
  private(set) var repeated: Set<IdentifierScheme> = []
  /// The text without identifiers, URLs, and the words that announce them.
  private(set) var rest = ""

  init(_ text: String) {
    var kept: [Substring] = []
    var words = text.split { $0.isWhitespace || $0 == "\u{A0}" }[...]
    while let word = words.popFirst() {
      let core = Self.core(word)
      let lower = core.lowercased()
      if lower.hasPrefix("http://") || lower.hasPrefix("https://") || lower.hasPrefix("www.") {
        // A URL that is broken by a space is not used.
        if let next = words.first, next.contains("/"), Self.doi(next) == nil, !next.contains("://") {
          words.removeFirst()
        } else {
          addAddress(core, lower)
        }
      } else if let doi = Self.doi(core) {
        add(doi)
      } else if ["doi", "doi:"].contains(lower), let next = words.first, let doi = Self.doi(Self.core(next)) {
        words.removeFirst()
        add(doi)
      } else if lower.hasPrefix("pmid") || lower.hasPrefix("pmcid") || lower.hasPrefix("arxiv:") {
        addNumber(core, lower, &words)
      } else if ["[crossref]", "[pubmed]", "[medline]", "[isi]"].contains(lower) {
        continue
      } else if lower == "[google", words.first?.lowercased().hasPrefix("scholar]") == true {
        words.removeFirst()
      } else {
        kept.append(word)
      }
    }
    rest = Self.withoutRemarks(kept.joined(separator: " "))
  }

  private mutating func add(_ identifier: Identifier) {
    guard let first = identifiers.first(where: { $0.scheme == identifier.scheme }) else {
      return identifiers.append(identifier)
    }
    if first.value.lowercased() != identifier.value.lowercased() { repeated.insert(identifier.scheme) }
  }

  private mutating func addAddress(_ core: Substring, _ lower: String) {
    let doi = DOIText.identifier(String(core))
    if DOIText.isOne(doi.value) { return add(doi) }
    // What is left of a DOI without its end leads nowhere.
    if !doi.value.hasPrefix("10.") { add(Identifier(.url, String(core))) }
  }

  /// `PMID: 123`, `PMID:123`, `PMCID: PMC123`, `arXiv:1211.1346`.
  private mutating func addNumber(_ core: Substring, _ lower: String, _ words: inout ArraySlice<Substring>) {
    let colon = core.firstIndex(of: ":")
    var value = colon.map { core[core.index(after: $0)...] } ?? ""
    if value.isEmpty, let next = words.first, next.first?.isNumber == true || next.hasPrefix("PMC") {
      value = Self.core(next)
      words.removeFirst()
    }
    if value.isEmpty { return }
    let scheme: IdentifierScheme = lower.hasPrefix("arxiv") ? .arxiv : lower.hasPrefix("pmcid") ? .pmcid : .pmid
    if scheme == .pmid, !value.utf8.allSatisfy(\.isDigit) { return }
    for one in IdentifierText.read(scheme, String(value)) { add(one) }
  }

  /// A word without surrounding brackets and punctuation.
  private static func core(_ word: Substring) -> Substring {
    var core = word
    while let first = core.first, "(<".contains(first) { core.removeFirst() }
    while let last = core.last, ".,;)>".contains(last) {
      // "10.1016/S0140-6736(05)1" has a bracket of its own.
      if last == ")", core.contains("("), !word.hasPrefix("(") { break }
      core.removeLast()
    }
    return core
  }

  /// A DOI by itself or after `doi:`.
  private static func doi(_ core: Substring) -> Identifier? {
    let identifier = DOIText.identifier(String(core))
    return DOIText.isOne(identifier.value) ? identifier : nil
  }

  /// The text up to words about access, which come after the reference.
  private static func withoutRemarks(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var end = bytes.count
    for remark in remarks {
      if let place = bytes.span.firstIndex(of: Array(remark.utf8)), place >= 24 { end = min(end, place) }
    }
    var signs = bytes[..<end]
    while let last = signs.last, last == 32 || last == UInt8(ascii: ",") || last == UInt8(ascii: "(") {
      signs.removeLast()
    }
    return String(decoding: signs, as: UTF8.self)
  }

  private static let remarks = [
    " Available from", " Available at", " Available online", " Retrieved ", " Accessed ", " accessed ", " (accessed",
    " Disponible en", " Disponible", " Disponível", " [Consulta", " [cited", " [Internet]", " Epub ", " [Epub", " doi:",
    " DOI:",
    " [Accessed",
  ]
}
