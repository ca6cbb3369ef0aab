// JSON is not only a family of formats: reports and lists of commands are JSON too. So JSON strings are
// written here.

extension ByteSink {
  /// Appends a string in JSON form, including the quotes (RFC 8259, section 7).
  public mutating func appendJSON(_ text: String) {
    append(UInt8(ascii: "\""))
    appendJSONContent(text)
    append(UInt8(ascii: "\""))
  }

  /// Appends the escaped text without the quotes.
  public mutating func appendJSONContent(_ text: String) {
    if let short = ShortText(text), !short.hasEscapes {
      unsafe space(for: 16).put(short)
      return fill(short.count)
    }
    unsafe text.withBytes { unsafe appendJSONContent($0, from: 0) }
  }

  /// Appends bytes from an index on, with JSON escapes.
  private mutating func appendJSONContent(_ bytes: UnsafeRawBufferPointer, from start: Int) {
    var here = start
    while here < bytes.count {
      let copied = unsafe bytes.copyPlainJSON(from: here, to: space(for: bytes.count - here))
      fill(copied)
      here += copied
      if here < bytes.count { unsafe appendEscape(bytes[here]) }
      here += 1
    }
  }

  /// Appends the name of a member, which needs no escapes, and the colon; with a comma before it unless it is
  /// the first.
  fileprivate mutating func appendJSONName(_ name: StaticString, isFirst: Bool) {
    // The following text overwrites the quote.
    unsafe fill(space(for: name.utf8CodeUnitCount + 6).putName(name, isFirst: isFirst) - 1)
  }

  fileprivate mutating func appendJSONMember(_ name: StaticString, isFirst: Bool, _ text: String) {
    if let short = ShortText(text), !short.hasEscapes {
      let target = unsafe space(for: name.utf8CodeUnitCount + 22)
      return unsafe fill(target.putMember(name, isFirst: isFirst, short))
    }
    appendJSONMember(name, isFirst: isFirst, notShort: text)
  }

  private mutating func appendJSONMember(_ name: StaticString, isFirst: Bool, notShort text: String) {
    unsafe text.withBytes { bytes in
      let target = unsafe space(for: name.utf8CodeUnitCount + bytes.count + 7)
      let here = unsafe target.putName(name, isFirst: isFirst)
      // Most strings have nothing to escape, and are copied while they are examined.
      let copied = unsafe bytes.copyPlainJSON(from: 0, to: target + here)
      if copied == bytes.count {
        unsafe target.storeBytes(of: UInt8(ascii: "\""), toByteOffset: here + copied, as: UInt8.self)
        return fill(here + copied + 1)
      }
      fill(here + copied)
      unsafe appendJSONContent(bytes, from: copied)
      append(UInt8(ascii: "\""))
    }
  }

  /// Appends an object with one or two strings; with a comma before it unless it is the first.
  fileprivate mutating func appendJSONObject(
    isFirst: Bool, _ first: StaticString, _ one: String?, and second: StaticString, _ other: String?
  ) {
    if let one, let other, let one = ShortText(one), let other = ShortText(other), !one.hasEscapes, !other.hasEscapes {
      let target = unsafe space(for: first.utf8CodeUnitCount + second.utf8CodeUnitCount + 48)
      unsafe target.storeBytes(of: UInt16(0x7B2C).littleEndian, as: UInt16.self)
      var here = 2
      if isFirst {
        unsafe target.storeBytes(of: UInt8(ascii: "{"), as: UInt8.self)
        here = 1
      }
      here += unsafe (target + here).putMember(first, isFirst: true, one)
      here += unsafe (target + here).putMember(second, isFirst: false, other)
      unsafe target.storeBytes(of: UInt8(ascii: "}"), toByteOffset: here, as: UInt8.self)
      return fill(here + 1)
    }
    if !isFirst { append(UInt8(ascii: ",")) }
    append(UInt8(ascii: "{"))
    if let one { appendJSONMember(first, isFirst: true, one) }
    if let other { appendJSONMember(second, isFirst: one == nil, other) }
    append(UInt8(ascii: "}"))
  }

  private mutating func appendEscape(_ byte: UInt8) {
    append(UInt8(ascii: "\\"))
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): append(byte)
    case 8: append(UInt8(ascii: "b"))
    case 9: append(UInt8(ascii: "t"))
    case 10: append(UInt8(ascii: "n"))
    case 12: append(UInt8(ascii: "f"))
    case 13: append(UInt8(ascii: "r"))
    default:
      append("u00")
      append(Self.hexDigit(byte >> 4))
      append(Self.hexDigit(byte & 15))
    }
  }

  private static func hexDigit(_ value: UInt8) -> UInt8 { value < 10 ? 48 + value : 87 + value }
}

