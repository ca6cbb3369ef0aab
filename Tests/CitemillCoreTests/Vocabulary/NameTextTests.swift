import CitemillCore
import CitemillTestSupport
import Testing

@Suite struct NameTextTests {
  @Test(
    arguments: [
      ("Jane M. Doe", "Doe", "Jane M."), ("Doe, Jane M.", "Doe", "Jane M."), ("Plato", "Plato", nil),
      ("Jasmine-Kim Westendorf", "Westendorf", "Jasmine-Kim"), ("Chiara D’Orazio", "D’Orazio", "Chiara"),
    ] as [(String, String, String?)])
  func takesNamesApart(text: String, family: String, given: String?) throws {
    let one = try #require(NameText.read(text))
    #expect(one.kind == .person && one.name.family == family && one.name.given == given)
  }

  @Test func knowsParticlesAndSuffixes() throws {
    let beethoven = try #require(NameText.read("Ludwig van Beethoven")).name
    #expect(beethoven.family == "Beethoven" && beethoven.given == "Ludwig")
    #expect((beethoven.nonDroppingParticle ?? beethoven.droppingParticle) == "van")
    let king = try #require(NameText.read("King, Martin Luther, Jr.")).name
    #expect(king.suffix == "Jr." && king.family == "King")
  }

  @Test func theOrderIsTheCallersToTell() throws {
    #expect(try #require(NameText.read("Doe Jane", order: .familyFirst)).name.family == "Doe")
  }

  /// Databases put initials after the family name without a comma.
  @Test(
    arguments: [
      ("Berg A", "Berg", "A"), ("Berg A.", "Berg", "A."), ("Eze N.-O.", "Eze", "N.-O."), ("Li XYZ", "Li", "XYZ"),
      ("van der Beek J.", "van der Beek", "J."), ("García López MC", "García López", "MC"),
      ("Ångström Å.", "Ångström", "Å."),
      ("Tolkien J. R. R.", "Tolkien", "J. R. R."), ("Smith JR", "Smith", "JR"), ("Malcolm X.", "Malcolm", "X."),
      ("Müller-Lüdenscheidt K", "Müller-Lüdenscheidt", "K"),
    ] as [(String, String, String)])
  func initialsBehindAreTheGivenName(text: String, family: String, given: String) throws {
    for order in NameText.Order.allCases {
      let name = try #require(NameText.read(text, order: order)).name
      let whole = [name.nonDroppingParticle, name.family].compactMap { $0 }.joined(separator: " ")
      #expect(whole == family && name.given == given && name.suffix == nil, "\(text), \(order)")
    }
  }

  @Test(
    arguments: [
      ("J. R. R. Tolkien", "Tolkien", "J. R. R.", nil), ("J Smith", "Smith", "J", nil), ("A B", "B", "A", nil),
      ("BERG A", "BERG", "A", nil), ("Martin King III", "King", "Martin", "III"),
      ("John Smith JR", "Smith", "John", "JR"), ("John Smith Jr", "Smith", "John", "Jr"),
    ] as [(String, String, String?, String?)])
  func otherNamesKeepTheirOrder(text: String, family: String, given: String?, suffix: String?) throws {
    let name = try #require(NameText.read(text)).name
    #expect(name.family == family && name.given == given && name.suffix == suffix)
  }

  @Test(arguments: [
    "Berg A, Eze N, van der Beek J.", "Berg A.; Eze N.; van der Beek J.", "Berg A, Eze N & van der Beek J",
  ])
  func listsOfNamesWithInitialsBehind(text: String) {
    #expect(NameText.readList(text).map { $0.name.family } == ["Berg", "Eze", "Beek"])
  }

  @Test func keepsOrganisationsWhole() throws {
    let one = try #require(NameText.read("University of the Weir"))
    #expect(one.kind == .organization && one.name.literal == "University of the Weir")
  }

  @Test(arguments: [
    ("Doe, Jane; Roe, Richard", 2), ("Doe, J. et al.", 2), ("Jane Doe and Richard Roe", 2),
    ("Jane Doe, Richard Roe, and Ann Poe", 3),
    ("Doe, J., Roe, R.", 2), ("Doe, Jane", 1), ("Jane Doe et al.", 2),
  ])
  func dividesLists(text: String, count: Int) { #expect(NameText.readList(text).count == count) }

  @Test func othersEndTheList() { #expect(NameText.readList("Jane Doe, et al.").last?.kind == .others) }

  @Test(arguments: ["Higgins Dame Rosalyn", "Berg Dr. Anna"]) func seesMisplacedHonorifics(text: String) {
    #expect(NameText.hasMisplacedHonorific(text))
  }

  @Test(arguments: ["Dame Rosalyn Higgins", "Jane Doe"]) func passesOverHonorificsInTheirPlace(text: String) {
    #expect(!NameText.hasMisplacedHonorific(text))
  }

  @Test(arguments: ["", " ", ",", ", ,", "and", ";;;", "\u{200B}", ".", "-"]) func survivesWhatIsNoName(text: String) {
    for one in NameText.readList(text) {
      var record = Record()
      record.add(one)
      #expect(record.violations == [])
    }
  }

  /// Long lists take time in proportion to their length.
  @Test(
    .timeLimit(.minutes(1)),
    arguments: [" e Berg", "；张三", " and Mill Group", " / Berg A", ", Berg", "; Berg A, Eze N", " et al."])
  func longListsAreReadInOnePass(piece: String) {
    let text = "Anna Berg" + String(repeating: piece, count: Effort.count(50_000, debug: 10_000))
    #expect(!NameText.readList(text).isEmpty)
  }
}
