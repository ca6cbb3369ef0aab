public import CitemillCore

/// A format that plugins read, write, or both.
public struct PluginFormat: ReadableFormat, WritableFormat {
  /// The name and description of the format.
  public let info: FormatInfo
  /// The options that its plugins take.
  public let options: [FormatOption]
  /// The programs that implement it.
  package var programs: [PluginProgram] { [reader?.program, writer?.program].compactMap { $0 } }

  struct Side: Sendable {
    var program: PluginProgram
    var description: PluginDescription
  }

  private let reader: Side?
  private let writer: Side?
  private let recordsReader: any ReadableFormat
  private let recordsWriter: any WritableFormat
  private var assignments: [OptionAssignment] = []

  /// The format of one or two programs, which exchange `records`; nil without any.
  init?(reader: Side?, writer: Side?, records: (any ReadableFormat, any WritableFormat)) {
    guard let first = reader ?? writer else { return nil }
    self.reader = reader
    self.writer = writer
    (recordsReader, recordsWriter) = records
    var info = first.description.info
    if let other = writer?.description.info {
      info.fileExtensions += other.fileExtensions.filter { !info.fileExtensions.contains($0) }
      info.mediaTypes += other.mediaTypes.filter { !info.mediaTypes.contains($0) }
      info.readsBackAs = other.readsBackAs
    }
    info.programs = [reader, writer].compactMap { $0?.program.path }.map { path in
      let stamp = (try? FolderEntry.at(path, followingLinks: true))?.stamp
      return "\(path) \(stamp?.size ?? 0) \(stamp?.modified ?? 0)"
    }.joined(separator: "\n")
    self.info = info
    let own = reader?.description.options ?? []
    options = own + (writer?.description.options ?? []).filter { option in !own.contains { $0.name == option.name } }
  }

  /// Sets an option.
  public mutating func set(_ option: String, to value: String) throws(UsageError) {
    assignments.removeAll { $0.name == option }
    assignments.append(OptionAssignment(option, value))
  }

  /// The format itself, if a plugin reads it.
  public var asReadable: (any ReadableFormat)? { reader == nil ? nil : self }

  /// The format itself, if a plugin writes it.
  public var asWritable: (any WritableFormat)? { writer == nil ? nil : self }

  /// None: a plugin is only used by name.
  public func evidence(in prefix: BytePrefix) -> Evidence { .none }

  /// A reader that runs the program on a source; it may block its thread.
  public func makeReader(for source: ByteSource) throws(SourceFailure) -> any RecordReader {
    guard let reader else {
      throw SourceFailure(.unusable, .notReadable, "\(info.id) can be written, not read", at: .whole(source.name))
    }
    return try PluginReader(reader.program, info, assignments(for: reader), records: recordsReader, source: source)
  }

  /// A writer that runs the program at the first record; it may block its thread.
  public func makeWriter() throws(UsageError) -> any RecordWriter {
    guard let writer else { throw UsageError(.notWritable, "\(info.id) can be read, not written") }
    return PluginWriter(
      PluginSession(writer.program, assignments(for: writer), records: recordsWriter), writer.description)
  }

  /// What its writer declares that it can hold.
  public func expressible(for type: RecordType) -> FieldSet { writer?.description.fields ?? .everything }

  private func assignments(for side: Side) -> [OptionAssignment] {
    assignments.filter { assignment in side.description.options.contains { $0.name == assignment.name } }
  }
}
