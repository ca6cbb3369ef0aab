import CitemillCore
import CitemillTestSupport
import Foundation
import Testing

@testable import CitemillPipeline

@Suite struct NormaliseTests {
  @Test(arguments: [
    (IdentifierScheme.doi, "https://doi.org/10.5555/ABC", "10.5555/abc"),
    (.doi, "doi:10.5555/a%2Fb%3Cc", "10.5555/a/b<c"),
    (.doi, "http://dx.doi.org/https://doi.org/10.5555/x.", "10.5555/x"),
    (.doi, "10.5555/a%252Fb", "10.5555/a/b"),
    (
      .doi, "10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O",
      "10.1002/(sici)1097-4571(199806)49:8<693::aid-asi4>3.0.co;2-o"
    ),
    (.issn, "20493630", "2049-3630"), (.eissn, "ISSN: 2434-561x", "2434-561X"),
    (.issn, "2049\u{2013}3630 (Online)", "2049-3630"),
    (.isbn, "3-16-148410-X", "9783161484100"), (.isbn, "ISBN-13: 978-3-16-148410-0 (pbk.)", "9783161484100"),
    (.orcid, "https://orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097"),
    (.orcid, "000000021694233x", "0000-0002-1694-233X"),
  ])
  func givesIdentifiersTheirPlainForm(_ scheme: IdentifierScheme, _ text: String, _ expected: String) {
    #expect(IdentifierForms.plain(Identifier(scheme, text)) == .plain(expected))
    #expect(IdentifierForms.plain(Identifier(scheme, expected)) == .plain(expected))
  }

  @Test(arguments: [
    (IdentifierScheme.doi, "see the editor"), (.doi, "10.5555"), (.doi, "10.5555/a b"), (.doi, "10.x/y"),
    (.issn, "2049-3631"),
    (.issn, "2049-36"), (.isbn, "9783161484101"), (.isbn, "316148410"), (.orcid, "0000-0002-1825-0098"),
    (.orcid, "Berg"),
    (.doi, "%"), (.issn, "("), (.issn, ")"),
  ])
  func leavesWhatIsNone(_ scheme: IdentifierScheme, _ text: String) {
    guard case .wrong(let reason) = IdentifierForms.plain(Identifier(scheme, text)) else {
      Issue.record("\(text) is taken for a \(scheme)")
      return
    }
    #expect(reason.contains(text))
  }

  @Test(arguments: [
    ("172-4", "172-174"), ("172\u{2013}4", "172-174"), ("1200--05", "1200-1205"), ("pp. 12 - 14", "12-14"),
    ("S172-4", "S172-S174"), ("S172-S4", "S172-S174"), ("1-9, 12, 101-3", "1-9, 12, 101-103"),
    ("xii\u{2014}xv", "xii-xv"),
    ("e7-19", "e7-19"), ("12", "12"), ("p. 12", "12"), ("1-2-3", "1-2-3"), ("e1234", "e1234"),
    ("172-174", "172-174"),
    ("A-12", "A-12"), ("110-3", "110-113"), ("page-turner", "page-turner"),
    ("1\u{2013}2\u{2013}3", "1\u{2013}2\u{2013}3"), ("-", "-"),
    ("1-", "1-"), ("99999999999999999999-9", "99999999999999999999-9"),
  ])
  func writesPagesInFull(_ text: String, _ expected: String) {
    #expect(PageText(text).plain == expected)
    #expect(PageText(expected).plain == expected)
    #expect(PageText(text).problem == nil)
  }

  @Test(arguments: ["179-2", "20-12", "S20-S12"]) func leavesRangesThatGoDown(_ text: String) {
    #expect(PageText(text).plain == text && PageText(text).problem != nil)
  }

