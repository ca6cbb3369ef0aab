/// An entry of the work's list of references.
public struct Reference: Sendable, Hashable {
  /// The source's own name of the entry: `ref12`, `CR5`.
  @VerbatimOptional public var key: String?
  /// The entry as printed.
  public var text: RichText?
  private var parsed: [Record]

  /// An entry as printed, as a record, or both.
  public init(key: String? = nil, text: RichText? = nil, record: Record? = nil) {
    self.key = key
    self.text = text
    self.parsed = record.map { [$0] } ?? []
  }

  /// The entry as a record, without references of its own.
  public var record: Record? {
    get { parsed.first }
    set { parsed = newValue.map { [$0] } ?? [] }
  }

  /// Compares the content of the record inside, as `Record.content` does.
  public static func == (left: Self, right: Self) -> Bool {
    left._key == right._key && left.text == right.text && left.record?.content == right.record?.content
  }

  /// Hashes the values that `==` compares.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(_key)
    hasher.combine(text)
    hasher.combine(record?.content)
  }
}
