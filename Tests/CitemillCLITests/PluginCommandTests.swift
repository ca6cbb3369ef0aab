import Foundation
import Testing

/// Plugins run by the command: the examples of the guide, and what a broken one does to a command.
@Suite struct PluginCommandTests {
  private static let examples = "--plugin-dir '\(CommandLineTool.package.path)/Docs/Examples/Plugins'"
  private let folder: URL

  init() throws { folder = try CommandLineTool.temporaryFolder() }

  /// Puts a program in the folder with the shell, since a program that this process has open for writing
  /// could not be run.
  private func install(_ name: String, _ body: String, fields: String = "everything") throws {
    let description = #"{"citemillPlugin":1,"id":"test","fields":"\#(fields)","closing":"end"}"#
    try Data("if [ \"${1-}\" = --describe ]; then echo '\(description)'; exit; fi\n\(body)\n".utf8).write(
      to: folder.appendingPathComponent("body"))
    let result = try CommandLineTool.shell(
      "{ echo '#!/bin/sh'; cat body; } > citemill-\(name)-test && chmod +x citemill-\(name)-test", in: folder)
    #expect(result.status == 0)
  }

  @Test func rejectedRecordsGoIntoTheRejects() throws {
    let result = try CommandLineTool.shell(
      "printf '10.5555/a\\nnonsense\\n' | citemill convert \(Self.examples) -f dois -t records --rejects bad.txt; cat bad.txt",
      in: folder)
    #expect(result.output.hasPrefix(#"{"citemill":1,"key":"dois-1""#) && result.output.hasSuffix("\nnonsense\n"))
    #expect(result.errors.contains("<stdin>:2: error: no DOI; skipped [plugin.rejected]"))
  }

  @Test func theListNamesThem() throws {
    let table = try CommandLineTool.shell("citemill formats \(Self.examples)").output
    #expect(table.contains("dois          read         List of DOIs (.dois)"))
    #expect(table.contains("tag           transform    Add a keyword"))
    let json = try CommandLineTool.shell("citemill formats --json \(Self.examples)").output
    let list = try #require(JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: Any]])
    let markdown = try #require(list.first { $0["id"] as? String == "markdown" })
    #expect(markdown["writes"] as? Bool == true && markdown["reads"] as? Bool == false)
  }

  @Test func theyAreFoundOnThePath() throws {
    try install("reader", #"cat > /dev/null; echo '{"citemill":1,"key":"a"}'; echo '{"_end":{"records":1}}'"#)
    let line = "echo | PATH=\"$PATH:$PWD\" citemill convert -f test -t csl-json:layout=lines"
    #expect(try CommandLineTool.shell(line, in: folder).output == #"{"id":"a","type":"document"}"# + "\n")
    // A folder that depends on where we are is left out.
    let relative = try CommandLineTool.shell("PATH=\"$PATH:.\" citemill convert -f test -t records", in: folder)
    #expect(relative.status == 64 && relative.errors.contains("no format is called \"test\""))
  }

  @Test func optionsAreChecked() throws {
    let wrong = try CommandLineTool.shell("citemill convert \(Self.examples) -t markdown:bullet=+ /dev/null")
    #expect(wrong.status == 64 && wrong.errors.contains("markdown:bullet takes - or *, not \"+\""))
    let unknown = try CommandLineTool.shell("citemill convert \(Self.examples) -t markdown:x=y /dev/null")
    #expect(unknown.status == 64 && unknown.errors.contains("has no option \"x\""))
    let direction = try CommandLineTool.shell("citemill convert \(Self.examples) -t dois /dev/null")
    #expect(direction.status == 64 && direction.errors.contains("dois can be read, not written"))
  }

  /// What a broken writer wrote takes the place of nothing.
  @Test func aBrokenWriterReplacesNothing() throws {
    try install("writer", #"read -r a; echo '{"_text":"a"}'; read -r a; echo trouble >&2; exit 3"#)
    let result = try CommandLineTool.shell(
      """
      echo old > out; printf '{"citemill":1,"key":"a"}\\n{"citemill":1,"key":"b"}\\n' > in.records.jsonl
      citemill convert --plugin-dir . in.records.jsonl -t test -o out; echo "status $?"; cat out
      citemill batch --plugin-dir . in.records.jsonl -t test -o tree; ls tree
      citemill batch --plugin-dir . in.records.jsonl -t test --overwrite --merge out; echo "status $?"; cat out
      """, in: folder)
    #expect(result.output == "status 74\nold\nstatus 74\nold\n")
    #expect(
      result.errors.contains(
        "ended with status 3 without an answer; standard error: trouble; the output is incomplete"))
  }

  /// What a broken transform let through replaces nothing either.
  @Test func aBrokenTransformReplacesNothing() throws {
    try install("transform", #"read -r a; echo "$a"; read -r a; echo trouble >&2; exit 3"#)
    let result = try CommandLineTool.shell(
      """
      echo old > out; printf '{"citemill":1,"key":"a"}\\n{"citemill":1,"key":"b"}\\n' > in.records.jsonl
      run="--plugin-dir . --transform test in.records.jsonl -t csl-json"
      citemill convert $run -o out; echo "status $?"; cat out
      citemill batch $run -o tree; ls tree
      citemill batch $run --overwrite --merge out; echo "status $?"; cat out
      """, in: folder)
    #expect(result.output == "status 74\nold\nstatus 74\nold\n")
    #expect(
      result.errors.contains("ended with status 3 without an answer; standard error: trouble; records are passed on"))
    #expect(result.errors.contains("standard error: trouble; the output is incomplete"))
  }

  @Test func transformsStandAmongOthers() throws {
    let result = try CommandLineTool.shell(
      """
      printf '[{"id":"a","issued":{"raw":"2001"}},{"id":"b","title":"B"},{"id":"c","keyword":"x"}]' > in.json
      run() { citemill "$@" \(Self.examples) in.json -t csv:columns=id+keywords; }
      run convert --transform 'drop:issued,tag:word=x,filter:has:keyword'
      run batch --transform tag:word=x,tag --merge out.csv; cat out.csv
      run convert --transform tag:words=x; echo "status $?"
      run convert --transform tags; echo "status $?"
      """, in: folder)
    #expect(result.output == "id,keyword\na,x\nb,x\nid,keyword\na,x; new\nb,x; new\nstatus 64\nstatus 64\n")
    #expect(result.errors.contains("has no option \"words\""))
    #expect(result.errors.contains("no transform is called \"tags\""))
  }

  @Test func otherCommandsReadByThem() throws {
    let result = try CommandLineTool.shell(
      """
      echo 10.5555/a > a.dois; echo 10.5555/b > b.dois
      citemill inspect \(Self.examples) -f dois a.dois | head -n 2
      citemill diff \(Self.examples) -f dois a.dois a.dois; echo "status $?"
      """, in: folder)
    #expect(result.output.contains("List of DOIs") || result.output.contains("dois"))
    #expect(result.output.hasSuffix("status 0\n"), "\(result.output) \(result.errors)")
  }

  @Test func foldersAreConvertedByThem() throws {
    let result = try CommandLineTool.shell(
      """
      mkdir in; for n in 1 2 3 4 5; do echo "[{\\"id\\":\\"k$n\\",\\"title\\":\\"T$n\\"}]" > in/$n.json; done
      citemill batch \(Self.examples) in -t markdown -o out -j 4 2>/dev/null; cat out/*
      """, in: folder)
    #expect(
      result.output.split(separator: "\n").filter { $0.hasPrefix("- T") } == ["- T1", "- T2", "- T3", "- T4", "- T5"])
  }

