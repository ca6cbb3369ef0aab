import CitemillCore
import CitemillTestSupport
import Testing

@Suite struct TextEncodingTests {
  private func text(_ bytes: [UInt8]) throws -> (text: String, encoding: TextEncoding, replacements: Int) {
    let source = ByteSource(bytes: bytes)
    while try source.fill() {}
    return (String(decoding: source.buffer[source.head...], as: UTF8.self), source.encoding, source.replacements)
  }

  @Test func knowsByteOrderMarks() throws {
    #expect(try text([0xEF, 0xBB, 0xBF, 0x61]) == ("a", .utf8, 0))
    #expect(try text([0xFF, 0xFE, 0x61, 0]) == ("a", .utf16LittleEndian, 0))
    #expect(try text([0xFE, 0xFF, 0, 0x61]) == ("a", .utf16BigEndian, 0))
    #expect(try text([0xFF, 0xFE, 0, 0, 0x61, 0, 0, 0]) == ("a", .utf32LittleEndian, 0))
    #expect(try text([0, 0, 0xFE, 0xFF, 0, 0, 0, 0x61]) == ("a", .utf32BigEndian, 0))
  }

  @Test func knowsWideTextsWithoutMark() throws {
    let title = Array("Title: River mills".utf16)
    #expect(try text(title.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }).encoding == .utf16LittleEndian)
    #expect(try text(title.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }).encoding == .utf16BigEndian)
  }

  @Test func countsDamagedCharacters() throws {
    let lone = try text([0xFF, 0xFE, 0x61, 0, 0x00, 0xD8, 0x62, 0])
    #expect(lone.text == "a\u{FFFD}b" && lone.replacements == 1)
    let cut = try text([0xFF, 0xFE, 0x61, 0, 0x62])
    #expect(cut.text == "a\u{FFFD}" && cut.replacements == 1)
  }

  @Test func repairsRecordByRecord() {
    var good = Array("Mühle".utf8)
    #expect(TextEncoding.repair(&good) == .utf8)
    var western: [UInt8] = [0x4D, 0xFC, 0x68, 0x6C, 0x65, 0x20, 0x93, 0x94]
    #expect(TextEncoding.repair(&western) == .windows1252)
    #expect(String(decoding: western, as: UTF8.self) == "Mühle “”")
    var latin: [UInt8] = [0x4D, 0xFC, 0x81]
    #expect(TextEncoding.repair(&latin) == .latin1)
    #expect(String(decoding: latin, as: UTF8.self) == "Mü\u{81}")
  }

  @Test func agreesWithTheStandardLibraryOnUTF8() {
    var random = SeededGenerator(seed: 9)
    for _ in 0..<4000 {
      let bytes = (0..<random.number(0...6)).map { _ in
        random.chance(50)
          ? UInt8(random.number(0x80...0xFF)) : random.pick([0x61, 0xED, 0xA0, 0x80, 0xF0, 0xF4, 0xC0, 0xE2])
      }
      let isValid = String(validating: bytes, as: UTF8.self) != nil
      #expect(TextEncoding.isValidUTF8(bytes.span, 0..<bytes.count) == isValid, "\(bytes)")
    }
  }
}

/// Functions that compare many bytes in one step give the same result as those that compare one after
/// another.
@Suite struct WordsTests {
  private func bytes(_ random: inout SeededGenerator, _ count: Int, of signs: [UInt8]) -> [UInt8] {
    let share = random.pick([0, 2, 20, 60])
    return (0..<count).map { _ in random.chance(share) ? random.pick(signs) : UInt8(random.number(0x61...0x7A)) }
  }

  @Test func validatesLongTexts() {
    var random = SeededGenerator(seed: 3)
    let pieces: [[UInt8]] =
      ["é", "漢", "🌊", "abcdefgh", "a"].map { Array($0.utf8) } + [[0xFF], [0xE6, 0xBC], [0xC0, 0x80]]
    for _ in 0..<2000 {
      let weight = random.pick([30, 100])
      let bytes = (0..<random.number(0...40)).flatMap { _ in random.pick(random.chance(weight) ? pieces : [pieces[3]]) }
      let valid = String(validating: bytes, as: UTF8.self)
      let isValid = TextEncoding.isValidUTF8(bytes.span, 0..<bytes.count)
      #expect(isValid == (valid != nil), "\(bytes)")
      let text = bytes.span.text(0..<bytes.count)
      #expect(text.hasSameBytes(as: String(decoding: bytes, as: UTF8.self)), "\(bytes)")
    }
  }

