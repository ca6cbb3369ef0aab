/// Terms under which a version of the work may be used.
public struct Licence: Sendable, Hashable {
  /// The URL of the terms.
  @VerbatimOptional public var url: String?
  /// The terms as text.
  @VerbatimOptional public var text: String?
  /// The date from which they apply.
  public var start: PartialDate?
  /// Crossref's `vor`, `am`, `tdm`, `stm-asf`.
  @VerbatimOptional public var appliesTo: String?
  /// Whether the source says that the work is free to read.
  public var isFreeToRead: Bool

  /// A licence.
  public init(
    url: String? = nil, text: String? = nil, start: PartialDate? = nil, appliesTo: String? = nil,
    isFreeToRead: Bool = false
  ) {
    self.url = url
    self.text = text
    self.start = start
    self.appliesTo = appliesTo
    self.isFreeToRead = isFreeToRead
  }
}
