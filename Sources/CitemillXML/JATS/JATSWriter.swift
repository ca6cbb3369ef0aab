#if XML
  import CitemillCore

  /// Writes records as articles, with the elements that both JATS Publishing 1.3 and JATS Archiving 1.1 have,
  /// in the order of their DTDs; or as the references of one list.
  ///
  /// One article is a document of its own; several are in an `article-set`. Each record is read back from its
  /// bytes, and what is not found there is reported.
  struct JATSWriter: RecordWriter {
    typealias XML = XMLSink<JATSName>

    private let isList: Bool
    private let readBack: XMLReadBack<JATSDecoder>

    init(_ format: JATS) {
      isList = format.emit == .refList
      readBack = XMLReadBack(format.decoder)
    }

    func begin(into sink: inout ByteSink) {
      sink.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
      sink.append(isList ? "<ref-list>" : "<article-set>")
    }

    func finish(count: Int, into sink: inout ByteSink) {
      sink.append(isList ? "\n</ref-list>\n" : "\n</article-set>\n")
    }

    var framesSoleRecord: Bool { true }

    func beginSole(into sink: inout ByteSink) {
      if isList { return begin(into: &sink) }
      sink.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
      sink.append("<!DOCTYPE article PUBLIC \"-//NLM//DTD JATS (Z39.96) Journal Publishing DTD v1.3 20210610//EN\" ")
      sink.append("\"JATS-journalpublishing1-3.dtd\">")
    }

    func finishSole(into sink: inout ByteSink) {
      if isList { finish(count: 1, into: &sink) } else { sink.append("\n") }
    }

    func separator(into sink: inout ByteSink) {}

    func write(_ record: Record, into sink: inout ByteSink, reporting report: inout LossReport) -> WriteOutcome {
      let (count, start) = (sink.count, sink.buffered)
      XML.write(into: &sink, depth: isList ? 1 : 0) { xml in
        if isList { Self.reference(record, &xml) } else { Self.article(record, &xml) }
      }
      guard let found = readBack.record(in: sink.bytes(from: start)) else {
        sink.rewind(to: count)
        return .rejected(
          readBack.isUsable
            ? "JATS has no element for anything in it" : "libxml2 is needed to write JATS, and is not installed")
      }
      report.lose(from: record, to: found, nativeFieldsOf: JATSDecoder.format)
      return .written
    }

    /// The elements and attributes that are written, which the page of the format marks as such.
    static let names: Set<JATSName> = [
      .article, .articleType, .specificUse, .lang, .front, .journalMeta, .journalId, .journalIdType, .journalTitleGroup,
      .journalTitle, .journalSubtitle, .transTitleGroup, .transTitle, .abbrevJournalTitle, .issn, .issnL,
      .publicationFormat, .publisher, .publisherName, .publisherLoc, .articleMeta, .articleId, .pubIdType,
      .articleCategories, .subjGroup, .subjGroupType, .subject, .seriesTitle, .titleGroup, .articleTitle, .subtitle,
      .altTitle, .altTitleType, .contribGroup, .contrib, .contribType, .corresp, .equalContrib, .deceased, .contribId,
      .contribIdType, .authenticated, .name, .nameStyle, .surname, .givenNames, .suffix, .stringName, .nameAlternatives,
      .collab, .anonymous, .onBehalfOf, .role, .contentType, .email, .xref, .refType, .rid, .aff, .id, .institution,
      .institutionWrap, .institutionId, .institutionIdType, .addrLine, .authorNotes, .fn, .fnType, .p, .pubDate,
      .dateType, .iso8601Date, .day, .month, .season, .year, .volume, .volumeId, .issue, .issueId, .issueTitle,
      .issueSponsor, .issuePart, .isbn, .supplement, .fpage, .lpage, .pageRange, .elocationId, .product, .source,
      .supplementaryMaterial, .mimetype, .mimeSubtype, .href, .history, .date, .permissions, .copyrightStatement,
      .copyrightYear, .freeToRead, .license, .licenseType, .licenseRef, .licenseP, .startDate, .selfUri,
      .relatedArticle,
      .relatedArticleType, .extLinkType, .extLink, .abstract, .transAbstract, .abstractType, .sec, .title, .kwdGroup,
      .kwdGroupType, .kwd, .fundingGroup, .awardGroup, .fundingSource, .awardId, .fundingStatement, .conference,
      .confDate, .confName, .confAcronym, .confNum, .confLoc, .confSponsor, .counts, .count, .figCount, .tableCount,
      .equationCount, .refCount, .pageCount, .wordCount, .customMetaGroup, .customMeta, .metaName, .metaValue, .italic,
      .bold, .sub, .sup, .sc, .underline, .strike, .monospace, .overline, .fixedCase, .inlineFormula, .alternatives,
      .textualForm, .texMath, .back, .refList, .ref, .citationAlternatives, .elementCitation, .mixedCitation,
      .publicationType, .personGroup, .personGroupType, .etal, .chapterTitle, .partTitle, .dataTitle, .transSource,
      .series, .edition, .size, .units, .version, .patent, .country, .gov, .std, .pubId, .uri, .dateInCitation,
      .comment,
      .annotation,
    ]

    // MARK: - The article

    private static func article(_ record: Record, _ xml: inout XML) {
      let article = JATSArticle(record)
      xml.empty(.article) { xml in
        xml.attribute("xmlns:xlink", "http://www.w3.org/1999/xlink")
        xml.attribute("xmlns:ali", "http://www.niso.org/schemas/ali/1.0/")
        xml.attribute(.articleType, article.type.word)
        if article.type.isOfCSL { xml.attribute(.specificUse, "\(JATSTypes.ofCSL)") }
        xml.attribute(.lang, nameToken(article.record[.language]))
        xml.element(.front) { xml in
          journal(article, &xml)
          xml.empty(.articleMeta) { meta(article, &$0) }
        }
        references(article.record.references, besides: article.places.ids, &xml)
      }
    }

    /// The elements of `journal-meta` in the order of the DTD, which requires a number and an abbreviated
    /// title or id.
    private static func journal(_ article: JATSArticle, _ xml: inout XML) {
      let host = article.record.container(.host)
      xml.element(.journalMeta) { xml in
        journalIds(host, article.natives, &xml)
        xml.element(.journalTitleGroup) { xml in
          title(.main, of: host, as: .journalTitle, &xml)
          title(.sub, of: host, as: .journalSubtitle, &xml)
          translations(host?.titles ?? [], &xml)
          title(.short, of: host, as: .abbrevJournalTitle, &xml)
        }
        let numbers = host?.identifiers ?? []
        serialNumbers(numbers, &xml)
        if !numbers.contains(where: { $0.scheme == .issn || $0.scheme == .eissn }) { xml.empty(.issn) }
        for number in numbers.prefix(while: { $0.scheme < .pmid }) where number.scheme == .issnL {
          xml.element(.issnL, number.value)
          break
        }
        publisher(article, &xml)
      }
    }

    private static func journalIds(_ host: Container?, _ natives: JATSNatives, _ xml: inout XML) {
      let ids = natives.values(of: "journal-id")
      for (type, value) in ids { xml.element(.journalId, value, (.journalIdType, type)) }
      if !ids.isEmpty { return }
      let numbers = host?.identifiers ?? []
      if let issn = numbers.first(where: { $0.scheme == .issnL || $0.scheme == .issn || $0.scheme == .eissn }) {
        xml.element(.journalId, issn.value, (.journalIdType, "issn"))
      } else {
        xml.empty(.journalId)
      }
    }

    /// The title of a kind, without markup, which the DTD does not allow there.
    private static func title(_ kind: Title.Kind, of host: Container?, as name: JATSName, _ xml: inout XML) {
      for title in host?.titles ?? [] where title.kind == kind { xml.element(name, title.text.plain) }
    }

    static func serialNumbers(_ numbers: [Identifier], _ xml: inout XML) {
      for number in numbers where number.scheme == .issn || number.scheme == .eissn {
        xml.element(.issn, number.value, (.publicationFormat, number.scheme == .eissn ? "electronic" : nil))
      }
    }

    private static func publisher(_ article: JATSArticle, _ xml: inout XML) {
      let (name, place) = (article.record[.publisher], article.record[.publisherPlace])
      if name == nil, place == nil { return }
      xml.element(.publisher) { xml in
        // A place alone needs a name beside it.
        xml.empty(.publisherName) { $0.text(name ?? "") }
        xml.element(.publisherLoc, place)
      }
    }

    /// The elements of `article-meta` in the order of the DTD.
    private static func meta(_ article: JATSArticle, _ xml: inout XML) {
      identifiers(article.record.identifiers, as: .articleId, without: article.numbersElsewhere, &xml)
      categories(article.record, &xml)
      titles(article.record, &xml)
      contributors(article, &xml)
      authorNotes(article, &xml)
      dates(article, &xml)
      xml.element(.volume, article.record[.volume])
      natives(article, "volume-id", as: .volumeId, &xml)
      xml.element(.issue, article.record[.issue])
      natives(article, "issue-id", as: .issueId, &xml)
      for title in article.record.titles(of: .host) where title.kind == .issue {
        xml.element(.issueTitle, title.text.plain)
      }
      natives(article, "issue-sponsor", as: .issueSponsor, &xml)
      xml.element(.issuePart, article.record[.partNumber])
      for number in article.books where number.scheme == .isbn { xml.element(.isbn, number.value) }
      xml.element(.supplement, article.record[.supplementNumber])
      pages(article.record, alone: true, &xml)
      reviewed(article.record, &xml)
      for file in article.record.files where file.purpose == "supplement" { material(file, &xml) }
      history(article, &xml)
      permissions(article, &xml)
      addresses(article.record, &xml)
      for relation in article.record.relations { Self.relation(relation, &xml) }
      abstracts(article.record, &xml)
      keywords(article.keywords, &xml)
      funding(article.record.funding, &xml)
      event(article.record, &xml)
      counts(article, &xml)
      custom(article, &xml)
    }

    // MARK: - Numbers

    /// Identifiers by the types that Publishing 1.3 lists; for others the type is in `specific-use`.
    static func identifiers(
      _ identifiers: [Identifier], as name: JATSName, without others: Set<Int> = [], _ xml: inout XML
    ) {
      for (index, identifier) in identifiers.enumerated() where !others.contains(index) {
        let word = JATSTypes.word(for: identifier.scheme)
        xml.element(name) { xml in
          xml.attribute(.pubIdType, word ?? "other")
          if word == nil { xml.attribute(.specificUse, identifier.scheme.rawValue) }
          xml.text(identifier.value)
        }
      }
    }

    private static func categories(_ record: Record, _ xml: inout XML) {
      let subjects = JATSArticle.subjects(record)
      let series = record.titles(of: .series).filter { $0.kind == .main }
      guard record.variables.contains(.section) || !subjects.isEmpty || !series.isEmpty else { return }
      xml.element(.articleCategories) { xml in
        xml.element(.subjGroup) { xml in
          guard let section = record[.section] else { return }
          xml.attribute(.subjGroupType, "heading")
          xml.element(.subject, section)
        }
        if !subjects.isEmpty {
          xml.element(.subjGroup) { xml in
            xml.attribute(.subjGroupType, "subject")
            for keyword in subjects { xml.element(.subject, keyword.text) }
          }
        }
        for title in series { text(title.text, as: .seriesTitle, .faces, &xml) }
      }
    }

    /// First and last page if the pages are two numbers, else the range as text after its first page. For an
    /// article the DTD allows either pages or its number.
    static func pages(_ record: Record, alone: Bool = false, _ xml: inout XML) {
      if let pages = record[.pages], !alone || !record.variables.contains(.articleNumber) {
        let range = JATSPages(pages)
        xml.element(.fpage, range.first)
        xml.element(.lpage, range.last)
        if !range.isWhole { xml.element(.pageRange, pages) }
      }
      xml.element(.elocationId, record[.articleNumber])
    }

    private static func counts(_ article: JATSArticle, _ xml: inout XML) {
      let natives = article.natives
      guard article.record.variables.contains(.numberOfPages) || natives.has(path: "counts") else { return }
      func count(_ name: JATSName, _ value: String?, _ xml: inout XML) {
        if let value = nameToken(value) { xml.empty(name) { $0.attribute(.count, value) } }
      }
      xml.element(.counts) { xml in
        for name in [JATSName.figCount, .tableCount, .equationCount, .refCount] {
          count(name, natives.first("counts/\(name.word)"), &xml)
        }
        count(.pageCount, article.record[.numberOfPages], &xml)
        count(.wordCount, natives.first("counts/word-count"), &xml)
      }
    }

    // MARK: - What only JATS has

    private static func authorNotes(_ article: JATSArticle, _ xml: inout XML) {
      guard article.natives.has(path: "author-notes") else { return }
      xml.element(.authorNotes) { xml in
        natives(article, "author-notes/corresp", as: .corresp, &xml)
        for (type, value) in article.natives.values(of: "author-notes/fn") {
          xml.element(.fn) { xml in
            xml.attribute(.fnType, type.flatMap { JATSTypes.isNote($0) ? $0 : nil })
            xml.element(.p, value)
          }
        }
        natives(article, "author-notes/p", as: .p, &xml)
      }
    }

    private static func natives(_ article: JATSArticle, _ path: String, as name: JATSName, _ xml: inout XML) {
      for (type, value) in article.natives.values(of: path) where type == nil { xml.element(name, value) }
    }

    /// Metadata of publishers, and what no element is allowed for: the version in Archiving 1.1, and pages
    /// beside an article number.
    private static func custom(_ article: JATSArticle, _ xml: inout XML) {
      var metas: [(type: String?, value: String)] = []
      if let version = article.record[.version] { metas.append((JATSName.articleVersion.word, version)) }
      if let pages = article.record[.pages], article.record.variables.contains(.articleNumber) {
        metas.append((JATSName.pageRange.word, pages))
      }
      metas += article.natives.values(of: "custom-meta")
      if metas.isEmpty { return }
      xml.element(.customMetaGroup) { xml in
        for (name, value) in metas {
          xml.element(.customMeta) { xml in
            xml.empty(.metaName) { $0.text(name ?? "") }
            xml.empty(.metaValue) { $0.text(value) }
          }
        }
      }
    }

    // MARK: - Values of attributes

    /// A value that an attribute of type NMTOKEN may have; nil for others.
    static func nameToken(_ text: String?) -> String? {
      guard let text, !text.isEmpty else { return nil }
      let isToken = text.utf8.allSatisfy { $0.isLetter || $0.isDigit || $0 == 45 || $0 == 46 || $0 == 95 }
      return isToken ? text : nil
    }

    /// A key as the `id` of an element: characters that names may not have become `_`, and a name does not
    /// begin with a digit.
    static func id(of key: String) -> String {
      var id: [UInt8] = []
      for byte in key.utf8 {
        let isInName = byte.isLetter || byte.isDigit || byte == 45 || byte == 46 || byte == 95
        if id.isEmpty, !byte.isLetter, byte != 95 { id.append(UInt8(ascii: "r")) }
        id.append(isInName ? byte : 95)
      }
      return String(decoding: id, as: UTF8.self)
    }
  }

  /// A record in the form of an article.
  ///
  /// It is a class, since a record is large and would be copied for each element that is written.
  final class JATSArticle {
    let record: Record
    let type: (word: String, isOfCSL: Bool)
    let natives: JATSNatives
    /// The affiliations, which follow the names.
    let places: JATSPlaces
    /// The identifiers that have an element of their own.
    let numbersElsewhere: Set<Int>
    /// The numbers of the book that it is, or that contains it.
    let books: [Identifier]
    /// The keywords that are in no category.
    let keywords: ArraySlice<Keyword>

    init(_ record: Record) {
      self.record = record
      type = JATSTypes.word(forArticle: record)
      natives = JATSNatives(record)
      places = JATSPlaces(of: record.contributors)
      let isPart = record.type.isPartOfHost
      books = isPart ? record.identifiers(of: .host) : record.identifiers
      var others: Set<Int> = []
      for (index, identifier) in record.identifiers.enumerated() {
        if identifier.scheme == .url || (identifier.scheme == .isbn && !isPart) { others.insert(index) }
      }
      numbersElsewhere = others
      keywords = record.keywords.dropFirst(Self.subjects(record).count)
    }

    /// The first keywords, if they are subjects, which JATS has among the categories.
    static func subjects(_ record: Record) -> ArraySlice<Keyword> {
      record.keywords.prefix { $0.scheme == "subject" && $0.language == nil }
    }
  }

  /// Pages in the elements of JATS.
  struct JATSPages {
    var first: String?
    var last: String?
    /// Whether first and last page are all of it.
    var isWhole: Bool

    init(_ pages: String) {
      let parts = pages.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
      func isPage(_ part: Substring.UTF8View) -> Bool {
        !part.isEmpty && part.allSatisfy { $0.isLetter || $0.isDigit || $0 == 46 || $0 >= 0xC3 }
      }
      isWhole = parts.count <= 2 && parts.allSatisfy(isPage) && (parts.count < 2 || !parts[0].elementsEqual(parts[1]))
      if isWhole {
        first = String(Substring(parts[0]))
        last = parts.count == 2 ? String(Substring(parts[1])) : nil
      } else {
        let start = pages.utf8.prefix { $0.isLetter || $0.isDigit }
        first = start.isEmpty ? pages : String(Substring(start))
      }
    }
  }

  /// The native fields of a record that was read from JATS, by the paths under which the reader keeps them.
  struct JATSNatives {
    private let fields: [NativeField]

    init(_ record: Record) {
      fields = record.nativeFields.isEmpty ? [] : record.nativeFields.filter { $0.format == JATSDecoder.format }
    }

    /// The values under `path` and `path[type]`, with their types.
    func values(of path: String) -> [(type: String?, value: String)] {
      fields.compactMap { field in
        guard field.name.utf8.starts(with: path.utf8) else { return nil }
        let rest = field.name.utf8.dropFirst(path.utf8.count)
        if rest.isEmpty { return (nil, field.value) }
        guard rest.first == UInt8(ascii: "["), rest.last == UInt8(ascii: "]") else { return nil }
        return (String(Substring(rest.dropFirst().dropLast())), field.value)
      }
    }

    func first(_ path: String) -> String? { fields.first { $0.name == path }?.value }

    /// Whether an element has a value for an element in it.
    func has(path: String) -> Bool { fields.contains { $0.name.utf8.starts(with: "\(path)/".utf8) } }
  }

  extension XMLSink<JATSName> {
    /// Writes an element with an attribute and a text; nothing for an empty text.
    mutating func element(_ name: JATSName, _ text: String?, _ attribute: (name: JATSName, value: String?)) {
      guard let text, !text.isEmpty else { return }
      element(name) { xml in
        xml.attribute(attribute.name, attribute.value)
        xml.text(text)
      }
    }
  }
#endif
