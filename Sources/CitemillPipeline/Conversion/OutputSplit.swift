public import CitemillCore

/// After how many records or bytes an output goes on in another sink, as tools that import them have limits.
public struct OutputSplit {
  /// How many records go to a sink at the most.
  public var records: Int
  /// How many bytes go to a sink, about; nil for any number. A record that is larger than all before may go beyond.
  public var bytes: Int?
  /// Begins the next sink.
  public var next: () -> ByteSink
  /// Takes back the last sink that was begun, to which nothing was written: no record after it could be.
  public var drop: () -> Void

  /// A split after so many records, and so many bytes.
  public init(
    records: Int, bytes: Int? = nil, next: @escaping () -> ByteSink, drop: @escaping () -> Void = {}
  ) {
    self.records = records
    self.bytes = bytes
    self.next = next
    self.drop = drop
  }

  /// Whether the next record goes to another sink than so many records and bytes before it.
  func isDue(_ written: Int, bytes size: Int, largest: Int) -> Bool {
    written >= records || written > 0 && bytes.map { size + largest > $0 } ?? false
  }
}
