import CitemillCore
import CitemillTable
import CitemillTestSupport
import Testing

@testable import CitemillPipeline

/// Two records of one work, or of two, in the forms that databases and tables for R give them.
@Suite struct DedupeExportsTests {
  /// `author | year | journal | volume | number | pages | doi | title`, twice.
  struct Pair: CustomTestStringConvertible, Sendable {
    let one: String
    let other: String
    var testDescription: String { "\(one) / \(other)" }

    init(_ one: String, _ other: String) { (self.one, self.other) = (one, other) }
  }

  /// Whether both are found to be of one work; nil if that is left to people.
  private func areOne(_ pair: Pair) throws -> Bool? {
    let rows = [pair.one, pair.other].map { row in
      row.split(separator: "|", omittingEmptySubsequences: false)
        .map { "\"\(String($0).trimmed)\"" }.joined(separator: ",")
    }
    let text = "author,year,journal,volume,number,pages,doi,title\n" + rows.joined(separator: "\n") + "\n"
    var reader = try CSV().makeReader(for: ByteSource(bytes: Array(text.utf8)))
    var (record, works, diagnostics) = (Record(), [WorkIdentity](), Diagnostics())
    while case .record = try reader.next(into: &record, reporting: &diagnostics) { works.append(WorkIdentity(record)) }
    try #require(works.count == 2)
    let found = Deduplication(works)
    return found.groups == [[0, 1]] ? true : found.refusals.contains(where: \.isDoubtful) ? nil : false
  }

  private static let title = "Water wheels and grain yield in lowland mills"
  private static let place = "2014 | Mill Letters | 57 | 6 | 1123-1130 |"
  private static let bare = "2014 | Mill Letters | | | |"
  private static let full = "Brunner, Hanna; Okafor, Chidi | \(place) | \(title)"

  static let same = [
    // First authors.
    Pair("van der Berg, Anna; Okafor, Chidi | \(place) | \(title)", "Berg, A. V.; Okafor, C. | \(bare) | \(title)"),
    Pair("García-López, María | \(place) | \(title)", "Garcia M | \(bare) | \(title)"),
    Pair("García-López, María | \(place) | \(title)", "Lopez, M. G. | \(bare) | \(title)"),
    Pair("Müller, Karl | \(place) | \(title)", "MÃ¼ller, K. | \(bare) | \(title)"),
    Pair("World Mill Organization | \(place) | \(title)", "WMO | \(bare) | \(title)"),
    Pair("American Mill Association | \(place) | \(title)", "Association, A. M. | \(bare) | \(title)"),
    Pair("The LOWMILL Study Group | \(place) | \(title)", "LOWMILL Study Group | \(bare) | \(title)"),
    Pair("Okafor, Chidi; Brunner, Hanna | \(place) | \(title)", "Brunner, H.; Okafor, C. | \(bare) | \(title)"),
    Pair("Brunner, Mike; Okafor, C. | \(place) | \(title)", "Brunner, Michael; Okafor, C. | \(bare) | \(title)"),
    // Pages that are none.
    Pair(full, "Brunner, H. | 2014 | Mill Letters | 57 | 6 | no pagination | | \(title)"),
    Pair(full, "Brunner, H. | 2014 | Mill Letters | 57 | 6 | N.PAG-N.PAG | | \(title)"),
    Pair(full, "Brunner, H. | 2014 | Mill Letters | 57 | 6 | 8 p. | | \(title)"),
    // Titles.
    Pair("Roth, K. | \(place) | Grain by TGF-β1 in mills", "Roth, K. | \(bare) | Grain by TGF-?1 in mills"),
    Pair("Roth, K. | \(place) | Grain by TGF-β1 in mills", "Roth, K. | \(bare) | Grain by TGF-Î²1 in mills"),
    Pair(
      "Roth, K. | \(place) | Role of NF-κB in lowland mills",
      "Roth, K. | \(bare) | Role of NF-[kappa]B in lowland mills"),
    Pair(
      "Roth, K. | \(place) | Millers of age ≥65 in the north",
      "Roth, K. | \(bare) | Millers of age > or =65 in the north"),
    Pair(full, "Brunner, H. | \(bare) | \(title) [see comment]"),
    Pair(full, "Brunner, H. | \(bare) | \(title). [published erratum appears in Mill Lett 2015;58:1]"),
    Pair(full, "Brunner, H. | \(bare) | \(title) (2014)"),
    // Journals with more than their name.
    Pair(full, "Brunner, H. | 2014 | Mill Letters; Brookfield | | | | | \(title)"),
    Pair(full, "Brunner, H. | 2014 | Mill Letters. Conference: 42nd Meeting of Millers | | | | | \(title)"),
    Pair(full, "Brunner, H. | 2014 | Mill Letters 57(6), 2014 | | | | | \(title)"),
    Pair(full, "Brunner, H. | 2014 | Mill Lett.2014 Jun;57(6):1123-30. | | | | | \(title)"),
    // A DOI with the form of the text, or cut off at one place.
    Pair("Brunner, H. | \(place) 10.5555/x.1 | \(title)", "Brunner, H. | \(place) 10.5555/x.1/pdf | \(title)"),
    Pair("Brunner, H. | \(place) 10.5555/lett.1 | \(title)", "Brunner, H. | \(place) 10.5555/lett | \(title)"),
    // Long titles, and less of everything else.
    Pair(full, " | 2014 | | | | | | \(title)"),
    Pair(full, "Brunner, H. | | | | | | | \(title)"),
  ]

