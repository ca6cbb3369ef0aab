#if XML
  import CitemillCore

  /// The text of an element of EndNote's XML, with the markup of its runs.
  ///
  ///     <title><style face="normal" font="default" size="100%">Eels in </style><style face="italic">Zostera</style></title>
  ///
  /// Runs are joined as they are. A carriage return, `&#xD;`, ends a line of the value. A line feed does so
  /// too if the next line is not indented; otherwise it is the layout of a program that indents XML, and
  /// stands for a space.
  struct EndNoteText {
    /// Whether marks are collected, and not only the text.
    private let hasMarks: Bool
    /// Whether line ends are kept, rather than replaced by spaces.
    private let keepsLines: Bool
    /// Whether what is collected is marked as read.
    private let takes: Bool
    private var bytes: [UInt8] = []
    /// The marked ranges; adjacent ones of the same kind are joined.
    private var marks: [Mark] = []
    /// White space that counts only if more text follows.
    private var blanks: [UInt8] = []
    private var breaks = 0
    /// Whether the last byte is a space that stands for layout, so that no other space follows it.
    private var endsInLayout = false

    private init(hasMarks: Bool, keepsLines: Bool, takes: Bool = true) {
      (self.hasMarks, self.keepsLines, self.takes) = (hasMarks, keepsLines, takes)
    }

    // MARK: - Reading

    /// The text of an element.
    static func text(_ tree: XMLTree, _ node: Int, keepsLines: Bool) -> String {
      if let text = simple(tree, node) { return text }
      var text = Self(hasMarks: false, keepsLines: keepsLines)
      text.collect(tree, node, [])
      return text.bytes.span.text(0..<text.bytes.count)
    }

    /// The text of an element as one line, without marking it as read.
    static func look(_ tree: XMLTree, _ node: Int) -> String {
      var text = Self(hasMarks: false, keepsLines: false, takes: false)
      text.collect(tree, node, [])
      return text.bytes.span.text(0..<text.bytes.count)
    }

    /// The text of an element with its markup.
    static func rich(_ tree: XMLTree, _ node: Int, keepsLines: Bool) -> RichText {
      if let text = simple(tree, node) { return RichText(text) }
      var text = Self(hasMarks: true, keepsLines: keepsLines)
      text.collect(tree, node, [])
      return RichText(text.bytes.span.text(0..<text.bytes.count), marks: text.nestedMarks())
    }

    /// The text of an element that has one run of plain text, as nearly all have; nil for another.
    private static func simple(_ tree: XMLTree, _ node: Int) -> String? {
      if let text = tree.simpleText(node) { return text }
      guard let only = tree.firstChild(node), tree.end(only) == tree.end(node),
        tree.element(only, as: EndNoteName.self) == .style, !isSymbol(tree, only)
      else { return nil }
      let hasFace = tree.look(EndNoteName.face, of: only) != nil
      guard !hasFace || tree.has(EndNoteName.face, "normal", of: only) else { return nil }
      takeLayout(tree, only)
      return tree.simpleText(only)
    }

    /// Marks attributes as read that only give the default look of a run.
    private static func takeLayout(_ tree: XMLTree, _ style: Int) {
      _ = tree.has(EndNoteName.font, "default", of: style)
      _ = tree.has(EndNoteName.size, "100%", of: style)
    }

    private static func isSymbol(_ tree: XMLTree, _ style: Int) -> Bool {
      tree.has(EndNoteName.font, "symbol", of: style)
    }

    /// Appends the text of an element. Elements are nested no deeper than libxml2 allows, 256.
    private mutating func collect(_ tree: XMLTree, _ node: Int, _ kinds: [Mark.Kind], isSymbol: Bool = false) {
      let hasRuns = tree.firstElement(in: node) != nil
      let end = tree.end(node)
      var here = node + 1
      while here < end {
        defer { here = tree.end(here) }
        if tree.name(here) == XMLNames.text {
          if takes { tree.take(here) }
          let range = tree.textRange(here)
          // White space between two runs on lines of their own.
          if hasRuns, !tree.isVisible(here), range.contains(where: { tree.bytes[$0] == 10 }) { continue }
          if isSymbol {
            let greek = SymbolFont.text(tree.text(range))
            greek.withUTF8Span { append($0, 0..<$0.count) }
          } else {
            append(tree.bytes.span, range)
          }
          continue
        }
        var inner = kinds
        var isGreek = isSymbol
        if tree.element(here, as: EndNoteName.self) == .style {
          isGreek = tree.look(EndNoteName.font, of: here).map { $0.lowercased() == "symbol" } ?? false
          if takes {
            _ = Self.isSymbol(tree, here)
            Self.takeLayout(tree, here)
            inner = faces(tree, here)
            if tree.end(here) == here + 1 { tree.take(here) }
          }
        }
        if inner == kinds || !hasMarks {
          collect(tree, here, inner, isSymbol: isGreek)
        } else {
          flush()
          let start = bytes.count
          collect(tree, here, inner, isSymbol: isGreek)
          flush()
          for kind in inner where !kinds.contains(kind) { mark(kind, from: start) }
        }
      }
    }

    /// The marks of a run. A face that has no mark is left to be kept; so is any face if no marks are
    /// collected.
    private func faces(_ tree: XMLTree, _ style: Int) -> [Mark.Kind] {
      guard let face = tree.look(EndNoteName.face, of: style) else { return [] }
      let words = face.split(separator: " ").map(String.init)
      let kinds = words.compactMap { word in Self.faces.first { $0.word == word }?.kind }
      let isPlain = words.allSatisfy { $0 == "normal" || $0 == "plain" }
      let isKnown = kinds.count == words.count { $0 != "normal" && $0 != "plain" }
      // The face of an empty run has no effect.
      if isPlain || tree.end(style) == style + 1 || hasMarks && isKnown {
        tree.take(EndNoteName.face.number, of: style)
      }
      return kinds
    }

    /// The values of `face`; EndNote knows those that are written.
    static let faces: [(word: String, kind: Mark.Kind, isWritten: Bool)] = [
      ("bold", .bold, true), ("italic", .italic, true), ("underline", .underline, true),
      ("superscript", .superscripted, true), ("subscript", .subscripted, true), ("smallcaps", .smallCaps, false),
      ("strikethrough", .strike, false),
    ]

    // MARK: - White space

    private mutating func append(_ text: Span<UInt8>, _ range: Range<Int>) {
      var here = range.lowerBound
      while here < range.upperBound {
        if text[here] > 32 {
          let start = here
          while here < range.upperBound, text[here] > 32 { here += 1 }
          flush()
          bytes.append(text, start..<here)
          endsInLayout = false
          continue
        }
        let start = here
        while here < range.upperBound, text[here] <= 32 { here += 1 }
        addWhite(text, start..<here, isAtEnd: here == range.upperBound)
      }
    }

    /// Collects white space: line ends, layout, or spaces as they are.
    private mutating func addWhite(_ text: Span<UInt8>, _ range: Range<Int>, isAtEnd: Bool) {
      var lines = 0
      var isLayout = false
      for index in range {
        if text[index] == 13 {
          lines += 1
        } else if text[index] == 10, index == range.lowerBound || text[index - 1] != 13 {
          // The last line of an indented text ends with its layout.
          let isIndented = index + 1 < range.upperBound && text[index + 1] != 10 && text[index + 1] != 13
          if isIndented || isAtEnd { isLayout = true } else { lines += 1 }
        }
      }
      if lines > 0 {
        breaks += lines
      } else if isLayout {
        blanks = [32]
        endsInLayout = endsInLayout || bytes.last == 32
      } else if breaks == 0 {
        for index in range where text[index] == 32 || text[index] == 9 {
          blanks.append(keepsLines ? text[index] : 32)
        }
      }
    }

    /// Appends the pending white space, now that more text follows.
    private mutating func flush() {
      defer {
        blanks.removeAll(keepingCapacity: true)
        breaks = 0
      }
      if bytes.isEmpty || breaks == 0 && blanks.isEmpty { return }
      if breaks > 0 {
        while let last = bytes.last, last == 32 || last == 9 { bytes.removeLast() }
        if keepsLines { bytes.append(contentsOf: repeatElement(10, count: breaks)) } else { bytes.append(32) }
      } else if !endsInLayout {
        bytes += blanks
      }
      endsInLayout = false
    }

    // MARK: - Marks

    private mutating func mark(_ kind: Mark.Kind, from start: Int) {
      guard start < bytes.count else { return }
      // Runs are not nested: bold text within italics is a run of its own.
      if let last = marks.lastIndex(where: { $0.kind == kind }), marks[last].end == start {
        marks[last].end = bytes.count
      } else {
        marks.append(Mark(kind, from: start, to: bytes.count))
      }
    }

    /// The marks without spaces at their ends, each within another or apart from it.
    private mutating func nestedMarks() -> [Mark] {
      if marks.isEmpty { return [] }
      for index in marks.indices {
        marks[index].end = min(marks[index].end, bytes.count)
        while marks[index].start < marks[index].end, isWhite(marks[index].start) { marks[index].start += 1 }
        while marks[index].start < marks[index].end, isWhite(marks[index].end - 1) { marks[index].end -= 1 }
      }
      marks.removeAll { $0.start >= $0.end }
      marks = RichText.sorted(marks)
      var result: [Mark] = []
      var open: [Mark] = []
      var rest = Array(marks.reversed())
      while var mark = rest.popLast() {
        while let last = open.last, last.end <= mark.start { open.removeLast() }
        if let last = open.last, mark.end > last.end {
          // The part that extends beyond the enclosing mark becomes a mark of its own.
          let other = Mark(mark.kind, from: last.end, to: mark.end)
          let place = rest.lastIndex { $0.start > other.start || $0.start == other.start && $0.end < other.end }
          rest.insert(other, at: place.map { $0 + 1 } ?? 0)
          mark.end = last.end
        }
        open.append(mark)
        result.append(mark)
      }
      return RichText.sorted(result)
    }

    private func isWhite(_ index: Int) -> Bool { bytes[index] <= 32 }
  }

  /// The font in which programs before Unicode wrote Greek letters and mathematical symbols: the characters
  /// that its bytes show.
  enum SymbolFont {
    /// The text that letters in the font show; characters that the font does not have are unchanged.
    static func text(_ text: String) -> String {
      var result = String.UnicodeScalarView()
      for scalar in text.unicodeScalars {
        // Word stores the bytes of the font in the private use area.
        let code = (0xF020...0xF0FF).contains(scalar.value) ? scalar.value - 0xF000 : scalar.value
        let table = code < 0x80 ? low : high
        let place = Int(code) - (code < 0x80 ? 0x20 : 0xA0)
        result.append(table.indices.contains(place) ? table[place] : scalar)
      }
      return String(result)
    }

    private static let low = Array(
      #" !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"#
        .unicodeScalars)
    private static let high = Array(
      "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪ 〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭"
        .unicodeScalars)
  }
#endif
