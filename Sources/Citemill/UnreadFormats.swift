/// The formats that are detected and refused by name: a format leaves this list once it is supported.
enum UnreadFormats {
  static let all: [UnreadFormat] = documents + xml + json + text

  // MARK: - Documents

  private static let zip = [UInt8]("PK\u{3}\u{4}".utf8)
  private static let asText = "export the citations as RIS, BibTeX or another format of text"

  private static let documents: [UnreadFormat] = [
    UnreadFormat("PDF", asText, isText: false, by: .bytes(Array("%PDF-".utf8))),
    UnreadFormat("an Excel workbook (xlsx)", "save the sheet as CSV", isText: false, by: .archive("xl/")),
    UnreadFormat(
      "a Word document (docx)",
      "export the citations from the program that manages them, or save the document as plain text",
      isText: false, by: .archive("word/")),
    UnreadFormat(
      "an OpenDocument file", "save a spreadsheet as CSV, a text as plain text", isText: false,
      by: .bytes(zip, with: ["mimetypeapplication/vnd.oasis.opendocument"])),
    UnreadFormat(
      "a document of Microsoft Office 97–2003", "save a spreadsheet as CSV, a text as plain text", isText: false,
      by: .bytes([0xD0, 0xCF, 0x11, 0xE0])),
    UnreadFormat(
      "an SQLite database", "export the library as RIS or BibTeX from the program that keeps it", isText: false,
      by: .bytes(Array("SQLite format 3".utf8))),
    UnreadFormat(
      "a picture", asText, isText: false, by: .bytes([0x89, 0x50, 0x4E, 0x47]), .bytes([0xFF, 0xD8, 0xFF]),
      .bytes(Array("GIF8".utf8))),
    UnreadFormat(
      "RTF", "save the text as plain text, or export the citations as RIS or BibTeX", by: .bytes(Array("{\\rtf".utf8))),
    UnreadFormat(
      "MARC 21 (ISO 2709)", "convert it to MODS and BibTeX with yaz-marcdump and bibutils, or export as RIS",
      by: .pattern("#####?????22#####???450"), .pattern("#####?????  #####???450")),
  ]

  // MARK: - XML

