import Foundation
import Testing

/// No output, report, list of rejects, log or journal replaces an input or another output of the same run.
@Suite struct OutputTests {
  private let record = "TY  - JOUR\nTI  - One\nPY  - 2001\nER  - \n"
  private let json = #"[{"id":"x","type":"book","title":"T"}]"#

  /// A folder with inputs, and links of all kinds to what exists and to what does not.
  private func folder() throws -> URL {
    let root = try CommandLineTool.temporaryFolder()
    let files = ["in/a.ris": record, "in/b.ris": record, "in/c.json": json, "a.ris": record, "list.tsv": "a\tb\n"]
    for (name, text) in files {
      let url = root.appendingPathComponent(name)
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url)
    }
    let links = "ln -s same dangling; ln -s a.ris link; ln a.ris hard; ln -s . here; ln -s in alsoIn"
    _ = try CommandLineTool.shell(links, in: root)
    return root
  }

  /// All files below a folder with what is in them.
  private func files(_ root: URL) throws -> [String: Data] {
    var result: [String: Data] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: root.path) {
      result[name] = try? Data(contentsOf: root.appendingPathComponent(name))
    }
    return result
  }

  @Test(arguments: ["-o none/x.json", "-o x.json --report none/r.json", "-o x.json --rejects none/r.ris"])
  func aFolderThatIsMissingIsNamed(outputs: String) throws {
    let result = try CommandLineTool.shell("citemill convert a.ris -t csl-json \(outputs)", in: folder())
    #expect(result.status == 73 && result.errors.contains("its folder does not exist"), "\(result.errors)")
  }

  private static let convert = "citemill convert a.ris -t csl-json"
  private static let batch = "citemill batch in -t csl-json"

  @Test(arguments: [
    "\(convert) -o same --report ./same", "\(convert) -o same --rejects $PWD/same",
    "\(convert) -o same --rejects same/",
    "\(convert) -o same --report dangling", "\(convert) -o dangling --report here/same",
    "\(convert) --rejects r --report in/../r",
    "\(convert) -o x --report link", "\(convert) -o x --rejects hard", "\(convert) -o x --report here/a.ris",
    "\(convert) -o same --transform dedupe:log=./same", "\(convert) -o x --transform dedupe:log=link",
    "\(convert) -o list.tsv --transform normalise:journals=./list.tsv", "\(convert) --rejects - -o -",
    "\(convert) -o x --transform dedupe:log=y --report here/y", "\(convert) -o x --report r --rejects alsoIn/../r",
    "\(batch) -o out --rejects out", "\(batch) -o out --rejects here/out", "\(batch) -o out --report out/a.json",
    "\(batch) -o out --report here/out/b.json", "\(batch) -o out --rejects bad --report bad/a.ris",
    "\(batch) -o out --rejects bad --report bad/a.ris.why.jsonl",
    "\(batch) -o out --report out/.citemill/journal.jsonl",
    "\(batch) -o out --report out", "\(batch) -o out --report alsoIn/a.ris",
    "\(batch) -o out --report in/a.ris --include '*.json'",
    "\(batch) --merge in/a.ris", "\(batch) --merge m.json --rejects alsoIn/b.ris",
    "\(batch) --merge m.json --rejects ./m.json", "\(batch) --merge m.json --report here/m.json",
    "\(batch) --merge m.json --transform dedupe:log=here/m.json",
    "\(batch) --merge m.json --transform dedupe:log=in/a.ris",
    "\(batch) -o out --split --report out/a/r.json", "\(batch) -o out --split --rejects out/a",
    "citemill batch in/a.ris in/c.json -t csl-json -o alsoIn",
    "citemill batch in/a.ris -t csl-json -o out --rejects alsoIn",
    "citemill batch in/a.ris a.ris -t csl-json --merge link",
    "citemill batch in/a.ris -t csl-json -o here/in --split --report in/a/b",
  ])
  func isRefusedBeforeAnythingIsWritten(line: String) throws {
    let root = try folder()
    let before = try files(root)
    let result = try CommandLineTool.shell(line, in: root)
    #expect(result.status == 64, "\(result.errors)")
    #expect(result.errors.hasSuffix("[usage.same-file]\n"), "\(result.errors)")
    #expect(try files(root) == before)
  }

  @Test(arguments: [
    "citemill convert a.ris -t csl-json --report r > r", "citemill convert a.ris -t csl-json >> a.ris",
    "citemill convert a.ris -t csl-json -o same 2> same", "citemill convert -t csl-json -o x --report a.ris < a.ris",
    "citemill convert a.ris -t csl-json -o /dev/stdout --report r > r",
  ])
  func whatTheShellHasOpenedIsNotReplaced(line: String) throws {
    let root = try folder()
    #expect(try CommandLineTool.shell("(\(line))", in: root).status == 64)
    #expect(try String(contentsOf: root.appendingPathComponent("a.ris"), encoding: .utf8) == record)
  }

  @Test(arguments: [
    "citemill convert a.ris -t ris -o a.ris", "citemill convert a.ris -t ris -o link",
    "citemill convert -t ris -o a.ris < a.ris",
    "citemill convert a.ris -t csl-json -o x --report /dev/null --rejects /dev/null",
    "citemill convert a.ris -t csl-json --rejects /dev/stdout", "citemill convert a.ris -t csl-json > x 2>&1",
    "citemill batch in -t csl-json --merge - --report /dev/stdout",
    "citemill batch in -t csl-json -o out --report r.json",
    "citemill batch in -t csl-json --merge m.json --transform dedupe:log=log",
  ])
  func isWrittenWhereNothingIsReplaced(line: String) throws {
    let result = try CommandLineTool.shell(line, in: try folder())
    #expect(result.status == 0, "\(result.errors)")
  }

  @Test(arguments: ["out/r.json", "out/sub/r.json", "bad/r.json"])
  func aReportMayGoIntoAFolderThatTheRunMakes(report: String) throws {
    let root = try folder()
    for _ in 0..<2 {
      let result = try CommandLineTool.shell("\(Self.batch) -o out --rejects bad --report \(report)", in: root)
      #expect(result.status == 0, "\(result.errors)")
    }
    #expect(FileManager.default.fileExists(atPath: root.appendingPathComponent(report).path))
  }

  @Test func aReportOfAnEarlierRunIsNoInput() throws {
    let root = try folder()
    for _ in 0..<2 {
      let result = try CommandLineTool.shell("\(Self.batch) -o out --report in/report.json", in: root)
      #expect(result.status == 0 && result.errors.contains("3 files converted"), "\(result.errors)")
    }
    #expect(!FileManager.default.fileExists(atPath: root.appendingPathComponent("out/report.json").path))
  }

  @Test func whatWasMergedIsAnInputOnceItIsChanged() throws {
    let root = try folder()
    let line = "\(Self.batch) --merge in/all.json"
    for _ in 0..<2 {
      let result = try CommandLineTool.shell(line, in: root)
      #expect(result.status == 0 && result.errors.contains("3 files converted; 3 records"), "\(result.errors)")
    }
    #expect(try CommandLineTool.shell("echo >> in/all.json; \(line)", in: root).status == 64)
  }

  @Test func nothingGoesWhereTheJournalIs() throws {
    let root = try folder()
    let line = "mkdir .citemill && cp a.ris .citemill/lock.ris && citemill batch .citemill in -t csl-json -o out"
    let result = try CommandLineTool.shell(line, in: root)
    #expect(result.status == 64 && result.errors.contains("where the journal is"), "\(result.errors)")
  }

  @Test(arguments: [
    #"{"inputs":"a.ris","to":"ris","output":"same9"},{"inputs":"in/b.ris","to":"ris","output":"./same9"}"#,
    #"{"inputs":"a.ris","to":"ris","output":"same"},{"inputs":"in/b.ris","to":"ris","output":"x","report":"dangling"}"#,
    #"{"inputs":"a.ris","to":"ris","output":"x"},{"inputs":"in/b.ris","to":"ris","output":"y","rejects":"link"}"#,
    #"{"inputs":"a.ris","to":"ris","output":"here/pipeline.json"}"#,
    #"{"command":"batch","inputs":"in","to":"csl-json","out":"out"},{"inputs":"a.ris","to":"ris","output":"here/out/a.json"}"#,
    #"{"command":"batch","inputs":"in","to":"csl-json","out":"o"},{"command":"batch","inputs":"in","to":"ris","out":"./o"}"#,
    // A later step reads what an earlier one writes beside its records.
    #"{"inputs":"in/b.ris","to":"ris","output":"x","report":"a.ris"},{"inputs":"a.ris","to":"ris","output":"y"}"#,
    #"{"inputs":"in/b.ris","to":"ris","output":"x","rejects":"hard"},{"inputs":"a.ris","to":"ris","output":"y"}"#,
    #"{"inputs":"in/b.ris","to":"ris","output":"x","report":"new"},{"inputs":"new","to":"ris","output":"y"}"#,
    #"{"inputs":"in/b.ris","to":"ris","output":"x","transform":"dedupe:log=a.ris"},{"inputs":"link","to":"ris","output":"y"}"#,
    #"{"inputs":"a.ris","to":"ris","output":"x","rejects":"alsoIn/b.ris"},{"command":"batch","inputs":"in","to":"csl-json","out":"o"}"#,
    #"{"inputs":"a.ris","to":"ris","output":"x","report":"in/a.ris"},{"command":"batch","inputs":"in","to":"csl-json","merge":"o"}"#,
    #"{"command":"batch","inputs":"in","to":"ris","out":"o","report":"a.ris"},{"inputs":"a.ris","to":"ris","output":"y"}"#,
    #"{"inputs":"in/b.ris","to":"ris","output":"x","report":"a.ris"},{"command":"batch","inputs":["x","a.ris"],"to":"bibtex","out":"o"}"#,
    #"{"inputs":"a.ris","to":"ris","output":"x","report":"r"},{"command":"batch","inputs":["in","r"],"to":"bibtex","out":"o"}"#,
    #"{"inputs":"a.ris","to":"ris","output":"x","transform":"dedupe:log=list.tsv"},{"inputs":"in/b.ris","to":"ris","output":"y","transform":"normalise:journals=list.tsv"}"#,
    // A later step writes where an earlier one reads.
    #"{"inputs":"in/b.ris","to":"bibtex","output":"y"},{"inputs":"a.ris","to":"ris","output":"in/b.ris"}"#,
    #"{"inputs":"in/b.ris","to":"bibtex","output":"y"},{"inputs":"in/b.ris","to":"ris","output":"in/b.ris"}"#,
    #"{"inputs":"a.ris","to":"bibtex","output":"y"},{"inputs":"in/b.ris","to":"ris","output":"hard"}"#,
    #"{"command":"batch","inputs":"in","to":"csl-json","out":"o"},{"inputs":"a.ris","to":"ris","output":"alsoIn/b.ris"}"#,
    #"{"command":"batch","inputs":"in","to":"csl-json","merge":"o"},{"inputs":"a.ris","to":"ris","output":"in/b.ris"}"#,
  ])
  func stepsDoNotReplaceWhatOthersUse(steps: String) throws {
    let root = try folder()
    try Data("{\"citemillPipeline\":1,\"steps\":[\(steps)]}".utf8).write(
      to: root.appendingPathComponent("pipeline.json"))
    let before = try files(root)
    let result = try CommandLineTool.shell("citemill run pipeline.json", in: root)
    #expect(result.status == 64, "\(result.errors)")
    #expect(try files(root) == before)
  }

  @Test func aStepReadsWhatAnEarlierOneWritesHoweverItIsSpelled() throws {
    let root = try folder()
    let steps =
      #"{"inputs":"a.ris","to":"ris","output":"new.ris"},{"inputs":"./new.ris","to":"bibtex"},"#
      + #"{"inputs":"in/../new.ris","to":"ris"},{"inputs":"new.ris","to":"ris","output":"in/a.ris"}"#
    try Data("{\"citemillPipeline\":1,\"steps\":[\(steps)]}".utf8).write(
      to: root.appendingPathComponent("pipeline.json"))
    let result = try CommandLineTool.shell("citemill run pipeline.json", in: root)
    #expect(
      result.status == 0 && result.output.contains("@article") && result.output.contains("TY  -"), "\(result.errors)")
  }

  /// The same pipeline runs twice: what steps only write on the side is not an input, but records are inputs
  /// of later steps.
  @Test(arguments: [
    #"{"command":"batch","inputs":"in","include":"*.json","to":"ris","out":"o"},{"inputs":"a.ris","to":"ris","output":"in/b.ris"}"#,
    #"{"inputs":"a.ris","to":"ris","output":"x","report":"in/r.txt"},{"command":"batch","inputs":"in","include":"*.ris","to":"bibtex","out":"o"}"#,
    #"{"command":"batch","inputs":"in","to":"ris","out":"o","split":true},{"command":"batch","inputs":"o","to":"bibtex","out":"p"}"#,
    #"{"inputs":"a.ris","to":"ris","output":"a.ris"},{"inputs":"a.ris","to":"bibtex","output":"y"}"#,
    #"{"command":"batch","inputs":"in","to":"ris","merge":"m"},{"command":"batch","inputs":["m","a.ris"],"to":"bibtex","out":"p"}"#,
  ])
  func aPipelineRunsAgain(steps: String) throws {
    let root = try folder()
    try Data("{\"citemillPipeline\":1,\"steps\":[\(steps)]}".utf8).write(
      to: root.appendingPathComponent("pipeline.json"))
    for _ in 0..<2 {
      let result = try CommandLineTool.shell("citemill run pipeline.json", in: root)
      #expect(result.status == 0, "\(result.errors)")
    }
  }

  // MARK: - What others wrote

  /// What is written beside the records, and the only output of a batch, replaces nothing that no earlier run
  /// wrote.
  @Test(arguments: [
    "convert a.ris -t ris -o x --report mine", "convert a.ris -t ris -o x --rejects mine",
    "convert a.ris -t ris -o x --transform dedupe:log=mine", "convert a.ris -t ris -o x --rejects toMine",
    "batch in -t ris --merge mine", "batch in -t ris --merge x --rejects mine", "batch in -t ris -o x --report mine",
    "batch in -t ris --merge x --transform dedupe:log=mine", "run pipeline.json", "run --explain pipeline.json",
  ])
  func whatNoRunWroteIsNotReplaced(words: String) throws {
    let root = try folder()
    let pipeline =
      #"{"citemillPipeline":1,"steps":[{"inputs":"a.ris","to":"ris","output":"x"},"#
      + #"{"inputs":"in/b.ris","to":"ris","output":"y","report":"mine"}]}"#
    try Data(pipeline.utf8).write(to: root.appendingPathComponent("pipeline.json"))
    _ = try CommandLineTool.shell("echo mine > mine; ln -s mine toMine", in: root)
    let before = try files(root)
    let result = try CommandLineTool.shell("citemill \(words)", in: root)
    #expect(result.status == 73, "\(result.errors)")
    #expect(result.errors.contains("ine: ") && result.errors.contains("or pass --overwrite"), "\(result.errors)")
    #expect(try files(root) == before)
    if words.hasPrefix("run") { return }
    #expect(try CommandLineTool.shell("citemill \(words) --overwrite", in: root).status == 0)
    #expect(try CommandLineTool.shell("grep -c mine mine", in: root).status == 1)
  }

  /// A command may be given again, whatever it wrote the first time.
  @Test(arguments: [
    "convert a.ris bad.json -t ris -o x --rejects r --report s", "batch in bad.json -t ris --merge x --rejects r",
    "convert a.ris a.ris -t ris -o x --transform dedupe:log=log --report s",
    "batch in -t ris --merge x --transform dedupe:log=log --report s", "batch in -t ris -o x --report s",
  ])
  func whatAnEarlierRunWroteIsReplaced(words: String) throws {
    let root = try folder()
    try Data("[{\"title\":}]".utf8).write(to: root.appendingPathComponent("bad.json"))
    let status: Int32 = words.contains("bad") ? 1 : 0
    let first = try CommandLineTool.shell("citemill \(words)", in: root)
    #expect(first.status == status, "\(first.errors)")
    let before = try files(root)
    let second = try CommandLineTool.shell("citemill \(words)", in: root)
    #expect(second.status == status, "\(second.errors)")
    #expect(try words.contains("-o x --report") || files(root) == before)
    // Nor is an empty file of anyone's.
    let empty = try CommandLineTool.shell(
      "for file in r s log; do if [ -f $file ]; then : > $file; fi; done; citemill \(words)", in: root)
    #expect(empty.status == status, "\(empty.errors)")
  }

  @Test func whatWasRepairedOrMergedByHandStays() throws {
    let root = try folder()
    try Data("[{\"title\":}]".utf8).write(to: root.appendingPathComponent("bad.json"))
    for words in ["convert bad.json a.ris -t ris -o x --rejects r", "batch bad.json in -t ris --merge m"] {
      let file = words.contains("-o x") ? "r" : "m"
      let result = try CommandLineTool.shell(
        "citemill \(words) -q; echo mended >> \(file); rm -f x; citemill \(words); echo $?; tail -n 1 \(file); ls x",
        in: root)
      #expect(result.output == "73\nmended\n", "\(result.errors)")
      #expect(result.errors.contains("cannot replace \(file): it was edited after an earlier run wrote it"))
    }
  }

  /// If the output of a run replaced its input, its rejects and its log have data that is nowhere else.
  @Test func whatIsNowhereElseStays() throws {
    let root = try folder()
    let line = "citemill convert -q two.ris -o two.ris --transform dedupe:log=log"
    let log = try CommandLineTool.shell(
      "{ sed 's/^PY.*/DO  - 10.5555\\/1/' a.ris; sed 's/^ER/DO  - 10.5555\\/1\\n&/' a.ris; } > two.ris; \(line); cp log old; \(line); echo $?; cmp log old",
      in: root)
    #expect(log.output == "74\n", "\(log)")
    #expect(log.errors.contains("the log may have the only copy of"), "\(log.errors)")
    let convert = "citemill convert -q lines.jsonl -o lines.jsonl -t csl-json:layout=lines --rejects r"
    let rejects = try CommandLineTool.shell(
      "printf '{\"id\":\"a\",\"title\":\"T\"}\\n{\"id\":}\\n' > lines.jsonl; \(convert); \(convert); echo $?; cat r; "
        + "\(convert) --overwrite; wc -c < r", in: root)
    #expect(rejects.output.split(whereSeparator: \.isWhitespace) == ["73", "{\"id\":}", "0"], "\(rejects)")
  }

  /// Rejects and merged records are distinguished, whichever command wrote them.
  @Test(arguments: [
    ("batch in -t ris --merge x", "convert bad.json a.ris -t ris -o y --rejects x", "merged records"),
    ("batch in -t ris --merge x", "convert a.ris -t ris -o y --rejects x", "merged records"),
    ("batch in -t ris --merge x", "batch in bad.json -t ris --merge y --rejects x", "merged records"),
    ("convert bad.json a.ris -t ris -o y --rejects x", "batch in -t ris --merge x", "rejects"),
    ("batch in bad.json -t ris --merge y --rejects x", "batch in -t ris --merge x", "rejects"),
  ])
  func rejectsAndRecordsDoNotReplaceEachOther(first: String, second: String, kind: String) throws {
    let root = try folder()
    try Data("[{\"title\":}]".utf8).write(to: root.appendingPathComponent("bad.json"))
    let result = try CommandLineTool.shell(
      "citemill \(first) -q; cp x old; citemill \(second); echo $?; cmp x old; citemill \(second) --overwrite -q; cmp -s x old; echo $?",
      in: root)
    #expect(result.output == "73\n1\n", "\(result)")
    #expect(result.errors.contains("cannot replace x: it has the \(kind) of an earlier run; move it"), "\(result)")
  }

  /// The rejects of a run in place are the only copy, whatever the next run converts.
  @Test(arguments: [
    "convert a.ris -t ris -o y --rejects r", "convert bad.json a.ris -t ris -o y --rejects r",
    "batch in bad.json -t ris --merge y --rejects r", "batch in -t ris --merge r",
  ])
  func rejectsOfARunInPlaceStay(words: String) throws {
    let root = try folder()
    try Data("[{\"title\":}]".utf8).write(to: root.appendingPathComponent("bad.json"))
    let result = try CommandLineTool.shell(
      "printf '{\"id\":\"a\",\"title\":\"T\"}\\n{\"id\":}\\n' > lines.jsonl; "
        + "citemill convert -q lines.jsonl -o lines.jsonl -t csl-json:layout=lines --rejects r; cp r old; "
        + "citemill \(words); echo $?; cmp r old; citemill \(words) --overwrite -q; cmp -s r old; echo $?", in: root)
    #expect(result.output == "73\n1\n", "\(result)")
    #expect(result.errors.contains("cannot replace r: it may have the only copy of"), "\(result)")
  }

  /// A run without a result leaves what an earlier one wrote.
  @Test(arguments: [
    "convert nowhere.ris -t ris -o x --rejects r", "convert dead.txt -t ris -o x --rejects r",
    "batch nowhere -t ris --merge m --rejects r", "batch dead.txt -f bibtex -t ris --merge m --rejects r",
    "convert a.ris -t ris --jobs none --rejects r",
  ])
  func aFailedRunEmptiesNothing(words: String) throws {
    let root = try folder()
    try Data("[{\"title\":}]".utf8).write(to: root.appendingPathComponent("bad.json"))
    try Data("Hello, world.\n".utf8).write(to: root.appendingPathComponent("dead.txt"))
    let result = try CommandLineTool.shell(
      "citemill convert -q a.ris bad.json -t ris -o x --rejects r 2>/dev/null; cp r old; "
        + "citemill \(words); [ $? -ge 64 ] && cmp r old", in: root)
    #expect(result.status == 0, "\(result)")
  }

  // MARK: - Programs

  /// A program in the current folder is not taken for one of the system's.
  @Test(arguments: [":$PATH", ".:$PATH", "sub:$PATH", "$PATH:"])
  func programsAreNotTakenFromWhereWeAre(path: String) throws {
    let root = try folder()
    let line = """
      gzip -c a.ris > b.ris.gz; mkdir sub
      for f in gzip sub/gzip; do printf '#!/bin/sh\\ntouch taken\\nexec /bin/cat /dev/null\\n' > $f; chmod +x $f; done
      PATH="\(path)" citemill convert b.ris.gz -t csl-json; ls
      """
    let result = try CommandLineTool.shell(line, in: root)
    #expect(result.output.contains("One"), "\(result.errors)")
    #expect(!result.output.contains("taken"))
  }
}
