import Citemill
import CitemillTestSupport
import Testing

/// The plan matches the conversion: a loss is reported exactly if a reader of the output misses something.
@Suite struct PlanTests {
  @Test(arguments: LawTests.specifications) func plannedLossIsMeasuredLoss(specification: String) throws {
    let registry = FormatRegistry.standard
    let format = try registry.writableFormat(specification)
    let readsBackAs = format.info.readsBackAs ?? specification
    let needs = RecordNeeds(of: format)
    var generator = RecordGenerator(seed: 77)
    var planned = try RecordOutput(to: format, into: ByteSink(.null))
    for index in 0..<LawTests.count(of: specification) {
      var record = generator.record(meeting: needs)
      record.nativeFields = []
      // No key is repeated, since the plan is of one file and the conversions of one record each.
      record.key = record.key.map { "\($0)-\(index)" }
      var real = try RecordOutput(to: format, into: ByteSink())
      var diagnostics = Diagnostics()
      var copy = record
      let before = planned.losses.total
      let outcome = planned.write(&copy, reporting: &diagnostics)
      copy = record
      #expect(real.write(&copy, reporting: &diagnostics) == outcome)
      guard outcome == .written else { continue }
      #expect(planned.losses.total - before == real.losses.total, "the plan and the conversion count alike")
      let trial = try Trial(ByteSource(bytes: real.finish().bytes, name: "plan"), as: readsBackAs)
      guard var found = trial.records.first else {
        Issue.record("nothing read of \(Law.line(of: record)): \(trial.diagnostics.map(\.description))")
        return
      }
      if copy.isKeyGenerated { found.key = nil }
      let differences = copy.differences(from: found)
      if differences.isEmpty != real.losses.isEmpty {
        Issue.record(
          "told \(real.losses.ranked.map(\.key.path)), found \(differences.map(\.path)): \(Law.line(of: record))")
        return
      }
    }
  }
}
