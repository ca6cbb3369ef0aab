#if XML
  import CitemillCore

  /// A paragraph or a heading of a text, for each of which writers have an element.
  struct XMLParagraph {
    /// Whether it is the heading of a section.
    var isHead: Bool
    /// Its text with the marks in it.
    var text: RichText

    /// The paragraphs and headings of a text: one per line, without empty ones. A line is a heading if a mark
    /// for one covers all of it.
    static func all(of text: RichText) -> [XMLParagraph] {
      if text.marks.isEmpty, isOneLine(text.plain) { return [XMLParagraph(isHead: false, text: text)] }
      let bytes = Array(text.plain.utf8)
      var found: [XMLParagraph] = []
      var (start, next) = (0, 0)
      var open: [Mark] = []
      for end in bytes.indices.filter({ bytes[$0] == 10 }) + [bytes.count] {
        defer { start = end + 1 }
        open.removeAll { $0.end <= start }
        while next < text.marks.count, text.marks[next].start < end {
          // Marks are nested, and no document has so many levels that all must count.
          if text.marks[next].end > start, open.count < 64 { open.append(text.marks[next]) }
          next += 1
        }
        let line = bytes.span.trimmed(start..<end)
        if line.isEmpty { continue }
        var paragraph = XMLParagraph(isHead: false, text: RichText(bytes.span.text(line)))
        for mark in open {
          let (from, to) = (max(mark.start, line.lowerBound), min(mark.end, line.upperBound))
          if from >= to, !mark.kind.isPoint || from > to { continue }
          switch mark.kind {
          case .sectionHead where from == line.lowerBound && to == line.upperBound: paragraph.isHead = true
          case .sectionHead, .paragraph: break
          default:
            paragraph.text.marks.append(
              Mark(mark.kind, from: from - line.lowerBound, to: to - line.lowerBound, value: mark.value))
          }
        }
        found.append(paragraph)
      }
      return found
    }

    /// Whether a text is one line without white space at its ends.
    private static func isOneLine(_ text: String) -> Bool {
      text.withUTF8Span { bytes in
        !bytes.isEmpty && bytes.trimmed(0..<bytes.count) == 0..<bytes.count
          && bytes.firstIndex(of: 10, from: 0, to: bytes.count) == nil
      }
    }
  }

  extension XMLSink {
    /// Writes paragraphs, each in an element, and what is under a heading in a section with its title.
    mutating func paragraphs(
      _ all: [XMLParagraph], section: Name, title: Name, paragraph: Name,
      _ write: (_ words: RichText, _ isHead: Bool, inout Self) -> Void
    ) {
      var rest = all[...]
      while let first = rest.first, !first.isHead {
        element(paragraph) { write(first.text, false, &$0) }
        rest.removeFirst()
      }
      while let head = rest.popFirst() {
        let inner = rest.prefix { !$0.isHead }
        rest = rest.dropFirst(inner.count)
        element(section) { xml in
          xml.element(title) { write(head.text, true, &$0) }
          for one in inner { xml.element(paragraph) { write(one.text, false, &$0) } }
        }
      }
    }
  }
#endif
