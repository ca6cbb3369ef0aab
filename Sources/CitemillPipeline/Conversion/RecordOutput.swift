public import CitemillCore

/// The last stage of every run: keys, separators, and a writer that writes a record completely or not at all.
public struct RecordOutput {
  /// How many records were written.
  public private(set) var written = 0
  /// How many records the writer could not write at all.
  public private(set) var unwritable = 0
  /// How many records read back differently.
  public private(set) var mismatched = 0
  /// What was lost in writing, and in merging records before that.
  public private(set) var losses: LossReport

  private let format: any WritableFormat
  private var writer: any RecordWriter
  private let readBack: ReadBack?
  private var keys: KeyStage
  private var sink: ByteSink
  /// Receives each record as a separate output; then nothing goes to the sink.
  private var piece: ((_ record: Record, _ bytes: [UInt8]) -> Void)?
  /// The limits at which another sink is begun.
  private var split: OutputSplit?
  /// How many records were written to earlier sinks.
  private var writtenBefore = 0
  /// The size of the largest record in bytes.
  private var largest = 0
  /// The error number of an earlier sink.
  private var earlierFailure: Int32?
  /// Whether the next record has lost something in merging.
  private var hasLostInMerging = false
  /// Whether what comes before the first record has been written.
  private var hasBegun = false
  /// The kinds of the records that were written.
  private var kinds = OutputKinds()
  /// The identifiers that were written, of which each should come once; nil where records may share them.
  private var identifiers: WrittenIdentifiers?
  /// Those of a block, which are looked at when it is its turn; nil for what is no block.
  private var ofBlock: [WrittenIdentifiers.Entry]?
  /// Whether the output has ended, and no other message says why it may be empty.
  private var isFinished = false
  /// The length of the frame for a single record, which is not flushed before another record or the end; nil
  /// if it has not been written or has been replaced.
  private var soleFrame: Int?
  /// The native fields seen in records of the last type.
  private var natives: Natives?
  /// The native fields seen in records of other types.
  private var otherNatives: [RecordType: Natives] = [:]
  /// The start of the last record's bytes among those not yet flushed.
  private(set) var start = 0
  /// How many bytes are not yet flushed.
  var buffered: Int { sink.buffered }

  /// Whether a record's references are used, beyond their number.
  private(set) lazy var looksAtReferences =
    readBack != nil
    || RecordType.allCases.contains { format.expressible(for: $0).included.contains { $0.field == .references } }

  /// Whether keys must differ: they are written, or name the pieces.
  private(set) lazy var needsDistinctKeys =
    piece != nil || RecordType.allCases.contains { format.expressible(for: $0).contains(FieldPath(.key)) }

  private struct Natives {
    private struct Known {
      let format: String
      let name: String
      let lost: FieldPath?
    }

    let type: RecordType
    /// The native fields that the format can hold; few patterns of its field set.
    let expressible: FieldSet
    /// The fields seen in records, with their places if they are lost.
    private var known: [Known] = []
    /// The index of the expected next field, if a record has the same ones as the record before.
    private var next = 0

    init(_ type: RecordType, of format: any WritableFormat) {
      self.type = type
      var all = format.expressible(for: type)
      all.included.removeAll { $0.field != .nativeFields }
      all.excluded.removeAll { $0.field != .nativeFields }
      expressible = all
    }

    /// The place of a field that is lost, or nil; most records have the same fields as those before.
    mutating func lost(_ fields: [NativeField], at index: Int) -> FieldPath? {
      // Through a span, which borrows; an array returns copies with all their strings.
      let fields = fields.span
      if next >= known.count { next = 0 }
      if next < known.count, isKnown(fields[index], at: next) {
        next += 1
        return known[next - 1].lost
      }
      if let place = known.indices.first(where: { isKnown(fields[index], at: $0) }) {
        next = place + 1
        return known[place].lost
      }
      let (format, name) = (fields[index].format, fields[index].name)
      let path = FieldPath(.nativeFields, "\(format).\(name)")
      let lost = expressible.contains(path) ? nil : path
      // A record may have any number of them.
      if known.count < 64 { known.append(Known(format: format, name: name, lost: lost)) }
      return lost
    }

