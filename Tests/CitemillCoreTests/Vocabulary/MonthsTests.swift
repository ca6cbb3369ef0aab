import CitemillCore
import Testing

@Suite struct MonthsTests {
  @Test(arguments: [
    ("jan", 1), ("Jan.", 1), ("JANUARY", 1), ("Sept", 9), ("sep", 9), ("März", 3), ("MÄRZ", 3), ("Mrz.", 3), ("mai", 5),
    ("févr.", 2), ("octubre", 10), ("dic", 12), ("setiembre", 9), ("SPR", 21), ("SUM", 22), ("MIDSUMMER", 22),
    ("FAL", 23), ("Fall", 23), ("été", 22), ("WIN", 24), ("Winter", 24),
  ])
  func findsMonthsAndSeasons(word: String, number: Int) { #expect(Months.number(of: word.utf8) == number) }

  @Test(arguments: ["", "ma", "jui", "marchand", "mayor", "decem ber", "spri", "1", "Jan..", "Septembers"])
  func refusesOtherWords(word: String) { #expect(Months.number(of: word.utf8) == nil) }

  @Test func findsEnglishMonthsAsTheOthers() {
    for (index, name) in Months.names.enumerated() {
      for count in 0...(name.utf8.count + 1) {
        let word = Array((name + "x").utf8.prefix(count))
        let expected: Int? = (3...name.utf8.count).contains(count) ? index + 1 : nil
        #expect(Months.number(ofEnglish: word.span, 0..<count) == expected)
      }
    }
    let bytes = Array("jan".utf8)
    #expect(Months.number(ofEnglish: bytes.span, 0..<4) == nil)
  }

  @Test(arguments: [
    ("1ST QUARTER", 1), ("first qtr.", 1), ("2Q", 2), ("Q3", 3), ("4th Quart", 4), ("quarter 2", 2),
  ])
  func findsQuarters(words: String, quarter: Int) { #expect(Months.quarter(of: words.utf8) == quarter) }

  @Test(arguments: ["", "Q", "Q5", "quarter", "5th quarter", "1 1st", "1st quarter 2", "QQ"])
  func refusesOtherQuarters(words: String) { #expect(Months.quarter(of: words.utf8) == nil) }
}
