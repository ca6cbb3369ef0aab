import Citemill
import CitemillCore
import CitemillTestSupport
import Testing

/// The text of an identifier has the same meaning in every format that can hold it, or an exception states
/// why not.
@Suite struct IdentifiersAcrossFormatsTests {
  /// The fields of one scheme.
  private static func usual(
    ris: String? = nil, nbib: String? = nil, refer: String? = nil, wos: String? = nil, bibtex: String? = nil,
    endNote: String? = nil,
    column: String, json: String? = nil
  ) -> [Carrier] {
    var list: [(String, String, String, String)] = []
    if let ris { list.append(("RIS \(ris)", "ris", "TY  - BOOK\nTI  - Weirs\n\(ris)  - ", "\nER  - \n")) }
    if let nbib {
      let tag = nbib + String(repeating: " ", count: 4 - nbib.count)
      list.append(("nbib \(nbib)", "nbib", "PMID- 1\nTI  - Weirs\n\(tag)- ", "\n"))
    }
    if let refer { list.append(("Refer \(refer)", "refer", "%0 Book\n%T Weirs\n\(refer) ", "\n")) }
    if let wos {
      list.append(("Web of Science \(wos)", "wos", "FN X\nVR 1.0\nPT B\nTI Weirs\n\(wos) ", "\nER\n\nEF\n"))
    }
    if let bibtex { list.append(("BibTeX \(bibtex)", "bibtex", "@book{a, title={Weirs}, \(bibtex)={", "}}\n")) }
    if let endNote {
      let before = "<xml><records><record><ref-type name=\"Book\"/><titles><title>Weirs</title></titles>"
      list.append(
        (
          "EndNote XML \(endNote)", "endnote-xml", "\(before)<\(endNote)>", "</\(endNote)></record></records></xml>"
        ))
    }
    list.append(("CSV \(column)", "csv", "title,type,\(column)\nWeirs,book,\"", "\"\n"))
    list.append(("listing", "listing", "Title: Weirs\nAuthor: Doe, Jane\n\(column): ", "\n"))
    if let json {
      list.append(("CSL-JSON \(json)", "csl-json", #"[{"id":"a","type":"book","title":"Weirs","\#(json)":""#, #""}]"#))
    }
    return Carrier.table(list)
  }

  private static let dois = usual(
    ris: "DO", refer: "%R", wos: "DI", bibtex: "doi", endNote: "electronic-resource-num", column: "DOI", json: "DOI")
  private static let isbns = usual(
    ris: "SN", nbib: "ISBN", refer: "%@", wos: "BN", bibtex: "isbn", endNote: "isbn", column: "ISBN", json: "ISBN")
  private static let issns = usual(
    ris: "SN", nbib: "IS", refer: "%@", wos: "SN", bibtex: "issn", endNote: "isbn", column: "ISSN", json: "ISSN")
  private static let pmids = usual(wos: "PM", bibtex: "pmid", column: "PMID", json: "PMID")
  private static let pmcids = usual(nbib: "PMC", bibtex: "pmcid", column: "PMCID", json: "PMCID")
  private static let arxivs =
    usual(column: "arXiv")
    + Carrier.table([("BibTeX eprint", "bibtex", "@book{a, title={Weirs}, archivePrefix={arXiv}, eprint={", "}}\n")])

  /// Texts of a scheme with their meaning: `scheme value`, several separated by bars; nothing for a
  /// placeholder.
  static let texts: [(carriers: [Carrier], texts: [(text: String, found: String)])] = [
    (
      dois,
      [
        ("10.5555/abc", "DOI 10.5555/abc"), ("https://doi.org/10.5555/abc", "DOI 10.5555/abc"),
        ("http://dx.doi.org/10.5555/abc", "DOI 10.5555/abc"), ("doi:10.5555/abc", "DOI 10.5555/abc"),
        ("DOI: 10.5555/abc", "DOI 10.5555/abc"), ("DOI 10.5555/abc", "DOI 10.5555/abc"),
        ("doi: https://doi.org/10.5555/abc", "DOI 10.5555/abc"), ("10.5555/abc [doi]", "DOI 10.5555/abc"),
        ("10.5555/abc.", "DOI 10.5555/abc"), ("<10.5555/abc>", "DOI 10.5555/abc"), ("(10.5555/abc)", "DOI 10.5555/abc"),
        ("10.5555/a(b)c", "DOI 10.5555/a(b)c"), ("10.5555/a(b)", "DOI 10.5555/a(b)"),
        ("10.5555/a(19)1:2&lt;3::aid-b4&gt;3.0.co;2-c", "DOI 10.5555/a(19)1:2<3::aid-b4>3.0.co;2-c"),
        ("10.5555/a(19)1:2<3::aid-b4>3.0.co;2-c", "DOI 10.5555/a(19)1:2<3::aid-b4>3.0.co;2-c"),
        ("https://doi.org/10.5555%2Fabc", "DOI 10.5555/abc"), ("10.5555%2Fabc", "DOI 10.5555/abc"),
        ("https://example.org/doi/full/10.5555/abc?x=1", "DOI 10.5555/abc"),
        ("https://doi-org.example.org/10.5555/abc", "DOI 10.5555/abc"),
        ("10.5555/abc; 10.5555/def", "DOI 10.5555/abc|DOI 10.5555/def"),
        ("10.5555/abc, 10.5555/def", "DOI 10.5555/abc|DOI 10.5555/def"),
        ("10.5555/abc and 10.5555/def", "DOI 10.5555/abc|DOI 10.5555/def"),
        // White space in a DOI may be the end of a line, so that what follows it is not left out.
        ("10.5555/a bc", "DOI 10.5555/a bc"), ("CSTR-77", "DOI CSTR-77"),
      ]
    ),
    (
      isbns,
      [
        ("978-3-16-148410-0", "ISBN 978-3-16-148410-0"), ("9783161484100", "ISBN 9783161484100"),
        ("080442957X", "ISBN 080442957X"), ("978-3-16-148410-0 (hardback)", "ISBN 978-3-16-148410-0"),
        ("ISBN 978-3-16-148410-0", "ISBN 978-3-16-148410-0"), ("ISBN-13: 978-3-16-148410-0", "ISBN 978-3-16-148410-0"),
        ("978–3–16–148410–0", "ISBN 978-3-16-148410-0"), ("9783161484100.0", "ISBN 9783161484100"),
        ("978 3 16 148410 0", "ISBN 978-3-16-148410-0"), ("ISBN 3 16 148410 X", "ISBN 3-16-148410-X"),
        ("978-3-16-148410-0 (hbk); 978-1-4028-9462-6 (ebk)", "ISBN 978-3-16-148410-0|ISBN 978-1-4028-9462-6"),
        ("978-3-16-148410-0, 978-1-4028-9462-6", "ISBN 978-3-16-148410-0|ISBN 978-1-4028-9462-6"),
        (
          "Electronic:978-1-4028-9462-6; Print on Demand(PoD):978-3-16-148410-0",
          "ISBN 978-1-4028-9462-6|ISBN 978-3-16-148410-0"
        ),
      ]
    ),
    (
      issns,
      [
        ("1234-5679", "ISSN 1234-5679"), ("12345679", "ISSN 12345679"), ("ISSN 1234-5679", "ISSN 1234-5679"),
        ("ISSN: 1234-5679", "ISSN 1234-5679"), ("1234-5679 (Print)", "ISSN 1234-5679"),
        ("1234-5679 (Print) 2345-6787 (Electronic)", "ISSN 1234-5679|eISSN 2345-6787"),
        ("1234-5679 (ISSN)", "ISSN 1234-5679"), ("e-ISSN: 2345-6787", "eISSN 2345-6787"),
        ("EISSN-2345-6787", "eISSN 2345-6787"), ("1234-5679 (Linking)", "ISSN-L 1234-5679"),
        ("1234-5679, 2345-6787", "ISSN 1234-5679|ISSN 2345-6787"),
        ("1234-5679; 2345-6787 (Online)", "ISSN 1234-5679|eISSN 2345-6787"),
        ("1234–5679", "ISSN 1234-5679"), ("12345679.0", "ISSN 12345679"),
        ("978-3-16-148410-0", "ISBN 978-3-16-148410-0"),
      ]
    ),
    (
      pmids,
      [
        ("12345", "PMID 12345"), ("PMID: 12345", "PMID 12345"), ("pmid:12345", "PMID 12345"),
        ("PMID 12345", "PMID 12345"), ("https://pubmed.ncbi.nlm.nih.gov/12345/", "PMID 12345"),
        ("http://www.ncbi.nlm.nih.gov/pubmed/12345", "PMID 12345"), ("12345.0", "PMID 12345"),
        ("12345 [pmid]", "PMID 12345"), ("PMC12345", "PMCID PMC12345"),
        ("12,345,678", "PMID 12345678"), ("123, 456", "PMID 123|PMID 456"),
        ("PMID: 12345; PMCID: PMC678", "PMID 12345|PMCID PMC678"), ("MEDLINE:12345", "PMID MEDLINE:12345"),
      ]
    ),
    (
      pmcids,
      [
        ("PMC12345", "PMCID PMC12345"), ("pmc12345", "PMCID PMC12345"), ("12345", "PMCID PMC12345"),
        ("PMCID: PMC12345", "PMCID PMC12345"),
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC12345/", "PMCID PMC12345"),
        ("https://pmc.ncbi.nlm.nih.gov/articles/PMC12345/", "PMCID PMC12345"), ("NIHMS12345", "PMCID NIHMS12345"),
      ]
    ),
    (
      arxivs,
      [
        ("2101.00001", "arXiv 2101.00001"), ("2101.00001v2", "arXiv 2101.00001v2"),
        ("arXiv preprint arXiv:2101.00001", "arXiv 2101.00001"), ("arXiv:2101.00001v2 [cs.CL]", "arXiv 2101.00001v2"),
        ("arXiv: 2101.00001", "arXiv 2101.00001"),
        ("https://arxiv.org/abs/2101.00001v2", "arXiv 2101.00001v2"),
        ("http://arxiv.org/pdf/2101.00001.pdf", "arXiv 2101.00001"), ("hep-th/9901001", "arXiv hep-th/9901001"),
        ("arXiv:math.AG/0307200v1", "arXiv math.AG/0307200v1"), ("10.48550/arXiv.2101.00001", "arXiv 2101.00001"),
      ]
    ),
  ]

  private static func found(_ text: String, _ carrier: Carrier) throws -> String {
    let record = try #require(try carrier.record(with: text), "\(carrier): \(text)")
    let all = (record.identifiers + record.identifiers(of: .host)).filter { $0 != Identifier(.pmid, "1") }
    return all.map { "\($0.scheme) \($0.value)" }.joined(separator: "|")
  }

  @Test(arguments: texts.flatMap(\.carriers).map(\.description).indices)
  func readTheSame(place: Int) throws {
    let all = Self.texts.flatMap { group in group.carriers.map { ($0, group.texts) } }
    let (carrier, texts) = all[place]
    for (text, wanted) in texts {
      #expect(try Self.found(text, carrier) == wanted, "\(carrier): \(text)")
    }
  }

  /// What programs write for a missing value is not an identifier, and a note reports it.
  @Test(arguments: ["n/a", "N/A", "NA", "-", "null", "none", "None", "0", "nan", "not available", "–", "unbekannt"])
  func readNoPlaceholder(text: String) throws {
    for carrier in Self.texts.flatMap(\.carriers) {
      let record = try #require(try carrier.record(with: text), "\(carrier): \(text)")
      #expect(record.identifiers.allSatisfy { $0 == Identifier(.pmid, "1") }, "\(carrier): \(text)")
    }
  }
}
