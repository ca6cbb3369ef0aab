#if XML
  import CitemillCore

  extension PersonName {
    /// Takes out of a family name a suffix behind it, then particles before it.
    mutating func splitFamily() {
      // Hardly a family name has two words.
      guard let family, !family.isOneWord, family.contains(byte: 32) || family.contains(byte: UInt8(ascii: ","))
      else { return }
      splitSuffix()
      splitParticles()
    }

    /// Makes `King Jr.` and `King, III` in a family name a family name and a suffix.
    private mutating func splitSuffix() {
      guard suffix == nil, let whole = family else { return }
      let parts: (family: String, suffix: String)? = whole.withUTF8Span { bytes in
        func isBetween(_ byte: UInt8) -> Bool { byte == 32 || byte == UInt8(ascii: ",") }
        func end(before place: Int, where isPassed: (UInt8) -> Bool) -> Int {
          var place = place
          while place > 0, isPassed(bytes[place - 1]) { place -= 1 }
          return place
        }
        let upper = end(before: bytes.count, where: isBetween)
        let lower = end(before: upper) { !isBetween($0) }
        let rest = end(before: lower, where: isBetween)
        guard rest > 0, NameWords.isGeneration(bytes, lower..<upper) else { return nil }
        return (bytes.text(0..<rest), bytes.text(lower..<upper))
      }
      if let parts { (family, suffix) = parts }
    }
  }
#endif
