import Citemill

/// The command `citemill-docs`: rewrites the generated tables of README and Docs, or with `--check` reports
/// which are stale.
///
/// A table is between `<!-- table:NAME -->` and `<!-- /table -->`; its name is a key of `Tables.all`.
@main
enum DocsCommand {
  static func main() {
    CommandProcess.prepare()
    let words = Array(CommandLine.arguments.dropFirst())
    let isCheck = words == ["--check"]
    guard isCheck || words.isEmpty else {
      say("usage: citemill-docs [--check], in the folder of the package")
      CommandProcess.exit(.usage)
    }
    do {
      let stale = try pages.filter { try update($0, isCheck: isCheck) }
      for page in stale { say(isCheck ? "\(page): stale; run citemill-docs" : "\(page): written") }
      CommandProcess.exit(isCheck && !stale.isEmpty ? .partial : .success)
    } catch let error as SourceFailure {
      say(error.description)
      CommandProcess.exit(error.exitStatus)
    } catch let error as SystemFailure {
      say("cannot \(error.action): \(SystemError.message(error.code))")
      CommandProcess.exit(error.status)
    } catch {
      say("\(error)")
      CommandProcess.exit(.noData)
    }
  }

  /// The pages with tables: README, the guides, and the page of each format.
  private static var pages: [String] {
    ["README.md", "Docs/Messages.md", "Docs/Reference.md", "Docs/Transforms.md"]
      + FormatRegistry.standard.formats.map { "Docs/Formats/\($0.info.folder).md" }
  }

  /// Updates a page, and returns whether it was stale.
  private static func update(_ path: String, isCheck: Bool) throws -> Bool {
    let source = try ByteSource.open(path: path)
    while try source.fill() {}
    let old = source.buffer
    let new = try Tables.filled(old, page: path)
    if old == new { return false }
    if isCheck { return true }
    var file = try OutputFile.create(path)
    var sink = ByteSink(file.destination)
    sink.append(contentsOf: new)
    sink.flush()
    try file.commit()
    return true
  }

  private static func say(_ text: String) {
    var sink = ByteSink(.descriptor(2))
    sink.append(text + "\n")
    sink.flush()
  }
}
