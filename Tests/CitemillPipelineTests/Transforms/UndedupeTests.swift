import CitemillCore
import CitemillTestSupport
import Foundation
import Testing

@testable import CitemillPipeline

@Suite struct UndedupeTests {
  private func run(_ stage: some CollectionTransform, _ records: [Record]) throws -> ([Record], added: Int, [String]) {
    var stage = stage
    var diagnostics = Diagnostics()
    for record in records { try stage.add(PlacedRecord(record, at: .whole("a"))) }
    var result: [Record] = []
    while let one = try stage.next(reporting: &diagnostics) { result.append(one.record) }
    return (result, stage.added, diagnostics.take().map { "\($0.code)" })
  }

  /// A library with copies of generated records, and the result of `dedupe` for it.
  private func united(_ seed: UInt64, records count: Int = 300) throws -> (
    records: [Record], united: [Record], log: String
  ) {
    let records = DuplicateLibrary(records: count, seed: seed).records
    let log = FileManager.default.temporaryDirectory.appendingPathComponent("citemill-\(UUID().uuidString).jsonl").path
    let (united, _, _) = try run(DedupeStage(log: try MergeLog(log, replacesEarlier: true)), records)
    #expect(united.count < records.count)
    return (records, united, log)
  }

  @Test(arguments: [1, 2, 3] as [UInt64]) func bringsBackWhatWasUnited(_ seed: UInt64) throws {
    let (records, united, log) = try united(seed)
    defer { try? FileManager.default.removeItem(atPath: log) }
    let history = try MergeHistory(log: log)
    let (back, added, said) = try run(UndedupeStage(history), united)
    #expect(back == records)
    #expect(added == records.count - united.count && !said.contains { $0.hasPrefix("undedupe") })
    // Whatever its order, nothing is lost and nothing is restored twice.
    let (shuffled, _, _) = try run(UndedupeStage(history), united.reversed())
    #expect(shuffled.count == records.count)
  }

  /// A key of the input may be one that the output gives another record: the second `a` is `a-2`, and `a-2`
  /// is `a-2-2`.
  @Test func givesKeysBack() throws {
    let records = ["a", "a", "b", "a", "a-2", "b-7"].enumerated().map { index, key in
      var record = Record()
      record.key = key
      record.titles = [Title(index < 2 ? "River mills" : "Weirs number \(index)")]
      if index < 2 { record.add(Identifier(.doi, "10.5555/a")) }
      return record
    }
    let log = FileManager.default.temporaryDirectory.appendingPathComponent("citemill-\(UUID().uuidString).jsonl").path
    defer { try? FileManager.default.removeItem(atPath: log) }
    var (merged, _, _) = try run(DedupeStage(log: try MergeLog(log, replacesEarlier: true)), records)
    var (keys, diagnostics) = (KeyStage(), Diagnostics())
    for index in merged.indices { keys.apply(to: &merged[index], reporting: &diagnostics) }
    #expect(merged.map(\.key) == ["a", "b", "a-2", "a-2-2", "b-7"])
    let (back, _, _) = try run(UndedupeStage(try MergeHistory(log: log)), merged)
    #expect(back == records)
  }

  @Test func knowsChangedRecordsByTheirDOI() throws {
    let (records, united, log) = try united(4, records: 150)
    defer { try? FileManager.default.removeItem(atPath: log) }
    let history = try MergeHistory(log: log)
    let changed = united.map { record in
      var record = record
      record.notes = [Note(RichText("read"))]
      return record
    }
    let (back, added, said) = try run(UndedupeStage(history), changed)
    #expect(back.count == united.count + added && back.count <= records.count)
    #expect(said.count { $0.hasPrefix("undedupe.") } == history.decisions.count)
    #expect(said.contains("undedupe.changed"))
    let (rest, none, missing) = try run(UndedupeStage(history), [])
    #expect(rest.isEmpty && none == 0 && missing.count == history.decisions.count)
  }
}
