import CitemillTestSupport
import Foundation
import Testing

/// `citemill batch`, run as a user would run it.
@Suite struct BatchTests {
  /// A folder with `in` and what the files in it are to hold.
  private func folder(_ files: [String: String]) throws -> URL {
    let root = try CommandLineTool.temporaryFolder()
    for (name, text) in files {
      let url = root.appendingPathComponent("in").appendingPathComponent(name)
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url)
    }
    return root
  }

  private func record(_ number: Int) -> String { "TY  - JOUR\nTI  - Work \(number)\nPY  - 2001\nER  - \n" }

  private var mixed: [String: String] {
    [
      "a.ris": record(1) + record(2), "sub/b.ris": record(3), "sub/deep/c.txt": "TY  - BOOK\nTI  - Text\nER  - \n",
      "library.json": #"[{"id":"x","type":"book","title":"Whole"},{"id":"y","type":"book","title":"Half\x"}]"#,
      "notes.md": "nothing of ours", "empty.ris": "", ".hidden.ris": record(4),
    ]
  }

  /// All files of a tree with their content, without those that the tool keeps for itself.
  private func tree(_ root: URL) throws -> [String: String] {
    var result: [String: String] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: root.path) where !name.hasPrefix(".citemill") {
      let url = root.appendingPathComponent(name)
      let isFile = try url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true
      if isFile { result[name] = String(decoding: try Data(contentsOf: url), as: UTF8.self) }
    }
    return result
  }

  @Test func aTreeIsMirrored() throws {
    let root = try folder(mixed)
    let result = try CommandLineTool.shell(
      "citemill batch in -t csl-json -o out --rejects bad --report r.json", in: root)
    #expect(result.status == 1)
    #expect(
      try tree(root.appendingPathComponent("out")).keys.sorted() == [
        "a.json", "library.json", "sub/b.json", "sub/deep/c.json",
      ])
    #expect(
      try tree(root.appendingPathComponent("bad")).keys.sorted() == ["library.json", "library.json.why.jsonl"])
    #expect(result.errors.contains("in/library.json:1:80: error"))
    #expect(
      result.errors.contains("4 files converted, 1 only in part, left alone: 1 empty, 1 hidden, 1 of no known format (")
    )
    let data = try Data(contentsOf: root.appendingPathComponent("r.json"))
    let report = try JSONSerialization.jsonObject(with: data)
    #expect(try JSONSchema("Docs/report.schema.json").problem(in: report) == nil)
  }

  @Test func theReportIsTheSameForAnyNumberOfJobs() throws {
    let root = try folder(mixed)
    for jobs in [1, 2, 8] {
      let line = "citemill batch in -t csl-json -o out\(jobs) --jobs \(jobs) --report r\(jobs).json --rejects bad"
      _ = try CommandLineTool.shell("TZ=Asia/Tokyo LANG=de_DE.UTF-8 \(line)", in: root)
    }
    let first = try tree(root.appendingPathComponent("out1"))
    #expect(try tree(root.appendingPathComponent("out2")) == first)
    #expect(try tree(root.appendingPathComponent("out8")) == first)
    #expect(try CommandLineTool.shell("cmp r1.json r2.json && cmp r1.json r8.json", in: root).status == 0)
  }

  @Test func partsMakeTheWhole() throws {
    let root = try folder(mixed)
    _ = try CommandLineTool.shell("citemill batch in -t csl-json -o whole", in: root)
    for part in ["0/3", "1/3", "2/3"] {
      _ = try CommandLineTool.shell("citemill batch in -t csl-json -o parts --shard \(part)", in: root)
    }
    #expect(try tree(root.appendingPathComponent("parts")) == tree(root.appendingPathComponent("whole")))
  }

  @Test func allRecordsGoIntoOneFileWhenAsked() throws {
    let root = try folder(mixed)
    let line = "citemill batch in -t csl-json --merge in/all.json --rejects bad.json --report r.json"
    for _ in 0..<2 {
      let result = try CommandLineTool.shell(line, in: root)
      #expect(result.status == 1)
      #expect(result.errors.contains("4 files converted, 1 only in part"))
      #expect(result.errors.contains("; 5 records written, 1 rejected"))
    }
    let count = try CommandLineTool.shell("grep -c '\"id\"' in/all.json", in: root)
    #expect(count.output == "5\n")
    #expect(try CommandLineTool.shell("cat bad.json", in: root).output.contains("Half"))
    let report = try JSONSerialization.jsonObject(with: Data(contentsOf: root.appendingPathComponent("r.json")))
    #expect(try JSONSchema("Docs/report.schema.json").problem(in: report) == nil)
  }

  @Test func transformsUniteWhatSeveralFilesHave() throws {
    let copy = "TY  - JOUR\nTI  - One work\nDO  - 10.5555/one\nER  - \n"
    let root = try folder(["a.ris": copy + record(1), "b.ris": copy, "c.ris": record(2)])
    let merged = try CommandLineTool.shell(
      "citemill batch in -t ris --merge all.ris --transform dedupe --report r.json; grep -c ER all.ris", in: root)
    #expect(merged.output == "3\n", "\(merged.errors)")
    #expect(merged.errors.contains("; 3 records written"))
    let report = try JSONSerialization.jsonObject(with: Data(contentsOf: root.appendingPathComponent("r.json")))
    #expect(try JSONSchema("Docs/report.schema.json").problem(in: report) == nil)
    let each = try CommandLineTool.shell(
      "citemill batch in -t ris -o out --transform 'filter:title~2'; cat out/*.ris | grep -c ER", in: root)
    #expect(each.output == "1\n", "\(each.errors)")
    #expect(each.status == 0)
  }

  /// Losses in records that were held back until the last file was read are reported, and count with
  /// `--strict`.
  @Test(arguments: ["dedupe", "sort:title"])
  func lossesOfHeldBackRecordsCount(transform: String) throws {
    let lossy = "TY  - JOUR\nTI  - One\nPB  - Brook Press\nER  - \n"
    let root = try folder(["a.ris": lossy, "b.ris": record(2)])
    let line =
      "citemill batch in -t listing:dialect=sciencegate --merge all.txt --transform \(transform) --report r.json"
    let lax = try CommandLineTool.shell(line, in: root)
    #expect(lax.status == 0 && lax.errors.contains("publisher (1)"), "\(lax.errors)")
    let strict = try CommandLineTool.shell(line + " --strict", in: root)
    #expect(strict.status == 1, "\(strict.errors)")
    let data = try Data(contentsOf: root.appendingPathComponent("r.json"))
    #expect(String(decoding: data, as: UTF8.self).contains("\"path\":\"publisher\",\"kind\":\"dropped\",\"count\":1"))
  }

  /// If the system gives no further thread, the work is done on one. The limit does not apply to root.
  @Test(arguments: [
    "convert in/big.ris -t csl-json -o out --jobs 4", "batch in -t csl-json -o out --jobs 4",
    "batch in -t csl-json --merge out --jobs 4", "batch in/a.ris in/b.ris -t csl-json -o out --split",
  ])
  func oneThreadIsEnough(words: String) throws {
    let root = try folder(["a.ris": record(1), "b.ris": record(2)])
    let big = String(repeating: record(3), count: 25_000)
    try Data(big.utf8).write(to: root.appendingPathComponent("in/big.ris"))
    // A separate user for each run, since all processes of a user count.
    let limit = "$([ $(id -u) = 0 ] && echo setpriv --reuid $((60000 + $$ % 5000)) --clear-groups)"
    let line =
      "chmod -R a+rwX .; cp $(command -v citemill) citemill; timeout -s KILL 60 prlimit --nproc=1 \(limit) "
      + "./citemill \(words) -q 2>&1; echo $?"
    let result = try CommandLineTool.shell(line, in: root)
    #expect(result.output == "0\n", "\(result.output)")
  }

  @Test func eachRecordGetsAFileWhenAsked() throws {
    let root = try folder(mixed.filter { $0.key != "library.json" })
    let line = "citemill batch in -t csl-json -o out --split --keys '[title:1]'"
    let expected = ["a/Work-2.json", "a/Work.json", "sub/b/Work.json", "sub/deep/c/Text.json"]
    for told in ["3 files converted, left", "(3 of them unchanged"] {
      let result = try CommandLineTool.shell(line, in: root)
      #expect(result.errors.contains(told), "\(result.errors)")
      #expect(try tree(root.appendingPathComponent("out")).keys.sorted() == expected)
    }
    #expect(try CommandLineTool.shell("python3 -m json.tool out/a/Work.json", in: root).status == 0)
    _ = try CommandLineTool.shell("printf 'TY  - BOOK\nTI  - New\nER  - \n' >in/a.ris", in: root)
    #expect(try CommandLineTool.shell(line, in: root).errors.contains("(2 of them unchanged"))
    #expect(try tree(root.appendingPathComponent("out")).keys.sorted() == ["a/New.json"] + expected.dropFirst(2))
  }

  /// A folder where the split records belong is replaced only if earlier runs wrote everything in it.
  @Test(arguments: [
    (":", "mkdir -p out/a/src; echo mine > out/a/src/x.swift", "out/a/src"),
    (":", "mkdir out/a; echo mine > out/a/.notes", "out/a/.notes"),
    (":", "mkdir out/a; ln -s . out/a/link", "out/a/link"),
    ("citemill batch in -t ris -o out --split", "echo mine > out/a/notes.txt", "out/a/notes.txt"),
    ("citemill batch in -t ris -o out --split", "echo mine >> out/a/Work1.ris", "out/a/Work1.ris"),
    ("citemill batch in -t ris -o out --split", "mv out/a/Work1.ris out/a/mine.ris", "out/a/mine.ris"),
  ])
  func piecesReplaceNothingOfOthers(before: String, then: String, found: String) throws {
    let root = try folder(["a.ris": record(1), "b.ris": record(2)])
    let line = "citemill batch in -t ris -o out --split --keys '[title]'"
    let made = before.replacingOccurrences(of: "citemill batch in -t ris -o out --split", with: line)
    _ = try CommandLineTool.shell("\(made); mkdir -p out; \(then)", in: root)
    try Data((record(3)).utf8).write(to: root.appendingPathComponent("in/a.ris"))
    let out = root.appendingPathComponent("out")
    let there = try FileManager.default.subpathsOfDirectory(atPath: out.appendingPathComponent("a").path).sorted()
    for _ in 0..<2 {
      let result = try CommandLineTool.shell("\(line) --report r.json", in: root)
      #expect(result.status == 73, "\(result.errors)")
      #expect(result.errors.contains("cannot replace the folder out/a: \(found) was not written"), "\(result.errors)")
      #expect(
        try FileManager.default.subpathsOfDirectory(atPath: out.appendingPathComponent("a").path).sorted() == there)
      #expect(try tree(out).keys.contains { $0.hasPrefix("b/") })
      #expect(try CommandLineTool.shell("ls out/.citemill", in: root).output == "journal.jsonl\nlock\n")
    }
    // Once it is out of the way, the split records are written.
    let moved = try CommandLineTool.shell("mv \(found) .; \(line)", in: root)
    #expect(moved.status == 0, "\(moved.errors)")
  }

  @Test func piecesReplaceThoseOfEarlierRuns() throws {
    let root = try folder(["a.ris": record(1) + record(2)])
    let line = "citemill batch in -t ris -o out --split --keys '[title]'"
    let result = try CommandLineTool.shell(
      "mkdir -p out/a; \(line) && rm out/a/$(ls out/a | head -1) && \(line) && cp in/a.ris x && head -4 x > in/a.ris && \(line)",
      in: root)
    #expect(result.status == 0, "\(result.errors)")
    #expect(try tree(root.appendingPathComponent("out")).count == 1)
  }

  @Test func whatIsOfNoUseGoesToTheRejects() throws {
    let root = try folder(["obj.json": #"[{"title":"A",}]"#])
    let result = try CommandLineTool.shell(
      "citemill batch in -t csl-json -o out --rejects bad --report r.json", in: root)
    #expect(result.status == 65, "\(result.errors)")
    #expect(result.errors.contains("in/obj.json:1") && !result.errors.contains("cannot create"), "\(result.errors)")
    let bad = try tree(root.appendingPathComponent("bad"))
    #expect(bad["obj.json"]?.contains(#"{"title":"A",}"#) == true)
    #expect(bad.keys.sorted() == ["obj.json", "obj.json.why.jsonl"])
  }

  @Test func whatHasNotChangedIsNotConvertedAgain() throws {
    let root = try folder(["a.ris": record(1), "b.ris": record(2)])
    let line = "citemill batch in -t csl-json -o out"
    _ = try CommandLineTool.shell(line, in: root)
    _ = try CommandLineTool.shell("touch -d 2001-01-01 out/a.json out/b.json", in: root)
    #expect(try CommandLineTool.shell(line, in: root).errors.contains("(2 of them unchanged since an earlier run)"))
    // Another input, a damaged output, other options: each is a reason.
    _ = try CommandLineTool.shell("printf 'TY  - BOOK\\nTI  - New\\nER  - \\n' >in/a.ris", in: root)
    #expect(try CommandLineTool.shell(line, in: root).errors.contains("(1 of them unchanged since an earlier run)"))
    #expect(try tree(root.appendingPathComponent("out"))["a.json"]?.contains("New") == true)
    _ = try CommandLineTool.shell("rm out/b.json", in: root)
    #expect(try CommandLineTool.shell(line, in: root).errors.contains("(1 of them unchanged since an earlier run)"))
    #expect(!(try CommandLineTool.shell(line + " --keys '[year]'", in: root).errors.contains("unchanged")))
  }

  // MARK: - What others wrote

  /// A file where an output belongs is replaced only if an earlier run wrote its content.
  @Test(arguments: [
    ("mkdir out; echo mine > out/a.ris", "the journal does not record that an earlier run wrote it"),
    ("mkdir out; echo mine > mine; ln -s ../mine out/a.ris", "the journal does not record"),
    ("citemill batch in -t ris -o out -q; echo mine >> out/a.ris", "it was edited after an earlier run wrote it"),
    ("citemill batch in -t ris -o out -q; rm -r out/.citemill; cp in/b.ris in/a.ris", "the journal does not record"),
  ])
  func nothingOfOthersIsReplaced(before: String, reason: String) throws {
    let root = try folder(["a.ris": record(1), "b.ris": record(2)])
    _ = try CommandLineTool.shell(before, in: root)
    let out = root.appendingPathComponent("out/a.ris")
    let mine = try Data(contentsOf: out)
    let line = "citemill batch in -t ris -o out --report r.json"
    for option in ["", "--force"] {
      let result = try CommandLineTool.shell("\(line) \(option)", in: root)
      #expect(result.status == 73, "\(result.errors)")
      #expect(
        result.errors.contains(
          "in/a.ris: cannot replace out/a.ris: \(reason)"), "\(result.errors)")
      #expect(result.errors.contains("; move it elsewhere, or pass --overwrite"), "\(result.errors)")
      #expect(try Data(contentsOf: out) == mine)
      #expect(try tree(root.appendingPathComponent("out")).keys.contains("b.ris"))
      #expect(try CommandLineTool.shell("ls out/.citemill", in: root).output == "journal.jsonl\nlock\n")
    }
    let moved = try CommandLineTool.shell("mkdir moved; mv out/a.ris moved; \(line); mv moved/a.ris out", in: root)
    #expect(moved.status == 0, "\(moved.errors)")
    let replaced = try CommandLineTool.shell("\(line) --overwrite && ! grep mine out/a.ris && cat mine", in: root)
    #expect(replaced.errors.contains("2 files converted") || replaced.output == "mine\n", "\(replaced.errors)")
    #expect(try CommandLineTool.shell(line, in: root).errors.contains("(2 of them unchanged since an earlier run)"))
  }

  @Test func whatIsTheSameOrHoldsNothingIsNobodys() throws {
    let root = try folder(["a.ris": record(1), "b.ris": record(2)])
    let result = try CommandLineTool.shell(
      "citemill batch in -t ris -o out -q; rm -r out/.citemill; : > out/b.ris; citemill batch in -t ris -o out",
      in: root)
    #expect(result.status == 0 && result.errors.contains("2 files converted; 2"), "\(result.errors)")
  }

  /// A run that is killed has announced the files that it did not put in their places.
  @Test func whatAnyEarlierRunWroteIsOurs() throws {
    let root = try folder(["a.ris": record(1)])
    let line = "citemill batch in -t ris -o out -q"
    let result = try CommandLineTool.shell(
      "\(line); cp out/a.ris old; cat old >> in/a.ris; \(line); cp old out/a.ris; cat old >> in/a.ris; \(line); grep -c ER out/a.ris",
      in: root)
    #expect(result.status == 0 && result.output == "3\n", "\(result.errors)")
  }

  /// An input that was a file is a folder now: the output of the file is replaced by a folder if it is
  /// unchanged.
  @Test func theOutputOfAFileGivesWayToThatOfAFolder() throws {
    let root = try folder(["a.ris": record(1), "b.ris": record(2)])
    let line = "citemill batch in -t ris -o out"
    let result = try CommandLineTool.shell(
      "\(line) -q; rm in/a.ris; mkdir in/a.ris; cp in/b.ris in/a.ris/c.ris; \(line); echo $?; ls out/a.ris; \(line); echo $?",
      in: root)
    #expect(result.output == "0\nc.ris\n0\n", "\(result.errors)")
    let changed = try CommandLineTool.shell(
      "rm -r out in/a.ris; cp in/b.ris in/a.ris; \(line) -q; echo mine >> out/a.ris; rm in/a.ris; mkdir in/a.ris; "
        + "cp in/b.ris in/a.ris/c.ris; \(line); echo $?; tail -n 1 out/a.ris; \(line) --overwrite -q; ls out/a.ris",
      in: root)
    #expect(changed.output == "73\nmine\nc.ris\n", "\(changed.errors)")
    #expect(changed.errors.contains("cannot replace out/a.ris: it was edited"), "\(changed.errors)")
  }

  @Test func whatIsLeftOfAFileThatIsAFolderNowIsStale() throws {
    let root = try folder(["a.jsonl": "{\"id\":\"a\",\"title\":\"T\"}\n{\"id\":}\n", "b.ris": record(2)])
    let line = "citemill batch in -t ris -o out --rejects bad --prune"
    let result = try CommandLineTool.shell(
      "\(line) -q; mv in/a.jsonl c; mkdir in/a.jsonl; mv c in/a.jsonl/c.jsonl; \(line); \(line); find out bad -name '*.*l*' | sort",
      in: root)
    #expect(
      result.output.split(whereSeparator: \.isWhitespace).filter { !$0.contains(".citemill") } == [
        "bad/a.jsonl", "bad/a.jsonl/c.jsonl", "bad/a.jsonl/c.jsonl.why.jsonl", "out/a.jsonl",
      ], "\(result)")
    #expect(!FileManager.default.fileExists(atPath: root.appendingPathComponent("out/a.ris").path))
  }

  /// A former input folder that is now a file ends the run with a message.
  @Test func aFileInThePlaceOfAFolderIsNamed() throws {
    let root = try folder(["a.ris/c.ris": record(1), "b.ris": record(2)])
    let line = "citemill batch in -t ris -o out"
    let result = try CommandLineTool.shell(
      "\(line) -q; rm -r in/a.ris; cp in/b.ris in/a.ris; \(line) --prune; echo $?; \(line) --report in/a.ris/r; echo $?",
      in: root)
    #expect(result.output == "73\n73\n", "\(result.errors)")
  }

  @Test func piecesOfAMovedFileArePruned() throws {
    let root = try folder(["a.ris": record(1), "b.ris": record(2)])
    let line = "citemill batch in -t ris -o out --split --prune"
    let result = try CommandLineTool.shell(
      "\(line) -q; mkdir in/a; mv in/a.ris in/a; \(line); find out/a -type f | wc -l; \(line) -v 2>&1 | grep -c stale; "
        + "mv in/a in/c; touch out/a/mine; \(line); ls out/a out/c", in: root)
    #expect(
      result.output.split(whereSeparator: \.isWhitespace) == ["1", "0", "out/a:", "mine", "out/c:", "a"], "\(result)")
  }

  @Test func aDryRunOfAMergeNamesItsOnlyOutput() throws {
    let root = try folder(["a.ris": record(1)])
    let result = try CommandLineTool.shell("citemill batch in -t bibtex --merge all.bib --dry-run", in: root)
    #expect(result.output == "in/a.ris -> all.bib\n", "\(result.errors)")
  }

  // MARK: - Rejects

  private var broken: String { #"{"id":"z","title":}"# }

  @Test func repairedRejectsAreNotReplaced() throws {
    let root = try folder(["a.jsonl": "{\"id\":\"a\",\"title\":\"A\"}\n\(broken)\n", "b.ris": record(2)])
    let line = "citemill batch in -t csl-json -o out --rejects bad"
    let bad = root.appendingPathComponent("bad/a.jsonl")
    _ = try CommandLineTool.shell("\(line); echo mended > bad/a.jsonl", in: root)
    // What is rejected as before is no reason to ask.
    for option in ["", "--force", "--keys '[year]'"] {
      let again = try CommandLineTool.shell("\(line) -v \(option)", in: root)
      #expect(again.status == 1 && again.errors.contains("bad/a.jsonl: note: edited after"), "\(again.errors)")
      #expect(try String(contentsOf: bad, encoding: .utf8) == "mended\n")
    }
    let before = try tree(root.appendingPathComponent("out"))
    _ = try CommandLineTool.shell("echo '{\"id\":\"y\",\"title\":}' >> in/a.jsonl; echo >> in/b.ris", in: root)
    let refused = try CommandLineTool.shell(line, in: root)
    #expect(refused.status == 73, "\(refused.errors)")
    #expect(
      refused.errors.contains(
        "in/a.jsonl: cannot replace bad/a.jsonl: it was edited after an earlier run wrote it; move it elsewhere, or pass --overwrite"
      ), "\(refused.errors)")
    #expect(try String(contentsOf: bad, encoding: .utf8) == "mended\n")
    #expect(try tree(root.appendingPathComponent("out"))["a.json"] == before["a.json"])
    let replaced = try CommandLineTool.shell("\(line) --overwrite; cat bad/a.jsonl", in: root)
    #expect(replaced.output == "\(broken)\n{\"id\":\"y\",\"title\":}\n", "\(replaced.errors)")
  }

  @Test(arguments: ["a.jsonl", "a.jsonl.why.jsonl"])
  func rejectsReplaceNothingOfOthers(name: String) throws {
    let root = try folder(["a.jsonl": broken, "b.ris": record(2)])
    let line = "citemill batch in -t csl-json -o out --rejects bad"
    let result = try CommandLineTool.shell("mkdir bad; echo mine > bad/\(name); \(line)", in: root)
    #expect(
      result.status == 73 && result.errors.contains("cannot replace bad/\(name): the journal"), "\(result.errors)")
    #expect(try tree(root.appendingPathComponent("bad")) == [name: "mine\n"])
    #expect(try tree(root.appendingPathComponent("out")).keys.sorted() == ["b.json"])
    // The rejects of a file of which nothing could be used are recognised too.
    let own = try CommandLineTool.shell("rm -r bad; \(line); echo ']' >> in/a.jsonl; \(line)", in: root)
    #expect(own.status == 1 && !own.errors.contains("cannot replace"), "\(own.errors)")
  }

  @Test func rejectsThatAreNoLongerWantedAreStale() throws {
    let root = try folder([
      "a.jsonl": broken, "b.jsonl": broken, "sub/c.jsonl": broken, "d.jsonl": broken, "e.ris": record(1),
    ])
    let line = "citemill batch in -t csl-json -o out --rejects bad --report r.json"
    // a is repaired; so is b, and its rejects were edited; c is gone; so is d, and its rejects were edited.
    _ = try CommandLineTool.shell(
      """
      \(line); echo '{"id":"a","title":"A"}' > in/a.jsonl; echo '{"id":"b","title":"B"}' > in/b.jsonl; rm -r in/sub in/d.jsonl
      echo mine > bad/b.jsonl; echo mine > bad/d.jsonl
      """, in: root)
    let listed = try CommandLineTool.shell("\(line) --dry-run --prune", in: root)
    #expect(
      listed.output.hasSuffix(
        """
        bad/d.jsonl: stale, the rejects of in/d.jsonl; kept, since it was edited after it was written
        bad/sub/c.jsonl: stale, the rejects of in/sub/c.jsonl; removed

        """), "\(listed.output)")
    let named = try CommandLineTool.shell(line, in: root)
    #expect(named.status == 0, "\(named.errors)")
    for name in ["b.jsonl", "d.jsonl", "sub/c.jsonl"] {
      #expect(
        named.errors.contains("bad/\(name): warning: the rejects of in/\(name), which is gone"), "\(named.errors)")
    }
    #expect(
      try tree(root.appendingPathComponent("bad")).keys.sorted() == [
        "b.jsonl", "b.jsonl.why.jsonl", "d.jsonl", "d.jsonl.why.jsonl", "sub/c.jsonl", "sub/c.jsonl.why.jsonl",
      ])
    let report = try JSONSerialization.jsonObject(with: Data(contentsOf: root.appendingPathComponent("r.json")))
    #expect(try JSONSchema("Docs/report.schema.json").problem(in: report) == nil)
    let pruned = try CommandLineTool.shell("\(line) --prune; ls bad", in: root)
    #expect(pruned.output == "b.jsonl\nb.jsonl.why.jsonl\nd.jsonl\nd.jsonl.why.jsonl\n", "\(pruned.errors)")
    #expect(pruned.errors.contains("kept, since it was edited"), "\(pruned.errors)")
  }

  @Test func repairedRejectsOfAMergeAreNotReplaced() throws {
    let root = try folder(["a.jsonl": "{\"id\":\"a\",\"title\":\"A\"}\n\(broken)\n"])
    let line = "citemill batch in -t csl-json --merge all.json --rejects bad.jsonl"
    let first = try CommandLineTool.shell("\(line) -q; echo '{\"id\":\"b\",}' >> in/a.jsonl; \(line)", in: root)
    #expect(first.status == 1, "\(first.errors)")
    let refused = try CommandLineTool.shell("echo mended > bad.jsonl; rm all.json; \(line)", in: root)
    #expect(
      refused.status == 73
        && refused.errors.contains("cannot replace bad.jsonl: it was edited after an earlier run wrote it; move"),
      "\(refused.errors)")
    #expect(try tree(root).keys.sorted() == ["bad.jsonl", "in/a.jsonl"])
    #expect(try CommandLineTool.shell("\(line) --overwrite -q; cat bad.jsonl", in: root).output.hasPrefix(broken))
    let other = try CommandLineTool.shell(
      "echo mine > mine; \(line.replacingOccurrences(of: "bad.jsonl", with: "mine"))", in: root)
    #expect(other.status == 73 && other.errors.contains("there is no note that"), "\(other.errors)")
    // What is open is written on.
    let open = try CommandLineTool.shell(
      "echo x > log; citemill batch in -t csl-json --merge all.json --rejects /dev/stdout >> log", in: root)
    #expect(open.status == 1, "\(open.errors)")
  }

  // MARK: - Stale outputs

  @Test func whatHasNoInputAnyMoreIsNamedAndPrunedWhenAsked() throws {
    let root = try folder(["a.ris": record(1), "sub/b.ris": record(2), "c.ris": record(3), "d.ris": record(4)])
    let line = "citemill batch in -t csl-json -o out --report r.json"
    _ = try CommandLineTool.shell(
      line + "; rm -r in/sub; mv in/c.ris in/e.ris; rm in/d.ris; echo >>out/d.json", in: root)
    let named = try CommandLineTool.shell(line, in: root)
    #expect(named.status == 0)
    for name in ["c.json", "d.json", "sub/b.json"] {
      #expect(named.errors.contains("\(name): warning: the output of in/"), "\(named.errors)")
    }
    #expect(try tree(root.appendingPathComponent("out")).count == 5)
    _ = try CommandLineTool.shell("cp in/a.ris out/mine.ris", in: root)
    let pruned = try CommandLineTool.shell(line + " --prune -v", in: root)
    #expect(pruned.status == 0 && pruned.errors.contains("kept, since it was edited"), "\(pruned.errors)")
    #expect(try tree(root.appendingPathComponent("out")).keys.sorted() == ["a.json", "d.json", "e.json", "mine.ris"])
    #expect(!FileManager.default.fileExists(atPath: root.appendingPathComponent("out/sub").path))
    let report = try JSONSerialization.jsonObject(with: Data(contentsOf: root.appendingPathComponent("r.json")))
    #expect(try JSONSchema("Docs/report.schema.json").problem(in: report) == nil)
    let stale = try #require((report as? [String: Any])?["stale"] as? [[String: Any]])
    #expect(stale.compactMap { $0["output"] as? String } == ["c.json", "d.json", "sub/b.json"])
    #expect(stale.compactMap { $0["removed"] as? Bool } == [true, false, true])
  }

  @Test(arguments: [
    ("", "--include '*.ris'", 0), ("", "--exclude x", 0), ("", "--shard 0/1", 0), ("chmod 000 in/sub", "", 1),
    ("rm -r in", "", 66), ("rm -r in; mkdir in", "", 0), ("mkdir other; cp in/a.ris other; set -- other", "", 0),
    ("printf '\\001\\002' > in/0.ris", "--fail-fast", 65), ("rm out/a.json; mkdir -p out/a.json/x", "", 73),
  ])
  func nothingIsPrunedWhereNotAllIsKnown(before: String, options: String, status: Int32) throws {
    let root = try folder(["a.ris": record(1), "b.ris": record(2), "sub/c.ris": record(3)])
    // Root may read everything.
    let user = "$([ $(id -u) = 0 ] && echo setpriv --reuid 65534 --clear-groups)"
    let line = """
      set -- in; citemill batch in -t csl-json -o out -q; rm in/b.ris; chmod -R a+rwX .; \(before)
      cp $(command -v citemill) tool; \(user) ./tool batch $1 -t csl-json -o out --prune \(options)
      """
    let result = try CommandLineTool.shell(line, in: root)
    #expect(result.status == status, "\(result.errors)")
    #expect(FileManager.default.fileExists(atPath: root.appendingPathComponent("out/b.json").path), "\(result.errors)")
    _ = try CommandLineTool.shell("chmod -f 755 in/sub", in: root)
  }

  /// What is behind a symbolic link to a folder belongs to others, even if Citemill wrote its content.
  @Test func nothingIsPrunedBehindALink() throws {
    let root = try folder(["a.ris": record(1), "sub/deep/b.ris": record(2)])
    let line = "citemill batch in -t csl-json -o out"
    for place in ["sub", "sub/deep"] {
      let result = try CommandLineTool.shell(
        "\(line) -q; cp -r in saved; mv out/\(place) kept; ln -s $PWD/kept out/\(place); rm -r in/sub; \(line) --prune -v",
        in: root)
      #expect(result.status == 0 && !result.errors.contains("stale"), "\(result.errors)")
      let kept = try tree(root.appendingPathComponent("kept"))
      #expect(kept.count == 1, "\(kept)")
      _ = try CommandLineTool.shell("rm -r in out kept; mv saved in", in: root)
    }
  }

  @Test func anOldNameOfAnInputIsStale() throws {
    let root = try folder(["a.ris": record(1)])
    let line = "citemill batch in -t csl-json -o out --prune"
    _ = try CommandLineTool.shell(line, in: root)
    _ = try CommandLineTool.shell("citemill convert in/a.ris -o in/a.bib; \(line)", in: root)
    #expect(try tree(root.appendingPathComponent("out")).keys.sorted() == ["a.bib.json", "a.ris.json"])
    let renamed = try CommandLineTool.shell("rm in/a.bib; \(line) --keys '[title:1]'", in: root)
    #expect(try tree(root.appendingPathComponent("out")).keys.sorted() == ["a.json"], "\(renamed.errors)")
    _ = try CommandLineTool.shell("citemill convert in/a.ris -o in/a.bib; \(line)", in: root)
    // What was written in another format is no old name.
    _ = try CommandLineTool.shell("citemill batch in -t bibtex -o out --prune", in: root)
    #expect(try tree(root.appendingPathComponent("out")).count == 4)
  }

  @Test func aTornJournalIsNoHarm() throws {
    let root = try folder(["a.ris": record(1), "b.ris": record(2)])
    let line = "citemill batch in -t csl-json -o out"
    _ = try CommandLineTool.shell(line, in: root)
    let journal = "out/.citemill/journal.jsonl"
    _ = try CommandLineTool.shell("head -c -20 \(journal) >j && mv j \(journal) && rm out/b.json", in: root)
    #expect(try CommandLineTool.shell(line, in: root).errors.contains("(1 of them unchanged since an earlier run)"))
    #expect(try CommandLineTool.shell(line, in: root).errors.contains("(2 of them unchanged since an earlier run)"))
  }

  @Test func oneRunAtATime() throws {
    let root = try folder(["a.ris": record(1)])
    let line =
      "mkdir -p out/.citemill && exec 9>out/.citemill/lock && flock 9 && citemill batch in -t csl-json -o out 9>&-"
    let result = try CommandLineTool.shell(line, in: root)
    #expect(result.status == 75)
    #expect(result.errors.contains("--wait"))
  }

  @Test(arguments: [
    ("in -t csl-json", "--output"), ("in -o out", "--to"), ("-t csl-json -o out", "name the files"),
    ("in -t csl-json -o in", "an input and an output"), ("in -t csl-json -o out --shard 3/3", "0/3"),
    ("in -t csl-json -o out --force --resume", "contradict"), ("in -t csl-json -o out --jobs 0", "1 to 1024"),
    ("in -t csl-json -o out --merge all.json", "one of them"),
    ("in -t csl-json --merge a.json --force", "written again"),
    ("in -t csl-json -o out --transform dedupe:log=log", "with --merge there is one for all"),
  ])
  func wrongUseIsNamed(words: String, message: String) throws {
    let root = try folder(["a.ris": record(1)])
    let result = try CommandLineTool.shell("citemill batch \(words)", in: root)
    #expect(result.status == 64)
    #expect(result.errors.contains(message))
    #expect(!FileManager.default.fileExists(atPath: root.appendingPathComponent("out").path))
  }

  @Test func aDryRunWritesNothing() throws {
    let root = try folder(mixed)
    let result = try CommandLineTool.shell("citemill batch in -t csl-json -o out --dry-run --exclude sub", in: root)
    #expect(result.status == 0)
    #expect(result.output.contains("in/a.ris -> out/a.json\n"))
    #expect(result.output.contains("in/sub: skipped, excluded\n"))
    #expect(!FileManager.default.fileExists(atPath: root.appendingPathComponent("out").path))
  }

  @Test func aDryRunListsStaleOutputs() throws {
    let root = try folder(["a.ris": record(1), "b.ris": record(2), "c.ris": record(3)])
    let line = "citemill batch in -t ris -o out"
    _ = try CommandLineTool.shell("\(line) -q; rm in/b.ris in/c.ris; echo >> out/c.ris", in: root)
    let before = try tree(root)
    let listed = try CommandLineTool.shell("\(line) --dry-run", in: root)
    #expect(
      listed.output == """
        in/a.ris -> out/a.ris
        out/b.ris: stale, the output of in/b.ris
        out/c.ris: stale, the output of in/c.ris

        """)
    let pruning = try CommandLineTool.shell("\(line) --dry-run --prune", in: root).output
    #expect(pruning.contains("in/b.ris; removed\n") && pruning.contains("in/c.ris; kept, since it was"), "\(pruning)")
    let part = try CommandLineTool.shell("\(line) --dry-run --prune --include 'a*'", in: root).output
    #expect(part.hasSuffix("nothing is pruned, since only some of the files were chosen\n"), "\(part)")
    #expect(try tree(root) == before)
  }

  @Test func theFirstFailureEndsTheRunWhenAsked() throws {
    let root = try folder(["a.ris": record(1), "b.ris": "\u{1}\u{2}", "c.ris": record(2)])
    let result = try CommandLineTool.shell("citemill batch in -t csl-json -o out --fail-fast", in: root)
    #expect(result.status == 1)
    #expect(try tree(root.appendingPathComponent("out")).keys.sorted() == ["a.json"])
    #expect(result.errors.contains("1 not started"))
  }

  /// Folders of the same name are merged into one; a folder that is given twice is refused.
  @Test func filesOfOneNameInFoldersOfOneNameAreKeptApart() throws {
    let root = try folder(["x/a.ris": record(1), "y/a.ris": record(2), "y/b.ris": record(3)])
    let setup = "mkdir x y; mv in/x x/in; mv in/y y/in; "
    let line = "citemill batch x/in y/in -t csl-json -o out --rejects bad"
    for told in ["3 files converted;", "(3 of them unchanged since an earlier run"] {
      let result = try CommandLineTool.shell((told.hasPrefix("3") ? setup : "") + line, in: root)
      #expect(result.errors.contains(told), "\(result.errors)")
      let names = try tree(root.appendingPathComponent("out")).keys.sorted()
      #expect(names.count == 3 && names.last == "in/b.json", "\(names)")
      #expect(names.dropLast().allSatisfy { $0.hasPrefix("in/a-") && $0.hasSuffix(".json") }, "\(names)")
    }
    let twice = try CommandLineTool.shell("citemill batch x/in x/../x/in -t csl-json -o out2", in: root)
    #expect(twice.status == 64, "\(twice.errors)")
  }

  // MARK: - Other runs

  /// What another run wrote for another input is kept while that input exists, even if relative paths make
  /// the two look the same.
  @Test(arguments: [
    ("citemill batch x -t ris -o out", "citemill batch y -t ris -o out", "out/a", "y/a.ris", "x/a.ris"),
    (
      "cd x; citemill batch . -t ris -o ../out", "cd y; citemill batch . -t ris -o ../out", "../out/a", "./a.ris",
      "./a.ris"
    ),
  ])
  func nothingOfAnotherInputIsReplaced(
    first: String, second: String, place: String, input: String, other: String
  ) throws {
    for (option, ending) in [("", ".ris"), (" --split", "")] {
      let root = try folder([
        "x/a.ris": record(1) + "TY  - ?\n", "x/b.ris": record(2), "y/a.ris": record(3), "y/c.ris": record(4),
      ])
      _ = try CommandLineTool.shell("mv in/x in/y .; (\(first) \(option) -q)", in: root)
      let before = try tree(root.appendingPathComponent("out"))
      for extra in ["", " --prune"] {
        let result = try CommandLineTool.shell("\(second) \(option) \(extra)", in: root)
        #expect(result.status == 73 && !result.errors.contains("another name now"), "\(result.errors)")
        #expect(
          result.errors.contains(
            "\(input): cannot replace \(place)\(ending): another run wrote it for \(other); name another folder"),
          "\(result.errors)")
        let after = try tree(root.appendingPathComponent("out"))
        #expect(after.filter { before[$0.key] != nil } == before)
        #expect(after.count == before.count + 1)
      }
      // The first run keeps the place, which is free once its input is gone.
      let again = try CommandLineTool.shell("\(first) \(option) --prune", in: root)
      #expect(again.errors.contains("2 files converted (2 of them unchanged"), "\(again.errors)")
      #expect(try tree(root.appendingPathComponent("out")).count == before.count + 1)
      let free = try CommandLineTool.shell("rm x/a.ris; \(second) \(option)", in: root)
      #expect(free.status == 0, "\(free.errors)")
    }
  }

  @Test func rejectsOfAnotherInputStay() throws {
    let root = try folder([
      "x/a.jsonl": #"{"id":"1","title":"A"}"# + "\n{\"id\"}\n", "y/a.jsonl": #"{"id":"2","title":"B"}"#,
    ])
    let line = "-t ris --rejects bad --prune"
    let result = try CommandLineTool.shell(
      "citemill batch in/x -o out1 \(line); citemill batch in/y -o out2 \(line); citemill batch in/y -o out1 \(line)",
      in: root)
    #expect(result.status == 73, "\(result.errors)")
    #expect(try tree(root.appendingPathComponent("bad")).keys.sorted() == ["a.jsonl", "a.jsonl.why.jsonl"])
  }

  /// Nothing is created or replaced behind a symbolic link in the output folder.
  @Test(arguments: [
    ("mkdir -p out user/deep; ln -s ../user out/sub", "in/sub/deep/b.ris: cannot write to out/sub"),
    ("mkdir -p out/sub user; ln -s ../../user out/sub/deep", "in/sub/deep/b.ris: cannot write to out/sub/deep"),
    ("mkdir -p bad user/deep; ln -s ../user bad/sub", "in/sub/deep/b.ris: cannot write to bad/sub"),
    ("mkdir -p out user; ln -s ../user out/.citemill", "cannot write to out/.citemill"),
    (
      "mkdir -p out/.citemill user; ln -s ../../user/x out/.citemill/journal.jsonl",
      "cannot create out/.citemill/journal"
    ),
  ])
  func nothingIsPutBehindALink(before: String, message: String) throws {
    let root = try folder(["a.ris": record(1), "sub/deep/b.ris": record(2) + "TY  - ?\n"])
    let result = try CommandLineTool.shell("\(before); citemill batch in -t ris -o out --rejects bad", in: root)
    #expect(result.status == 73, "\(result.errors)")
    #expect(result.errors.contains(message), "\(result.errors)")
    #expect(try tree(root.appendingPathComponent("user")).isEmpty)
    #expect(
      message.hasPrefix("cannot")
        || FileManager.default.fileExists(atPath: root.appendingPathComponent("out/a.ris").path))
  }

  /// If there is something other than a file where a run keeps one for itself, it is refused, and nothing
  /// waits for it.
  @Test(arguments: ["lock", "journal.jsonl"], ["mkfifo", "mkdir", "socket"])
  func whatIsNoFileInTheWorkFolderIsRefused(name: String, make: String) throws {
    let root = try folder(["a.ris": record(1)])
    let socket = "python3 -c 'import socket,sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])'"
    let result = try CommandLineTool.shell(
      "mkdir -p out/.citemill; \(make == "socket" ? socket : make) out/.citemill/\(name) || exit 73; "
        + "timeout 20 citemill batch in -t ris -o out", in: root)
    #expect(result.status == 73, "\(result)")
  }

  @Test func aPipeInThePlaceOfANoteIsRefused() throws {
    let root = try folder(["a.ris": record(1)])
    let result = try CommandLineTool.shell(
      "mkdir in/.citemill; mkfifo in/.citemill/merged-m.ris; timeout 20 citemill batch in -t ris --merge in/m.ris; echo $?; ls in",
      in: root)
    #expect(result.output == "73\na.ris\n", "\(result)")
    #expect(result.errors.contains("cannot write in/.citemill/merged-m.ris: it is not a regular file"), "\(result)")
  }

  /// A snapshot by `cp -al` keeps its journal and its notes.
  @Test func hardLinksKeepWhatTheyHave() throws {
    let root = try folder(["a.ris": record(1)])
    let result = try CommandLineTool.shell(
      """
      run() { citemill batch in -t ris -o out -q && citemill batch in -t csl-json --merge in/m.json -q; }
      run; mkdir old; for file in out/.citemill/journal.jsonl .citemill/* in/.citemill/*; do
        [ -f $file ] || continue; name=$(echo $file | tr / _); ln $file old/$name; cp $file old/$name-copy
      done
      cp in/a.ris in/b.ris; run; cd old; for file in *-copy; do cmp $file ${file%-copy}; done; ls | wc -l
      cmp -s *_journal.jsonl ../out/.citemill/journal.jsonl || echo changed; ls ../out/.citemill ../in/.citemill
      """, in: root)
    #expect(
      result.output.split(whereSeparator: \.isWhitespace) == [
        "6", "changed", "../in/.citemill:", "merged-m.json", "written-m.json", "../out/.citemill:", "journal.jsonl",
        "lock",
      ], "\(result)")
  }

  /// Reports and logs of earlier runs are not inputs, whether this run has one or not; files that only begin
  /// like one are.
  @Test func reportsOfEarlierRunsAreNotRead() throws {
    let work = record(1).replacingOccurrences(of: "ER", with: "DO  - 10.5555/1\nER")
    let root = try folder(["a.ris": work + work])
    let result = try CommandLineTool.shell(
      """
      citemill batch in -t ris --merge m.ris --transform dedupe:log=in/log.jsonl -q
      citemill batch in -t csl-json -o out --report in/rep.json -q; citemill batch in -t csl-json -o out; ls out
      """, in: root)
    #expect(result.output == "a.json\n", "\(result)")
    #expect(result.errors.contains("left alone: 2 report or log of an earlier run"), "\(result)")
    let other = try CommandLineTool.shell(
      """
      printf '{"citemillReport":"x","id":"a","title":"T"}' > in/a.json; rm -r out
      citemill batch in/a.json -t ris -o out -q; ls out; citemill batch in -t ris -o out --report in/a.json; echo $?
      mv in/a.json mine; citemill batch in -t ris -o out --report mine; echo $?
      """, in: root)
    #expect(other.output == "a.ris\n64\n73\n", "\(other)")
  }

  @Test func theOutputMayBeALink() throws {
    let root = try folder(["sub/a.ris": record(1)])
    let result = try CommandLineTool.shell(
      "mkdir real; ln -s real out; citemill batch in -t ris -o out; ls real/sub", in: root)
    #expect(result.output == "a.ris\n", "\(result.errors)")
  }

  /// Merged files of earlier runs are not inputs, whatever the output of this run is; edited ones are.
  @Test func mergedFilesOfOtherNamesAreNotRead() throws {
    let root = try folder(["a.ris": record(1)])
    let result = try CommandLineTool.shell(
      "citemill batch in -t csl-json --merge in/m.json -q; citemill batch in -t csl-json --merge in/all.json", in: root)
    #expect(
      result.errors.contains("1 file converted, left alone: 1 merged by an earlier run; 1 record written"),
      "\(result.errors)")
    let changed = try CommandLineTool.shell(
      "echo >> in/m.json; citemill batch in -t csl-json --merge all.json", in: root)
    #expect(changed.errors.contains("2 files converted, left alone: 1 merged"), "\(changed.errors)")
  }

  @Test(arguments: [
    ("--merge in/.citemill", 64), ("--merge in/.citemill/x", 64), ("--merge all.json --rejects in/.citemill", 64),
    ("--merge in/all.json", 73),
  ])
  func noMergeIsWhereItsNoteWouldBe(words: String, status: Int32) throws {
    let root = try folder(["a.ris": record(1)])
    let setup = status == 73 ? "mkdir user; ln -s ../user in/.citemill; " : ""
    let result = try CommandLineTool.shell(
      "\(setup)citemill batch in -t csl-json \(words); echo $?; ls -A in", in: root)
    #expect(result.output == "\(status)\n" + (status == 73 ? ".citemill\n" : "") + "a.ris\n", "\(result.errors)")
  }

  @Test func aMissingInputIsNamed() throws {
    let root = try folder(["a.ris": record(1)])
    let result = try CommandLineTool.shell("citemill batch nowhere -t csl-json -o out", in: root)
    #expect(result.status == 66)
    #expect(result.errors.contains("nowhere"))
  }

  @Test func patternsChooseFiles() throws {
    let root = try folder(mixed)
    _ = try CommandLineTool.shell(
      "citemill batch in -t csl-json -o out --include '*.ris' --include '*.txt' --exclude 'sub/b*'", in: root)
    #expect(
      try tree(root.appendingPathComponent("out")).keys.sorted() == [".hidden.json", "a.json", "sub/deep/c.json"])
  }
}