    private func isKnown(_ field: borrowing NativeField, at place: Int) -> Bool {
      let known = known.span
      return known[place].name.hasSameBytes(as: field.name) && known[place].format.hasSameBytes(as: field.format)
    }
  }

  /// An output in a format, with keys generated from a pattern; with `readBack`, each record is read back
  /// from its bytes and compared.
  public init(
    to format: any WritableFormat, into sink: ByteSink, keys: KeyPattern = .standard,
    detail: LossReport.Detail = .counts, readBack: ReadBack? = nil
  ) throws(UsageError) {
    self.keys = KeyStage(keys, identity: { format.keyIdentity($0, ofRecordFrom: $1) })
    self.format = format
    self.readBack = readBack
    writer = try format.makeWriter()
    losses = LossReport(readBack == nil ? detail : .edits)
    self.sink = sink
    identifiers = WrittenIdentifiers(of: format)
  }

  /// The error number of the first write that failed.
  public var failure: Int32? { earlierFailure ?? sink.failure }

  /// Why the writer cannot complete the output, in one sentence.
  public var writerFailure: String? { writer.failure }

  /// Why the output is not written as a whole; an output without records is only known when it is finished.
  public var refusal: OutputRefusal? {
    if let mixture = kinds.mixture { return OutputRefusal(code: .mixedKinds, reason: mixture) }
    return isFinished && lacksRecord
      ? OutputRefusal(
        code: .noRecord,
        reason: "no record was written, and \(format.info.name) has no document without one, so that nothing is written"
      )
      : nil
  }

  /// Whether the format needs a record, and there is none.
  private var lacksRecord: Bool { format.needsRecord && written == 0 && piece == nil }

  /// Gives the record a key, which is unique if it is written, and writes the record.
  public mutating func write(
    _ record: inout Record, at place: SourceLocation? = nil, reporting diagnostics: inout Diagnostics
  ) -> WriteOutcome {
    assignKey(to: &record, at: place, reporting: &diagnostics)
    return encode(record, at: place, reporting: &diagnostics)
  }

  /// Begins a record that was held back; a later transform may have dropped the one before it.
  mutating func beginHeldBack() { hasLostInMerging = false }

  /// Counts the values that were lost when records were merged into the one that is written next.
  mutating func lose(_ values: DroppedValues) {
    losses.beginRecord(alreadyCounted: hasLostInMerging)
    for path in values.paths { losses.lose(path, .mergedAway) }
    hasLostInMerging = hasLostInMerging || losses.hasLostInRecord
  }

  mutating func assignKey(to record: inout Record, at place: SourceLocation?, reporting diagnostics: inout Diagnostics)
  {
    if needsDistinctKeys {
      keys.apply(to: &record, at: place, reporting: &diagnostics)
    } else {
      keys.makeKey(for: &record)
    }
  }

