import CitemillCore
import Testing

@Suite struct EDTFTests {
  @Test(arguments: [
    "2019", "2019-05", "2019-05-02", "-0043", "0000", "Y12345", "Y-120000", "199X", "19XX", "2019-XX", "2019-05-XX",
    "2019-XX-XX", "2001-21", "2001-24", "1984?", "1984~", "1984%", "2004-06~", "2019/2021", "2019-05-02/2019-06",
    "2019/..", "../2019", "2019/", "/2019", "1984~/2004-06",
  ])
  func isWrittenAsItIsRead(text: String) throws {
    #expect(try #require(EDTF(text)).description == text)
  }

  @Test(arguments: [
    "", "19", "20190", "2019-13", "2019-00", "2019-02-30", "2019-5", "2019-05-32", "Y123", "X", "2019//2020", "..",
    "../..", "2019-05-02-01", "2019-21-03", "199X-05", "Y12345-06", " 2019", "2019 ", "99999999999999999999",
    "Y99999999999999999999", "2019-0५",
  ])
  func refusesWhatIsNoDate(text: String) { #expect(EDTF(text) == nil) }

  @Test func knowsTheCalendar() {
    #expect(EDTF("2000-02-29") != nil)
    #expect(EDTF("1900-02-29") == nil)
    #expect(EDTF.Point.days(in: 2, of: 2024) == 29)
    #expect(!EDTF.Point(year: Int.min).isWellFormed)
    #expect(!EDTF(.open, to: .unknown).isWellFormed)
  }

  @Test(arguments: [
    ("12 May 2004", "2004-05-12"), ("May 12, 2004", "2004-05-12"), ("2004/05/12", "2004-05-12"),
    ("März 2018", "2018-03"), ("3. MÄRZ 2018", "2018-03-03"), ("12 de mayo de 2004", "2004-05-12"),
    ("1 août 2019", "2019-08-01"), ("ottobre 2019", "2019-10"), ("févr. 2019", "2019-02"), ("Herbst 2019", "2019-23"),
    ("03.05.2020", "2020-05-03"), ("3.5.2020", "2020-05-03"), ("20200503", "2020-05-03"), ("2019-00-00", "2019"),
    ("2019-05-00", "2019-05"), ("2019-00", "2019"), ("c. 1850", "1850~"), ("ca. 1850", "1850~"),
    ("circa 1850", "1850~"),
    ("c2021", "2021"), ("©2021", "2021"), ("[2020]", "2020"), ("[2020?]", "2020?"), ("[ca. 2020]", "2020~"),
    ("2021-01-03 10:00:00", "2021-01-03"), ("2021-01-03T10:00:00Z", "2021-01-03"),
    ("2021-01-03T10:00+01:00", "2021-01-03"),
    ("Spring 2004", "2004-21"), ("2004 Jan", "2004-01"), ("2004 Jan 3", "2004-01-03"), ("Sept. 2004", "2004-09"),
  ])
  func readsDatesInWords(text: String, date: String) { #expect(DateText.read(text)?.description == date) }

  @Test(arguments: [
    "05/06/2004", "the flood", "May", "32 May 2004", "", "May 2004 or June 2004", "30.02.2020", "20201303", "jui 2019",
    "2019-00-05", "2021-01-03 at noon", "99999999", "c. May", "[]", "ca.", "03.05.20",
  ])
  func leavesDatesInDoubt(text: String) { #expect(DateText.read(text) == nil) }

  @Test func whatIsLeftOutIsTold() {
    #expect(DateText.reading("2021-01-03 10:00:00")?.leftOut == "the time of day")
    #expect(DateText.reading("[2020]")?.leftOut == "the brackets")
    #expect(DateText.reading("c2021")?.leftOut == "the copyright sign")
    #expect(DateText.reading("03.05.2020")?.leftOut == nil)
    #expect(DateText.reading("1998, c1997")?.leftOut == "the copyright")
    #expect(DateText.reading("2017/04/07/online")?.leftOut == "the words after it")
    #expect(DateText.reading("Start date: 20170812")?.leftOut == "the words before it")
    #expect(DateText.reading("2000 Dec-Jan")?.leftOut == "the end of the interval")
    #expect(DateText.reading("1998 Dec-1999 Jan")?.leftOut == nil)
  }

  @Test func theYear0000IsNone() {
    #expect(DateText.edtf("0000") == nil)
    #expect(DateText.edtf("0000/2004") == nil)
    #expect(DateText.edtf("-0043") == EDTF("-0043"))
    #expect(DateText.read("0000-05") == nil)
  }
}
