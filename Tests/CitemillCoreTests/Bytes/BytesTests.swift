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
}
