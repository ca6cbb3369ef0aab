import Citemill
import CitemillCore
import CitemillTestSupport
import Foundation
import Testing

@testable import CitemillPipeline

/// The result of stages that hold records back does not depend on where the records are held.
@Suite struct HeldRecordsTests {
  private static let library = DuplicateLibrary(records: Effort.count(4_000, debug: 500), seed: 3)

  private static func place(_ index: Int) -> CitemillCore.SourceLocation {
    CitemillCore.SourceLocation(
      source: index % 7 == 0 ? "a.ris" : "other.ris", bytes: index..<(index + 9), line: index + 1)
  }

  /// The complete result of `dedupe`, with its log and review.
  private func deduped(_ memory: ByteCount, _ rules: MatchingRules, _ keeping: RecordUnion.Keeping, marks: Bool) throws
    -> [String]
  {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("held-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (log, review) = (folder.path + "/log", folder.path + "/review.csv")
    var stage = DedupeStage(
      rules, keeping, marks: marks, log: try MergeLog(log, replacesEarlier: true),
      review: try ReviewFile(review, replacesEarlier: true), memory: memory)
    for (index, record) in Self.library.records.enumerated() {
      try stage.add(PlacedRecord(record, at: Self.place(index)))
    }
    var diagnostics = Diagnostics()
    var result: [String] = []
    while let one = try stage.next(reporting: &diagnostics) {
      result.append("\(one.place) \(one.record) \(stage.mergedPlaces) \(stage.dropped.map { "\($0.paths)" })")
    }
    result.append("\(stage.merged) \(diagnostics.take().map { "\($0)" })")
    for path in [log, review] { result.append(try String(contentsOfFile: path, encoding: .utf8)) }
    return result
  }

  @Test(
    arguments: [
      (.merged, 75, false), (.first, 75, false), (.merged, 75, true), (.fullest, 90, false),
    ] as [(RecordUnion.Keeping, Int, Bool)])
  func dedupeDoesNotDependOnMemory(_ keeping: RecordUnion.Keeping, threshold: Int, marks: Bool) throws {
    var rules = MatchingRules()
    rules.threshold = threshold
    rules.mergesPreprints = threshold > 75
    let expected = try deduped(ByteCount(mebibytes: 1024), rules, keeping, marks: marks)
    let count = Self.library.records.count
    if marks { #expect(expected.count == count + 3) } else { #expect(expected.count < count) }
    #expect(try deduped(ByteCount(mebibytes: 0), rules, keeping, marks: marks) == expected)
  }

  @Test(arguments: [0, 1, 5_000, 400_000, 1 << 30])
  func recordsComeBackFromAnywhere(_ memory: Int) throws {
    var generator = RecordGenerator(seed: 31)
    let records = (0..<(Effort.count(2000, debug: 100))).map { PlacedRecord(generator.record(), at: Self.place($0)) }
    var held = PackedRecords(memory: memory, failure: .dedupeFile)
    for record in records { try held.append(record) }
    #expect(held.count == records.count)
    for index in records.indices {
      // In order, with others between them, as the records of a work are read.
      for (index, ahead) in [(index, true), (index * 7919 % records.count, false)] {
        let one = try held.record(at: index, readingAhead: ahead)
        #expect(one.record == records[index].record && one.place == records[index].place)
      }
    }
    for index in [-1, records.count] { #expect((try? held.record(at: index, readingAhead: true))?.place == nil) }
  }

  /// What the keys of records decide without a comparison is what a comparison decides.
  @Test func keysRuleOutOnlyWhatDiffers() {
    let works = Self.library.records.map { WorkIdentity($0) }
    var keys = WorkKeys()
    for work in works { keys.append(work) }
    var (ruledOut, compared) = (0, 0)
    for kind in 0..<WorkKeys.blockCount {
      for group in Dictionary(grouping: works.indices, by: { keys.block(kind, of: $0) }) where group.key != 0 {
        let members = group.value.prefix(60)
        for (place, one) in members.enumerated() {
          for other in members.dropFirst(place + 1) {
            guard keys.mustDiffer(one, other) else {
              compared += 1
              continue
            }
            ruledOut += 1
            #expect(WorkComparison(works[one], works[other]).score == 0)
          }
        }
      }
    }
    #expect(ruledOut > 100 && compared > 20)
  }

  /// Whatever the number of records requested, those that are held back are returned one by one.
  @Test(arguments: ["dedupe:memory=1M", "sort:title,memory=1M", "sort:-year,dedupe"])
  func jobsMakeNoDifference(_ transforms: String) async throws {
    let bytes = try FormatRegistry.standard.write(Self.library.records, as: "ris").bytes
    var outputs: [[UInt8]] = []
    for jobs in [1, 4] {
      var conversion = try Conversion(
        to: FormatRegistry.standard.writableFormat("records"), registry: .standard, into: ByteSink())
      conversion.transforms = try TransformRegistry.standard.transforms(transforms).map {
        try $0.makeStage(writesFiles: true)
      }
      await conversion.run(
        ByteSource(bytes: bytes, name: "source"), as: try FormatRegistry.standard.readableFormat("ris"), jobs: jobs)
      let (summary, sink) = conversion.finish()
      #expect(summary.isConserved)
      outputs.append(sink.bytes)
    }
    #expect(outputs[0] == outputs[1] && !outputs[0].isEmpty)
  }
}
