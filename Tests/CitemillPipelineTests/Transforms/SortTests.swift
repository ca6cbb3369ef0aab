import Citemill
import CitemillCore
import CitemillTestSupport
import Testing

@testable import CitemillPipeline

@Suite struct SortTests {
  private static func record(
    _ title: String? = nil, author: String? = nil, date: String? = nil, volume: String? = nil, number: Int = 0
  ) -> Record {
    var record = Record()
    record.key = "\(number)"
    if let title { record.add(Title(title)) }
    if let author { record.contributors = NameText.readList(author, order: .familyFirst) }
    if let date { record[date: .issued] = PartialDate(EDTF(date), literal: EDTF(date) == nil ? date : nil) }
    record[.volume] = volume
    return record
  }

  /// Records as a stage returns them.
  private func sorted(_ records: [Record], _ order: String, memory: Int = 1 << 30) throws -> [Record] {
    var stage = SortStage(try SortOrder(order), memory: memory)
    for (index, record) in records.enumerated() {
      try stage.add(PlacedRecord(record, at: SourceLocation(source: "a", bytes: 0..<index, line: index)))
    }
    var diagnostics = Diagnostics()
    var result: [Record] = []
    while let one = try stage.next(reporting: &diagnostics) { result.append(one.record) }
    #expect(try stage.next(reporting: &diagnostics)?.record == nil)
    return result
  }

  @Test(arguments: [
    ("volume", [record(volume: "9"), record(volume: "10"), record(volume: "10a"), record(volume: "S2"), record()]),
    ("-volume", [record(volume: "S2"), record(volume: "10a"), record(volume: "010"), record(volume: "9"), record()]),
    (
      "title",
      [record("\"Älter\" Werden"), record("Alter, werden 2"), record("alter werden 10"), record("Zebra"), record()]
    ),
    (
      "year+title",
      [
        record("B", date: "-0044"), record("A", date: "1999-12"), record("B", date: "1999-03"),
        record("A", date: "2001"),
      ]
    ),
    (
      "issued",
      [
        record(date: "1999"), record(date: "1999-03"), record(date: "1999-22"), record(date: "1999-12-01"),
        record(date: "1999-12-02/2001"), record(date: "Spring term"), record(),
      ]
    ),
    (
      "-issued",
      [record(date: "Spring term"), record(date: "2001-02"), record(date: "2001"), record(date: "1999"), record()]
    ),
    (
      "author",
      [
        record(author: "Berg, Anna"), record(author: "Berg, Anna; Eze, N."), record(author: "Bergman, A."),
        record(author: "Über, A."), record(author: "van Zyl, B."), record(),
      ]
    ),
    (
      "-year+author",
      [
        record(author: "Berg, A.", date: "2001"), record(author: "Eze, N.", date: "2001-01"),
        record(author: "Adam, B.", date: "1999"), record(author: "Adam, A."),
      ]
    ),
  ])
  func putsInOrder(_ order: String, _ expected: [Record]) throws {
    for seed in 0..<8 {
      var shuffled = expected
      var generator = SeededGenerator(seed: UInt64(seed))
      shuffled.shuffle(using: &generator)
      #expect(try sorted(shuffled, order) == expected)
      #expect(try sorted(shuffled, order, memory: 2000) == expected)
    }
  }

  @Test(arguments: ["title", "-year", "author+-title", "volume", "doi", "type+-issued", "host.titles", "keyword"])
  func isTheSameFromATemporaryFile(_ order: String) throws {
    var generator = RecordGenerator(seed: 5)
    let records = (0..<Effort.count(400, debug: 100)).map { _ in generator.record() }
    let expected = try sorted(records, order)
    for memory in [0, 6_000, 30_000] { #expect(try sorted(records, order, memory: memory) == expected) }
    #expect(expected.count == records.count)
    // Those with the same values keep their order.
    #expect(try sorted(expected, order) == expected)
  }

  @Test func packsEverything() throws {
    var generator = RecordGenerator(seed: 9)
    var (writer, reader) = (FieldCoder.packing(), FieldCoder.unpacking())
    for index in 0..<(Effort.count(1000, debug: 200)) {
      let record = generator.record()
      let place = SourceLocation(source: "ä", bytes: index..<(index * 300), line: index, column: 3, recordIndex: index)
      var sink = ByteSink()
      PackedRecord.write(PlacedRecord(record, at: place), into: &sink, by: &writer)
      let bytes = sink.bytes
      let read = try #require(PackedRecord.read(bytes, 0..<bytes.count, by: &reader))
      #expect(read.record == record && read.place == place)
      // Nothing in a damaged file is read as a record that it is not, or ends the program.
      for end in stride(from: 0, to: bytes.count, by: 37) {
        #expect(PackedRecord.read(bytes, 0..<end, by: &reader) == nil)
      }
    }
  }

  @Test(arguments: [("65536", 65536), ("64K", 65536), ("1m", 1 << 20), ("2G", 2 << 30)])
  func readsSizes(_ text: String, _ bytes: Int) { #expect(ByteCount(text)?.bytes == bytes) }

  @Test(arguments: ["", "M", "-1M", "1.5G", "1T", "99999999999G"])
  func refusesSizes(_ text: String) { #expect((ByteCount(text)?.bytes ?? 0) == 0) }

  @Test(arguments: ["sort", "sort:titel", "sort:", "sort:title#marks", "sort:year,memory=64", "sort:year,memory=x"])
  func refusesWhatHasNoOrder(_ list: String) {
    #expect(throws: UsageError.self) { try TransformRegistry.standard.transforms(list) }
  }
}
