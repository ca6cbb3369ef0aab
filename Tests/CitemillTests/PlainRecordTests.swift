import Citemill
import CitemillCore
import CitemillTestSupport
import Testing

/// Writers check whether a record is certain to be read back unchanged, and only read back the others. The
/// certain ones are plain, so that plain values in every place of the model, alone and in pairs, are written
/// and read back here; records that are difficult to write are in `LawTests`.
@Suite struct PlainRecordTests {
  static let specifications = LawTests.specifications.filter { !$0.contains("=") }

  @Test(arguments: specifications) func comesBackFromEveryPlace(specification: String) throws {
    let law = try Law(specification)
    for kind in WorkKind.allCases {
      let type = try #require(RecordType.allCases.first { WorkKind($0) == kind })
      try check(law, Self.values.map { Self.record(type, [$0]) })
    }
  }

  @Test(arguments: specifications) func comesBackByTwos(specification: String) throws {
    let law = try Law(specification)
    let values = Self.values
    for (type, step) in [(RecordType.articleJournal, 7), (.chapter, 31)] {
      try check(law, values.indices.map { Self.record(type, [values[$0], values[($0 + step) % values.count]]) })
    }
  }

  private func check(_ law: Law, _ records: [Record]) throws {
    for start in stride(from: 0, to: records.count, by: 20) {
      let outcome = try law.check(Array(records[start..<min(start + 20, records.count)]))
      if let violation = outcome.violation { Issue.record("\(violation)") }
    }
  }

  private typealias Value = @Sendable (inout Record) -> Void

  private static func record(_ type: RecordType, _ values: [Value]) -> Record {
    var record = Record()
    record.type = type
    record.add(Title("Weirs and other works"))
    for value in values { value(&record) }
    return record
  }

  /// A value for each place, and names and dates in their usual form.
  private static let values: [Value] = {
    var texts: [(Place, String)] = [(.key, "berg2019"), (.keyword, "water")]
    for tier in FieldPath.Tier.allCases {
      texts += Title.Kind.allCases.map { (.title($0, tier), "Annals of Weirs") }
      texts += Variable.allCases.map { (.variable($0, tier), "12") }
      texts += IdentifierScheme.known.map { (.identifier($0, tier), number($0)) }
    }
    texts += [(.variable(.pages), "12-34"), (.variable(.pages), "e77"), (.variable(.language), "de")]
    texts += Abstract.Kind.known.map { (.abstract($0), "It is about weirs.") }
    texts += Note.Kind.allCases.map { (.note($0), "Seen in a library.") }
    texts += Event.Part.allCases.map { (.event($0), "Weir Days") }
    var values: [Value] = texts.map { place, text in { $0.put(text, at: place) } }
    let names: [(Contributor.Kind, PersonName)] = [
      (.person, PersonName(family: "Berg", given: "Ada")), (.person, PersonName(family: "Berg", given: "A. B.")),
      (.person, PersonName(family: "Berg")), (.person, PersonName(family: "van Berg", given: "Ada")),
      (.organization, PersonName(literal: "Institute of Weirs")), (.others, PersonName()),
    ]
    for role in Role.known {
      values += names.prefix(role == .author ? 6 : 1).map { kind, name in
        { $0.contributors.append(Contributor(kind, name: name, roles: [role])) }
      }
    }
    let dates = [PartialDate(year: 2019, month: 3, day: 9), PartialDate(year: 2019), PartialDate(year: 2019, month: 3)]
    for kind in DateKind.known {
      values += dates.prefix(kind == .issued ? 3 : 1).map { date in { $0[date: kind] = date } }
    }
    return values
  }()

  private static func number(_ scheme: IdentifierScheme) -> String {
    switch scheme {
    case .doi: "10.1000/weirs"
    case .isbn: "9783161484100"
    case .issn: "1234-5679"
    default: "12345"
    }
  }
}
