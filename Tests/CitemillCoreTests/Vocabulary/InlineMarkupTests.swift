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

  @Test func writingIsReadBack() {
    var generator = RecordGenerator(seed: 5)
    for _ in 0..<2000 {
      for title in generator.record().titles where title.text.marks.allSatisfy({ InlineMarkup.isExpressible($0.kind) })
      {
        let read = InlineMarkup.read(InlineMarkup.write(RichText(title.text.plain)))
        #expect(read == RichText(title.text.plain))
      }
    }
  }
}
