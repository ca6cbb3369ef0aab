import CitemillCore
import CitemillTestSupport
import Testing

@testable import CitemillText

/// How texts are written, and that they are read back unchanged.
@Suite struct LaTeXWritingTests {
  static let ascii: [(String, String)] = [
    ("plain text, 1-2 don't", "plain text, 1-2 don't"), ("é", #"{\'e}"#), ("š", #"{\v{s}}"#), ("í", #"{\'\i}"#),
    ("ế ậ ớ ǻ", #"{\'{\^e}} {\^{\d{a}}} {\'{\ohorn}} {\'{\aa}}"#), ("ßøŁå", #"{\ss}{\o}{\L}{\aa}"#),
    ("©", #"\textcopyright{}"#),
    ("α", #"$\alpha$"#), ("ά", #"{\'{\textalpha}}"#), ("日本", "日本"), ("“a” ‘b’", "``a'' `b'"),
    ("it’s", #"it\textquoteright{}s"#),
    ("1–2—3", "1--2---3"), ("a--b", "a-{}-b"), ("''", "'{}'"), ("a\u{A0}b", "a~b"),
    (#"\{}$&#%_^~"#, ##"\textbackslash{}\{\}\$\&\#\%\_\textasciicircum{}\textasciitilde{}"##),
    ("}{", #"\textbraceright{}\textbraceleft{}"#),
    (" a  b ", #"\ a \ b\ {}"#), ("x\u{302}", #"{\^x}"#), ("o\u{361}o æ\u{361}o", #"{\t{oo}} {\t{\ae o}}"#),
    ("¸\u{2009}ψ", #"{\c{}}\,$\psi$"#), ("a\nb", #"a\char10{}b"#),
  ]

  @Test(arguments: ascii)
  func writesASCII(text: String, expected: String) {
    var sink = ByteSink()
    LaTeXText.write(text, .ascii, into: &sink)
    #expect(sink.text == expected)
    #expect(readBack(sink).plain.hasSameBytes(as: text))
  }

  @Test func writesUnicode() {
    var sink = ByteSink()
    LaTeXText.write("Gödel & α — 5%", .unicode, into: &sink)
    #expect(sink.text == #"Gödel \& α --- 5\%"#)
  }

  @Test func writesMarks() {
    let text = RichText(
      "E. coli DNA éx H2O x²",
      marks: [
        Mark(.italic, from: 0, to: 7), Mark(.noCase, from: 8, to: 11), Mark(.noCase, from: 12, to: 15),
        Mark(.link, from: 16, to: 19, value: "http://a/%7E#b"), Mark(.subscripted, from: 17, to: 18),
        Mark(.mathTeX, from: 20, to: 23, value: "x^2"),
      ])
    var sink = ByteSink()
    LaTeXText.write(text, .ascii, protectsCase: true, into: &sink)
    #expect(
      sink.text
        == ##"\textit{E. coli} {DNA} {{\'e}x} \href{http://a/\%7E\#b}{H\textsubscript{2}O} $x^2$"##)
    #expect(readBack(sink) == text)
  }

  @Test func bracesOfACommandProtectItsCase() {
    let text = RichText("Fo%", marks: [Mark(.noCase, from: 0, to: 3), Mark(.italic, from: 0, to: 3)])
    var sink = ByteSink()
    LaTeXText.write(text, .ascii, protectsCase: true, into: &sink)
    #expect(sink.text == #"{{}\textit{Fo\%}}"#)
    #expect(readBack(sink) == text)
  }

  @Test(arguments: [LaTeXText.Encoding.ascii, .unicode])
  func everyCharacterIsReadBack(encoding: LaTeXText.Encoding) {
    let scalars =
      LaTeXSpelling.standard.scalars + LaTeXCommands.standard.spelledScalars + Array(1...0x17F) + [
        0x2018, 0x201D, 0x361,
      ]
    for value in scalars {
      guard let scalar = Unicode.Scalar(value), !LaTeXText.isHidden(value) else { continue }
      for text in ["\(scalar)", "a\(scalar)b", "\(scalar)\(scalar)", "é\(scalar) \(scalar)-", "`\(scalar)'"] {
        check(RichText(text), encoding)
      }
    }
  }

  @Test(arguments: [LaTeXText.Encoding.ascii, .unicode])
  func randomTextsAreReadBack(encoding: LaTeXText.Encoding) {
    var random = SeededGenerator(seed: 11)
    let pieces = [
      "a", "B", "12", " ", "  ", "-", "--", "'", "`", "‘", "’", "“", "”", "–", "—", "é", "ế", "ı", "i", "\u{301}",
      "\u{323}",
      "x\u{302}", "ß", "©", "α", "≤", "日", "\\", "{", "}", "$", "&", "%", "#", "_", "^", "^^e9", "~", "\u{A0}", "\n",
      "\"",
      "?", "!", "<", ",", "\\alpha", "\u{361}", "\u{2009}", "\t", "ǆ", "😀",
    ]
    let kinds: [Mark.Kind] = [
      .italic, .bold, .smallCaps, .monospace, .underline, .strike, .superscripted, .subscripted, .quote, .link, .noCase,
    ]
    for _ in 0..<20_000 {
      var text = RichText((0..<random.number(1...8)).map { _ in random.pick(pieces) }.joined())
      for _ in 0..<random.number(0...3) {
        let stretch = random.stretch(of: text.plain)
        let kind = random.pick(kinds)
        let value = kind == .link ? "http://a.b/%20(c)~d_e#f&g" : nil
        let mark = Mark(kind, from: stretch.lowerBound, to: stretch.upperBound, value: value)
        if kind == .noCase, !canProtect(text, stretch) { continue }
        text = text.adding(mark)
      }
      if !check(text, encoding) { return }
    }
  }

  @Test func randomASCIIIsReadBack() {
    var random = SeededGenerator(seed: 12)
    for _ in 0..<20_000 {
      let bytes = (0..<random.number(1...12)).map { _ in
        UInt8(random.chance(8) ? random.number(9...13) : random.number(32...126))
      }
      if !check(RichText(String(decoding: bytes, as: UTF8.self)), .ascii) { return }
    }
  }

  /// Whether braces can mark a range as protected: only if it has no other mark, and contains a word.
  private func canProtect(_ text: RichText, _ stretch: Range<Int>) -> Bool {
    let bytes = Array(text.plain.utf8)
    return !text.marks.contains { $0.kind == .noCase } && LaTeXText.hasCase(bytes[stretch])
  }

  @discardableResult
  private func check(_ text: RichText, _ encoding: LaTeXText.Encoding) -> Bool {
    var sink = ByteSink()
    LaTeXText.write(text, encoding, protectsCase: true, into: &sink)
    let read = readBack(sink)
    if read == text, read.violation == nil { return true }
    Issue.record("\(text) became \(read) through \(sink.text)")
    return false
  }

  private func readBack(_ sink: ByteSink) -> RichText {
    var findings = LaTeXFindings()
    let bytes = sink.bytes
    let text = LaTeXText.read(bytes.span, 0..<bytes.count, protectsCase: true, findings: &findings)
    if !findings.isEmpty { Issue.record("\(findings) in \(sink.text)") }
    return text
  }
}
