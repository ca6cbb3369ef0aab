/// A remark in a source about the work.
public struct Note: Sendable, Hashable {
  /// The purpose of the remark.
  public enum Kind: String, Sendable, CaseIterable { case note, annotation }
  /// The purpose of the remark.
  public var kind: Kind
  /// The remark.
  public var text: RichText

  /// A remark.
  public init(_ text: RichText, kind: Kind = .note) {
    self.kind = kind
    self.text = text
  }
}
