/// One of the titles of a work or of what it appeared in.
public struct Title: Sendable, Hashable {
  /// The kind of title; the cases are in the order in which a record keeps them.
  public enum Kind: String, Sendable, CaseIterable {
    case main, sub, short, translated, original, alternative, uniform, volume, part, issue, running, addon, reviewed
  }

  /// The kind of title.
  public var kind: Kind
  /// The title, with its markup.
  public var text: RichText
  /// A BCP 47 tag, where the source gives one.
  @VerbatimOptional public var language: String?

  /// A title; by default the main one.
  public init(_ text: RichText, kind: Kind = .main, language: String? = nil) {
    self.kind = kind
    self.text = text
    self.language = language
  }

  /// A title without markup.
  public init(_ plain: String, kind: Kind = .main, language: String? = nil) {
    self.init(RichText(plain), kind: kind, language: language)
  }
}
