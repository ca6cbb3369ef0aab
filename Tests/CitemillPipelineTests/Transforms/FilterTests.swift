import CitemillCore
import CitemillPipeline
import CitemillTestSupport
import Testing

@Suite struct FilterTests {
  private static let record: Record = {
    var record = Record()
    record.type = .articleJournal
    record.key = "berg2019"
    record.add(Title("On Tides, and Über-Mills"))
    record.add(.person(PersonName(family: "Berg", given: "Anna-Lena")))
    record.add(.person(PersonName(family: "D'Arcy", given: "Ruth"), .editor))
    record[date: .issued] = PartialDate(year: 2019, month: 5)
    record.add(Identifier(.doi, "10.5555/Tides"))
    record[.volume] = "12"
    record[.pages] = "e7-19"
    record.keywords = [Keyword("water"), Keyword("Law")]
    record.withHost { journal in
      journal.titles.insert(Title("Journal of Water History"))
      journal.identifiers.insert(Identifier(.issn, "2049-3630"))
    }
    return record
  }()

  @Test(arguments: [
    "title=\"on tides, and uber-mills\"", "title ^= on", "title ~ uber|über", "title ~ '^on\\b.*s$'", "author=berg",
    "author = 'Berg, Anna-Lena'", "editor ~ arcy", "contributors.editor=\"d'arcy\"", "year=2019", "year>=2019",
    "year<=2019",
    "year > 2018", "issued < 2019-06", "issued=2019", "issued = 2019-05-03", "issued=2001..2019", "year=..2020",
    "year = 2019..", "type=article-journal", "type!=book", "doi=10.5555/tides", "identifiers.DOI ^= 10.5555",
    "volume=12",
    "volume<13", "volume = 10..12", "pages > 6", "page=e7-19", "keyword=law", "journal ~ 'water h'", "issn=2049-3630",
    "host.titles.main ^= journal", "has:doi and missing:abstract", "not has:note", "key=berg2019", "has:type",
    "type=book or (year=2019 and not author=Eze)", "NOT (type=book)", "not not has:doi", "abstract != x",
    "title !~ zebra",
    "keyword ^= WAT AND volume=12",
    "title ~ /^on t.{1,4}, and/", "(title~/s, and/ and year=2019)", "doi ~ /5555\\/t/", "title !~ /a{1,3}b/",
    "doi ~ /tides", "type=book or year=2019 and volume=12",
  ])
  func isTrue(_ query: String) throws {
    #expect(try FilterQuery(query).matches(Self.record))
  }

  @Test(arguments: [
    "title=on", "author=anna", "author=D'Arcy", "year<2019", "year=2020..", "issued>2019-05", "issued=2019-06",
    "volume=1",
    "volume>12", "abstract=x", "abstract ~ .", "abstract<3", "has:isbn", "missing:title", "type=book", "keyword=laws",
    "accessed<2050", "type=book and year=2019 or volume=3",
  ])
  func isFalse(_ query: String) throws {
    #expect(try !FilterQuery(query).matches(Self.record))
  }

  @Test(arguments: [
    ("", 1, "the name of a field is expected"), ("yaer=1", 1, "did you mean \"year\""), ("year", 5, "one of"),
    ("year=", 6, "a value is expected"), ("(year=1", 8, "not closed"), ("year=1)", 7, "has no opening bracket"),
    ("year=1 volume=2", 8, "\"and\" or \"or\" is expected"), ("title=\"a", 7, "a quote is not closed"),
    ("year<soon", 6, "is not a date"), ("volume>many", 8, "is not a number"), ("year=..", 6, "a range"),
    ("über=1 and", 1, "no field"), ("has:", 5, "the name of a field"), ("year=1 and", 11, "the name of a field"),
  ])
  func tellsWhatIsWrong(_ query: String, _ column: Int, _ part: String) {
    let error = #expect(throws: UsageError.self) { try FilterQuery(query) }
    #expect(error?.message.contains("column \(column):") == true, "\(error?.message ?? "")")
    #expect(error?.message.contains(part) == true, "\(error?.message ?? "")")
  }

