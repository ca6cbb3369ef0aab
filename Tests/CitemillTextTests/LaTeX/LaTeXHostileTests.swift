import CitemillCore
import CitemillTestSupport
import Testing

@testable import CitemillText

/// Input that was not made by people.
@Suite struct LaTeXHostileTests {
  static let pieces = [
    "{", "}", "\\", "$", "$$", "'", "`", "-", "~", "^", "^^", "\\'", "\\'{", "\\textit{", "{\\it ", "\\foo{", "\\foo[",
    "\\(",
    "\\[", "\\href{", "\\href{a}{", "\\url{", "\\char", "\\symbol{", "\\ensuremath{", "\\noopsort{", "{a", "a}", "$_{",
    "$^",
    "\\i", " ", "\n", "é", "%", "\\\\", "\\t{", "\u{301}", "\\enquote{", "\\v", "$\\frac{", "{$", "\\({", "\\v{\\it ",
    "\\ifmmode ", "\\else ", "\\fi ", "$\\foo{", "\\begin{array}", "$\\phantom{", "\\textacutemacron",
  ]

  @Test(arguments: pieces)
  func manyOfAPieceTakeLinearTime(piece: String) {
    let bytes = Array(repeatElement(piece, count: Effort.count(100_000, debug: 10_000)).joined().utf8)
    var findings = LaTeXFindings()
    let clock = ContinuousClock()
    let time = clock.measure {
      let text = LaTeXText.read(bytes.span, 0..<bytes.count, protectsCase: true, findings: &findings)
      #expect(text.violation == nil)
      _ = LaTeXText.readPlain(bytes.span, 0..<bytes.count, findings: &findings)
      var sink = ByteSink()
      LaTeXText.write(text, .ascii, protectsCase: true, into: &sink)
    }
    // Unoptimised, and beside other tests; quadratic time would take hours.
    #expect(time < .seconds(60), "\(time)")
  }

  @Test func noiseIsReadAsSomethingValid() {
    var random = SeededGenerator(seed: 13)
    for _ in 0..<Effort.count(20_000, debug: 5_000) {
      var bytes: [UInt8] = []
      for _ in 0..<random.number(1...12) {
        bytes += Array(random.pick(Self.pieces).utf8)
        if random.chance(10) { bytes.append(UInt8(random.number(0...255))) }
      }
      var findings = LaTeXFindings()
      let text = LaTeXText.read(bytes.span, 0..<bytes.count, protectsCase: true, findings: &findings)
      if let violation = text.violation {
        Issue.record("\(violation): \(text) from \(String(decoding: bytes, as: UTF8.self))")
        return
      }
    }
  }
}
