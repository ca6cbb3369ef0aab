#if XML
  import CitemillCore

  /// Texts as their depositors intended them.
  ///
  /// Many escape once too often, so that `&lt;i&gt;` and `&amp;rsquo;` are text, and some deposit bytes of
  /// Windows-1252 as if they were ISO 8859-1, so that a dash becomes the control character U+0097. Fixture:
  /// `texts`.
  enum CrossrefText {
    private static let entities = XMLEntities()

    /// Whether a range of bytes contains nothing ambiguous.
    static func isPlain(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
      bytes.firstIndex(of: UInt8(ascii: "&"), from: range.lowerBound, to: range.upperBound) == nil
        && bytes.firstIndex(of: 0xC2, from: range.lowerBound, to: range.upperBound) == nil
    }

    static func meant(_ text: RichText) -> RichText {
      var text = text
      let changes = changes(in: text.plain)
      if !changes.isEmpty {
        text.plain = apply(changes, to: text.plain)
        for index in text.marks.indices {
          text.marks[index].start = moved(text.marks[index].start, by: changes)
          text.marks[index].end = moved(text.marks[index].end, by: changes)
        }
        text.marks.removeAll { $0.start >= $0.end }
      }
      guard text.marks.isEmpty, text.plain.hasSignsOfMarkup, text.plain.utf8.contains(UInt8(ascii: "<")) else {
        return text
      }
      return InlineMarkup.read(text.plain)
    }

    /// A text without markup.
    static func meant(_ text: String) -> String {
      let changes = changes(in: text)
      return changes.isEmpty ? text : apply(changes, to: text)
    }

    /// A range of a text, and its replacement.
    private struct Change {
      var range: Range<Int>
      var bytes: [UInt8]
      /// By how much the text after it has moved.
      var shift = 0
    }

    private static func changes(in text: String) -> [Change] {
      text.withUTF8Span { bytes in
        if isPlain(bytes, 0..<bytes.count) { return [] }
        var found: [Change] = []
        var here = 0
        while here < bytes.count {
          if var change = change(bytes, at: here) {
            change.shift = (found.last?.shift ?? 0) + change.bytes.count - change.range.count
            found.append(change)
            here = change.range.upperBound
          } else {
            here += 1
          }
        }
        return found
      }
    }

    private static func change(_ bytes: Span<UInt8>, at here: Int) -> Change? {
      if bytes[here] == 0xC2, let next = bytes.byte(at: here + 1), next < 0xA0 {
        return character(UInt32(next)).map { Change(range: here..<(here + 2), bytes: $0) }
      }
      guard bytes[here] == UInt8(ascii: "&") else { return nil }
      let start = here + 1
      guard let end = bytes.firstIndex(of: UInt8(ascii: ";"), from: start, to: min(start + 32, bytes.count)),
        end > start
      else { return nil }
      let range = here..<(end + 1)
      if let number = XMLEntities.number(bytes, start..<end) {
        if (0x80..<0xA0).contains(number), let text = character(number) { return Change(range: range, bytes: text) }
        var text: [UInt8] = []
        text.append(scalar: number)
        return number < 32 ? nil : Change(range: range, bytes: text)
      }
      if let own = names.first(where: { $0.name.utf8CodeUnitCount == end - start && bytes.stands($0.name, at: start) })
      {
        return Change(range: range, bytes: [own.sign])
      }
      return entities.text(bytes, start..<end).map { Change(range: range, bytes: $0) }
    }

    /// The names of XML's own entities, which the table of entities keeps as references.
    private static let names: [(name: StaticString, sign: UInt8)] = [
      ("lt", 60), ("gt", 62), ("amp", 38), ("quot", 34), ("apos", 39), ("AMP", 38), ("LT", 60),
    ]

    /// The character that a byte from 0x80 to 0x9F is in Windows-1252; nil for the five that are undefined.
    private static func character(_ number: UInt32) -> [UInt8]? {
      var bytes = [UInt8(truncatingIfNeeded: number)]
      return TextEncoding.repair(&bytes) == .windows1252 ? bytes : nil
    }

    private static func apply(_ changes: [Change], to text: String) -> String {
      text.withUTF8Span { bytes in
        var result: [UInt8] = []
        var here = 0
        for change in changes {
          result.append(bytes, here..<change.range.lowerBound)
          result += change.bytes
          here = change.range.upperBound
        }
        result.append(bytes, here..<bytes.count)
        return result.span.text(0..<result.count)
      }
    }

    /// Where an offset is after the changes. One within a change, as where markup begins between `&` and
    /// `amp;`, moves to its start.
    private static func moved(_ offset: Int, by changes: [Change]) -> Int {
      // The number of changes before it, by binary search.
      var (low, high) = (0, changes.count)
      while low < high {
        let middle = (low + high) / 2
        if changes[middle].range.upperBound <= offset { low = middle + 1 } else { high = middle }
      }
      let before = low > 0 ? changes[low - 1].shift : 0
      return (low < changes.count ? min(offset, changes[low].range.lowerBound) : offset) + before
    }
  }
#endif
