public import CitemillCore

/// Continues an output in another sink after a number of records or bytes, for tools with import limits.
public struct OutputSplit {
  /// The maximum number of records per sink.
  public var records: Int
  /// The approximate number of bytes per sink; nil for no limit. A very large record may exceed it.
  public var bytes: Int?
  /// Begins the next sink.
  public var next: () -> ByteSink
  /// Withdraws the last sink that was begun, if nothing was written to it because no further record could be
  /// written.
  public var drop: () -> Void

  /// A split after a number of records and, optionally, bytes.
  public init(
    records: Int, bytes: Int? = nil, next: @escaping () -> ByteSink, drop: @escaping () -> Void = {}
  ) {
    self.records = records
    self.bytes = bytes
    self.next = next
    self.drop = drop
  }

  /// Whether the next record goes to another sink, given the records and bytes so far.
  func isDue(_ written: Int, bytes size: Int, largest: Int) -> Bool {
    written >= records || written > 0 && bytes.map { size + largest > $0 } ?? false
  }
}
