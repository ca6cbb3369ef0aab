import Citemill
import Foundation
import Testing

/// Plugins that work correctly, and many that do not; each is a shell script.
@Suite struct PluginTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("citemill-plugins-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private var plugins: PluginFolders { plugins(for: "") }

  /// With as much patience as is wise for what a plugin does.
  private func plugins(for body: String) -> PluginFolders {
    let hangs = body.contains("sleep 6") || body.contains("while :")
    return PluginFolders([FilePath(folder.path)], registry: .standard, patience: hangs ? 1 : 20)
  }

  /// Does what files beside it contain. It is written once, before any plugin runs: a program cannot be run
  /// while it is open for writing, even in a child that was started meanwhile.
  private static let script: URL = {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("citemill-plugin-\(UUID().uuidString)")
    let text = """
      #!/bin/sh
      if [ "${1-}" = --describe ]; then . "$0.description"; else . "$0.body"; fi
      """
    try? Data(text.utf8).write(to: url)
    try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: url.path)
    atexit { try? FileManager.default.removeItem(at: PluginTests.script) }
    return url
  }()

  /// Creates a plugin called `test` from its behaviour and its description of itself.
  private func install(_ kind: String, _ body: String, describing description: String? = nil) throws {
    let usual =
      #"{"citemillPlugin":1,"id":"test","fields":["titles","key","type"],"opening":"<","separator":",","closing":">"}"#
    let url = folder.appendingPathComponent("citemill-\(kind)-test")
    try FileManager.default.createSymbolicLink(at: url, withDestinationURL: Self.script)
    try Data(body.utf8).write(to: url.appendingPathExtension("body"))
    try Data((description ?? "echo '\(usual)'").utf8).write(to: url.appendingPathExtension("description"))
  }

  private func removeFolder() { try? FileManager.default.removeItem(at: folder) }

  // MARK: - Readers

  private static let record = #"echo '{"citemill":1,"key":"a","titles":[{"text":"A"}]}'"#
  private static let end = #"echo '{"_end":{"records":1}}'"#

  private func read(_ body: String, _ input: [UInt8] = Array("input\n".utf8)) throws -> Summary {
    defer { removeFolder() }
    try install("reader", body)
    let format = try #require(try plugins(for: body).format(named: "test"))
    var conversion = try Conversion(to: Discard(), registry: .standard, into: ByteSink())
    conversion.run(ByteSource(bytes: input, name: "in"), as: format)
    return conversion.finish().summary
  }

  @Test func readsAll() throws {
    let summary = try read("cat > /dev/null; \(Self.record); \(Self.end)")
    #expect(summary.read == 1 && summary.sources[0].failure == nil && summary.exitStatus() == .success)
    #expect(summary.sources[0].tally.totalBytes == 6)
  }

  @Test func anEmptyInputIsHandedOver() throws {
    let summary = try read(#"n=$(wc -c); [ "$n" -eq 0 ] && echo '{"_end":{}}'"#, [])
    #expect(summary.sources[0].failure == nil && summary.exitStatus() == .success)
  }

  /// More than pipes can hold is written and read at the same time.
  @Test func muchGoesThrough() throws {
    let input = Array(
      String(repeating: #"{"citemill":1,"key":"a","titles":[{"text":"A"}]}"# + "\n", count: 20_000).utf8)
    let summary = try read(#"cat; echo '{"_end":{"records":20000}}'"#, input)
    #expect(summary.read == 20_000 && summary.sources[0].failure == nil)
  }

  @Test func rejectedRecordsAreSaid() throws {
    let summary = try read(
      #"cat > /dev/null; \#(Self.record); echo '{"_rejected":{"message":"bad","line":7},"_raw":"x"}'; "#
        + #"echo '{"_message":{"severity":"warning","message":"hm"}}'; echo '{"_end":{"records":1,"rejected":1}}'"#)
    #expect(summary.rejected == 1 && summary.sources[0].diagnostics.warnings == 1 && summary.isConserved)
    #expect(summary.exitStatus() == .partial)
  }

  /// What a reader did, and the message about it.
  @Test(arguments: [
    ("cat > /dev/null; \(record); exit 3", "ended with status 3 without its last line"),
    ("cat > /dev/null; \(record); kill -9 $$", "was killed by signal 9 without its last line"),
    ("cat > /dev/null; \(record)", "ended without its last line, after 1 record"),
    ("cat > /dev/null; \(record); echo oops >&2; exit 1", "standard error: oops"),
    ("cat > /dev/null; \(record); sleep 60; \(end)", "did nothing for 1 s"),
    ("cat > /dev/null; \(record); while :; do echo busy >&2; done", "did nothing for 1 s"),
    ("cat > /dev/null; \(record); sleep 60 & exit 1", "ended with status 1"),
    (#"cat > /dev/null; \#(record); echo '{"_end":{"records":2}}'"#, "reports 2 records written"),
    (#"cat > /dev/null; \#(record); echo '{"_end":{}}'"#, "reports 0 records written"),
    ("cat > /dev/null; \(record); \(end); \(record)", "wrote more after its last line"),
    ("cat > /dev/null; \(record); \(end); exit 4", "ended with status 4 after its last line"),
    ("cat > /dev/null; \(record); \(end); exec >&-; sleep 60", "did not end after its last line"),
    ("cat > /dev/null; \(record); head -c 17000000 /dev/zero; \(end)", "wrote a line of more than"),
    (
      #"cat > /dev/null; \#(record); yes "$(printf '%01000d' 0 | tr 0 ' ')"; \#(end)"#,
      "wrote more than 1000 times its input"
    ),
  ])
  func aBrokenReaderIsSaid(body: String, message: String) throws {
    let summary = try read(body)
    let failure = try #require(summary.sources[0].failure)
    #expect(failure.code == .pluginFailed && failure.message.contains(message), "\(failure.message)")
    // What it had read is not lost.
    #expect(summary.read == 1 && summary.written == 1 && summary.isConserved && summary.exitStatus() == .partial)
  }

  /// It is not taken for an end of the input, and no signal ends this process.
  @Test(arguments: ["exec <&-; \(record); \(end)", "head -c 10 > /dev/null; \(record); \(end)"])
  func aReaderThatReadsNotAllIsSaid(body: String) throws {
    let summary = try read(body, [120] + [UInt8](repeating: 10, count: 1 << 20))
    #expect(summary.sources[0].failure?.message.contains("did not read its whole input") == true)
    #expect(summary.exitStatus() == .partial)
  }

  @Test func rubbishIsRejectedLineByLine() throws {
    let body =
      #"cat > /dev/null; echo hello; \#(Self.record); echo '{"citemill":1,"x":}'; echo '{"_end":{"records":3}}'"#
    let summary = try read(body)
    #expect(summary.read == 1 && summary.rejected == 2 && summary.exitStatus() == .partial)
  }

  @Test func rubbishAloneIsNoOutput() throws {
    let summary = try read("cat > /dev/null; head -c 100000 /dev/urandom")
    #expect(summary.read == 0 && summary.exitStatus() != .success && summary.sources[0].failure != nil)
  }

  // MARK: - Descriptions

  @Test(arguments: [
    ("echo hello", "not a JSON object"), ("exit 3", "ended with status 3"), ("sleep 60", "in time"),
    (#"echo '{"citemillPlugin":2,"id":"test"}'"#, "uses version 2"), (#"echo '{"id":"test"}'"#, "no member"),
    (#"echo '{"citemillPlugin":1,"id":"other"}'"#, "has another id"), ("cat /dev/zero", "too long"),
    (#"echo '{"citemillPlugin":1,"id":"test"}'"#, "what it can write"),
    (#"echo '{"citemillPlugin":1,"id":"test","fields":["tiles"]}'"#, "not a field of a record"),
    (#"echo '{"citemillPlugin":1,"id":"test","fields":[],"options":[{}]}'"#, "no name"),
  ])
  func aBadDescriptionIsSaid(description: String, message: String) throws {
    defer { removeFolder() }
    try install("writer", "cat", describing: description)
    let error = #expect(throws: UsageError.self) { try plugins(for: description).format(named: "test") }
    #expect(error?.code == .unusablePlugin && error?.message.contains(message) == true, "\(error?.message ?? "")")
    #expect(plugins(for: description).all().failures.contains { $0.message.contains(message) })
  }

  @Test func onlyProgramsByTheirNamesAreFound() throws {
    defer { removeFolder() }
    try install("reader", "cat")
    for name in ["../test", "", "Test", "none", "a:b"] { #expect(try plugins.format(named: name) == nil) }
    // A file that may not be run is not a plugin.
    let url = folder.appendingPathComponent("citemill-reader-plain")
    try Data("#!/bin/sh".utf8).write(to: url)
    #expect(try plugins.format(named: "plain") == nil)
  }

  // MARK: - Writers

  private func write(_ body: String, _ count: Int = 3) throws -> (text: String, summary: Summary) {
    defer { removeFolder() }
    try install("writer", body)
    let format = try #require(try plugins(for: body).format(named: "test"))
    var conversion = try Conversion(to: format, registry: .standard, into: ByteSink())
    let lines = (0..<count).map { #"{"citemill":1,"key":"k\#($0)","titles":[{"text":"T"}],"notes":[{"text":"N"}]}"# }
    conversion.run(ByteSource(bytes: Array(lines.joined(separator: "\n").utf8)), as: RecordsJSON())
    let (summary, sink) = conversion.finish()
    return (sink.text, summary)
  }

  @Test func writesAll() throws {
    let (text, summary) = try write(
      #"n=0; while read -r line; do n=$((n+1)); echo '{"_text":"t"}'; done; echo "{\"_end\":{\"records\":$n}}""#)
    #expect(text == "<t,t,t>" && summary.written == 3 && summary.exitStatus() == .success)
    // What it has not named as its own it never sees.
    #expect(summary.losses.ranked.map(\.key.path.description) == ["notes.note"])
  }

  @Test func saysWhatItCannotSay() throws {
    let (text, summary) = try write(
      #"read -r a; echo '{"_text":"a","_lost":["titles.main"]}'; read -r a; echo '{"_rejected":{"message":"no"}}'; "#
        + #"read -r a; echo '{"_text":"c"}'; cat; echo '{"_end":{"records":2,"rejected":1}}'"#)
    #expect(text == "<a,c>" && summary.written == 2 && summary.unwritable == 1 && summary.isConserved)
    #expect(summary.losses.ranked.contains { $0.key.path.description == "titles.main" })
    #expect(summary.exitStatus() == .partial)
  }

  @Test func withoutRecordsItIsNotRun() throws {
    #expect(try write("exit 1", 0).text == "<>")
  }

  private static let one = #"read -r a; echo '{"_text":"a"}'"#

  @Test(arguments: [
    ("\(one); exit 3", "ended with status 3 without an answer"),
    ("\(one); kill -9 $$", "was killed by signal 9 without an answer"),
    ("\(one); read -r b; sleep 60", "did not answer for 1 s"), ("sleep 60", "does it flush each line?"),
    ("\(one); read -r b; echo hello", "neither a text nor a rejected record"),
    (#"\#(one); read -r b; echo '{"_text":5}'"#, "neither a text nor a rejected record"),
    (#"read -r a; printf '%s\n' '{"_text":"a"}' again; cat"#, "wrote more than one line"),
    ("\(one); \(one); \(one); cat", "without an answer"),
    (#"\#(one); \#(one); \#(one); cat; echo '{"_end":{"records":2}}'"#, "2 written, 0 rejected"),
    (#"\#(one); \#(one); \#(one); cat; echo '{"_end":{"records":3}}'; exit 5"#, "ended with status 5"),
    (#"\#(one); \#(one); \#(one); cat; echo '{"_end":{"records":3}}'; echo x"#, "wrote more after its last line"),
    (#"\#(one); \#(one); \#(one); cat; echo '{"_end":{"records":3}}'; sleep 60"#, "did not end"),
    ("\(one); read -r b; head -c 17000000 /dev/zero", "wrote a line of more than"),
  ])
  func aBrokenWriterIsSaid(body: String, message: String) throws {
    let (text, summary) = try write(body)
    let failure = try #require(summary.writerFailure)
    #expect(failure.contains(message), "\(failure)")
    #expect(summary.exitStatus() == .inputOutput && summary.isConserved && !text.hasSuffix(">"))
  }

  // MARK: - Transforms

  private func transform(_ body: String, _ count: Int = 3) throws -> (
    keys: [String?], diagnostics: [Diagnostic], failure: String?
  ) {
    defer { removeFolder() }
    try install("transform", body)
    let transform = try #require(try plugins(for: body).transform("test"))
    var (keys, diagnostics) = ([String?](), Diagnostics())
    for number in 0..<count {
      var record = Record()
      record.key = "k\(number)"
      if transform.apply(to: &record, at: .whole("records"), reporting: &diagnostics) == .keep {
        keys.append(record.key)
      }
    }
    let failure = transform.finish()
    return (keys, diagnostics.take(), failure)
  }

  @Test func transformsChangeAndTakeOut() throws {
    let (keys, diagnostics, failure) = try transform(
      #"read -r a; echo '{"citemill":1,"key":"new"}'; read -r a; echo '{"_filtered":{}}'; "#
        + #"read -r a; echo '{"_rejected":{"message":"no"}}'; cat; echo '{"_end":{"records":1,"filtered":1,"rejected":1}}'"#
    )
    #expect(keys == ["new"] && failure == nil)
    #expect(diagnostics.map(\.code) == [.pluginRejected])
  }

  @Test(arguments: ["exit 2", "sleep 60", "echo hello; cat", #"read -r a; echo '{"_text":"a"}'"#])
  func recordsOutliveABrokenTransform(body: String) throws {
    let (keys, diagnostics, failure) = try transform(body)
    #expect(keys == ["k0", "k1", "k2"] && diagnostics.map(\.code) == [.pluginFailed] && failure != nil)
  }

  @Test func unknownOptionsAreRefused() throws {
    defer { removeFolder() }
    try install("transform", "cat")
    #expect(throws: UsageError.self) { try plugins.transform("test", [OptionAssignment("x", "y")]) }
  }

  /// What a plugin has started ends with it.
  @Test func nothingIsLeftRunning() throws {
    let marker = "6\(UInt32.random(in: 1000...9999))"
    _ = try read("cat > /dev/null; \(Self.record); sleep \(marker) & sleep \(marker)")
    // A killed process may be listed for a moment.
    var isListed = true
    for _ in 0..<100 where isListed {
      isListed = runs("sleep\0\(marker)\0")
      if isListed { Thread.sleep(forTimeInterval: 0.05) }
    }
    #expect(!isListed)
  }

  private func runs(_ words: String) -> Bool {
    let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return processes.contains { process in
      FileManager.default.contents(atPath: "/proc/\(process)/cmdline").map { $0 == Data(words.utf8) } ?? false
    }
  }
}
