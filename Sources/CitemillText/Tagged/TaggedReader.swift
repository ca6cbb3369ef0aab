import CitemillCore

/// Reads the records of a tagged format.
struct TaggedReader: RecordReader {
  private let source: ByteSource
  private var input: FramedSource
  private let table: TagTable
  private var scanner: TaggedScanner
  private var decoder: TaggedDecoder
  /// Whether the last line outside records was the one that ends the file.
  private var isClosed = false

  /// What follows next of a record beyond the limit, which was rejected.
  private var rest: TaggedScanner.Rest?
  /// The repeated tag that ended the record before, so that the next record begins at it.
  private var beginsSince: TagSyntax.Tag?
  /// Whether the begin tag came first in the last record that had one; nil before there is such a record.
  private var hadBeginFirst: Bool?

  /// The maximum size of a record; a longer one is rejected.
  private static let maximumRecord = 16 << 20

  /// Whether a source without records is valid.
  private let mayBeEmpty: Bool

  init(_ source: ByteSource, _ table: TagTable, mayBeEmpty: Bool = false) {
    self.source = source
    input = FramedSource(source, givesAway: true)
    self.table = table
    self.mayBeEmpty = mayBeEmpty
    scanner = TaggedScanner(table)
    decoder = TaggedDecoder(table)
  }

  var tally: ReadTally { input.tally }

  mutating func next(into record: inout Record, reporting diagnostics: inout Diagnostics) throws(SourceFailure)
    -> ReadOutcome
  {
    while true {
      let limit = min(source.buffer.count, source.head + Self.maximumRecord)
      let isLast = input.isComplete && limit == source.buffer.count
      if let rest {
        passRest(rest, limit, isLast: isLast)
        if self.rest != nil { try input.fill(to: min(source.available * 2, Self.maximumRecord) + 1) }
        continue
      }
      switch source.withBytes({ scanner.scan($0, from: source.head, to: limit, isLast: isLast) }) {
      case .incomplete:
        if source.available >= Self.maximumRecord { return rejectTooLong(limit, &diagnostics) }
        try input.fill(to: min(source.available * 2, Self.maximumRecord) + 1)
      case .trivia(let next, let kind): pass(source.head..<next, kind, &diagnostics)
      case .damaged(let next):
        return input.reject(
          source.head..<next, .damagedRecord, "a record with damaged tags, including the first; skipped",
          reporting: &diagnostics)
      case .foreign(let next, let name):
        if input.counts.frames == 0, isLast, next == limit {
          // If there is nothing else, the file is not in this format.
          input.skip(source.head..<next, "text between records")
          continue
        }
        return input.reject(
          source.head..<next, .foreignRecords, "records of \(name) between records; skipped", reporting: &diagnostics)
      case .record(let next): return read(source.head..<next, into: &record, &diagnostics)
      case .end:
        if input.counts.frames == 0, !mayBeEmpty, !isEmpty {
          throw input.nothingFound(.noRecord, "it has no record of the format")
        }
        return .end
      }
    }
  }

  /// Whether the file has only blank lines and the complete frame around records, as a file of Web of Science
  /// without records.
  private var isEmpty: Bool { isClosed && input.counts.trivia.allSatisfy { ["blank", "header"].contains($0.name) } }

  // MARK: - Between records

  /// Skips a line that belongs to no record.
  private mutating func pass(_ range: Range<Int>, _ kind: TaggedScanner.Trivia, _ diagnostics: inout Diagnostics) {
    switch kind {
    case .blank: input.pass(range, "blank")
    case .frame:
      isClosed = source.withBytes { bytes in
        table.syntax.frame.last.map { bytes.text(range).utf8.starts(with: $0.name.utf8) } ?? false
      }
      input.pass(range, "header")
    case .stray:
      diagnostics.note(.strayEnd, "an end tag without a record; skipped", at: input.location(of: range))
      input.pass(range, "stray ends")
    case .text:
      if reportText(range, at: input.location(of: range), &diagnostics) {
        input.pass(range, "headings")
      } else {
        input.skip(range, "text between records")
      }
    }
  }

  /// Reports that a line belongs to no record; returns true for the headings that databases put before each
  /// record.
  private func reportText(_ range: Range<Int>, at place: SourceLocation, _ diagnostics: inout Diagnostics) -> Bool {
    source.withBytes { bytes in
      let line = bytes.trimmed(range)
      let text = bytes.text(line.lowerBound..<min(line.upperBound, line.lowerBound + 80))
      if TagSyntax.isHeading(bytes, line) {
        diagnostics.note(.headingBetween, "a heading between records, skipped: \"\(text)\"", at: place)
        return true
      }
      diagnostics.warn(.textBetween, "text between records, skipped: \"\(text)\"", at: place)
      return false
    }
  }

  // MARK: - Records

