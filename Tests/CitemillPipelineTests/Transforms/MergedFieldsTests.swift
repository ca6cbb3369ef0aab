import CitemillCore
import CitemillTestSupport
import Foundation
import Testing

@testable import CitemillPipeline

/// What records of one work are merged into.
@Suite struct MergedFieldsTests {
  private static let count =
    ProcessInfo.processInfo.environment["CITEMILL_CUT_COUNT"].flatMap { Int($0) } ?? Effort.count(2_000, debug: 400)

  /// In each field the merged record is as full as the fuller copy.
  @Test func mergedRecordsAreAsFullAsTheFullerCopy() {
    var copies = CutCopies(seed: 5)
    for _ in 0..<Self.count {
      let (one, other) = copies.next()
      let merged = RecordUnion([PlacedRecord(one, at: .whole("a")), PlacedRecord(other, at: .whole("b"))]).record
      #expect(merged.violations.isEmpty)
      let (left, right, both) = (Fullness(one), Fullness(other), Fullness(merged))
      for (field, value) in both.values {
        let most = max(left.values[field] ?? 0, right.values[field] ?? 0)
        #expect(value >= most, "\(field): \(value) of \(most) in \(merged)\n\(one)\n\(other)")
        if value < most { return }
      }
    }
  }

  /// The log brings back each copy as it was.
  @Test func undedupeRestoresBothCopies() throws {
    let log = FileManager.default.temporaryDirectory.appendingPathComponent("merged-\(UUID()).jsonl").path
    defer { try? FileManager.default.removeItem(atPath: log) }
    var copies = CutCopies(seed: 6)
    var records: [Record] = []
    for _ in 0..<Self.count {
      let (one, other) = copies.next()
      records += [one, other]
    }
    var diagnostics = Diagnostics()
    var stage = DedupeStage(log: try MergeLog(log, replacesEarlier: true))
    for (index, record) in records.enumerated() { try stage.add(PlacedRecord(record, at: .whole("\(index)"))) }
    var merged: [PlacedRecord] = []
    while let one = try stage.next(reporting: &diagnostics) { merged.append(one) }
    #expect(merged.count == Self.count)
    var undo = UndedupeStage(try MergeHistory(log: log))
    for one in merged { undo.add(one) }
    var back: [Record] = []
    while let one = undo.next(reporting: &diagnostics) { back.append(one.record) }
    #expect(back.count == records.count)
    for (one, other) in zip(back, records) {
      #expect(one == other)
      if one != other { return }
    }
  }

  @Test func oneRecordMayBeKeptAsItIs() {
    var copies = CutCopies(seed: 7)
    let (one, other) = copies.next()
    let records = [PlacedRecord(one, at: .whole("a")), PlacedRecord(other, at: .whole("b"))]
    #expect(RecordUnion(records, keeping: .first).record == one)
    let fullest = RecordUnion(records, keeping: .fullest)
    #expect(fullest.record == records[fullest.base].record && fullest.taken.isEmpty)
  }
}

/// How full each field of a record is.
private struct Fullness {
  var values: [String: Int] = [:]

  init(_ record: Record) {
    values["title"] = Self.letters(record.title ?? "")
    values["authors"] = record.contributors.count
    for (index, one) in record.contributors.enumerated() {
      values["family \(index)"] = Self.letters(one.name.family ?? "")
      values["given \(index)"] = one.name.given?.filter(\.isLetter).count ?? 0
      values["affiliations \(index)"] = one.affiliations.count
      values["identifiers \(index)"] = one.identifiers.count
    }
    let point = record[date: .issued]?.value?.firstPoint
    values["date"] = point.map { 1 + ($0.month > 0 ? 1 : 0) + ($0.day > 0 ? 1 : 0) } ?? 0
    values["journal"] = (record.container?.title() ?? "").count
    values["ISSN"] = record.container?.identifiers.contains { $0.isValid == true } == true ? 1 : 0
    for variable in [Variable.volume, .issue, .language] { values[variable.name] = record[variable] == nil ? 0 : 1 }
    values["pages"] = record.pages.map { $0 == "NA" ? 0 : $0.contains("-") ? 2 : 1 } ?? 0
    values["publisher"] = record[.publisher].map { Self.letters($0) } ?? 0
    values["DOI"] = record.identifiers.contains { $0.scheme == .doi && IdentifierForms.valid($0) != nil } ? 1 : 0
    let abstract = record.abstracts.first?.text.plain ?? ""
    values["abstract"] = Placeholder.isOne(abstract) ? 0 : abstract.count
    (values["keywords"], values["notes"], values["files"]) = (
      record.keywords.count, record.notes.count, record.files.count
    )
  }

  /// Letters count twice if they are not all in capitals, and those with diacritics once more.
  private static func letters(_ text: String) -> Int {
    let letters = text.filter(\.isLetter)
    let isShouted = !letters.contains(where: \.isLowercase)
    return letters.count * (isShouted ? 1 : 10) + (isShouted ? 0 : letters.count { !$0.isASCII })
  }
}
