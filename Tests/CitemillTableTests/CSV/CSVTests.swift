import Citemill
import CitemillTestSupport
import Testing

@Suite struct CSVTests {
  private func trial(_ text: String, as specification: String = "csv") throws -> Trial {
    try Trial(text: text, as: specification)
  }

  @Test func headersAreReadInAnyWriting() throws {
    let trial = try trial("ID,Item Type,Article_Title,Author(s),Publication Title,Publication Year,doi\na,book,T,\"Doe, J\",B,2019,10.5555/x\n")
    let record = try #require(trial.records.first)
    #expect(record.key == "a" && record.type == .book && record.title == "T" && record.doi == "10.5555/x")
    #expect(record.contributors[0].name.family == "Doe")
    #expect(record.container(.host)?.title() == "B")
    #expect(record[date: .issued]?.value?.description == "2019")
  }
}
