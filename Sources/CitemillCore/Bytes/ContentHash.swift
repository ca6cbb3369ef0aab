/// The hash XXH64 of bytes that are added in pieces, with seed 0; see the xxHash specification, version
/// 0.1.1, section "XXH64".
///
/// It detects accidental changes of files; it does not protect against deliberate ones.
package struct ContentHash: Sendable {
  private static let prime1: UInt64 = 0x9E37_79B1_85EB_CA87
  private static let prime2: UInt64 = 0xC2B2_AE3D_27D4_EB4F
  private static let prime3: UInt64 = 0x1656_67B1_9E37_79F9
  private static let prime4: UInt64 = 0x85EB_CA77_C2B2_AE63
  private static let prime5: UInt64 = 0x27D4_EB2F_1656_67C5

  private var lanes = Lanes()
  /// Bytes after the last complete stripe of 32.
  private var rest: [UInt8] = []
  private var count = 0

  package init() { rest.reserveCapacity(32) }

  /// The hash of bytes that are all available.
  package static func of(_ bytes: [UInt8]) -> UInt64 {
    var hash = Self()
    hash.add(bytes.span)
    return hash.value
  }

  /// Adds the next bytes.
  package mutating func add(_ bytes: Span<UInt8>) {
    count += bytes.count
    var here = 0
    if !rest.isEmpty {
      while rest.count < 32, here < bytes.count {
        rest.append(bytes[here])
        here += 1
      }
      if rest.count < 32 { return }
      let whole = rest
      lanes.take(whole.span, 0)
      rest.removeAll(keepingCapacity: true)
    }
    while bytes.count - here >= 32 {
      lanes.take(bytes, here)
      here += 32
    }
    while here < bytes.count {
      rest.append(bytes[here])
      here += 1
    }
  }

  /// The hash of all bytes so far.
  package var value: UInt64 {
    var hash: UInt64
    if count >= 32 {
      hash = lanes.a.rotated(1) &+ lanes.b.rotated(7) &+ lanes.c.rotated(12) &+ lanes.d.rotated(18)
      for lane in [lanes.a, lanes.b, lanes.c, lanes.d] {
        hash = (hash ^ Self.round(0, lane)) &* Self.prime1 &+ Self.prime4
      }
    } else {
      hash = Self.prime5
    }
    hash &+= UInt64(count)
    let bytes = rest.span
    var here = 0
    while bytes.count - here >= 8 {
      hash = (hash ^ Self.round(0, bytes.word(at: here))).rotated(27) &* Self.prime1 &+ Self.prime4
      here += 8
    }
    if bytes.count - here >= 4 {
      let half = (0..<4).reduce(UInt64(0)) { $0 | UInt64(bytes[here + $1]) << UInt64(8 * $1) }
      hash = (hash ^ half &* Self.prime1).rotated(23) &* Self.prime2 &+ Self.prime3
      here += 4
    }
    while here < bytes.count {
      hash = (hash ^ UInt64(bytes[here]) &* Self.prime5).rotated(11) &* Self.prime1
      here += 1
    }
    hash = (hash ^ hash >> 33) &* Self.prime2
    hash = (hash ^ hash >> 29) &* Self.prime3
    return hash ^ hash >> 32
  }

  /// Four sums, each over one quarter of every stripe.
  private struct Lanes {
    var a = prime1 &+ prime2
    var b = prime2
    var c: UInt64 = 0
    var d = 0 &- prime1

    mutating func take(_ bytes: Span<UInt8>, _ start: Int) {
      a = round(a, bytes.word(at: start))
      b = round(b, bytes.word(at: start + 8))
      c = round(c, bytes.word(at: start + 16))
      d = round(d, bytes.word(at: start + 24))
    }
  }

  private static func round(_ lane: UInt64, _ word: UInt64) -> UInt64 {
    (lane &+ word &* prime2).rotated(31) &* prime1
  }
}

extension UInt64 {
  /// The hash as sixteen hexadecimal digits.
  package var hexadecimal: String {
    let digits = String(self, radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }

  fileprivate func rotated(_ places: UInt64) -> UInt64 { self << places | self >> (64 - places) }
}

extension Span<UInt8> {
  /// Eight bytes from an index on as a number, lowest first.
  fileprivate func word(at start: Int) -> UInt64 {
    let eight = extracting(start..<(start + 8))
    return unsafe eight.withUnsafeBytes { unsafe UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) }
  }
}
