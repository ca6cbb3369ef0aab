package import CitemillCore

/// The files that a run reads and writes: refuses to let an output replace an input, or another output.
///
/// Files are compared by identity, never by the spelling of their paths. Inputs are registered first, and
/// outputs after them, so that a later step of a pipeline may read what an earlier one writes.
package struct FileUses {
  /// The purpose of a file, in the words of messages.
  package enum Purpose: CustomStringConvertible, Sendable {
    /// Records are read from it.
    case input
    /// It is among the inputs, and is not read.
    case leftAlone
    /// A file that is read in addition to the records, such as a table of journals.
    case table
    /// An output for records named by an option, such as `--output`.
    case target(String)
    /// Another output named by an option, such as `--report`.
    case option(String)
    /// A transform writes it.
    case log
    /// An input is converted into it.
    case output(of: FilePath)
    /// The rejects of an input.
    case rejects(of: FilePath)
    /// The journal of the batch.
    case journal
    /// Messages go there.
    case messages

    package var description: String {
      switch self {
      case .input: "the input"
      case .table, .leftAlone: "the file"
      case .target(let name), .option(let name): "--\(name)"
      case .log: "the log of a transform"
      case .output(let path): "the output of \(path)"
      case .rejects(let path): "the rejects of \(path)"
      case .journal: "the journal"
      case .messages: "standard error"
      }
    }

    /// Whether records are written there, which a later step may read.
    fileprivate var isForRecords: Bool {
      switch self {
      case .target, .output: true
      default: false
      }
    }
  }

  private struct Use {
    var purpose: Purpose
    var path: FilePath
    /// The step of a pipeline that uses it.
    var step: Int?
    /// Whether the file is opened and written to, rather than replaced.
    var isOpen = false

    var isRead: Bool { if case .leftAlone = purpose { false } else { true } }
  }

  private var step: Int?

  private var reads: [FileIdentity: Use] = [:]
  private var writes: [FileIdentity: Use] = [:]
  /// Folders that are replaced with all their content.
  private var trees: [FileIdentity: Use] = [:]
  private var standardOutput: Use?
  /// Files that only replace what an earlier run wrote, unless the caller asked to overwrite.
  private var sideFiles: [SideFile] = []
  /// Folders with known identity; many files share one.
  private var known: [FilePath: FileIdentity] = [:]

  /// Nothing yet.
  package init() { protectMessages() }

  /// Starts a step of a pipeline, to which the following files belong.
  package mutating func begin(step: Int) {
    self.step = step
    // Several steps may write there, one after another.
    standardOutput = nil
  }

  // MARK: - Reading

  /// Notes a file that is read; `-` is standard input.
  package mutating func read(_ path: String, as purpose: Purpose = .input) throws(UsageError) {
    if path == "-" {
      if let identity = FileIdentity(descriptor: 0) {
        try read(identity, Use(purpose: purpose, path: FilePath("<stdin>"), step: step))
      }
      return
    }
    let path = FilePath(path)
    try read(path, as: purpose, FileIdentity(path))
  }

  /// Registers a file that is read, and that was examined.
  mutating func read(_ path: FilePath, as purpose: Purpose = .input, _ identity: FileIdentity?) throws(UsageError) {
    guard let identity else { return }
    let use = Use(purpose: purpose, path: path, step: step)
    if let tree = tree(around: path), tree.step == step { throw Self.replaced(use, by: tree) }
    try read(identity, use)
  }

  private mutating func read(_ identity: FileIdentity, _ use: Use) throws(UsageError) {
    if use.isRead, let written = writes[identity], written.step != nil, written.step != step,
      !written.purpose.isForRecords
    {
      throw Self.replaced(use, by: written)
    }
    if reads[identity]?.isRead != true { reads[identity] = use }
  }

  /// Whether an earlier step writes a file.
  package func isWritten(_ path: String) -> Bool { FileIdentity(path: path).map { writes[$0] != nil } ?? false }

  /// Whether a file is an input, or is read in addition to the records.
  package func isRead(_ path: String) -> Bool { FileIdentity(path: path).flatMap { reads[$0] }?.isRead ?? false }

  // MARK: - Writing

  /// Registers a file that is written; `-` is standard output. Throws if something else would be replaced.
  ///
  /// With `isOutput` it may be an input, which is read completely before it is replaced.
  package mutating func write(_ path: String, as purpose: Purpose, isOutput: Bool = false) throws(UsageError) {
    if path == "-" {
      let use = Use(purpose: purpose, path: FilePath("standard output"), step: step, isOpen: true)
      if let other = standardOutput { throw Self.clash(other, use) }
      standardOutput = use
      try write(open: 1, use)
    } else if let descriptor = OutputFile.openDescriptor(path) {
      try write(open: descriptor, Use(purpose: purpose, path: FilePath(path), step: step, isOpen: true))
    } else {
      try write(FilePath(path), as: purpose, isOutput: isOutput)
    }
  }

  /// Registers a file that replaces whatever is there.
  mutating func write(_ path: FilePath, as purpose: Purpose, isOutput: Bool = false) throws(UsageError) {
    guard let identity = identity(of: path) else { return }
    let use = Use(purpose: purpose, path: path, step: step)
    if let tree = tree(around: path) { throw Self.clash(tree, use) }
    try write(identity, use, isOutput: isOutput)
  }

  /// Registers files that may only replace what an earlier run wrote.
  package mutating func guardFiles(_ files: [SideFile?]) { sideFiles += files.compactMap { $0 } }

  /// Throws if one of those would replace anything else; to be called when all files are registered.
  package func checkSideFiles() throws(SystemFailure) { for file in sideFiles { try file.check() } }

  /// Registers a folder that is replaced with all its content; to be called before other files are
  /// registered.
  mutating func replaceFolder(_ path: FilePath, as purpose: Purpose) throws(UsageError) {
    guard let identity = identity(of: path) else { return }
    let use = Use(purpose: purpose, path: path, step: step)
    try write(identity, use, isOutput: false)
    trees[identity] = use
  }

  /// An open descriptor is written to directly, and may be named twice; nothing else may replace the file.
  private mutating func write(open descriptor: Int32, _ use: Use) throws(UsageError) {
    if let identity = FileIdentity(descriptor: descriptor) { try write(identity, use, isOutput: false) }
  }

  private mutating func write(_ identity: FileIdentity, _ use: Use, isOutput: Bool) throws(UsageError) {
    if let other = writes[identity], !(use.isOpen && other.isOpen) { throw Self.clash(other, use) }
    if let read = reads[identity] {
      switch read.purpose {
      case .input where isOutput && read.step == step: break
      case .leftAlone where read.step != step: break
      default: throw Self.replaced(read, by: use)
      }
    }
    if writes[identity] == nil { writes[identity] = use }
  }

  /// Messages may go to a file, which must not be replaced meanwhile.
  private mutating func protectMessages() {
    guard let identity = FileIdentity(descriptor: 2) else { return }
    writes[identity] = Use(purpose: .messages, path: FilePath("<stderr>"), isOpen: true)
  }

  // MARK: - Looking

  private mutating func identity(of path: FilePath) -> FileIdentity? {
    let parent = path.parent
    guard let folder = known[parent] ?? FileIdentity(parent.bytes.isEmpty ? FilePath(".") : parent) else {
      return FileIdentity(path)
    }
    known[parent] = folder
    return FileIdentity(path, in: folder)
  }

  /// The folder to be replaced that contains a file.
  private func tree(around path: FilePath) -> Use? {
    if trees.isEmpty { return nil }
    for folder in FileIdentity.folders(around: path) {
      if let tree = trees[folder] { return tree }
    }
    return nil
  }

  // MARK: - Refusing

  private static func clash(_ first: Use, _ second: Use) -> UsageError {
    let from = first.step.flatMap { $0 == second.step ? nil : " of step \($0)" } ?? ""
    let (one, other) = ("\(first.purpose)\(from)", "\(second.purpose)")
    if first.path == second.path {
      return UsageError(.sameFile, "\(one) and \(other) both go to \(first.path); one would replace the other")
    }
    return UsageError(
      .sameFile,
      "\(other) would go to \(second.path), and \(one) goes to the same place as \(first.path);"
        + " one would replace the other")
  }

  private static func replaced(_ read: Use, by written: Use) -> UsageError {
    let (writer, reader) = (written.step, read.step)
    func step(_ number: Int?) -> String { number.flatMap { writer == reader ? nil : " of step \($0)" } ?? "" }
    return UsageError(
      .sameFile,
      "\(written.purpose)\(step(writer)) would go to \(written.path), and that is \(read.purpose) \(read.path)"
        + "\(step(reader)); name another file")
  }
}

extension Diagnostic.Code {
  /// Two outputs would go to one file, or an output to an input.
  static let sameFile = Self("usage.same-file")
}
