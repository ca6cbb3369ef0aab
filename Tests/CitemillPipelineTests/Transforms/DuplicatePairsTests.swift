import CitemillCore
import CitemillTestSupport
import Foundation
import Testing

@testable import CitemillPipeline

/// How well `dedupe` decides about pairs of known kinds, all in one library.
@Suite struct DuplicatePairsTests {
  /// How many pairs of each kind; 1000 and more take a while in a debug build.
  private static let count = ProcessInfo.processInfo.environment["CITEMILL_PAIRS_COUNT"].flatMap { Int($0) } ?? 100

  @Test func pairsOfEachKind() {
    let pairs = DuplicatePairs(perKind: Self.count, seed: 3)
    var groups: [[Int]] = []
    let time = ContinuousClock().measure {
      groups = Deduplication(pairs.records.map { WorkIdentity($0) }).groups
    }
    let works = pairs.records.indices.map { pairs.kinds[$0 / 2].isDuplicate ? $0 / 2 * 2 : $0 }
    var merged: Set<Int> = []
    var wrong: [String] = []
    var wrongs = 0
    for group in groups {
      for index in group where index % 2 == 0 && group.contains(index + 1) { merged.insert(index / 2) }
      if Set(group.map { works[$0] }).count == 1 { continue }
      wrongs += 1
      if wrong.count < 60 {
        wrong += group.map { "\(pairs.kinds[$0 / 2].rawValue) \(Self.line(pairs.records[$0]))" } + [""]
      }
    }
    var lines: [String] = []
    var missed: [String] = []
    var (found, all) = (0, 0)
    for kind in DuplicatePairs.Kind.allCases {
      let places = pairs.kinds.indices.filter { pairs.kinds[$0] == kind }
      let count = places.count { merged.contains($0) }
      lines.append("\(kind.rawValue): \(count) of \(places.count) merged")
      guard kind.isDuplicate else { continue }
      (found, all) = (found + count, all + places.count)
      for place in places.filter({ !merged.contains($0) }).prefix(Self.examples) {
        let (one, other) = (pairs.records[2 * place], pairs.records[2 * place + 1])
        let (left, right) = (WorkIdentity(one), WorkIdentity(other))
        let comparison = WorkComparison(left, right)
        missed += [
          kind.rawValue, Self.line(one), Self.line(other),
          "\(comparison.score) \(comparison.reasons) \(comparison.veto ?? "")",
        ]
      }
    }
    let recall = Double(found) / Double(max(all, 1))
    print("dedupe: \(pairs.records.count) records in \(time), recall \(recall), \(wrongs) wrong merges")
    print(lines.joined(separator: "\n"))
    if Self.examples > 0 { print((missed + ["WRONG"] + wrong).joined(separator: "\n")) }
    #expect(recall >= 0.98)
    #expect(wrongs == 0, "\(wrong.joined(separator: "\n"))")
  }

  /// How many of the pairs that were not found are printed for each kind.
  private static let examples = ProcessInfo.processInfo.environment["CITEMILL_PAIRS_SHOW"].flatMap { Int($0) } ?? 0

  private static func line(_ one: Record) -> String {
    let authors = one.contributors.prefix(2).map { "\($0.name.family ?? ""), \($0.name.given ?? "")" }.joined(
      separator: "; ")
    let place = [one.container?.title(), one.volume, one.issue, one.pages ?? one[.articleNumber]].map { $0 ?? "" }
      .joined(separator: "/")
    let year = one[date: .issued]?.value?.firstPoint?.year ?? 0
    return
      "\(one.type) \(one.titles.map(\.text.plain)) | \(authors) | \(year) | \(place) | \(one.identifiers.map(\.value))"
  }
}
