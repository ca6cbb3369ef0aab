import Citemill
import CitemillCore
import CitemillPipeline
import Foundation
import Testing

/// `except` and `intersect`.
@Suite struct LibraryTransformTests {
  private static func ris(_ title: String, _ more: String = "") -> String {
    "TY  - JOUR\nAU  - Berg, Anna\nTI  - \(title)\nPY  - 2004\n\(more)ER  - \n"
  }

  private func titles(_ transform: String, _ library: String, _ records: [String]) throws -> [String] {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).ris").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try library.write(toFile: path, atomically: true, encoding: .utf8)
    let plugin = try TransformRegistry.standard.transforms("\(transform):\(path)")
    var stage = try #require(plugin[0].makeStage(writesFiles: true).asCollectionTransform)
    var diagnostics = Diagnostics()
    for title in records {
      var record = Record()
      record.type = .articleJournal
      record.add(Title(title))
      record.add(.person(PersonName(family: "Berg", given: "A.")))
      record[date: .issued] = PartialDate(year: 2004)
      try stage.add(PlacedRecord(record, at: .whole("a")))
    }
    var titles: [String] = []
    while let one = try stage.next(reporting: &diagnostics) { titles.append(one.record.title ?? "") }
    #expect(titles.count + stage.filtered == records.count)
    return titles
  }

  @Test func keepsWhatIsNewOrShared() throws {
    let library = Self.ris("River mills of the northern coast.") + Self.ris("Weirs and locks of the southern rivers")
    let records = [
      "RIVER MILLS OF THE NORTHERN COAST", "Fish ladders of the river Ouse", "River mills of the northern coast",
      "Fish ladders of the river Ouse",
    ]
    #expect(try titles("except", library, records) == [records[1], records[3]])
    #expect(try titles("intersect", library, records) == [records[0], records[2]])
  }

  @Test func aLibraryThatIsNotReadWholeIsRefused() {
    #expect(throws: (any Error).self) { try titles("except", "no records", []) }
    #expect(throws: UsageError.self) { try TransformRegistry.standard.transforms("except:") }
  }
}
