/// The elements of the sources of Microsoft Word (ECMA-376, part 1, chapter 22.6), and those that JabRef
/// adds.
enum WordName: UInt16, XMLName {
  case source, tag, guid, refOrder, lcid, sourceType
  // People and organisations; `Author` contains all of them, and is also one of them.
  case author, bookAuthor, editor, translator, compiler, composer, conductor, performer, writer, director, producerName
  case interviewer, interviewee, inventor, counsel, artist, nameList, person, last, first, middle, corporate
  // Titles.
  case title, shortTitle, bookTitle, journalName, periodicalTitle, conferenceName, publicationTitle
  case internetSiteTitle, albumTitle, broadcastTitle
  // Dates.
  case year, month, day, yearAccessed, monthAccessed, dayAccessed, accessed
  // Numbers.
  case volume, issue, number, pages, numberVolumes, chapterNumber, edition, standardNumber, url, doi, version
  case recordingNumber, caseNumber, abbreviatedCaseNumber, patentNumber
  // Publication.
  case publisher, city, stateProvince, countryRegion, institution, department, thesisType, type, patentType, comments
  case medium, productionCompany, distributor, broadcaster, station, theater, court, reporter
  // JabRef's elements.
  case entry, abstract, keyWords, series, crossRef, howPublished, key, pubstate, affiliation, contents, copyright, price
  case size, inType, paper

  var word: String { Self.allWords[Int(rawValue)] }

  static let allWords = allCases.map(\.spelled)

  private var spelled: String {
    switch self {
    case .lcid: "LCID"
    case .url: "URL"
    case .doi: "DOI"
    case .entry, .abstract, .keyWords, .series, .crossRef, .howPublished, .key, .pubstate, .affiliation, .contents,
      .copyright, .price, .size, .inType, .paper:
      "BIBTEX_" + Self.capitalized("\(self)")
    default: Self.capitalized("\(self)")
    }
  }

  private static func capitalized(_ name: String) -> String {
    var bytes = Array(name.utf8)
    if let first = bytes.first, first &- 97 < 26 { bytes[0] = first & ~0x20 }
    return String(decoding: bytes, as: UTF8.self)
  }
}
