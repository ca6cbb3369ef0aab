/// The elements and attributes of JATS, NLM and BITS that are read (ANSI/NISO Z39.96-2024, "Elements" and
/// "Attributes").
enum JATSName: UInt16, XMLName {
  // The article.
  case article, front, frontStub, articleMeta, journalMeta, back, body, subArticle, response, floatsGroup
  case articleType, specificUse, id
  // The journal.
  case journalTitleGroup, journalTitle, journalSubtitle, abbrevJournalTitle, journalId, issn, issnL
  case journalIdType, pubType, publicationFormat, abbrevType
  case publisher, publisherName, publisherLoc
  // Titles.
  case titleGroup, articleTitle, subtitle, altTitle, transTitleGroup, transTitle, transSubtitle, issueTitle,
    altTitleType
  case articleId, pubIdType, articleCategories, subjGroup, subject, subjGroupType
  // Names.
  case contribGroup, contrib, contribType, name, surname, givenNames, prefix, suffix, stringName, nameAlternatives
  case collab, collabAlternatives, collabName, anonymous, onBehalfOf, contribId, contribIdType, role, email, degrees,
    bio
  case authorNotes, fnType
  case nameStyle, corresp, equalContrib, deceased, authenticated, rid, refType, vocabTerm, authorComment
  case aff, affAlternatives, institution, institutionWrap, institutionId, institutionIdType, addrLine, city, state
  case country, postalCode, contentType, address, namedContent, styledContent
  // Text.
  case label, xref, fn, sup, sub, italic, bold, sc, underline, strike, monospace, overline, extLink, uri, `break`
  case fixedCase, textualForm
  case p, sec, title, list, listItem, dispFormula, inlineFormula, alternatives, texMath, math, annotation, inlineGraphic
  case graphic, media, tableWrap, fig
  case href, lang, extLinkType
  // Dates.
  case pubDate, dateType, day, month, year, season, era, stringDate, history, date, pubHistory, event, eventType
  case iso8601Date, calendar
  // The location.
  case volume, issue, volumeId, issueId, issuePart, supplement, isbn, fpage, lpage, pageRange, elocationId, seq, counts
  case pageCount, count, volumeSeries
  // Rights.
  case permissions, copyrightStatement, copyrightYear, copyrightHolder, license, licenseP, licenseRef, freeToRead
  case licenseType, startDate
  // Abstracts and keywords.
  case abstract, transAbstract, abstractType, kwdGroup, kwd, compoundKwd, compoundKwdPart, nestedKwd, kwdGroupType
  // Funding.
  case fundingGroup, awardGroup, fundingSource, awardId, fundingStatement, contractSponsor, contractNum, grantSponsor
  case grantNum, awardName
  // Relations and events.
  case seriesTitle, supportGroup, customMetaGroup, customMeta, metaName, metaValue, issueSponsor, mimetype, mimeSubtype
  case figCount, tableCount, equationCount, refCount, wordCount
  case sourceId, sourceIdType, documentId, documentIdType, objectIdType, vol, page, awardDesc
  case principalAwardRecipient, openAccess, eventDesc, units
  case phone, fax, customMetaWrap, unstructuredKwdGroup, compoundSubject, compoundSubjectPart, awardType
  case degreeContribution, notes
  case relatedArticle, relatedArticleType, relatedObject, relatedObjectType, product, selfUri, supplementaryMaterial
  case conference, confName, confAcronym, confDate, confLoc, confNum, confSponsor, confTheme
  case articleVersion, articleVersionAlternatives, articleVersionType
  // Books (BITS).
  case book, bookMeta, bookId, bookIdType, bookTitleGroup, bookTitle, bookPart, bookPartMeta, bookPartId, bookPartType
  case bookPartIdType, collectionMeta, bookVolumeNumber, volumeInCollection
  // References.
  case refList, ref, elementCitation, mixedCitation, nlmCitation, citation, citationAlternatives, personGroup, etal
  case personGroupType, publicationType, citationType, source, transSource, chapterTitle, partTitle, series, edition
  case pubId, dateInCitation, accessDate, patent, comment, size, std, version, dataTitle, gov, note
  case assigningAuthority, objectId, customType
  case vocab
  // Attributes without information about a work.
  case type, show, actuate, dtdVersion, base, space, toggle, position, orientation

  var attributeWord: String {
    switch self {
    case .href, .title, .role, .type, .show, .actuate: "xlink:\(word)"
    case .lang, .base, .space: "xml:\(word)"
    default: word
    }
  }

  // The name is needed for each value that is kept of an element, and computing it each time takes long.
  var word: String { Self.words[Int(rawValue)] }

  private static let words = allCases.map(\.spelled)

  private var spelled: String {
    switch self {
    case .licenseRef: "license_ref"
    case .freeToRead: "free_to_read"
    case .startDate: "start_date"
    case .iso8601Date: "iso-8601-date"
    case .break: "break"
    default: "\(self)".parted(by: UInt8(ascii: "-"))
    }
  }

  /// The name that also stands for `front-stub`, `book-meta` and `book-part-meta`.
  static let meta = articleMeta
  /// The name that stands for all four forms of a citation.
  static let cited = elementCitation

  static let allWords = MathML.words(JATSName.self)
}
