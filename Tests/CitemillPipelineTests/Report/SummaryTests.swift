import CitemillCore
import CitemillPipeline
import Testing

@Suite struct SummaryTests {
  private func summary(read: Int, written: Int, rejected: Int = 0) -> Summary {
    var source = Summary.Source(name: "a")
    source.read = read
    source.rejected = rejected
    source.tally.read = read
    source.tally.rejected = rejected
    var summary = Summary()
    summary.sources = [source]
    summary.written = written
    return summary
  }

  @Test func aMissingRecordIsAFault() {
    #expect(summary(read: 2, written: 2).exitStatus() == .success)
    #expect(summary(read: 2, written: 1).exitStatus() == .fault)
  }

  @Test func rejectsMakeItPartialOrUseless() {
    #expect(summary(read: 2, written: 2, rejected: 1).exitStatus() == .partial)
    #expect(summary(read: 0, written: 0, rejected: 1).exitStatus() == .noData)
  }

  @Test func lossesCountOnlyWhenStrict() {
    var summary = summary(read: 1, written: 1)
    summary.losses.beginRecord()
    summary.losses.lose(FieldPath(.event), .dropped)
    #expect(summary.exitStatus() == .success)
    #expect(summary.exitStatus(isStrict: true) == .partial)
  }

  @Test func theOutputsFailureComesFirst() {
    var summary = summary(read: 1, written: 1)
    summary.outputFailure = 28
    #expect(summary.exitStatus() == .inputOutput)
    summary.outputFailure = 32
    #expect(summary.exitStatus() == .closedPipe)
  }

  @Test func aDeadSourceTellsWhy() {
    var summary = Summary()
    var source = Summary.Source(name: "a")
    source.failure = SourceFailure(.unusable, "x.y", "no")
    summary.sources = [source]
    #expect(summary.exitStatus() == .noData)
  }
}
