public import CitemillCore

/// The last leg of every run: keys, separators, and a writer that says a record whole or not at all.
public struct RecordOutput {
  /// How many records were written.
  public private(set) var written = 0
  /// How many records the writer could not say at all.
  public private(set) var unwritable = 0
  /// How many records read back as something else than was to be written.
  public private(set) var mismatched = 0
  /// What was lost in writing.
  public private(set) var losses: LossReport

  private let format: any WritableFormat
  private var writer: any RecordWriter
  private let readBack: ReadBack?
  private var keys: KeyStage
  private var sink: ByteSink
  private var hasBegun = false

  /// An output in a format, with keys made by a pattern; with `readBack`, each record is read back from its bytes and
  /// compared.
  public init(
    to format: any WritableFormat, into sink: ByteSink, keys: KeyPattern = .standard,
    detail: LossReport.Detail = .counts, readBack: ReadBack? = nil
  ) throws(UsageError) {
    self.keys = KeyStage(keys, identity: { format.keyIdentity($0) })
    self.format = format
    self.readBack = readBack
    writer = try format.makeWriter()
    losses = LossReport(readBack == nil ? detail : .edits)
    self.sink = sink
  }

  /// The error number of the first write that failed.
  public var failure: Int32? { sink.failure }

  /// Gives the record a key that no other has, and writes it.
  public mutating func write(
    _ record: inout Record, at place: SourceLocation? = nil, reporting diagnostics: inout Diagnostics
  ) -> WriteOutcome {
    keys.apply(to: &record, at: place, reporting: &diagnostics)
    let beginning = hasBegun ? nil : sink.count
    begin()
    let mark = sink.count
    if written > 0 { writer.separator(into: &sink) }
    losses.beginRecord()
    let start = sink.buffered
    let outcome = writer.write(record, into: &sink, reporting: &losses)
    switch outcome {
    case .written:
      written += 1
      reportForeignFields(of: record)
      verify(record, from: start, at: place, &diagnostics)
    case .rejected(let reason):
      // A frame around nothing is not begun.
      sink.rewind(to: beginning ?? mark)
      if beginning != nil { hasBegun = false }
      unwritable += 1
      diagnostics.error(.unwritable, "\(reason); the record is left out", at: place)
    }
    sink.flushIfFull()
    return outcome
  }

  /// Writes the end and hands out the sink; an output to which nothing was written gets its frame only when asked.
  public mutating func finish(evenIfEmpty: Bool = true) -> ByteSink {
    if hasBegun || evenIfEmpty {
      begin()
      writer.finish(count: written, into: &sink)
    }
    sink.flush()
    return sink
  }

  /// Says which native fields are of formats that this one has no room for, so that writers need not.
  private mutating func reportForeignFields(of record: Record) {
    if record.nativeFields.isEmpty { return }
    let expressible = format.expressible(for: record.type)
    for field in record.nativeFields {
      let path = FieldPath(.nativeFields, "\(field.format).\(field.name)")
      if !expressible.contains(path) { losses.lose(path, .dropped) }
    }
  }

  /// Compares the record with what its bytes, still in the buffer, say to a reader.
  private mutating func verify(
    _ record: Record, from start: Int, at place: SourceLocation?, _ diagnostics: inout Diagnostics
  ) {
    guard let readBack else { return }
    let expected = record.applying(losses.losses)
    guard let mismatch = readBack.mismatch(in: sink.bytes(from: start), for: expected) else { return }
    mismatched += 1
    diagnostics.error(.mismatch, "the record was written, but \(mismatch)", at: place)
  }

  private mutating func begin() {
    if hasBegun { return }
    writer.begin(into: &sink)
    hasBegun = true
  }
}

extension Diagnostic.Code {
  /// A record cannot be said in the output format at all.
  public static let unwritable = Self("write.rejected")
}
