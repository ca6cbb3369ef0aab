import CitemillCore
import Testing

@testable import CitemillPipeline

/// Titles that differ in what sources put into them, near titles at one place, and abstracts of conferences.
@Suite struct DedupeLookalikesTests {
  private static func article(
    _ title: String, year: Int = 2019, journal: String? = "Journal of Water History", volume: String? = nil,
    pages: String? = nil, type: RecordType = .articleJournal, genre: String? = nil, doi: String? = nil
  ) -> Record {
    var record = Record()
    record.type = type
    record.add(Title(title))
    record.add(.person(PersonName(family: "Berg", given: "Anna")))
    record[date: .issued] = PartialDate(year: year)
    if let journal { record.withHost { $0.titles = [Title(journal)] } }
    (record[.volume], record[.pages], record[.genre]) = (volume, pages, genre)
    if let doi { record.add(Identifier(.doi, doi)) }
    return record
  }

  private func found(_ records: [Record]) -> (groups: [[Int]], doubtful: [String]) {
    let found = Deduplication(records.map { WorkIdentity($0) })
    return (found.groups, found.refusals.filter(\.isDoubtful).map(\.reason))
  }

  // MARK: - Markup

  private static let forms: [(String, String)] = [
    ("Vitamin D<inf>3</inf> in mills of the north", "Vitamin D3 in mills of the north"),
    ("Vitamin D<sub>3</sub> in mills of the north", "Vitamin D\u{2083} in mills of the north"),
    ("Mills &amp; weirs of the northern coast", "Mills & weirs of the northern coast"),
    ("&lt;i&gt;Salmo salar&lt;/i&gt; in mills of the north", "Salmo salar in mills of the north"),
    ("&amp;lt;i&amp;gt;Salmo&amp;lt;/i&amp;gt; salar in mills", "Salmo salar in mills"),
    ("TGF-&beta;1 in millers of the north", "TGF-β1 in millers of the north"),
    ("TGF-ß1 in millers of the north", "TGF-beta1 in millers of the north"),
    ("TGFß in millers of the north", "TGFβ in millers of the north"),
    ("ß-catenin in millers of the north", "beta-catenin in millers of the north"),
    ("&#946;-catenin in millers of the north", "&#x3B2;-catenin in millers of the north"),
    ("Mills of Bras&iacute;lia and M&uuml;hlen", "Mills of Brasília and Mühlen"),
    ("Mills of p &lt; 0.05 and more weirs", "Mills of p < 0.05 and more weirs"),
    ("<jats:italic>Salmo</jats:italic> in <mml:math><mml:mi>x</mml:mi></mml:math> mills", "Salmo in x mills"),
    ("Mills<br/>of the northern coast", "Mills of the northern coast"),
    ("<span class=\"it\">Salmo</span> in mills of the north", "Salmo in mills of the north"),
  ]

  @Test(arguments: forms) func markupIsNotOfTheTitle(_ one: String, _ other: String) {
    let works = [one, other].map { WorkIdentity(Self.article($0)) }
    #expect(works[0].titleLetters == works[1].titleLetters)
    #expect(found([Self.article(one), Self.article(other)]).groups == [[0, 1]])
  }

  @Test(arguments: [
    "Mills where a < b and c > d", "Mills of a<b and c>d", "R&D in mills; a survey", "Mills & weirs; both",
    "Die Straße der Mühlen",
    "AT&T; or mills", "<3 mills", "&unknown; mills", "Spaß & Maß", "&#xZZ; mills", "Mills of x<y>z",
  ])
  func otherTextsStay(_ text: String) {
    #expect(BareTitle(text).text == text)
  }

  // MARK: - Near titles

  @Test func nearTitlesAtOnePlaceAreInDoubt() {
    let one = Self.article("Grinding stones of northern river mills", volume: "12", pages: "33")
    let other = Self.article("Grinding stones from the mills on northern streams", volume: "12", pages: "33")
    #expect(found([one, other]).doubtful == ["similar titles at one place"])
    for change: @Sendable (inout Record) -> Void in [
      { $0[.volume] = "13" }, { $0[.pages] = "34" }, { $0.withHost { $0.titles = [Title("Weir Letters")] } },
      { $0.contributors = [.person(PersonName(family: "Eze", given: "Ngozi"))] },
      { $0[date: .issued] = PartialDate(year: 2021) },
      { $0.titles = [Title("Fish ladders and their builders")] },
    ] {
      var changed = other
      change(&changed)
      let (groups, doubtful) = found([one, changed])
      #expect(groups.isEmpty && doubtful.isEmpty, "\(changed)")
    }
  }

  // MARK: - Conferences

  private static let title = "Grinding stones of northern river mills"
  private static let paper = article(title, volume: "12", pages: "33-41")

  @Test(arguments: [
    article(title, year: 2018, journal: "Weir Letters", genre: "Conference Abstract"),
    article(title, genre: "Meeting Abstract"), article(title, journal: "European Journal of Weirs", genre: "Abstract"),
    article(title, journal: "Weir Congress", type: .paperConference),
    article(title, journal: nil, type: .paperConference),
    article(title, journal: nil, type: .paperConference, genre: "Conference Abstract"),
  ])
  func anAbstractIsNotTheArticle(_ abstract: Record) {
    let (groups, doubtful) = found([abstract, Self.paper])
    #expect(groups.isEmpty)
    #expect(doubtful == ["one is of a conference, the other an article"])
    // A shared identifier decides.
    var (one, other) = (abstract, Self.paper)
    one.add(Identifier(.doi, "10.5555/a"))
    other.add(Identifier(.doi, "10.5555/a"))
    #expect(found([one, other]).groups == [[0, 1]])
    // Two copies of the abstract are one work.
    #expect(found([abstract, abstract]).groups == [[0, 1]])
  }

  @Test func proceedingsInAVolumeOfAJournalAreArticles() {
    let one = Self.article(Self.title, volume: "12", type: .paperConference)
    #expect(found([one, Self.paper]).groups == [[0, 1]])
    let other = Self.article(
      Self.title, volume: "12", pages: "33-41", type: .paperConference, genre: "Conference Paper")
    #expect(found([other, Self.paper]).groups == [[0, 1]])
  }
}
