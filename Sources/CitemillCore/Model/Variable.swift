/// A scalar variable of a record: one string, named as in CSL 1.0.2 where CSL has it.
///
/// Numbers stay strings, as written: `12`, `12–14`, `S2`, `IV`. The raw value determines the order in which a
/// record keeps them.
public enum Variable: UInt8, Sendable, CaseIterable {
  // Place in the host.
  case volume, issue, pages, articleNumber, supplementNumber, partNumber, chapterNumber, section, number
  // Extent and form.
  case edition, version, printingNumber, numberOfPages, numberOfVolumes, dimensions, medium, scale, runningTime
  case frequency
  // Publication.
  case publisher, publisherPlace, originalPublisher, originalPublisherPlace, institution, status, genre
  // Where it is kept.
  case archive, archiveCollection, archiveLocation, archivePlace, callNumber, source
  // Law.
  case authority, jurisdiction, division, references
  // Languages.
  case language, originalLanguage
  // Reviews.
  case reviewedGenre
  // Citing.
  case citationLabel, citationNumber, firstReferenceNoteNumber, locator, yearSuffix, pageFirst
  // Citemill's own.
  case copyright, rawReference

  /// The name in `records`, tables and reports; CSL's name where CSL has one.
  public var name: String {
    switch self {
    case .volume: "volume"
    case .issue: "issue"
    case .pages: "page"
    case .articleNumber: "article-number"
    case .supplementNumber: "supplement-number"
    case .partNumber: "part-number"
    case .chapterNumber: "chapter-number"
    case .section: "section"
    case .number: "number"
    case .edition: "edition"
    case .version: "version"
    case .printingNumber: "printing-number"
    case .numberOfPages: "number-of-pages"
    case .numberOfVolumes: "number-of-volumes"
    case .dimensions: "dimensions"
    case .medium: "medium"
    case .scale: "scale"
    case .runningTime: "running-time"
    case .frequency: "frequency"
    case .publisher: "publisher"
    case .publisherPlace: "publisher-place"
    case .originalPublisher: "original-publisher"
    case .originalPublisherPlace: "original-publisher-place"
    case .institution: "institution"
    case .status: "status"
    case .genre: "genre"
    case .archive: "archive"
    case .archiveCollection: "archive_collection"
    case .archiveLocation: "archive_location"
    case .archivePlace: "archive-place"
    case .callNumber: "call-number"
    case .source: "source"
    case .authority: "authority"
    case .jurisdiction: "jurisdiction"
    case .division: "division"
    case .references: "references"
    case .language: "language"
    case .originalLanguage: "original-language"
    case .reviewedGenre: "reviewed-genre"
    case .citationLabel: "citation-label"
    case .citationNumber: "citation-number"
    case .firstReferenceNoteNumber: "first-reference-note-number"
    case .locator: "locator"
    case .yearSuffix: "year-suffix"
    case .pageFirst: "page-first"
    case .copyright: "copyright"
    case .rawReference: "raw-reference"
    }
  }

  /// The variable of a name as `name` gives it, or nil.
  public init?(name: String) {
    guard let found = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = found
  }
}

/// The scalar variables that are present, in the order of `Variable`, each once and never empty.
public struct VariableList: Sendable, Hashable {
  /// One variable with its text.
  public struct Entry: Sendable, Hashable {
    /// Which variable.
    public let variable: Variable
    /// Its text, never empty.
    @Verbatim public internal(set) var value: String
  }

  /// The variables that are present.
  public private(set) var entries: [Entry] = []
  /// A bit for each variable that is present.
  package private(set) var presence: UInt64 = 0

  /// No variables.
  public init() {}

  /// Whether no variable is present.
  public var isEmpty: Bool { entries.isEmpty }

  /// Whether a variable is present.
  public func contains(_ variable: Variable) -> Bool { presence & Self.bit(variable) != 0 }

  /// The text of a variable; setting nil or the empty string removes it.
  public subscript(variable: Variable) -> String? {
    get {
      guard contains(variable) else { return nil }
      return entries[place(of: variable)].value
    }
    set {
      let isPresent = contains(variable)
      guard let newValue, !newValue.isEmpty else {
        if isPresent {
          entries.remove(at: place(of: variable))
          presence &= ~Self.bit(variable)
        }
        return
      }
      let place = place(of: variable)
      if isPresent {
        entries[place].value = newValue
      } else {
        let entry = Entry(variable: variable, value: newValue)
        if entries.capacity == 0 { entries.reserveCapacity(4) }  // volume, issue and pages usually occur together
        if place == entries.count { entries.append(entry) } else { entries.insert(entry, at: place) }
        presence |= Self.bit(variable)
      }
    }
  }

  /// Removes all variables and keeps the capacity.
  public mutating func removeAll() {
    if presence == 0 { return }
    entries.removeAll(keepingCapacity: true)
    presence = 0
  }

  /// The index of a variable, or where it would be inserted: the number of present variables before it.
  private func place(of variable: Variable) -> Int { (presence & (Self.bit(variable) - 1)).nonzeroBitCount }

  private static func bit(_ variable: Variable) -> UInt64 { 1 << UInt64(variable.rawValue) }
}
