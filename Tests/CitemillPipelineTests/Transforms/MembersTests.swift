import Citemill
import CitemillCore
import Testing

@testable import CitemillPipeline

@Suite struct MembersTests {
  private static func record() -> Record {
    var inner = Contributor.organization("Lock Group")
    inner.members = [.person(PersonName(family: "Eze", given: "Ngozi"), Role(rawValue: "investigator"))]
    var group = Contributor.organization("Mill Survey")
    group.members = [.person(PersonName(family: "Berg", given: "Anna")), inner]
    var record = Record()
    record.contributors = [.person(PersonName(family: "Roe")), group, .person(PersonName(family: "Day"), .editor)]
    return record
  }

  @Test(arguments: [
    ("members", "Roe author, Mill Survey author [2], Day editor"),
    ("members:as=unchanged", "Roe author, Mill Survey author [2], Day editor"),
    ("members:as=authors", "Roe author, Mill Survey author, Berg author, Lock Group author, Eze author, Day editor"),
    (
      "members:as=contributors",
      "Roe author, Mill Survey author, Berg contributor, Lock Group contributor, Eze investigator, Day editor"
    ),
  ])
  func putsMembersAfterTheirGroup(_ list: String, _ expected: String) throws {
    let stage = try #require(
      try TransformRegistry.standard.transforms(list).first?.makeStage(writesFiles: false).asRecordTransform)
    var record = Self.record()
    var diagnostics = Diagnostics()
    #expect(stage.apply(to: &record, at: .whole("a"), reporting: &diagnostics) == .keep)
    let found = record.contributors.map { one in
      let name = one.name.family ?? one.name.literal ?? ""
      return "\(name) \(one.roles.map(\.rawValue).joined(separator: "+"))"
        + (one.members.isEmpty ? "" : " [\(one.members.count)]")
    }
    #expect(found.joined(separator: ", ") == expected)
  }
}
