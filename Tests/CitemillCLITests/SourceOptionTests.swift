import Foundation
import Testing

/// `--source LABEL=PATH`, and the labels without it.
@Suite struct SourceOptionTests {
  /// Articles with these numbers in one format or another, some of them in several files.
  private func folder() throws -> URL {
    let folder = try CommandLineTool.temporaryFolder()
    func write(_ name: String, _ works: [Int], _ more: String = "") throws {
      let url = folder.appendingPathComponent(name)
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try works.map {
        "TY  - JOUR\nAU  - Berg, Anna\nTI  - Work \($0)\nPY  - 2004\nDO  - 10.5555/\($0)\n\(more)ER  - \n"
      }
      .joined().write(to: url, atomically: true, encoding: .utf8)
    }
    try write("in/embase/a.ris", [1, 2], "DB  - Embase\n")
    try write("in/hand/b.ris", [2, 3])
    try write("c.ris", [3])
    return folder
  }

  private static let labels = "grep -o '\"sources\":[^]]*]'"

  @Test func pathsAreFilesAndFolders() throws {
    let folder = try folder()
    let result = try CommandLineTool.shell(
      "citemill convert -q in/embase/a.ris in/hand/b.ris c.ris -t records --source 'By hand=./in/hand' --source=C=c.ris "
        + "--transform dedupe | \(Self.labels)", in: folder)
    #expect(
      result.output
        == "\"sources\":[\"Embase\"]\n\"sources\":[\"Embase\",\"By hand\"]\n\"sources\":[\"By hand\",\"C\"]\n")
    // The nearest option counts, and standard input can have a label too.
    let nearest = try CommandLineTool.shell(
      "citemill convert -q in/hand/b.ris - -t records --source All=. --source Hand=in/hand --source Pipe=- < c.ris | \(Self.labels)",
      in: folder)
    #expect(nearest.output == "\"sources\":[\"Hand\"]\n\"sources\":[\"Hand\"]\n\"sources\":[\"Pipe\"]\n")
  }

  @Test func aPathThatIsNotReadIsRefused() throws {
    let folder = try folder()
    for path in ["nowhere.ris", "c.ris", "-", "in/embase"] {
      let result = try CommandLineTool.shell("citemill convert in/hand/b.ris -t records --source X=\(path)", in: folder)
      #expect(result.status == 64 && result.output.isEmpty && result.errors.contains("[usage.source-label]"), "\(path)")
    }
  }

  @Test func aBatchLabelsByFolder() throws {
    let folder = try folder()
    let run = "citemill batch -q in -t records"
    #expect(
      try CommandLineTool.shell("\(run) -o out && cat out/*/* | \(Self.labels) | uniq -c", in: folder).output
        == "      2 \"sources\":[\"Embase\"]\n      2 \"sources\":[\"hand\"]\n")
    // Another label is a reason to convert again; without a label, a file in no folder has none.
    #expect(
      try CommandLineTool.shell("\(run) -o out --source Mine=in && cat out/*/* | \(Self.labels) | uniq -c", in: folder)
        .output == "      4 \"sources\":[\"Mine\"]\n")
    #expect(
      try CommandLineTool.shell(
        "citemill batch -q c.ris -t records --merge all.jsonl && \(Self.labels) all.jsonl", in: folder
      )
      .output == "")
    #expect(
      try CommandLineTool.shell("citemill batch -q in -t records -o out2 --source X=c.ris", in: folder).status == 64)
  }

  @Test func labelsComeBackWithTheRecords() throws {
    let folder = try folder()
    let run = "citemill convert -q in/embase/a.ris in/hand/b.ris -t records --source H=in/hand"
    let result = try CommandLineTool.shell(
      "\(run) -o plain.jsonl && \(run) --transform dedupe:log=log.jsonl -o one.jsonl"
        + " && citemill convert -q one.jsonl -t records --transform undedupe:log=log.jsonl | cmp - plain.jsonl && echo same",
      in: folder)
    #expect(result.output == "same\n")
    // The log is replaced where only the labels differ.
    let again = try CommandLineTool.shell(
      "citemill convert in/embase/a.ris in/hand/b.ris -q -t records -o two.jsonl --transform dedupe:log=log.jsonl",
      in: folder)
    #expect(again.status == 0, "\(again.errors)")
  }

  @Test func sortedRecordsKeepThem() throws {
    let folder = try folder()
    let result = try CommandLineTool.shell(
      "citemill sort -q c.ris in/embase/a.ris --source C=c.ris -t records | \(Self.labels) | uniq -c", in: folder)
    #expect(result.output == "      2 \"sources\":[\"Embase\"]\n      1 \"sources\":[\"C\"]\n")
  }
}
