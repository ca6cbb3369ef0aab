import CitemillCore

// Headers that name columns by the tags of another format.

extension CSVTable {
  /// The columns of a header by their names; nil for unknown ones.
  static func columns(named names: [String]) -> [Column?] {
    let names = namesOfTags(names) ?? names
    return refined(names.map { column($0) }, names)
  }

  /// The names of the columns of a header of tags; nil for another header.
  static func namesOfTags(_ tags: [String]) -> [String]? {
    func has(_ names: [String]) -> Bool { names.allSatisfy { name in tags.contains { $0.hasSameBytes(as: name) } } }
    let names = has(["PT", "TI", "SO"]) ? namesOfWebOfScience : has(["TY", "AU", "TI"]) ? namesOfRIS : nil
    return names.map { names in tags.map { names[$0] ?? $0 } }
  }

  /// The tags in the header of Web of Science's tab-delimited tables, with the names of the same columns in
  /// its other tables.
  private static let namesOfWebOfScience = [
    "PT": "publication type", "AU": "authors", "AF": "author full names", "BE": "book editors", "CA": "group authors",
    "TI": "article title",
    "SO": "source title", "SE": "book series", "LA": "language", "DT": "document type", "CT": "conference title",
    "CL": "event-place", "SP": "event-sponsor", "DE": "author keywords", "ID": "keywords plus", "AB": "abstract",
    "PU": "publisher", "PI": "publisher-place", "SN": "ISSN", "EI": "eISSN", "BN": "ISBN",
    "J9": "journal abbreviation", "JI": "journal iso abbreviation", "PD": "publication month",
    "PY": "publication year", "VL": "volume", "IS": "issue", "PN": "part-number", "SU": "supplement-number",
    "BP": "start page", "EP": "end page", "AR": "article-number", "DI": "DOI", "EA": "online",
    "PG": "number-of-pages", "PM": "PMID", "UT": "wos id",
  ]

  /// The tags of RIS, by which synthesisr names columns.
  private static let namesOfRIS = [
    "TY": "type", "AU": "author", "TI": "title", "PY": "year", "DA": "issued", "JO": "container-title",
    "T2": "container-title", "JF": "container-title", "VL": "volume", "IS": "issue", "SP": "first-page",
    "EP": "last-page", "SN": "ISSN", "UR": "URL", "DO": "DOI", "AB": "abstract", "N2": "abstract", "KW": "keyword",
    "PB": "publisher", "CY": "publisher-place", "N1": "note", "LA": "language",
  ]
}
