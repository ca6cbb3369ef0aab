#if XML
  import CitemillCore

  /// What a record must have so that Crossref accepts it, with the sentence that names what is missing.
  struct CrossrefNeed: Sendable {
    /// The place that must not be empty.
    let path: FieldPath
    /// Why a record cannot be deposited; nil for one that can.
    let refusal: @Sendable (CrossrefEntry) -> String?

    init(_ path: FieldPath, _ refusal: @escaping @Sendable (CrossrefEntry) -> String?) {
      self.path = path
      self.refusal = refusal
    }

    /// Why a record is not of the kind that is wanted; nil where it is, and where all are.
    static func otherKind(of record: Record, than kind: CrossrefKind?) -> String? {
      guard let kind, CrossrefKind(record.type) != kind else { return nil }
      let own = CrossrefKind(record.type)
      return "it does not belong in a deposit of \(kind.words)"
        + (own.map { "; write it with kind=\($0.rawValue)" } ?? "")
    }

    /// The first reason for which a record cannot be deposited.
    static func refusal(of entry: CrossrefEntry) -> String? {
      for need in needs(of: entry.record.type) {
        if let reason = need.refusal(entry) { return reason }
      }
      return nil
    }

    /// Why no record of a type can be deposited.
    static func refusal(of type: RecordType) -> String {
      switch type {
      case .grant: "Crossref has a separate schema for grants, which is not supported"
      case .bookSeries, .reportSeries: "Crossref takes a series with the books or reports in it"
      default: "Crossref has no kind of work for the type \(type.rawValue)"
      }
    }

    /// What a record of a type must have.
    static func needs(of type: RecordType) -> [CrossrefNeed] {
      let own: [CrossrefNeed] =
        switch type {
        case .periodical: []
        case .journalIssue, .journalVolume: [hostTitle("journal"), date]
        case .articleJournal, .articleMagazine, .articleNewspaper, .review, .reviewBook:
          [title, hostTitle("journal"), date]
        case .book, .editedBook, .referenceBook, .multivolumeBook, .proceedings: [title, date, publisher]
        case .chapter, .entry, .entryDictionary, .entryEncyclopedia: [title, hostTitle("book"), date, publisher]
        case .paperConference: [title, hostTitle("volume of proceedings"), date, publisher]
        case .thesis: [title, author, day([.issued, .accepted]), institution]
        case .standard: [title, number, body]
        case .dataset: [databaseTitle, title]
        case .peerReview: [title, review, day([.issued, .online, .print, .posted])]
        case .component: [parent]
        case .preprint, .article, .post, .postWeblog, .poster: [title, day([.posted, .issued, .online, .print])]
        case .report: [title, date]
        default: [title]
        }
      let serial = type == .periodical ? [journalTitle] : type == .proceedings ? [shortTitle, event] : []
      let given = type == .paperConference ? [event] : []
      return [doi] + own + serial + given + [address]
    }

    // MARK: - The needs

    private static let doi = CrossrefNeed(FieldPath(.identifiers, "DOI")) { entry in
      if entry.doi != nil { return nil }
      return entry.record.doi.map { "\"\($0)\" is not a DOI that Crossref accepts, 10.NNNN/..." } ?? "it has no DOI"
    }

    private static let address = CrossrefNeed(FieldPath(.identifiers, "URL")) { entry in
      if entry.address != nil { return nil }
      let advice = "give a pattern for all records, such as resource=https://journal.example/{doi}"
      for one in entry.record.identifiers where one.scheme == .url {
        if let reason = CrossrefLimits.refusal(ofAddress: one.value) {
          return "Crossref does not take its URL \"\(shown(one.value))\", since \(reason); correct it, or \(advice)"
        }
      }
      if let made = entry.doi.flatMap({ entry.format.resource(of: $0) }),
        let reason = CrossrefLimits.refusal(ofAddress: made)
      {
        return "Crossref does not take the URL \"\(shown(made))\" of the option resource, since \(reason)"
      }
      return "it has no URL for its DOI; \(advice)"
    }

    /// The beginning of a value that may be long.
    private static func shown(_ value: String) -> String { value.count > 80 ? value.prefix(80) + "…" : value }

    private static let title = CrossrefNeed(FieldPath(.titles, "main")) { entry in
      entry.title(.main, entry.record.titles) == nil ? "it has no title" : nil
    }

    /// The title of a journal or of proceedings, whose length is limited.
    private static let journalTitle = CrossrefNeed(FieldPath(.titles, "main")) { entry in
      refusal(ofSerial: entry.record.titles, "it")
    }

    private static let shortTitle = CrossrefNeed(FieldPath(.titles, "main")) { entry in
      let title = entry.title(.main, entry.record.titles)?.text.plain
      return CrossrefLimits.value(title, of: .proceedingsTitle) == nil ? "its title has more than 511 characters" : nil
    }

    private static func hostTitle(_ word: String) -> CrossrefNeed {
      CrossrefNeed(FieldPath(.titles, "main", in: .host)) { entry in
        let titles = entry.titles(of: .host)
        if word == "journal" { return refusal(ofSerial: titles, "its journal") }
        guard let title = entry.title(.main, titles)?.text.plain else {
          return "the \(word) that it is in has no title"
        }
        let isLong = word != "book" && CrossrefLimits.value(title, of: .proceedingsTitle) == nil
        return isLong ? "the title of the \(word) has more than 511 characters" : nil
      }
    }

    private static func refusal(ofSerial titles: [Title], _ word: String) -> String? {
      let names = titles.filter { [.main, .alternative, .short].contains($0.kind) }.map(\.text.plain)
      if names.contains(where: { CrossrefLimits.value($0, of: .fullTitle) != nil && $0 == names[0] }) { return nil }
      if names.allSatisfy({ CrossrefLimits.isBlank($0) }) { return "\(word) has no title" }
      return "the title of \(word == "it" ? "the journal" : word) has more than 255 characters"
    }

    private static let date = CrossrefNeed(FieldPath(.dates, "issued")) { entry in
      if !entry.publicationDates.isEmpty { return nil }
      return refusal(ofDates: [.issued, .online, .print, .posted, .available], of: entry)
        ?? "it has no date of publication"
    }

    private static func day(_ kinds: [DateKind]) -> CrossrefNeed {
      CrossrefNeed(FieldPath(.dates, "issued")) { entry in
        if entry.firstDate(kinds) != nil { return nil }
        if let reason = refusal(ofDates: kinds, of: entry) { return reason }
        return entry.record.type == .peerReview ? "the day of the review is not known" : "it has no date"
      }
    }

    /// Why Crossref does not take the first date that a record has of some kinds; nil where it has none, or not its day alone.
    private static func refusal(ofDates kinds: [DateKind], of entry: CrossrefEntry) -> String? {
      guard let date = kinds.lazy.compactMap({ entry.record[date: $0] }).first else { return nil }
      let years = CrossrefEntry.years
      if let year = XMLDateParts(date)?.year, years.contains(year) { return nil }
      let words = date.literal ?? date.value?.description ?? ""
      if words.isEmpty { return nil }
      return "its date \"\(shown(words))\" is not one with a year from \(years.lowerBound) to \(years.upperBound)"
    }

    private static let publisher = CrossrefNeed(.variable(.publisher)) { entry in
      if CrossrefLimits.value(entry.record[.publisher], of: .publisherName) != nil { return nil }
      return entry.record[.publisher] == nil ? "it has no publisher" : "its publisher has more than 255 characters"
    }

    private static let institution = CrossrefNeed(.variable(.publisher)) { entry in
      entry.institution(.publisher) == nil ? "it has no university" : nil
    }

    private static let author = CrossrefNeed(FieldPath(.contributors, "author")) { entry in
      entry.people(.work).isEmpty ? "it has no author" : nil
    }

    private static let number = CrossrefNeed(.variable(.number)) { entry in
      CrossrefLimits.value(entry.record[.number], of: .stdDesignator) == nil ? "it has no designator" : nil
    }

    private static let body = CrossrefNeed(.variable(.authority)) { entry in
      entry.standardsBody == nil ? "it has no standards body" : nil
    }

    private static let databaseTitle = CrossrefNeed(FieldPath(.titles, "main", in: .host)) { entry in
      entry.title(.main, entry.titles(of: .host)) == nil && entry.databaseTitle == nil
        ? "it has no database" : nil
    }

    private static let event = CrossrefNeed(FieldPath(.event)) { entry in
      CrossrefLimits.value(entry.event.title, of: .conferenceName) == nil
        ? "neither the conference nor its proceedings have a name of 3 to 512 characters" : nil
    }

    private static let parent = CrossrefNeed(FieldPath(.relations, "is-part-of")) { entry in
      entry.parent == nil ? "it has no DOI of the work that it is a part of (a relation is-part-of)" : nil
    }

    private static let review = CrossrefNeed(FieldPath(.relations, "is-review-of")) { entry in
      entry.reviews ? nil : "it does not name the reviewed work (a relation is-review-of)"
    }
  }
#endif
