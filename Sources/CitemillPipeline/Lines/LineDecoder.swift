public import CitemillCore

/// Reads a line as one record, independently of other lines.
struct LineDecoder {
  /// The result for a line.
  enum Outcome {
    case record
    /// It holds no record, or more than one.
    case rejected(Diagnostic)
  }

  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
  private let format: any ReadableFormat
  private let name: String

  /// A decoder of lines in a format; `name` is the source name in messages.
  init(_ format: any ReadableFormat, name: String) {
    self.format = format
    self.name = name
  }

  /// Reads a line into a record; positions in messages are relative to the start of the line.
  func decode(_ line: [UInt8], into record: inout Record, reporting diagnostics: inout Diagnostics) -> Outcome {
    let source = ByteSource(bytes: line, name: name)
    source.leaveUndecoded()
    // Lines are independent, so the byte order mark that some programs write at the start of a file may be
    // before any line.
    if line.starts(with: Self.byteOrderMark), (try? source.fill()) == true { source.consume(3) }
    do throws(SourceFailure) {
      var reader = try format.makeReader(for: source)
      switch try reader.next(into: &record, reporting: &diagnostics) {
      case .rejected(let rejection): return .rejected(rejection.reason)
      case .end: return .rejected(notOne(line.count, "there is no record in this line"))
      case .record(let frame): return covers(frame.bytes, line) ? .record : .rejected(notOne(frame.bytes.upperBound))
      }
    } catch {
      return .rejected(error.diagnostic)
    }
  }

  /// Whether only space is around a range of a line.
  private func covers(_ range: Range<Int>, _ line: [UInt8]) -> Bool {
    let start = line.starts(with: Self.byteOrderMark) ? 3 : 0
    guard start <= range.lowerBound, range.upperBound <= line.count else { return false }
    return line[start..<range.lowerBound].allSatisfy(\.isSpace) && line[range.upperBound...].allSatisfy(\.isSpace)
  }

  private func notOne(
    _ offset: Int, _ message: String = "there is something else besides the record in this line"
  ) -> Diagnostic {
    Diagnostic(
      .error, .notOneRecord, message + "; line skipped",
      at: SourceLocation(source: name, bytes: offset..<offset, line: 1, column: offset + 1))
  }
}

extension Diagnostic.Code {
  /// A line that does not contain exactly one record.
  public static let notOneRecord = Self("lines.not-one-record")
}
