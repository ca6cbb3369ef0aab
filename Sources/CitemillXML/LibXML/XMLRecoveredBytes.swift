#if XML
  import CLibXML2
  import CitemillCore

  /// What the recovering mode of libxml2 finds in an ill-formed element.
  enum XMLRecoveredBytes {
    /// The element as a well-formed one; nil if nothing is found in it.
    static func of(_ bytes: Span<UInt8>) -> [UInt8]? {
      guard bytes.count <= Int(Int32.max) else { return nil }
      var count: Int32 = 0
      let found = unsafe bytes.withUnsafeBytes { raw in
        unsafe citemill_xml_recover(
          raw.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(raw.count), &count)
      }
      guard let found = unsafe found else { return nil }
      defer { unsafe citemill_xml_release(found) }
      let buffer = unsafe UnsafeRawBufferPointer(start: found, count: Int(count))
      let document = unsafe Array(buffer)
      // After the declaration.
      guard let end = document.span.firstIndex(of: Array("?>".utf8)) else { return document }
      return Array(document[(end + 2)...].drop { $0.isSpace })
    }
  }
#endif