  /// Writes a record that has its key.
  mutating func encode(
    _ record: Record, at place: SourceLocation?, reporting diagnostics: inout Diagnostics
  ) -> WriteOutcome {
    if record.titles.isEmpty, let noted = withTextAsNote(record) {
      let outcome = encode(noted, at: place, reporting: &diagnostics)
      if case .written = outcome {
        let found = noted.applying(losses.losses)
        losses.lose(.variable(.rawReference), .narrowed, into: Place.note(.note).path)
        losses.settle(from: record, to: found)
      }
      return outcome
    }
    if let split, split.isDue(written - writtenBefore, bytes: sink.count, largest: largest) { beginAnother(split) }
    let beginning = hasBegun ? nil : sink.count
    begin(with: 1)
    let mark = sink.count
    if written > writtenBefore, piece == nil { writer.separator(into: &sink) }
    losses.beginRecord(alreadyCounted: hasLostInMerging)
    hasLostInMerging = false
    start = sink.buffered
    let outcome = writer.write(record, into: &sink, reporting: &losses)
    switch outcome {
    case .written:
      written += 1
      if split != nil { largest = max(largest, sink.count - mark) }
      if piece == nil { kinds.note(writer.kind(of: record)) }
      if written > writtenBefore + 1 { frameSeveral() }
      noteIdentifier(of: record, at: place, &diagnostics)
      reportForeignFields(of: record)
      verify(record, from: start, at: place, &diagnostics)
      handOut(record)
    case .rejected(let reason):
      takeBack(to: mark, beginning)
      unwritable += 1
      diagnostics.error(.unwritable, "\(reason); the record is left out", at: place)
    case .leftOut(let reason):
      takeBack(to: mark, beginning)
      diagnostics.note(.otherKind, "\(reason); the record is left out", at: place)
    }
    flushIfFull()
    return outcome
  }

  /// A record whose only text is that of a reference that was not parsed, with it as a note, for a format that cannot
  /// hold the text; nil for others.
  private func withTextAsNote(_ record: Record) -> Record? {
    guard let text = record[.rawReference] else { return nil }
    let expressible = format.expressible(for: record.type)
    guard !expressible.contains(.variable(.rawReference)), expressible.contains(Place.note(.note).path) else {
      return nil
    }
    var noted = record
    noted[.rawReference] = nil
    noted.notes.append(Note(RichText(text)))
    return noted
  }

  /// Takes note of the identifier of a record; each that is handed out alone is alone in its output.
  private mutating func noteIdentifier(of record: Record, at place: SourceLocation?, _ diagnostics: inout Diagnostics) {
    guard piece == nil, let entry = identifiers?.entry(of: record, at: place) else { return }
    if ofBlock != nil {
      ofBlock?.append(entry)
    } else {
      identifiers?.add(entry, reporting: &diagnostics)
    }
  }

  /// Takes back what was written of a record, and the frame where it was begun for it: none is begun around nothing.
  private mutating func takeBack(to mark: Int, _ beginning: Int?) {
    sink.rewind(to: beginning ?? mark)
    if beginning != nil { (hasBegun, soleFrame) = (false, nil) }
  }

  /// Whether records can be written before the number of frames before them is known: not if the format also
  /// writes that number.
  func takesBlocks(of source: FormatInfo) -> Bool {
    // A program would be started for each block.
    piece == nil && split == nil && !format.info.startsPrograms && (source.carriesOrigin || !format.info.carriesOrigin)
  }

  /// A writer for a block of records into memory, to be appended.
  var blockWriter: BlockWriter {
    BlockWriter(format: format, readBack: readBack, detail: losses.detail, keys: keys.maker)
  }

  /// Takes the hash of a key that no earlier record has; otherwise the record must be given another key.
  mutating func takesKey(
    _ hash: UInt64, at place: @autoclosure () -> SourceLocation?, reporting diagnostics: inout Diagnostics
  ) -> Bool { keys.takes(hash, at: place(), reporting: &diagnostics) }

  /// What to insert after a repeated key of a record in a block, where, and the new key; nil if the record
  /// must be written again.
  mutating func newKey(
    of bytes: Range<Int>, in block: WrittenBlock, isGenerated: Bool, at place: SourceLocation,
    reporting diagnostics: inout Diagnostics
  ) -> (key: String, (range: Range<Int>, bytes: [UInt8]))? {
    guard let range = (writer as? any KeyLocating)?.placeOfKey(in: block.bytes.span, bytes) else { return nil }
    let key = keys.another(
      String(decoding: block.bytes[range], as: UTF8.self), isGenerated: isGenerated, at: place, reporting: &diagnostics)
    return (key, (range.upperBound..<range.upperBound, Array(key.utf8.dropFirst(range.count))))
  }

