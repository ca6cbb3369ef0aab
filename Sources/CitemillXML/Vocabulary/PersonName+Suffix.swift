#if XML
  import CitemillCore

  extension PersonName {
    /// Takes out of a family name a suffix behind it, then particles before it.
    mutating func splitFamily() {
      // Hardly a family name has two words.
      guard let family, family.contains(byte: 32) || family.contains(byte: UInt8(ascii: ",")) else { return }
      splitSuffix()
      splitParticles()
    }

    /// Makes `King Jr.` and `King, III` in a family name a family name and a suffix.
    private mutating func splitSuffix() {
      guard suffix == nil, let whole = family else { return }
      let words = whole.utf8.split { $0 == 32 || $0 == UInt8(ascii: ",") }
      guard words.count > 1, let last = words.last, Self.suffixes.contains(where: { last.elementsEqual($0.utf8) })
      else { return }
      var rest = Substring(whole).utf8.prefix(upTo: last.startIndex)
      while let end = rest.last, end == 32 || end == UInt8(ascii: ",") { rest = rest.dropLast() }
      family = String(Substring(rest))
      suffix = String(Substring(last))
    }

    private static let suffixes = ["Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV", "2nd", "3rd"]
  }
#endif
