#if XML
  /// The records of all vocabularies, so that the reader of one does not skip those of another that are
  /// beside its own.
  enum XMLVocabularies {
    /// Names that no other vocabulary has around its records.
    private static let records: [StaticString] = [
      "article", "article-meta", "book-part", "PubmedArticle", "PubmedBookArticle", "MedlineCitation",
      "journal_article",
      "conference_paper", "content_item", "posted_content", "doi_record", "sa_component",
    ]

    /// Elements with text that are around records and have no information about the works: of OAI-PMH,
    /// Crossref's deposits and answers, NLM's answers.
    static let envelope: [StaticString] = [
      "responseDate", "request", "identifier", "datestamp", "setSpec", "resumptionToken", "doi_batch_id", "timestamp",
      "depositor_name", "email_address", "registrant", "name",
    ]

    /// Those whose names are in no vocabulary.
    static func records(without names: [StaticString]) -> [StaticString] {
      records.filter { record in !names.contains { "\($0)" == "\(record)" } }
    }
  }
#endif
