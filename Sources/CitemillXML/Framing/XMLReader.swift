#if XML
  import CitemillCore

  /// Makes records from the elements of a format.
  protocol XMLDecoder {
    /// The id of the format.
    static var format: String { get }
    /// The names that it knows.
    static var names: XMLNames { get }
    /// The elements that are records.
    static var framer: XMLFramer { get }
    /// The elements around records that may be empty, such as the answer to a search that found nothing.
    static var collections: [StaticString] { get }
    /// The same, without what this decoder does not read.
    var framer: XMLFramer { get }
    /// The elements in a record that are read alone if the record is ill-formed; nil if there are none.
    var parts: XMLFramer? { get }
    /// The elements, however deep in a record, that are left out alone if only they are ill-formed; nil if
    /// there are none.
    var details: XMLFramer? { get }
    /// Replaces the records of the previous element with those of this one; their memory may be reused. Of a
    /// damaged element only intact parts are read; there are no records if these do not make one.
    mutating func decode(_ tree: XMLTree, isDamaged: Bool, into records: inout [Record])
    /// What the last element has twice although a record has it once, so that the tags between two records
    /// may be lost; nil for nothing.
    var twice: String? { get }
    /// Why the last element gave no record.
    var absence: (code: Diagnostic.Code, message: String) { get }
    /// What the last element means if it belongs to the format but is not a record; nil for all others.
    var aside: String? { get }
    /// What was left out of the last element on purpose, with the reasons; empty if nothing was.
    var omissions: String { get }
    /// Whether the next element is in a record of a harvest (OAI-PMH); most decoders need not know.
    var isInHarvest: Bool { get set }
    /// Remarks on values of the last element.
    var remarks: [ValueRemark] { get }
    /// Whether records are called after the elements that they are of, so that each of several in one element has a line of its own.
    static var namesElements: Bool { get }
  }

  extension XMLDecoder {
    static var collections: [StaticString] { [] }
    /// Records are called otherwise.
    static var namesElements: Bool { false }
    /// Nothing is to be reported.
    var remarks: [ValueRemark] { [] }
    /// Nothing is left out on purpose.
    var omissions: String { "" }
    /// Nothing is left out alone.
    var details: XMLFramer? { nil }
    var isInHarvest: Bool {
      get { false }
      set {}
    }
  }

  /// Reads the records of an XML format, element by element.
  ///
  /// Each record element is a document of its own for libxml2, so that an ill-formed one does not affect
  /// others.
  struct XMLReader<Decoder: XMLDecoder>: RecordReader {
    private let source: ByteSource
    private var input: FramedSource
    private let parser: XMLParser
    private var framer: XMLFramer
    private var decoder: Decoder
    private var entities = XMLEntities()
    private var preparation = XMLPreparation()
    /// Whether a source without records is valid.
    private let mayBeEmpty: Bool
    /// Whether the element around the records of the format is there and empty, and whether there is anything
    /// else.
    private var hasCollection = false
    private var hasOthers = false
    /// Whether what was skipped last does not end with a start tag, so that text here is in no element of its
    /// own.
    private var isBetween = true
    /// The encoding that the document declares, in lower case.
    private var declared = "utf-8"
    /// The records of the last element, and how many of them were returned.
    private var records: [Record] = []
    private var given = 0
    /// The lines of these records; empty where there is one.
    private var lines: [Int] = []
    /// The parts of the last element that could not be read.
    private var rejections: [Rejection] = []
    private var givenRejections = 0
    /// Whether the last element was ill-formed only in details, and was read without them.
    private var isMended = false
    /// Whether ill-formed elements are read as far as libxml2 finds anything in them.
    private let recovers: Bool
    /// How much of the last element was read in this way.
    private var recovered = Recovered.nothing

    private enum Recovered: Equatable {
      case nothing
      /// This many of its parts.
      case parts(Int)
      case whole

      mutating func addPart() {
        if case .parts(let count) = self { self = .parts(count + 1) } else { self = .parts(1) }
      }
    }
    private var frame = Frame(bytes: 0..<0, line: 1, index: 0)

    /// How many of the rejected frames were outside of all elements of the format.
    private var outside = 0
    /// Whether the next text is the token for the rest of a harvest.
    private var isToken = false
    /// The element outside of records that a text is in; nil if it is one that has nothing about a work.
    private var unknownElement: String?
    /// How many texts were in unknown elements around records, with the first such element.
    private var unknownAround: (count: Int, name: String, place: SourceLocation)?

    /// The maximum size of an element; a longer one is rejected.
    private static var largest: Int { 64 << 20 }

    init(
      _ source: ByteSource, _ decoder: Decoder, recovery: XMLRecovery = .no, noted frames: [NotedFrame] = [],
      mayBeEmpty: Bool = false
    ) throws(SourceFailure) {
      guard let parser = XMLParser(Decoder.names) else {
        throw SourceFailure(
          .unusable, .noLibrary,
          "libxml2, which reads XML, is not installed; install the package libxml2 (apt-get install libxml2, dnf install libxml2)",
          at: .whole(source.name))
      }
      self.source = source
      input = FramedSource(source)
      self.parser = parser
      self.decoder = decoder
      self.mayBeEmpty = mayBeEmpty
      recovers = recovery == .yes
      framer = decoder.framer
      framer.foreign = XMLVocabularies.records(without: framer.records + framer.contents)
      framer.noted = frames[...]
    }

    var tally: ReadTally { input.tally }

    mutating func next(into record: inout Record, reporting diagnostics: inout Diagnostics) throws(SourceFailure)
      -> ReadOutcome
    {
      while true {
        if given < records.count {
          // Copying a record counts references to all its strings and lists.
          swap(&record, &records[given])
          given += 1
          frame.index = input.counts.frames
          input.counts.read += 1
          var own = frame
          if lines.indices.contains(given - 1) { own.line = lines[given - 1] }
          return .record(own)
        }
        if givenRejections < rejections.count {
          input.counts.rejected += 1
          givenRejections += 1
          return .rejected(rejections[givenRejections - 1])
        }
        switch nextPiece() {
        case .incomplete:
          if source.available >= Self.largest { return rejectLong(&diagnostics) }
          try input.fill(to: max(source.available * 2, 1 << 18))
        case .trivia(let range, let name):
          if name == "prolog" {
            let buffer = source.buffer
            declared = XMLFramer.encoding(buffer.span, range) ?? declared
          }
          if name == "around records", input.counts.frames == 0 { lookAround(range) }
          if name == "around records" {
            isBetween = !isStart(range)
            unknownElement = isBetween ? nil : unknownElement(at: range)
            lookAtHarvest(range, &diagnostics)
          }
          input.pass(range, name)
        case .text(let range):
          if isBetween || unknownElement != nil { hasOthers = true }
          if let rejection = passText(range, &diagnostics) { return rejection }
        case .damage(let range, let what):
          return reject(outside: range, .illFormed, "\(what); skipped", &diagnostics)
        case .declaration(let range):
          let buffer = source.buffer
          entities.define(buffer.span, range)
          input.pass(range, "prolog")
        case .record(let found):
          // Reported at each record, so that it does not depend on how a source is split into blocks: these
          // end after records.
          reportAround(&diagnostics)
          isBetween = true
          let buffer = source.buffer
          if let rejection = read(buffer.span, found, &diagnostics) { return rejection }
        case .end:
          reportAround(&diagnostics)
          if input.counts.frames == outside, input.counts.totalBytes > 0, !mayBeEmpty, !hasCollection || hasOthers {
            throw input.nothingFound(.noXMLRecord, "it has no record of the format")
          }
          return .end
        }
      }
    }

    /// The next piece. The buffer is released after it, since reading on would copy one that is still
    /// referenced.
    private mutating func nextPiece() -> XMLFramer.Piece {
      let buffer = source.buffer
      return framer.next(buffer.span, from: source.head, isLast: input.isComplete)
    }

    /// Notes a tag before the first record.
    private mutating func lookAround(_ range: Range<Int>) {
      let buffer = source.buffer
      let bytes = buffer.span
      if XMLEvidence.isTag(of: Decoder.collections, bytes, at: range.lowerBound) {
        let slash = UInt8(ascii: "/")
        hasCollection = bytes.byte(at: range.lowerBound + 1) == slash || bytes.byte(at: range.upperBound - 2) == slash
      } else if !XMLEvidence.isTag(of: XMLVocabularies.envelope, bytes, at: range.lowerBound) {
        hasOthers = true
      }
    }

    /// Whether a tag is the start of an element other than those around records.
    private func isStart(_ range: Range<Int>) -> Bool {
      let buffer = source.buffer
      let bytes = buffer.span
      let slash = UInt8(ascii: "/")
      return bytes.byte(at: range.lowerBound + 1) != slash && bytes.byte(at: range.upperBound - 2) != slash
        && !XMLEvidence.isTag(of: Decoder.collections, bytes, at: range.lowerBound)
    }

    /// Skips a text. It is rejected if it is not the text of an element: it may be records of another format.
    private mutating func passText(_ range: Range<Int>, _ diagnostics: inout Diagnostics) -> ReadOutcome? {
      guard isBetween else {
        if isToken {
          isToken = false
          diagnostics.warn(
            .incompleteHarvest,
            "the harvest is incomplete: it has a resumptionToken for the rest, which is not in this file",
            at: source.location(of: range.lowerBound..<(range.lowerBound + 1)))
        } else {
          lookInside(range)
        }
        input.pass(range, "around records")
        return nil
      }
      isBetween = false
      return reject(
        outside: range, .strayText, "text outside records, perhaps of another format; skipped", &diagnostics)
    }

    /// Notes a text in an unknown element around records: it may belong to a record of another format.
    private mutating func lookInside(_ text: Range<Int>) {
      guard let name = unknownElement else { return }
      if unknownAround == nil { unknownAround = (0, name, source.location(of: text)) }
      unknownAround?.count += 1
    }

    /// The name of the element that a tag opens; nil for those that are around records.
    private func unknownElement(at tag: Range<Int>) -> String? {
      let buffer = source.buffer
      let bytes = buffer.span
      if XMLEvidence.isTag(of: XMLVocabularies.envelope, bytes, at: tag.lowerBound) { return nil }
      let start = tag.lowerBound + 1
      var end = start
      while end < tag.upperBound, end < start + 64, bytes[end].isXMLName { end += 1 }
      return bytes.text(start..<end)
    }

    /// Reports what was skipped in unknown elements.
    private mutating func reportAround(_ diagnostics: inout Diagnostics) {
      guard let found = unknownAround else { return }
      unknownAround = nil
      input.counts.skipped += 1
      let rest = found.count == 1 ? "" : " and \(found.count - 1) more"
      diagnostics.warn(
        .textAround,
        "the text of <\(found.name)>\(rest) is outside the records, and may be of another format; skipped",
        at: found.place)
    }

    /// Rejects bytes that are in no record.
    private mutating func reject(
      outside range: Range<Int>, _ code: Diagnostic.Code, _ message: String, _ diagnostics: inout Diagnostics
    ) -> ReadOutcome {
      outside += 1
      let place = source.location(of: range.lowerBound..<(range.lowerBound + 1), recordIndex: input.counts.frames)
      return input.reject(range, because: Diagnostic(.error, code, message, at: place), reporting: &diagnostics)
    }

    /// Reports what a harvest by OAI-PMH has beside the records: which were deleted, and that there are more.
    private mutating func lookAtHarvest(_ tag: Range<Int>, _ diagnostics: inout Diagnostics) {
      let buffer = source.buffer
      let bytes = buffer.span
      if XMLEvidence.isTag(of: ["record", "oai:record"], bytes, at: tag.lowerBound) {
        decoder.isInHarvest = isStart(tag)
      }
      isToken = isStart(tag) && XMLEvidence.isTag(of: ["resumptionToken"], bytes, at: tag.lowerBound)
      guard XMLEvidence.isTag(of: ["header"], bytes, at: tag.lowerBound),
        bytes.extracting(tag).firstIndex(of: Array("deleted".utf8), to: tag.count) != nil
      else { return }
      diagnostics.warn(
        .deletedRecord, "the repository has deleted a record that is listed here; it has no content",
        at: source.location(of: tag.lowerBound..<(tag.lowerBound + 1)))
    }

    // MARK: - Elements

    /// Reads an element into `records`; returns the outcome if it gives none.
    private mutating func read(
      _ bytes: Span<UInt8>, _ found: XMLFramer.Frame, _ diagnostics: inout Diagnostics
    ) -> ReadOutcome? {
      frame = input.frame(of: found.range)
      given = 0
      if !lines.isEmpty { lines = [] }
      if !rejections.isEmpty { rejections.removeAll() }
      givenRejections = 0
      var fault: XMLFault?
      if TextEncoding.isValidUTF8(bytes, found.range) {
        fault = decode(bytes, found)
      } else {
        var repaired: [UInt8] = []
        repaired.append(bytes, found.range)
        frame.encoding = TextEncoding.repair(&repaired)
        var other = decoder.framer
        if case .record(let again) = other.next(repaired.span, from: 0, isLast: true) {
          fault = decode(repaired.span, again)
        }
      }
      let place = frame.location(in: source.name)
      // Latin-1 is read as Windows-1252, which has all of its letters.
      if frame.encoding != .utf8, !["iso-8859-1", "latin1", "windows-1252", "us-ascii"].contains(declared) {
        let word = declared == "utf-8" ? "not UTF-8" : "an encoding that is not read here, \(declared)"
        diagnostics.warn(.notUTF8, "\(word); read as \(frame.encoding.rawValue)", at: place)
      }
      if !preparation.unknown.isEmpty {
        let names = preparation.unknown.map { "&\($0);" }.joined(separator: ", ")
        diagnostics.warn(.unknownEntity, "unknown character entities, kept as written: \(names)", at: place)
      }
      if let fault {
        guard !records.isEmpty else {
          rejections.removeAll()
          let place = frame.location(of: fault, in: found, bytes, source.name)
          return input.reject(
            found.range, as: frame,
            because: Diagnostic(.error, .illFormed, fault.words + (recovers ? "" : Self.advice), at: place),
            reporting: &diagnostics)
        }
        let place = frame.location(of: fault, in: found, bytes, source.name)
        if recovered == .whole {
          let reason = Diagnostic(.error, .illFormed, fault.words + Self.remark, at: place)
          rejections = [Rejection(frame: frame, reason: reason, rawBytes: Array(source.buffer[found.range]))]
        }
        for rejection in rejections { diagnostics.report(rejection.reason) }
        // Nothing more is reported if everything that is ill-formed was recovered.
        if recovered != .whole, recovered != .parts(rejections.count) {
          diagnostics.error(.illFormed, "read as far as it is intact, since it is \(fault.words)", at: place)
        }
      }
      if fault == nil, records.isEmpty, let aside = decoder.aside {
        diagnostics.warn(.aside, aside, at: place)
        input.pass(found.range, "asides")
        return nil
      }
      guard !records.isEmpty else {
        let absence = decoder.absence
        return input.reject(found.range, as: frame, absence.code, absence.message, reporting: &diagnostics)
      }
      if Decoder.namesElements, records.count > 1 {
        lines = XMLWorkLines.lines(of: records, in: bytes, found.range, from: frame.line)
      }
      if let twice = decoder.twice {
        diagnostics.error(
          .runTogether, "two records may have run together: <\(twice)> is repeated; the second is kept separately",
          at: place)
      }
      for remark in decoder.remarks {
        diagnostics.report(Diagnostic(remark.severity, remark.code, remark.message, at: place))
      }
      for message in parser.tree.inheritance.messages { diagnostics.error(.longInheritance, message, at: place) }
      if parser.tree.hasOmissions { diagnostics.note(.omitted, "left out: \(decoder.omissions)", at: place) }
      for index in records.indices {
        for message in Record.wrongNumbers(of: records[index].contributors) {
          var place = place
          if lines.indices.contains(index) { place.line = lines[index] }
          diagnostics.warn(.wrongCheckDigit, message, at: place)
        }
      }
      input.counts.framedBytes += found.range.count
      source.consume(found.range.count)
      return nil
    }

    /// The hint for an element that is rejected as a whole.
    private static var advice: String { "; \(Decoder.format):recover=yes reads what can be recovered" }

    /// The remark on one that is rejected and read nevertheless.
    private static var remark: String { "; what libxml2 can recover is read" }

    /// Makes records from an element; returns why it is ill-formed, or nil.
    private mutating func decode(_ bytes: Span<UInt8>, _ found: XMLFramer.Frame) -> XMLFault? {
      recovered = .nothing
      let fault = parseOrSalvage(bytes, found)
      decoder.decode(parser.tree, isDamaged: fault != nil && !isMended, into: &records)
      if fault != nil, records.isEmpty, recovers { recoverWhole(bytes, found) }
      for index in records.indices { records[index].dropEmptyContainers() }
      if recovered != .nothing { XMLRecovery.mark(&records) }
      return fault
    }

    /// Reads what libxml2 finds in an ill-formed element of which no part makes a record.
    private mutating func recoverWhole(_ bytes: Span<UInt8>, _ found: XMLFramer.Frame) {
      guard recoveredBytes(bytes, found) != nil else { return }
      decoder.decode(parser.tree, isDamaged: false, into: &records)
      if !records.isEmpty { recovered = .whole }
    }

    /// What libxml2 finds in an ill-formed element or a part of one, which it parses; nil if it finds
    /// nothing.
    private mutating func recoveredBytes(_ bytes: Span<UInt8>, _ found: XMLFramer.Frame) -> [UInt8]? {
      var element: [UInt8] = []
      if preparation.prepare(bytes, found, entities) {
        element.append(bytes, found.range)
      } else {
        element = preparation.bytes
      }
      guard let document = XMLRecovery.recovered(element.span),
        parser.parse(document.span, 0..<document.count) == nil
      else { return nil }
      return document
    }

    /// The same for a part, if recovery was requested.
    private mutating func recoveredPart(_ whole: Span<UInt8>, _ part: XMLFramer.Frame) -> [UInt8] {
      guard recovers, let document = recoveredBytes(whole, part) else { return [] }
      recovered.addPart()
      return document
    }

    /// Parses an element. If it is ill-formed: all but its ill-formed details, or else those of its parts
    /// that are well-formed.
    private mutating func parseOrSalvage(_ bytes: Span<UInt8>, _ found: XMLFramer.Frame) -> XMLFault? {
      parser.tree.counted = found.counted
      isMended = false
      guard let fault = parse(bytes, found) else { return nil }
      let whole = bytes.extracting(found.range)
      isMended = mended(whole, 0..<whole.count, source.line) != nil
      if isMended { return fault }
      if let parts = decoder.parts { salvage(whole, parts) }
      return fault
    }

    private mutating func parse(_ bytes: Span<UInt8>, _ found: XMLFramer.Frame) -> XMLFault? {
      if preparation.prepare(bytes, found, entities) { return parser.parse(bytes, found.range) }
      let prepared = preparation.bytes
      guard var fault = parser.parse(prepared.span, 0..<prepared.count) else { return nil }
      if let place = fault.place { fault.leftOutBefore = preparation.cuts.count { $0 < place } }
      return fault
    }

    /// Parses an element again, made of its start tag and of those of its parts that are well-formed; the
    /// others are rejected.
    private mutating func salvage(_ whole: Span<UInt8>, _ parts: XMLFramer) {
      guard let close = whole.firstIndex(of: UInt8(ascii: ">"), from: 0, to: whole.count) else { return }
      var document: [UInt8] = []
      document.append(whole, 0..<(close + 1))
      var parts = parts
      parts.forEachRecord(in: whole, (close + 1)..<whole.count, countingFrom: (0, source.line)) { part, line in
        if let fault = parse(whole, part) {
          if let mended = mended(whole, part.range, line) {
            document += mended
          } else {
            let found = recoveredPart(whole, part)
            reject(part, of: whole, line, fault, saying: !found.isEmpty ? Self.remark : recovers ? "" : Self.advice)
            document += found
          }
        } else if preparation.bytes.isEmpty {
          document.append(whole, part.range)
        } else {
          document += preparation.bytes
        }
      }
      var name = 1
      while name < close, whole[name].isXMLName { name += 1 }
      document += Array("</".utf8)
      document.append(whole, 1..<name)
      document.append(UInt8(ascii: ">"))
      _ = parser.parse(document.span, 0..<document.count)
    }

    /// Parses an element without its ill-formed details, which are rejected. Returns its bytes without them,
    /// or nil if it is still ill-formed.
    private mutating func mended(_ whole: Span<UInt8>, _ element: Range<Int>, _ line: Int) -> [UInt8]? {
      guard var details = decoder.details else { return nil }
      let before = rejections.count
      let recoveredBefore = recovered
      var document: [UInt8] = []
      var kept = element.lowerBound
      details.forEachRecord(in: whole, element, countingFrom: (element.lowerBound, line)) { detail, line in
        guard let fault = parse(whole, detail) else { return }
        let found = recoveredPart(whole, detail)
        reject(detail, of: whole, line, fault, saying: found.isEmpty ? "" : Self.remark)
        document.append(whole, kept..<detail.range.lowerBound)
        document += found
        kept = detail.range.upperBound
      }
      if rejections.count > before {
        document.append(whole, kept..<element.upperBound)
        if parse(document.span, XMLFramer.Frame(range: 0..<document.count, isWhole: true, leftOut: [])) == nil {
          return preparation.bytes.isEmpty ? document : preparation.bytes
        }
      }
      rejections.removeLast(rejections.count - before)
      recovered = recoveredBefore
      return nil
    }

    private mutating func reject(
      _ part: XMLFramer.Frame, of whole: Span<UInt8>, _ line: Int, _ fault: XMLFault, saying remark: String
    ) {
      let range = part.range
      let place = Frame(
        bytes: (frame.bytes.lowerBound + range.lowerBound)..<(frame.bytes.lowerBound + range.upperBound), line: line,
        index: frame.index, encoding: frame.encoding)
      let reason = Diagnostic(
        .error, .illFormed, fault.words + remark,
        at: place.location(of: fault, in: part, whole, source.name))
      var raw: [UInt8] = []
      raw.append(whole, range)
      rejections.append(Rejection(frame: place, reason: reason, rawBytes: raw))
    }

    /// Rejects an element beyond the limit, as far as it is buffered.
    private mutating func rejectLong(_ diagnostics: inout Diagnostics) -> ReadOutcome {
      let range = source.head..<source.buffer.count
      frame = input.frame(of: range)
      return input.reject(
        range, as: frame, .longElement, "an element of more than 64 MiB; skipped", reporting: &diagnostics)
    }
  }

  extension Frame {
    /// The line of an element where an error was found. The parser did not read the lines of what was left
    /// out, and did not count them.
    fileprivate func location(
      of fault: XMLFault, in found: XMLFramer.Frame, _ source: Span<UInt8>, _ name: String
    ) -> SourceLocation {
      var rest = max(fault.line, 1) - 1
      var start = found.range.lowerBound
      var place = location(in: name)
      var leftOut = found.leftOut[...]
      var before = fault.leftOutBefore
      while let feed = source.firstIndex(of: 10, from: start, to: found.range.upperBound) {
        if let first = leftOut.first, first.lowerBound <= feed {
          if rest == 0, before <= 0 { break }
          if first.upperBound > feed {
            // The error is in an element that was left out.
            place.line += 1
            start = feed + 1
            continue
          }
          leftOut.removeFirst()
          before -= 1
          continue
        }
        if rest == 0 { break }
        rest -= 1
        place.line += 1
        start = feed + 1
      }
      let end = source.firstIndex(of: 10, from: start, to: found.range.upperBound) ?? found.range.upperBound
      let offset = bytes.lowerBound - found.range.lowerBound
      place.bytes = (start + offset)..<(max(end, start) + offset)
      return place
    }
  }

  extension XMLFault {
    /// The message without the line number, which libxml2 counts from the beginning of an element.
    fileprivate var words: String {
      let words = message.split(separator: " ")
      let isLine = words.indices.map { $0 > 0 && words[$0 - 1] == "line" && words[$0].utf8.allSatisfy(\.isDigit) }
      let kept = words.indices.filter { !isLine[$0] && !($0 + 1 < words.count && isLine[$0 + 1]) }
      return "ill-formed: " + kept.map { words[$0] }.joined(separator: " ")
    }
  }

  extension Diagnostic.Code {
    /// The machine has no libxml2.
    static let noLibrary = Self("xml.no-library")
    /// A source without a record of the format.
    static let noXMLRecord = Self("xml.no-record")
    /// An element that is not well-formed.
    static let illFormed = Self("xml.ill-formed")
    /// An element without content for a record.
    static let emptyElement = Self("xml.empty")
    /// An element of the format that is not a record.
    static let aside = Self("xml.no-record-element")
    /// Values that a format leaves out on purpose.
    static let omitted = Self("xml.left-out")
    /// Values of an enclosing work or of affiliations that are too long in total to be copied to each record.
    static let longInheritance = Self("xml.long-inheritance")
    /// Text directly between elements.
    static let strayText = Self("xml.text-between")
    /// An element that contains the parts of two records.
    static let runTogether = Self("xml.run-together")
    /// An element that exceeds the size limit.
    static let longElement = Self("xml.too-long")
    /// A character entity that neither XML nor the document nor the standard entity sets define.
    static let unknownEntity = Self("xml.unknown-entity")
    /// An incomplete harvest.
    static let incompleteHarvest = Self("xml.incomplete-harvest")
    /// Text in unknown elements outside records.
    static let textAround = Self("xml.text-around")
    /// A record of a harvest that was deleted.
    static let deletedRecord = Self("xml.deleted-record")
  }
#endif
