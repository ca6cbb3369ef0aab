import CitemillCore

/// Records as bytes in the order of arrival: in memory up to a limit, beyond it in a temporary file.
struct PackedRecords {
  private let memory: Int
  /// The code for a failure of the temporary file.
  private let code: Diagnostic.Code
  /// Bytes that are not in the file.
  private var bytes = ByteSink()
  private var writer = FieldCoder.packing()
  private var reader = FieldCoder.unpacking()
  /// The start of each record, and the end of the last one.
  private var starts = [0]
  private var file: FileSink?
  /// Bytes of the file that are in memory, from an offset.
  private var window: [UInt8] = []
  private var windowStart = 0

  /// How much is written to the file, or read ahead, in one step.
  private static let step = 1 << 18

  private struct FileSink {
    let file: TemporaryFile
    var sink: ByteSink

    init() throws(SystemFailure) {
      file = try TemporaryFile()
      sink = ByteSink(file.destination)
    }
  }

  init(memory: Int, failure code: Diagnostic.Code) {
    self.memory = memory
    self.code = code
  }

  var count: Int { starts.count - 1 }

  /// Adds a record after the others.
  mutating func append(_ record: PlacedRecord) throws(TransformFailure) {
    PackedRecord.write(record, into: &bytes, by: &writer)
    starts.append(inFile + bytes.count)
    if bytes.count <= (file == nil ? memory : Self.step) { return }
    do throws(SystemFailure) {
      try spill()
    } catch {
      throw TransformFailure(code, error.message)
    }
  }

  /// The record at an index, counted from 0; throws if it is not as it was written.
  ///
  /// If records are read in order, the following ones are read `ahead`.
  mutating func record(at index: Int, readingAhead ahead: Bool) throws(TransformFailure) -> PlacedRecord {
    do throws(SystemFailure) {
      if let record = try read(index, ahead) { return record }
    } catch {
      throw TransformFailure(code, error.message)
    }
    throw PackedRecord.damaged(code)
  }

  private mutating func read(_ index: Int, _ ahead: Bool) throws(SystemFailure) -> PlacedRecord? {
    guard index >= 0, index < count else { return nil }
    let (start, end) = (starts[index], starts[index + 1])
    if start >= inFile {
      let bytes = bytes.bytes((start - inFile)..<(end - inFile))
      return PackedRecord.read(bytes, 0..<bytes.count, by: &reader)
    }
    if start < windowStart || end > windowStart + window.count {
      if !ahead {
        var bytes: [UInt8] = []
        try file?.file.read(at: start, upTo: end - start, into: &bytes)
        return PackedRecord.read(bytes, 0..<bytes.count, by: &reader)
      }
      window.removeAll(keepingCapacity: true)
      windowStart = start
      try file?.file.read(at: start, upTo: max(end - start, Self.step), into: &window)
    }
    return PackedRecord.read(window, (start - windowStart)..<(end - windowStart), by: &reader)
  }

  /// How many bytes are in the file.
  private var inFile: Int { file?.sink.count ?? 0 }

  private mutating func spill() throws(SystemFailure) {
    if file == nil { file = try FileSink() }
    let count = bytes.count
    for start in stride(from: 0, to: count, by: Self.step) {
      file?.sink.append(bytes, start..<min(start + Self.step, count))
      file?.sink.flush()
    }
    if let code = file?.sink.failure { throw TemporaryFile.writing(code) }
    // At first its memory is as large as the limit.
    if count > 2 * Self.step { bytes = ByteSink() } else { bytes.rewind(to: 0) }
  }
}
