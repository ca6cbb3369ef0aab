/// A file or URL with the work or something that belongs to it.
public struct FileLink: Sendable, Hashable {
  /// A path or an address.
  @Verbatim public var location: String
  /// A media type by RFC 6838.
  @VerbatimOptional public var mediaType: String?
  /// What to show for it.
  @VerbatimOptional public var title: String?
  /// Its purpose: `full-text`, `tdm`, `similarity-check`, `supplement`.
  @VerbatimOptional public var purpose: String?

  /// A file or address.
  public init(_ location: String, mediaType: String? = nil, title: String? = nil, purpose: String? = nil) {
    self.location = location
    self.mediaType = mediaType
    self.title = title
    self.purpose = purpose
  }
}
