import Citemill
import CitemillCore
import CitemillTestSupport
import Foundation
import Testing

@testable import CitemillPipeline

/// The result for a source does not depend on how many blocks of it are converted at once.
@Suite struct BlocksTests {
  /// Everything that can be seen of a conversion.
  private struct Trace: Equatable {
    var output: [UInt8] = []
    var told: [String] = []
    var summary = ""
    /// How many blocks were converted in parallel.
    var blocks = 0
  }

  private final class Log { var lines: [String] = [] }

  private func convert(_ bytes: [UInt8], as format: String, to target: String, jobs: Int) async throws -> Trace {
    let registry = FormatRegistry.standard
    let log = Log()
    var conversion = try Conversion(
      to: registry.writableFormat(target), registry: registry, into: ByteSink(), detail: .places,
      observer: Conversion.Observer(
        diagnostic: { log.lines.append("\($0) \($0.location.map { "\($0.bytes) \($0.recordIndex ?? -1)" } ?? "")") },
        rejection: { rejection, _ in
          log.lines.append("rejected \(rejection.frame) \(rejection.reason) \(rejection.rawBytes.count)")
        },
        losses: { losses, record, place in log.lines.append("\(losses) \(record.key ?? "") \(place) \(place.bytes)") }))
    conversion.blockSize = 1024
    conversion.searchLimit = 100_000
    let source = ByteSource(bytes: bytes, name: "source")
    await conversion.run(source, as: try registry.readableFormat(format), jobs: jobs)
    let blocks = conversion.blocks
    let (summary, sink) = conversion.finish()
    let account = try #require(summary.sources.first)
    return Trace(
      output: sink.bytes, told: log.lines.sorted(),
      summary: "\(account.tally) \(account.read) \(account.rejected) \(account.diagnostics) \(account.repairedFrames) "
        + "\(summary.written) \(summary.losses.ranked) \(String(describing: account.failure)) \(summary.isConserved)",
      blocks: blocks)
  }

