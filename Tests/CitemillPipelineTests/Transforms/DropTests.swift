import Citemill
import CitemillCore
import CitemillPipeline
import CitemillTestSupport
import Testing

@Suite struct DropTests {
  @Test(arguments: [
    "title", "author", "issued", "DOI", "volume", "container", "abstract", "host.titles", "host.contributors",
    "series.number",
    "native-fields", "keyword", "event", "files", "key", "note", "host.identifiers",
  ])
  func leavesNothingThereAndAGoodRecord(_ name: String) throws {
    let stage = try TransformRegistry.standard.transforms("drop:\(name)")[0].makeStage(writesFiles: false)
    let transform = try #require(stage.asRecordTransform)
    let path = try RecordField(name).path
    var generator = RecordGenerator(seed: 3)
    var diagnostics = Diagnostics()
    for _ in 0..<200 {
      var record = generator.record()
      #expect(transform.apply(to: &record, at: .whole("a"), reporting: &diagnostics) == .keep)
      #expect(record.parts(at: path).isEmpty && record.violations.isEmpty)
    }
  }

  @Test func refusesWhatCannotBeDropped() {
    for name in ["type", "titel", "title#marks"] {
      #expect(throws: UsageError.self) { try TransformRegistry.standard.transforms("drop:\(name)") }
    }
  }
}