  private mutating func read(_ range: Range<Int>, into record: inout Record, _ diagnostics: inout Diagnostics)
    -> ReadOutcome
  {
    record.reset()
    let since = beginsSince
    beginsSince = scanner.repeated
    let repaired = input.repaired(range)
    if let bytes = repaired?.bytes {
      var other = TaggedScanner(table)
      _ = other.scan(bytes.span, from: 0, to: bytes.count, isLast: true)
      decoder.read(bytes.span, other.fields, into: &record)
    } else {
      source.withBytes { decoder.read($0, scanner.fields, into: &record) }
    }
    let frame = input.frame(of: range, repaired?.encoding ?? .utf8)
    if record.saysNothing(butType: table.syntax.begin.name) {
      return input.reject(
        range, as: frame, .emptyRecord, "the record has no field with a value; skipped", reporting: &diagnostics)
    }
    if isLeftOver(record) {
      let message = "fields without \(table.syntax.begin.name), title, names and identifiers are not a record; skipped"
      return input.reject(range, as: frame, .leftOver, message, reporting: &diagnostics)
    }
    reportBegin(since, hasTitle: !record.titles.isEmpty, at: frame.location(in: source.name), &diagnostics)
    report(range, frame, &diagnostics)
    input.accept(range)
    return .record(frame)
  }

  /// Whether these are fields that an exporter writes after the end of a record, such as its abstract.
  private func isLeftOver(_ record: Record) -> Bool {
    table.syntax.end != nil && !scanner.hasBegin && record.titles.isEmpty && record.contributors.isEmpty
      && record.identifiers.isEmpty
  }

  private mutating func report(_ range: Range<Int>, _ frame: Frame, _ diagnostics: inout Diagnostics) {
    let place = frame.location(in: source.name)
    diagnostics.warn(of: frame.encoding, at: place)
    if let end = table.syntax.end, !scanner.isEnded {
      diagnostics.warn(.missingEnd, "the record has no \(end.name); it ends with the next one or the file", at: place)
    }
    reportRunTogether(range, frame, &diagnostics)
    if let found = scanner.endText, let end = table.syntax.end {
      let isRecord = found.tag == table.syntax.begin
      let use = found.tag == end ? "kept as a native field" : "read as \(isRecord ? "a new record" : found.tag.name)"
      diagnostics.warn(
        .textAfterEnd, "text after \(end.name), \(use): \"\(text(found.text))\"",
        at: at(found.text.lowerBound, range, frame))
    }
    if let line = scanner.respelledTag {
      diagnostics.warn(
        .doubtfulTag,
        "tags are in lower case or have another dash instead of the hyphen; read as tags: \"\(text(line))\"",
        at: at(line.lowerBound, range, frame))
    }
    for line in scanner.shiftedTags {
      diagnostics.warn(
        .doubtfulTag, "the tag at the start of the line is indented or damaged; read as a tag: \"\(text(line))\"",
        at: at(line.lowerBound, range, frame))
    }
    for line in scanner.doubtfulTags {
      // Headings in abstracts come in every record of a file (Fixtures/RIS/words-before-hyphens.ris).
      if let word = wordBeforeHyphen(line) {
        diagnostics.count(word, .wordsBeforeHyphens, .wordBeforeHyphen, at: at(line.lowerBound, range, frame))
        continue
      }
      diagnostics.warn(
        .doubtfulTag, "no tag at the start of the line; it continues the field before it: \"\(text(line))\"",
        at: at(line.lowerBound, range, frame))
    }
    if let line = scanner.joinedText, !scanner.doubtfulTags.contains(line) {
      diagnostics.warn(
        .joinedText, "text after a blank line, joined to the field before it: \"\(text(line))\"",
        at: at(line.lowerBound, range, frame))
    }
    // If there are many such lines, only the first are reported.
    for line in scanner.strayLines.prefix(8) {
      if !reportText(line, at: at(line.lowerBound, range, frame), &diagnostics) { input.counts.skipped += 1 }
    }
    for remark in decoder.remarks {
      // Positions in a repaired record are not those in the source.
      let line = frame.encoding == .utf8 ? at(remark.line, range, frame) : place
      if remark.code == .unknownTag {
        diagnostics.count(unknown: "tag", remark.message, remark.code, at: line)
      } else {
        diagnostics.report(Diagnostic(remark.severity, remark.code, remark.message, at: line))
      }
    }
  }

  /// Reports a record that may be two, since it continues after a blank line.
  private func reportRunTogether(_ range: Range<Int>, _ frame: Frame, _ diagnostics: inout Diagnostics) {
    if let line = scanner.authorsAgain {
      diagnostics.warn(
        .goesOn, "authors are repeated after a blank line; two records may have run together: \"\(text(line))\"",
        at: at(line.lowerBound, range, frame))
    } else if scanner.mayBeTwo, let lines = scanner.blankLines {
      diagnostics.warn(
        .goesOn,
        "fields after a blank line are read as part of the same record; two may have run together: \"\(text(lines.first))\"",
        at: at(lines.first.lowerBound, range, frame))
    }
  }