  @Test(arguments: [
    ("SMITH", "JOHN", "Smith, John"), ("SMITH", "John", "Smith, John"), ("Smith", "JR", "Smith, J. R."),
    ("Smith", "J.R.", "Smith, J. R."), ("Smith", "J R", "Smith, J. R."), ("Smith", "J-P", "Smith, J.-P."),
    ("Smith", "J.-P.", "Smith, J.-P."), ("Smith", "Jane M", "Smith, Jane M."),
    ("VAN DER BEEK", "ANNA", "van der Beek, Anna"),
    ("O'BRIEN", "MARY ANN", "O'Brien, Mary Ann"), ("MCDONALD", "R", "McDonald, R."),
    ("GARC\u{CD}A-M\u{C1}RQUEZ", "G", "Garc\u{ED}a-M\u{E1}rquez, G."),
    ("LI", "Wei", "Li, Wei"), ("WHO", "", "WHO"), ("Smith", "AMY", "Smith, AMY"), ("SMITH", "AMY", "Smith, Amy"),
    ("Smith", "JRR", "Smith, J. R. R."),
    (
      "\u{41C}\u{423}\u{420}\u{410}\u{412}\u{415}\u{419}", "\u{410}",
      "\u{41C}\u{443}\u{440}\u{430}\u{432}\u{435}\u{439}, \u{410}."
    ),
    ("\u{5317}", "\u{4EAC}", "\u{5317}, \u{4EAC}"), ("Berg", "Anna-Lena", "Berg, Anna-Lena"),
    ("DE LA CRUZ", "J.", "de la Cruz, J."),
  ])
  func writesNamesInTheUsualWay(_ family: String, _ given: String, _ expected: String) {
    var name = PersonName(family: family, given: given.isEmpty ? nil : given)
    if case .changed(let other) = NameCase.usual(name) { name = other }
    #expect(NameText.write(name) == expected)
    #expect(NameCase.usual(name) == .same)
  }

  @Test func leavesNamesInDoubt() {
    guard case .doubtful = NameCase.usual(PersonName(family: "LI", given: "XU")) else {
      Issue.record("two capitals may be a name")
      return
    }
    #expect(NameCase.person("Berg, Anna") == PersonName(family: "Berg", given: "Anna"))
    #expect(NameCase.person("Berg, Anna, MD") == nil && NameCase.person("Mill Survey") == nil)
  }

