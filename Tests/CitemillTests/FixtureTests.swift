import Citemill
import CitemillCore
import CitemillTestSupport
import Foundation
import Testing

/// Each fixture gives the records and the messages in the files beside it; `CITEMILL_ACCEPT=1` writes them.
@Suite struct FixtureTests {
  static let isAccepting = ProcessInfo.processInfo.environment["CITEMILL_ACCEPT"] == "1"

  @Test(arguments: Fixture.all) func readsAsPromised(fixture: Fixture) throws {
    let trial = try Trial(fixture.source(), as: fixture.specification)
    let records = try FormatRegistry.standard.write(trial.records, as: "records").text
    for (ending, found) in [("records.jsonl", records), ("diagnostics", trial.account)] {
      let file = fixture.expected(ending)
      if Self.isAccepting { try found.write(to: file, atomically: true, encoding: .utf8) }
      let expected = try String(contentsOf: file, encoding: .utf8)
      #expect(found == expected, "\(fixture).\(ending)")
    }
  }

  @Test(arguments: Fixture.all) func everyByteIsAccountedFor(fixture: Fixture) throws {
    let source = try fixture.source()
    let trial = try Trial(source, as: fixture.specification)
    #expect(trial.tally.read == trial.records.count)
    #expect(trial.tally.rejected == trial.rejections.count)
    // If the encoding is another one, the bytes are counted as they are in UTF-8.
    if trial.failure == nil, source.encoding == .utf8 { #expect(trial.tally.totalBytes == (try fixture.bytes().count)) }
    for record in trial.records { #expect(record.violations == []) }
  }

  @Test(arguments: Fixture.all) func itsFormatWinsTheDetection(fixture: Fixture) throws {
    // A fixture whose format must be given cannot be detected by design.
    guard fixture.specification == nil else { return }
    let format = try FormatDetector(.standard).format(of: fixture.source())
    #expect(format.info.folder == fixture.folder)
    // By content alone too: the name of the file must not decide.
    let unnamed = ByteSource(bytes: try fixture.bytes(), name: "<stdin>")
    #expect(try FormatDetector(.standard).format(of: unnamed).info.folder == fixture.folder)
  }

  @Test(arguments: Fixture.all) func anyBeginningOfItIsReadWithoutFault(fixture: Fixture) throws {
    let bytes = try fixture.bytes()
    let id = try #require(FormatRegistry.standard.formats.first { $0.info.folder == fixture.folder }).info.id
    let step = max(1, bytes.count / Effort.count(40, debug: 8))
    for length in stride(from: 0, through: bytes.count, by: step) {
      if let problem = try AnyInput.problem(in: Array(bytes[..<length]), as: id) {
        Issue.record("cut at \(length): \(problem)")
      }
    }
  }

  @Test(arguments: Fixture.all) func itsRecordsObeyTheLawOfEveryWriter(fixture: Fixture) throws {
    let trial = try Trial(fixture.source(), as: fixture.specification)
    for specification in LawTests.specifications where Effort.isFull || !specification.contains(":") {
      let outcome = try Law(specification).check(trial.records)
      if let violation = outcome.violation { Issue.record("\(violation)") }
    }
  }

  @Test(arguments: Fixture.all) func saysTheSameInOtherEncodings(fixture: Fixture) throws {
    guard let text = String(data: Data(try fixture.bytes()), encoding: .utf8) else { return }
    let plain = try Trial(fixture.source(), as: fixture.specification).records.map(\.content)
    let encodings: [(String.Encoding, [UInt8])] = [
      (.utf8, [0xEF, 0xBB, 0xBF]), (.utf16LittleEndian, [0xFF, 0xFE]), (.utf16BigEndian, [0xFE, 0xFF]),
      (.utf32LittleEndian, [0xFF, 0xFE, 0, 0]), (.utf32BigEndian, [0, 0, 0xFE, 0xFF]),
    ]
    for (encoding, mark) in encodings {
      let bytes = mark + Array(try #require(text.data(using: encoding)))
      let source = ByteSource(bytes: bytes, name: fixture.url.lastPathComponent)
      let other = try Trial(source, as: fixture.specification).records.map(\.content)
      #expect(plain == other, "\(encoding)")
    }
  }
}

/// What holds for every registered format.
@Suite struct EveryFormatTests {
  static let folders = FormatRegistry.standard.formats.map(\.info.folder)

  @Test(arguments: Set(folders).sorted()) func hasItsFolders(folder: String) throws {
    #expect(Fixture.all.contains { $0.folder == folder }, "fixtures")
    for path in ["Docs/Formats/\(folder).md", "Fixtures/\(folder)/README.md"] {
      #expect(FileManager.default.fileExists(atPath: Fixture.package.appendingPathComponent(path).path), "\(path)")
    }
    let sources = try FileManager.default.subpathsOfDirectory(
      atPath: Fixture.package.appendingPathComponent("Sources").path)
    #expect(sources.contains { $0.hasSuffix("/\(folder)") }, "a folder of sources")
  }

  @Test func namesAreOnlyOnesOwn() {
    var seen: Set<String> = []
    for info in FormatRegistry.standard.formats.map(\.info) {
      for name in [info.id] + info.aliases { #expect(seen.insert(name).inserted, "\(name)") }
    }
  }

  @Test func everyFixtureIsNamedInItsReadme() throws {
    for fixture in Fixture.all {
      let readme = fixture.url.deletingLastPathComponent().appendingPathComponent("README.md")
      let text = try String(contentsOf: readme, encoding: .utf8)
      let shortName = fixture.name.drop { $0 != "-" }
      #expect(text.contains("`\(fixture.name)`") || text.contains("`\(shortName)`"), "\(fixture)")
    }
  }

  @Test(arguments: FormatRegistry.standard.readable.map(\.info.id)) func noiseHarmsNoReader(id: String) throws {
    var random = SeededGenerator(seed: 7)
    let words = [
      "{", "}", "[", "]", "\"", ":", ",", "\n", "\r\n", "Title: a", "Author(s):", "2019 ◽", "\\u", "\\", "<", "1. ",
      "\u{0}",
    ]
    for round in 0..<Effort.count(400, debug: 100) {
      var bytes: [UInt8] = []
      for _ in 0..<random.number(0...120) {
        bytes += round % 2 == 0 ? [UInt8(truncatingIfNeeded: random.next())] : Array(random.pick(words).utf8)
      }
      if let problem = try AnyInput.problem(in: bytes, as: id) { Issue.record("\(problem)") }
    }
  }

  @Test(arguments: FormatRegistry.standard.readable.map(\.info.id)) func deepNestingHarmsNoReader(id: String) throws {
    for opening in ["[", "{\"a\":", "(", "<i>", "  "] {
      let bytes = Array(String(repeating: opening, count: 50_000).utf8)
      let trial = try Trial(ByteSource(bytes: bytes, name: "deep"), as: id)
      #expect(trial.records.count <= 1)
    }
  }
}

/// A file of many small pieces, whatever they are, takes time in proportion to its length.
@Suite struct ProportionTests {
  /// What many files of a broken kind are full of.
  static let pieces = [
    "\"\"", "\"\"\n", "1 ", "[] ", "[]\n", "}", ":", ",", "{", "{\"a\":\n", "[[", "[1,\n", "]\n", "nul\n", "\\",
    "\u{0}", "\r",
    "{\"id\":1}{", "{\"id\":1}x", "{\"id\":1} \n[\n", "\"a\n", "{\"id\":\"1\",\"title\":\"x\n", "\r{\"id\":1}",
    "\u{FEFF}",
    "\"", "a\"b\n", "\"a\",\"b\n", "a,\"b\nc\",d\n", "\"a\"x,", "x,,,\n", "\"a,b\n\"c,d\"\n", "Title: x\n",
    "Title: x\n\n",
    "Author(s): \n", "a ◽ b\n", "1. Berg A. Weirs. 2001.\n", "DOI: ", "pp. 1-2\n", "{\"citemill\":1}\n",
    "{\"citemill\":", "@comment{x}\n", "@misc{a,title={x}}\n@comment{ foo\n", "@string{x=\"y\"}\n",
  ]

  @Test(arguments: FormatRegistry.standard.readable.map(\.info.id)) func readsPiecesOneByOne(id: String) throws {
    let length = Effort.count(20_000, debug: 5_000)
    for beginning in try Self.beginnings(of: id) {
      for piece in Self.pieces {
        let short = try seconds(beginning, piece, bytes: length, id)
        let long = try seconds(beginning, piece, bytes: 4 * length, id)
        // Four times the length takes four times as long, but sixteen times if each piece is compared with
        // all others.
        #expect(long < 9 * max(short, 0.02), "\(piece): \(short) s, \(long) s")
      }
    }
  }

  /// A record with one long value, made of pieces.
  struct LongValue: CustomStringConvertible, Sendable {
    let id: String
    let before: String
    /// What the value is full of; `#` is a number that grows.
    let piece: String
    let after: String
    /// The length of the shorter of two such values.
    let length: Int
    var description: String { "\(id) \(before) \(piece)" }

    /// The source with the value in a number of bytes.
    func source(bytes count: Int) -> ByteSource {
      var text = before
      var number = 0
      while text.utf8.count < count {
        text += piece.replacingOccurrences(of: "#", with: "\(number)")
        number += 1
      }
      return ByteSource(bytes: Array((text + after).utf8), name: "value")
    }
  }

  private static let long = String(repeating: "x", count: 68)

  /// Values that once took time quadratic in their length to read or write.
  static let values = [
    LongValue(
      id: "csl-json", before: "{\"id\":\"1\",\"type\":\"book\",\"abstract\":\"", piece: long + "\\n", after: "\"}\n",
      length: 1 << 20),
    LongValue(
      id: "csl-json", before: "{\"id\":\"1\",\"type\":\"book\",\"note\":\"", piece: "x\\n\\n", after: "\"}\n",
      length: 100_000),
    LongValue(id: "records", before: "{\"citemill\":1", piece: ",\"k#\":1", after: "}\n", length: 50_000),
    LongValue(id: "csv", before: "id,author\na,\"", piece: "{a;", after: "\"\n", length: 20_000),
    LongValue(id: "csv", before: "id,author\na,\"", piece: "{a;", after: "}}}}x\"\n", length: 20_000),
    LongValue(id: "csv", before: "id,author\na,\"Doe, Jane", piece: ", MD", after: "\"\n", length: 100_000),
  ]

  @Test(arguments: values) func readsLongValuesInProportion(value: LongValue) throws {
    let (short, long) = (try seconds(value, 1), try seconds(value, 4))
    #expect(long < 9 * max(short, 0.02), "\(value): \(short) s, \(long) s")
  }

  /// The processor time that this thread takes to read and write a value, a number of times as long.
  private func seconds(_ value: LongValue, _ times: Int) throws -> Double {
    let source = value.source(bytes: value.length * times)
    let start = now()
    let records = try Trial(source, as: value.id).records
    #expect(records.count == 1)
    _ = try FormatRegistry.standard.write(records, as: value.id)
    return now() - start
  }

  /// Well-formed files, one of each extension, since a reader knows by their name what it expects.
  private static func beginnings(of id: String) throws -> [[UInt8]] {
    let folder = FormatRegistry.standard.formats.first { $0.info.id == id }?.info.folder
    var extensions: Set<String> = []
    let fixtures = Fixture.all.filter { fixture in
      fixture.folder == folder && fixture.specification == nil && extensions.insert(fixture.url.pathExtension).inserted
    }
    return try [[]] + fixtures.map { try $0.bytes() }
  }

  /// The processor time that reading takes this thread.
  private func seconds(_ beginning: [UInt8], _ piece: String, bytes count: Int, _ id: String) throws -> Double {
    let bytes = Array(piece.utf8)
    let source = ByteSource(bytes: beginning + (0..<(count / bytes.count)).flatMap { _ in bytes }, name: "pieces")
    let start = now()
    _ = try Trial(source, as: id)
    return now() - start
  }

  private func now() -> Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

/// `records` holds everything, and always in the same bytes.
@Suite struct RecordsRoundTripTests {
  @Test func comesBackByteForByte() throws {
    let count = LawTests.count(of: "records")
    var generator = RecordGenerator(seed: 11)
    for _ in 0..<count {
      let record = generator.record()
      let once = try FormatRegistry.standard.write([record], as: "records").bytes
      let read = try FormatRegistry.standard.read(ByteSource(bytes: once), as: "records").records
      let twice = try FormatRegistry.standard.write(read, as: "records").bytes
      if once != twice {
        Issue.record("\(String(decoding: once, as: UTF8.self))\n\(String(decoding: twice, as: UTF8.self))")
        return
      }
    }
  }
}
