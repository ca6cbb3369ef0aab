import CitemillCore

/// A size in bytes as users write it: `65536`, `64K`, `256M`, `2G`.
package struct ByteCount: Sendable, Equatable {
  package let bytes: Int

  init(mebibytes: Int) { bytes = mebibytes << 20 }

  /// Nil if it is not a size.
  package init?(_ text: String) {
    let units: [(letter: UInt8, shift: Int)] = [
      (UInt8(ascii: "k"), 10), (UInt8(ascii: "m"), 20), (UInt8(ascii: "g"), 30),
    ]
    let unit = units.first { $0.letter == text.utf8.last?.lowercased }
    let digits = unit == nil ? text[...] : text.dropLast()
    guard digits.utf8.allSatisfy(\.isDigit), let number = Int(digits) else { return nil }
    let (bytes, isTooLarge) = number.multipliedReportingOverflow(by: 1 << (unit?.shift ?? 0))
    if isTooLarge { return nil }
    self.bytes = bytes
  }

  // MARK: - How much a stage may keep in memory

  static let usualMemory = Self(mebibytes: 256)
  private static let leastMemory = 1 << 20

  static let memoryOption = FormatOption(
    "memory", default: "256M", takesOtherValues: true,
    summary: "use about this much memory; beyond that, a temporary file")

  /// The value of `memoryOption`; throws for what is not a size, or too small.
  init(memory text: String, of transform: String) throws(UsageError) {
    guard let size = Self(text), size.bytes >= Self.leastMemory else {
      throw UsageError(.badOption, "\(transform):memory takes a size from 1M on, as 64M or 2G, not \"\(text)\"")
    }
    self = size
  }
}
