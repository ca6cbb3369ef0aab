import CitemillCore
import CitemillTestSupport
import Testing

@Suite struct InlineMarkupTests {
  @Test func readsTags() {
    let text = InlineMarkup.read("<i>Salmo <b>salar</b></i>, H<sub>2</sub>O")
    #expect(text.plain == "Salmo salar, H2O")
    #expect(
      text.marks == [
        Mark(.italic, from: 0, to: 11), Mark(.bold, from: 6, to: 11), Mark(.subscripted, from: 14, to: 15),
      ])
  }

  @Test(arguments: ["a < b", "<p>x</p>", "<i>x", "x</i>", "AT&T", "&amp", "<", "&", "<i", "</", "<i></i>"])
  func leavesTheRestAlone(text: String) {
    let read = InlineMarkup.read(text)
    #expect(read.violation == nil)
    #expect(InlineMarkup.read(InlineMarkup.write(read)) == read)
  }

  @Test(arguments: ["<i></i>", "<i><b></b></i>", "<span class=\"nocase\"></span>"])
  func tagsAroundNothingAreWords(text: String) {
    #expect(InlineMarkup.read(text) == RichText(text))
    let bytes = Array("x\(text)x".utf8)
    #expect(InlineMarkup.read(bytes.span, 1..<(bytes.count - 1)) == RichText(text))
    #expect(InlineMarkup.write(RichText(text)) == text)
  }

  /// The reader accepts 64 nested tags, so that no more are written.
  @Test(arguments: ["weir", "<i>weir</i> &lt;i>", "<b>"], [63, 64, 65, 200])
  func deepMarksAreLeftOut(plain: String, depth: Int) {
    let count = plain.utf8.count
    let kinds: [Mark.Kind] = [.italic, .bold, .noCase]
    var text = RichText(plain, marks: (0..<depth).map { Mark(kinds[$0 % 3], from: 0, to: count) })
    text.plain += " and mill"
    text.marks.append(Mark(.italic, from: count + 5, to: count + 9))
    let read = InlineMarkup.read(InlineMarkup.write(text))
    #expect(read.plain == text.plain)
    #expect(read.marks == Array(text.marks[..<min(depth, 64)]) + text.marks.suffix(1))
  }

  /// The end of a mark that is left out cuts nothing in two.
  @Test func whatADeepMarkCutsIsEscaped() {
    let plain = "a <i>weir</i>"
    let outer = (0..<64).map { _ in Mark(.bold, from: 0, to: plain.utf8.count) }
    let text = RichText(plain, marks: outer + [Mark(.italic, from: 0, to: 3)])
    #expect(InlineMarkup.read(InlineMarkup.write(text)) == RichText(plain, marks: outer))
  }

  @Test func writingIsReadBack() {
    var random = SeededGenerator(seed: 5)
    let pieces = [
      "<i>", "</i>", "<b>", "</b>", "&lt;", "&amp;", "lt;", "amp;", "i>", "/i>", "<", "&", "a", "é", "<sub>", "x",
    ]
    let kinds: [Mark.Kind] = [.italic, .bold, .subscripted, .smallCaps, .noCase]
    for _ in 0..<30_000 {
      var text = RichText((0..<random.number(1...7)).map { _ in random.pick(pieces) }.joined())
      for _ in 0..<random.number(0...2) {
        let stretch = random.stretch(of: text.plain)
        text = text.adding(Mark(random.pick(kinds), from: stretch.lowerBound, to: stretch.upperBound))
      }
      let written = InlineMarkup.write(text)
      let read = InlineMarkup.read(written)
      if read != text {
        Issue.record("\(text) became \(read) through \(written)")
        return
      }
    }
  }
}
