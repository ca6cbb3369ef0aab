/// Where a record came from.
public struct Origin: Sendable, Hashable {
  /// The id of the format it was read in.
  @VerbatimOptional public var format: String? = nil
  /// The source's own word for the type: `JOUR`, `incollection`.
  @VerbatimOptional public var typeToken: String? = nil
  /// The place in the source.
  public var location: SourceLocation? = nil

  /// An origin of which nothing is known, as each record begins with.
  public init() {}

  /// An origin.
  public init(format: String? = nil, typeToken: String? = nil, location: SourceLocation? = nil) {
    self.format = format
    self.typeToken = typeToken
    self.location = location
  }

  /// Says where the record was read, except of a format whose records bring along where they first came from.
  public mutating func settle(_ info: FormatInfo, _ location: SourceLocation) {
    if info.carriesOrigin { return }
    format = info.id
    self.location = location
  }
}
