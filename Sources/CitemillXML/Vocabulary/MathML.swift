#if XML
  import CitemillCore

  /// Formulas in MathML 3: their readable text, and their source for programs that typeset them.
  struct MathML: Sendable {
    /// The elements and attributes that are kept in the source; other elements are replaced by their content.
    static let names = [
      "math", "mrow", "mi", "mo", "mn", "ms", "mtext", "mspace", "mfrac", "msqrt", "mroot", "mstyle", "merror",
      "mpadded", "mphantom", "mfenced", "menclose", "msub", "msup", "msubsup", "munder", "mover", "munderover",
      "mmultiscripts", "mprescripts", "none", "mtable", "mtr", "mlabeledtr", "mtd", "maction", "semantics",
      "annotation", "annotation-xml",
    ]
    private static let sourceNames = Set(names + contentNames)
    static let attributes = [
      "mathvariant", "display", "open", "close", "separators", "accent", "stretchy", "linethickness", "encoding",
      "columnalign", "notation", "alttext",
    ]

    /// The strings of all names of a format followed by those of MathML, from the number 2 on.
    private let words: [String]
    private let attributeNumbers: [(number: UInt16, word: String)]
    /// The number of the element that is a formula.
    let math: UInt16

    init<Name: XMLName>(_ type: Name.Type) {
      words = Name.allWords
      var numbers: [(UInt16, String)] = []
      for word in Self.attributes + Self.contentAttributes {
        if let place = words.firstIndex(of: word) { numbers.append((UInt16(truncatingIfNeeded: place + 2), word)) }
      }
      attributeNumbers = numbers
      math = words.firstIndex(of: "math").map { UInt16(truncatingIfNeeded: $0 + 2) } ?? XMLNames.other
    }

    /// The names of a format followed by those of MathML, each once.
    static func words<Name: XMLName>(_ type: Name.Type) -> [String] {
      let own = Name.allCases.map(\.word)
      var known = Set(own)
      return own + (names + attributes + contentNames + contentAttributes).filter { known.insert($0).inserted }
    }

    func word(_ tree: XMLTree, _ node: Int) -> String? {
      let place = Int(tree.name(node)) - 2
      return words.indices.contains(place) ? words[place] : nil
    }

    func value(_ attribute: String, _ tree: XMLTree, _ node: Int) -> String? {
      attributeNumbers.first { $0.word == attribute }.flatMap { value($0.number, tree, node) }
    }

    /// The value of an attribute, which in formulas may be empty: `separators=""` means no comma.
    private func value(_ attribute: UInt16, _ tree: XMLTree, _ node: Int) -> String? {
      tree.attribute(attribute, of: node) ?? (tree.hasEmptyAttribute(attribute, of: node) ? "" : nil)
    }

    func elements(_ tree: XMLTree, _ node: Int) -> [Int] {
      var found: [Int] = []
      var child = tree.firstChild(node)
      while let here = child {
        if tree.name(here) != XMLNames.text { found.append(here) }
        child = tree.sibling(here, in: node)
      }
      return found
    }

    // MARK: - Source

    /// The formula in MathML, without prefixes and without white space between its elements.
    func source(_ tree: XMLTree, _ node: Int) -> String {
      var text = "<math xmlns=\"http://www.w3.org/1998/Math/MathML\""
      appendAttributes(tree, node, to: &text)
      text += ">"
      appendContent(tree, node, to: &text)
      return text + "</math>"
    }

    // Elements are nested no deeper than libxml2 allows, 256.
    private func appendContent(_ tree: XMLTree, _ node: Int, to text: inout String) {
      var child = tree.firstChild(node)
      while let here = child {
        if tree.name(here) == XMLNames.text {
          text += Self.escaped(tree.bytes.span.text(tree.bytes.span.trimmed(tree.textRange(here))))
        } else if let word = word(tree, here), Self.sourceNames.contains(word) {
          text += "<\(word)"
          appendAttributes(tree, here, to: &text)
          if tree.firstChild(here) == nil {
            text += "/>"
          } else {
            text += ">"
            appendContent(tree, here, to: &text)
            text += "</\(word)>"
          }
        } else {
          appendContent(tree, here, to: &text)
        }
        child = tree.sibling(here, in: node)
      }
    }

    private func appendAttributes(_ tree: XMLTree, _ node: Int, to text: inout String) {
      for attribute in attributeNumbers {
        guard let value = value(attribute.number, tree, node) else { continue }
        text += " \(attribute.word)=\"\(Self.escaped(value))\""
      }
    }

    private static func escaped(_ text: String) -> String {
      var bytes: [UInt8] = []
      for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "&"): bytes += Array("&amp;".utf8)
        case UInt8(ascii: "<"): bytes += Array("&lt;".utf8)
        case UInt8(ascii: ">"): bytes += Array("&gt;".utf8)
        case UInt8(ascii: "\""): bytes += Array("&quot;".utf8)
        default: bytes.append(byte)
        }
      }
      return String(decoding: bytes, as: UTF8.self)
    }

    // MARK: - Words

    /// Appends a formula as it is read: `E=mc` with a mark over the exponent, `(a+b)/2`, `√x`.
    ///
    /// Its source becomes a mark over it, and so does TeX that is beside it.
    func append(_ tree: XMLTree, _ node: Int, tex: String? = nil, to builder: inout XMLTextBuilder) {
      tree.take(node)
      let start = builder.mark()
      appendWords(tree, node, into: &builder)
      // The spoken text for a formula that is only a picture.
      if tree.firstChild(node) == nil, let words = value("alttext", tree, node) { return builder.append(words) }
      if !builder.hasMarks { return }
      let tex = tex ?? annotation(tree, node)
      if let tex, !tex.isEmpty { builder.add(.mathTeX, from: start, value: tex) }
      if !hasContent(tree, node) { builder.add(.mathML, from: start, value: source(tree, node)) }
    }

    /// Whether there is text in elements that MathML does not have, without which the source would have
    /// another meaning.
    private func hasContent(_ tree: XMLTree, _ node: Int) -> Bool {
      (node..<max(tree.end(node), node + 1)).contains { here in
        guard tree.name(here) != XMLNames.text else { return false }
        guard let word = word(tree, here) else { return tree.firstChild(here) != nil }
        // An unknown operator has no text.
        return word == "apply" && elements(tree, here).first.map { self.word(tree, $0) == nil } ?? false
      }
    }

    /// The TeX that some converters leave beside the formula they made from it.
    private func annotation(_ tree: XMLTree, _ node: Int) -> String? {
      for here in (node + 1)..<max(tree.end(node), node + 1) where word(tree, here) == "annotation" {
        guard let encoding = value("encoding", tree, here), encoding.lowercasedASCII.utf8.contains("tex") else {
          continue
        }
        return tree.bytes.span.text(tree.bytes.span.trimmed(tree.textRange(here)))
      }
      return nil
    }

    func appendWords(_ tree: XMLTree, _ node: Int, into builder: inout XMLTextBuilder) {
      let parts = elements(tree, node)
      func append(_ place: Int) {
        if parts.indices.contains(place) { appendWords(tree, parts[place], into: &builder) }
      }
      func mark(_ place: Int, _ kind: Mark.Kind) {
        let start = builder.mark()
        append(place)
        builder.add(kind, from: start)
      }
      switch word(tree, node) {
      case "mi", "mn", "mo", "ms": appendToken(tree, node, &builder)
      case "mtext": builder.append(tree.bytes.span, tree.textRange(node))
      case "mspace": builder.space()
      case "annotation", "annotation-xml", "mphantom", "none", "mprescripts": break
      case "mfrac":
        appendGroup(tree, parts.first, into: &builder)
        builder.append("/")
        appendGroup(tree, parts.dropFirst().first, into: &builder)
      case "msqrt":
        builder.append("√")
        // Its content is written without an element around it.
        let isOne = parts.count < 2 && tokens(tree, node) < 2
        if !isOne { builder.append("(") }
        for place in parts.indices { append(place) }
        if !isOne { builder.append(")") }
      case "mroot":
        mark(1, .superscripted)
        builder.append("√")
        appendGroup(tree, parts.first, into: &builder)
      case "msub", "munder":
        append(0)
        mark(1, .subscripted)
      case "msup":
        append(0)
        mark(1, .superscripted)
      case "mover":
        append(0)
        if let accent = accent(tree, parts) { builder.append(accent) } else { mark(1, .superscripted) }
      case "msubsup", "munderover":
        append(0)
        mark(1, .subscripted)
        mark(2, .superscripted)
      case "mmultiscripts":
        let pre = parts.firstIndex { word(tree, $0) == "mprescripts" } ?? parts.count
        for place in parts.indices where place > pre {
          mark(place, (place - pre) % 2 == 1 ? .subscripted : .superscripted)
        }
        append(0)
        for place in parts.indices where place > 0 && place < pre {
          mark(place, place % 2 == 1 ? .subscripted : .superscripted)
        }
      case "mfenced":
        builder.append(value("open", tree, node) ?? "(")
        let separators = Array((value("separators", tree, node) ?? ",").unicodeScalars.filter { $0 != " " })
        for place in parts.indices {
          // The last one is repeated for those that are not given.
          if place > 0, !separators.isEmpty {
            builder.append(String(separators[min(place, separators.count) - 1]))
          }
          append(place)
        }
        builder.append(value("close", tree, node) ?? ")")
      case "mtable", "mtr", "mlabeledtr":
        for place in parts.indices {
          if place > 0 {
            builder.append(word(tree, node) == "mtable" ? ";" : ",")
            builder.space()
          }
          append(place)
        }
      case let name?:
        if !appendMeaning(tree, node, of: name, into: &builder) {
          appendContent(tree, node, into: &builder)
        }
      case nil: appendContent(tree, node, into: &builder)
      }
    }

    /// Appends the content of an element, including the text of unknown elements.
    func appendContent(_ tree: XMLTree, _ node: Int, into builder: inout XMLTextBuilder) {
      let isUnknown = word(tree, node).map { !Self.names.contains($0) } ?? true
      let start = builder.bytes.count
      var child = tree.firstChild(node)
      while let here = child {
        let range = tree.bytes.span.trimmed(tree.textRange(here))
        // There need not be any space between the parts of content.
        if isUnknown, builder.bytes.count > start, !range.isEmpty { builder.space() }
        if tree.name(here) != XMLNames.text {
          appendWords(tree, here, into: &builder)
        } else if !range.isEmpty {
          builder.append(tree.bytes.span, range)
        }
        child = tree.sibling(here, in: node)
      }
    }

    private func appendToken(_ tree: XMLTree, _ node: Int, _ builder: inout XMLTextBuilder) {
      let range = tree.bytes.span.trimmed(tree.textRange(node))
      let text = tree.bytes.span.text(range)
      // Invisible operators are what is between two others: application, multiplication, a comma, a plus.
      if text.unicodeScalars.count == 1, let sign = text.unicodeScalars.first, (0x2061...0x2064).contains(sign.value) {
        return
      }
      builder.append(tree.bytes.span, range)
    }

    /// Appends a part, in parentheses if it is more than one symbol.
    private func appendGroup(_ tree: XMLTree, _ node: Int?, into builder: inout XMLTextBuilder) {
      guard let node else { return }
      let isOne = tokens(tree, node) < 2 || word(tree, node) == "mfenced"
      if !isOne { builder.append("(") }
      appendWords(tree, node, into: &builder)
      if !isOne { builder.append(")") }
    }

    func tokens(_ tree: XMLTree, _ node: Int) -> Int {
      var count = 0
      for here in node..<max(tree.end(node), node + 1) where tree.name(here) != XMLNames.text {
        if let word = word(tree, here), ["mi", "mn", "mo", "ms", "mtext", "ci", "cn"].contains(word) { count += 1 }
      }
      return count
    }

    /// The combining character of an accent over one letter.
    private func accent(_ tree: XMLTree, _ parts: [Int]) -> String? {
      guard parts.count == 2, let base = parts.first, let over = parts.last, tokens(tree, base) == 1 else { return nil }
      switch tree.bytes.span.text(tree.bytes.span.trimmed(tree.textRange(over))) {
      case "¯", "‾", "_", "―": return "\u{0304}"
      case "^", "ˆ", "\u{0302}": return "\u{0302}"
      case "~", "˜", "∼", "\u{0303}": return "\u{0303}"
      case "→", "\u{20D7}": return "\u{20D7}"
      case "˙", ".", "\u{0307}": return "\u{0307}"
      case "¨", "\u{0308}": return "\u{0308}"
      default: return nil
      }
    }
  }

  extension XMLTextRules {
    /// The same rules, with formulas in MathML.
    func reading(_ formulas: MathML) -> Self {
      var rules = self
      rules.readOther = { _, tree, node, builder in
        guard tree.name(node) == formulas.math else { return false }
        formulas.append(tree, node, to: &builder)
        return true
      }
      return rules
    }
  }

  extension XMLNames {
    /// The names of a format with those of MathML after them.
    init<Name: XMLName>(_ type: Name.Type, withMathML: Void, skipping skipped: [Name] = []) {
      self.init(Name.allWords, skipping: skipped.map(\.word))
    }
  }
#endif
