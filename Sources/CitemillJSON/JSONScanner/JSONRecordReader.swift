import CitemillCore

/// Reads the members of an object into a record; the part of a JSON format that knows its names.
protocol JSONRecordDecoder {
  /// Reads the object that begins at the cursor. Throws if the object violates the grammar.
  ///
  /// Returns why the object is not a record of this format, or nil if it is one.
  func decode(
    in bytes: Span<UInt8>, at cursor: inout JSONCursor, into record: inout Record, context: inout JSONContext
  ) throws(JSONSyntaxError) -> JSONRefusal?
}

/// Why an object is not a record of a format.
struct JSONRefusal: Equatable {
  var code: Diagnostic.Code
  var message: String
}

/// What a decoder can report about the current record.
struct JSONContext {
  /// Messages that are reported once the record is read, and discarded if it is rejected.
  private(set) var remarks: [(severity: Diagnostic.Severity, code: Diagnostic.Code, message: String)] = []
  /// How many halves of surrogate pairs became U+FFFD.
  var loneSurrogates = 0

  /// Reports something that changed nothing.
  mutating func note(_ code: Diagnostic.Code, _ message: String) { remarks.append((.note, code, message)) }

  /// Reports that something was repaired without loss.
  mutating func warn(_ code: Diagnostic.Code, _ message: String) { remarks.append((.warning, code, message)) }

  /// Reports a remark about pages.
  mutating func add(_ remark: ValueRemark) { remarks.append((remark.severity, remark.code, remark.message)) }

  /// Reports that something is lost.
  mutating func error(_ code: Diagnostic.Code, _ message: String) { remarks.append((.error, code, message)) }

  mutating func reset() {
    remarks.removeAll(keepingCapacity: true)
    loneSurrogates = 0
  }
}

/// Reads the records of a JSON source: finds the frames, has them decoded, and accounts for every byte.
struct JSONRecordReader<Decoder: JSONRecordDecoder>: RecordReader {
  private let source: ByteSource
  private var input: FramedSource
  private let decoder: Decoder
  private var framer: JSONFramer
  private var context = JSONContext()
  /// How much text around the records is not JSON.
  private var textAround = 0

  init(_ source: ByteSource, _ decoder: Decoder, _ framer: JSONFramer? = nil) {
    self.source = source
    input = FramedSource(source)
    self.decoder = decoder
    self.framer = framer ?? JSONFramer(source)
  }

  var tally: ReadTally {
    var tally = input.tally
    tally.countTrivia("space", framer.space)
    tally.countTrivia("punctuation", framer.punctuation)
    tally.countTrivia("rest of a record too long", framer.rest)
    tally.countTrivia("text", textAround)
    return tally
  }

  mutating func next(into record: inout Record, reporting diagnostics: inout Diagnostics) throws(SourceFailure)
    -> ReadOutcome
  {
    while true {
      var piece = try framer.next()
      reportPassed(&diagnostics)
      if case .opening = piece {
        if let range = decode(into: &record) { return accept(range, .utf8, &diagnostics) }
        piece = try framer.frame()
      }
      switch piece {
      case .object(let range):
        return read(range, into: &record, &diagnostics)
      case .value(let range):
        let place = source.location(of: range, recordIndex: input.counts.frames)
        return reject(
          range, Diagnostic(.error, .notARecord, "a value that is not an object; skipped", at: place),
          &diagnostics)
      case .comment(let range):
        skip(range, "a comment", &diagnostics)
      case .broken(let range, let error):
        if isPunctuation(range) {
          diagnostics.report(diagnostic(error, "passed over"))
          framer.pass(range.count)
          continue
        }
        if framer.isOutside, hasNoText(range) {
          skip(range, "text that is not JSON", &diagnostics)
          continue
        }
        return reject(range, diagnostic(error, "skipped up to the next record"), &diagnostics)
      case .fault(let error):
        diagnostics.report(diagnostic(error, error.name == "end" ? nil : "nothing skipped"))
      case .opening: continue
      case .end:
        return .end
      }
    }
  }

  /// Reads the object at the head if it is well-formed and completely buffered; returns its bytes then.
  private mutating func decode(into record: inout Record) -> Range<Int>? {
    record.reset()
    context.reset()
    let (start, limit) = (source.head, min(source.buffer.count, source.head + JSONFramer.limit))
    return source.withBytes { bytes in
      var cursor = JSONCursor(start..<limit)
      do throws(JSONSyntaxError) {
        let refusal = try decoder.decode(in: bytes, at: &cursor, into: &record, context: &context)
        return refusal == nil && TextEncoding.isValidUTF8(bytes, start..<cursor.index) ? start..<cursor.index : nil
      } catch {
        return nil
      }
    }
  }

  private mutating func read(_ range: Range<Int>, into record: inout Record, _ diagnostics: inout Diagnostics)
    -> ReadOutcome
  {
    record.reset()
    context.reset()
    var encoding = TextEncoding.utf8
    let refusal: JSONRefusal?
    do throws(JSONSyntaxError) {
      if let (repaired, found) = input.repaired(range) {
        encoding = found
        var cursor = JSONCursor(0..<repaired.count)
        // An error is located at the start of the frame, since the repaired bytes have positions of their
        // own.
        do throws(JSONSyntaxError) {
          refusal = try decoder.decode(in: repaired.span, at: &cursor, into: &record, context: &context)
        } catch {
          throw JSONSyntaxError(error.name, error.message, at: range.lowerBound)
        }
      } else {
        var cursor = JSONCursor(range)
        refusal = try source.withBytes { (bytes) throws(JSONSyntaxError) in
          try decoder.decode(in: bytes, at: &cursor, into: &record, context: &context)
        }
      }
    } catch {
      if let record = recordInside(range, after: error.index) {
        let end = framer.end(before: record)
        return reject(range.lowerBound..<end, diagnostic(error, "skipped up to the next record"), &diagnostics)
      }
      return reject(range, diagnostic(error, "record skipped"), &diagnostics)
    }
    if let refusal {
      let place = source.location(of: range, recordIndex: input.counts.frames)
      return reject(range, Diagnostic(.error, refusal.code, refusal.message, at: place), &diagnostics)
    }
    return accept(range, encoding, &diagnostics)
  }

