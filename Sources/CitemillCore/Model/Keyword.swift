/// A word or heading under which a work is filed.
public struct Keyword: Sendable, Hashable {
  /// The text of the keyword.
  @Verbatim public var text: String
  /// The list that it comes from: `MeSH`, `author`.
  @VerbatimOptional public var scheme: String?
  /// A BCP 47 tag.
  @VerbatimOptional public var language: String?
  /// Whether it is a main topic of the work.
  public var isMajor: Bool

  /// A keyword.
  public init(_ text: String, scheme: String? = nil, language: String? = nil, isMajor: Bool = false) {
    self.text = text
    self.scheme = scheme
    self.language = language
    self.isMajor = isMajor
  }
}
