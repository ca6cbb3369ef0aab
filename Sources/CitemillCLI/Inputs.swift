import Citemill

/// The inputs of a command: files in the order given; `-` or none for standard input.
enum Inputs {
  /// The paths, checked before anything is written; folders and missing files are refused, unless an earlier
  /// step of a pipeline writes them.
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
          "\(path) is a folder; "
            + (command == "convert"
              ? "to convert all in it: citemill batch \(path) -t FORMAT -o DIR"
              : "citemill \(command) takes files: name those in it, as \(path)/*.json does"))
      case .file, .other: break
      }
    }
    return operands.isEmpty ? ["-"] : operands
  }

  /// Opens an input.
  static func open(_ path: String) throws(SourceFailure) -> ByteSource {
    if path == "-" {
      Messages.sayThatKeyboardIsRead()
      return ByteSource.standardInput()
    }
    return try Compression.open(path: path)
  }

  /// What there is at a path.
  enum Found {
    case source(ByteSource)
    /// Inputs that cannot be read.
    case failed(name: String, SourceFailure)
    /// Archive members that are not meant to be read.
    case left(name: String, Diagnostic)
  }

  /// Opens an input: a file, or the members of a zip archive one after another, each while it is processed.
  static func open(
    _ path: String, as format: (any ReadableFormat)?, knowing registry: FormatRegistry,
    each body: (Found) throws -> Void
  ) throws {
    let file: Result<(ByteSource, ZipArchive?), SourceFailure> = Result { () throws(SourceFailure) in
      let source = try open(path)
      return (source, path == "-" ? nil : try ZipArchive(source, at: FilePath(path), knowing: registry))
    }
    switch file {
    case .failure(let error): try body(.failed(name: path, error))
    case .success((let source, nil)): try body(.source(source))
    case .success((_, let archive?)):
      var isRead = false
      for member in archive.members where !member.isFolder {
        let found = look(at: member, of: archive, as: format, registry)
        if case .left = found {} else { isRead = true }
        try body(found)
      }
      if !isRead { try body(.failed(name: path, archive.hasNothingToRead)) }
    }
  }

  private static func look(
    at member: ZipArchive.Member, of archive: ZipArchive, as format: (any ReadableFormat)?, _ registry: FormatRegistry
  ) -> Found {
    let name = archive.name(of: member)
    func left(_ reason: BatchPlan.SkipReason) -> Found { .left(name: name, reason.message(about: name)) }
    if member.isHidden { return left(.hidden) }
    do throws(SourceFailure) {
      let source = try archive.open(member)
      if format == nil, let reason = try BatchPlan.SkipReason(source, by: FormatDetector(registry)) {
        return left(reason)
      }
      return .source(source)
    } catch {
      return .failed(name: name, error)
    }
  }

  /// The format that `--from` names, or nil.
  static func format(_ arguments: Arguments, _ registry: FormatRegistry) throws(UsageError) -> (any ReadableFormat)? {
    guard let specification = arguments["from"] else { return nil }
    return try registry.readableFormat(specification)
  }

  /// The ids of the formats that the inputs have; those of standard input, pipes and missing files are not known
  /// before they are read.
  static func formats(_ arguments: Arguments, _ registry: FormatRegistry) throws(UsageError) -> [String] {
    if let format = try format(arguments, registry) { return [format.info.id] }
    var found: [String] = []
    for path in arguments.operands where FileKind.at(path) == .file {
      try? open(path, as: nil, knowing: registry) { input in
        guard case .source(let source) = input, let format = try? FormatDetector(registry).format(of: source),
          !found.contains(format.info.id)
        else { return }
        found.append(format.info.id)
      }
    }
    return found
  }

  /// The format that the name of an output says; where several have its extension, that of the inputs if it is one of
  /// them: a BibLaTeX file into `.bib` stays BibLaTeX.
  static func format(
    ofOutput name: String, _ arguments: Arguments, _ registry: FormatRegistry
  ) throws(UsageError) -> (any FormatPlugin)? {
    let named = registry.formats(forFileName: name)
    guard named.count > 1 else { return named.first }
    let read = try formats(arguments, registry)
    return named.first { $0.asWritable != nil && read == [$0.info.id] } ?? named.first
  }
}

extension Diagnostic.Code {
  /// A missing input.
  static let noSuchFile = Self("source.missing")
  /// A folder where a file is expected.
  static let isFolder = Self("usage.folder")
}
