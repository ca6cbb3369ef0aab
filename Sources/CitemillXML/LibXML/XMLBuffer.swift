/// A list that is never shared, so that writing to it needs no check; its owner frees it.
@safe
struct XMLBuffer<Element: BitwiseCopyable> {
  private(set) var count = 0
  private var room: Int
  private var base: UnsafeMutablePointer<Element>
  private static var least: Int { 256 }
  /// How much memory is kept for the next document, so that one long document does not keep its memory for
  /// all others.
  private static var most: Int { 1 << 16 }

  init() {
    room = Self.least
    unsafe base = .allocate(capacity: room)
  }

  /// Frees the memory; the list cannot be used after that.
  func free() { unsafe base.deallocate() }

  @inline(__always)
  subscript(index: Int) -> Element {
    get {
      precondition(index >= 0 && index < count)  // trap-ok: no index comes from input
      return unsafe base[index]
    }
    _modify {
      precondition(index >= 0 && index < count)  // trap-ok: no index comes from input
      yield unsafe &base[index]
    }
  }

  @inline(__always)
  mutating func append(_ element: Element) {
    if count == room { grow() }
    unsafe (base + count).initialize(to: element)
    count &+= 1
  }

  mutating func removeAll() {
    count = 0
    if room > Self.most {
      unsafe base.deallocate()
      self = Self()
    }
  }

  @inline(never)
  private mutating func grow() {
    let larger = UnsafeMutablePointer<Element>.allocate(capacity: room * 2)
    unsafe larger.initialize(from: base, count: count)
    unsafe base.deallocate()
    unsafe base = larger
    room *= 2
  }
}
