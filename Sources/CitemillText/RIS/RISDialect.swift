import CitemillCore

/// The databases whose exports are told by what they put into them.
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

  /// Words that only one exporter writes.
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
    }
  }

  /// The database whose words are in the bytes; nil for none.
  static func of(_ bytes: [UInt8]) -> Self? {
    allCases.first { dialect in dialect.signs.contains { bytes.span.firstIndex(of: Array($0.utf8)) != nil } }
  }
}
