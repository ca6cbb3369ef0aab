import CitemillCore

/// Reads one LaTeX text.
///
///     \textit{a \'{e}}     frames   mark(italic) braced
///              ^ here               accent(') awaiting its argument
///
/// A frame starts with a command or a brace and ends with the closing brace or, if an argument has no braces,
/// with the next token. At most 32 frames are open at once; deeper nesting is ignored.
struct LaTeXReader {
  /// What is done with the text of a frame at its end.
  enum Action {
    /// A brace group; the protected text becomes a no-case mark.
    case group(protects: Bool)
    case mark(Mark.Kind, value: String?)
    /// An index in `LaTeXAccents.all`.
    case accent(Int)
    /// Ordinary text.
    case content
    /// Closes the quotation characters in a text without marks.
    case quoted
    /// The text is removed.
    case dropped
  }

  /// How a frame ends.
  enum Shape { case awaiting, braced, declaration }

  /// A command or a group that is open.
  struct Frame {
    var action: Action
    var shape: Shape
    var start: Int
    /// How many marks there were before.
    var markCount: Int
    /// What `softEnd` was before.
    var softEnd: Int
  }

  /// The next byte to read.
  var here: Int
  private(set) var start: Int
  private(set) var end: Int
  private let keepsMarks: Bool
  private let protectsCase: Bool
  /// Whether the text may have lines: abstracts and notes, but not plain text and titles.
  private var keepsLines: Bool { keepsMarks && !hasTitleCase }
  private let hasTitleCase: Bool
  private(set) var plain: [UInt8] = []
  private var marks: [Mark] = []
  private var frames: [Frame] = []
  /// How many braces are open beyond the limit of frames.
  private var overflow = 0
  /// Whether a group that protects its case is open.
  private var isProtected = false
  /// Where the paragraph ends that was last looked for.
  private var paragraphEnd = -1
  /// The length of the text after the last space that further white space merges into.
  private var softEnd = 0
  /// How many single quotation marks are open.
  private var openQuotes = 0
  /// How many conditions are open whose part for text is being read.
  var openConditions = 0
  /// Whether an unclosed condition was found, so that later ones are not searched either.
  var isWithoutBranch = false
  var findings = LaTeXFindings()
  /// The matching brackets, computed on first use.
  var brackets: LaTeXBrackets?
  /// The ranges known to contain no end of a formula, by the kind of formula.
  var withoutEnd = SIMD4<Int>.zero

  private static let maximumDepth = 32

  /// A reader for a range of bytes.
  init(_ range: Range<Int>, keepsMarks: Bool, protectsCase: Bool) {
    here = range.lowerBound
    start = range.lowerBound
    end = range.upperBound
    self.keepsMarks = keepsMarks
    self.protectsCase = protectsCase && keepsMarks
    hasTitleCase = protectsCase
    plain.reserveCapacity(range.count)
  }

  /// Sets another range before anything is read.
  mutating func restart(_ range: Range<Int>) {
    here = range.lowerBound
    start = range.lowerBound
    end = range.upperBound
  }

  /// Reads the whole range.
  mutating func run(_ bytes: Span<UInt8>) {
    while here < end {
      if frames.isEmpty, openQuotes == 0 {
        let stop = keepsLines ? endOfParagraph(bytes) : end
        here = LaTeXText.readWords(bytes, here..<stop, into: &plain, softEnd: &softEnd)
        if here >= end { break }
        if here == stop {
          skipSpace(bytes)
          emitBreak()
          continue
        }
      }
      if step(bytes), !frames.isEmpty { completeArguments() }
    }
    while let frame = frames.popLast() {
      if case .group = frame.action { continue }
      finish(frame)
    }
  }

  /// The text that was read.
  consuming func result() -> RichText {
    if plain.count == softEnd, !plain.isEmpty {
      plain.removeLast()
      for index in marks.indices { marks[index].end = min(marks[index].end, plain.count) }
      marks.removeAll { $0.start >= $0.end }
    }
    var text = RichText(plain.span.text(0..<plain.count))
    if !marks.isEmpty {
      // Inner marks were closed first; of equal ranges the one closed last is the outer one.
      text.marks = marks.reversed()
      text.sortMarks()
    }
    return text
  }

  /// The byte at an index, or nil beyond the text.
  func byte(_ bytes: Span<UInt8>, _ index: Int) -> UInt8? { index < end ? bytes.byte(at: index) : nil }

  // MARK: - Tokens

  /// Reads on; returns whether something was read that can be an argument without braces.
  private mutating func step(_ bytes: Span<UInt8>) -> Bool {
    let byte = bytes[here]
    switch byte {
    case UInt8(ascii: "\\"): return readCommand(bytes)
    case UInt8(ascii: "{"): return openBrace(bytes)
    case UInt8(ascii: "}"): return closeBrace()
    case 32, 9, 10, 11, 12, 13:
      let isBreak = keepsLines && endOfParagraph(bytes) == here
      skipSpace(bytes)
      if !isAwaiting { if isBreak { emitBreak() } else { emitSoftSpace() } }
      return false
    case UInt8(ascii: "~"):
      here += 1
      emit(scalar: 0xA0)
    case UInt8(ascii: "-"): readHyphens(bytes)
    case UInt8(ascii: "'"): readApostrophe(bytes)
    case UInt8(ascii: "`"): readBacktick(bytes)
    case UInt8(ascii: "$"): readDollar(bytes)
    case UInt8(ascii: "^") where readCaretNumber(bytes): break
    default: readPlain(bytes)
    }
    return true
  }

