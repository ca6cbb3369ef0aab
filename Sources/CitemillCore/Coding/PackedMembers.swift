/// The members of values as bytes, for temporary data that is only read by the run that wrote it.
///
///     members  (number, value)... 0      the number: the place of a member among those that are asked for, from 1 on
///     text     length, bytes
///     list     length, elements
///     number   seven bits a byte, the lowest first
///
/// The reader must read the same members in the same order as the writer. Bytes that do not match are
/// reported as damaged, and nothing more is read from them.
struct PackedMembers {
  /// Where members are written; nil when reading. Coders of trees have none either, since creating one takes
  /// memory.
  private(set) var sink: ByteSink?
  private let isReading: Bool
  private var bytes: [UInt8] = []
  private var here = 0
  private var end = 0
  private var asked: UInt8 = 0
  private var depth = 0
  private(set) var isDamaged = false
  /// The last source name, which is usually that of the next record too.
  private var source = ""

  /// The maximum nesting depth in records.
  private static let deepest = 64

  /// Members that are written to a sink, or read if there is none.
  init(into sink: ByteSink?) {
    self.sink = sink
    isReading = sink == nil
  }

  /// Sets other bytes to read from.
  mutating func begin(_ bytes: [UInt8], _ range: Range<Int>) {
    self.bytes = bytes
    here = min(max(range.lowerBound, 0), bytes.count)
    end = min(max(range.upperBound, here), bytes.count)
    isDamaged = here != range.lowerBound || end != range.upperBound
    (asked, depth) = (0, 0)
  }

  /// Clears what was written, while keeping the capacity.
  mutating func removeAll() {
    sink?.rewind(to: 0)
    (asked, depth) = (0, 0)
  }

  /// Whether everything was read as it was written, and nothing is left.
  var isWhole: Bool { !isDamaged && here == end }

  // MARK: - Members

  /// Moves to the next member; returns whether it is present.
  @inline(__always)
  mutating func isNext(_ isPresent: Bool) -> Bool {
    asked &+= 1
    if isReading {
      guard here < end, bytes[here] == asked else { return false }
      here += 1
      return true
    }
    if isPresent { sink?.append(asked) }
    return isPresent
  }

  /// Starts nested members; the result is passed to `leave`.
  mutating func enter() -> UInt8 {
    depth += 1
    if depth > Self.deepest { damage() }
    defer { asked = 0 }
    return asked
  }

  /// Ends nested members.
  mutating func leave(_ outer: UInt8) {
    depth -= 1
    asked = outer
    if !isReading {
      sink?.append(0)
    } else if here < end, bytes[here] == 0 {
      here += 1
    } else {
      damage()
    }
  }

  // MARK: - Values

  mutating func text(_ value: inout String?) {
    guard isNext(value != nil) else { return }
    if isReading { value = readText() } else if let value { write(value) }
  }

  mutating func text(_ value: inout String) {
    guard isNext(true) else { return }
    if isReading { value = readText() } else { write(value) }
  }

  /// The name of a source, kept for the next record.
  mutating func source(_ value: inout String) {
    guard isNext(true) else { return }
    guard isReading else { return write(value) }
    let range = readRange()
    let isSame = source.utf8.count == range.count && source.utf8.elementsEqual(bytes[range])
    if !isSame { source = bytes.span.text(range) }
    value = source
  }

  mutating func texts(_ values: inout [String]) {
    guard isNext(!values.isEmpty) else { return }
    if !isReading {
      write(values.count)
      for value in values { write(value) }
      return
    }
    for _ in 0..<readCount() where !isDamaged { values.append(readText()) }
  }

  mutating func number(_ value: inout Int?) {
    guard isNext(value != nil) else { return }
    if isReading { value = readNumber() } else if let value { write(value) }
  }

  mutating func flag(_ value: inout Bool) {
    if isNext(value) { value = true }
  }

  mutating func name<Name: OpenName>(_ value: inout Name, unless usual: Name?) {
    guard isNext(usual == nil || value != usual) else { return }
    if isReading {
      let place = readNumber()
      value = place == 0 ? Name(rawValue: readText()) : Name(place: UInt8(clamping: place - 1))
      return
    }
    switch value.code {
    case .known(let place): write(Int(place) + 1)
    case .other(let name):
      write(0)
      write(name)
    }
  }

  mutating func variables(_ values: inout VariableList) {
    guard isNext(!values.isEmpty) else { return }
    if !isReading {
      write(values.entries.count)
      for entry in values.entries {
        sink?.append(entry.variable.rawValue)
        write(entry.value)
      }
      return
    }
    for _ in 0..<readCount() where !isDamaged {
      let variable = Variable(rawValue: UInt8(clamping: readNumber()))
      let text = readText()
      if let variable { values[variable] = text } else { damage() }
    }
  }

  mutating func date(_ value: inout EDTF?) {
    guard isNext(value != nil) else { return }
    if isReading {
      let start = readBound()
      value = EDTF(start, to: readNumber() == 0 ? nil : readBound())
    } else if let value {
      write(value.start)
      write(value.end == nil ? 0 : 1)
      if let end = value.end { write(end) }
    }
  }

  private mutating func write(_ bound: EDTF.Bound) {
    switch bound {
    case .open: write(1)
    case .unknown: write(2)
    case .date(let point):
      // A plain year, month or day, as nearly all are.
      let isPlain = point.unspecifiedYearDigits == 0 && point.qualifier.isEmpty
      write(isPlain ? 3 : 4)
      write(point.year)
      write(point.month)
      write(point.day)
      if isPlain { return }
      write(point.unspecifiedYearDigits)
      write(Int(point.qualifier.rawValue))
    }
  }

  private mutating func readBound() -> EDTF.Bound {
    switch readNumber() {
    case 1: return .open
    case 3: return .date(EDTF.Point(year: readNumber(), month: readNumber(), day: readNumber()))
    case 4:
      return .date(
        EDTF.Point(
          year: readNumber(), month: readNumber(), day: readNumber(), unspecifiedYearDigits: readNumber(),
          qualifier: EDTF.Qualifier(rawValue: UInt8(truncatingIfNeeded: readNumber()))))
    default: return .unknown
    }
  }

  // MARK: - Bytes

  mutating func write(_ number: Int) { sink?.append(compact: number) }

  private mutating func write(_ text: String) {
    write(text.utf8.count)
    sink?.append(text)
  }

  private mutating func readNumber() -> Int {
    var (value, shift): (UInt64, UInt64) = (0, 0)
    while here < end, shift < 64 {
      let byte = bytes[here]
      here += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return Int(Int64(bitPattern: value)) }
      shift += 7
    }
    damage()
    return 0
  }

  /// The number of elements that follow, each of which has at least one byte.
  mutating func readCount() -> Int {
    let count = readNumber()
    if (0...(end - here)).contains(count) { return count }
    damage()
    return 0
  }

  private mutating func readRange() -> Range<Int> {
    let count = readCount()
    here += count
    return (here - count)..<here
  }

  private mutating func readText() -> String {
    let range = readRange()
    return bytes.span.text(range)
  }

  private mutating func damage() {
    isDamaged = true
    here = end
  }
}
