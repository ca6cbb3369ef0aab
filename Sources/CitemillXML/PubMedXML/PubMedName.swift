/// The elements and attributes of PubMed's XML (NLM, "PubMed XML Element Descriptions", `pubmed_250101.dtd`).
enum PubMedName: UInt16, XMLName {
  // Around the record.
  case pubmedArticle, pubmedBookArticle, deleteCitation, medlineCitation, pubmedData, bookDocument, pubmedBookData
  case pmid, version, article
  // NLM's data about its record.
  case status, owner, versionID, versionDate, indexingMethod, dateCreated, dateCompleted, dateRevised
  case citationSubset, numberOfReferences
  // The journal.
  case journal, issn, issnType, journalIssue, volume, issue, pubDate, title, isoAbbreviation, medlineJournalInfo
  case medlineTA, country, issnLinking, nlmUniqueID, citedMedium, pubModel
  // Dates.
  case year, month, day, hour, minute, second, season, medlineDate, articleDate, dateType, history, pubMedPubDate
  case pubStatus, publicationStatus, contributionDate, beginningDate, endingDate
  // The article.
  case articleTitle, vernacularTitle, pagination, startPage, endPage, medlinePgn, eLocationID, eIdType, abstract
  case otherAbstract, abstractText, label, nlmCategory, copyrightInformation, language, type
  case publicationTypeList, publicationType, ui, articleIdList, articleId, idType, otherID
  // Names.
  case authorList, author, lastName, foreName, initials, suffix, collectiveName, affiliationInfo, affiliation
  case identifier, source, equalContrib, validYN, completeYN
  case investigatorList, investigator, personalNameSubjectList, personalNameSubject
  // Subjects.
  case meshHeadingList, meshHeading, descriptorName, qualifierName, majorTopicYN, autoHM, keywordList, keyword
  case chemicalList, chemical, registryNumber, nameOfSubstance, supplMeshList, supplMeshName
  case geneSymbolList, geneSymbol, spaceFlightMission, generalNote, coiStatement
  // Funding, data, relations, references.
  case grantList, grant, grantID, acronym, agency
  case dataBankList, dataBank, dataBankName, accessionNumberList, accessionNumber
  case commentsCorrectionsList, commentsCorrections, refType, refSource, note
  case objectList, object, param, name
  case referenceList, reference, citation
  // Books.
  case book, publisher, publisherName, publisherLocation, bookTitle, isbn, edition, collectionTitle, medium
  case volumeTitle, reportNumber, locationLabel, sections, section, sectionTitle, itemList, item, listType
  case bookCode, partCode, sectionCode
  // Markup.
  case i, b, u, sub, sup, math

  /// The attributes; `Language`, `Type` and `Label` are both elements and attributes.
  static let attributes: [Self] = [
    .version, .status, .owner, .versionID, .versionDate, .indexingMethod, .issnType, .citedMedium, .pubModel, .dateType,
    .pubStatus, .eIdType, .label, .nlmCategory, .language, .type, .ui, .idType, .source, .equalContrib, .validYN,
    .completeYN, .majorTopicYN, .autoHM, .refType, .name, .listType, .bookCode, .partCode, .sectionCode,
  ]

  // The name is needed for each value that is kept of an element, and computing it each time takes long.
  var word: String { Self.words[Int(rawValue)] }

  private static let words = allCases.map(\.spelled)

  private var spelled: String {
    switch self {
    case .pmid: "PMID"
    case .issn: "ISSN"
    case .issnLinking: "ISSNLinking"
    case .isoAbbreviation: "ISOAbbreviation"
    case .ui: "UI"
    case .bookCode: "book"
    case .partCode: "part"
    case .sectionCode: "sec"
    case .i, .b, .u, .sub, .sup, .math: "\(self)"
    default: Self.capitalized("\(self)")
    }
  }

  private static func capitalized(_ name: String) -> String {
    var bytes = Array(name.utf8)
    if let first = bytes.first, first &- 97 < 26 { bytes[0] = first & ~0x20 }
    return String(decoding: bytes, as: UTF8.self)
  }

  static let allWords = MathML.words(PubMedName.self)
}
