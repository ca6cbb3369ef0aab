import CitemillCore

// Preprints: BibTeX has no type for them, and files mark them in many ways (Fixtures/BibTeX/preprints.bib).

/// What of an entry makes it a preprint.
struct BibTeXPreprint {
  /// The name of the server.
  var server: String?
  /// The arXiv identifier in a field other than `eprint`.
  var number: Identifier?
  /// The field that names the server in the place of a journal or a publisher.
  var source: Int?
  /// Whether that field has only the name.
  var isName = false
}

/// Fields for other values from which a publisher was read; it is written back to them.
enum BibTeXPublisherSource: String, CaseIterable {
  case howPublished = "read from howpublished"
  case journal = "read from journal"
  case eprint = "read from eprint"

  /// Marks a publisher as read from another field.
  func mark(_ record: inout Record) {
    record.assurances.append(Assurance("publisher", .likely, reason: rawValue))
  }

  /// The field from which a publisher was read; nil if it was in its own field.
  static func of(_ record: Record) -> Self? {
    if record.hasOnlyUsualParts { return nil }
    return record.assurances.lazy.filter { $0.field == "publisher" }.compactMap { Self(rawValue: $0.reason) }.first
  }
}

extension BibTeXDecoder {
  private static let hosts = ["journaltitle", "journal", "booktitle"].map { BibTeXTable.row(named: $0) }
  private static let publishers = ["publisher", "organization", "institution", "library"].map {
    BibTeXTable.row(named: $0)
  }
  private static let eprint = BibTeXTable.row(named: "eprint")
  private static let numbersOfJournals = ["issn", "volume", "pmid"].map { BibTeXTable.row(named: $0) }
  private static let volume = BibTeXTable.row(named: "volume")
  private static let status = BibTeXTable.row(named: "pubstate")
  private static let note = BibTeXTable.row(named: "note")
  private static let doi = BibTeXTable.row(named: "doi")
  private static let url = BibTeXTable.row(named: "url")

  /// What makes an entry of a type a preprint; nil for any other entry.
  func preprint(_ bytes: Span<UInt8>, _ lexer: BibTeXLexer, _ kind: RecordType) -> BibTeXPreprint? {
    switch kind {
    case .document, .webpage, .manuscript, .articleJournal: break
    case .report: return genreOfPreprint(bytes, lexer)
    case .paperConference: return hostOfPreprint(bytes, lexer)
    default: return nil
    }
    if Self.hosts.contains(where: { slot($0) != nil }) { return hostOfPreprint(bytes, lexer) }
    if let index = slot(Self.howPublished), let found = citation(bytes, lexer, index) {
      return BibTeXPreprint(
        server: found.server, number: found.identifier, source: index, isName: found.isName)
    }
    let type = Self.eprintTypes.lazy.compactMap { slot($0) }.first.map { words(bytes, lexer, $0) } ?? ""
    // Published articles and pages of other sites may be on arXiv as well.
    let isOfOthers =
      kind == .articleJournal && Self.numbersOfJournals.contains { slot($0) != nil }
      || Self.publishers.prefix(2).contains { row in
        slot(row).map { citation(bytes, lexer, $0)?.server == nil } ?? false
      }
    if !isOfOthers, let index = slot(Self.eprint),
      BibTeXIdentifiers.eprint(words(bytes, lexer, index), type: type)?.scheme == .arxiv
    {
      return BibTeXPreprint(server: "arXiv")
    }
    if !isOfOthers, let found = PreprintServers.citation(type) { return BibTeXPreprint(server: found.server) }
    for row in Self.publishers {
      guard let index = slot(row), let found = citation(bytes, lexer, index) else { continue }
      return BibTeXPreprint(number: found.identifier)
    }
    if let index = slot(Self.note), let found = citation(bytes, lexer, index), let number = found.identifier {
      return BibTeXPreprint(server: found.server, number: number)
    }
    if let index = slot(Self.doi) {
      let text = words(bytes, lexer, index)
      let doi = IdentifierText.read(.doi, text).first?.value ?? text
      if PreprintServers.isPreprint(doi: doi) { return BibTeXPreprint(server: PreprintServers.server(ofDOI: doi)) }
    }
    if !isOfOthers, let index = slot(Self.url), PreprintServers.isArXiv(address: words(bytes, lexer, index)) {
      return BibTeXPreprint(server: "arXiv")
    }
    if let index = slot(Self.status), PreprintServers.isState(words(bytes, lexer, index)) {
      let isServer = !type.isEmpty && BibTeXIdentifiers.eprint("1", type: type) == nil
      return BibTeXPreprint(server: isServer ? type : nil)
    }
    return genreOfPreprint(bytes, lexer)
  }

