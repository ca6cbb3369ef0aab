import CitemillCore

/// A file that a run writes in addition to its records: its report, its rejects, a log of its transforms;
/// also the only output of a batch.
///
/// It replaces a file that is empty or that an earlier run wrote, and any other only if the caller asks for
/// it. Reports and logs are recognised by their first bytes. Rejects, which are repaired by hand, and merged
/// records are recognised by a note about what was written.
package struct SideFile {
  /// What it is for.
  ///
  /// The raw value is in the note on the file.
  package enum Kind: String, Sendable {
    /// The outcome for every source.
    case report
    /// A log or review of a transform.
    case ofTransform = "transform"
    /// The log of a transform.
    case log
    /// The review: what people must decide.
    case review
    /// The rejects.
    case rejects
    /// Rejects of an input that the output replaces, so that they are the only copy.
    case onlyRejects = "only-rejects"
    /// The records of all files of a batch.
    case merged
  }

  private let path: FilePath
  private let kind: Kind

  /// The file at a path, which may or may not exist; nil for `-` and for open descriptors, which are written
  /// to and not replaced.
  package init?(_ path: String, _ kind: Kind) {
    if path == "-" || OutputFile.openDescriptor(path) != nil { return nil }
    self.path = FilePath(path)
    self.kind = kind
  }

  /// Throws if there is a file that is neither empty nor from an earlier run.
  package func check() throws(SystemFailure) {
    guard holdsSomething else { return }
    switch kind {
    case .report:
      if !Self.begins(path, with: Self.report) { throw .notReplaced(path, "it is not the report of an earlier run") }
    case .log:
      if !Self.begins(path, with: Self.log) { throw .notReplaced(path, "it is not the log of an earlier run") }
    case .review:
      if !Self.isReview(path) { throw .notReplaced(path, "it is not the review of an earlier run") }
    case .ofTransform:
      if !Self.begins(path, with: Self.log), !Self.isReview(path) {
        throw .notReplaced(path, "it is not the log of an earlier run, nor a review")
      }
    case .onlyRejects:
      throw .notReplaced(
        path, "it may have the only copy of what an earlier run rejected, since the output replaces an input")
    case .rejects, .merged: try checkNote()
    }
  }

  /// Throws if there is no note that a run wrote the file for the same purpose.
  private func checkNote() throws(SystemFailure) {
    let note = FileNote.written
    guard let word = note.word(for: path) else {
      let wasOurs = note.isThere(for: path)
      throw .notReplaced(
        path, wasOurs ? "it was edited after an earlier run wrote it" : "there is no note that an earlier run wrote it"
      )
    }
    if word == kind.rawValue { return }
    switch Kind(rawValue: word) {
    case .onlyRejects:
      throw .notReplaced(
        path, "it may have the only copy of what an earlier run rejected, whose output replaced an input")
    case .rejects: throw .notReplaced(path, "it has the rejects of an earlier run")
    case .merged: throw .notReplaced(path, "it has the merged records of an earlier run")
    case .report, .ofTransform, .log, .review, nil:
      throw .notReplaced(path, "there is no note of what an earlier run wrote there")
    }
  }

  /// Records what was written, for files that cannot be recognised by their content. If that fails, the next
  /// run does not replace the file.
  package func remember() {
    switch kind {
    case .report, .ofTransform, .log, .review: break
    case .rejects, .onlyRejects, .merged:
      if holdsSomething { try? FileNote.written.write(for: path, as: kind.rawValue) }
    }
  }

  /// Whether a regular file is there that is not empty.
  var holdsSomething: Bool {
    guard let entry = try? FolderEntry.at(path, followingLinks: true) else { return false }
    return entry.kind == .file && entry.stamp.size > 0
  }

  // MARK: - Reports, logs and reviews

  private static let report = beginning("citemillReport")
  private static let log = beginning("citemillMerge")

  /// Whether a file starts like a report or a log.
  static func mayBeReportOrLog(_ source: ByteSource) -> Bool {
    [report, log].contains { source.buffer.dropFirst(source.head).starts(with: $0) }
  }

  /// Whether a file is the report or the log of an earlier run.
  static func isReportOrLog(_ path: FilePath) -> Bool { begins(path, with: report) || begins(path, with: log) }

  /// Whether a file starts like the review of an earlier run, which a spreadsheet may have saved with other
  /// delimiters.
  private static func isReview(_ path: FilePath) -> Bool {
    if begins(path, with: beginning("citemillReview")) { return true }
    let start = FileContent.prefix(of: path, 16)[...]
    return [[], [0xEF, 0xBB, 0xBF], [34], [0xEF, 0xBB, 0xBF, 34]].contains {
      start.starts(with: $0) && start.dropFirst($0.count).starts(with: "decision".utf8)
    }
  }

  private static func beginning(_ member: String) -> [UInt8] { Array("{\"\(member)\":".utf8) }

  /// Whether a file starts with a member whose value is a number, and ends with the end of an object.
  private static func begins(_ path: FilePath, with member: [UInt8]) -> Bool {
    let start = FileContent.prefix(of: path, member.count + 1)
    guard start.starts(with: member), start.count > member.count, start.last?.isDigit == true else { return false }
    return FileContent.suffix(of: path, 64).last { !$0.isSpace } == UInt8(ascii: "}")
  }
}