  @Test func makesTextsOfEveryLength() {
    for filler in ["a", "é", "漢", "🌊"] {
      for count in 0...24 {
        let text = String(repeating: filler, count: count) + "z"
        let bytes = Array(("<" + text + ">").utf8)
        let made = bytes.span.text(1..<(bytes.count - 1))
        #expect(made.hasSameBytes(as: text) && made == text && made.utf8.count == text.utf8.count)
        #expect(made.edgeBytes?.last == UInt8(ascii: "z") && made.contains(byte: UInt8(ascii: "z")))
        #expect(!made.contains(byte: 0) && !made.contains(byte: UInt8(ascii: "y")))
        #expect(made.contentHash == text.contentHash && made.contentHash != (text + "z").contentHash)
      }
    }
    #expect("".edgeBytes == nil && !"".contains(byte: 0))
  }

  @Test func findsBytes() {
    var random = SeededGenerator(seed: 4)
    for _ in 0..<4000 {
      let all = bytes(&random, random.number(0...90), of: [0x3B, 0x2C])
      let range = random.number(0...all.count)
      let expected = all[range...].firstIndex(of: 0x3B)
      let found = all.span.firstIndex(of: 0x3B, from: range, to: all.count)
      #expect(found == expected)
    }
  }

  /// Among all bytes, and with its neighbours in value beside each one that is searched for.
  @Test func findsWhatXMLDoesNotTake() {
    var random = SeededGenerator(seed: 8)
    let signs = Array(0...0xFF) as [UInt8]
    for _ in 0..<10_000 {
      let all = bytes(&random, random.number(0...90), of: random.chance(50) ? signs : [0x21, 0x23, 0x3D, 0xEE, 0xF0])
      let start = random.number(0...all.count)
      let expected = all[start...].firstIndex { $0 < 0x20 || "\"&<>".utf8.contains($0) || $0 == 0xEF } ?? all.count
      #expect(all.span.endOfPlainXML(from: start, to: all.count) == expected, "\(all)")
    }
  }

  @Test func seesPlainLinesAtOnce() {
    var random = SeededGenerator(seed: 7)
    let signs = Array("ab. ,;<&\n\u{1F}\u{7F}é".unicodeScalars)
    for _ in 0..<20_000 {
      var text = ""
      for _ in 0..<Int(random.next() % 18) { text.unicodeScalars.append(signs[Int(random.next() % 11)]) }
      let bytes = Array(text.utf8)
      #expect(text.isOneLine == bytes.allSatisfy { $0 >= 32 })
      let isPlain =
        !bytes.isEmpty && bytes.count < 16 && bytes.first != 32 && bytes.last != 32
        && bytes.allSatisfy { $0 >= 32 && $0 < 128 && !"<&;".utf8.contains($0) }
      #expect(text.isShortPlainLine == isPlain, "\(bytes)")
    }
  }

  @Test func findsMarksOfCells() {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<4000 {
      let all = bytes(&random, random.number(0...150), of: [0x2C, 0x22, 10, 13, 0x2B, 0xAC, 0x00, 0xFF])
      let end = random.number(0...all.count)
      var marks = CellMarks(delimiter: 0x2C)
      var here = 0
      while here < end {
        let expected = all[here..<end].firstIndex { [0x2C, 0x22, 10, 13].contains($0) } ?? end
        let found = marks.next(all.span, from: here, to: end)
        #expect(found == expected, "\(all)")
        // Some searches continue directly after the hit, some further on, some go back.
        here = random.chance(10) ? random.number(0...end) : expected + random.pick([1, 1, 1, 40])
      }
    }
  }

  @Test func escapesLikeOneByteAfterTheOther() {
    var random = SeededGenerator(seed: 6)
    for _ in 0..<4000 {
      let all = bytes(&random, random.number(0...200), of: [0x22, 0x5C, 10, 0, 0x1F, 0x20, 0x7F, 0x5B, 0x23])
      let text = String(decoding: all, as: UTF8.self)
      var plain = ""
      for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": plain += "\\\""
        case "\\": plain += "\\\\"
        case "\n": plain += "\\n"
        case _ where scalar.value < 32: plain += scalar.value == 0 ? "\\u0000" : "\\u001f"
        default: plain.unicodeScalars.append(scalar)
        }
      }
      var sink = ByteSink()
      sink.appendJSON(text)
      var list = JSONList()
      list.member("a", text, &sink)
      list.member("b", text, &sink)
      #expect(sink.text == "\"\(plain)\"\"a\":\"\(plain)\",\"b\":\"\(plain)\"")
    }
  }

  @Test func knowsWordsOfAList() {
    let words = ["Jr", "Jr.", "a", "volume", "values", "valves", "é", "container-title-short", "volume"]
    let list = WordList(words + [""])
    for (place, word) in words.enumerated() {
      let bytes = Array(("x" + word + "x").utf8)
      let found = list.index(of: bytes.span, 1..<(bytes.count - 1))
      #expect(found == min(place, words.firstIndex(of: word) ?? place))
      let isOther = list.contains(bytes.span, 0..<bytes.count) || list.contains(bytes.span, 1..<1)
      #expect(!isOther)
    }
    let a: [UInt8] = [0x61]
    let isInNone = WordList([]).contains(a.span, 0..<1)
    #expect(!isInNone)
  }
}