  private static let xml: [UnreadFormat] = [
    UnreadFormat(
      "MODS", "convert it with bibutils (xml2bib), or export as RIS or BibTeX", by: .element("mods"),
      .element("modsCollection")),
    UnreadFormat(
      "Crossref's answer to a deposit (doi_batch_diagnostic)",
      "give it with the deposit: citemill validate DEPOSIT --diagnostic FILE", by: .element("doi_batch_diagnostic")),
    UnreadFormat("MARCXML", "export as RIS or BibTeX from the catalogue", by: .head("MARC21/slim")),
    UnreadFormat(
      "XML of Microsoft Word", "export the citations from the program that manages them",
      by: .head("schemas.openxmlformats.org/wordprocessingml"), .head("schemas.openxmlformats.org/package"),
      .head("schemas.microsoft.com/office")),
    UnreadFormat("RDF/XML", "export as RIS, BibTeX or CSL-JSON", by: .element("RDF")),
    UnreadFormat(
      "TEI", "use GROBID or a similar tool to get BibTeX", by: .element("TEI"), .element("TEI.2"), .element("teiCorpus")
    ),
    UnreadFormat(
      "Elsevier's XML", "ask for JATS, or fetch the record from Crossref", by: .head("elsevier.com/xml")),
    UnreadFormat("Copernicus' XML", "ask for JATS, or fetch the record from Crossref", by: .head("copernicus.dtd")),
    UnreadFormat("IEEE's XML", "export as BibTeX or RIS from IEEE Xplore", by: .head("ieee_idams")),
    UnreadFormat("DocBook", "export the bibliography as BibTeX", by: .head("docbook.org")),
    UnreadFormat(
      "DataCite XML", "fetch the record from DataCite as CSL-JSON or BibTeX", by: .head("datacite.org/schema")),
    UnreadFormat("an Atom feed", "fetch the records as BibTeX", by: .element("feed", with: "Atom")),
    UnreadFormat("RSS", "fetch the records as BibTeX or RIS", by: .element("rss")),
    UnreadFormat(
      "PubMed's summaries (eSummary, eSearch)", "fetch the records with efetch, as PubMed XML or MEDLINE",
      by: .element("eSummaryResult"), .element("eSearchResult"), .element("DocumentSummarySet"),
      .members(["header/type", "result"]), .members(["header/type", "esearchresult"])),
    UnreadFormat(
      "an error of PubMed's efetch", "read it, and fetch the records again",
      by: .element("eFetchResult", with: "</ERROR></eFetchResult>"),
      .element("eFetchResult", with: "</ERROR>\n</eFetchResult>"),
      .element("eFetchResult", with: "</ERROR>\r\n</eFetchResult>")),
    UnreadFormat(
      "the XML that publishers send to PubMed (ArticleSet)", "fetch the records from PubMed, as PubMed XML or MEDLINE",
      by: .element("ArticleSet")),
    UnreadFormat(
      "an error of an OAI-PMH server", "read it, and ask the server again",
      by: .element("OAI-PMH", with: "<error code="),
      .element("OAI-PMH", with: ":error code=")),
    UnreadFormat(
      "Dublin Core in XML (oai_dc)",
      "ask for another metadataPrefix such as jats, or fetch the records by their DOIs from Crossref",
      by: .element("OAI-PMH", with: "oai_dc:dc"), .element("dc", with: "oai_dc")),
    UnreadFormat(
      "a short answer of Crossref to a query", "ask for format=unixsd or unixref",
      by: .element("crossref_result", with: "qrschema/2.0")),
    UnreadFormat(
      "DBLP's XML", "fetch the records as BibTeX or RIS from DBLP", by: .element("dblp"), .element("dblpperson")),
    UnreadFormat(
      "BibTeXML", "convert it to BibTeX", by: .head("bibtexml")),
    UnreadFormat(
      "HTML", "export the citations as RIS or BibTeX from the page, or copy its text", by: .element("html"),
      .element("HTML")),
    UnreadFormat("an SVG picture", asText, by: .element("svg")),
  ]

  // MARK: - JSON

  private static let json: [UnreadFormat] = [
    UnreadFormat(
      "an answer of Crossref's REST API",
      "pass what is in \"message\" (jq .message), or fetch it as application/vnd.citationstyles.csl+json",
      by: .members(["message-type", "message"]), .members(["message", "status", "message-version"])),
    UnreadFormat(
      "the citations of a Word document (itemData)", "pass what is in \"itemData\" (jq '[.[].itemData]')",
      by: .members(["itemData"]), .members(["citationItems/itemData"])),
    UnreadFormat(
      "DataCite JSON", "fetch the record as application/vnd.citationstyles.csl+json",
      by: .members(["data/attributes/creators"]), .members(["data/attributes/titles"]),
      .members(["creators", "titles"])),
    UnreadFormat(
      "Commonmeta JSON", "convert it with commonmeta to CSL-JSON or BibTeX",
      by: .members(["contributors", "titles", "provider"])),
    UnreadFormat(
      "OpenAlex JSON", "fetch the works by their DOIs from Crossref", by: .members(["authorships"]),
      .members(["ids/openalex"]), .members(["results/authorships"]), .members(["results/ids/openalex"])),
    UnreadFormat(
      "JSON-LD of schema.org or CodeMeta", "export as RIS, BibTeX or CSL-JSON", by: .members(["@context"]),
      .members(["@graph"]), .members(["@type", "name"])),
    UnreadFormat(
      "Zotero's JSON", "export as CSL JSON, RIS or BibTeX from Zotero (of the web service: format=csljson)",
      by: .members(["data/itemType"]), .members(["itemType"]), .members(["items/itemType"])),
    UnreadFormat(
      "the description of a software package (package.json)", "write the citation as BibTeX @software or CITATION.cff",
      by: .members(["name", "version", "dependencies"]), .members(["name", "version", "scripts"]),
      .members(["name", "version", "devDependencies"]), .members(["name", "version", "main"]),
      .members(["name", "private", "scripts"])),
    UnreadFormat(
      "Europe PMC JSON", "fetch the records as RIS or PubMed XML", by: .members(["hitCount", "resultList/result"])),
    UnreadFormat(
      "Semantic Scholar JSON", "fetch the works by their DOIs from Crossref", by: .members(["paperId"]),
      .members(["data/paperId"])),
    UnreadFormat(
      "INSPIRE JSON", "fetch the records as BibTeX", by: .members(["hits/hits/metadata"]), .members(["metadata/titles"])
    ),
    UnreadFormat(
      "DOAJ JSON", "fetch the works by their DOIs from Crossref", by: .members(["bibjson"]),
      .members(["results/bibjson"])),
    UnreadFormat(
      "ORCID JSON", "export the works as BibTeX from ORCID", by: .members(["orcid-identifier"]),
      .members(["group/work-summary"])),
  ]

