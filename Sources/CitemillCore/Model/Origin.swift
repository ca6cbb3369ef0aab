/// Where a record came from.
public struct Origin: Sendable, Hashable {
  /// The id of the format it was read in.
  @VerbatimOptional public var format: String? = nil
  /// The source's own word for the type: `JOUR`, `incollection`.
  @VerbatimOptional public var typeToken: String? = nil
  /// The place in the source.
  public var location: SourceLocation? = nil
  /// The labels of where the record was found, such as databases: `Embase`, `Scopus`. Merged records have those of all.
  public var sources: [String] {
    get { labels.map(\.wrappedValue) }
    set { labels = newValue.map { Verbatim(wrappedValue: $0) } }
  }
  private var labels: [Verbatim] = []

  /// An origin of which nothing is known, as each record begins with.
  public init() {}

  /// An origin.
  public init(
    format: String? = nil, typeToken: String? = nil, location: SourceLocation? = nil, sources: [String] = []
  ) {
    self.format = format
    self.typeToken = typeToken
    self.location = location
    self.sources = sources
  }

  /// Says where the record was read, except of a format whose records bring along where they first came from.
  public mutating func settle(_ info: FormatInfo, _ location: SourceLocation) {
    if info.carriesOrigin { return }
    format = info.id
    self.location = location
  }

  /// Adds labels that are not there yet, after those that are.
  public mutating func addSources(_ others: [String]) {
    for label in others {
      let label = Verbatim(wrappedValue: label)
      if !labels.contains(label) { labels.append(label) }
    }
  }
}
