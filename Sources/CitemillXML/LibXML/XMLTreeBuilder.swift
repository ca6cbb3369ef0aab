/// Fills a tree while a document is read.
@safe
struct XMLTreeBuilder {
  private(set) var nodes = XMLBuffer<XMLTree.Node>()
  private(set) var attributes = XMLBuffer<XMLTree.Attribute>()
  /// The texts and the values of attributes; the first `count` bytes are used.
  private(set) var bytes: [UInt8] = []
  private var count = 0
  /// The address of `bytes` while a document is read; nil at other times.
  private var base: UnsafeMutablePointer<UInt8>?
  private var room = 0
  /// The innermost element that is open, or -1.
  private var open: Int32 = -1
  /// The numbers of the names of elements that were skipped.
  private(set) var skipped = XMLTree.Numbers()
  /// How many elements are open that are skipped.
  private var skipping = 0
  /// Whether the last node is a text that further text continues.
  private var isInText = false

  /// Frees the memory; the tree cannot be used after that.
  func free() {
    nodes.free()
    attributes.free()
  }

  /// Empties the tree, and fills it from a document of this size by calling a function.
  ///
  /// A document has no fewer bytes than the texts in it, so that all of them fit.
  static func fill<Result>(_ builder: UnsafeMutablePointer<Self>, from size: Int, _ read: () -> Result) -> Result {
    unsafe builder.pointee.empty()
    // Text is copied eight bytes at a time, and the parser may be given spaces after the document.
    let needed = size + 512
    unsafe builder.pointee.makeRoom(needed)
    var bytes: [UInt8] = []
    unsafe swap(&bytes, &builder.pointee.bytes)
    let result = unsafe bytes.withUnsafeMutableBufferPointer { buffer in
      unsafe builder.pointee.base = buffer.baseAddress
      unsafe builder.pointee.room = buffer.count
      defer {
        unsafe builder.pointee.base = nil
        unsafe builder.pointee.room = 0
      }
      return read()
    }
    unsafe swap(&bytes, &builder.pointee.bytes)
    return result
  }

  private mutating func makeRoom(_ needed: Int) {
    let most = 1 << 20
    if bytes.count > most, needed <= most { bytes = [] }
    if bytes.count < needed { bytes = Array(repeating: 0, count: max(needed, min(bytes.count * 2, most))) }
  }

  /// Removes all nodes.
  mutating func empty() {
    nodes.removeAll()
    attributes.removeAll()
    count = 0
    open = -1
    skipping = 0
    if !skipped.isEmpty { skipped = XMLTree.Numbers() }
    isInText = false
  }

  // MARK: - Elements

  /// Whether what follows is skipped.
  @inline(__always)
  var isSkipping: Bool { skipping > 0 }

  @inline(__always)
  mutating func begin(_ name: XMLNames.Name) {
    isInText = false
    if skipping > 0 || name.isSkipped {
      if skipping == 0 { skipped.insert(name.number) }
      skipping &+= 1
      return
    }
    let place = Int32(truncatingIfNeeded: nodes.count)
    let start = Int32(truncatingIfNeeded: count)
    nodes.append(
      XMLTree.Node(
        name: name.number, end: open, textStart: start, textEnd: start,
        firstAttribute: Int32(truncatingIfNeeded: attributes.count)))
    open = place
  }

  @inline(__always)
  mutating func end() {
    isInText = false
    if skipping > 0 {
      skipping &-= 1
      return
    }
    guard open >= 0 else { return }
    let place = Int(open)
    open = nodes[place].end
    nodes[place].end = Int32(truncatingIfNeeded: nodes.count)
    nodes[place].textEnd = Int32(truncatingIfNeeded: count)
  }

  /// Marks a text, or an element with all its content, as read.
  @inline(__always)
  mutating func take(_ node: Int) { nodes[node].isTaken = true }

  /// Marks an attribute as read.
  @inline(__always)
  mutating func take(attribute index: Int) { attributes[index].isTaken = true }

  /// Closes the elements that a truncated document has left open.
  mutating func endAll() {
    skipping = 0
    while open >= 0 { end() }
  }

  // MARK: - Attributes

  /// Adds an attribute to the element that began last.
  @inline(__always)
  mutating func add(attribute name: UInt16, _ value: UnsafeBufferPointer<UInt8>) {
    guard skipping == 0, nodes.count > 0, let base = unsafe base, room &- count >= value.count else { return }
    let start = count
    var here = 0
    while here < value.count {
      let byte = unsafe value[here]
      unsafe base[count] = byte
      count &+= 1
      // libxml2 writes an ampersand in a value as a reference, so that it can be parsed once more.
      here &+= unsafe byte == UInt8(ascii: "&") && Self.isReference(value, at: here) ? 5 : 1
    }
    finish(attribute: name, from: start)
  }

