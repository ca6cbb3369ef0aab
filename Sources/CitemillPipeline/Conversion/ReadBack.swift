public import CitemillCore

/// Reads records back as they were just written, and compares them with the expected records.
///
/// Each record is checked separately, as the only one of an output: a record's bytes do not depend on its
/// neighbours.
public struct ReadBack: Sendable {
  private let reader: any ReadableFormat
  private let frame: RecordFrame

  /// Reads back the output of a format; throws if there is no reader for it.
  public init(of format: any WritableFormat, registry: FormatRegistry) throws(UsageError) {
    let reader = try format.info.readsBackAs.map(registry.readableFormat) ?? format.asReadable
    guard let reader else {
      throw UsageError(.notVerifiable, "\(format.info.id) cannot be read, so the output cannot be verified")
    }
    self.reader = reader
    frame = RecordFrame(try format.makeWriter())
  }

  /// What is wrong with the bytes of a record, in one sentence; nil if they are as expected.
  public func mismatch(in bytes: [UInt8], for expected: Record) -> String? {
    let source = ByteSource(bytes: frame.around(bytes), name: "<written>")
    var found = Record()
    var diagnostics = Diagnostics(limit: 1)
    do throws(SourceFailure) {
      var reader = try reader.makeReader(for: source)
      switch try reader.next(into: &found, reporting: &diagnostics) {
      case .record: break
      case .rejected(let rejection): return "it cannot be read: \(rejection.reason.message)"
      case .end: return "it is not found in the output"
      }
    } catch { return "it cannot be read: \(error.message)" }
    // A generated key is not content, but is read back as if it were.
    if expected.isKeyGenerated || expected.key == nil { found.key = nil }
    guard let difference = expected.differences(from: found).first else { return nil }
    func list(_ values: [String]) -> String { values.isEmpty ? "nothing" : values.joined(separator: "; ") }
    return "\(difference.path) reads \(list(difference.after)) instead of \(list(difference.before))"
  }
}

/// The frame of an output with one record.
struct RecordFrame: Sendable {
  private let opening: [UInt8]
  private let closing: [UInt8]

  init(_ writer: any RecordWriter) {
    var sink = ByteSink()
    writer.beginSole(into: &sink)
    opening = sink.bytes
    sink.rewind(to: 0)
    writer.finishSole(into: &sink)
    closing = sink.bytes
  }

  func around(_ record: [UInt8]) -> [UInt8] { opening + record + closing }
}

extension Diagnostic.Code {
  /// A format whose output cannot be read back.
  public static let notVerifiable = Self("usage.not-verifiable")
  /// A written record is read back differently.
  public static let mismatch = Self("verify.mismatch")
}
