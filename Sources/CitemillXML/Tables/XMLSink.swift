#if XML
  import CitemillCore

  /// Writes the elements of a format in the order of the calls, each on a line of its own, indented by its
  /// depth.
  ///
  ///     xml.element(.doiData) { xml in
  ///       xml.element(.doi, "10.1000/1")
  ///     }
  ///
  /// An element into which nothing is written, not even an attribute, is left out, since most schemas require
  /// content; `empty` writes it nevertheless. Text is escaped; characters that XML 1.0 does not allow are
  /// left out.
  struct XMLSink<Name: XMLName> {
    /// What has been written. A writer moves its sink here and back.
    private(set) var bytes: ByteSink
    /// The namespace prefix of the elements that are written, with its colon: `jats:`.
    var prefix: StaticString = ""
    private var depth: Int
    /// Whether the start tag that was written last still lacks its `>`.
    private var isTagOpen = false
    /// Whether the last thing written in the element is an element on a line of its own, so that the end tag
    /// gets a line too.
    private var endsWithLine = false
    /// Whether the elements are written inside a text, where each space counts.
    private var isInText = false

    /// A sink of elements that continues a sink of bytes; elements are indented by two spaces per level,
    /// beginning with `depth`.
    init(_ bytes: consuming ByteSink, depth: Int = 0) {
      self.bytes = bytes
      self.depth = depth
    }

    /// Writes elements at the end of a sink of bytes, which is moved and not copied, since writing to a copy
    /// would allocate memory.
    static func write(into bytes: inout ByteSink, depth: Int, _ body: (inout Self) -> Void) {
      var own = ByteSink()
      swap(&own, &bytes)
      var xml = Self(consume own, depth: depth)
      body(&xml)
      bytes = xml.finished()
    }

    // MARK: - Elements

    /// Writes an element with what the body writes into it; nothing if the body writes nothing.
    mutating func element(_ name: Name, _ body: (inout Self) -> Void) { element(name.word, isKept: false, body) }

    /// Writes an element with a text; nothing for an empty text.
    mutating func element(_ name: Name, _ text: String?) {
      guard let text, !text.isEmpty else { return }
      element(name) { $0.text(text) }
    }

    /// Writes an element even if the body writes nothing into it.
    mutating func empty(_ name: Name, _ body: (inout Self) -> Void = { _ in }) {
      element(name.word, isKept: true, body)
    }

    /// Writes an element with attributes and what the body writes into it; nothing if the body writes
    /// nothing.
    mutating func element(_ name: Name, attributes: (inout Self) -> Void, _ body: (inout Self) -> Void) {
      element(name.word, isKept: false, attributes: attributes, body)
    }

    private mutating func element(
      _ word: String, isKept: Bool, attributes: (inout Self) -> Void = { _ in }, _ body: (inout Self) -> Void
    ) {
      let (start, wasOpen, wasLine) = (bytes.count, isTagOpen, endsWithLine)
      closeTag()
      if !isInText { indent() }
      bytes.append(UInt8(ascii: "<"))
      let prefix = self.prefix
      bytes.append(prefix)
      bytes.append(word)
      (isTagOpen, endsWithLine) = (true, false)
      attributes(&self)
      let content = bytes.count
      depth += 1
      body(&self)
      depth -= 1
      if bytes.count == content, !isKept {
        bytes.rewind(to: start)
        (isTagOpen, endsWithLine) = (wasOpen, wasLine)
        return
      }
      if isTagOpen {
        bytes.append("/>")
      } else {
        if endsWithLine { indent() }
        bytes.append("</")
        bytes.append(prefix)
        bytes.append(word)
        bytes.append(UInt8(ascii: ">"))
      }
      (isTagOpen, endsWithLine) = (false, !isInText)
    }

    /// Writes elements with another prefix.
    mutating func with(prefix other: StaticString, _ body: (inout Self) -> Void) {
      let own = prefix
      prefix = other
      body(&self)
      prefix = own
    }

    /// Writes an attribute of the element that was begun last, before its content; nothing if there is no
    /// value.
    mutating func attribute(_ name: Name, _ value: String?) {
      guard let value else { return }
      attribute(name.attributeWord, value)
    }

    /// Writes an attribute whose name is not one of the format, such as the declaration of a namespace.
    mutating func attribute(_ word: String, _ value: String) {
      guard isTagOpen else { return }
      bytes.append(UInt8(ascii: " "))
      bytes.append(word)
      bytes.append("=\"")
      bytes.appendXML(value, inAttribute: true)
      bytes.append(UInt8(ascii: "\""))
    }

    private mutating func closeTag() {
      if isTagOpen { bytes.append(UInt8(ascii: ">")) }
      isTagOpen = false
    }

    private mutating func indent() {
      bytes.append(UInt8(ascii: "\n"))
      var count = depth * 2
      while count > 0 {
        bytes.append(word: 0x2020_2020_2020_2020, count: min(count, 8))
        count -= 8
      }
    }

    // MARK: - Texts

    /// Writes a text.
    mutating func text(_ text: String) {
      if text.isEmpty { return }
      closeTag()
      endsWithLine = false
      bytes.appendXML(text, inAttribute: false)
    }

    /// Writes XML unchanged; it must be well-formed, with its namespaces.
    mutating func verbatim(_ xml: String) {
      if xml.isEmpty { return }
      closeTag()
      endsWithLine = false
      bytes.append(xml)
    }

    /// Writes elements inside a text, without lines of their own.
    mutating func inText(_ body: (inout Self) -> Void) {
      let was = isInText
      isInText = true
      body(&self)
      isInText = was
    }

    /// Writes a text with its marks. `markup` returns what a mark becomes; without markup only its text is
    /// written.
    mutating func text(_ text: RichText, markup: (Mark) -> XMLMarkup<Name>) {
      if text.marks.isEmpty { return self.text(text.plain) }
      let words = Array(text.plain.utf8)
      inText { $0.stretch(0..<words.count, of: words, text.marks[...], markup) }
    }

    /// Writes a range of a text with the marks in it. Marks are nested, so that each call goes one level
    /// deeper; below `deepest` they are left out.
    private mutating func stretch(
      _ range: Range<Int>, of words: [UInt8], _ marks: ArraySlice<Mark>, _ markup: (Mark) -> XMLMarkup<Name>,
      depth: Int = 0
    ) {
      var (here, next) = (range.lowerBound, marks.startIndex)
      while next < marks.endIndex {
        let mark = marks[next]
        var last = next + 1
        while last < marks.endIndex, marks[last].start < mark.end { last += 1 }
        let inner = marks[(next + 1)..<last]
        next = last
        let (start, end) = (max(mark.start, here), min(mark.end, range.upperBound))
        guard mark.start >= here, start <= end, depth < Self.deepest else { continue }
        plain(words[here..<start])
        here = end
        switch markup(mark) {
        case .none: stretch(start..<end, of: words, inner, markup, depth: depth + 1)
        case .element(let name):
          element(name) { $0.stretch(start..<end, of: words, inner, markup, depth: depth + 1) }
        case .linking(let name, let attribute):
          element(name) {
            $0.attribute(attribute, mark.value)
            $0.stretch(start..<end, of: words, inner, markup, depth: depth + 1)
          }
        case .point(let name): empty(name)
        case .verbatim(let xml): verbatim(xml)
        case .written(let write):
          write(&self) { $0.stretch(start..<end, of: words, inner, $1, depth: depth + 1) }
        }
      }
      plain(words[here..<range.upperBound])
    }

    private mutating func plain(_ words: ArraySlice<UInt8>) { text(String(decoding: words, as: UTF8.self)) }

    /// libxml2 allows no more than 256 levels.
    private static var deepest: Int { 64 }

    /// The sink of bytes with everything that was written.
    consuming func finished() -> ByteSink { bytes }
  }

  /// The markup of a mark in a format.
  enum XMLMarkup<Name: XMLName> {
    /// Nothing; the text is written without it.
    case none
    /// An element around the text.
    case element(Name)
    /// An element around the text, with the value of the mark as an attribute.
    case linking(Name, Name)
    /// An element at a point between two characters.
    case point(Name)
    /// XML instead of the text.
    case verbatim(String)
    /// What a function writes. It gets another function, which writes the text of the mark with the markup of
    /// the marks in it.
    case written((inout XMLSink<Name>, (inout XMLSink<Name>, (Mark) -> XMLMarkup<Name>) -> Void) -> Void)
  }

  extension ByteSink {
    /// Appends a text in the syntax of XML, without the characters that XML 1.0 does not allow (section 2.2).
    ///
    /// A carriage return is written as a reference, since a parser turns it into a line feed (2.11). In an
    /// attribute, so are tabs and line feeds, since a parser turns them into spaces (3.3.3).
    mutating func appendXML(_ text: String, inAttribute: Bool) {
      text.withUTF8Span { bytes in
        var done = 0
        var here = 0
        while true {
          here = bytes.endOfPlainXML(from: here, to: bytes.count)
          guard let byte = bytes.byte(at: here) else { break }
          guard let (spelling, length) = Self.spelling(of: byte, at: here, in: bytes, inAttribute) else {
            here += 1
            continue
          }
          append(bytes, done..<here)
          append(spelling)
          here += length
          done = here
        }
        append(bytes, done..<bytes.count)
      }
    }

    /// The replacement for a character that must not be written unchanged, and the length of the character in
    /// bytes; nil for all others.
    private static func spelling(
      of byte: UInt8, at here: Int, in bytes: Span<UInt8>, _ inAttribute: Bool
    ) -> (StaticString, Int)? {
      switch byte {
      case UInt8(ascii: "&"): return ("&amp;", 1)
      case UInt8(ascii: "<"): return ("&lt;", 1)
      case UInt8(ascii: ">"): return ("&gt;", 1)
      case UInt8(ascii: "\""): return inAttribute ? ("&quot;", 1) : nil
      case 9: return inAttribute ? ("&#9;", 1) : nil
      case 10: return inAttribute ? ("&#10;", 1) : nil
      case 13: return ("&#13;", 1)
      case 0..<0x20: return ("", 1)
      case 0xEF: return bytes.hasNoncharacter(at: here) ? ("", 3) : nil
      default: return nil
      }
    }
  }

  extension Span<UInt8> {
    /// Whether U+FFFE or U+FFFF is at an index, which XML does not allow (section 2.2).
    func hasNoncharacter(at index: Int) -> Bool {
      byte(at: index) == 0xEF && byte(at: index + 1) == 0xBF && (byte(at: index + 2) ?? 0) >= 0xBE
    }
  }
#endif