  /// All fixtures of a format after each other, over and over.
  private func material(_ folder: String, _ size: Int, seed: UInt64, mutations: Int) throws -> [UInt8] {
    let root = Fixture.package.appendingPathComponent("Fixtures/\(folder)")
    let names = try FileManager.default.contentsOfDirectory(atPath: root.path).sorted()
    let texts = try names.filter { $0.hasSuffix(".ris") || $0.hasSuffix(".ciw") }.map {
      try Array(Data(contentsOf: root.appendingPathComponent($0))).filter { $0 != 0 }
    }
    var bytes: [UInt8] = []
    var number = 0
    while bytes.count < size {
      for text in texts { bytes += text + [10] }
      number += 1
      bytes += Array("TY  - JOUR\nID  - key\(number % 40)\nTI  - Work \(number)\nER  - \n".utf8)
    }
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<mutations {
      bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 1...255, using: &generator)
    }
    return bytes
  }

  /// Reports the first difference. Damage may end the blocks early, a list on one line cannot be split, and
  /// `records` are not written in blocks, since they contain their position in the source.
  private func expectSame(_ alone: Trace, _ together: Trace, isCut: Bool = true) {
    #expect(alone.blocks == 0)
    if isCut { #expect(together.blocks > 5) }
    #expect(alone.summary == together.summary)
    #expect(alone.told.count == together.told.count)
    if let (one, other) = zip(alone.told, together.told).first(where: { $0 != $1 }) { #expect(one == other) }
    let (lines, others) = (alone.output.split(separator: 10), together.output.split(separator: 10))
    #expect(lines.count == others.count)
    if let (one, other) = zip(lines, others).first(where: { $0 != $1 }) {
      #expect(String(decoding: one, as: UTF8.self) == String(decoding: other, as: UTF8.self))
    }
  }

  @Test(arguments: [
    ("ris", "RIS", "bibtex"), ("ris", "RIS", "csl-json"), ("ris", "RIS", "csv"), ("ris", "RIS", "records"),
    ("wos", "WebOfScience", "ris"),
  ])
  func blocksMakeNoDifference(format: String, folder: String, target: String) async throws {
    for mutations in [0, 50] {
      let bytes = try material(folder, 25_000, seed: 7, mutations: mutations)
      let alone = try await convert(bytes, as: format, to: target, jobs: 1)
      let together = try await convert(bytes, as: format, to: target, jobs: 4)
      expectSame(alone, together, isCut: mutations == 0 && target != "records")
    }
  }

  @Test(arguments: [("csl-json", "bibtex"), ("csl-json", "records"), ("records", "records"), ("records", "csl-json")])
  func linesOfJSONMakeNoDifference(format: String, target: String) async throws {
    let line = format == "records" ? "{\"citemill\":1,\"key\":" : "{\"type\":\"book\",\"id\":"
    let title = format == "records" ? "\"titles\":[{\"text\":\"A\"}]" : "\"title\":\"A\""
    var text = ""
    for number in 0..<1000 {
      switch number % 97 {
      case 11: text += "\(line)\"torn\", \n"
      case 23: text += "\n[1]\n\"x\"\n"
      case 31: text += "\(line)\"k\(number)\",\(title),\"nobody\":{\"a\":\"}\\n{\"}}\r\n"
      case 43: text += "\(line)\"k\(number)\",\n \(title)\n}\n"
      default: text += "\(line)\"k\(number % 700)\",\(title)}\n"
      }
    }
    let alone = try await convert(Array(text.utf8), as: format, to: target, jobs: 1)
    let together = try await convert(Array(text.utf8), as: format, to: target, jobs: 4)
    expectSame(alone, together, isCut: target != "records")
  }

  @Test(arguments: ["jats", "jats:emit=both", "pubmed-xml", "crossref-xml"])
  func elementsMakeNoDifference(format: String) async throws {
    let registry = FormatRegistry.standard
    let folder = Fixture.package.appendingPathComponent("Fixtures/\(try registry.readableFormat(format).info.folder)")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    // A declaration of an encoding or of names ends the blocks.
    let texts = try names.filter { $0.hasSuffix(".xml") }.compactMap { name -> [UInt8]? in
      let bytes = try Array(Data(contentsOf: folder.appendingPathComponent(name))).filter { $0 != 0 }
      let text = String(decoding: bytes, as: UTF8.self)
      return text.contains("<!ENTITY") || text.contains("encoding=\"I") ? nil : bytes + [10]
    }
    #expect(texts.count > 2)
    for (seed, mutations) in [(UInt64(1), 0), (2, 3), (3, 60)] {
      var bytes: [UInt8] = []
      while bytes.count < 40_000 { bytes += texts.joined() }
      var generator = SeededGenerator(seed: seed)
      for _ in 0..<mutations {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 1...255, using: &generator)
      }
      for end in [[], Array("<!DOCTYPE x [<!ENTITY e \"f\">]>".utf8) + texts[0]] {
        // With and without a writer that records where it puts keys.
        let target = mutations == 3 ? "ris" : "csl-json"
        let alone = try await convert(bytes + end, as: format, to: target, jobs: 1)
        let together = try await convert(bytes + end, as: format, to: target, jobs: 4)
        expectSame(alone, together, isCut: mutations == 0)
      }
    }
  }

  @Test(arguments: ["csv", "tsv", "csv:header=no"])
  func rowsMakeNoDifference(format: String) async throws {
    let records = try material("RIS", 25_000, seed: 1, mutations: 0)
    let table = try await convert(records, as: "ris", to: format + (format == "csv" ? ":bom=yes" : ""), jobs: 1).output
    #expect(table.count > 12_000 && table.contains(UInt8(ascii: "\"")))
    for (seed, mutations) in [(UInt64(1), 0), (2, 3), (3, 100)] {
      var bytes = table
      var generator = SeededGenerator(seed: seed)
      for _ in 0..<mutations {
        bytes[Int.random(in: 3..<bytes.count, using: &generator)] = UInt8.random(in: 1...255, using: &generator)
      }
      for before in format == "csv" || format.hasSuffix("no") ? [[]] : [[], Array("A \"list\n\n".utf8)] {
        let alone = try await convert(before + bytes, as: format, to: "csl-json", jobs: 1)
        let together = try await convert(before + bytes, as: format, to: "csl-json", jobs: 4)
        expectSame(alone, together, isCut: mutations == 0)
      }
    }
  }

  @Test(arguments: ["csl-json", "records"], ["\n  ", "\n", "\n\t{", " "])
  func listsMakeNoDifference(format: String, between: String) async throws {
    // With a brace, all members of a record are on lines of their own.
    let isSpread = between.hasSuffix("{")
    let space = isSpread ? "\n\t" : between
    let lines = try await convert(
      try material("RIS", 25_000, seed: 1, mutations: 0), as: "ris",
      to: format == "records" ? format : "csl-json:layout=lines", jobs: 1
    ).output.split(separator: 10).map { String(decoding: $0, as: UTF8.self) }
    var text = "[" + space + lines.joined(separator: "," + space) + "\n]\n"
    if isSpread { text = text.replacing(",\"", with: ",\n\t\t\"") }
    for (seed, mutations) in [(UInt64(1), 0), (2, 1), (3, 40)] {
      var bytes = Array(text.utf8)
      var generator = SeededGenerator(seed: seed)
      for _ in 0..<mutations {
        bytes[Int.random(in: 4..<bytes.count, using: &generator)] = UInt8.random(in: 1...255, using: &generator)
      }
      for bytes in mutations == 0 ? [bytes, Array(bytes.dropLast(3)), bytes + bytes] : [bytes] {
        let alone = try await convert(bytes, as: format, to: "csl-json", jobs: 1)
        let together = try await convert(bytes, as: format, to: "csl-json", jobs: 4)
        expectSame(alone, together, isCut: mutations == 0 && between != " ")
      }
    }
  }

  @Test func aSourceWithoutAPlaceToCutIsReadOn() async throws {
    // Records without end, after some that have one.
    let whole = Array(String(repeating: "TY  - JOUR\nTI  - A\nER  - \n", count: 1000).utf8)
    let open = Array(String(repeating: "TY  - BOOK\nTI  - \(String(repeating: "B", count: 180))\n", count: 1500).utf8)
    let alone = try await convert(whole + open, as: "ris", to: "csl-json", jobs: 1)
    let together = try await convert(whole + open, as: "ris", to: "csl-json", jobs: 3)
    expectSame(alone, together, isCut: false)
  }
}
