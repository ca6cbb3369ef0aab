/// A remark that a source carries about the work.
public struct Note: Sendable, Hashable {
  /// What the remark is for.
  public enum Kind: String, Sendable, CaseIterable { case note, annotation }
  /// What the remark is for.
  public var kind: Kind
  /// The remark.
  public var text: RichText

  /// A remark.
  public init(_ text: RichText, kind: Kind = .note) {
    self.kind = kind
    self.text = text
  }
}