  // MARK: - Text

  private static let text: [UnreadFormat] = [
    UnreadFormat(
      "RefWorks' tagged format", "export as RIS or BibTeX from RefWorks", by: .lines(["RT ", "T1 "]),
      .lines(["RT ", "A1 "]),
      .lines(["RT ", "SR "])),
    UnreadFormat(
      "Ovid's tagged format", "export as RIS from Ovid", by: .lines(["<*>", "VN  - Ovid"]), .lines(["<*>", "UI  - "]),
      .lines(["<*>", "Unique Identifier"]), .lines(["<*>", "Accession Number"]), .lines(["<*. >", "UI  - "]),
      .lines(["<*. >", "Unique Identifier"]), .lines(["<*. >", "Accession Number"]), .lines(["VN  - Ovid"]),
      .lines(["Database: Ovid"])),
    UnreadFormat(
      "the Cochrane Library's text", "export as RIS from the Cochrane Library",
      by: .lines(["Record #*", "AU: "]), .lines(["Record #*", "TI: "]), .lines(["Record #*", "ID: CN-"]),
      // With a heading.
      .lines(["", "Record #*", "ID: CN-"]), .lines(["", "Record #*", "ID: ", "AU: "])),
    UnreadFormat("Embase's text", "export as RIS from Embase", by: .lines(["RECORD 1", "TITLE"])),
    UnreadFormat("Scopus' text", "export as RIS, BibTeX or CSV from Scopus", by: .lines(["Scopus", "EXPORT DATE:"])),
    UnreadFormat(
      "PubMed's text (abstract or summary)", "save as PubMed or NBIB from PubMed",
      by: .lines(["1. ", "PMID: *"]), .lines(["1: ", "PMID: *"]), .lines(["1: ", "PubMed PMID:"])),
    UnreadFormat(
      "a citation file of a software project (CFF)", "convert it with cffconvert to BibTeX or RIS",
      by: .lines(["", "cff-version:"])),
    UnreadFormat(
      "CSL data in YAML", "convert it with pandoc to CSL-JSON", by: .lines(["references:", "- id:"]),
      .lines(["references:", "- type:"]), .lines(["---", "references:"]), .lines(["- id:", " type:"]),
      .lines(["---", "- id:"])),
    UnreadFormat(
      "hayagriva's YAML", "export as BibLaTeX", by: .lines(["*:", " type:", " title:"]),
      .lines(["#", "*:", " type:", " title:"])),
    UnreadFormat(
      "a bibliography that BibTeX or biber made (bbl)", "take the .bib files of the document",
      by: .lines(["\\begin{thebibliography}"]), .lines(["% $ biblatex auxiliary file"]), .lines(["% $ biblatex bbl"])),
    UnreadFormat(
      "a LaTeX document", "take its .bib files, or copy the text of its references", by: .lines(["\\documentclass"]),
      .lines(["%", "\\documentclass"])),
    UnreadFormat("MARC in lines (mrk)", "export as RIS or BibTeX from the catalogue", by: .lines(["=LDR "])),
  ]
}
