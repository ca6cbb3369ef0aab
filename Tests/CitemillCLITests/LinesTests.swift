import Foundation
import Testing

/// `citemill convert --lines` from the outside.
@Suite struct LinesTests {
  private static let lines = "citemill convert --lines -f csl-json -t records"

  private func summary(_ errors: String) throws -> [String: Any] {
    let line = try #require(errors.split(separator: "\n").last)
    return try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
  }

  @Test func endsWellWithRejectedLinesInTheirPlace() throws {
    let input = #"printf '%s\n' '{"id":"a","title":"A"}' '{"id":' '' '{"id":"c","title":"C"}' |"#
    let result = try CommandLineTool.shell("\(input) \(Self.lines)")
    #expect(result.status == 0)
    let lines = result.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 5 && lines[2] == "" && lines[4] == "")
    #expect(lines[1].hasPrefix(#"{"_rejected":{"severity":"error","code":"json.syntax-"#))
    let summary = try summary(result.errors)
    #expect(summary["lines"] as? Int == 4 && summary["written"] as? Int == 2 && summary["rejected"] as? Int == 1)
    let counted = try CommandLineTool.shell("\(input) \(Self.lines) --exit-on-reject")
    #expect(counted.status == 1 && counted.output == result.output)
  }

  /// Each line of standard error is JSON, even if nothing could be started.
  @Test(arguments: ["--lines -f ris -t records", "--lines -f csl-json -t records none.jsonl", "--lines --strict"])
  func everyMessageIsJSON(words: String) throws {
    let result = try CommandLineTool.shell("citemill convert \(words)")
    #expect(result.status == 64 || result.status == 66)
    _ = try summary(result.errors)
  }

  @Test func faultsOfTheMachineAreFailures() throws {
    let full = try CommandLineTool.shell(#"echo '{"id":"a","title":"A"}' | \#(Self.lines) > /dev/full"#)
    #expect(full.status == 74)
    #expect(try summary(full.errors)["exitStatus"] as? Int == 74)
    let unreadable = try CommandLineTool.shell("\(Self.lines) /proc/self/mem")
    #expect(unreadable.status == 74)
  }

  @Test func aClosedPipeEndsAtOnce() throws {
    // The input never ends by itself.
    let result = try CommandLineTool.shell(
      #"{ yes '{"id":"a","title":"A"}' | \#(Self.lines); echo "status $?" >&2; } | head -n 1"#)
    #expect(result.output.hasPrefix(#"{"citemill":1,"key":"a""#))
    #expect(result.errors == "status 141\n")
  }

  /// What is converted is flushed before more input is awaited.
  @Test func answersWhileTheInputIsOpen() throws {
    let folder = try CommandLineTool.temporaryFolder()
    let result = try CommandLineTool.shell(
      """
      mkfifo in out; \(Self.lines) < in > out 2> errors & exec 3> in 4< out
      for i in 1 2 3; do echo '{"id":"a","title":"A"}' >&3; read -r line <&4; echo "$line"; done
      exec 3>&-; wait; grep -c citemillLines errors
      """, in: folder)
    #expect(result.output.split(separator: "\n").count == 4)
    #expect(result.output.hasSuffix("\n1\n"))
  }

  @Test(arguments: [("records", 0), ("bibtex", 64)]) func aStepOfAPipelineMayBeOfLines(to: String, status: Int32) throws
  {
    let folder = try CommandLineTool.temporaryFolder()
    let step = #"{"inputs":"a.jsonl","lines":true,"from":"csl-json","to":"\#(to)","output":"b.records.jsonl"}"#
    let result = try CommandLineTool.shell(
      """
      echo '{"id":"a"}' > a.jsonl; echo '{"citemillPipeline":1,"steps":[\(step)]}' > p.json
      citemill run --explain p.json > explained && citemill run p.json 2>/dev/null && cat b.records.jsonl
      """, in: folder)
    #expect(result.status == status)
    #expect(result.output.hasPrefix(#"{"citemill":1,"key":"a""#) == (status == 0))
  }

  @Test func writesAFileWholeOrNotAtAll() throws {
    let folder = try CommandLineTool.temporaryFolder()
    let result = try CommandLineTool.shell(
      #"echo '{"id":"a"}' > a.jsonl; \#(Self.lines) a.jsonl - -o out.jsonl < a.jsonl; wc -l < out.jsonl"#, in: folder)
    #expect(result.output.contains("2"))
  }
}
