import Citemill

/// The inputs of a command: files in the order given, `-` or nothing for standard input.
enum Inputs {
  /// The paths, checked before anything is written; folders and missing files are refused, unless an earlier step of a
  /// pipeline writes them.
  static func paths(_ operands: [String], for command: String, beside uses: FileUses = FileUses()) throws -> [String] {
    for path in operands where path != "-" && !uses.isWritten(path) {
      if path.isEmpty {
        throw UsageError(.badValue, "a file has the empty name \"\"; for standard input write -")
      }
      let place = SourceLocation.whole(path)
      switch FileKind.at(path) {
      case .missing:
        throw SourceFailure(.missing, .noSuchFile, "there is no such file", at: place)
      case .directory:
        throw UsageError(
          .isFolder,
          "\(path) is a folder; citemill \(command) takes files: name those in it, as \(path)/*.json does")
      case .file, .other: break
      }
    }
    return operands.isEmpty ? ["-"] : operands
  }

  /// Opens an input.
  static func open(_ path: String) throws(SourceFailure) -> ByteSource {
    if path == "-" { return ByteSource.standardInput() }
    return try Compression.open(path: path)
  }

  /// The format that `--from` names, or nil.
  static func format(_ arguments: Arguments, _ registry: FormatRegistry) throws(UsageError) -> (any ReadableFormat)? {
    guard let specification = arguments["from"] else { return nil }
    return try registry.readableFormat(specification)
  }
}

extension Diagnostic.Code {
  /// An input that there is not.
  static let noSuchFile = Self("source.missing")
  /// A folder where a file is wanted.
  static let isFolder = Self("usage.folder")
}
