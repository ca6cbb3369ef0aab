public import CitemillCore

/// Rejected frames as they are in their sources, to be repaired and read again: each on separate lines, and
/// those of tables after their header.
public struct RejectedFrames {
  /// Where the bytes go.
  public private(set) var sink: ByteSink
  private var prologue: [UInt8] = []

  /// No frames yet.
  public init(_ destination: ByteSink.Destination) { sink = ByteSink(destination) }

  /// Writes a frame.
  public mutating func add(_ rejection: Rejection) {
    if rejection.prologue != prologue {
      prologue = rejection.prologue
      appendLine(prologue)
    }
    appendLine(rejection.rawBytes)
    sink.flushIfFull()
  }

  /// Flushes the buffer.
  public mutating func flush() { sink.flush() }

  private mutating func appendLine(_ bytes: [UInt8]) {
    if bytes.isEmpty { return }
    sink.appendInPieces(bytes)
    if bytes.last != 10 { sink.append(10) }
  }
}
