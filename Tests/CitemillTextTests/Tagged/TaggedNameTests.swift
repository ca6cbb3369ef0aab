import Citemill
import CitemillCore
import Testing

/// Names in the fields of tagged formats.
@Suite struct TaggedNameTests {
  @Test(arguments: ["ris", "nbib", "refer", "wos"], ["- - -", ".", "J", "Jean-Luc", "é", "von", "JR", "A, B"])
  func namesComeBackAsFarAsIsSaid(id: String, given: String) throws {
    var record = Record()
    record.type = .articleJournal
    record.add(Title("Mills"))
    record.add(.person(PersonName(family: "Chen", given: given)))
    let writing = try FormatRegistry.standard.write([record], as: id)
    let found = try FormatRegistry.standard.read(ByteSource(bytes: Array(writing.text.utf8)), as: id).records
    let isSame = found.first?.contributors == record.contributors
    #expect(isSame == writing.losses.isEmpty, "\(writing.text)")
  }
}