  /// The word before a hyphen at the start of a line, unless it is a damaged tag.
  private func wordBeforeHyphen(_ line: Range<Int>) -> String? {
    source.withBytes { bytes in
      guard let word = table.syntax.wordBeforeHyphen(bytes, line) else { return nil }
      let name = bytes.text(word)
      let isTag = { (tag: TagSyntax.Tag) in table.row(tag) != nil }
      if word.count == 2 && isTag(TagSyntax.Tag(name)) { return nil }
      return table.syntax.longerTag(bytes, line, isKnown: isTag) == nil ? name : nil
    }
  }

  /// The first bytes of a line, for a message.
  private func text(_ line: Range<Int>) -> String {
    source.withBytes { bytes in bytes.text(line.lowerBound..<min(line.upperBound, line.lowerBound + 80)) }
  }

  /// Reports a record that does not begin as the format requires, or as the other records of the file do.
  /// `tag` is the repeated tag that made it a new record, if any.
  private mutating func reportBegin(
    _ tag: TagSyntax.Tag?, hasTitle: Bool, at place: SourceLocation, _ diagnostics: inout Diagnostics
  ) {
    let syntax = table.syntax
    if scanner.hasBegin {
      if scanner.hasLateBegin, syntax.end != nil || hadBeginFirst == true {
        diagnostics.warn(
          .lateBegin, "\(syntax.begin.name) comes after other fields; they are read as one record", at: place)
      }
      hadBeginFirst = !scanner.hasLateBegin
      return
    }
    guard tag != nil || syntax.end != nil || hadBeginFirst != nil && !hasTitle else { return }
    let isType = table.typeRule == nil ? "; its type is not known" : ""
    let reason = tag.map { "; a new record was started here, since \($0.name) is repeated" } ?? ""
    diagnostics.warn(.missingBegin, "the record has no \(syntax.begin.name)\(isType)\(reason)", at: place)
  }

  /// The place of a line of a record.
  private func at(_ index: Int, _ range: Range<Int>, _ frame: Frame) -> SourceLocation {
    var place = source.location(of: index..<index, recordIndex: frame.index)
    place.column = nil
    return place
  }

  /// Rejects a record beyond the limit, and starts to skip the rest of it.
  private mutating func rejectTooLong(_ limit: Int, _ diagnostics: inout Diagnostics) -> ReadOutcome {
    rest = .line
    return input.reject(
      source.head..<limit, .tooLong, "a record of more than 16 MiB; skipped, and the rest of it is not kept",
      reporting: &diagnostics)
  }

  /// Skips what is buffered of a record beyond the limit, up to its end.
  private mutating func passRest(_ rest: TaggedScanner.Rest, _ limit: Int, isLast: Bool) {
    let (next, after) = source.withBytes { scanner.pass(rest, $0, from: source.head, to: limit, isLast: isLast) }
    self.rest = isLast ? nil : after
    input.pass(source.head..<next, "rest of a record too long")
  }
}

extension CountedNames.Matter {
  /// Words before a hyphen at the start of lines, such as headings of an abstract.
  fileprivate static var wordsBeforeHyphens: Self {
    Self(
      .wordBeforeHyphen, "word", one: "is before a hyphen at the start of a line, like a tag",
      several: "are before a hyphen at the start of a line, like tags",
      use: "such lines continue the field before them")
  }
}

extension Diagnostic.Code {
  /// A source without any record.
  static let noRecord = Self("tagged.no-record")
  /// A heading that a database puts between records.
  static let headingBetween = Self("tagged.heading")
  /// Text between records.
  static let textBetween = Self("tagged.text-between-records")
  /// A record whose tags are damaged from the first one on.
  static let damagedRecord = Self("tagged.damaged-record")
  /// Records of another format.
  static let foreignRecords = Self("tagged.other-format")
  /// Text between a field and the next record, joined to the field.
  static let joinedText = Self("tagged.joined-text")
  /// An end tag without a record.
  static let strayEnd = Self("tagged.stray-end")
  /// A record without its end tag.
  static let missingEnd = Self("tagged.missing-end")
  /// A record without its start tag.
  static let missingBegin = Self("tagged.missing-begin")
  /// A record whose start tag comes after other fields.
  static let lateBegin = Self("tagged.late-begin")
  /// A continuation line that looks like one with a damaged tag.
  static let doubtfulTag = Self("tagged.doubtful-tag")
  /// A word before a hyphen at the start of a line, which looks like a tag.
  static let wordBeforeHyphen = Self("tagged.word-before-hyphen")
  /// Text after an end tag on the same line.
  static let textAfterEnd = Self("tagged.text-after-end")
  /// A record that continues after a blank line, and may be two.
  static let goesOn = Self("tagged.goes-on")
  /// Fields that belong to no record.
  static let leftOver = Self("tagged.left-over")
  /// A record without any value.
  static let emptyRecord = Self("tagged.empty-record")
  /// A record that exceeds the size limit.
  static let tooLong = Self("tagged.too-long")
}