extension ShortText {
  /// Whether JSON escapes one of the bytes.
  @inline(__always)
  fileprivate var hasEscapes: Bool { low.bytesToEscape & places.low | high.bytesToEscape & places.high != 0 }
}

extension UnsafeMutableRawPointer {
  /// Writes the 16 bytes of a short text here; those after its count are meaningless.
  @inline(__always)
  fileprivate func put(_ short: ShortText) {
    unsafe storeBytes(of: short.low.littleEndian, as: UInt64.self)
    unsafe storeBytes(of: short.high.littleEndian, toByteOffset: 8, as: UInt64.self)
  }

  /// Writes a member with a short text that needs no escapes here, and returns its length; up to 15 bytes
  /// after it are overwritten.
  @inline(__always)
  fileprivate func putMember(_ name: StaticString, isFirst: Bool, _ short: ShortText) -> Int {
    let here = unsafe putName(name, isFirst: isFirst)
    unsafe (self + here).put(short)
    unsafe storeBytes(of: UInt8(ascii: "\""), toByteOffset: here + short.count, as: UInt8.self)
    return here + short.count + 1
  }

  /// Writes the name of a member with its quotes and colon here, and the opening quote of its text, and
  /// returns the length; one byte after it is overwritten.
  @inline(__always)
  fileprivate func putName(_ name: StaticString, isFirst: Bool) -> Int {
    guard name.hasPointerRepresentation else { return 0 }
    let count = name.utf8CodeUnitCount
    unsafe storeBytes(of: UInt16(0x222C).littleEndian, as: UInt16.self)
    var here = 2
    if isFirst {
      unsafe storeBytes(of: UInt8(ascii: "\""), as: UInt8.self)
      here = 1
    }
    unsafe (self + here).put(UnsafeRawPointer(name.utf8Start), count)
    unsafe storeBytes(of: UInt32(0x22_3A22).littleEndian, toByteOffset: here + count, as: UInt32.self)
    return here + count + 3
  }

  /// Copies bytes, mostly so few that a call would take longer than the copy.
  @inline(__always)
  fileprivate func put(_ bytes: UnsafeRawPointer, _ count: Int) {
    if count > 16 {
      unsafe copyMemory(from: bytes, byteCount: count)
    } else if count >= 8 {
      // The first eight bytes and the last eight.
      unsafe storeBytes(of: bytes.loadUnaligned(as: UInt64.self), as: UInt64.self)
      let last = unsafe bytes.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self)
      unsafe storeBytes(of: last, toByteOffset: count &- 8, as: UInt64.self)
    } else if count >= 4 {
      unsafe storeBytes(of: bytes.loadUnaligned(as: UInt32.self), as: UInt32.self)
      let last = unsafe bytes.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self)
      unsafe storeBytes(of: last, toByteOffset: count &- 4, as: UInt32.self)
    } else {
      for place in 0..<count {
        unsafe storeBytes(of: bytes.load(fromByteOffset: place, as: UInt8.self), toByteOffset: place, as: UInt8.self)
      }
    }
  }
}

/// Writes the commas between the members of a JSON object or the elements of an array.
public struct JSONList: Sendable {
  private var isEmpty = true

  /// A list without elements.
  public init() {}

  /// Appends the comma before the next element, if needed.
  public mutating func next(_ sink: inout ByteSink) {
    if !isEmpty { sink.append(UInt8(ascii: ",")) }
    isEmpty = false
  }

  /// Appends a member's name and the colon.
  public mutating func name(_ name: String, _ sink: inout ByteSink) {
    next(&sink)
    sink.appendJSON(name)
    sink.append(UInt8(ascii: ":"))
  }

  /// Appends a member's name, which needs no escapes, and the colon.
  public mutating func name(_ name: StaticString, _ sink: inout ByteSink) {
    sink.appendJSONName(name, isFirst: isEmpty)
    isEmpty = false
  }

  /// Appends an element that is an object with one or two strings, like most names of people.
  package mutating func object(
    _ first: StaticString, _ one: String?, and second: StaticString, _ other: String?, into sink: inout ByteSink
  ) {
    sink.appendJSONObject(isFirst: isEmpty, first, one, and: second, other)
    isEmpty = false
  }

  /// Appends a member with a string, unless it is nil.
  public mutating func member(_ name: StaticString, _ text: String?, _ sink: inout ByteSink) {
    guard let text else { return }
    sink.appendJSONMember(name, isFirst: isEmpty, text)
    isEmpty = false
  }
}
