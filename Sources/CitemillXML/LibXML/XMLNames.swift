/// The names of elements and attributes that a format knows, as numbers.
///
/// Names are looked up while a document is read, so that their bytes are compared as a few machine words.
struct XMLNames: Sendable {
  static let text: UInt16 = 0
  /// The number of all names that the format does not know.
  static let other: UInt16 = 1
  /// The name of the attribute that stores the spelling of an unknown name. For an attribute it comes
  /// directly before that; for an element it is the first attribute.
  static let spelling: UInt16 = .max

  /// The data of a name.
  struct Name: BitwiseCopyable {
    var number = XMLNames.other
    /// Whether elements with the name are skipped with all their content.
    var isSkipped = false
  }

  private struct Entry: Sendable {
    var key = Key()
    var name = Name()
  }

  /// The names, each at the index of its hash or after it; more than half of the entries are empty.
  private let table: [Entry]

  /// Names in the order of their numbers, from 2 on.
  init(_ names: [String], skipping skipped: [String] = []) {
    var table = Array(repeating: Entry(), count: 16)
    while table.count < names.count * 4 { table += table }
    for (place, name) in names.enumerated() {
      var bytes = Array(name.utf8)
      precondition((1...Key.longest).contains(bytes.count))  // trap-ok: the names are those of our tables
      bytes += Array(repeating: 0, count: 8)
      let key = unsafe bytes.withUnsafeBufferPointer { bytes in
        guard let base = bytes.baseAddress else { return Key() }
        return unsafe Key(base, count: bytes.count - 8, readable: bytes.count)
      }
      var slot = key.hash & (table.count - 1)
      while table[slot].key.count > 0, table[slot].key != key { slot = (slot + 1) & (table.count - 1) }
      // If two have the same name, the first counts.
      if table[slot].key.count > 0 { continue }
      table[slot] = Entry(
        key: key, name: Name(number: UInt16(truncatingIfNeeded: place + 2), isSkipped: skipped.contains(name)))
    }
    self.table = table
  }

  /// The data of the name at an address from which this many bytes can be read.
  func name(_ name: UnsafePointer<UInt8>, count: Int, readable: Int) -> Name {
    if count > Key.longest { return Name() }
    let key = unsafe Key(name, count: count, readable: readable)
    return unsafe table.withUnsafeBufferPointer { table in
      var slot = key.hash & (table.count &- 1)
      while unsafe table[slot].key.count > 0 {
        let found = unsafe table[slot]
        if found.key == key { return found.name }
        slot = (slot &+ 1) & (table.count &- 1)
      }
      return Name()
    }
  }

  /// The bytes of a name as machine words.
  ///
  ///     copyright-statement     first "copyrigh", last "tatement", second "t-statem", third 0
  struct Key: Sendable, Equatable {
    private var first: UInt64 = 0
    private var last: UInt64 = 0
    private var second: UInt64 = 0
    private var third: UInt64 = 0
    fileprivate private(set) var count = 0

    /// How many bytes the words hold.
    static let longest = 32

    fileprivate init() {}

    /// The key of at least one byte and at most `longest`.
    @inline(__always)
    fileprivate init(_ name: UnsafePointer<UInt8>, count: Int, readable: Int) {
      self.count = count
      let raw = unsafe UnsafeRawPointer(name)
      if count >= 8 {
        first = unsafe raw.loadUnaligned(as: UInt64.self)
        last = unsafe raw.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self)
        if count > 16 {
          second = unsafe raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
          if count > 24 { third = unsafe raw.loadUnaligned(fromByteOffset: 16, as: UInt64.self) }
        }
      } else if readable >= 8 {
        let word = unsafe UInt64(littleEndian: raw.loadUnaligned(as: UInt64.self))
        first = word & ~(~0 << UInt64(truncatingIfNeeded: count &* 8))
      } else {
        for place in 0..<count { first |= unsafe UInt64(name[place]) << UInt64(truncatingIfNeeded: place &* 8) }
      }
    }

    @inline(__always)
    fileprivate var hash: Int {
      let mixed = (first ^ (last &* 0x9E37_79B9_7F4A_7C15) ^ UInt64(truncatingIfNeeded: count)) &* 0xD6E8_FEB8_6659_FD93
      return Int(truncatingIfNeeded: mixed >> 40)
    }

    @inline(__always)
    static func == (left: Self, right: Self) -> Bool {
      left.first == right.first && left.last == right.last && left.count == right.count && left.second == right.second
        && left.third == right.third
    }
  }
}