  @Test(arguments: same) func isOneWork(_ pair: Pair) throws { #expect(try areOne(pair) == true) }

  static let apart = [
    // The number is that of the issue.
    Pair(
      "Roth, K. | 2014 | Mill Letters | 57 | 6 | | | \(title)", "Roth, K. | 2014 | Mill Letters | 57 | 7 | | | \(title)"
    ),
    Pair(
      "Roth, K. | 2014 | Mill Letters | 57 | 6 | 1 | | Editorial",
      "Roth, K. | 2014 | Mill Letters | 57 | 7 | 1 | | Editorial"),
    Pair(
      "Roth, K. | 2014 | Mill Letters | 57 | Suppl 1 | | | \(title)",
      "Roth, K. | 2014 | Mill Letters | 57 | 6 | 1123-1130 | | \(title)"),
    // A column with one DOI for all of its parts.
    Pair(
      "Roth, K. | 2014 | Mill Letters | 57 | 6 | | 10.5555/e | Editorial",
      "Roth, K. | 2018 | Mill Letters | 61 | 1 | | 10.5555/e | Editorial"),
    // What is about a work, or comes before or after it.
    Pair(full, "Brunner, H. | \(bare) | \(title): rationale and design of a trial"),
    Pair(full, "Brunner, H. | \(bare) | \(title): a commentary on current evidence"),
    Pair(full, "Brunner, H. | \(bare) | \(title) (Retraction of vol 57, pg 1123, 2014)"),
    Pair(full, "Brunner, H. | \(bare) | \(title) (vol 57, 1123, 2014)"),
    Pair(full, "Brunner, H. | \(bare) | \(title) (Expression of concern)"),
    Pair(full, "Brunner, H. | \(bare) | \(title) [Erratum]"),
    Pair(full, "Brunner, H. | \(bare) | \(title) [Conference Abstract]"),
    Pair(full, "Lind, Max; Roe, Eva | 2014 | Mill Letters | | | | | \(title)"),
  ]

  @Test(arguments: apart) func areTwoWorks(_ pair: Pair) throws { #expect(try areOne(pair) != true) }

  @Test(arguments: [
    ("MÃ¼ller", "Müller"), ("TGF-Î²1", "TGF-β1"), ("Müller", "Müller"), ("Ã", "Ã"), ("naÃ¯ve cafÃ©", "naïve café"),
    ("plain", "plain"), ("millerâ€™s", "miller’s"), ("Ãœber", "Über"), ("Ã, Ö", "Ã, Ö"), ("Â°", "°"),
  ])
  func readsWhatWasEncodedTwice(_ text: String, _ expected: String) {
    #expect(TextEncoding.decodedOnce(text).hasSameBytes(as: expected))
  }

  @Test(arguments: [
    ("tgf?1 in", "tgf-beta1 in", true), ("a na?ve view", "a naïve view", true), ("What now?", "What now", true),
    ("tgf?1 in", "tgf2 in", false), ("Sj?gren", "Sjögrens", false),
  ])
  func letterThatWasLost(_ one: String, _ other: String, _ isSame: Bool) {
    let letters = Folding.letters(LostLetters.marked(one))
    #expect((letters == Folding.letters(other) || LostLetters.match(letters, Folding.letters(other))) == isSame)
  }
}