  @Test func eachRecordMayBeAFile() throws {
    let result = try CommandLineTool.shell(
      """
      echo '[{"id":"a","title":"A"},{"id":"b","title":"B"}]' > in.json
      citemill batch \(Self.examples) in.json -t markdown --split -o out 2>/dev/null; find out -name '*.md' | sort | xargs cat
      """, in: folder)
    #expect(result.output == "# References\n\n- A\n# References\n\n- B\n")
  }

  /// What an earlier version of a plugin wrote is written again.
  @Test func aChangedPluginIsRunAgain() throws {
    let line = "citemill batch --plugin-dir . in.json -t test -o out 2>&1 >/dev/null | tail -n 1; cat out/in.test"
    func writer(_ text: String) -> String {
      #"read -r a; echo '{"_text":"\#(text)"}'; cat; echo '{"_end":{"records":1}}'"#
    }
    try install("writer", writer("first"))
    _ = try CommandLineTool.shell(#"echo '[{"id":"a","title":"A"}]' > in.json"#, in: folder)
    #expect(try CommandLineTool.shell(line, in: folder).output.hasSuffix("firstend"))
    #expect(try CommandLineTool.shell(line, in: folder).output.contains("unchanged"))
    try install("writer", writer("second one"))
    #expect(try CommandLineTool.shell(line, in: folder).output.hasSuffix("second oneend"))
  }

  /// A signal that ends the command also ends a plugin that hangs. On a busy machine the system may take a
  /// moment for that.
  @Test func aSignalEndsThePluginToo() throws {
    try install("reader", "echo $$ > number; sleep 60")
    // The thread that runs this test blocks signals, and the processes that it starts inherit this.
    let unblock =
      "import os, signal, sys; signal.pthread_sigmask(signal.SIG_UNBLOCK, [15]); os.execvp(sys.argv[1], sys.argv[1:])"
    let result = try CommandLineTool.shell(
      """
      python3 -c '\(unblock)' citemill convert --plugin-dir . -f test -t records /dev/null & command=$!
      while [ ! -s number ]; do sleep 0.01; done
      kill -TERM $command; wait $command; echo "status $?"
      runs() { grep -q citemill "/proc/$(cat number)/cmdline" 2>/dev/null; }
      for n in $(seq 200); do runs || break; sleep 0.05; done; runs && echo running
      """, in: folder)
    #expect(result.output == "status 143\n")
  }
}
