/// The elements and attributes of PubMed's XML that are read (NLM, "PubMed XML Element Descriptions").
enum PubMedName: UInt16, XMLName {
  case pubmedArticle, pubmedBookArticle, medlineCitation, pubmedData, bookDocument, pubmedBookData, pmid, article
  // The journal.
  case journal, issn, issnType, journalIssue, volume, issue, pubDate, title, isoAbbreviation, medlineJournalInfo
  case medlineTA, country, issnLinking, nlmUniqueID
  // Dates.
  case year, month, day, season, medlineDate, articleDate, dateType, history, pubMedPubDate, pubStatus,
    publicationStatus
  case contributionDate, dateRevised
  // The article.
  case articleTitle, vernacularTitle, pagination, startPage, endPage, medlinePgn, eLocationID, eIdType, abstract
  case otherAbstract, abstractText, label, copyrightInformation, language, type
  case publicationTypeList, publicationType, articleIdList, articleId, idType
  // Names.
  case authorList, author, lastName, foreName, initials, suffix, collectiveName, affiliationInfo, affiliation
  case identifier, source, equalContrib, validYN, completeYN
  case investigatorList, investigator
  // Subjects.
  case meshHeadingList, meshHeading, descriptorName, qualifierName, majorTopicYN, keywordList, keyword, owner
  case chemicalList, chemical, nameOfSubstance
  // Money, relations, references.
  case grantList, grant, grantID, agency, commentsCorrectionsList, commentsCorrections, refType, refSource
  case referenceList, reference, citation
  // Books.
  case book, publisher, publisherName, publisherLocation, bookTitle, isbn, edition, collectionTitle, medium
  case volumeTitle, chapterTitle, locationLabel
  // Markup.
  case i, b, u, sub, sup, math

  var word: String {
    switch self {
    case .pmid: "PMID"
    case .issn: "ISSN"
    case .issnLinking: "ISSNLinking"
    case .isoAbbreviation: "ISOAbbreviation"
    case .i, .b, .u, .sub, .sup, .math: "\(self)"
    default: Self.capitalized("\(self)")
    }
  }

  private static func capitalized(_ name: String) -> String {
    var bytes = Array(name.utf8)
    if let first = bytes.first, first &- 97 < 26 { bytes[0] = first & ~0x20 }
    return String(decoding: bytes, as: UTF8.self)
  }
}