  /// Where white space with an empty line begins at or after the current place; the end if there is none.
  private mutating func endOfParagraph(_ bytes: Span<UInt8>) -> Int {
    if paragraphEnd >= here { return paragraphEnd }
    var from = here
    while let line = bytes.firstIndex(of: 10, from: from, to: end) {
      var next = line + 1
      var isEmpty = false
      while next < end, bytes[next].isSpace {
        if bytes[next] == 10 { isEmpty = true }
        next += 1
      }
      if isEmpty, next < end {
        paragraphEnd = line
        while paragraphEnd > here, bytes[paragraphEnd - 1].isSpace { paragraphEnd -= 1 }
        return paragraphEnd
      }
      from = next
    }
    paragraphEnd = end
    return end
  }

  /// Whether the next token is an argument.
  private var isAwaiting: Bool { frames.last?.shape == .awaiting }

  /// Moves past white space.
  mutating func skipSpace(_ bytes: Span<UInt8>) {
    while here < end, bytes[here].isSpace { here += 1 }
  }

  /// Reads literal bytes: all there are, or one character for an argument.
  private mutating func readPlain(_ bytes: Span<UInt8>) {
    var stop = here + 1
    if isAwaiting {
      while let next = byte(bytes, stop), next & 0xC0 == 0x80 { stop += 1 }
    } else {
      stop = LaTeXText.endOfPlain(bytes, stop, end, isQuoting: openQuotes > 0)
    }
    plain.append(bytes, here..<stop)
    if plain.last == 32 { softEnd = plain.count }
    here = stop
  }

  private mutating func readHyphens(_ bytes: Span<UInt8>) {
    var count = 1
    while count < 3, byte(bytes, here + count) == UInt8(ascii: "-") { count += 1 }
    if isAwaiting { count = 1 }
    here += count
    switch count {
    case 1: emit(UInt8(ascii: "-"))
    case 2: emit(scalar: 0x2013)
    default: emit(scalar: 0x2014)
    }
  }

  /// Reads `''` as a quotation mark, and `'` as one if a single quotation is open and no word continues.
  private mutating func readApostrophe(_ bytes: Span<UInt8>) {
    here += 1
    if byte(bytes, here) == UInt8(ascii: "'"), !isAwaiting {
      here += 1
      emit(scalar: 0x201D)
      return
    }
    let isInWord = LaTeXText.isWord(plain.last) && LaTeXText.isWordSource(byte(bytes, here))
    if openQuotes > 0, !isInWord {
      openQuotes -= 1
      emit(scalar: 0x2019)
    } else {
      emit(UInt8(ascii: "'"))
    }
  }

  /// Reads an opening quotation mark, or the inverted `?` or `!` that a backtick makes.
  private mutating func readBacktick(_ bytes: Span<UInt8>) {
    let before = here > start ? bytes[here - 1] : 0
    here += 1
    if byte(bytes, here) == UInt8(ascii: "`"), !isAwaiting {
      here += 1
      emit(scalar: 0x201C)
    } else if before == UInt8(ascii: "?") || before == UInt8(ascii: "!"), plain.last == before, !isAwaiting {
      plain.removeLast()
      emit(scalar: before == UInt8(ascii: "?") ? 0xBF : 0xA1)
    } else {
      openQuotes += 1
      emit(scalar: 0x2018)
    }
  }

  /// Reads `^^e9` and `^^^^00e9`; false if there is no such number.
  private mutating func readCaretNumber(_ bytes: Span<UInt8>) -> Bool {
    for length in [4, 2] {
      guard bytes.hasPrefix(Array(repeating: UInt8(ascii: "^"), count: length), at: here) else { continue }
      let digits = (here + length)..<(here + 2 * length)
      guard digits.upperBound <= end, let number = LaTeXText.number(bytes, digits, radix: 16, allowsCapitals: false),
        Unicode.Scalar(number) != nil
      else { continue }
      here = digits.upperBound
      emit(scalar: number)
      return true
    }
    return false
  }

  // MARK: - Braces and arguments

  private mutating func openBrace(_ bytes: Span<UInt8>) -> Bool {
    here += 1
    if isAwaiting {
      frames[frames.count - 1].shape = .braced
      return false
    }
    let next = byte(bytes, here)
    if next == UInt8(ascii: "}") {
      here += 1
      return false
    }
    // BibTeX takes a group that starts with a command as a letter, and changes its case.
    let protects = protectsCase && !isProtected && next != UInt8(ascii: "\\")
    if push(.group(protects: protects), .braced) {
      if protects { isProtected = true }
    } else {
      overflow += 1
    }
    return false
  }

