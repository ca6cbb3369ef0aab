/// A file or URL with the work or something that belongs to it.
public struct FileLink: Sendable, Hashable {
  /// A path or a URL.
  @Verbatim public var location: String
  /// A media type by RFC 6838.
  @VerbatimOptional public var mediaType: String?
  /// The text to display for it.
  @VerbatimOptional public var title: String?
  /// Its purpose: `full-text`, `tdm`, `similarity-check`, `supplement`.
  @VerbatimOptional public var purpose: String?

  /// A file or URL.
  public init(_ location: String, mediaType: String? = nil, title: String? = nil, purpose: String? = nil) {
    self.location = location
    self.mediaType = mediaType
    self.title = title
    self.purpose = purpose
  }
}
