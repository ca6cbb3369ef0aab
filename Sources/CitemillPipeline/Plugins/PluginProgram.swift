public import CitemillCore

/// A plugin: a separate program, in any language, that reads or writes a format or changes records.
///
/// It is named `citemill-reader-NAME`, `citemill-writer-NAME` or `citemill-transform-NAME`, and exchanges
/// lines of `records` on its standard streams; `Docs/Plugins.md` defines the protocol.
package struct PluginProgram: Sendable, Hashable {
  /// Its purpose.
  package enum Kind: String, Sendable, CaseIterable {
    case reader, writer, transform
  }

  /// The version of the protocol.
  package static let version = 1
  /// The longest line that it may write, in bytes.
  static let longestLine = 16 << 20
  /// Its purpose.
  package let kind: Kind
  /// The name by which it is called.
  package let name: String
  /// Where it is.
  package let path: FilePath
  /// How many seconds it may take to answer.
  let patience: Int

  /// The name of the program in messages.
  var title: String { "the plugin \(path)" }

  /// The deadline for an answer that is awaited from now on.
  var deadline: ContinuousClock.Instant { ContinuousClock.now.advanced(by: .seconds(patience)) }

  static func fileName(_ kind: Kind, _ name: String) -> String { "citemill-\(kind.rawValue)-\(name)" }

  /// Whether a plugin may have this name: lower-case letters, digits and hyphens, so that a name is not a
  /// path.
  static func isName(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.count <= 64
      && name.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
  }

  /// Starts the program with options as its arguments.
  func start(_ options: [OptionAssignment], source: String? = nil) throws(SystemFailure) -> ChildProcess {
    try ChildProcess(
      path, arguments: options.map { "\($0.name)=\($0.value)" },
      environment: [("CITEMILL_PROTOCOL", "\(Self.version)")] + (source.map { [("CITEMILL_SOURCE", $0)] } ?? []))
  }

  // MARK: - Describing

  /// The longest description in bytes.
  private static let longestDescription = 1 << 20
  /// How long a description may take, in seconds.
  private static let patienceForDescription = 10

  /// The description that the program prints when run with `--describe`; throws if it is invalid.
  func describe() throws(UsageError) -> PluginDescription {
    let child: ChildProcess
    do throws(SystemFailure) {
      child = try ChildProcess(path, arguments: ["--describe"], environment: [("CITEMILL_PROTOCOL", "\(Self.version)")])
    } catch {
      throw failure(error.message)
    }
    child.closeInput()
    let deadline = ContinuousClock.now.advanced(by: .seconds(min(patience, Self.patienceForDescription)))
    reading: while true {
      switch child.step(writing: [], until: deadline) {
      case .ended: break reading
      case .silent: throw failure("it does not describe itself in time")
      case .wrote, .refused, .read: break
      }
      if child.pending > Self.longestDescription { throw failure("its description is too long") }
    }
    guard let ending = child.end(until: deadline) else { throw failure("it does not end after its description") }
    guard ending == .exited(0) else { throw failure("asked to describe itself, it \(ending)\(said(child))") }
    guard let json = JSONValue(child.output) else {
      throw failure("its description is not a JSON object\(said(child))")
    }
    return try PluginDescription(json, of: self)
  }

  func failure(_ reason: String) -> UsageError { UsageError(.unusablePlugin, "\(title) cannot be used: \(reason)") }

  /// The last line of a child's standard error, as the end of a sentence.
  func said(_ child: ChildProcess) -> String {
    guard let line = child.errors.split(whereSeparator: { $0 == 10 || $0 == 13 }).last else { return "" }
    let text = String(decoding: line.suffix(200), as: UTF8.self)
    return "; standard error: \(Diagnostic.escaped(text))"
  }
}

extension ChildProcess.Ending: CustomStringConvertible {
  /// What it did, as the predicate of a sentence.
  var description: String {
    switch self {
    case .exited(0): "ended"
    case .exited(let status): "ended with status \(status)"
    case .signalled(let number): "was killed by signal \(number)"
    }
  }
}

extension Diagnostic.Code {
  /// A plugin without a description, or with one of an unknown version.
  public static let unusablePlugin = Self("plugin.unusable")
  /// A plugin that failed: it crashed, did not respond, or violated the protocol.
  public static let pluginFailed = Self("plugin.failed")
  /// What a plugin wrote to standard error.
  public static let pluginSaid = Self("plugin.said")
  /// A record that a plugin rejected without a code of its own.
  public static let pluginRejected = Self("plugin.rejected")
  /// A line from a plugin that is not valid in the protocol.
  public static let pluginNonsense = Self("plugin.nonsense")
}
