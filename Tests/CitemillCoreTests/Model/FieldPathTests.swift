import CitemillCore
import Testing

/// The places of a record as texts.
@Suite struct FieldPathTests {
  @Test func everyPlaceIsReadAsItIsWritten() {
    var paths: [FieldPath] = Variable.allCases.map { .variable($0) }
    for tier in FieldPath.Tier.allCases {
      for field in Field.allCases where field != .variables {
        paths.append(FieldPath(field, in: tier))
        for facet in field.facets { paths.append(FieldPath(field, "part", in: tier, facet: facet)) }
      }
    }
    for path in paths { #expect(FieldPath(path.description) == path, "\(path)") }
  }

  @Test func aVariableAndAGroupOfOneNameAreToldApart() {
    #expect(FieldPath("references") == FieldPath(.references))
    #expect(FieldPath("variables.references") == .variable(.references))
    #expect(FieldPath("native-fields.ris.U1")?.part == "ris.U1")
  }

  @Test(arguments: ["", "titel", "host.", "titles.", "volume.x", "#marks", "host"])
  func whatNamesNoPlaceIsNone(text: String) { #expect(FieldPath(text) == nil) }
}
