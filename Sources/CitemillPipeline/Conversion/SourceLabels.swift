public import CitemillCore

/// The labels for the records of a source: `Origin.sources`.
public struct SourceLabel: Sendable, Equatable {
  /// The label that the user gives the source; it replaces the labels in the source.
  public var given: String?
  /// The label if no database is recognised either, such as the name of the folder.
  public var fallback: String?

  /// A label, if there is one; without any, records are labelled with the recognised database.
  public init(given: String? = nil, fallback: String? = nil) {
    self.given = given
    self.fallback = fallback
  }
}

/// The label of the source that is being read, if known.
struct KnownLabel: Sendable {
  let text: String
  /// Whether the user gave it.
  let isGiven: Bool
  /// The format in which a record may name its database itself, if the label is one that was recognised.
  private let format: (any ReadableFormat)?

  init?(_ label: SourceLabel, _ format: any ReadableFormat, in prefix: BytePrefix) {
    let database = label.given == nil ? format.database(in: prefix) : nil
    guard let text = label.given ?? database ?? label.fallback else { return nil }
    self.text = text
    isGiven = label.given != nil
    self.format = database == nil ? nil : format
  }

  /// Labels a record; a record that already has labels keeps them, unless the user gave one.
  func put(on record: inout Record) {
    guard isGiven || record.origin.sources.isEmpty else { return }
    record.origin.sources = [format?.database(of: record) ?? text]
  }
}

/// Labels that users give to the files and folders of a run with `--source LABEL=PATH`.
public struct SourceLabels: Sendable {
  private var labels: [(label: String, path: String)] = []

  /// No labels.
  public init() {}

  /// Labels as they are given, each `LABEL=PATH`; `-` is standard input. Throws for an invalid one.
  public init(_ specifications: [String]) throws(UsageError) {
    for text in specifications {
      let parts = text.utf8.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else {
        throw UsageError(.badLabel, "--source takes LABEL=PATH, as Embase=embase.ris; not \"\(text)\"")
      }
      let (label, path) = (String(decoding: parts[0], as: UTF8.self).trimmed, String(decoding: parts[1], as: UTF8.self))
      if label.isEmpty || path.isEmpty {
        throw UsageError(
          .badLabel, "--source \"\(text)\" has no \(label.isEmpty ? "label" : "path"); it takes LABEL=PATH")
      }
      // Formats that write several labels in one field separate them by semicolons.
      if label.utf8.contains(UInt8(ascii: ";")) || label.unicodeScalars.contains(where: \.isUnsafeToShow) {
        throw UsageError(.badLabel, "the label \"\(label)\" has a semicolon or a control character; leave it out")
      }
      labels.append((label, path))
    }
  }

  /// Whether there are none.
  public var isEmpty: Bool { labels.isEmpty }

  /// The labels, as they were given.
  var specification: String { labels.map { "\($0.label)=\($0.path)" }.joined(separator: "\n") }

  /// The label of a file, otherwise of the nearest enclosing folder with a label; `-` is standard input.
  public func label(of path: String) -> String? {
    if labels.isEmpty { return nil }
    if path == "-" { return labels.last { $0.path == "-" }?.label }
    return label(of: FilePath(path))
  }

  /// The label of a file, otherwise of the nearest enclosing folder with a label.
  func label(of path: FilePath) -> String? {
    if labels.isEmpty { return nil }
    let named = labels.filter { $0.path != "-" }.map { ($0.label, FileIdentity(path: $0.path)) }
    for place in [FileIdentity(path)] + FileIdentity.folders(around: path) {
      guard let place else { continue }
      if let label = named.last(where: { $0.1 == place }) { return label.0 }
    }
    return nil
  }

  /// Throws if a path is not one of the inputs of a run, or a folder that contains one.
  public func check(inputs: [String]) throws(UsageError) { try check(inputs: inputs.map { FilePath($0) }) }

  /// Throws if a path is not one of the inputs of a run, or a folder that contains one.
  func check(inputs: [FilePath]) throws(UsageError) {
    if labels.isEmpty { return }
    var known = Set(inputs.compactMap { FileIdentity($0) })
    for input in inputs { known.formUnion(FileIdentity.folders(around: input)) }
    for (label, path) in labels {
      if path == "-" ? inputs.contains(FilePath("-")) : FileIdentity(path: path).map(known.contains) ?? false {
        continue
      }
      throw UsageError(
        .badLabel, "--source \(label)=\(path): \(path) is not an input, nor a folder around one; name the input too")
    }
  }
}

extension Diagnostic.Code {
  /// An invalid label, or a label for a file that is not an input.
  public static let badLabel = Self("usage.source-label")
}
