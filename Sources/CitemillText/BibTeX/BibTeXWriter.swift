import CitemillCore

/// Writes records as entries.
///
/// A record with only common parts and plain text is known to be read back unchanged while it is written. Any
/// other record is read back from its bytes, and the differences are reported.
struct BibTeXWriter: RecordWriter {
  private let format: BibTeX

  init(_ format: BibTeX) { self.format = format }

  func begin(into sink: inout ByteSink) {}
  func separator(into sink: inout ByteSink) { sink.append("\n") }
  func finish(count: Int, into sink: inout ByteSink) {}

  func write(_ record: Record, into sink: inout ByteSink, reporting report: inout LossReport) -> WriteOutcome {
    let start = sink.buffered
    var entry = BibTeXEntry(format, start: start)
    entry.write(record, into: &sink)
    if entry.isSure { return .written }
    var found = Self.read(sink.bytes(from: start), entryAt: entry.start - start)
    if let first = found, first.type != record.type || first[.publisher] != record[.publisher] {
      // The other fields do not have the intended meaning.
      sink.rewind(to: sink.count - (sink.buffered - start))
      entry = BibTeXEntry(format, start: start, sayingAll: true)
      entry.write(record, into: &sink)
      found = Self.read(sink.bytes(from: start), entryAt: entry.start - start)
    }
    guard let found else {
      sink.rewind(to: sink.count - (sink.buffered - start))
      return .rejected("its texts cannot be written in a BibTeX entry")
    }
    if Self.isBare(found), !Self.isBare(record) {
      sink.rewind(to: sink.count - (sink.buffered - start))
      return .rejected("BibTeX has no field for anything in it")
    }
    report.lose(from: record, to: found, nativeFieldsOf: BibTeXTable.format)
    return .written
  }

  /// Whether a record has only a key and a type.
  private static func isBare(_ record: Record) -> Bool {
    guard record.titles.isEmpty, record.contributors.isEmpty, record.nativeFields.isEmpty else { return false }
    var unnamed = record
    (unnamed.key, unnamed.isKeyGenerated) = (nil, false)
    return unnamed.saysNothing
  }

  /// The record that a reader finds in an entry.
  private static func read(_ bytes: [UInt8], entryAt start: Int) -> Record? {
    var reader = BibTeXReader(ByteSource(bytes: bytes), keeping: .all)
    var record = Record()
    var diagnostics = Diagnostics(limit: 0)
    guard case .record(let frame)? = try? reader.next(into: &record, reporting: &diagnostics),
      frame.bytes.lowerBound == start
    else { return nil }
    return record
  }
}
