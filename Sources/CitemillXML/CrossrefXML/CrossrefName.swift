/// The elements and attributes of Crossref's XML that are read (deposit schema 5.5, unixref 1.1, unixsd 3.0).
enum CrossrefName: UInt16, XMLName {
  // Around the works.
  case doiCitations, doiResources, doiRelations, crossmarkData, fundrefData, licRefData
  case query, status, msg, crmItem, name, doiRecord, crossref, error, body, doi, type, language
  // Works.
  case journal, journalMetadata, journalIssue, journalVolume, journalArticle, fullTitle, abbrevTitle, issn, mediaType
  case coden, issue, specialNumbering, publicationType
  case conference, eventMetadata, proceedingsMetadata, proceedingsSeriesMetadata, conferencePaper, conferenceName
  case conferenceTheme, conferenceAcronym, conferenceSponsor, conferenceNumber, conferenceLocation, conferenceDate
  case proceedingsTitle, proceedingsSubject, startYear, startMonth, startDay, endYear, endMonth, endDay
  case book, bookType, bookMetadata, bookSeriesMetadata, bookSetMetadata, seriesMetadata, setMetadata, contentItem
  case componentType, componentNumber, seriesNumber, partNumber, levelSequenceNumber, noisbn, reason
  case postedContent, postedDate, groupTitle, dissertation, approvalDate, degree, reportPaper, reportPaperMetadata
  case reportPaperSeriesMetadata, contractNumber, standard, standardMetadata, standardSeriesMetadata, designators
  case standardDesignator, designation, stdDesignator, stdAsPublished, stdAltAsPublished, stdAltScript, stdAdoptedFrom
  case stdFamilyDesignator, stdRevisionOf, stdSetDesignator, stdSupersedes, stdUndatedDesignator, stdVariantForm
  case asPublished, adoptedFrom, revisionOf, supersedes, family, set, undated, approvedMonth, approvedYear
  case standardsBody, standardsBodyName, standardsBodyAcronym, publicationStatus, contentDate, intentStatement
  case publication, statusDescription, parentDoi, parentRelation, regAgency, componentSize, clinicaltrialData
  case database, databaseMetadata, databaseDate, creationDate, updateDate, dataset
  case datasetType, description, format, saComponent, componentList, component, peerReview, reviewDate, stage,
    recommendation, revisionRound, competingInterestStatement
  case runningNumber, pendingPublication, grant, project, projectTitle, awardNumber, awardStartDate, versionInfo,
    version
  case awardAmount, awardDates, funding, fundingScheme, funderName, funderId, fundingPercentage, fundingType, amount
  case currency, nullAmount, from, until, plannedStart, plannedEnd, ror, alternateName, country
  // Enclosing elements.
  case doiRecords, owner, timestamp, lastUpdateDate, referenceDistributionOpts, metadataDistributionOpts, claim
  case archiveLocations, archive, scnPolicies, scnPolicySet, scnPolicyRef
  case crossmarkPolicy, crossmarkVersion, crossmarkDomains, crossmarkDomain, crossmarkDomainExclusive, domain, filter
  case groupLabel, groupName, order, href, explanation
  case collection, property, item, crawler, mimeType, contentVersion, linkHeaderRelationship, multiResolution, setbyId
  // Elements with values.
  case titles, title, subtitle, originalLanguageTitle, contributors, personName, contributorRole, sequence, givenName
  case surname, suffix, affiliation, affiliations, institution, institutionName, institutionId, institutionPlace
  case institutionAcronym, institutionDepartment, orcid, authenticated, altName, stringName, organization, anonymous
  case role, vocab, prefix, degrees, contentType, specificUse, nameStyle, investigators, person, familyName,
    investigatorGivenName
  case publicationDate, acceptanceDate, month, day, year, pages, firstPage, lastPage, otherPages, publisherItem
  case itemNumber, itemNumberType, identifier, idType, doiData, resource, volume, editionNumber, isbn, publisher
  case publisherName, publisherPlace, abstract, abstractType, lang
  // Programs.
  case program, assertion, provider, relatedItem, interWorkRelation, intraWorkRelation, relationshipType
  case identifierType, licenseRef, appliesTo, startDate, endDate, freeToRead, crossmark, updates, update, date, label
  case customMetadata, clinicalTrialNumber, registry, namespace
  // Citations.
  case citationList, citation, key, journalTitle, author, elocationId, cYear, seriesTitle, volumeTitle, articleTitle
  case unstructuredCitation
  // Markup.
  case i, em, b, strong, u, sub, sup, scp, tt, ovl, strike, p, sec, italic, bold, sc, underline, monospace, overline

  /// It is needed for each value that is kept, and so is computed only once.
  var word: String {
    let place = Int(rawValue)
    return Self.words.indices.contains(place) ? Self.words[place] : ownWord
  }

  private static let words = allCases.map(\.ownWord)

  private var ownWord: String {
    switch self {
    case .orcid: "ORCID"
    case .ror: "ROR"
    case .setbyId: "setbyID"
    case .investigatorGivenName: "givenName"
    case .familyName, .cYear, .alternateName, .approvedMonth, .approvedYear: "\(self)"
    case .reportPaperMetadata: "report-paper_metadata"
    case .reportPaperSeriesMetadata: "report-paper_series_metadata"
    case .from: "start-date"
    case .until: "end-date"
    case .plannedStart: "planned-start-date"
    case .plannedEnd: "planned-end-date"
    case .crmItem, .altName, .stringName, .reportPaper, .nameStyle, .abstractType, .relationshipType, .identifierType,
      .awardNumber, .projectTitle, .awardStartDate, .awardDates, .fundingScheme, .funderName, .funderId,
      .fundingPercentage, .fundingType, .nullAmount, .regAgency, .revisionRound, .multiResolution, .contentType,
      .specificUse, .clinicalTrialNumber:
      "\(self)".parted(by: UInt8(ascii: "-"))
    default: "\(self)".parted(by: UInt8(ascii: "_"))
    }
  }

  /// The name that stands for every work, and for the metadata of those that have parts.
  static let work = journalArticle

  static let allWords = MathML.words(CrossrefName.self)
}