  /// Appends a block of records, which have their keys.
  mutating func append(_ block: WrittenBlock, reporting diagnostics: inout Diagnostics) {
    if block.written > 0 {
      begin(with: block.written)
      if written > 0 { writer.separator(into: &sink) }
      sink.append(contentsOf: block.bytes)
    }
    written += block.written
    kinds.note(block.kinds)
    for entry in block.identifiers { identifiers?.add(entry, reporting: &diagnostics) }
    if written > writtenBefore + 1 { frameSeveral() }
    unwritable += block.unwritable
    mismatched += block.mismatched
    losses.merge(block.losses)
    flushIfFull()
  }

  /// An output of records without its beginning and end.
  fileprivate init(
    block format: any WritableFormat, readBack: ReadBack?, detail: LossReport.Detail
  ) throws(UsageError) {
    try self.init(to: format, into: ByteSink(), detail: detail, readBack: readBack)
    hasBegun = true
    ofBlock = []
  }

  var block: WrittenBlock {
    WrittenBlock(
      bytes: sink.bytes, written: written, unwritable: unwritable, mismatched: mismatched, losses: losses, kinds: kinds,
      identifiers: ofBlock ?? [])
  }

  /// Writes no more to a sink than a split allows, and continues in the next one.
  mutating func take(_ split: OutputSplit) { self.split = split }

  private mutating func beginAnother(_ split: OutputSplit) {
    // It could be created earlier.
    guard let next = try? format.makeWriter() else { return }
    earlierFailure = earlierFailure ?? finish().failure
    writer = next
    sink = split.next()
    hasBegun = false
    kinds = OutputKinds()
    identifiers?.forget()
    writtenBefore = written
  }

  mutating func handOutPieces(_ piece: @escaping (_ record: Record, _ output: [UInt8]) -> Void) {
    let frame = RecordFrame(writer)
    self.piece = { record, bytes in piece(record, frame.around(bytes)) }
    hasBegun = true
  }

  private mutating func handOut(_ record: Record) {
    guard let piece else { return }
    piece(record, sink.bytes(from: start))
    sink.rewind(to: sink.flushed + start)
  }

  /// Writes the end and returns the sink; an output without records gets its frame only if requested.
  public mutating func finish(evenIfEmpty: Bool = true) -> ByteSink {
    writer.end()
    isFinished = evenIfEmpty
    if let split, written > 0, written == writtenBefore {
      split.drop()
      return sink
    }
    // A mixture must not look complete: the rest of it and the end of the document are not written.
    if refusal != nil { sink.rewind(to: sink.count - sink.buffered) }
    if piece == nil, writer.failure == nil, refusal == nil, hasBegun || evenIfEmpty && !lacksRecord {
      begin(with: written - writtenBefore)
      finishFrame()
    }
    sink.flush()
    return sink
  }

  /// Reports native fields of formats that the output format cannot hold, so that writers need not.
  private mutating func reportForeignFields(of record: Record) {
    if record.nativeFields.isEmpty { return }
    // Types alternate in most files, and determining what a format can hold for a type is slow.
    if natives?.type != record.type {
      if let natives { otherNatives[natives.type] = natives }
      natives = otherNatives[record.type] ?? Natives(record.type, of: format)
    }
    for index in record.nativeFields.indices {
      if let path = natives?.lost(record.nativeFields, at: index) { losses.lose(path, .dropped) }
    }
  }

  /// Compares the record with what a reader finds in its bytes, which are still in the buffer.
  private mutating func verify(
    _ record: Record, from start: Int, at place: SourceLocation?, _ diagnostics: inout Diagnostics
  ) {
    // Checked first, since unwrapping copies it.
    if readBack == nil { return }
    guard let readBack else { return }
    let expected = record.applying(losses.losses)
    guard let mismatch = readBack.mismatch(in: sink.bytes(from: start), for: expected) else { return }
    mismatched += 1
    diagnostics.error(.mismatch, "the record was written, but \(mismatch)", at: place)
  }