  private mutating func closeBrace() -> Bool {
    here += 1
    if overflow > 0 {
      overflow -= 1
      return false
    }
    guard frames.contains(where: { $0.shape == .braced }) else { return false }
    while let frame = frames.popLast() {
      finish(frame)
      if frame.shape == .braced { break }
    }
    return true
  }

  /// Opens a frame; false when too many are open.
  @discardableResult
  mutating func push(_ action: Action, _ shape: Shape) -> Bool {
    guard frames.count < Self.maximumDepth else { return false }
    frames.append(Frame(action: action, shape: shape, start: plain.count, markCount: marks.count, softEnd: softEnd))
    return true
  }

  /// Opens the frame of a command with an argument, which follows; false if too many are open.
  mutating func pushArgument(_ bytes: Span<UInt8>, _ action: Action) -> Bool {
    guard push(action, .awaiting) else { return false }
    skipSpace(bytes)
    return true
  }

  /// Begins a mark over the rest of the group.
  mutating func declare(_ kind: Mark.Kind) {
    if !isAwaiting { push(.mark(kind, value: nil), .declaration) }
  }

  /// Ends the marks that began in the group.
  mutating func endDeclarations() {
    while let frame = frames.last, frame.shape == .declaration {
      frames.removeLast()
      finish(frame)
    }
  }

  /// Closes the frames whose argument was the token just read.
  private mutating func completeArguments() {
    while let frame = frames.last, frame.shape == .awaiting {
      frames.removeLast()
      finish(frame)
    }
  }

  private mutating func finish(_ frame: Frame) {
    switch frame.action {
    case .content: break
    case .quoted: emit(scalar: 0x201D)
    case .group(let protects):
      guard protects else { return }
      isProtected = false
      // A group of only punctuation, such as `{"}`, hides it from BibTeX and has no case.
      if LaTeXText.hasCase(plain[frame.start...]) { addMark(.noCase, from: frame.start) }
    case .mark(let kind, let value): addMark(kind, from: frame.start, value: value)
    case .accent(let index): setAccent(index, over: frame)
    case .dropped:
      plain.removeSubrange(frame.start...)
      marks.removeSubrange(frame.markCount...)
      softEnd = frame.softEnd
    }
  }

  mutating func addMark(_ kind: Mark.Kind, from start: Int, value: String? = nil) {
    guard start < plain.count else { return }
    if !keepsMarks { return }
    marks.append(Mark(kind, from: start, to: plain.count, value: value))
  }

  /// The action for a mark in a text that may be kept without marks.
  mutating func action(_ kind: Mark.Kind) -> Action {
    if keepsMarks { return .mark(kind, value: nil) }
    guard kind == .quote else { return .content }
    emit(scalar: 0x201C)
    return .quoted
  }

  /// The action for a link to a URL, which a text without marks cannot hold.
  mutating func linkAction(_ address: String) -> Action {
    if keepsMarks { return .mark(.link, value: address) }
    findings.addLeftOut("\\href")
    return .content
  }

  /// Sets an accent over the first character of a frame's text.
  private mutating func setAccent(_ index: Int, over frame: Frame) {
    guard LaTeXAccents.all.indices.contains(index) else { return }
    let accent = LaTeXAccents.all[index]
    let (length, replacement) = LaTeXText.accented(plain.span, from: frame.start, accent)
    let delta = replacement.count - length
    plain.replaceSubrange(frame.start..<(frame.start + length), with: replacement)
    let cut = frame.start + length
    // White space does not merge into a space with an accent.
    if softEnd > frame.start { softEnd = softEnd > cut ? softEnd + delta : -1 }
    for place in frame.markCount..<max(marks.count, frame.markCount) {
      let start = marks[place].start
      // A mark that begins within the character begins at its start.
      marks[place].start = start >= cut ? start + delta : frame.start
      marks[place].end = marks[place].end >= cut ? marks[place].end + delta : frame.start + replacement.count
    }
  }

  // MARK: - Text

  mutating func emit(_ byte: UInt8) { plain.append(byte) }

  mutating func emit(_ bytes: [UInt8]) { plain += bytes }

  mutating func emit(_ bytes: Span<UInt8>, _ range: Range<Int>) { plain.append(bytes, range) }

  mutating func emit(scalar: UInt32) { plain.append(scalar: scalar) }

  /// Appends a space, unless there is one already or nothing.
  mutating func emitSoftSpace() {
    if plain.count == softEnd { return }
    emit(32)
    softEnd = plain.count
  }

  /// Appends a line end, or a space in a text of one line.
  mutating func emitBreak() {
    guard keepsLines, !plain.isEmpty else { return emitSoftSpace() }
    emit(10)
    softEnd = plain.count
  }

  /// Appends bytes unchanged, except line ends, which become spaces.
  mutating func emitLiteral(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    for index in range {
      if bytes[index].isSpace { emitSoftSpace() } else { emit(bytes[index]) }
    }
  }

  /// Keeps a command as it is written, and records its name.
  mutating func keepUnknown(_ bytes: Span<UInt8>, _ range: Range<Int>, name: Range<Int>) {
    emitLiteral(bytes, range)
    findings.addUnknown(bytes.text(name))
  }
}
