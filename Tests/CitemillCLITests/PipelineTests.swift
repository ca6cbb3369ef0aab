import CitemillTestSupport
import Foundation
import Testing

/// `citemill run`, run as a user would run it.
@Suite struct PipelineTests {
  private func run(_ pipeline: String, _ options: String = "", then line: String = ":") throws -> CommandLineTool.Result
  {
    let folder = try CommandLineTool.temporaryFolder()
    try Data(pipeline.utf8).write(to: folder.appendingPathComponent("pipeline.json"))
    try Data("TY  - BOOK\nTI  - One\nER  - \n".utf8).write(to: folder.appendingPathComponent("a.ris"))
    return try CommandLineTool.shell("citemill run \(options) pipeline.json && \(line)", in: folder)
  }

  private func pipeline(_ steps: String) -> String { "{\"citemillPipeline\":1,\"steps\":[\(steps)]}" }

  @Test func aStepReadsWhatTheOneBeforeWrites() throws {
    let steps = pipeline(
      #"{"inputs":"a.ris","to":"records","output":"a.records.jsonl","keys":"[year][title:1]"},"#
        + #"{"command":"convert","inputs":["a.records.jsonl"],"to":"bibtex","output":"a.bib","quiet":true},"#
        + #"{"command":"batch","inputs":["."],"include":["*.ris"],"to":"csl-json","out":"tree","jobs":1}"#)
    let result = try run(steps, then: "cat a.bib tree/a.json")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("@book{One,"))
    #expect(result.output.contains("\"title\":\"One\""))
    let told = try run(steps, "--explain", then: "ls")
    #expect(told.output.contains("citemill convert --to=records"))
    #expect(told.output.contains("citemill batch '--include=*.ris' --to=csl-json --output=tree --jobs=1 .\n"))
    #expect(!told.output.contains("a.bib\n"))
  }

  @Test(arguments: [
    ("[]", "not a JSON object"), ("{}", "citemillPipeline"), (#"{"citemillPipeline":1}"#, "no steps"),
    (#"{"citemillPipeline":1,"steps":[],"stepz":1}"#, "stepz"),
    (#"{"citemillPipeline":1,"steps":[{"to":"ris"}]}"#, "step 1: it has no"),
    (#"{"citemillPipeline":1,"steps":[{"inputs":"a.ris","too":"ris"}]}"#, "did you mean \"to\""),
    (#"{"citemillPipeline":1,"steps":[{"inputs":"a.ris","to":"riss"}]}"#, "did you mean \"ris\""),
    (#"{"citemillPipeline":1,"steps":[{"inputs":"a.ris","to":"ris","strict":1}]}"#, "true or false"),
    (#"{"citemillPipeline":1,"steps":[{"inputs":"a.ris","to":"ris","output":{}}]}"#, "a string"),
    (#"{"citemillPipeline":1,"steps":[{"inputs":"a.ris","command":"rm","to":"ris"}]}"#, "convert or batch"),
    (
      #"{"citemillPipeline":1,"steps":[{"inputs":"a.ris","to":"ris","output":"b","output":"c"}]}"#,
      #"step 1: the member "output" is repeated"#
    ),
    (
      #"{"citemillPipeline":1,"steps":[{"inputs":"a.ris","to":"ris","output":["b","c"]}]}"#,
      "step 1: --output is given twice"
    ),
    (#"{"citemillPipeline":1,"steps":[],"steps":[{"inputs":"a.ris","to":"ris"}]}"#, #"member "steps" is repeated"#),
    (
      #"{"citemillPipeline":1,"steps":[{"inputs":"a.ris","to":"ris","output":"b"},{"inputs":"a.ris","to":"ris","output":"b"}]}"#,
      "--output of step 1"
    ),
  ])
  func nothingIsDoneWhereAStepIsWrong(text: String, message: String) throws {
    let result = try run(text)
    #expect(result.status == 64)
    #expect(result.errors.contains(message), "\(result.errors)")
  }

  /// Requirements for `--lines` alone are also checked before the first step.
  @Test func anOptionOfLinesIsRefusedBeforeTheFirstStep() throws {
    let steps = pipeline(
      #"{"inputs":"a.ris","to":"ris","output":"b.ris"},{"inputs":"a.ris","to":"ris","output":"c.ris","max-line":9}"#)
    let result = try run(steps, then: "ls")
    #expect(result.status == 64 && result.errors.contains("--max-line is for --lines"), "\(result.errors)")
    #expect(!result.output.contains("b.ris"))
  }

  @Test func aStepHasItsOwnFormOfMessages() throws {
    let result = try run(
      pipeline(#"{"inputs":"a.ris","to":"ris","output":"b.ris","verbose":true,"diagnostics":"json"}"#))
    #expect(result.status == 0 && result.errors.hasPrefix(#"{"severity":"#), "\(result.errors)")
  }

  @Test func aMissingInputIsFoundBeforeTheFirstStep() throws {
    let steps = pipeline(
      #"{"inputs":"a.ris","to":"ris","output":"b.ris"},{"inputs":"c.ris","to":"ris","output":"d.ris"}"#)
    let result = try run(steps + "; ls")
    #expect(result.status != 0)
    #expect(!result.output.contains("b.ris"))
  }

  @Test func theSchemaIsThatOfTheOptions() throws {
    let text = try CommandLineTool.shell(
      "citemill generate pipeline-schema | python3 -m json.tool --indent 1 --no-ensure-ascii"
    ).output
    let page = try String(
      contentsOf: CommandLineTool.package.appendingPathComponent("Docs/pipeline.schema.json"), encoding: .utf8)
    #expect(text == page)
  }
}
