import Citemill
import CitemillCore
import CitemillTestSupport
import Foundation
import Testing

/// Files that change while they are read.
@Suite struct ChangingFileTests {
  private static let line = "{\"id\":\"a\",\"type\":\"book\",\"title\":\"Weirs of the river\"}\n"

  /// Calls a function with a new file of this many lines, and removes the file.
  private func withFile(lines: Int, _ body: (URL) throws -> Void) throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("changing-\(UUID().uuidString).jsonl")
    try Data(String(repeating: Self.line, count: lines).utf8).write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    try body(url)
  }

  private func truncate(_ url: URL, to size: UInt64) throws {
    let file = try FileHandle(forWritingTo: url)
    try file.truncate(atOffset: size)
    try file.close()
  }

  /// A conversion of a file that is changed after the first ten records.
  private func summary(of url: URL, after change: @escaping () throws -> Void) throws -> (Summary, [Diagnostic]) {
    var said: [Diagnostic] = []
    var conversion = try Conversion(
      to: RecordsJSON(), registry: .standard, into: ByteSink(.null),
      observer: Conversion.Observer(diagnostic: { said.append($0) }))
    var asked = 0
    conversion.isStopped = {
      asked += 1
      if asked == 10 { #expect(throws: Never.self) { try change() } }
      return false
    }
    conversion.run(try Compression.open(path: url.path))
    return (conversion.finish().summary, said)
  }

  @Test func aFileThatShrinksIsReported() throws {
    try withFile(lines: 40_000) { url in
      let (summary, said) = try summary(of: url) { try truncate(url, to: 100) }
      #expect(summary.read > 10 && summary.read < 40_000)
      #expect(said.contains { $0.code == .becameShorter && $0.severity == .error })
      #expect(summary.exitStatus() == .partial)
      #expect(summary.isConserved)
    }
  }

  /// Nothing can be used of what is emptied before the first byte is read.
  @Test func aFileThatIsEmptiedIsReported() throws {
    try withFile(lines: 10) { url in
      let source = try ByteSource.open(path: url.path)
      try truncate(url, to: 0)
      var conversion = try Conversion(to: RecordsJSON(), registry: .standard, into: ByteSink(.null))
      conversion.run(source)
      let summary = conversion.finish().summary
      #expect(summary.sources.first?.failure?.code == .becameShorter)
      #expect(summary.exitStatus() == .inputOutput)
    }
  }

  @Test func theOneCallReadsReportItToo() throws {
    try withFile(lines: 10) { url in
      let source = try ByteSource.open(path: url.path)
      try truncate(url, to: UInt64(Self.line.utf8.count * 3))
      #expect(throws: SourceFailure.self) { try FormatRegistry.standard.read(source, as: "csl-json") }
    }
  }

  @Test func linesReportItToo() throws {
    try withFile(lines: 10) { url in
      let source = try ByteSource.open(path: url.path)
      try truncate(url, to: UInt64(Self.line.utf8.count * 3))
      var conversion = try LineConversion(from: CSLJSON(), to: RecordsJSON(), into: ByteSink(.null))
      conversion.run(source)
      let summary = conversion.finish().summary
      #expect(summary.failure?.code == .becameShorter && summary.written == 3)
    }
  }

  @Test func aFileThatGrowsIsReadToItsEnd() throws {
    try withFile(lines: 40_000) { url in
      let (summary, said) = try summary(of: url) {
        let file = try FileHandle(forWritingTo: url)
        try file.seekToEnd()
        try file.write(contentsOf: Data(Self.line.utf8))
        try file.close()
      }
      #expect(summary.read == 40_001 && said.allSatisfy { $0.severity != .error })
      #expect(summary.exitStatus() == .success)
    }
  }

  @Test func aFileThatIsReplacedIsReadAsItWas() throws {
    try withFile(lines: 40_000) { url in
      let (summary, _) = try summary(of: url) { try Data("{}".utf8).write(to: url, options: .atomic) }
      #expect(summary.read == 40_000 && summary.exitStatus() == .success)
    }
  }

  /// What is before the position where reading begins was read by another program.
  @Test func aDescriptorCountsFromWhereItIs() throws {
    try withFile(lines: 10) { url in
      let file = try FileHandle(forReadingFrom: url)
      _ = try file.read(upToCount: Self.line.utf8.count)
      let source = ByteSource(descriptor: file.fileDescriptor, name: "open")
      while try source.fill() {}
      #expect(source.failureAtEnd() == nil && source.available == Self.line.utf8.count * 9)
      try file.close()
    }
  }
}
