#if XML
  import CitemillCore

  /// A record as an element of a deposit: follows the outline of its kind and writes each part.
  ///
  /// It is a class, since a record is large and would be copied for each part that is written.
  final class CrossrefEntry {
    typealias Sink = XMLSink<CrossrefName>

    let record: Record
    let format: CrossrefXML

    /// The dates of publication, as `findPublicationDates` returns them.
    private(set) lazy var publicationDates = findPublicationDates()

    init(_ record: Record, format: CrossrefXML) {
      self.record = record
      self.format = format
    }

    /// Writes a part of the outline.
    func write(_ outline: CrossrefOutline, into xml: inout Sink) {
      switch outline {
      case .within(let name, let inner):
        if name == .journalIssue, !hasIssue { return }
        xml.element(name) { xml in
          writeAttributes(of: name, into: &xml)
          for one in inner { write(one, into: &xml) }
        }
      case .value(let name, let variable, let tier): xml.value(name, record.value(of: variable, in: tier))
      case .event(let name, let part): xml.value(name, event[part])
      case .date(let name, let kinds): writeDate(name, firstDate(kinds), into: &xml)
      case .titles(let tier): writeTitles(titles(of: tier), into: &xml)
      case .translations: writeTranslations(into: &xml)
      case .fullTitles(let tier): writeFullTitles(titles(of: tier), into: &xml)
      case .mainTitle(let name, let tier): xml.value(name, title(.main, titles(of: tier))?.text.plain)
      case .issueTitle: writeIssueTitle(into: &xml)
      case .contributors(let people): writeContributors(people, into: &xml)
      case .publisher: writePublisher(into: &xml)
      case .institution(let body): writeInstitution(body, into: &xml)
      case .standardsBody: writeStandardsBody(into: &xml)
      case .publicationDates: writePublicationDates(into: &xml)
      case .issueDate: writeIssueDate(into: &xml)
      case .wholeDates: writeWholeDates(into: &xml)
      case .partDates: writePartDates(into: &xml)
      case .eventDate: writeEventDate(into: &xml)
      case .issn(let tier): writeISSN(identifiers(of: tier), into: &xml)
      case .coden(let tier):
        xml.value(.coden, identifiers(of: tier).first { $0.scheme.rawValue == "CODEN" }?.value)
      case .isbn(let tier, let reason): writeISBN(identifiers(of: tier), elseReason: reason, into: &xml)
      case .pages: writePages(into: &xml)
      case .publisherItem: writePublisherItem(into: &xml)
      case .itemNumber: writeItemNumber(into: &xml)
      case .designators: writeDesignators(into: &xml)
      case .address: writeAddress(into: &xml)
      case .abstracts: writeAbstracts(into: &xml)
      case .description: writeDescription(into: &xml)
      case .format: writeFormat(into: &xml)
      case .crossmark(let inner): writeCrossmark(inner, into: &xml)
      case .funding: writeFunding(into: &xml)
      case .licences: writeLicences(into: &xml)
      case .trials: writeTrials(into: &xml)
      case .relations: writeRelations(into: &xml)
      case .citations: writeCitations(into: &xml)
      case .components: writeComponents(into: &xml)
      case .since54(let inner):
        if format.schema == .v5_4_0 { for one in inner { write(one, into: &xml) } }
      }
    }

    // MARK: - Attributes

    private func writeAttributes(of name: CrossrefName, into xml: inout Sink) {
      switch name {
      case .book: xml.attribute(.bookType, bookType)
      case .contentItem:
        xml.attribute(.componentType, record.type == .chapter ? "chapter" : "reference_entry")
        writeLanguage(into: &xml)
      case .postedContent:
        xml.attribute(.type, postedType)
        writeLanguage(into: &xml)
      case .peerReview:
        if let genre = record[.genre], Self.reviewTypes.contains(genre) { xml.attribute(.type, genre) }
        writeLanguage(into: &xml)
      case .standardMetadata:
        if record[.status] == "withdrawn" { xml.attribute(.publicationStatus, "withdrawn") }
        writeLanguage(into: &xml)
      case .saComponent: xml.attribute(.parentDoi, parent?.value)
      case .component:
        xml.attribute(.parentRelation, "isPartOf")
        writeLanguage(into: &xml)
      case .dataset: xml.attribute(.datasetType, "record")
      case .journalMetadata where record.type != .periodical: break
      case .bookMetadata where record.type.isPartOfHost, .bookSeriesMetadata where record.type.isPartOfHost: break
      case .proceedingsMetadata where record.type.isPartOfHost: break
      case .databaseMetadata where record.type == .dataset: break
      case .journalMetadata, .journalArticle, .bookMetadata, .bookSeriesMetadata, .proceedingsMetadata,
        .conferencePaper, .dissertation, .reportPaperMetadata, .reportPaperSeriesMetadata, .databaseMetadata:
        writeLanguage(into: &xml)
      default: break
      }
    }

    private func writeLanguage(into xml: inout Sink) {
      xml.attribute(.language, CrossrefLimits.language(record[.language]))
    }

    private var bookType: String {
      let type = record.type.isPartOfHost ? record.container(.host)?.type : record.type
      switch type {
      case .editedBook: return "edited_book"
      case .referenceBook: return "reference"
      case .multivolumeBook: return "other"
      default: break
      }
      guard record.type.isPartOfHost else { return "monograph" }
      return record.type != .chapter ? "reference" : people(.whole).isEmpty ? "monograph" : "edited_book"
    }

    private var postedType: String {
      switch (record.type, record[.genre]) {
      case (.preprint, "working paper"), (.article, "working paper"): "working_paper"
      case (.preprint, "letter"), (.article, "letter"): "letter"
      case (.preprint, _), (.article, _): "preprint"
      default: "other"
      }
    }

    private static let reviewTypes: Set<String> = [
      "referee-report", "editor-report", "author-comment", "community-comment", "manuscript", "aggregate",
      "recommendation",
    ]

    /// The work that a component belongs to.
    var parent: Identifier? {
      record.relations.lazy.filter { $0.type == "is-part-of" }.compactMap(\.target).first {
        $0.scheme == .doi && CrossrefLimits.isDOI($0.value)
      }
    }

    // MARK: - Titles

    func titles(of tier: FieldPath.Tier) -> [Title] { record.titles(of: tier) }

    func title(_ kind: Title.Kind, _ titles: [Title]) -> Title? {
      titles.first { $0.kind == kind && !CrossrefLimits.isBlank($0.text.plain) }
    }

    /// The name of a database if the record has none: that of its publisher.
    var databaseTitle: Title? { record[.publisher].map { Title($0) } }

    private func writeTitles(_ titles: [Title], into xml: inout Sink) {
      let main = title(.main, titles) ?? (record.type == .dataset && titles != record.titles ? databaseTitle : nil)
      guard let main else { return }
      xml.element(.titles) { xml in
        write(main.text, as: .title, into: &xml)
        if let sub = title(.sub, titles) { write(sub.text, as: .subtitle, into: &xml) }
        guard let original = title(.original, titles) else { return }
        xml.element(.originalLanguageTitle) { xml in
          xml.attribute(.language, CrossrefLimits.language(original.language))
          write(original.text, into: &xml)
        }
      }
    }

    /// An article may have up to 20 titles.
    private func writeTranslations(into xml: inout Sink) {
      for title in record.titles.lazy.filter({ $0.kind == .translated }).prefix(19) {
        xml.element(.titles) { write(title.text, as: .title, into: &$0) }
      }
    }

    private func writeFullTitles(_ titles: [Title], into xml: inout Sink) {
      var names = titles.filter { $0.kind == .main || $0.kind == .alternative }.map(\.text.plain)
      let short = titles.filter { $0.kind == .short }.map(\.text.plain)
      if names.isEmpty { names = Array(short.prefix(1)) }
      for name in names.prefix(10) { xml.value(.fullTitle, name) }
      for name in short.prefix(10) where name != names.first { xml.value(.abbrevTitle, name) }
    }

    private func writeIssueTitle(into xml: inout Sink) {
      guard let title = title(.issue, titles(of: .host)) else { return }
      xml.element(.titles) { write(title.text, as: .title, into: &$0) }
    }

    private func write(_ text: RichText, as name: CrossrefName, into xml: inout Sink) {
      xml.element(name) { write(text, into: &$0) }
    }

    /// A text with the markup of faces and formulas.
    func write(_ text: RichText, into xml: inout Sink) { xml.text(text) { markup($0) } }

    /// The elements of faces: in titles Crossref's own, in abstracts those of JATS.
    private static let faces: [Mark.Kind: (own: CrossrefName?, jats: CrossrefName)] = [
      .italic: (.i, .italic), .bold: (.b, .bold), .underline: (.u, .underline), .subscripted: (.sub, .sub),
      .superscripted: (.sup, .sup), .smallCaps: (.scp, .sc), .monospace: (.tt, .monospace),
      .overline: (.ovl, .overline),
      .strike: (nil, .strike),
    ]

    func markup(_ mark: Mark, inAbstract: Bool = false) -> XMLMarkup<CrossrefName> {
      if mark.kind == .mathML {
        return mark.value.flatMap { MathML.prefixed($0, by: "mml:") }.map { .verbatim($0) } ?? .none
      }
      guard let face = Self.faces[mark.kind], let name = inAbstract ? face.jats : face.own else { return .none }
      return .element(name)
    }

    // MARK: - Bodies

    private func writePublisher(into xml: inout Sink) {
      guard let name = CrossrefLimits.value(record[.publisher], of: .publisherName) else { return }
      xml.element(.publisher) { xml in
        xml.element(.publisherName, name)
        xml.value(.publisherPlace, record[.publisherPlace])
      }
    }

    func institution(_ body: CrossrefBody) -> String? {
      let host = record.container?.title()
      let name: String? =
        switch body {
        case .publisher: record[.publisher] ?? record[.institution] ?? (record.type == .thesis ? nil : host)
        case .site: host ?? record[.publisher]
        case .institution: record[.institution]
        }
      return CrossrefLimits.value(name, of: .institutionName)
    }

    private func writeInstitution(_ body: CrossrefBody, into xml: inout Sink) {
      guard let name = institution(body) else { return }
      xml.element(.institution) { xml in
        xml.element(.institutionName, name)
        if body != .institution { xml.value(.institutionPlace, record[.publisherPlace]) }
      }
    }

    var standardsBody: String? {
      CrossrefLimits.value(record[.authority] ?? record[.publisher], of: .standardsBodyName)
    }

    private func writeStandardsBody(into xml: inout Sink) {
      guard let standardsBody else { return }
      xml.element(.standardsBody) { xml in
        xml.element(.standardsBodyName, standardsBody)
        // The element is required, but some organisations have no acronym.
        xml.empty(.standardsBodyAcronym)
      }
    }

    // MARK: - Numbers

    func identifiers(of tier: FieldPath.Tier) -> [Identifier] { record.identifiers(of: tier) }

    private func writeISSN(_ identifiers: [Identifier], into xml: inout Sink) {
      let numbers = identifiers.filter {
        ($0.scheme == .issn || $0.scheme == .eissn) && CrossrefLimits.value($0.value, of: .issn) != nil
      }
      for number in numbers.prefix(6) {
        xml.element(.issn) { xml in
          xml.attribute(.mediaType, number.scheme == .eissn ? "electronic" : "print")
          xml.text(CrossrefLimits.plain(number.value))
        }
      }
    }

    private func writeISBN(_ identifiers: [Identifier], elseReason reason: String?, into xml: inout Sink) {
      let numbers = identifiers.filter { $0.scheme == .isbn && CrossrefLimits.value($0.value, of: .isbn) != nil }
      for number in numbers.prefix(6) { xml.value(.isbn, number.value) }
      if numbers.isEmpty, let reason { xml.empty(.noisbn) { $0.attribute(.reason, reason) } }
    }

    /// `101-118, 120` as first, last and other pages.
    private func writePages(into xml: inout Sink) {
      guard let pages = record.pages.map({ CrossrefLimits.plain($0) }), !pages.isEmpty else { return }
      let parts = Self.pages(pages)
      guard let first = CrossrefLimits.value(parts.first, of: .firstPage) else { return }
      xml.element(.pages) { xml in
        xml.element(.firstPage, first)
        xml.value(.lastPage, parts.last)
        xml.value(.otherPages, parts.other)
      }
    }

    static func pages(_ text: String) -> (first: String, last: String?, other: String?) {
      let bytes = Array(text.utf8)
      let comma = bytes.firstIndex(of: UInt8(ascii: ",")) ?? bytes.count
      let sides = bytes[..<comma].split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
      func string(_ bytes: ArraySlice<UInt8>) -> String { CrossrefLimits.plain(String(decoding: bytes, as: UTF8.self)) }
      let isRange = sides.count == 2 && sides.allSatisfy { !$0.isEmpty }
      return (
        string(isRange ? sides[0] : bytes[..<comma]), isRange ? string(sides[1]) : nil,
        comma < bytes.count ? string(bytes[(comma + 1)...]) : nil
      )
    }

    private func writeItemNumber(into xml: inout Sink) {
      guard let number = CrossrefLimits.value(record[.articleNumber], of: .itemNumber) else { return }
      xml.element(.itemNumber) { xml in
        xml.attribute(.itemNumberType, "article_number")
        xml.text(number)
      }
    }

    private func writePublisherItem(into xml: inout Sink) {
      xml.element(.publisherItem) { xml in
        writeItemNumber(into: &xml)
        if record.type == .report { writeIdentifier("report-number", record[.number], into: &xml) }
        var written: Set<IdentifierScheme> = []
        for one in record.identifiers {
          guard written.count < 9, let type = Self.identifierType(one.scheme), written.insert(one.scheme).inserted
          else {
            continue
          }
          writeIdentifier(type, one.value, into: &xml)
        }
      }
    }

    private func writeIdentifier(_ type: String, _ number: String?, into xml: inout Sink) {
      guard let number = CrossrefLimits.value(number, of: .identifier) else { return }
      xml.element(.identifier) { xml in
        xml.attribute(.idType, type)
        xml.text(number)
      }
    }

    static func identifierType(_ scheme: IdentifierScheme) -> String? {
      switch scheme {
      case .pii: "pii"
      case .pmid: "pmid"
      case .reportNumber: "report-number"
      default: ["sici", "dai", "other"].contains(scheme.rawValue) ? scheme.rawValue : nil
      }
    }

    private func writeDesignators(into xml: inout Sink) {
      xml.element(.designators) { xml in
        xml.element(.stdAsPublished) { $0.value(.stdDesignator, record[.number]) }
      }
    }

    private func writeFormat(into xml: inout Sink) {
      guard let type = CrossrefLimits.mediaType(record[.medium]) else { return }
      xml.empty(.format) { $0.attribute(.mimeType, type) }
    }

    // MARK: - The DOI and its URL

    private(set) lazy var doi: String? = CrossrefLimits.value(record.doi, of: .doi)

    /// The URL of the work, or the one that the option `resource` makes from its DOI.
    private(set) lazy var address: String? = findAddress()

    /// The first address that is not one of a resolver, since some exports have that of doi.org beside the real one.
    private func findAddress() -> String? {
      for one in record.identifiers where one.scheme == .url {
        if let own = CrossrefLimits.value(one.value, of: .resource), !CrossrefLimits.isResolver(own) { return own }
      }
      guard let doi else { return nil }
      return CrossrefLimits.value(format.resource(of: doi), of: .resource)
    }

    private func writeAddress(into xml: inout Sink) {
      xml.element(.doi, doi)
      xml.element(.resource, address)
      for purpose in Self.collections { writeCollection(purpose.property, purpose.word, into: &xml) }
    }

    /// The purposes of further URLs, in the terms of Crossref and of the record.
    private static let collections: [(property: String, word: String)] = [
      ("crawler-based", "similarity-check"), ("text-mining", "tdm"), ("syndication", "syndication"),
      ("list-based", "list-based"), ("unspecified", "unspecified"),
    ]

    private func writeCollection(_ property: String, _ purpose: String, into xml: inout Sink) {
      let files = record.files.filter { $0.purpose == purpose }
      if files.isEmpty { return }
      xml.element(.collection) { xml in
        xml.attribute(.property, property)
        for file in files {
          guard let address = CrossrefLimits.value(file.location, of: .resource) else { continue }
          xml.element(.item) { xml in
            if property == "crawler-based" { xml.attribute(.crawler, "iParadigms") }
            xml.element(.resource) { xml in
              xml.attribute(.mimeType, CrossrefLimits.mediaType(file.mediaType))
              xml.text(address)
            }
          }
        }
      }
    }
  }

  extension XMLSink<CrossrefName> {
    /// Writes an element with a text, where the element takes it.
    mutating func value(_ name: CrossrefName, _ text: String?) { element(name, CrossrefLimits.value(text, of: name)) }
  }
#endif