  private func genreOfPreprint(_ bytes: Span<UInt8>, _ lexer: BibTeXLexer) -> BibTeXPreprint? {
    guard let index = slot(BibTeXTable.type), PreprintServers.isState(words(bytes, lexer, index)) else { return nil }
    return BibTeXPreprint()
  }

  /// The content of a journal or book that names a server: `arXiv preprint arXiv:2001.00001`; nil for
  /// journals and books.
  private func hostOfPreprint(_ bytes: Span<UInt8>, _ lexer: BibTeXLexer) -> BibTeXPreprint? {
    guard let index = Self.hosts.lazy.compactMap({ slot($0) }).first else { return nil }
    if let found = citation(bytes, lexer, index) {
      return BibTeXPreprint(
        server: found.server, number: found.identifier, source: index, isName: found.isName)
    }
    // DBLP has arXiv as a journal whose volumes are the numbers: `abs/2001.00001` of `CoRR`.
    guard let volume = slot(Self.volume), words(bytes, lexer, index) == "CoRR" else { return nil }
    let number = words(bytes, lexer, volume)
    guard number.utf8.starts(with: "abs/".utf8) else { return nil }
    return BibTeXPreprint(
      server: "arXiv", number: IdentifierText.read(.arxiv, String(number.dropFirst(4))).first, source: index)
  }

  /// Sets the values of a preprint that are not in fields of their own.
  func finish(_ preprint: BibTeXPreprint, into record: inout Record) {
    if let number = preprint.number, !record.identifiers.contains(where: { $0.scheme == number.scheme }) {
      record.add(number)
    }
    guard let server = preprint.server, !record.variables.contains(.publisher) else { return }
    record[.publisher] = server
    let source: BibTeXPublisherSource =
      preprint.source == nil ? .eprint : preprint.source == slot(Self.howPublished) ? .howPublished : .journal
    source.mark(&record)
  }

  /// Whether a field names the server, which is read as the publisher. If there is another publisher, it
  /// names where the preprint appeared: `bioRxiv` of the Cold Spring Harbor Laboratory.
  func namesServer(_ bytes: Span<UInt8>, _ lexer: BibTeXLexer, _ index: Int) -> Bool {
    guard let preprint, preprint.source == index else { return false }
    guard preprint.isName, let publisher = slot(Self.publisher) else { return true }
    return citation(bytes, lexer, publisher)?.server == preprint.server
  }

  /// Whether a field of a preprint repeats its number in the place of volume or pages.
  func isNumberOfPreprint(_ bytes: Span<UInt8>, _ lexer: BibTeXLexer, _ index: Int) -> Bool {
    guard preprint != nil else { return false }
    let text = words(bytes, lexer, index)
    return text.utf8.starts(with: "abs/".utf8) || PreprintServers.citation(text)?.identifier != nil
  }

  // MARK: - Fields

  private func slot(_ row: Int?) -> Int? { row.flatMap { slots[$0] >= 0 ? slots[$0] : nil } }

  /// A value without the braces around it.
  private func words(_ bytes: Span<UInt8>, _ lexer: BibTeXLexer, _ index: Int) -> String {
    let field = lexer.fields[index]
    return field.isInArena
      ? Self.verbatim(lexer.arena.span, field.value) : Self.verbatim(bytes, field.value)
  }

  private func citation(
    _ bytes: Span<UInt8>, _ lexer: BibTeXLexer, _ index: Int
  ) -> PreprintServers.Citation? {
    let field = lexer.fields[index]
    if field.isInArena { return Self.citation(lexer.arena.span, field.value) }
    return Self.citation(bytes, field.value)
  }

  private static func citation(_ bytes: Span<UInt8>, _ range: Range<Int>) -> PreprintServers.Citation? {
    let range = BibTeXNames.withoutBraces(bytes, range)
    guard bytes.firstIndex(of: UInt8(ascii: "\\"), from: range.lowerBound, to: range.upperBound) != nil else {
      return PreprintServers.citation(bytes, range)
    }
    // `Preprint at \url{https://arxiv.org/abs/2001.00001}`. Hidden LaTeX parts are reported when the field is
    // read.
    var findings = LaTeXFindings()
    return PreprintServers.citation(LaTeXText.readPlain(bytes, range, findings: &findings))
  }
}