  /// Adds the spelling of the element or attribute that begins, whose name the format does not know.
  @inline(never)
  mutating func add(spelling name: UnsafePointer<UInt8>) {
    var length = 0
    while unsafe name[length] != 0 { length &+= 1 }
    unsafe add(attribute: XMLNames.spelling, UnsafeBufferPointer(start: name, count: length))
  }

  @inline(never)
  private static func isReference(_ value: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
    let reference: StaticString = "&#38;"
    guard value.count &- index >= 5 else { return false }
    for place in 0..<5 where unsafe value[index + place] != reference.utf8Start[place] { return false }
    return true
  }

  @inline(__always)
  private mutating func finish(attribute name: UInt16, from start: Int) {
    let end = Int32(truncatingIfNeeded: count)
    attributes.append(XMLTree.Attribute(name: name, start: Int32(truncatingIfNeeded: start), end: end))
    let last = nodes.count &- 1
    nodes[last].attributes &+= 1
    nodes[last].textStart = end
    nodes[last].textEnd = end
  }

  // MARK: - Texts

  /// Adds text to the open element.
  @inline(__always)
  mutating func add(text source: UnsafePointer<UInt8>, count length: Int) {
    guard skipping == 0, open >= 0, length > 0, let base = unsafe base, room &- count >= length &+ 8 else { return }
    let target = unsafe UnsafeMutableRawPointer(base + count)
    let raw = unsafe UnsafeRawPointer(source)
    var seen = BlanksSeen()
    var here = 0
    while here &+ 8 <= length {
      let word = unsafe raw.loadUnaligned(fromByteOffset: here, as: UInt64.self)
      unsafe target.storeBytes(of: word, toByteOffset: here, as: UInt64.self)
      seen.look(at: UInt64(littleEndian: word))
      here &+= 8
    }
    if here < length {
      // Bytes outside the text are replaced by letters, which change nothing.
      var word = UInt64(0x6161_6161_6161_6161) << UInt64(truncatingIfNeeded: (length &- here) &* 8)
      for place in here..<length {
        word |= unsafe UInt64(source[place]) << UInt64(truncatingIfNeeded: (place &- here) &* 8)
      }
      unsafe target.storeBytes(of: word.littleEndian, toByteOffset: here, as: UInt64.self)
      seen.look(at: word)
    }
    count &+= length
    var blanks: XMLTree.Blanks = seen.hasOther ? .hasOther : []
    if unsafe source[0] == 32 { blanks.insert(.atStart) }
    if unsafe source[length &- 1] == 32 { blanks.insert(.atEnd) }
    finish(text: blanks, count: length)
  }

  @inline(__always)
  private mutating func finish(text blanks: XMLTree.Blanks, count length: Int) {
    let end = Int32(truncatingIfNeeded: count)
    if isInText {
      let last = nodes.count &- 1
      nodes[last].textEnd = end
      let before = nodes[last].blanks
      let isDouble = before.contains(.atEnd) && blanks.contains(.atStart)
      nodes[last].blanks =
        before.subtracting(.atEnd).union(blanks.subtracting(.atStart)).union(isDouble ? .hasOther : [])
      return
    }
    isInText = true
    let place = Int32(truncatingIfNeeded: nodes.count)
    nodes.append(
      XMLTree.Node(
        name: XMLNames.text, blanks: blanks, end: place &+ 1, textStart: end &- Int32(truncatingIfNeeded: length),
        textEnd: end, firstAttribute: 0))
  }
}

/// The spaces found in a text, eight bytes at a time.
private struct BlanksSeen {
  private var found: UInt64 = 0
  /// The lowest high bit is set if the last byte was a space.
  private var carry: UInt64 = 0

  /// Whether there was white space other than a space, or a space after another.
  @inline(__always)
  var hasOther: Bool { found & 0x8080_8080_8080_8080 != 0 }

  @inline(__always)
  mutating func look(at word: UInt64) {
    let controls = (word &- 0x2020_2020_2020_2020) & ~word
    let away = word ^ 0x2020_2020_2020_2020
    // Sums of seven bits each stay in their byte, so that the result is exact for each byte.
    let blanks = ~(((away & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x7F7F_7F7F_7F7F_7F7F) | away) & 0x8080_8080_8080_8080
    found |= controls | (blanks & (blanks << 8 | carry))
    carry = blanks >> 56
  }
}
