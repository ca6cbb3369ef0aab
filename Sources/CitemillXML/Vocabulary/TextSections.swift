#if XML
  import CitemillCore

  /// A stretch of a text under one heading: what an abstract is made of in JATS and in what borrows its elements.
  struct TextSection: Equatable {
    /// The heading; nil for what comes before the first one.
    var title: RichText?
    var paragraphs: [RichText] = []
  }

  extension RichText {
    /// The sections and paragraphs that lines, and the marks `paragraph` and `sectionHead`, make of the text.
    ///
    ///     "Aim\nTo see.\nEnd\nSeen."   marks: sectionHead over "Aim" and "End"
    ///     [Aim: "To see."] [End: "Seen."]
    ///
    /// What comes before the first heading is a section without title. Marks for markup are those of each part, and end with it;
    /// white space around a part and parts without words are left out.
    var sections: [TextSection] {
      var sections: [TextSection] = []
      forEachPart { part, isHeading in
        if isHeading {
          sections.append(TextSection(title: part))
        } else {
          if sections.isEmpty { sections.append(TextSection()) }
          sections[sections.count - 1].paragraphs.append(part)
        }
      }
      return sections
    }

    /// Calls a function with each line or stretch of a mark that divides the text, and whether it is a heading.
    private func forEachPart(_ body: (RichText, Bool) -> Void) {
      plain.withUTF8Span { bytes in
        var (start, next) = (0, marks.startIndex)
        // The marks in which the text at hand lies, outer ones first. They are in each other, and no text needs more.
        var open: [Mark] = []
        for end in cuts(bytes) {
          let range = bytes.trimmedOfLines(start..<end)
          start = end
          if range.isEmpty { continue }
          open.removeAll { $0.end <= range.lowerBound }
          while next < marks.endIndex, marks[next].start < range.upperBound {
            if marks[next].end > range.lowerBound, open.count < 64 { open.append(marks[next]) }
            next += 1
          }
          let isHeading = open.contains {
            $0.kind == .sectionHead && $0.start <= range.lowerBound && $0.end >= range.upperBound
          }
          let inner = open.compactMap { $0.clipped(to: range) }
          // Those that go on after it are in the next one too.
          body(RichText(bytes.text(range), marks: inner), isHeading)
        }
      }
    }

    /// Where parts end: at line feeds and where a mark begins or ends that divides the text.
    private func cuts(_ bytes: Span<UInt8>) -> [Int] {
      var cuts: [Int] = []
      var here = 0
      while let feed = bytes.firstIndex(of: 10, from: here, to: bytes.count) {
        cuts.append(feed)
        here = feed + 1
      }
      for mark in marks where mark.kind.dividesText { cuts += [mark.start, mark.end] }
      cuts.append(bytes.count)
      return cuts.sorted()
    }
  }

  extension Mark {
    /// The mark within a part of a text, counted from its start; nil for one that divides texts or says nothing of the part.
    fileprivate func clipped(to range: Range<Int>) -> Mark? {
      if kind.dividesText { return nil }
      let (start, end) = (max(start, range.lowerBound), min(end, range.upperBound))
      guard start < end || (start == end && kind.isPoint) else { return nil }
      return Mark(kind, from: start - range.lowerBound, to: end - range.lowerBound, value: value)
    }
  }

  extension Mark.Kind {
    fileprivate var dividesText: Bool { self == .paragraph || self == .sectionHead }
  }

  extension Span<UInt8> {
    /// A range without blanks and line ends at its ends.
    fileprivate func trimmedOfLines(_ range: Range<Int>) -> Range<Int> {
      var (start, end) = (range.lowerBound, range.upperBound)
      func isBlank(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }
      while start < end, isBlank(self[start]) { start += 1 }
      while end > start, isBlank(self[end - 1]) { end -= 1 }
      return start..<end
    }
  }
#endif
