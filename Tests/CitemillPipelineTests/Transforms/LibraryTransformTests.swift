import Citemill
import CitemillCore
import Foundation
import Testing

@testable import CitemillPipeline

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

  /// What a person found to be one work in the first search: two reports of one study, merged in `all.ris`.
  private static let first = article("River mills of the northern coast", pages: "12-19", doi: "10.5555/a")
  private static let second = article("A survey of grinding sites near the sea", pages: "201-209", doi: "10.5555/b")

  private static func article(_ title: String, _ journal: String = "Annals", pages: String, doi: String? = nil)
    -> Record
  {
    var record = Record()
    record.type = .articleJournal
    record.add(Title(title))
    record.add(.person(PersonName(family: "Berg", given: "Anna")))
    record[date: .issued] = PartialDate(year: 2004)
    record.withHost { $0.titles = [Title(journal)] }
    record[.pages] = pages
    if let doi { record.add(Identifier(.doi, doi)) }
    return record
  }

  private func run(
    _ transform: String, _ records: [Record], _ folder: URL
  ) throws -> (titles: [String], doubtful: Int) {
    let plugin = try TransformRegistry.standard.transforms(
      transform.replacing("FOLDER", with: folder.path))
    var stage = try #require(plugin[0].makeStage(writesFiles: true).asCollectionTransform)
    var diagnostics = Diagnostics()
    for record in records { try stage.add(PlacedRecord(record, at: .whole("a"))) }
    var titles: [String] = []
    while let one = try stage.next(reporting: &diagnostics) { titles.append(one.record.title ?? "") }
    return (titles, stage.doubtful)
  }

  private func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  /// Writes a table of decisions as a review of `dedupe` has it.
  private func decide(_ word: String, _ one: Record, _ other: Record, _ folder: URL) throws {
    func cells(_ record: Record) -> [String] {
      [
        record.title ?? "", "Berg, Anna", "2004", record.container?.title() ?? "", record.pages ?? "", record.doi ?? "",
        "article-journal", ReviewID.text(ReviewID.of(record)),
      ]
    }
    let names = ["title", "authors", "year", "journal", "pages", "doi", "type", "id"]
    let head = (["decision"] + names.map { "\($0) 1" } + names.map { "\($0) 2" }).joined(separator: ",")
    let row = ([word] + (cells(one) + cells(other)).map { "\"\($0)\"" }).joined(separator: ",")
    try "\(head)\r\n\(row)\r\n".write(
      to: folder.appendingPathComponent("doubts.csv"), atomically: true, encoding: .utf8)
  }

  /// The library has the merged record only, so that the other record of the decision is known from the table alone.
  @Test func whatWasDecidedToBeOneWorkIsNotNew() throws {
    try withFolder { folder in
      try Self.ris(
        "River mills of the northern coast", "T2  - Annals\nSP  - 12\nEP  - 19\nDO  - 10.5555/a\nAB  - Mills.\n"
      ).write(to: folder.appendingPathComponent("all.ris"), atomically: true, encoding: .utf8)
      let transform = "except:FOLDER/all.ris"
      let new = Self.article("Fish ladders", pages: "3-5")
      #expect(
        try run(transform, [Self.second, new], folder).titles == [Self.second.title ?? "", "Fish ladders"])
      for (one, other) in [(Self.first, Self.second), (Self.second, Self.first)] {
        try decide("same", one, other, folder)
        let decided = transform + ",decisions=FOLDER/doubts.csv"
        #expect(try run(decided, [Self.second, new], folder).titles == ["Fish ladders"])
        #expect(try run(decided, [Self.first, Self.second, new], folder).titles == ["Fish ladders"])
        #expect(
          try run("intersect:FOLDER/all.ris,decisions=FOLDER/doubts.csv", [Self.second, new], folder).titles
            == [Self.second.title ?? ""])
      }
      try decide("different", Self.first, Self.second, folder)
      #expect(try run(transform + ",decisions=FOLDER/doubts.csv", [Self.second], folder).titles.count == 1)
    }
  }

  @Test func pairsInDoubtGoToTheReviewAndComeBack() throws {
    try withFolder { folder in
      try Self.ris("River mills of the northern coast", "T2  - Annals of Mills\n").write(
        to: folder.appendingPathComponent("all.ris"), atomically: true, encoding: .utf8)
      var later = Self.article("River mills of the northern coast", "Weir Letters", pages: "3-9")
      later[date: .issued] = PartialDate(year: 2005)
      let records = [later, later, Self.article("Fish ladders", pages: "3-5")]
      let transform = "except:FOLDER/all.ris,review=FOLDER/doubts.csv"
      let found = try run(transform, records, folder)
      #expect(found.titles.count == 3 && found.doubtful > 0)
      let path = folder.appendingPathComponent("doubts.csv")
      let text = try String(contentsOf: path, encoding: .utf8)
      #expect(text.contains("River mills") && !text.contains("Fish ladders"))
      for (word, count) in [("same", 1), ("different", 3)] {
        try text.replacing("\r\n,", with: "\r\n\(word),").write(to: path, atomically: true, encoding: .utf8)
        #expect(
          try run("except:FOLDER/all.ris,decisions=FOLDER/doubts.csv", records, folder).titles.count == count)
        #expect(throws: SystemFailure.self) { try run(transform, records, folder) }
      }
      // Two tables: one has no more than its head.
      let all = "except:FOLDER/all.ris,decisions=FOLDER/doubts.csv,decisions=FOLDER/none.csv"
      try "decision,id 1,id 2\n".write(
        to: folder.appendingPathComponent("none.csv"), atomically: true, encoding: .utf8)
      try text.replacing("\r\n,", with: "\r\nsame,").write(to: path, atomically: true, encoding: .utf8)
      #expect(try run(all, records, folder).titles.count == 1)
      _ = try run(transform + ",overwrite=yes", records, folder)
    }
  }

  @Test func aLibraryThatIsNotReadWholeIsRefused() {
    #expect(throws: (any Error).self) { try titles("except", "no records", []) }
    #expect(throws: UsageError.self) { try TransformRegistry.standard.transforms("except:") }
  }
}
