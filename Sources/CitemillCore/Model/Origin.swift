/// Where a record came from.
public struct Origin: Sendable, Hashable {
  /// The id of the format it was read in.
  @VerbatimOptional public var format: String? = nil
  /// The type as the source writes it: `JOUR`, `incollection`.
  @VerbatimOptional public var typeToken: String? = nil
  /// The place in the source.
  public var location: SourceLocation? = nil
  /// The labels for where the record was found, such as databases: `Embase`, `Scopus`. Merged records have
  /// those of all copies.
  public var sources: [String] {
    get { labels.map(\.wrappedValue) }
    set { labels = newValue.map { Verbatim(wrappedValue: $0) } }
  }
  private var labels: [Verbatim] = []

  /// An empty origin, with which each record starts.
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

  /// Records where the record was read, unless the records of the format carry their own origin.
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
