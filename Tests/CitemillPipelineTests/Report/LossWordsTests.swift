import CitemillCore
import CitemillPipeline
import Testing

@Suite struct LossWordsTests {
  /// Every place that the model names, on the work itself.
  private static let places: [FieldPath] =
    Field.allCases.filter { $0 != .variables }.map { FieldPath($0) }
    + Title.Kind.allCases.filter { $0 != .main }.map { FieldPath(.titles, $0.rawValue) }
    + (0..<28).map { FieldPath(.contributors, Role(place: $0).rawValue) }
    + (1..<15).map { FieldPath(.dates, DateKind(place: $0).rawValue) }
    + Variable.allCases.map { FieldPath.variable($0) }
    + ["DOI", "PMID", "x-own"].map { FieldPath(.identifiers, $0) }
    + [FieldPath(.notes, "annotation"), FieldPath(.nativeFields, "ris"), FieldPath(.nativeFields, "ris.U1")]

  /// The text for each loss differs from all others, and contains no path.
  @Test func everyPlaceHasWordsOfItsOwn() {
    var paths: [FieldPath] = []
    for place in Self.places {
      for tier in FieldPath.Tier.allCases {
        for facet in [nil] + place.field.facets.map(Optional.some) + (place.field == .container ? [.many, .order] : [])
        {
          paths.append(FieldPath(place.field, place.part, in: tier, facet: facet))
        }
      }
    }
    #expect(paths.count > 1000)
    var seen: [String: FieldPath] = [:]
    for path in paths {
      let words = LossWords.words(for: path)
      #expect(!words.isEmpty && !words.contains { ".#_".contains($0) }, "\(path): \(words)")
      #expect(!words.contains("native-fields") && !words.hasPrefix("variables"), "\(path): \(words)")
      if let other = seen[words] { Issue.record("\(words): \(path) and \(other)") }
      seen[words] = path
    }
  }

  @Test(arguments: [
    ("contributors.author#identifiers", "ORCID"), ("funding", "funding"),
    ("host.titles.main", "title of the journal or book"),
    ("native-fields.listing.Cited By", "field Cited By of listing"), ("dates.issued#season", "season of date"),
    ("publisher-place", "place of publication"), ("contributors.editor#affiliations", "affiliations of editors"),
    ("abstracts.abstract", "abstract"), ("identifiers.PMID", "PMID"), ("series.number", "number of the series"),
  ])
  func wordsAreThoseOfPeople(path: String, words: String) throws {
    #expect(LossWords.words(for: try #require(FieldPath(path))) == words)
  }

  @Test func whatIsNotGoneIsSaid() {
    let path = FieldPath(.dates, "issued")
    #expect(LossWords.text(path, .dropped, count: 3) == "date (3)")
    #expect(LossWords.text(path, .narrowed, count: 1) == "date (1 less exact)")
    #expect(Set(Loss.Kind.allCases.map { LossWords.text(path, $0, count: 1) }).count == Loss.Kind.allCases.count)
  }
}
