import Foundation
import Testing

/// Whether the system has what unpacks them.
private let canUnpack = ["funzip", "bsdtar"].contains { name in
  (try? CommandLineTool.shell("command -v \(name)"))?.status == 0
}

/// Zip archives of exports, read file by file with the system's `funzip` or `bsdtar`.
@Suite(.enabled(if: canUnpack)) struct ZipTests {
  /// A file in an archive; all of them are stored as they are.
  private struct Member {
    var name: String
    var text: String = ""
    /// What it holds in place of the text.
    var content: [UInt8]?
    var flags: UInt16 = 0
    var mode: UInt32 = 0o100644
    /// The declared offset, if it is not the real one.
    var offset: UInt32?
    /// The declared size, if it is not the real one.
    var size: UInt32?
  }

  private func archive(_ members: [Member]) -> Data {
    var data = Data()
    var list = Data()
    func number<T: FixedWidthInteger>(_ value: T, to data: inout Data) {
      for place in 0..<(T.bitWidth / 8) { data.append(UInt8(truncatingIfNeeded: value >> T(place * 8))) }
    }
    for member in members {
      let offset = UInt32(data.count)
      let bytes = member.content ?? Array(member.text.utf8)
      func common(to data: inout Data, size: UInt32) {
        for value in [20, member.flags, 0, 0, 0x21] { number(UInt16(value), to: &data) }
        number(crc(bytes), to: &data)
        number(UInt32(bytes.count), to: &data)
        number(size, to: &data)
        number(UInt16(member.name.utf8.count), to: &data)
        number(UInt16(0), to: &data)
      }
      data.append(contentsOf: [0x50, 0x4B, 3, 4])
      common(to: &data, size: UInt32(bytes.count))
      data.append(contentsOf: member.name.utf8)
      data.append(contentsOf: bytes)
      list.append(contentsOf: [0x50, 0x4B, 1, 2, 20, 3])
      common(to: &list, size: member.size ?? UInt32(bytes.count))
      for value in [0, 0, 0] { number(UInt16(value), to: &list) }
      number(member.mode << 16, to: &list)
      number(member.offset ?? offset, to: &list)
      list.append(contentsOf: member.name.utf8)
    }
    let start = UInt32(data.count)
    data += list
    data.append(contentsOf: [0x50, 0x4B, 5, 6, 0, 0, 0, 0])
    for _ in 0..<2 { number(UInt16(members.count), to: &data) }
    number(UInt32(list.count), to: &data)
    number(start, to: &data)
    number(UInt16(0), to: &data)
    return data
  }

  private func crc(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~0) { crc, byte in
      (0..<8).reduce(crc ^ UInt32(byte)) { value, _ in value >> 1 ^ (value & 1 == 1 ? 0xEDB8_8320 : 0) }
    }
  }

  /// A text as gzip stores it (RFC 1951, section 3.2.4; RFC 1952).
  private func gzip(_ text: String) -> [UInt8] {
    let bytes = Array(text.utf8)
    func number(_ value: UInt32, _ count: UInt32) -> [UInt8] {
      (0..<count).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }
    let count = UInt32(bytes.count)
    return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1] + number(count, 2) + number(~count, 2) + bytes
      + number(crc(bytes), 4) + number(count, 4)
  }

  private func ris(_ title: String) -> String { "TY  - BOOK\nID  - \(title)\nTI  - \(title)\nER  - \n" }

  private func run(_ line: String, _ members: [Member], named name: String = "a.zip") throws -> CommandLineTool.Result {
    try run(line, archive(members), named: name)
  }

  private func run(_ line: String, _ data: Data, named name: String = "a.zip") throws -> CommandLineTool.Result {
    let folder = try CommandLineTool.temporaryFolder()
    try FileManager.default.createDirectory(at: folder.appendingPathComponent("in"), withIntermediateDirectories: true)
    try data.write(to: folder.appendingPathComponent("in/\(name)"))
    return try CommandLineTool.shell(line, in: folder)
  }

  private let convert = "citemill convert in/a.zip -t csl-json:layout=lines"

  @Test func readsEachFileInItsOrder() throws {
    let members = [
      Member(name: "b.ris", text: ris("B")), Member(name: "sub/", text: ""),
      Member(name: "sub/a [1]*.bib", text: "@book{A, title = {A}}\n"), Member(name: "scan.pdf", text: "%PDF-1.7"),
      Member(name: "__MACOSX/._b.ris", text: "x"),
    ]
    let result = try run(convert, members)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.split(separator: "\n").map { $0.prefix(9) } == [#"{"id":"B""#, #"{"id":"A""#])
    #expect(result.errors == "in/a.zip/scan.pdf: warning: not supported: PDF; left alone [source.left-alone]\n")
    #expect(try run(convert + " --strict", members).status == 1)
    // By its content too.
    let other = try run("citemill convert in/export -t csl-json:layout=lines", members, named: "export")
    #expect(other.output == result.output)
    let inspected = try run("citemill inspect in/a.zip", members)
    #expect(inspected.output.contains("in/a.zip/sub/a [1]*.bib\n  format      bibtex"))
  }

  @Test func batchHasAnOutputForEach() throws {
    let members = [
      Member(name: "x/a.ris", text: ris("A")), Member(name: "b.ris", text: ris("B")),
      Member(name: "../c.ris", text: ris("C")),
      Member(name: "scan.pdf", text: "%PDF-1.7"),
    ]
    let line = "citemill batch in -t bibtex -o out --report r.json"
    let result = try run(
      "\(line); \(line); find out -name '*.bib' | sort; citemill batch in -t bibtex --dry-run -o out", members)
    #expect(
      result.output.hasPrefix("out/a.zip/b.bib\nout/a.zip/x/a.bib\n") && result.output.contains("in/a.zip/x/a.ris -> ")
        && result.output.contains("in/a.zip/../c.ris: refused, its name leads out of the archive"),
      "\(result.output)")
    #expect(result.errors.contains("in/a.zip/../c.ris: error: its name leads out of the archive"), "\(result.errors)")
    #expect(result.errors.contains("2 of them unchanged since an earlier run"), "\(result.errors)")
    let merged = try run(
      "citemill batch in -t csl-json:layout=lines --merge all.jsonl --include '*.ris'; cat all.jsonl", members)
    #expect(merged.output.split(separator: "\n").count == 2, "\(merged.errors)")
  }

  @Test func readsWhatWasCompressedBefore() throws {
    let whole = gzip(ris("A"))
    let members = [
      Member(name: "keyword/a.ris.gz", content: whole), Member(name: "word/b.ris", text: ris("B")),
      Member(name: "c.ris.gz", content: Array(whole.dropLast(9))),
    ]
    let result = try run(convert, members)
    #expect(result.output.split(separator: "\n").map { $0.prefix(9) }.starts(with: [#"{"id":"A""#, #"{"id":"B""#]))
    #expect(result.errors.contains("a.zip/c.ris.gz: error: it is damaged or cut off: gzip"), "\(result.errors)")
    let batch = try run("citemill batch in -t bibtex -o out; find out -name '*.bib' | sort", Array(members.prefix(2)))
    #expect(
      batch.output.hasPrefix("out/a.zip/keyword/a.bib\nout/a.zip/word/b.bib\n"), "\(batch.output) \(batch.errors)")
  }

  @Test func refusesWhatDoesHarm() throws {
    let ok = Member(name: "ok.ris", text: ris("OK"))
    let refused: [(Member, String)] = [
      (Member(name: "/etc/a.ris", text: ris("A")), "leads out"),
      (Member(name: "x/../../a.ris", text: ris("A")), "leads out"),
      (Member(name: #"..\a.ris"#, text: ris("A")), "leads out"), (Member(name: "C:a.ris", text: ris("A")), "leads out"),
      (Member(name: "a\u{1B}[2J.ris", text: ris("A")), "control"),
      (Member(name: "a.ris", text: ris("A"), mode: 0o120777), "link"),
      (Member(name: "a.ris", text: ris("A"), flags: 1), "encrypted"),
      (Member(name: "ok.ris", text: ris("A")), "same name"),
      (Member(name: "a.ris", text: ris("A"), size: 1 << 30), "times as large"),
      (Member(name: "a.ris", text: ris("Long enough to be cut"), size: 8), "8 bytes"),
      (
        Member(name: "a.zip", text: String(decoding: archive([ok]).filter { $0 < 128 }, as: UTF8.self)),
        "zip archive in another"
      ),
    ]
    for (member, words) in refused {
      let result = try run(convert, [ok, member])
      #expect(result.status == 1, "\(member.name)")
      #expect(result.output.hasPrefix(#"{"id":"OK""#), "\(member.name)")
      #expect(result.errors.contains(words) && !result.errors.contains("\u{1B}"), "\(result.errors)")
    }
  }

  @Test func brokenArchivesAreErrors() throws {
    let whole = archive([Member(name: "a.ris", text: ris("A")), Member(name: "b.ris", text: ris("B"))])
    var damaged = whole
    damaged[45] ^= 0x20
    let cases: [(Data, String, Int32)] = [
      (archive([]), "holds no files", 65), (whole.dropLast(30), "cut off", 65),
      (damaged, "a.ris: error: it is damaged", 1),
      (archive([Member(name: "a.pdf", text: "%PDF-1.7")]), "nothing in the archive", 65),
      (
        archive([Member(name: "a.ris", text: ris("A")), Member(name: "b.ris", text: ris("A"), offset: 0)]),
        "overlap", 65
      ),
    ]
    for (data, words, status) in cases {
      let result = try run(convert, data)
      #expect(result.status == status && result.errors.contains(words), "\(words): \(result.status) \(result.errors)")
      let batch = try run("citemill batch in -t ris -o out", data)
      #expect(batch.status == (words.contains("no files") || words.contains("nothing") ? 0 : 1) || batch.status == 65)
    }
    let stream = try run("citemill convert -t ris < in/a.zip", whole)
    #expect(stream.status == 65 && stream.errors.contains("zip archive in a stream"))
    let alone = try run("PATH=$(dirname $(command -v citemill)) citemill convert in/a.zip -t ris", whole)
    #expect(alone.status == 65 && alone.errors.contains("install unzip"), "\(alone.errors)")
  }
}
