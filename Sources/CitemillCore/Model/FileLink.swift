/// A file or an address at which the work, or something of it, lies.
public struct FileLink: Sendable, Hashable {
  /// A path or an address.
  @Verbatim public var location: String
  /// A media type by RFC 6838.
  @VerbatimOptional public var mediaType: String?
  /// What to show for it.
  @VerbatimOptional public var title: String?
  /// What it is for: `full-text`, `tdm`, `similarity-check`, `supplement`.
  @VerbatimOptional public var purpose: String?

  /// A file or address.
  public init(_ location: String, mediaType: String? = nil, title: String? = nil, purpose: String? = nil) {
    self.location = location
    self.mediaType = mediaType
    self.title = title
    self.purpose = purpose
  }
}
