// JSON is not only a family of formats: reports and lists of commands are JSON too. So its texts are written here.

extension ByteSink {
  /// Appends a text as JSON writes it, quotes included (RFC 8259, section 7).
  public mutating func appendJSON(_ text: String) {
    append(UInt8(ascii: "\""))
    appendJSONContent(text)
    append(UInt8(ascii: "\""))
  }

  /// Appends what stands between the quotes.
  public mutating func appendJSONContent(_ text: String) {
    if let short = ShortText(text), !short.hasEscapes {
      unsafe space(for: 16).put(short)
      return fill(short.count)
    }
    unsafe text.withBytes { unsafe appendJSONContent($0, from: 0) }
  }

  /// Appends bytes from an index on, with the escapes that JSON needs.
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

  /// Appends the name of a member, which needs no escapes, and the colon; behind a comma unless it is the first.
  fileprivate mutating func appendJSONName(_ name: StaticString, isFirst: Bool) {
    unsafe fill(space(for: name.utf8CodeUnitCount + 4).putName(name, isFirst: isFirst))
  }

  /// Appends a member with a text.
  fileprivate mutating func appendJSONMember(_ name: StaticString, isFirst: Bool, _ text: String) {
    if let short = ShortText(text), !short.hasEscapes {
      let target = unsafe space(for: name.utf8CodeUnitCount + 22)
      let here = unsafe target.putName(name, isFirst: isFirst)
      unsafe target.storeBytes(of: UInt8(ascii: "\""), toByteOffset: here, as: UInt8.self)
      unsafe (target + here + 1).put(short)
      unsafe target.storeBytes(of: UInt8(ascii: "\""), toByteOffset: here + short.count + 1, as: UInt8.self)
      return fill(here + short.count + 2)
    }
    unsafe text.withBytes { bytes in
      let target = unsafe space(for: name.utf8CodeUnitCount + bytes.count + 6)
      let here = unsafe target.putName(name, isFirst: isFirst)
      unsafe target.storeBytes(of: UInt8(ascii: "\""), toByteOffset: here, as: UInt8.self)
      // Most texts have nothing to escape, and are copied while they are looked at.
      let copied = unsafe bytes.copyPlainJSON(from: 0, to: target + here + 1)
      if copied == bytes.count {
        unsafe target.storeBytes(of: UInt8(ascii: "\""), toByteOffset: here + copied + 1, as: UInt8.self)
        return fill(here + copied + 2)
      }
      fill(here + copied + 1)
      unsafe appendJSONContent(bytes, from: copied)
      append(UInt8(ascii: "\""))
    }
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
  /// Writes the 16 bytes of a short text here, of which those behind its count mean nothing.
  @inline(__always)
  fileprivate func put(_ short: ShortText) {
    unsafe storeBytes(of: short.low.littleEndian, as: UInt64.self)
    unsafe storeBytes(of: short.high.littleEndian, toByteOffset: 8, as: UInt64.self)
  }

  /// Writes the name of a member with its quotes and colon here, and says how long that is.
  @inline(__always)
  fileprivate func putName(_ name: StaticString, isFirst: Bool) -> Int {
    guard name.hasPointerRepresentation else { return 0 }
    let count = name.utf8CodeUnitCount
    var here = 0
    if !isFirst {
      unsafe storeBytes(of: UInt8(ascii: ","), as: UInt8.self)
      here = 1
    }
    unsafe storeBytes(of: UInt8(ascii: "\""), toByteOffset: here, as: UInt8.self)
    unsafe (self + here + 1).copyMemory(from: name.utf8Start, byteCount: count)
    unsafe storeBytes(of: UInt8(ascii: "\""), toByteOffset: here + count + 1, as: UInt8.self)
    unsafe storeBytes(of: UInt8(ascii: ":"), toByteOffset: here + count + 2, as: UInt8.self)
    return here + count + 3
  }
}

/// The members of a JSON object or the elements of an array, with the commas between them.
public struct JSONList: Sendable {
  private var isEmpty = true

  /// A list to which nothing was written yet.
  public init() {}

  /// Appends the comma that the next element needs.
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

  /// Appends a member with a text, unless there is none.
  public mutating func member(_ name: StaticString, _ text: String?, _ sink: inout ByteSink) {
    guard let text else { return }
    sink.appendJSONMember(name, isFirst: isEmpty, text)
    isEmpty = false
  }
}
