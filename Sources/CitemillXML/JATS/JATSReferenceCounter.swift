#if XML
  import CitemillCore

  /// What of the reference lists in articles is needed.
  enum JATSReferenceUse {
    /// Nothing.
    case none
    /// How many there are.
    case number
    /// Each of them.
    case all
  }

  /// Counts the citations in the back matter of an article without reading them; the result is that of
  /// `JATSDecoder`.
  struct JATSReferenceCounter: XMLCounter {
    private var passage = XMLPassage()

    var element: StaticString { "back" }

    /// The citations in the `back` of an article within the article do not count; it is only checked for
    /// errors.
    mutating func count(_ bytes: Span<UInt8>, from start: Int, of record: XMLFramer.Frame) -> (count: Int, end: Int)? {
      // Those of a chapter are not those of the book.
      if isBook(bytes, record) { return nil }
      var found = 0
      var ref: Reference?
      let end = passage.pass(bytes, from: start) { tag in
        switch tag {
        case .start(let name, let depth):
          // The end of the article before is missing.
          if name.count == 7, bytes.stands("article", at: name.lowerBound) { return false }
          if ref != nil { return ref?.start(bytes, name, depth) ?? false }
          if name.count == 3, bytes.stands("ref", at: name.lowerBound) { ref = Reference(depth: depth) }
        case .end(_, let depth):
          guard let open = ref, open.depth == depth else { return true }
          guard let count = open.count else { return false }
          found += count
          ref = nil
        }
        return true
      }
      guard let end else { return nil }
      return (hasSubArticle(bytes, record, before: start) ? 0 : found, end)
    }

    /// Whether a record is a book or a chapter, with or without a prefix.
    private func isBook(_ bytes: Span<UInt8>, _ record: XMLFramer.Frame) -> Bool {
      let start = record.range.lowerBound + 1
      var end = start
      while let byte = bytes.byte(at: end), byte.isXMLName { end += 1 }
      let name = (bytes.firstIndex(of: UInt8(ascii: ":"), from: start, to: end).map { $0 + 1 } ?? start)..<end
      return name.count >= 4 && bytes.stands("book", at: name.lowerBound)
    }

    /// Whether an article within the article has begun before an index.
    private func hasSubArticle(_ bytes: Span<UInt8>, _ record: XMLFramer.Frame, before end: Int) -> Bool {
      var here = record.range.lowerBound
      var leftOut = record.leftOut[...]
      while let sign = bytes.firstIndex(of: UInt8(ascii: "<"), from: here, to: end) {
        if let first = leftOut.first, first.lowerBound <= sign {
          here = first.upperBound
          leftOut.removeFirst()
          continue
        }
        if bytes.stands("sub-article", at: sign + 1) || bytes.stands("response", at: sign + 1) { return true }
        here = sign + 1
      }
      return false
    }

    /// The citations of one `ref`, by their kinds.
    private struct Reference {
      let depth: Int
      private var element = 0
      private var nlm = 0
      private var citation = 0
      private var mixed = 0

      init(depth: Int) { self.depth = depth }

      /// Notes an element in it; false if the `ref` cannot be counted in this way.
      mutating func start(_ bytes: Span<UInt8>, _ name: Range<Int>, _ depth: Int) -> Bool {
        func isNamed(_ word: StaticString) -> Bool {
          name.count == word.utf8CodeUnitCount && bytes.stands(word, at: name.lowerBound)
        }
        let isOwn = depth == self.depth + 1
        switch bytes[name.lowerBound] {
        case UInt8(ascii: "e"):
          guard isNamed("element-citation") else { return true }
          element += 1
        case UInt8(ascii: "m"):
          guard isNamed("mixed-citation") else { return true }
          mixed += 1
        case UInt8(ascii: "n"):
          guard isNamed("nlm-citation") else { return true }
          nlm += 1
        case UInt8(ascii: "c"):
          guard isNamed("citation") else { return !isNamed("citation-alternatives") }
          citation += 1
        case UInt8(ascii: "r"): return !isNamed("ref")
        default: return true
        }
        return isOwn
      }

      /// How many records are made of them: a printed form beside one in parts is another form of it. Nil for
      /// a note.
      var count: Int? {
        let parts = element > 0 ? element : nlm > 0 ? nlm : citation
        let count = max(parts, mixed)
        return count > 0 ? count : nil
      }
    }
  }
#endif
