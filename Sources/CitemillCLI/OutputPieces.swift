import Citemill

/// The numbered files of a split output: `all-001.ris`, `all-002.ris`.
final class OutputPieces {
  /// Why a file could not be begun.
  private(set) var problem: (any Error)?
  private let records: Int
  private let bytes: Int?
  /// The name before and after the number.
  private let name: (stem: String, ending: String)
  private let isRead: (String) -> Bool
  private var count = 0
  /// The files after the first.
  private var files: [Piece] = []

  /// A file that was begun.
  private final class Piece {
    var file: OutputFile

    init(_ file: consuming OutputFile) { self.file = file }
  }

  /// The files that `--split-every` asks for; nil without it.
  init?(_ arguments: Arguments, isRead: @escaping (String) -> Bool) throws(UsageError) {
    guard let text = arguments["split-every"] else { return nil }
    guard let output = arguments["output"], output != "-" else {
      throw UsageError(.missingValue, "--split-every needs the name of the output: -o FILE")
    }
    let parts = text.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    let size = parts.count > 1 ? ByteCount(parts[1]) : nil
    guard parts.count == 1 || parts.count == 2 && size != nil, let records = Int(parts[0]), records > 0 else {
      throw UsageError(
        .badValue, "--split-every takes a number of records, and perhaps a size: 15000 or 15000,50M, not \"\(text)\"")
    }
    self.records = records
    bytes = size?.bytes
    self.isRead = isRead
    name = Self.parts(of: output)
  }

  /// A name without its extensions, and the extensions: `all.records.jsonl` is `all` and `.records.jsonl`.
  private static func parts(of path: String) -> (stem: String, ending: String) {
    let bytes = Array(path.utf8)
    let start = bytes.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
    // A name that begins with a point has no extension there.
    let point = bytes.indices.first { $0 > start && bytes[$0] == UInt8(ascii: ".") } ?? bytes.count
    return (String(decoding: bytes[..<point], as: UTF8.self), String(decoding: bytes[point...], as: UTF8.self))
  }

  private func path(_ number: Int) -> String {
    let digits = "\(number)"
    return name.stem + "-" + String(repeating: "0", count: max(3 - digits.utf8.count, 0)) + digits + name.ending
  }

  /// Begins the first file.
  func begin() throws -> OutputFile {
    count += 1
    let path = path(count)
    if isRead(path) { throw UsageError(.badValue, "the output \(path) would replace an input") }
    return try OutputFile.create(path)
  }

  /// The size at which the next file is begun, and how.
  var split: OutputSplit {
    OutputSplit(
      records: records, bytes: bytes,
      next: { [self] in
        do {
          let piece = Piece(try begin())
          files.append(piece)
          return ByteSink(piece.file.destination)
        } catch {
          problem = problem ?? error
          return ByteSink(.null)
        }
      },
      drop: { [self] in
        // It has only its temporary name so far.
        if files.popLast() != nil { count -= 1 }
      })
  }

  /// Moves the files after the first into place, and warns about files of an earlier run with higher numbers.
  func commit(_ messages: Messages) throws {
    for piece in files { try piece.file.commit() }
    let next = path(count + 1)
    if FileKind.at(next) != .missing {
      messages.show(
        Diagnostic(
          .warning, .stalePiece, "there is a file with the next number; it is not of this run", at: .whole(next)))
    }
  }
}

extension Diagnostic.Code {
  /// A numbered file of an earlier run after the last one of a split output.
  static let stalePiece = Self("output.stale")
}
