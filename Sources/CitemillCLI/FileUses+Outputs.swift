import Citemill

extension FileUses {
  /// Registers what a conversion reads: its inputs, and the files that its transforms read.
  mutating func read(_ paths: [String], by transforms: [any TransformPlugin]) throws(UsageError) {
    for path in paths { try read(path) }
    for path in transforms.flatMap(\.inputFiles) { try read(path, as: .table) }
  }

  /// Registers what a conversion writes; throws if one file would replace another.
  mutating func write(_ arguments: Arguments, by transforms: [any TransformPlugin]) throws(UsageError) {
    try write(arguments["output"] ?? "-", as: .target("output"), isOutput: true)
    for option in ["rejects", "report"] {
      if let path = arguments[option] { try write(path, as: .option(option)) }
    }
    let logs = transforms.flatMap(\.outputFiles)
    for path in logs { try write(path, as: .log) }
    if arguments.has("overwrite") { return }
    guardFiles([rejectsFile(arguments), arguments["report"].flatMap { SideFile($0, .report) }])
    guardFiles(logs.map { SideFile($0, .ofTransform) })
  }

  /// The rejects of a conversion whose inputs were registered; they are the only copy if the output replaces
  /// an input.
  func rejectsFile(_ arguments: Arguments) -> SideFile? {
    let isInPlace = arguments["output"].map(isRead) ?? false
    return arguments["rejects"].flatMap { SideFile($0, isInPlace ? .onlyRejects : .rejects) }
  }
}

extension OutputFile {
  /// Prepares the output that an option names; `-` is standard output, and without a name nothing is written.
  static func begin(_ path: String?, isHeldBack: Bool = false) throws(SystemFailure) -> OutputFile {
    guard let path else { return .none() }
    if path != "-" { return try create(path) }
    return isHeldBack ? try heldBackStandardOutput() : standardOutput()
  }
}
