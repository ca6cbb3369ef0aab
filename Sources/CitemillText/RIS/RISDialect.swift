import CitemillCore

/// The databases whose exports are recognised by their content.
enum RISDialect: String, CaseIterable {
  case webOfScience = "Web of Science"
  case scopus = "Scopus"
  case ovid = "Ovid"
  case ebsco = "EBSCO"
  case proQuest = "ProQuest"
  case pubMed = "PubMed"
  case embase = "Embase"
  case ieee = "IEEE"
  case acm = "ACM"
  case cochrane = "Cochrane Library"

  /// Text that only one exporter writes.
  private var signs: [String] {
    switch self {
    case .webOfScience: ["AN  - WOS:", "UT  - WOS:", "UR  - <Go to ISI>", "DB  - Web of Science"]
    case .scopus: ["scopus.com/inward", "DB  - Scopus", "DP  - Scopus", "N1  - Export Date:"]
    case .ovid: ["ovidsp.ovid.com", "DB  - Ovid", "DP  - Ovid"]
    case .ebsco: ["DP  - EBSCOhost", "search.ebscohost.com"]
    case .proQuest: ["search.proquest.com", "www.proquest.com", "DP  - ProQuest"]
    case .pubMed: ["DB  - PubMed", "DP  - NLM", "DP  - PubMed", "ncbi.nlm.nih.gov/pubmed"]
    case .embase: ["DB  - Embase", "www.embase.com"]
    case .ieee: ["ieeexplore.ieee.org", "DB  - IEEE"]
    case .acm: ["dl.acm.org", "doi.acm.org", "DP  - ACM", "PB  - Association for Computing Machinery"]
    case .cochrane: ["www.cochranelibrary.com/"]
    }
  }

  private func hasSign(in bytes: [UInt8]) -> Bool {
    signs.contains { bytes.span.firstIndex(of: Array($0.utf8)) != nil }
  }

  /// Whether it offers the databases of others, one of which was searched.
  private var isPlatform: Bool {
    switch self {
    case .ovid, .ebsco, .proQuest: true
    default: false
    }
  }

  /// The database whose text is in the bytes; nil for none.
  static func of(_ bytes: [UInt8]) -> Self? {
    allCases.first { $0.hasSign(in: bytes) }
  }

  // MARK: - The database of all records

  /// The database of the records in the first bytes of a source. Nil if a record names none, or if they name
  /// several, as in a library that was collected from several databases.
  static func database(in prefix: BytePrefix) -> String? {
    var records = records(in: prefix.bytes)
    if !prefix.isComplete, records.count > 1 { records.removeLast() }
    guard let first = records.first.flatMap(database(of:)) else { return nil }
    return records.dropFirst().allSatisfy { database(of: $0)?.hasSameBytes(as: first) ?? false } ? first : nil
  }

  /// The bytes of each record, from one `TY` line to the next.
  private static func records(in bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    let (begin, span) = (Array("TY  - ".utf8), bytes.span)
    var starts: [Int] = []
    var here = 0
    while let start = span.firstIndex(of: begin, from: here) {
      if start == 0 || bytes[start - 1] == 10 || bytes[start - 1] == 13 { starts.append(start) }
      here = start + begin.count
    }
    return starts.indices.map { bytes[starts[$0]..<(starts.indices.contains($0 + 1) ? starts[$0 + 1] : bytes.count)] }
  }

  /// The database that a record names after `DB`, else the only database whose text it has.
  private static func database(of record: ArraySlice<UInt8>) -> String? {
    let lines = record.split { $0 == 10 || $0 == 13 }
    if let line = lines.first(where: { $0.starts(with: "DB  - ".utf8) }) {
      return database(
        named: String(decoding: line.dropFirst(6), as: UTF8.self).trimmed,
        isOfEmbase: embase.hasSign(in: Array(record)))
    }
    let bytes = Array(record)
    let found = allCases.filter { !$0.isPlatform && $0.hasSign(in: bytes) }
    return found.count == 1 ? found.first?.rawValue : nil
  }

  /// The database that a record names after `DB`; nil if it names none.
  static func database(of record: borrowing Record) -> String? {
    guard let name = record[.archive] else { return nil }
    // Few records need the search in their addresses.
    let isOfEmbase =
      ofEmbase.contains(name.lowercased())
      && record.identifiers.contains { $0.scheme == .url && embase.hasSign(in: Array($0.value.utf8)) }
    return database(named: name, isOfEmbase: isOfEmbase)
  }

  private static func database(named name: String, isOfEmbase: @autoclosure () -> Bool) -> String? {
    guard (1...64).contains(name.utf8.count), !name.utf8.contains(UInt8(ascii: ";")) else { return nil }
    let lower = name.lowercased()
    if ofEmbase.contains(lower), isOfEmbase() { return embase.rawValue }
    return codes.first { $0.code == lower }?.name ?? name
  }

  /// What embase.com writes after `DB` for the parts of its database.
  private static let ofEmbase = ["medline", "pubmed-not-medline", "embase classic", "preprint", "preprints"]

  /// The codes that EBSCOhost writes after `DB` for the names of its databases.
  private static let codes = [
    (code: "rzh", name: "CINAHL"), (code: "ccm", name: "CINAHL"), (code: "psyh", name: "PsycInfo"),
    (code: "eric", name: "ERIC"),
  ]
}