  @Test(
    arguments: [
      ("The Water Mills of the River Trent", nil, "The water mills of the river trent", nil),
      ("On DNA and mRNA in European Rivers: A Study", "en-GB", "On DNA and mRNA in European rivers: A study", nil),
      ("Rivers of Germany and the law", "en", nil, "Rivers of Germany and the Law"),
      ("Die Wasser der Alpen und Ihre Mühlen", nil, nil, nil), ("Water Mills Of Bavaria", "de", nil, nil),
      ("Wasser", nil, nil, nil), ("a study of e-books from the 1990s", nil, nil, "A Study of e-Books from the 1990s"),
      ("WATER MILLS OF THE ALPS", "en", nil, nil),
    ] as [(String, String?, String?, String?)])
  func writesTitles(_ text: String, _ language: String?, _ sentence: String?, _ title: String?) {
    for (form, expected) in [(TitleCase.sentence, sentence), (.title, title)] {
      let isEnglish = TitleCase.isEnglish(text, language: language)
      let result = isEnglish ? form.text(RichText(text)) : nil
      if form == .sentence || expected != nil { #expect(result?.plain == expected) }
      if let result { #expect(form.text(result) == nil) }
    }
  }

  @Test func leavesProtectedWords() {
    let text = RichText("Mills of the Trent Valley Today", marks: [Mark(.noCase, from: 13, to: 18)])
    #expect(TitleCase.sentence.text(text)?.plain == "Mills of the Trent valley today")
  }

  @Test func findsJournals() {
    let table = JournalTable(
      Array(
        "# a remark\nJournal of Water History\tJ. Water Hist.\n\"Water, Air & \"\"Soil\"\"\",Water Air Soil\r\nOne;O.\nOther;O.\n"
          .utf8))
    #expect(table.name("j water hist", as: .full) == .name("Journal of Water History"))
    #expect(table.name("Journal Of Water History", as: .short) == .name("J. Water Hist."))
    #expect(table.name("Water Air Soil", as: .full) == .name("Water, Air & \"Soil\""))
    #expect(table.name("O.", as: .full) == .ambiguous && table.name("One", as: .short) == .name("O."))
    #expect(table.name("Mills", as: .full) == .unknown)
  }

  @Test func saysWhatStays() throws {
    var record = Record()
    record.type = .articleJournal
    record.add(Identifier(.doi, "DOI 10.5555/X"))
    record.add(Identifier(.isbn, "316148410X"))
    record.add(Identifier(.isbn, "9783161484100"))
    record.withHost { $0.identifiers.insert(Identifier(.issn, "2049-3631")) }
    record[date: .issued] = PartialDate(nil, literal: "12 May 2004")
    record[date: .accessed] = PartialDate(nil, literal: "05/06/2004")
    record[date: .online] = PartialDate(nil, literal: "1999\u{2013}2001")
    record[.pages] = "20-12"
    record.contributors = [.unparsed("BERG, ANNA"), .organization("NASA, Ames")]
    var diagnostics = Diagnostics()
    let stage = try #require(try NormaliseTransform().makeStage(writesFiles: false).asRecordTransform)
    _ = stage.apply(to: &record, at: .whole("a"), reporting: &diagnostics)
    #expect(record.identifiers == [Identifier(.doi, "10.5555/x"), Identifier(.isbn, "9783161484100")])
    #expect(record.identifiers.first?.raw == "DOI 10.5555/X")
    #expect(record[date: .issued] == PartialDate(year: 2004, month: 5, day: 12))
    #expect(record[date: .online]?.value?.description == "1999/2001")
    #expect(record.contributors == [.person(PersonName(family: "Berg", given: "Anna")), .organization("NASA, Ames")])
    let codes = diagnostics.take().map { "\($0.code)" }
    #expect(codes == ["normalise.pages", "normalise.date", "normalise.identifier"])
  }

  @Test(arguments: TitleCase.allCases) func twiceIsOnce(_ titles: TitleCase) {
    var generator = RecordGenerator(seed: 21)
    var random = SeededGenerator(seed: 22)
    let table = JournalTable(Array("Salmo trutta\tS. t.\nfish\tf.\nthe\tt\n".utf8))
    let stage = NormaliseStage(
      parts: Set(NormaliseTransform.Part.allCases), journals: table, form: .short, titles: titles)
    var diagnostics = Diagnostics()
    var changed = 0
    let count = Effort.count(3000, debug: 800)
    for _ in 0..<count {
      let record = Self.withOddValues(generator.record(), &random)
      var once = record
      _ = stage.apply(to: &once, at: .whole("a"), reporting: &diagnostics)
      #expect(once.violations.isEmpty)
      var twice = once
      _ = stage.apply(to: &twice, at: .whole("a"), reporting: &diagnostics)
      #expect(twice == once)
      if once != record { changed += 1 }
    }
    #expect(changed * 3 > count)
  }

  /// A record with values near to those that are changed.
  private static func withOddValues(_ record: Record, _ random: inout SeededGenerator) -> Record {
    var record = record
    func word(_ letters: String, _ random: inout SeededGenerator) -> String {
      let letters = Array(letters)
      return String(
        (0...Int.random(in: 0...9, using: &random)).compactMap { _ in letters.randomElement(using: &random) })
    }
    record.add(Identifier(.doi, "10.5555/" + word("aB%2Ff5.;: ()", &random)))
    record.add(Identifier(.isbn, word("0123456789X- ", &random)))
    record[.pages] = word("0123456789-\u{2013},S ", &random)
    record.add(.person(PersonName(family: word("ABc' -\u{3A3}", &random), given: word("ABEc. -", &random))))
    record.add(.unparsed(word("ABEc, ", &random) + "x"))
    record.add(Title("the " + word("ABcd :.-1'", &random) + " Of " + word("ABcd :.-1'", &random) + "x"))
    return record.violations.isEmpty ? record : Record()
  }
}