  @Test func depthIsBounded() throws {
    let deep = String(repeating: "(", count: 100_000) + "year=1" + String(repeating: ")", count: 100_000)
    #expect(throws: UsageError.self) { try FilterQuery(deep) }
    #expect(throws: UsageError.self) { try FilterQuery(String(repeating: "not ", count: 100_000) + "year=1") }
    let long = (0..<20_000).map { "year=\($0)" }.joined(separator: " or ")
    #expect(try FilterQuery(long).matches(Self.record))
  }
}

@Suite struct TextPatternTests {
  @Test(arguments: [
    ("", "abc", true), ("b", "abc", true), ("^b", "abc", false), ("^a.c$", "aXc", true), ("a.c", "a\nc", false),
    ("ab*c", "ac", true), ("ab+c", "ac", false), ("ab?c$", "abbc", false), ("a|b|cd", "xcdx", true),
    ("(ab)+$", "ababx", false),
    ("[a-c]{3}", "xabcx", true), ("[^a-c]", "abc", false), ("[A-C]", "b", true), ("\\d{2,3}$", "a12", true),
    ("^\\d{2,3}$", "1234", false), ("^\\d{2,}$", "1234", true), ("\\bcat\\b", "a cat sat", true),
    ("\\bcat\\b", "concat", false),
    ("\\w+\\s\\w+", "a b", true), ("\\.", "a", false), ("É", "é", true), ("[\\d-]+$", "1-2", true), ("[]a]", "]", true),
    ("(a*)*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac", false), ("(?:ab|a)c", "xac", true),
    ("a{0}b", "b", true),
    ("\\D", "12", false), ("[\\s,;]", "a;b", true), ("北.大", "北京大学", true),
  ])
  func matches(_ pattern: String, _ text: String, _ expected: Bool) throws {
    #expect(try TextPattern(pattern).matches(text) == expected)
  }

  @Test(arguments: [
    "(", ")", "[", "[z-a]", "*a", "a{", "a{2,1}", "a{99999999999999999999}", "\\", "\\q", "(?=a)", "(a{1000}){1000}",
    "a{x}",
    "[\\", "a{1,", "(((a{100}){100}){100})",
  ])
  func refuses(_ pattern: String) {
    #expect(throws: UsageError.self) { try TextPattern(pattern) }
  }

  @Test func sizeIsBounded() throws {
    for pattern in ["\\w{500}\\w{500}b", "(\\w{20}){30}", "\\w{501}", "(a|b){400}", String(repeating: "a", count: 600)]
    {
      let error = #expect(throws: UsageError.self) { try TextPattern(pattern) }
      #expect(error?.message.contains("the pattern is too large: it may have 500 steps") == true)
    }
    let pattern = try TextPattern("\\w{250}[^,]{240}b")
    // A debug build takes longer for a tenth of it.
    let text = String(repeating: "acdefghijk", count: Effort.count(10_000, debug: 1_000))
    let time = ContinuousClock().measure { #expect(!pattern.matches(text)) }
    #expect(time < .seconds(60))
  }

  @Test func takesTimeInProportion() throws {
    let pattern = try TextPattern("(a|aa)*(a|b)*c{1,50}d")
    let text = String(repeating: "ab", count: 20_000)
    let time = ContinuousClock().measure { #expect(!pattern.matches(text)) }
    #expect(time < .seconds(20))
    #expect(throws: UsageError.self) { try TextPattern(String(repeating: "(", count: 100_000)) }
  }

  @Test func noPatternTraps() {
    var random = SystemRandomNumberGenerator()
    let signs = Array("()[]{}*+?|^$\\.-,ab19ü\u{301}")
    for _ in 0..<20_000 {
      let text = String((0..<Int.random(in: 0...12, using: &random)).map { _ in signs.randomElement() ?? "a" })
      guard let pattern = try? TextPattern(text) else { continue }
      _ = pattern.matches("ab1ü a\u{301}9")
    }
  }
}
