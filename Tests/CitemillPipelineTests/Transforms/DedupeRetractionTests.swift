import CitemillCore
import Testing

@testable import CitemillPipeline

/// Titles that databases mark as those of retracted works, and what becomes of the mark in merging.
@Suite struct DedupeRetractionTests {
  private static let title = "River mills and their keepers in alpine regions"

  private static let marked = [
    "RETRACTED: \(title)", "Retracted: \(title)", "[Retracted] \(title)", "[RETRACTED ARTICLE] \(title)",
    "(Retracted) \(title)", "Retracted article: \(title)", "RETRACTED ARTICLE: \(title)", "RETRACTED \(title)",
    "Retracted \u{2014} \(title)", "WITHDRAWN: \(title)", "Withdrawn: \(title)",
    "\(title) (Retracted article. See vol. 12, pg. 3, 2020)", "\(title). (Retracted Article)", "\(title) [Retracted]",
    "\(title) (Withdrawn).", "\(title) (Retracted article. See vol 12 (3), 2020)",
    "\(title) [This article has been retracted]",
  ]

  private static let unmarked = [
    title, "Retracted publications in oncology: a review", "Retraction: \(title)", "Drugs (withdrawn from the market)",
    "Withdrawn behaviour in mice", "The retracted leg", "Retracted", "[Retracted]", "RETRACTED LEGS OF BIRDS", "",
    "(R)-mills and others", "Wheels (old)", "Notice of retraction: \(title)",
  ]

  @Test(arguments: marked) func aMarkIsTakenOff(_ text: String) {
    #expect(RetractionMark.isIn(text))
    #expect(Folding.words(BareTitle(text).text) == Folding.words(Self.title))
  }

  @Test(arguments: unmarked) func otherTitlesHaveNone(_ text: String) {
    #expect(!RetractionMark.isIn(text))
    #expect(BareTitle(text).text == text)
  }

  private static func article(_ title: String, doi: String? = nil, volume: String? = nil, pages: String? = nil)
    -> Record
  {
    var record = Record()
    record.type = .articleJournal
    record.add(Title(title))
    record.add(.person(PersonName(family: "Berg", given: "Anna")))
    record[date: .issued] = PartialDate(year: 2019)
    record.withHost { $0.titles = [Title("Journal of Water History")] }
    if let doi { record.add(Identifier(.doi, doi)) }
    (record[.volume], record[.pages]) = (volume, pages)
    return record
  }

  private func found(_ records: [Record]) -> (groups: [[Int]], doubtful: [Deduplication.Refusal]) {
    let found = Deduplication(records.map { WorkIdentity($0) })
    return (found.groups, found.refusals.filter(\.isDoubtful))
  }

  @Test(arguments: marked) func aMarkedCopyIsOfTheWork(_ text: String) {
    // With an identifier, or at one place, they are one work.
    for (doi, volume, pages) in [("10.5555/a", nil, nil), (nil, "12", "3-9")] as [(String?, String?, String?)] {
      let records = [text, Self.title].map { Self.article($0, doi: doi, volume: volume, pages: pages) }
      #expect(found(records).groups == [[0, 1]], "\(doi ?? "no DOI")")
    }
    // Without both, people are to decide.
    let (groups, doubtful) = found([Self.article(text), Self.article(Self.title)])
    #expect(groups.isEmpty && doubtful.map(\.reason) == ["one is marked as retracted"])
  }

  @Test(arguments: marked) func theMarkSurvivesEveryMerge(_ text: String) {
    var full = Self.article(Self.title, doi: "10.5555/a", volume: "12", pages: "3-9")
    full.titles.append(Title("a survey", kind: .sub))
    full.abstracts.append(Abstract(RichText("Mills turn.")))
    let copies = [
      Self.article(text, doi: "10.5555/a"), full, Self.article("\(Self.title): a survey", doi: "10.5555/a"),
    ]
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
      for keeping in RecordUnion.Keeping.allCases {
        let placed = order.map { PlacedRecord(copies[$0], at: .whole("\($0)")) }
        let union = RecordUnion(placed, keeping: keeping)
        #expect(union.record.title == text, "\(order) \(keeping)")
        #expect(union.record.violations.isEmpty)
      }
    }
  }

  // MARK: - Dates and pages

  @Test func theYearOfMostRecordsStays() {
    func dated(_ date: String, doi: Bool = false) -> Record {
      var record = Self.article(Self.title, doi: doi ? "10.5555/a" : nil)
      record[date: .issued] = PartialDate(EDTF(date))
      return record
    }
    for (dates, expected) in [
      (["2019", "2020", "2020"], "2020"), (["2019-05-01", "2020", "2020-03"], "2020-03"),
      (["2019", "2020-03"], "2020-03"), (["2019-12", "2020"], "2019-12"),
      (["2019", "2019-04-02", "2020-05"], "2019-04-02"),
      (["2019-21", "2020-03"], "2020-03"),
    ] {
      for fullest in dates.indices {
        for turn in dates.indices {
          let records = dates.indices.map { dated(dates[($0 + turn) % dates.count], doi: $0 == fullest) }
          let union = RecordUnion(records.map { PlacedRecord($0, at: .whole("a")) })
          #expect(union.record[date: .issued]?.value?.description == expected, "\(dates) \(fullest) \(turn)")
        }
      }
    }
  }

  @Test(
    arguments: [
      ("231-8", "231-238", "231-238"), ("231", "231-238", "231-238"), ("231\u{2013}8", "231-238", "231-238"),
      ("S231-8", "S231-S238", "S231-S238"), ("231-8", "231-9", nil), ("17-19", "17-19", "17-19"),
    ] as [(String, String, String?)])
  func pagesInFullStay(_ short: String, _ full: String, _ expected: String?) {
    for (one, other) in [(short, full), (full, short)] {
      let records = [one, other].map { PlacedRecord(Self.article(Self.title, pages: $0), at: .whole("a")) }
      #expect(RecordUnion(records).record.pages == expected ?? one)
    }
  }
}
