import Citemill
import CitemillCore
import CitemillTestSupport
import Testing

@testable import CitemillPipeline

/// What is counted of records and works by source.
@Suite struct SourceStatisticsTests {
  private static let place = CitemillCore.SourceLocation(source: "a.ris", bytes: 0..<1, line: 1)

  private func statistics(of works: [[[String]]]) -> SourceStatistics {
    var statistics = SourceStatistics()
    for work in works {
      for labels in work {
        var record = Record()
        record.titles = [Title("Weirs")]
        record.origin.sources = labels
        statistics.add(record, at: Self.place)
      }
    }
    for work in works { statistics.addWork(work) }
    return statistics
  }

  @Test func worksAreCountedBySource() throws {
    // Twice in A and once in B; in B and C together, as a library that was merged before has it; in A alone.
    let found = statistics(of: [[["A"], ["B"], ["A"]], [["B", "C"], ["B"]], [["A"]]])
    #expect(found.sources.map(\.name) == ["A", "B", "C"])
    #expect(found.sources.map(\.counts.records) == [3, 3, 1] && found.total.records == 6)
    #expect(found.sources.map(\.works) == [2, 2, 1] && found.works?.count == 3)
    #expect(found.sources.map(\.uniqueWorks) == [1, 0, 0])
    #expect(found.sources.map(\.duplicatesWithin) == [1, 1, 0])
    #expect(found.works?.duplicatesWithin == 1 && found.works?.duplicatesBetween == 2)
    #expect([(0, 1), (1, 2), (2, 0), (1, 1)].map { found.overlap($0.0, $0.1) } == [1, 1, 0, 2])
  }

  @Test func whatIsCountedAgreesWithACountByHand() {
    var random = SeededGenerator(seed: 7)
    let names = ["A", "B", "C", "D"]
    for _ in 0..<200 {
      let works = (0..<random.number(1...20)).map { _ in
        (0..<random.number(1...5)).map { _ in [names[random.number(0...3)]] }
      }
      let found = statistics(of: works)
      for (row, one) in found.sources.enumerated() {
        let ofOne = works.filter { $0.contains([one.name]) }
        #expect(one.works == ofOne.count)
        #expect(one.uniqueWorks == ofOne.count { work in work.allSatisfy { $0 == [one.name] } })
        #expect(one.duplicatesWithin == one.counts.records - one.works)
        for (column, other) in found.sources.enumerated() {
          #expect(found.overlap(row, column) == ofOne.count { $0.contains([other.name]) })
          #expect(found.overlap(row, column) == found.overlap(column, row))
        }
      }
      let duplicates = (found.works?.duplicatesWithin ?? 0) + (found.works?.duplicatesBetween ?? 0)
      #expect(duplicates == found.total.records - works.count)
      #expect(found.works?.duplicatesWithin == found.sources.reduce(0) { $0 + $1.duplicatesWithin })
    }
  }

  @Test func fieldsTypesAndYearsAreCounted() {
    var statistics = SourceStatistics()
    var article = Record()
    article.type = .articleJournal
    article.add(Identifier(.doi, "10.5555/1"))
    article[date: .issued] = PartialDate(year: 2004)
    article.put("2434-561X", at: .identifier(.issn))
    statistics.add(article, at: Self.place)
    statistics.add(Record(), at: Self.place)
    #expect(statistics.sources.map(\.name) == ["a.ris"])
    let filled = Dictionary(uniqueKeysWithValues: zip(SourceStatistics.fields, statistics.total.filled))
    #expect(filled.filter { $0.value > 0 } == ["doi": 1, "issued": 1, "issn": 1])
    #expect(statistics.total.rankedTypes.map(\.count) == [1, 1])
    #expect(statistics.total.years == [2004: 1] && statistics.total.withoutYear == 1)
    for name in SourceStatistics.fields { #expect(throws: Never.self) { try RecordField(name) } }
  }

  @Test func manySourcesAreCountedTogether() {
    let found = statistics(of: (0..<300).map { [["source \($0)"]] })
    #expect(found.sources.count == 201 && found.sources.last?.name == SourceStatistics.others)
    #expect(found.sources.reduce(0) { $0 + $1.counts.records } == 300 && found.total.records == 300)
  }

  @Test func blocksAreCountedAsOneJobDoes() async throws {
    let text = (0..<1500).map { "TY  - JOUR\nTI  - Weirs \($0)\nPY  - \(1990 + $0 % 7)\nDB  - Embase\nER  - \n" }
      .joined()
    func count(jobs: Int) async throws -> String {
      var conversion = try Conversion(
        to: FormatRegistry.standard.writableFormat("ris"), registry: .standard, into: ByteSink(.null))
      conversion.statistics = SourceStatistics()
      conversion.blockSize = 4096
      await conversion.run(ByteSource(bytes: Array(text.utf8), name: "a"), jobs: jobs)
      #expect((conversion.blocks > 1) == (jobs > 1))
      let (summary, _) = conversion.finish()
      return try #require(summary.statistics).table(ReviewFlow(summary))
    }
    let one = try await count(jobs: 1)
    #expect(one.contains("records,Embase,,1500\n") && one.contains("prisma,,screened,1500\n"))
    #expect(try await count(jobs: 3) == one)
  }
}