  /// Writes the frame before the first records; for a single record its special frame.
  private mutating func begin(with count: Int) {
    if hasBegun { return }
    hasBegun = true
    guard writer.framesSoleRecord, count == 1 else { return writer.begin(into: &sink) }
    let start = sink.buffered
    writer.beginSole(into: &sink)
    soleFrame = sink.buffered - start
  }

  /// Replaces the frame of a single record by that of several.
  private mutating func frameSeveral() {
    guard let length = soleFrame else { return }
    soleFrame = nil
    let (records, last) = (sink.bytes(from: length), sink.buffered - start)
    sink.rewind(to: sink.count - sink.buffered)
    writer.begin(into: &sink)
    sink.append(contentsOf: records)
    start = sink.buffered - last
  }

  /// Writes what comes after the records, depending on their number.
  private mutating func finishFrame() {
    if soleFrame != nil {
      soleFrame = nil
      writer.finishSole(into: &sink)
    } else {
      writer.finish(count: written - writtenBefore, into: &sink)
    }
  }

  private mutating func flushIfFull() {
    if soleFrame == nil { sink.flushIfFull() }
  }
}

/// Writes records as a block, on any task.
struct BlockWriter: Sendable {
  fileprivate let format: any WritableFormat
  fileprivate let readBack: ReadBack?
  fileprivate let detail: LossReport.Detail
  /// Gives them keys, which may not be unique.
  let keys: KeyMaker

  /// An output in memory for a block; throws if the format's options forbid writing.
  func output() throws(UsageError) -> RecordOutput {
    try RecordOutput(block: format, readBack: readBack, detail: detail)
  }

  /// Writes a record once more.
  func bytes(of record: Record) -> [UInt8] {
    var diagnostics = Diagnostics(limit: 0)
    guard var output = try? RecordOutput(block: format, readBack: nil, detail: .counts) else { return [] }
    _ = output.encode(record, at: nil, reporting: &diagnostics)
    return output.block.bytes
  }
}

/// Records as bytes, without the beginning and end of an output.
struct WrittenBlock: Sendable {
  private(set) var bytes: [UInt8]
  var written: Int
  var unwritable: Int
  var mismatched: Int
  var losses: LossReport
  var kinds: OutputKinds
  /// Those that the output should name once.
  var identifiers: [WrittenIdentifiers.Entry]

  /// Replaces ranges of bytes, given in order.
  mutating func exchange(_ pieces: [(range: Range<Int>, bytes: [UInt8])]) {
    if pieces.isEmpty { return }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + pieces.count * 8)
    var here = 0
    for piece in pieces {
      result += bytes[here..<piece.range.lowerBound]
      result += piece.bytes
      here = piece.range.upperBound
    }
    bytes = result + bytes[here...]
  }
}

/// The kinds of the records of an output, of which some formats allow only one.
struct OutputKinds: Sendable {
  private var first: String?
  private var other: String?

  mutating func note(_ kind: String?) {
    guard let kind else { return }
    if first == nil { first = kind }
    if other == nil, kind != first { other = kind }
  }

  mutating func note(_ kinds: OutputKinds) {
    note(kinds.first)
    note(kinds.other)
  }

  /// Why the records cannot be in one output; nil if they can.
  var mixture: String? {
    guard let first, let other else { return nil }
    return
      "the format takes one kind of work per output, and there are two, so that nothing is written: "
      + "write each separately, with \(first) and \(other)"
  }
}

extension Diagnostic.Code {
  /// Records of several kinds cannot be in one output of the format.
  public static let mixedKinds = Self("write.mixed-kinds")
  /// No record was written to an output of a format that has no document without one.
  public static let noRecord = Self("write.no-record")
  /// A record is of a kind that an option of the format leaves out.
  public static let otherKind = Self("write.other-kind")
  /// A record that the output format cannot hold at all.
  public static let unwritable = Self("write.rejected")
}
