/// A text about the work: an abstract or a summary.
public struct Abstract: Sendable, Hashable {
  /// The kinds of abstract that sources distinguish.
  public struct Kind: OpenName {
    /// The name, stored as a code.
    public let code: OpenNameCode
    /// A name from its code.
    @inlinable
    public init(code: OpenNameCode) { self.code = code }
    /// The abstract itself.
    @inlinable public static var main: Self { Self(place: 0) }
    /// An image with little text.
    @inlinable public static var graphical: Self { Self(place: 1) }
    /// For readers outside the field.
    @inlinable public static var plainLanguage: Self { Self(place: 2) }
    /// A few words that invite further reading.
    @inlinable public static var teaser: Self { Self(place: 3) }
    /// What is in the table of contents.
    @inlinable public static var tableOfContents: Self { Self(place: 4) }
    /// The kinds with a name.
    public static let names = OpenNameList([
      "abstract", "graphical", "plain-language-summary", "teaser", "table-of-contents",
    ])
  }
  /// Which kind.
  public var kind: Kind
  /// The text; paragraphs and section heads are marks.
  public var text: RichText
  /// A BCP 47 tag.
  @VerbatimOptional public var language: String?

  /// An abstract.
  public init(_ text: RichText, kind: Kind = .main, language: String? = nil) {
    self.kind = kind
    self.text = text
    self.language = language
  }
}
