/// The elements and attributes of EndNote's XML (`RSXML.dtd`, and what EndNote and other programs write
/// besides).
enum EndNoteName: UInt16, XMLName {
  case record
  // Where the record is kept, and what wrote it.
  case database, sourceApp, recNumber, foreignKeys, key, refType
  case contributors, authors, secondaryAuthors, tertiaryAuthors, subsidiaryAuthors, translatedAuthors, author
  case authAddress, authAffiliation, authAffiliaton
  case titles, title, secondaryTitle, tertiaryTitle, altTitle, shortTitle, translatedTitle
  case periodical, altPeriodical, fullTitle, abbr1, abbr2, abbr3
  // Numbers.
  case pages, volume, number, issue, secondaryVolume, secondaryIssue, numVols, edition, section, pageTotal
  case reprintEdition, reprintStatus, isbn, issn, accessionNum, callNum, reportId, coden, electronicResourceNum, label
  case keywords, keyword
  case dates, year, month, day, pubDates, copyrightDates, date, accessDate, modifiedDate
  case pubLocation, publisher, origPub
  // Texts.
  case abstract, image, caption, notes, researchNotes, workType, reviewedItem, availability, remoteSource
  case meetingPlace, workLocation, workExtent, packMethod, size, reproRatio
  case remoteDatabaseName, remoteDatabaseProvider, language
  case urls, webUrls, relatedUrls, pdfUrls, textUrls, imageUrls, url
  case custom1, custom2, custom3, custom4, custom5, custom6, custom7, custom8, misc1, misc2, misc3
  // Attributes.
  case style, face, font, charset, name, path, version, app, dbId, timestamp, start, end

  var word: String { Self.allWords[Int(rawValue)] }

  static let allWords = allCases.map(\.spelled)

  private var spelled: String {
    switch self {
    case .abbr1: "abbr-1"
    case .abbr2: "abbr-2"
    case .abbr3: "abbr-3"
    default: "\(self)".parted(by: UInt8(ascii: "-"))
    }
  }
}
