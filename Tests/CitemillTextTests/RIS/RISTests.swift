import Citemill
import CitemillTestSupport
import Testing

@Suite struct RISTests {
  @Test(
    arguments: [
      ("AN  - WOS:000123456700001", "Web of Science"),
      ("UR  - https://www.scopus.com/inward/record.uri?eid=1", "Scopus"),
      ("UR  - https://ovidsp.ovid.com/ovidweb.cgi?T=JS", "Ovid"), ("DP  - EBSCOhost", "EBSCO"),
      ("UR  - https://www.proquest.com/docview/1", "ProQuest"), ("DB  - PubMed", "PubMed"),
      ("UR  - https://www.embase.com/search/results?id=L1", "Embase"),
      ("UR  - https://ieeexplore.ieee.org/document/1", "IEEE"), ("UR  - https://dl.acm.org/doi/10.5555/1", "ACM"),
      ("N1  - found in Scopus and Web of Science", nil),
    ] as [(String, String?)])
  func databasesAreToldByWhatTheyWrite(line: String, name: String?) throws {
    let text = "TY  - JOUR\nTI  - Weirs\n\(line)\nER  - \n"
    var conversion = try Conversion(
      to: FormatRegistry.standard.writableFormat("records"), registry: .standard, into: ByteSink(.null))
    conversion.run(ByteSource(bytes: Array(text.utf8)))
    let (summary, _) = conversion.finish()
    #expect(summary.sources.map(\.dialect) == [name])
  }
}
