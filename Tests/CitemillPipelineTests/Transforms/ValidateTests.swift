import Citemill
import CitemillCore
import CitemillTestSupport
import Testing

@testable import CitemillPipeline

@Suite struct ValidateTests {
  private static func article(_ change: (inout Record) -> Void = { _ in }) -> Record {
    var record = Record()
    record.type = .articleJournal
    record.add(Title("Mills"))
    record.add(.person(PersonName(family: "Berg", given: "Anna")))
    record[date: .issued] = PartialDate(year: 2019)
    record.withHost { $0.titles.insert(Title("Journal of Mills")) }
    change(&record)
    return record
  }

  private func codes(_ record: Record) -> [String] {
    Finding.all(in: record, thisYear: 2026).map { "\($0.code) \($0.message.prefix { $0 != ":" })" }
  }

  @Test(arguments: [
    article(), article { $0.contributors = [Contributor(.anonymous)] },
    article {
      $0.dates = [DatedEvent(.online, PartialDate(EDTF("2019-02/2019-03")))]
      $0.add(Identifier(.doi, "10.5555/x"))
      $0.add(Identifier(.url, "https://mills.example/a?b#c"))
      $0.add(Identifier(.url, "urn:nbn:de:101"))
      $0[.pages] = "12-19"
    },
    article { $0[date: .original] = PartialDate(year: -380) },
    article {
      $0.type = .thesis
      $0[.institution] = "Mill College"
    },
    article {
      $0.type = .webpage
      $0.contributors = []
      $0.add(Identifier(.url, "http://localhost:80/"))
    },
  ])
  func findsNothingInGoodRecords(_ record: Record) { #expect(codes(record) == []) }

  @Test(arguments: [
    (article { $0.titles = [] }, "validate.missing titles"),
    (article { $0.contributors = [] }, "validate.missing contributors.author"),
    (article { $0.dates = [] }, "validate.missing dates.issued"),
    (article { $0.container = nil }, "validate.missing host.titles"),
    (article { $0.type = .document }, "validate.type type"),
    (article { $0.type = .report }, "validate.missing institution"),
    (article { $0.type = .patent }, "validate.missing number"),
    (article { $0.add(Identifier(.isbn, "9783161484101")) }, "validate.check-digit identifiers.ISBN"),
    (
      article { $0.withHost { $0.identifiers.insert(Identifier(.issn, "2049-3631")) } },
      "validate.check-digit host.identifiers.ISSN"
    ),
    (
      article { $0.contributors[0].identifiers = [Identifier(.orcid, "0000-0002-1825-0098")] },
      "validate.check-digit contributors.author#identifiers"
    ),
    (article { $0.add(Identifier(.doi, "https://doi.org/10.5555/x")) }, "validate.doi identifiers.DOI"),
    (article { $0.add(Identifier(.url, "www.mills.example")) }, "validate.url identifiers.URL"),
    (article { $0.add(Identifier(.url, "http://a b.example")) }, "validate.url identifiers.URL"),
    (article { $0.add(Identifier(.url, "https:///x")) }, "validate.url identifiers.URL"),
    (article { $0[.pages] = "20-12" }, "validate.pages page"),
    (article { $0[date: .issued] = PartialDate(year: 2091) }, "validate.date dates.issued"),
    (article { $0[date: .accessed] = PartialDate(year: 19) }, "validate.date dates.accessed"),
    (article { $0[date: .issued] = PartialDate(EDTF("2019-05/2018")) }, "validate.date dates.issued"),
  ])
  func findsWhatIsWrong(_ record: Record, _ expected: String) { #expect(codes(record) == [expected]) }

  @Test func leavesOutWhatHasFindings() throws {
    let list = try TransformRegistry.standard.transforms("validate:on=reject")
    let stage = try #require(try list.first?.makeStage(writesFiles: false).asRecordTransform)
    var diagnostics = Diagnostics()
    var (good, bad) = (Self.article(), Self.article { ($0.titles, $0.dates) = ([], []) })
    #expect(stage.apply(to: &good, at: .whole("a"), reporting: &diagnostics) == .keep)
    #expect(stage.apply(to: &bad, at: .whole("a"), reporting: &diagnostics) == .filter)
    #expect(diagnostics.take().map { "\($0.code)" } == ["validate.missing", "validate.missing", "validate.rejected"])
    #expect(throws: UsageError.self) { try TransformRegistry.standard.transforms("validate:on=explode") }
  }

  @Test func changesNothing() {
    var generator = RecordGenerator(seed: 31)
    var diagnostics = Diagnostics()
    for _ in 0..<500 {
      let record = generator.record()
      var other = record
      #expect(ValidateTransform().apply(to: &other, at: .whole("a"), reporting: &diagnostics) == .keep)
      #expect(other == record)
    }
  }
}
