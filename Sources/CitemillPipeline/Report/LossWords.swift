package import CitemillCore

/// Names for the places of a record in messages: `ORCID` for `contributors.author#identifiers`. Reports for
/// programs have the paths.
package enum LossWords {
  /// The name of a loss with its count: `ORCID (3)`, `date (1 less exact)`.
  package static func text(_ path: FieldPath, _ kind: Loss.Kind, count: Int) -> String {
    "\(words(for: path)) (\(count)\(words(for: kind)))"
  }

  /// The description of a kind of loss other than dropped.
  private static func words(for kind: Loss.Kind) -> String {
    switch kind {
    case .dropped: ""
    case .narrowed: " less exact"
    case .retyped: " changed"
    case .flattened: " as plain text"
    case .mergedAway: " in merging"
    }
  }

  /// The name of a place.
  package static func words(for path: FieldPath) -> String {
    let whole = words(for: path.field, path.part)
    let side = path.facet.map { words(for: $0, of: whole, path.field) } ?? whole
    switch path.tier {
    case .own: return side
    case .host: return side + " of the journal or book"
    case .series: return side + " of the series"
    }
  }

  private static func words(for field: Field, _ part: String?) -> String {
    switch field {
    case .key: "citation key"
    case .type: "type of work"
    case .titles: part.flatMap { Title.Kind(rawValue: $0) }.map(words) ?? "title"
    case .contributors: names(of: part)
    case .dates: date(part)
    case .identifiers: part ?? "identifiers"
    case .variables: part.flatMap { Variable(name: $0) }.map(words) ?? "numbers and short texts"
    case .container: "what it appeared in"
    case .event: "conference or other event"
    case .abstracts: part == nil || part == "abstract" ? "abstract" : "abstract (\(part ?? ""))"
    case .notes: part == "annotation" ? "annotations" : "notes"
    case .keywords: "keywords"
    case .licences: "licence"
    case .funding: "funding"
    case .relations: "links to other works"
    case .references: "list of references"
    case .files: "links to files"
    case .nativeFields: native(part)
    }
  }

  private static func words(for title: Title.Kind) -> String {
    switch title {
    case .main: "title"
    case .sub: "subtitle"
    case .short: "short title"
    case .translated: "translated title"
    case .original: "original title"
    case .alternative: "other title"
    case .uniform: "uniform title"
    case .volume: "title of the volume"
    case .part: "title of the part"
    case .issue: "title of the issue"
    case .running: "running title"
    case .addon: "addition to the title"
    case .reviewed: "title of the reviewed work"
    }
  }

  /// `editors`, `script writers`.
  private static func names(of role: String?) -> String {
    guard let role else { return "names" }
    return spaced(role) + "s"
  }

  private static func date(_ kind: String?) -> String {
    switch kind {
    case nil, "issued": "date"
    case "accessed": "date of access"
    case let kind?:
      // `available-date`, `accepted`.
      kind.hasSuffix("-date") ? "date (\(spaced(String(kind.dropLast(5)))))" : "date (\(spaced(kind)))"
    }
  }

  /// `field DA of ris`: a native field of a format.
  private static func native(_ part: String?) -> String {
    guard let part else { return "fields of the format that was read" }
    guard let dot = part.utf8.firstIndex(of: UInt8(ascii: ".")) else { return "fields of \(part)" }
    return "field \(part[part.utf8.index(after: dot)...]) of \(part[..<dot])"
  }

  private static func words(for facet: Facet, of whole: String, _ field: Field) -> String {
    switch facet {
    case .marks: "markup of \(whole), such as italics or protected capitals"
    case .language: "language of \(whole)"
    case .kind: "kind of \(whole)"
    case .scheme: "scheme of \(whole)"
    case .raw: "\(whole) as written"
    case .affiliations: "affiliations of \(whole)"
    case .identifiers:
      field == .contributors ? "ORCID" + (whole == "authors" ? "" : " of \(whole)") : "identifiers of \(whole)"
    case .flags: "remarks on \(whole), such as corresponding"
    case .email: "mail addresses of \(whole)"
    case .alternativeNames: "other names of \(whole)"
    case .members: "members of groups among \(whole)"
    case .nameParts: "parts of names of \(whole)"
    case .roles: "other roles of \(whole)"
    case .order: "order of \(whole)"
    case .isAnonymous: "anonymous among \(whole)"
    case .isOthers: "\"and others\" among \(whole)"
    case .season: "season of \(whole)"
    case .qualifier: "\"about\" or \"perhaps\" of \(whole)"
    case .range: "range of \(whole)"
    case .openEnd: "open end of \(whole)"
    case .unspecified: "digits left open of \(whole)"
    case .literal: "words of \(whole)"
    case .longYear: "year of more than four digits of \(whole)"
    case .many: "more than one of \(whole)"
    case .major: "main ones among \(whole)"
    case .label: "label of \(whole)"
    case .date: "date of \(whole)"
    case .text: "text of \(whole)"
    }
  }

  private static func words(for variable: Variable) -> String {
    switch variable {
    case .pages: "pages"
    case .publisherPlace: "place of publication"
    case .originalPublisher: "first publisher"
    case .originalPublisherPlace: "first place of publication"
    case .genre: "genre"
    case .archiveCollection: "collection of the archive"
    case .archiveLocation: "place in the archive"
    case .archivePlace: "place of the archive"
    case .references: "works it refers to"
    case .reviewedGenre: "genre of the reviewed work"
    case .firstReferenceNoteNumber: "number of the first note"
    case .pageFirst: "first page"
    case .rawReference: "reference as text"
    // The names of CSL are plain words already.
    case .volume, .issue, .articleNumber, .supplementNumber, .partNumber, .chapterNumber, .section, .number, .edition,
      .version, .printingNumber, .numberOfPages, .numberOfVolumes, .dimensions, .medium, .scale, .runningTime,
      .frequency, .publisher, .institution, .status, .archive, .callNumber, .source, .authority, .jurisdiction,
      .division, .language, .originalLanguage, .citationLabel, .citationNumber, .locator, .yearSuffix, .copyright:
      spaced(variable.name)
    }
  }

  private static func spaced(_ name: String) -> String {
    name.utf8.split(separator: UInt8(ascii: "-")).map { String(Substring($0)) }.joined(separator: " ")
  }
}
