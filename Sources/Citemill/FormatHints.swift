/// Hints for the names of programs, databases and file types that users give where a format is expected.
enum FormatHints {
  static let all: [NameHint] = programs + documents

  /// The exports of a program by the ids of the formats, the most complete first.
  private static func exports(_ words: [String], of name: String, _ ids: String) -> NameHint {
    NameHint(words, "\(name) exports \(ids); without --from the format is detected")
  }

  /// The formats that a program both reads and writes, by their ids, the most complete first.
  private static func exchanges(_ words: [String], of name: String, _ ids: String) -> NameHint {
    NameHint(words, "\(name) imports and exports \(ids)")
  }

  private static let programs: [NameHint] = [
    exports(["scopus", "elsevier", "sciencedirect"], of: "Scopus", "ris, bibtex or csv"),
    exports(["embase", "emtree"], of: "Embase", "ris or csv"),
    exports(["ovid", "ebsco", "ebscohost", "proquest", "cinahl", "psycinfo"], of: "this database", "ris"),
    exports(["cochrane", "central", "ieee", "acm", "jstor", "springer", "wiley"], of: "this library", "ris or bibtex"),
    exchanges(["zotero"], of: "Zotero", "ris, bibtex, biblatex and csl-json"),
    exchanges(["mendeley", "papers", "paperpile"], of: "this program", "ris and bibtex"),
    exchanges(["jabref"], of: "JabRef", "bibtex and biblatex"),
    exchanges(["bibdesk"], of: "BibDesk", "bibtex"),
    exchanges(["citavi", "refworks", "rayyan", "covidence"], of: "this program", "ris"),
    exports(["scholar", "google", "google-scholar", "googlescholar"], of: "Google Scholar", "bibtex, ris or refer"),
    exports(["webofscience", "web-of-science", "clarivate", "wok"], of: "Web of Science", "wos, ris or bibtex"),
    exports(["openalex"], of: "OpenAlex", "csv"),
    exports(["sciencegate", "webpage", "page", "copied"], of: "a copied page", "listing"),
    NameHint(
      ["crossref", "datacite"], "see crossref-xml for XML of Crossref, csl-json for JSON of Crossref and DataCite"),
    NameHint(["pmc", "europepmc", "scielo", "article"], "see jats for articles, nbib and pubmed-xml for records"),
    NameHint(["xml"], "see jats, crossref-xml, pubmed-xml, endnote-xml and word-xml"),
    NameHint(["yaml", "yml"], "pandoc makes YAML from csl-json"),
  ]

  private static let documents: [NameHint] = [
    NameHint(
      ["docx", "doc", "word", "odt", "rtf"], "pandoc makes documents with a bibliography from csl-json or bibtex"),
    NameHint(
      ["html", "htm", "pdf", "md", "markdown", "tex", "latex"], "pandoc makes documents from csl-json or bibtex"),
    NameHint(
      ["apa", "mla", "chicago", "harvard", "vancouver", "ama", "turabian", "style"],
      "pandoc formats csl-json in citation styles such as APA"),
    NameHint(["xlsx", "xls", "excel", "ods", "spreadsheet"], "spreadsheets open csv"),
    NameHint(["marc", "marcxml", "mrc", "mods", "rdf", "tei"], "libraries take ris; see citemill formats"),
  ]
}
