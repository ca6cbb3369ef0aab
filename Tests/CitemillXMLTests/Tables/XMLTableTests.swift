#if XML
  import Citemill
  import CitemillCore
  import CitemillTestSupport
  import Testing

  @testable import CitemillXML

  /// A table matches its reader: each of its rows is read, and each name that the reader knows has a row.
  @Suite struct XMLTableTests {
    @Test func eachRowOfPubMedIsRead() { #expect(pubMed.unread().joined(separator: "\n") == "") }
    @Test func eachRowOfJATSIsRead() { #expect(jats.unread().joined(separator: "\n") == "") }
    @Test func eachRowOfCrossrefIsRead() { #expect(crossref.unread().joined(separator: "\n") == "") }

    @Test func eachRowOfWordIsRead() { #expect(word.unread().joined(separator: "\n") == "") }

    /// A name that a step reads in its own elements has a row too, or is listed here.
    @Test func eachNameHasARow() {
      #expect(pubMed.unlisted(PubMedTable.omissions, but: Self.pubMedDetails).joined(separator: " ") == "")
      #expect(jats.unlisted(JATSTable.omissions, but: Self.jatsDetails).joined(separator: " ") == "")
      let wordDetails = "NameList Person Last First Middle Corporate"
      #expect(word.unlisted(WordXMLTable.omissions, but: wordDetails).joined(separator: " ") == "")
      #expect(crossref.unlisted(CrossrefTable.omissions, but: Self.crossrefDetails).joined(separator: " ") == "")
    }

    static let pubMedDetails = """
      DeleteCitation Year Month Day Hour Minute Second Season MedlineDate PubMedPubDate PubStatus StartPage EndPage
      MedlinePgn EIdType AbstractText Label NlmCategory CopyrightInformation UI ArticleId IdType Author LastName
      ForeName Initials Suffix CollectiveName AffiliationInfo Affiliation Identifier Source EqualContrib Investigator
      PersonalNameSubject MeshHeading DescriptorName QualifierName Keyword Chemical RegistryNumber NameOfSubstance
      SupplMeshName GeneSymbol Grant GrantID Acronym Agency DataBank DataBankName AccessionNumberList AccessionNumber
      CommentsCorrections RefType RefSource Note Object Param Name Reference Citation Section SectionTitle Item
      ListType book part sec i b u sub sup math
      """
    static let jatsDetails = """
      front front-stub specific-use journal-id-type abbrev-type alt-title-type pub-id-type subj-group-type
      contrib-type surname given-names suffix contrib-id-type fn-type name-style authenticated vocab-term
      institution-wrap institution-id institution-id-type addr-line city state postal-code content-type address sc
      strike monospace overline break sec list list-item disp-formula inline-formula alternatives tex-math math
      inline-graphic graphic media href era string-date event-type iso-8601-date calendar seq count license-p
      license-type start_date abstract-type compound-kwd-part kwd-group-type meta-name meta-value mimetype
      mime-subtype source-id source-id-type document-id document-id-type object-id-type vol page units
      compound-subject-part award-type degree-contribution related-article-type related-object-type
      article-version-type book book-meta book-id-type book-part-meta book-part-id-type collection-meta
      book-volume-number ref-list person-group-type assigning-authority book-part book-part-type custom-type
      fixed-case textual-form
      """
    static let crossrefDetails = """
      doi_citations doi_resources doi_relations crossmark_data fundref_data lic_ref_data msg crossref error body
      journal journal_volume publication_type conference proceedings_metadata proceedings_series_metadata
      conference_paper conference_theme proceedings_subject start_year start_month start_day end_year end_month
      end_day book book_metadata book_series_metadata book_set_metadata content_item level_sequence_number noisbn
      reason posted_content dissertation report-paper report-paper_metadata report-paper_series_metadata standard
      standard_metadata standard_series_metadata std_as_published std_alt_as_published std_alt_script std_adopted_from
      std_family_designator std_revision_of std_set_designator std_supersedes std_undated_designator std_variant_form
      as_published adopted_from revision_of supersedes family set undated approvedMonth approvedYear
      standards_body_name standards_body_acronym intent_statement status_description parent_doi parent_relation
      reg-agency component_size clinicaltrial_data database database_metadata dataset sa_component component
      peer_review stage recommendation revision-round competing_interest_statement pending_publication version
      award_amount award-dates funding-scheme funder-name funder-id funding-percentage funding-type amount currency
      null-amount start-date end-date planned-start-date planned-end-date ROR country doi_records owner timestamp
      last_update_date reference_distribution_opts metadata_distribution_opts claim archive_locations archive
      scn_policies scn_policy_set scn_policy_ref crossmark_policy crossmark_version crossmark_domains crossmark_domain
      crossmark_domain_exclusive domain filter group_label group_name order href explanation property item crawler
      mime_type content_version link_header_relationship multi-resolution setbyID contributor_role sequence given_name
      surname suffix institution_name institution_id institution_place institution_acronym institution_department
      authenticated string-name prefix degrees content-type specific-use name-style familyName givenName month day
      year last_page other_pages item_number_type id_type abstract-type lang provider inter_work_relation
      intra_work_relation relationship-type identifier-type applies_to start_date end_date update date label registry
      namespace key i em b strong u sub sup scp tt ovl strike p sec italic bold sc underline monospace overline
      dataset_type
      """

    private var pubMed: TableTrial<PubMedDecoder> {
      TableTrial(
        specifications: ["pubmed-xml"],
        homes: [
          "MedlineJournalInfo": """
          <PubmedArticle><MedlineCitation><Article><Journal><Title>Weirs</Title></Journal></Article>\
          <MedlineJournalInfo~>*</MedlineJournalInfo></MedlineCitation></PubmedArticle>
          """,
          "BookDocument":
            "<PubmedBookArticle><BookDocument~><ArticleTitle>A</ArticleTitle>*</BookDocument></PubmedBookArticle>",
          "PubmedBookData": """
          <PubmedBookArticle><BookDocument><PMID>1</PMID></BookDocument><PubmedBookData~>*</PubmedBookData>\
          </PubmedBookArticle>
          """,
        ], bases: ["Article/VernacularTitle": "<ArticleTitle>Base</ArticleTitle>", "Journal": "<Title>Weirs</Title>"],
        examples: [
          "Journal/Title": "=<Title>Dams</Title>", "Pagination": "<MedlinePgn>1-9</MedlinePgn>",
          "AuthorList": "<Author><LastName>Roe</LastName></Author>",
          "PublicationTypeList": "<PublicationType>Preprint</PublicationType>",
          "DataBankList": """
          <DataBank><DataBankName>GEO</DataBankName><AccessionNumberList><AccessionNumber>G1</AccessionNumber>\
          </AccessionNumberList></DataBank>
          """,
          "GrantList": "<Grant><Agency>NSF</Agency></Grant>",
          "MeshHeadingList": "<MeshHeading><DescriptorName>Water</DescriptorName></MeshHeading>",
          "KeywordList": "<Keyword>a</Keyword>", "GeneSymbolList": "<GeneSymbol>a</GeneSymbol>",
          "ChemicalList": "<Chemical><NameOfSubstance>a</NameOfSubstance></Chemical>",
          "SupplMeshList": "<SupplMeshName>a</SupplMeshName>",
          "PersonalNameSubjectList": "<PersonalNameSubject><LastName>Roe</LastName></PersonalNameSubject>",
          "CommentsCorrectionsList":
            "<CommentsCorrections RefType=\"Cites\"><RefSource>a</RefSource></CommentsCorrections>",
          "InvestigatorList": "<Investigator><LastName>Roe</LastName></Investigator>",
          "OtherID": "=<OtherID Source=\"NLM\">PMC12</OtherID>",
          "ArticleIdList": "<ArticleId IdType=\"doi\">10.1234/a</ArticleId>",
          "LocationLabel": "=<LocationLabel Type=\"chapter\">2</LocationLabel>",
          "PublicationType": "=<PublicationType>Review</PublicationType><PublicationType>Other</PublicationType>",
          "History": "<PubMedPubDate PubStatus=\"received\"><Year>2001</Year></PubMedPubDate>",
          "ObjectList": "<Object Type=\"keyword\"><Param Name=\"value\">a</Param></Object>",
          "ReferenceList": "<Reference><Citation>a</Citation></Reference>",
        ])
    }

    private var word: TableTrial<WordDecoder> {
      let person = "<NameList><Person><Last>Roe</Last></Person></NameList>"
      let roles = WordName.allCases.filter { WordXMLTable.role(of: $0) != nil }
      return TableTrial(
        specifications: ["word-xml"], homes: [:],
        bases: [
          "Source": "<Title>Base</Title>", "Source/Title": "<Year>2001</Year>", "Source/Month": "<Year>2001</Year>",
          "Source/Day": "<Year>2001</Year><Month>3</Month>",
          "Source/MonthAccessed": "<YearAccessed>2001</YearAccessed>",
          "Source/DayAccessed": "<YearAccessed>2001</YearAccessed><MonthAccessed>3</MonthAccessed>",
          "Source/Department": "<Title>Base</Title><Publisher>Mill</Publisher>",
        ],
        examples: [
          "SourceType": "Book", "BIBTEX_Entry": "book", "LCID": "1031", "Month": "3", "Day": "4", "MonthAccessed": "3",
          "DayAccessed": "4", "StandardNumber": "978-3-16-148410-0", "Source/Author": "<Author>\(person)</Author>",
        ].merging(roles.map { ("Author/\($0.word)", person) }) { first, _ in first })
    }

    private var jats: TableTrial<JATSDecoder> {
      let name = "<name><surname>Roe</surname></name>"
      let title = "<title-group><article-title>Base</article-title></title-group>"
      func article(_ inner: String) -> String {
        "<article><front><article-meta>\(inner)</article-meta></front></article>"
      }
      return TableTrial(
        specifications: ["jats:emit=both", "jats:emit=article"],
        homes: [
          "article": "<article~><front><article-meta>\(title)</article-meta></front>*</article>",
          "book-part": "<book><book-part~><book-part-meta>\(title)</book-part-meta>*</book-part></book>",
          "article-meta": "<article><front><article-meta~>*</article-meta></front></article>",
          "journal-meta": "<article><front><journal-meta~>*</journal-meta><article-meta/></front></article>",
          "sub-article": """
          <article><front><article-meta>\(title)</article-meta></front><sub-article~ xml:lang="de"><front-stub><title-group>\
          <article-title>Wehre</article-title></title-group></front-stub>*</sub-article></article>
          """,
          "ref": "<article><front><article-meta/></front><back><ref-list><ref~>*</ref></ref-list></back></article>",
          "collection-meta": """
          <book><collection-meta~>*</collection-meta><book-meta><book-title-group><book-title>Base</book-title>\
          </book-title-group></book-meta></book>
          """,
          "subj-group": article("<article-categories><subj-group~>*</subj-group></article-categories>"),
          "contrib-group": article("<contrib-group~>*</contrib-group>"),
          "contrib": article(
            "<contrib-group><contrib~>*</contrib></contrib-group><aff id=\"a\">Mill</aff><aff id=\"b\">Dam</aff>"),
          "author-notes": article(
            """
            <contrib-group><contrib>\(name)<xref ref-type="fn" rid="n"/></contrib></contrib-group>\
            <author-notes~>*</author-notes>
            """),
          "corresp": article(
            """
            <contrib-group><contrib>\(name)<xref ref-type="corresp" rid="n"/></contrib></contrib-group>\
            <author-notes><corresp~ id="n">*</corresp></author-notes>
            """),
          "funding-group": article("<funding-group~>*</funding-group>"),
          "support-group": article("<support-group~>*</support-group>"),
          "event": article("<pub-history><event~>*</event></pub-history>"),
        ],
        bases: [
          "contrib": name, "contrib/name": "", "contrib/string-name": "", "contrib/collab": "", "contrib/anonymous": "",
          "contrib/collab-alternatives": "", "contrib/on-behalf-of": "", "contrib/name-alternatives": "",
          "name": "<surname>Roe</surname>",
          "article-meta/aff": "<contrib-group><contrib>\(name)</contrib></contrib-group>",
          "contrib-group/aff": "<contrib>\(name)</contrib>", "contrib-group/on-behalf-of": "<contrib>\(name)</contrib>",
          "journal-meta/abbrev-journal-title": "<journal-title>Weirs</journal-title>",
          "journal-title-group/abbrev-journal-title": "<journal-title>Weirs</journal-title>",
          "journal-meta/journal-id": "<journal-title-group><journal-title>Weirs</journal-title></journal-title-group>",
          "collection-meta/subtitle": "<title>Weirs</title>",
          "collection-meta/volume-in-collection": "<title>Weirs</title>",
          "ref/note": "<element-citation><source>a</source></element-citation>",
          "ref/p": "<element-citation><source>a</source></element-citation>",
          "article-meta/lpage": "<fpage>1</fpage>", "element-citation/lpage": "<fpage>1</fpage>",
          "trans-title-group/trans-subtitle": "<trans-title>a</trans-title>",
          "event/event-desc": "<article-id pub-id-type=\"doi\">10.1234/a</article-id>",
          "element-citation/month": "<year>2001</year>", "element-citation/season": "<year>2001</year>",
          "element-citation/day": "<year>2001</year><month>5</month>",
          "element-citation/trans-source": "<article-title>a</article-title>",
          "element-citation/source": "<article-title>a</article-title>",
          "permissions/copyright-holder": "", "pub-date": "<year>2001</year>",
        ],
        examples: [
          "article/@specific-use": "csl-type",
          "subj-group/subject": "=<subject>A</subject><subject>B</subject>", "lpage": "9", "month": "5", "season": "5",
          "day": "9", "compound-subject": "<compound-subject-part>a</compound-subject-part>",
          "compound-kwd": "<compound-kwd-part>a</compound-kwd-part>",
          "date": "=<date date-type=\"received\"><year>2001</year></date>",
          "element-citation/date": "<year>2001</year>", "self-uri": "=<self-uri xlink:href=\"https://a.org/1\"/>",
          "ext-link": "=<ext-link xlink:href=\"https://a.org/1\"/>", "uri": "=<uri xlink:href=\"https://a.org/1\"/>",
          "supplementary-material": "=<supplementary-material xlink:href=\"a.pdf\"/>", "product": "<source>a</source>",
          "journal-id": "=<journal-id journal-id-type=\"nlm-ta\">We</journal-id>", "contrib": name,
          "name": "<surname>Roe</surname>", "name-alternatives": "\(name)<name><surname>Rho</surname></name>",
          "role": "Software", "contrib-id": "https://orcid.org/0000-0002-1825-0097", "aff": "Weir School",
          "xref": "=<xref ref-type=\"aff\" rid=\"a\"/>", "aff-alternatives": "<aff>Weir School</aff>",
          "collab": "Group<contrib-group><contrib>\(name)</contrib></contrib-group>",
          "collab-alternatives": "<collab>Group<contrib-group><contrib>\(name)</contrib></contrib-group></collab>",
          "element-citation/collab-alternatives": "<collab>Group</collab>",
          "author-notes/corresp": "=<corresp id=\"n\">a</corresp>",
          "author-notes/fn": "=<fn id=\"n\" fn-type=\"equal\"><p>a</p></fn>",
          "license": "=<license xlink:href=\"https://a.org/1\"/>",
          "custom-meta": "<meta-name>a</meta-name><meta-value>b</meta-value>",
          "ref/element-citation": "<source>a</source>", "ref/nlm-citation": "<source>a</source>",
          "ref/citation": "<source>a</source>",
          "citation-alternatives": "<element-citation><source>a</source></element-citation>",
          "person-group": name, "size": "=<size units=\"pages\">9</size>",
          "counts/page-count": "=<page-count count=\"9\"/>",
          "fig-count": "=<fig-count count=\"9\"/>", "table-count": "=<table-count count=\"9\"/>",
          "equation-count": "=<equation-count count=\"9\"/>", "ref-count": "=<ref-count count=\"9\"/>",
          "word-count": "=<word-count count=\"9\"/>", "pub-id": "=<pub-id pub-id-type=\"doi\">10.1234/a</pub-id>",
          "sub-article/@article-type": "translation", "annotation": "<p>Words</p>",
          "kwd-group/nested-kwd": "<kwd>a</kwd>", "patent/@country": "DE",
        ])
    }

    private var crossref: TableTrial<CrossrefDecoder> {
      let titles = "<titles><title>Base</title></titles>"
      let work = "<journal_article>\(titles)</journal_article>"
      let series =
        "<book><book_series_metadata><series_metadata~>*</series_metadata>\(titles)</book_series_metadata></book>"
      return TableTrial(
        specifications: ["crossref-xml"],
        homes: [
          "journal_article": "<journal><journal_article~>*</journal_article></journal>",
          "journal_metadata": "<journal><journal_metadata~>*</journal_metadata>\(work)</journal>",
          "journal_issue": """
          <journal><journal_metadata><full_title>Weirs</full_title></journal_metadata><journal_issue~>*</journal_issue>\
          \(work)</journal>
          """,
          "event_metadata": """
          <conference><event_metadata~>*</event_metadata><conference_paper>\(titles)</conference_paper></conference>
          """,
          "grant": "<grant~>*</grant>", "project": "<grant><project~>*</project></grant>",
          "query":
            "<query status=\"resolved\">*<doi_record><crossref><journal>\(work)</journal></crossref></doi_record></query>",
          "doi_record": "<doi_record~>*<crossref><journal>\(work)</journal></crossref></doi_record>",
          "citation": """
          <journal><journal_article><citation_list><citation~>*</citation></citation_list></journal_article></journal>
          """,
          "person_name": """
          <journal><journal_article><contributors><person_name~ contributor_role="author" sequence="first">\
          <surname>Roe</surname>*</person_name></contributors></journal_article></journal>
          """,
          "person": """
          <grant><project><investigators><person~><familyName>Roe</familyName>*</person></investigators></project></grant>
          """,
          "series_metadata": series,
          "journal_article/series_metadata":
            "<book><book_series_metadata>*\(titles)</book_series_metadata></book>",
          "journal_article/set_metadata": "<book><book_set_metadata>*\(titles)</book_set_metadata></book>",
          "journal_article/database_date":
            "<database><database_metadata>\(titles)*</database_metadata></database>",
          "journal_article/issn": """
          <conference><proceedings_metadata><proceedings_title>A</proceedings_title>*</proceedings_metadata></conference>
          """,
          "journal_article/@book_type": "<book~><book_metadata>\(titles)</book_metadata></book>",
          "journal_article/@component_type":
            "<book><book_metadata>\(titles)</book_metadata><content_item~>\(titles)</content_item></book>",
          "journal_article/@type": "<posted_content~>\(titles)</posted_content>",
          "database_date": """
          <database><database_metadata>\(titles)<database_date~>*</database_date></database_metadata></database>
          """,
        ],
        bases: [
          "titles/subtitle": "<title>Base</title>", "titles/original_language_title": "<title>Base</title>",
          "journal_article/group_title": "<publisher><publisher_name>Mill</publisher_name></publisher>",
          "journal_metadata/abbrev_title": "<full_title>Weirs</full_title>",
          "journal_article/institution": "<publisher><publisher_name>Mill</publisher_name></publisher>",
          "citation/volume_title": "<article_title>a</article_title>", "citation/doi": "",
        ],
        examples: [
          "person_name": "<surname>Roe</surname>", "role": "=<role type=\"software\" vocab=\"credit\"/>",
          "affiliations": "<institution><institution_name>Mill</institution_name></institution>",
          "alt-name": "<string-name>A B</string-name>", "pages": "<first_page>1</first_page>",
          "database_date": "<creation_date><year>2001</year></creation_date>",
          "designators": "<std_as_published><std_designator>A 1</std_designator></std_as_published>",
          "collection":
            "=<collection property=\"text-mining\"><item><resource>https://a.org/1</resource></item></collection>",
          "version_info": "<version>2</version>", "format": "=<format mime_type=\"text/xml\"/>",
          "standards_body": "<standards_body_name>A</standards_body_name>", "publication": "<full_title>A</full_title>",
          "citation_list": "<citation key=\"a\"><volume>1</volume></citation>", "series_metadata": titles,
          "component_list": "<component parent_relation=\"isPartOf\"><description>A</description></component>",
          "set_metadata": titles, "program/assertion": "=<assertion name=\"funder_name\">NSF</assertion>",
          "related_item": """
          <inter_work_relation relationship-type="isReviewOf" identifier-type="doi">10.1234/a</inter_work_relation>
          """,
          "updates": "<update type=\"correction\">10.1234/a</update>",
          "custom_metadata": "<assertion name=\"received\">2001-01-02</assertion>",
          "investigators": "<person><familyName>Roe</familyName></person>",
          "crm-item": "=<crm-item name=\"publisher-name\">Mill</crm-item>",
        ])
    }
  }

  /// Small documents for the rows of a table.
  private struct TableTrial<Decoder: XMLTableDecoder> {
    typealias Name = Decoder.Name
    let specifications: [String]
    /// Documents with `*` for the content of an element, and `~` for its attributes.
    let homes: [String: String]
    /// What an element needs beside the one that is tried, by the names of both or of the enclosing element.
    let bases: [String: String]
    /// The content of an element that does not take any text; with `=` the element itself, or several.
    let examples: [String: String]

    private var rows: [XMLTable<Decoder>.Row] { Decoder.table.rows }

    /// The names that are in no row.
    func unlisted(_ omissions: [XMLOmissions<Name>.Row], but details: String) -> [String] {
      let listed = Set(rows.flatMap { $0.parents + $0.names } + omissions.flatMap(\.names)).map(\.word)
      let known = Set(listed + details.split(whereSeparator: \.isWhitespace).map(String.init))
      return Name.allCases.map(\.word).filter { !known.contains($0) }
    }

    /// The elements and attributes that have no effect at the place in their row, whatever their content.
    func unread() -> [String] {
      rows.flatMap { row -> [String] in
        guard let path = row.path else { return [] }
        return row.parents.flatMap { parent in
          row.names.map { Trial(parent: parent, name: $0, isAttribute: row.isAttribute) }
            .filter { !isRead($0, at: path) }.map { "\($0.key): \(path)" }
        }
      }
    }

    /// An element or attribute that is tried.
    private struct Trial {
      let parent: Name
      let name: Name
      let isAttribute: Bool
      var key: String { "\(parent.word)/\(isAttribute ? "@" : "")\(name.word)" }
    }

    private func isRead(_ trial: Trial, at path: String) -> Bool {
      let base = bases[trial.key] ?? bases[trial.parent.word] ?? (trial.isAttribute ? "<year>2001</year>Words" : "")
      let around = homes[trial.key] ?? document(of: trial.parent)
      func found(_ attribute: String, _ inner: String) -> [String] {
        self.found(around.replacing("~", with: attribute).replacing("*", with: inner), at: path)
      }
      let plain = found("", base)
      let given = examples[trial.key] ?? (trial.isAttribute ? nil : examples[trial.name.word])
      if trial.isAttribute {
        return (given.map { [$0] } ?? Self.values).contains {
          found(" \(trial.name.attributeWord)=\"\($0)\"", base) != plain
        }
      }
      let all = given.map { [$0] } ?? contents(of: trial.name, depth: 0)
      return all.contains { found("", base + element(trial.name, $0)) != plain }
    }

    private static var values: [String] {
      [
        "Words", "yes", "report", "epub", "ppub", "preprint", "electronic", "print", "posted", "en", "book",
        "edited_book",
        "reference_entry", "withdrawn", "Print",
      ]
    }

    /// What an element may contain: text, or the elements that have rows in it.
    private func contents(of name: Name, depth: Int) -> [String] {
      let texts = ["Words", "2001", "10.1234/words", "1234-5678", "<year>2001</year>", "<Year>2001</Year>"]
      let inner = rows.filter { !$0.isAttribute && $0.parents.contains(name) }.flatMap(\.names).filter { $0 != name }
      if inner.isEmpty || depth > 1 { return texts }
      var found = texts
      for child in inner {
        let given = examples["\(name.word)/\(child.word)"] ?? examples[child.word]
        let elements = given.map { [$0] } ?? contents(of: child, depth: depth + 1)
        found += elements.map { element(child, $0) }
      }
      return found
    }

    /// An element with what is in it, or as it is given.
    private func element(_ name: Name, _ content: String) -> String {
      content.first == "=" ? String(content.dropFirst()) : "<\(name.word)>\(content)</\(name.word)>"
    }

    /// A document with an element in it.
    private func document(of name: Name) -> String {
      if let home = homes[name.word] { return home }
      let element = "<\(name.word)~>*</\(name.word)>"
      let row = rows.first { !$0.isAttribute && $0.names.contains(name) && !$0.parents.contains(name) }
      guard let parent = row?.parents.first else { return element }
      return document(of: parent).replacing("~", with: "").replacing("*", with: element)
    }

    /// The values at a path in the records of a document; without a path, the native fields.
    private func found(_ text: String, at path: String) -> [String] {
      let text = "<set xmlns:xlink=\"http://www.w3.org/1999/xlink\">\(text)</set>"
      let records = specifications.flatMap {
        (try? CitemillTestSupport.Trial(text: text, as: $0).records) ?? []
      }
      let all = records + records.flatMap { $0.references.compactMap(\.record) }
      guard let path = FieldPath(path) else { return all.flatMap { $0.nativeFields.map { "\($0.name) \($0.value)" } } }
      return all.flatMap { record in
        // The number of a book or journal is its host's if the work appears in one.
        let isNumber = path.field == .identifiers && path.tier == .own
        let hosts = isNumber ? record.parts(at: FieldPath(path.field, path.part ?? "", in: .host)) : []
        return (record.parts(at: path) + hosts).map(\.fullText)
      }
    }
  }
#endif
