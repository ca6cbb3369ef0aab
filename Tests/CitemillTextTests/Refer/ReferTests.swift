import Citemill
import CitemillCore
import CitemillTestSupport
import Testing

/// What Refer has and no other tagged format.
@Suite struct ReferTests {
  /// The programs before EndNote wrote no type.
  @Test(
    arguments: [
      ("%T One\n%J Journal\n", .articleJournal), ("%T One\n%B Book\n%I Brook\n", .chapter),
      ("%T One\n%I Brook\n", .book), ("%T One\n", .document),
    ] as [(String, RecordType)])
  func fieldsTellTheTypeWhereNoLineDoes(text: String, type: RecordType) throws {
    #expect(try Trial(text: text, as: "refer").records.map(\.type) == [type])
  }

  @Test(arguments: ["Berg, Anna", "Anna Berg"]) func namesComeInEitherOrder(name: String) throws {
    let record = try #require(try Trial(text: "%0 Book\n%A \(name)\n%T One\n", as: "refer").records.first)
    #expect(record.contributors == [.person(PersonName(family: "Berg", given: "Anna"))])
  }

  @Test func secondValuesOfARecordStayInIt() throws {
    let text = "%0 Book\n%T One\n%X A line\nand another.\n%T Two\n%D 2001\n%A Doe, Jane\n%D 2002\n"
    let records = try Trial(text: text, as: "refer").records
    #expect(records.count == 1)
    let again = try Trial(text: FormatRegistry.standard.write(records, as: "refer").text, as: "refer")
    #expect(again.records.map(\.content) == records.map(\.content))
  }

  @Test func manySecondValuesAreSaid() throws {
    let text = "%0 Book\n%A Doe, Jane\n%T One\n%I Brook\n%V 1\n%A Roe, Max\n%T Two\n%I Mill\n%V 2\n"
    let trial = try Trial(text: text, as: "refer")
    #expect(trial.diagnostics.map(\.code) == [Diagnostic.Code("tagged.repeated-fields")])
    // A line without a tag after a number shows where the other record begins.
    let damaged = try Trial(text: text.replacing("%V 1\n", with: "%V 1\nx0 Book\n"), as: "refer")
    #expect(damaged.records.map(\.title) == ["One", "Two"])
  }
}
