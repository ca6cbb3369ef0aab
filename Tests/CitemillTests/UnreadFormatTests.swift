import Citemill
import CitemillCore
import Testing

/// A file in an unsupported format is refused by its name, and not taken for a similar one.
@Suite struct UnreadFormatTests {
  /// The beginning of a zip archive with members of these names.
  private static func archive(_ names: String...) -> String {
    names.map { name in
      "PK\u{3}\u{4}" + String(repeating: "\0", count: 22) + "\(UnicodeScalar(UInt8(name.utf8.count)))\0\0\0" + name
    }.joined()
  }

  /// The beginnings of files with the names by which they are refused.
  static let samples: [(name: String, text: String)] = [
    ("MODS", "<?xml version=\"1.0\"?>\n<!-- a -->\n<modsCollection xmlns=\"http://www.loc.gov/mods/v3\"><mods/>"),
    ("MODS", "<m:mods xmlns:m=\"http://www.loc.gov/mods/v3\"><m:titleInfo/></m:mods>"),
    ("MARCXML", "<collection xmlns=\"http://www.loc.gov/MARC21/slim\"><record><leader/></record></collection>"),
    (
      "XML of Microsoft Word",
      "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body/></w:document>"
    ),
    ("RDF/XML", "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Seq/></rdf:RDF>"),
    ("TEI", "<TEI xmlns=\"http://www.tei-c.org/ns/1.0\"><teiHeader/><text/></TEI>"),
    ("Elsevier's XML", "<ja:article xmlns:ja=\"http://www.elsevier.com/xml/ja/dtd\"><ja:head/></ja:article>"),
    ("IEEE's XML", "<!DOCTYPE publication SYSTEM \"ieee_idams_exchange.dtd\">\n<publication><article/></publication>"),
    ("DataCite XML", "<resource xmlns=\"http://datacite.org/schema/kernel-4\"><creators/></resource>"),
    ("HTML", "<!DOCTYPE html>\n<html lang=\"en\"><head><title>Weirs</title></head></html>"),
    ("an answer of Crossref's REST API", #"{"status":"ok","message-type":"work","message":{"title":["Weirs"]}}"#),
    ("the citations of a Word document (itemData)", #"[{"id":"a","itemData":{"type":"book","title":"Weirs"}}]"#),
    ("DataCite JSON", #"{"data":{"id":"10.5555/a","attributes":{"creators":[],"titles":[{"title":"Weirs"}]}}}"#),
    ("DataCite JSON", #"[{"id":"a","creators":[{"name":"Berg, A."}],"titles":[]}]"#),
    ("OpenAlex JSON", #"{"meta":{"count":1},"results":[{"id":"W1","title":"Weirs","authorships":[]}]}"#),
    ("JSON-LD of schema.org or CodeMeta", #"{"@context":"https://schema.org","@type":"Book","name":"Weirs"}"#),
    ("Zotero's JSON", #"[{"key":"A","version":1,"data":{"itemType":"book","title":"Weirs"}}]"#),
    ("Zotero's JSON", #"{"config":{},"items":[{"itemType":"book","title":"Weirs","creators":[]}]}"#),
    (
      "the description of a software package (package.json)",
      #"{"name":"weir","version":"1.0.0","scripts":{"test":"run"},"author":"Anna Berg"}"#
    ),
    ("RefWorks' tagged format", "RT Journal Article\nSR Electronic\nA1 Berg,Anna\nT1 Weirs\n"),
    ("Ovid's tagged format", "<1>\nUnique Identifier\n  33445566\nTitle\n  Weirs.\n"),
    (
      "Crossref's answer to a deposit (doi_batch_diagnostic)",
      "<doi_batch_diagnostic status=\"completed\"><record_diagnostic status=\"Success\"/></doi_batch_diagnostic>"
    ),
    ("the Cochrane Library's text", "Record #1 of 2\nID: CN-1\nAU: Berg A\nTI: Weirs\n"),
    ("the Cochrane Library's text", "Cochrane Library\n\nRecord #1 of 2\nID: CN-1\nAU: Berg A\nTI: Weirs\n"),
    ("Embase's text", "RECORD 1\n\nTITLE\nWeirs of the Ouse\n\nAUTHOR NAMES\nSorle I.\n"),
    ("PDF", "\n \n%PDF-1.7\n1 0 obj\n"),
    ("an error of PubMed's efetch", "<eFetchResult><ERROR>ID list is empty</ERROR></eFetchResult>"),
    (
      "the XML that publishers send to PubMed (ArticleSet)",
      "<ArticleSet><Article><ArticleTitle>Weirs</ArticleTitle></Article></ArticleSet>"
    ),
    ("an error of an OAI-PMH server", "<OAI-PMH><error code=\"noRecordsMatch\">None</error></OAI-PMH>"),
    ("Dublin Core in XML (oai_dc)", "<OAI-PMH><ListRecords><record><oai_dc:dc/></record></ListRecords></OAI-PMH>"),
    (
      "a short answer of Crossref to a query",
      "<crossref_result xmlns=\"http://www.crossref.org/qrschema/2.0\"><query/></crossref_result>"
    ),
    ("DBLP's XML", "<dblp><article key=\"a\"><author>Ida Sorle</author><title>Weirs</title></article></dblp>"),
    ("BibTeXML", "<bibtex:file xmlns:bibtex=\"http://bibtexml.sf.net/\"><bibtex:entry/></bibtex:file>"),
    ("Scopus' text", "Scopus\nEXPORT DATE: 12 May 2021\n\nBerg, A.\nWeirs\n"),
    ("PubMed's text (abstract or summary)", "1. J Weirs. 2021;1(2):3-4.\n\nWeirs.\n\nBerg A.\n\nPMID: 33445566\n"),
    ("a citation file of a software project (CFF)", "message: Cite it\ncff-version: 1.2.0\ntitle: weir\n"),
    ("CSL data in YAML", "---\nreferences:\n- id: a\n  type: book\n  title: Weirs\n...\n"),
    ("hayagriva's YAML", "weirs:\n    type: Book\n    title: Weirs\n    author: Berg, Anna\n"),
    ("a bibliography that BibTeX or biber made (bbl)", "\\begin{thebibliography}{9}\n\\bibitem{a} Berg. Weirs.\n"),
    ("a LaTeX document", "\\documentclass{article}\n\\begin{document}\nSee \\cite{a}.\n"),
    ("MARC in lines (mrk)", "=LDR  00191nam a2200085   4500\n=245  10$aWeirs\n"),
    ("MARC 21 (ISO 2709)", "00191nam a2200085   4500001001000000020001800010\u{1E}a\u{1E}\u{1D}"),
    ("RTF", "{\\rtf1\\ansi Weirs}"), ("PDF", "%PDF-1.7\n1 0 obj\n"),
    ("an OpenDocument file", "PK\u{3}\u{4}\u{14}\0mimetypeapplication/vnd.oasis.opendocument.textPK"),
    ("an SQLite database", "SQLite format 3\0\u{10}"), ("a picture", "GIF89a"),
    ("Copernicus' XML", "<!DOCTYPE article SYSTEM \"copernicus.dtd\">\n<article language=\"en\"><title/></article>"),
    ("DocBook", "<article xmlns=\"http://docbook.org/ns/docbook\"><title>Weirs</title></article>"),
    ("an Atom feed", "<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><title>Weirs</title></entry></feed>"),
    ("RSS", "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel/></rss>"),
    ("an SVG picture", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
    ("PubMed's summaries (eSummary, eSearch)", "<eSummaryResult><DocSum><Id>1</Id></DocSum></eSummaryResult>"),
    ("PubMed's summaries (eSummary, eSearch)", #"{"header":{"type":"esummary"},"result":{"uids":["1"]}}"#),
    (
      "Commonmeta JSON",
      #"{"id":"a","type":"Article","provider":"Crossref","contributors":[],"titles":[{"title":"Weirs"}]}"#
    ),
    ("Europe PMC JSON", #"{"version":"6.9","hitCount":1,"resultList":{"result":[{"id":"1","title":"Weirs"}]}}"#),
    ("Semantic Scholar JSON", #"{"paperId":"a","title":"Weirs","authors":[]}"#),
    ("INSPIRE JSON", #"{"hits":{"total":1,"hits":[{"id":"1","metadata":{"titles":[{"title":"Weirs"}]}}]}}"#),
    ("DOAJ JSON", #"{"total":1,"results":[{"id":"a","bibjson":{"title":"Weirs"}}]}"#),
    ("ORCID JSON", #"{"group":[{"work-summary":[{"title":{"title":{"value":"Weirs"}}}]}]}"#),
    ("an Excel workbook (xlsx)", archive("[Content_Types].xml", "xl/workbook.xml")),
    ("a Word document (docx)", archive("[Content_Types].xml", "word/document.xml")),
  ]

  @Test(arguments: samples) func isRefusedByItsName(name: String, text: String) throws {
    let failure = #expect(throws: SourceFailure.self) { try FormatRegistry.standard.read(text: text) }
    #expect(
      failure?.diagnostic.message.hasPrefix("\(name) is not supported; ") == true, "\(String(describing: failure))")
  }

  /// No signature fits the beginning of a supported format.
  @Test(arguments: [
    ("csl-json", #"[{"id":"a","type":"book","title":"Weirs","version":"2"}]"#),
    ("csl-json", #"{"items":[{"id":"a","type":"book","title":"Weirs"}]}"#),
    ("records", #"{"citemill":1,"type":"book","titles":[{"text":"Weirs"}],"contributors":[]}"#),
    ("ris", "Scopus\nEXPORT DATE: 12 May 2021\n\nTY  - JOUR\nTI  - Weirs\nAU  - Berg, A.\nER  - \n"),
    (
      "csl-json",
      #"[{"id":"a","type":"article-journal","title":"A","author":[{"family":"Roe"}],"container-title":"X","#
        + #""issued":{"date-parts":[[2020]]},"DOI":"10.5555/a","@context":"x"}]"#
    ),
    ("listing", "Title: Weirs\nAuthor: Berg, Anna\nYear: 2001\nType: book\n"),
    ("bibtex", "% \\documentclass is not here\n@book{a, title={Weirs}}\n"),
  ])
  func isReadAsBefore(id: String, text: String) throws {
    #expect(try FormatRegistry.standard.read(text: text).format == id)
  }

  @Test func aNamedFormatIsTriedNevertheless() throws {
    let text = "\\documentclass{article}\n@book{a, title={Weirs}}\n"
    #expect(try FormatRegistry.standard.read(text: text, as: "bibtex").records.map(\.key) == ["a"])
    #expect(throws: SourceFailure.self) { try FormatRegistry.standard.read(text: "%PDF-1.7\n", as: "bibtex") }
  }

  /// What has only an id, a version or a page is not an item of CSL.
  @Test(arguments: [
    #"{"id":"editor","version":3,"language":"en","options":{"page":"A4"}}"#, #"{"status":"ok","version":2}"#,
    #"[{"id":1,"type":"user"}]"#,
  ])
  func settingsAreNoCitations(text: String) {
    #expect(throws: SourceFailure.self) { try FormatRegistry.standard.read(text: text) }
  }

  /// Older Office documents do not begin with text.
  @Test func everyFormatThatIsNotReadHasASample() {
    for format in FormatRegistry.standard.unread where !format.name.contains("97–2003") {
      #expect(Self.samples.contains { $0.name == format.name }, "\(format.name)")
    }
  }
}
