#if XML
  import CitemillCore

  /// Fills a tree from the XML that Citemill's writers write, without libxml2.
  ///
  ///     document   white space, element, white space
  ///     element    "<" name { white space name '="' value '"' } ( "/>" | ">" { element | text } "</" name ">" )
  ///     text       characters but "<", "&" and ">", and references
  ///     value      characters but "<", "&", quotes and control characters, and references
  ///     reference  "&amp;" | "&lt;" | "&gt;" | "&quot;" | "&#9;" | "&#10;" | "&#13;"
  ///
  /// All other XML is refused, and libxml2 then reads the document. What is accepted gives the same tree as
  /// libxml2 (`XMLPlainScanTests`). Writers read back each record that they write, which takes a third of the
  /// time this way.
  @safe
  struct XMLPlainScan {
    private let names: XMLNames
    private let builder: UnsafeMutablePointer<XMLTreeBuilder>
    /// The names of the open elements, with their prefixes, as ranges in the document.
    private var open: [Range<Int>] = []
    /// The names of the attributes of the current tag.
    private var attributes: [Range<Int>] = []
    /// A value with its references decoded.
    private var value: [UInt8] = []

    /// A scan that fills a builder, which is prepared for the document (`XMLTreeBuilder.fill`).
    init(_ names: XMLNames, into builder: UnsafeMutablePointer<XMLTreeBuilder>) {
      self.names = names
      unsafe self.builder = builder
    }

    /// Reads a document in UTF-8; false if it contains something that this scan does not read.
    mutating func read(_ bytes: Span<UInt8>) -> Bool {
      let whole = bytes.trimmed(0..<bytes.count)
      guard bytes.byte(at: whole.lowerBound) == UInt8(ascii: "<"), var here = startTag(bytes, whole.lowerBound + 1)
      else { return false }
      while !open.isEmpty {
        guard let text = text(bytes, here) else { return false }
        let isEnd = bytes.byte(at: text + 1) == UInt8(ascii: "/")
        guard let next = isEnd ? endTag(bytes, text + 2) : startTag(bytes, text + 1) else { return false }
        here = next
      }
      return here == whole.upperBound
    }

    // MARK: - Tags

    /// Reads a start tag whose name begins at an index; returns the index after it, or nil.
    private mutating func startTag(_ bytes: Span<UInt8>, _ start: Int) -> Int? {
      // libxml2 allows no more than 256 levels.
      guard open.count < 128, let name = name(bytes, start) else { return nil }
      let known = look(bytes, name)
      unsafe builder.pointee.begin(known)
      if known.number == XMLNames.other { spell(bytes, name) }
      attributes.removeAll(keepingCapacity: true)
      var here = name.upperBound
      while let byte = bytes.byte(at: here) {
        switch byte {
        case UInt8(ascii: ">"):
          open.append(name)
          return here + 1
        case UInt8(ascii: "/"):
          unsafe builder.pointee.end()
          return bytes.byte(at: here + 1) == UInt8(ascii: ">") ? here + 2 : nil
        case 10, 32:
          here += 1
          if bytes.byte(at: here).map({ $0 == 10 || $0 == 32 }) ?? true { continue }
          guard let next = attribute(bytes, here) else { return nil }
          here = next
        default: return nil
        }
      }
      return nil
    }

    /// Reads an end tag whose name begins at an index.
    private mutating func endTag(_ bytes: Span<UInt8>, _ start: Int) -> Int? {
      guard let name = open.popLast(), bytes.byte(at: start + name.count) == UInt8(ascii: ">"),
        isSame(bytes, name, start..<(start + name.count))
      else { return nil }
      unsafe builder.pointee.end()
      return start + name.count + 1
    }

    /// The name that begins at an index; nil if there is none.
    private func name(_ bytes: Span<UInt8>, _ start: Int) -> Range<Int>? {
      guard let first = bytes.byte(at: start), first.isLetter || first == UInt8(ascii: "_") else { return nil }
      var here = start + 1
      var colons = 0
      while let byte = bytes.byte(at: here) {
        if byte == UInt8(ascii: ":") {
          colons += 1
        } else if !byte.isLetter, !byte.isDigit, byte != UInt8(ascii: "-"), byte != UInt8(ascii: "_"),
          byte != UInt8(ascii: ".")
        {
          break
        }
        here += 1
      }
      return colons > 1 || bytes[here - 1] == UInt8(ascii: ":") ? nil : start..<here
    }

    /// A name without its prefix.
    private func local(_ bytes: Span<UInt8>, _ name: Range<Int>) -> Range<Int> {
      let colon = bytes.firstIndex(of: UInt8(ascii: ":"), from: name.lowerBound, to: name.upperBound)
      return colon.map { ($0 + 1)..<name.upperBound } ?? name
    }

    private func look(_ bytes: Span<UInt8>, _ name: Range<Int>) -> XMLNames.Name {
      let local = local(bytes, name)
      return unsafe bytes.extracting(local.lowerBound..<bytes.count).withUnsafeBufferPointer { raw in
        guard let base = raw.baseAddress else { return XMLNames.Name() }
        return unsafe names.name(base, count: local.count, readable: raw.count)
      }
    }

    /// Stores the spelling of a name that the format does not know.
    private func spell(_ bytes: Span<UInt8>, _ name: Range<Int>) {
      add(bytes, local(bytes, name), to: XMLNames.spelling)
    }

    private func isSame(_ bytes: Span<UInt8>, _ one: Range<Int>, _ other: Range<Int>) -> Bool {
      if one.count != other.count { return false }
      for place in 0..<one.count where bytes[one.lowerBound + place] != bytes[other.lowerBound + place] { return false }
      return true
    }

    // MARK: - Attributes

    /// Reads an attribute whose name begins at an index; returns the index after its value, or nil.
    private mutating func attribute(_ bytes: Span<UInt8>, _ start: Int) -> Int? {
      guard let name = name(bytes, start), bytes.stands("=\"", at: name.upperBound) else { return nil }
      // Two attributes with one name are ill-formed.
      for other in attributes where isSame(bytes, name, other) { return nil }
      attributes.append(name)
      let first = name.upperBound + 2
      var here = first
      var isDecoded = false
      while let byte = bytes.byte(at: here), byte != UInt8(ascii: "\"") {
        if byte < 0x20 || byte == UInt8(ascii: "<") || bytes.hasNoncharacter(at: here) { return nil }
        guard byte == UInt8(ascii: "&") else {
          if isDecoded { value.append(byte) }
          here += 1
          continue
        }
        guard let (character, length) = reference(bytes, here) else { return nil }
        if !isDecoded {
          value.removeAll(keepingCapacity: true)
          value.append(bytes, first..<here)
          isDecoded = true
        }
        // The form in which libxml2 passes an ampersand.
        if character == UInt8(ascii: "&") { value += "&#38;".utf8 } else { value.append(character) }
        here += length
      }
      guard bytes.byte(at: here) == UInt8(ascii: "\"") else { return nil }
      // The declaration of a namespace is not an attribute.
      if bytes.stands("xmlns", at: name.lowerBound), name.count == 5 || bytes[name.lowerBound + 5] == UInt8(ascii: ":")
      {
        return here + 1
      }
      let number = look(bytes, name).number
      if number == XMLNames.other { spell(bytes, name) }
      if isDecoded { add(value.span, 0..<value.count, to: number) } else { add(bytes, first..<here, to: number) }
      return here + 1
    }

    private func add(_ bytes: Span<UInt8>, _ range: Range<Int>, to name: UInt16) {
      unsafe bytes.extracting(range).withUnsafeBufferPointer { unsafe builder.pointee.add(attribute: name, $0) }
    }

    // MARK: - Texts

    /// Reads text from an index; returns the index of the tag after it, or nil.
    private func text(_ bytes: Span<UInt8>, _ start: Int) -> Int? {
      var (first, here) = (start, start)
      while true {
        here = bytes.endOfPlainXML(from: here, to: bytes.count)
        guard let byte = bytes.byte(at: here) else { return nil }
        switch byte {
        case UInt8(ascii: "<"):
          add(text: bytes, first..<here)
          return here
        case UInt8(ascii: "&"):
          guard let (character, length) = reference(bytes, here) else { return nil }
          add(text: bytes, first..<here)
          unsafe withUnsafePointer(to: character) { unsafe builder.pointee.add(text: $0, count: 1) }
          here += length
          first = here
        case 9, 10, UInt8(ascii: "\""): here += 1
        case 0xEF where !bytes.hasNoncharacter(at: here): here += 1
        default: return nil
        }
      }
    }

    private func add(text bytes: Span<UInt8>, _ range: Range<Int>) {
      if range.isEmpty { return }
      unsafe bytes.extracting(range).withUnsafeBufferPointer { raw in
        if let base = raw.baseAddress { unsafe builder.pointee.add(text: base, count: raw.count) }
      }
    }

    private static let references: [(spelling: StaticString, character: UInt8)] = [
      ("&amp;", 38), ("&lt;", 60), ("&gt;", 62), ("&quot;", 34), ("&#13;", 13), ("&#10;", 10), ("&#9;", 9),
    ]

    /// The character of a reference at an index, and the length of the reference.
    private func reference(_ bytes: Span<UInt8>, _ here: Int) -> (UInt8, Int)? {
      Self.references.first { bytes.stands($0.spelling, at: here) }.map {
        ($0.character, $0.spelling.utf8CodeUnitCount)
      }
    }
  }
#endif