  /// Where another record begins in a frame that is damaged. A missing quotation mark inverts what is inside
  /// strings and what is not, so that the brackets of several records together may match. The other record
  /// begins like the first one of the source, and all its members are known.
  private func recordInside(_ range: Range<Int>, after index: Int) -> Int? {
    var from = index
    while let found = framer.nextLikeFirst(in: range, from: from) {
      var (other, remarks) = (Record(), JSONContext())
      let isRecord = source.withBytes { bytes in
        var cursor = JSONCursor(found..<range.upperBound)
        do throws(JSONSyntaxError) {
          return try decoder.decode(in: bytes, at: &cursor, into: &other, context: &remarks) == nil
        } catch {
          return false
        }
      }
      if isRecord, !remarks.remarks.contains(where: { $0.code == .unknownMember }) { return found }
      from = found + 1
    }
    return nil
  }

  private func isPunctuation(_ range: Range<Int>) -> Bool {
    source.buffer[range].allSatisfy { $0.isSpace || "[]{}(),:;".utf8.contains($0) }
  }

  /// Whether there is neither a string nor an object in what is around the records.
  private func hasNoText(_ range: Range<Int>) -> Bool {
    !source.buffer[range].contains { "\"{".utf8.contains($0) }
  }

  private mutating func skip(_ range: Range<Int>, _ what: String, _ diagnostics: inout Diagnostics) {
    let visible = source.withBytes { $0.trimmed(range) }
    let text = source.withBytes { $0.text(visible.lowerBound..<min(visible.upperBound, visible.lowerBound + 60)) }
    diagnostics.error(
      .textAround, "\(what), skipped: \"\(text)\(visible.count > 60 ? "…" : "")\"", at: source.location(of: visible))
    input.counts.skipped += 1
    textAround += range.count
    source.consume(range.count)
  }

  private mutating func accept(_ range: Range<Int>, _ encoding: TextEncoding, _ diagnostics: inout Diagnostics)
    -> ReadOutcome
  {
    let frame = input.frame(of: range, encoding)
    report(frame, encoding, &diagnostics)
    input.accept(range)
    return .record(frame)
  }

  /// Reports the messages about a record that was read.
  private mutating func report(_ frame: Frame, _ encoding: TextEncoding, _ diagnostics: inout Diagnostics) {
    diagnostics.warn(of: encoding, at: frame.location(in: source.name))
    if context.loneSurrogates > 0 {
      diagnostics.error(
        .loneSurrogate,
        context.loneSurrogates == 1
          ? "half of a surrogate pair became U+FFFD"
          : "\(context.loneSurrogates) halves of surrogate pairs became U+FFFD",
        at: frame.location(in: source.name))
    }
    for remark in context.remarks {
      if remark.code == .unknownMember {
        diagnostics.count(unknown: "member", remark.message, remark.code, at: frame.location(in: source.name))
      } else if remark.code == .foreignMember {
        diagnostics.count(
          remark.message,
          CountedNames.Matter(
            .foreignMember, "member", one: "is not named as in CSL", several: "are not named as in CSL",
            use: "read as the member that is meant", uses: "read as the members that are meant"),
          .foreignMember, at: frame.location(in: source.name))
      } else {
        diagnostics.report(
          Diagnostic(remark.severity, remark.code, remark.message, at: frame.location(in: source.name)))
      }
    }
  }

  private mutating func reject(_ range: Range<Int>, _ reason: Diagnostic, _ diagnostics: inout Diagnostics)
    -> ReadOutcome
  {
    var reason = reason
    reason.location?.recordIndex = input.counts.frames
    return input.reject(range, because: reason, reporting: &diagnostics)
  }

  /// Reports which members are beside the list of records, and that a list or object is not the first.
  private mutating func reportPassed(_ diagnostics: inout Diagnostics) {
    if framer.takeAnotherText() {
      diagnostics.warn(
        .severalTexts, "another JSON text starts here; all of them are read",
        at: SourceLocation(source: source.name, bytes: source.offset..<source.offset, line: source.line))
    }
    for name in framer.takePassed() {
      input.counts.skipped += 1
      diagnostics.warn(
        .besideRecords, "member \"\(name)\" is next to the list of records; skipped",
        at: SourceLocation(source: source.name, bytes: source.offset..<source.offset, line: source.line))
    }
  }

  private func diagnostic(_ error: JSONSyntaxError, _ consequence: String?) -> Diagnostic {
    Diagnostic(
      .error, Diagnostic.Code("json.syntax-" + error.name), error.message + (consequence.map { "; " + $0 } ?? ""),
      at: source.location(of: error.index..<error.index))
  }
}

extension Diagnostic.Code {
  /// A JSON value that is not a record where a record is expected.
  static let notARecord = Self("json.not-a-record")
  /// A member next to the list of records.
  static let besideRecords = Self("json.beside-records")
  /// Several JSON texts one after another.
  static let severalTexts = Self("json.several-texts")
  /// `\ud800` without its other half.
  static let loneSurrogate = Self("json.lone-surrogate")
  /// Text around the records that is not JSON.
  static let textAround = Self("json.syntax-text")
  /// A repeated member of an object.
  static let repeatedMember = Self("json.repeated-member")
}