@Suite struct ByteSinkTests {
  @Test func takesBackWhatWasAppended() {
    var sink = ByteSink()
    sink.append("kept")
    let mark = sink.count
    sink.append(" gone")
    sink.rewind(to: mark)
    #expect(sink.text == "kept")
    sink.rewind(to: 99)
    sink.rewind(to: -1)
    #expect(sink.count == 0)
  }

  @Test(arguments: [0, 7, 10, 99, 100, 999, 2021, 9999, 10_000, -44, 123_456_789, Int.max, Int.min])
  func writesNumbers(number: Int) {
    var sink = ByteSink()
    sink.append(decimal: number)
    #expect(sink.text == "\(number)")
  }

  @Test(arguments: ["", "Berg", "a name of many letters", "q\"uote"], ["", "J.", "a name of many letters", "\u{1}"])
  func writesObjectsOfTwoTexts(one: String, other: String) {
    var (sink, expected) = (ByteSink(), ByteSink())
    var (list, likewise) = (JSONList(), JSONList())
    for (family, given) in [(one, other), (one, nil), (nil, other), (nil, nil), (one, other)] as [(String?, String?)] {
      list.object("family", family, and: "given", given, into: &sink)
      likewise.next(&expected)
      expected.append("{")
      var members = JSONList()
      members.member("family", family, &expected)
      members.member("given", given, &expected)
      expected.append("}")
    }
    #expect(sink.text == expected.text)
  }

  @Test func seesSignsOfMarkupInEachPlace() {
    for length in 0...80 {
      // Bytes that differ from those of markup in one bit, and others with the highest bit set.
      for filler in ["a", "\u{BC}", "=", "'", "8", "\u{A6}"] {
        let text = String(repeating: filler, count: length)
        #expect(!text.hasSignsOfMarkup)
        for place in [0, length / 2, length] {
          let (start, end) = (text.prefix(place), text.dropFirst(place))
          #expect((start + "<" + end).description.hasSignsOfMarkup)
          #expect((start + "&" + end).description.hasSignsOfMarkup)
        }
      }
    }
  }

  @Test func aCopyIsItsOwn() {
    var sink = ByteSink()
    sink.append("both")
    var other = sink
    other.append(" one")
    sink.append(" two")
    #expect(sink.text == "both two" && other.text == "both one" && sink.bytes(from: 5) == Array("two".utf8))
    #expect(sink.bytes(from: 99).isEmpty && sink.bytes(from: -1) == sink.bytes)
  }

  @Test func anErrorSticks() {
    var sink = ByteSink(.descriptor(-1))
    sink.append("x")
    sink.flush()
    let first = sink.failure
    #expect(first != nil)
    sink.append("y")
    sink.flush()
    #expect(sink.failure == first)
  }

  @Test func escapesForJSON() {
    var sink = ByteSink()
    sink.appendJSON("a\"\\\n\u{0}\u{1F}é😀\u{2028}/")
    #expect(
      sink.text == "\"a\\\"\\\\\\n\\u0000\\u001Fé😀\u{2028}/\""
        || sink.text == "\"a\\\"\\\\\\n\\u0000\\u001fé😀\u{2028}/\"")
  }
}

@Suite struct LineTests {
  @Test(arguments: ["a\nb\nc", "a\r\nb\r\nc", "a\rb\rc", "a\nb\r\nc\n"]) func endAnyWay(text: String) throws {
    let source = ByteSource(bytes: Array(text.utf8))
    var lines: [String] = []
    while let line = try source.nextLine() { lines.append(String(decoding: line.bytes, as: UTF8.self)) }
    #expect(lines == ["a", "b", "c"])
  }

  /// Wherever a read ends and whatever is consumed at once, a line end counts once.
  @Test(arguments: ["\r\n", "\r", "\n", "\r\r\n\n"], [1, 7, 16_384]) func areCountedAcrossReads(end: String, step: Int)
    throws
  {
    for count in 16_382...16_385 {
      let bytes = Array(repeating: UInt8(ascii: "x"), count: count) + Array("\(end)abc\(end)d".utf8)
      let (whole, pieces) = (ByteSource(bytes: bytes), try ByteSource.file(bytes))
      while try whole.fill() {}
      whole.consume(bytes.count)
      while true {
        if pieces.available == 0, try !pieces.fill() { break }
        let place = pieces.location(of: pieces.head..<pieces.head)
        #expect(place.line == pieces.line)
        pieces.consume(step)
      }
      #expect(pieces.line == whole.line && pieces.offset == whole.offset, "\(count)")
      let places = [pieces, whole].map { $0.location(of: $0.head..<$0.head).column }
      #expect(places == [2, 2], "\(count)")
    }
  }
}
