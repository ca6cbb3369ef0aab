/// Preprint servers, by name and DOI prefix, and the forms that sources write in the field for a journal.
///
///     arXiv preprint arXiv:2001.00001v2 [cs.CL]    arXiv e-prints    bioRxiv    Available at SSRN 1234567
package enum PreprintServers {
  private struct Server {
    let name: String
    let others: [StaticString]
    let dois: [StaticString]

    init(_ name: String, _ others: [StaticString] = [], dois: [StaticString] = []) {
      self.name = name
      self.others = others
      self.dois = dois
    }
  }

  private static let servers: [Server] = [
    Server("arXiv", ["arxiv.org", "arxiv"], dois: ["10.48550/arxiv"]),
    Server("bioRxiv", ["biorxiv.org", "biorxiv"]), Server("medRxiv", ["medrxiv.org", "medrxiv"]),
    Server("ChemRxiv", ["chemrxiv"], dois: ["10.26434/chemrxiv"]),
    Server("SSRN", ["social science research network", "ssrn"], dois: ["10.2139/ssrn"]),
    Server("PsyArXiv", ["psyarxiv"], dois: ["10.31234/osf.io"]),
    Server("SocArXiv", ["socarxiv"], dois: ["10.31235/osf.io"]),
    Server("OSF Preprints", ["osf preprints"], dois: ["10.31219/osf.io"]),
    Server("Research Square", ["research square platform llc", "research square"], dois: ["10.21203/rs."]),
    Server("Preprints.org", ["preprints.org", "preprints"], dois: ["10.20944/preprints"]),
    Server("PeerJ Preprints", ["peerj preprints"], dois: ["10.7287/peerj.preprints"]),
    Server("TechRxiv", ["techrxiv"], dois: ["10.36227/techrxiv"]),
    Server("Authorea", ["authorea preprints", "authorea"], dois: ["10.22541/au."]),
    Server("ESS Open Archive", ["ess open archive", "essoar"], dois: ["10.22541/essoar", "10.1002/essoar"]),
    Server("EarthArXiv", ["eartharxiv"], dois: ["10.31223/"]), Server("engrXiv", ["engrxiv"], dois: ["10.31224/"]),
    Server("EdArXiv", ["edarxiv"], dois: ["10.35542/osf.io"]),
    Server("EcoEvoRxiv", ["ecoevorxiv"], dois: ["10.32942/"]),
    Server("SportRxiv", ["sportrxiv"]), Server("MetaArXiv", ["metaarxiv"]), Server("LawArXiv", ["lawarxiv"]),
    Server("AfricArXiv", ["africarxiv"]), Server("MediArXiv", ["mediarxiv"]), Server("ChinaXiv", ["chinaxiv"]),
    Server("viXra", ["vixra"]), Server("Jxiv", ["jxiv"], dois: ["10.51094/jxiv"]),
    Server("SciELO Preprints", ["scielo preprints"], dois: ["10.1590/scielopreprints"]),
    Server("Cryptology ePrint Archive", ["cryptology eprint archive", "iacr cryptol. eprint arch."]),
  ]

  /// The names of the servers, ignoring case.
  package static let names: [String] = servers.flatMap { server in [server.name] + server.others.map { "\($0)" } }

  /// For each letter, the names that start with it, and their servers.
  private static let byLetter: [[(name: StaticString, server: Int)]] = {
    var table = [[(name: StaticString, server: Int)]](repeating: [], count: 26)
    for (index, server) in servers.enumerated() {
      for name in server.others {
        guard let first = "\(name)".utf8.first, first.isLetter else { continue }
        table[Int(first.lowercased - UInt8(ascii: "a"))].append((name, index))
      }
    }
    return table
  }()

  /// What a text says about a preprint.
  package struct Citation {
    /// The name of the server.
    package let server: String
    /// The number of the preprint in the text.
    package var identifier: Identifier?
    /// Whether the text is the name and nothing else.
    package let isName: Bool
  }

  /// The content of a text that names a server; nil for any other text, including journals that start with
  /// such a word.
  package static func citation(_ text: String) -> Citation? { text.withUTF8Span { citation($0, 0..<$0.count) } }

  /// The content of a range that names a server; nil for any other text, including journals that start with
  /// such a word.
  package static func citation(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Citation? {
    var here = range.lowerBound
    for lead in leads where bytes.standsInAnyCase(lead, at: here) { here += lead.utf8CodeUnitCount }
    if here > range.lowerBound, bytes.stands("http", at: here) {
      // `Preprint at https://arxiv.org/abs/2001.00001`.
      guard let number = IdentifierText.read(.arxiv, bytes.text(here..<range.upperBound)).first,
        IdentifierText.isArXiv(number.value)
      else { return nil }
      return Citation(server: servers[0].name, identifier: Identifier(.arxiv, number.value), isName: false)
    }
    guard here < range.upperBound, let (server, end) = server(bytes, here..<range.upperBound) else { return nil }
    here = end
    var hasWord = false
    while true {
      while here < range.upperBound, " ,.:;()[]-".utf8.contains(bytes[here]) { here += 1 }
      guard here < range.upperBound else { break }
      guard let word = words.first(where: { isWord($0, bytes, here..<range.upperBound) }) else { break }
      hasWord = true
      here += word.utf8CodeUnitCount
    }
    let name = servers[server].name
    guard here < range.upperBound else {
      let isName = name.utf8.count == range.count && bytes.text(range).hasSameBytes(as: name)
      return Citation(server: name, isName: isName)
    }
    var found = Citation(server: name, isName: false)
    if server == 0 {
      let text = bytes.text(here..<range.upperBound)
      if let one = IdentifierText.read(.arxiv, text).first, IdentifierText.isArXiv(one.value) {
        found.identifier = Identifier(.arxiv, one.value)
        return found
      }
    }
    let isNumber = bytes[here].isDigit || numbers.contains { bytes.standsInAnyCase($0, at: here) }
    return hasWord || isNumber ? found : nil
  }

  private static let leads: [StaticString] = ["preprint ", "available ", "posted ", "at ", "on "]
  /// Longer ones before shorter ones.
  private static let words: [StaticString] = [
    "the preprint server for biology", "the preprint server for health sciences", "preprint server", "preprints",
    "preprint", "e-prints", "e-print", "eprints", "eprint", "scholarly paper", "abstract", "working paper",
  ]
  private static let numbers: [StaticString] = ["doi", "http", "no", "id ", "report ", "paper ", "pp"]

  private static func server(_ bytes: Span<UInt8>, _ range: Range<Int>) -> (Int, end: Int)? {
    let first = bytes[range.lowerBound]
    guard first.isLetter else { return nil }
    for (name, server) in byLetter[Int(first.lowercased - UInt8(ascii: "a"))]
    where isWord(name, bytes, range) { return (server, range.lowerBound + name.utf8CodeUnitCount) }
    return nil
  }

  private static func isWord(_ word: StaticString, _ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let end = range.lowerBound + word.utf8CodeUnitCount
    guard end <= range.upperBound, bytes.standsInAnyCase(word, at: range.lowerBound) else { return false }
    return end == range.upperBound || !(bytes[end].isLetter || bytes[end].isDigit || bytes[end] >= 0x80)
  }

  // MARK: - Numbers

  /// The server of a preprint by its DOI; nil for other DOIs, and if two servers share a prefix.
  package static func server(ofDOI doi: String) -> String? {
    doi.withUTF8Span { bytes in
      servers.first { server in server.dois.contains { bytes.standsInAnyCase($0, at: 0) } }?.name
    }
  }

  /// Whether a DOI is that of a preprint.
  package static func isPreprint(doi: String) -> Bool {
    if server(ofDOI: doi) != nil { return true }
    return doi.withUTF8Span { bytes in
      // bioRxiv and medRxiv, older ones with their date: `10.1101/2020.01.31.123456`.
      if bytes.stands("10.64898/", at: 0) { return true }
      guard bytes.stands("10.1101/20", at: 0), bytes.count >= 20 else { return false }
      return (8..<19).allSatisfy { [12, 15, 18].contains($0) == (bytes[$0] == UInt8(ascii: ".")) }
    }
  }

  /// Whether a URL is that of an arXiv preprint.
  package static func isArXiv(address: String) -> Bool {
    let found = IdentifierText.read(.arxiv, address)
    return address.utf8.starts(with: "http".utf8) && found.count == 1 && IdentifierText.isArXiv(found[0].value)
  }

  /// Whether a word for the state of a work means a preprint: BibLaTeX's `prepublished`.
  package static func isState(_ text: String) -> Bool {
    ["prepublished", "preprint"].contains(String(decoding: text.utf8.map(\.lowercased), as: UTF8.self))
  }
}

extension Identifier {
  /// The URL of the work at a registry, for arXiv and JSTOR numbers and for handles; otherwise nil.
  package var address: String? {
    switch scheme {
    case .arxiv where IdentifierText.isArXiv(value) && !value.contains(byte: UInt8(ascii: ":")):
      "https://arxiv.org/abs/\(value)"
    case .jstor where Self.isPlain(value): "https://www.jstor.org/stable/\(value)"
    case .handle where Self.isPlain(value) && value.contains(byte: UInt8(ascii: "/")): "https://hdl.handle.net/\(value)"
    default: nil
    }
  }

  /// Whether a text may be part of a URL unchanged, and is not one itself.
  private static func isPlain(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 80
      && text.utf8.allSatisfy { $0.isLetter || $0.isDigit || "./-_()".utf8.contains($0) }
  }
}

extension [Identifier] {
  /// The URL made from a registry number of a work that has no URL; nil if there is no such number.
  package var derivedAddress: String? {
    if contains(where: { $0.scheme == .url }) { return nil }
    for index in indices { if let address = self[index].address { return address } }
    return nil
  }
}

extension Record {
  /// Whether an article of uncertain type (CSL uses it for preprints too) is a preprint by its publisher,
  /// genre or DOI.
  package var isEvidentlyPreprint: Bool {
    guard type == .article || type == .preprint else { return false }
    if let publisher = self[.publisher], PreprintServers.citation(publisher) != nil { return true }
    if let genre = self[.genre], PreprintServers.isState(genre) { return true }
    return identifiers.contains { $0.scheme == .doi && PreprintServers.isPreprint(doi: $0.value) }
  }

  /// Moves the name of a server from the place of a journal to the publisher, as for catalogued preprints:
  /// `bioRxiv : the preprint server for biology`. Returns what was there; nil if nothing is changed.
  package mutating func takeServer() -> Container? {
    guard self[.volume] == nil, let host = container(.host), let title = host.title() else { return nil }
    let name = title.utf8.split(separator: UInt8(ascii: ":"), maxSplits: 1).first.map { String(Substring($0)) } ?? ""
    let server = PreprintServers.citation(title)?.server ?? name.trimmedOfSpaces
    guard self[.publisher] == nil || self[.publisher] == server else { return nil }
    self[.publisher] = server
    container = host.parent
    return host
  }
}

extension String {
  /// The text without spaces at its end.
  fileprivate var trimmedOfSpaces: String {
    var text = self
    while text.utf8.last == 32 { text.removeLast() }
    return text
  }
}
