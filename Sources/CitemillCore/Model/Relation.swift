/// A relation of the work to another.
public struct Relation: Sendable, Hashable {
  /// The relation, under Crossref's name if Crossref has one: `is-preprint-of`, `is-review-of`.
  @Verbatim public var type: String
  /// The other work.
  public var target: Identifier?
  /// How the source describes the other work, as text.
  @VerbatimOptional public var label: String?
  /// When the relation began: the date of a correction.
  public var date: PartialDate?

  /// A relation.
  public init(_ type: String, target: Identifier? = nil, label: String? = nil, date: PartialDate? = nil) {
    self.type = type
    self.target = target
    self.label = label
    self.date = date
  }
}
