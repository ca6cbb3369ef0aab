import Foundation
import Testing

/// `citemill dedupe` and `citemill sort`.
@Suite struct ShortFormTests {
  private static let article =
    "TY  - JOUR\nAU  - Berg, Anna\nTI  - River mills of the north\nPY  - 2004\nDO  - 10.5555/7\nER  - \n"
  private static let other = "TY  - JOUR\nAU  - Eze, Ngozi\nTI  - Fish ladders\nPY  - 2001\nER  - \n"

  private func folder() throws -> URL {
    let folder = try CommandLineTool.temporaryFolder()
    try (Self.article + Self.other).write(to: folder.appendingPathComponent("a.ris"), atomically: true, encoding: .utf8)
    try Self.article.write(to: folder.appendingPathComponent("b.ris"), atomically: true, encoding: .utf8)
    try "@article{k, title={River mills of the north}, author={Berg, A.}, year=2004, doi={10.5555/7}}\n"
      .write(to: folder.appendingPathComponent("c.bib"), atomically: true, encoding: .utf8)
    return folder
  }

  @Test func dedupeIsConvertWithDedupe() throws {
    let folder = try folder()
    let result = try CommandLineTool.shell("citemill dedupe a.ris b.ris", in: folder)
    let convert = try CommandLineTool.shell("citemill convert a.ris b.ris -t ris --transform dedupe", in: folder)
    #expect(result.status == 0 && result.output == convert.output && result.errors == convert.errors)
    #expect(result.errors.contains("2 records: 2 inputs -> <stdout>, 1 merged with others (1 of b.ris)"))
    let options = try CommandLineTool.shell(
      "citemill dedupe -q a.ris c.bib -o all.csv --log 'my log.jsonl' --review doubts.csv --keep first && ls",
      in: folder)
    #expect(options.status == 0)
    #expect(options.output == "a.ris\nall.csv\nb.ris\nc.bib\ndoubts.csv\nmy log.jsonl\n")
  }

  @Test func sortIsConvertWithSort() throws {
    let folder = try folder()
    let result = try CommandLineTool.shell("citemill sort --by year a.ris | grep TI", in: folder)
    #expect(result.output == "TI  - Fish ladders\nTI  - River mills of the north\n")
    #expect(try CommandLineTool.shell("citemill sort c.bib", in: folder).output.contains("@article{k,"))
  }

  @Test func skipLeavesOutTheFirst() throws {
    let folder = try folder()
    let slice = try CommandLineTool.shell("citemill convert a.ris b.ris -t ris --skip 1 --limit 1", in: folder)
    #expect(slice.status == 0 && slice.output.contains("Fish ladders") && !slice.output.contains("River mills"))
    let rest = try CommandLineTool.shell("citemill convert -v a.ris b.ris -t ris --skip 2", in: folder)
    #expect(rest.errors.contains("1 record: 2 inputs -> <stdout>, 2 filtered out"))
  }

  @Test func anOutputIsSplitIntoNumberedFiles() throws {
    let folder = try folder()
    let run = "citemill convert -q a.ris b.ris c.bib --split-every"
    #expect(
      try CommandLineTool.shell("\(run) 2 -o all.json && ls all*", in: folder).output == "all-001.json\nall-002.json\n")
    for name in ["all-001.json", "all-002.json"] {
      let items = try JSONSerialization.jsonObject(with: Data(contentsOf: folder.appendingPathComponent(name)))
      #expect((items as? [Any])?.count == 2)
    }
    // By size, and with a stage that holds records back.
    let sized = try CommandLineTool.shell(
      "\(run) 100,100 -o s.records.jsonl --transform sort:year && ls s-*", in: folder)
    #expect(sized.output == (1...4).map { "s-00\($0).records.jsonl\n" }.joined())
    // No file is left for records that cannot be written.
    let table =
      #"printf 'title,type,DOI,URL,container-title,issued\nA,article-journal,10.5555/a,https://mill.example/a,J,"#
      + #"2020\nB,article-journal,,,J,\nC,article-journal,,,J,\n' > t.csv; "#
    let unwritten = try CommandLineTool.shell(
      "\(table) citemill convert -q t.csv -t crossref-deposit -o d.xml --split-every 1; ls d*", in: folder)
    #expect(unwritten.output == "d-001.xml\n", "\(unwritten.errors)")
    let again = try CommandLineTool.shell(
      "\(run) 3 -o all.json && citemill convert a.ris b.ris c.bib --split-every 4 -o all.json", in: folder)
    #expect(again.errors.contains("all-002.json: warning: there is a file with the next number"))
    for wrong in ["2", "0 -o x.ris", "2,x -o x.ris", "x -o x.ris"] {
      #expect(try CommandLineTool.shell("\(run) \(wrong)", in: folder).status == 64, "\(wrong)")
    }
  }

  @Test func theFormatIsThatOfTheInputs() throws {
    let folder = try folder()
    for command in ["dedupe a.ris c.bib", "sort a.ris c.bib", "dedupe < a.ris"] {
      let result = try CommandLineTool.shell("citemill \(command)", in: folder)
      #expect(result.status == 64 && result.errors.contains("--to"), "\(command)")
    }
    #expect(try CommandLineTool.shell("citemill dedupe -f ris < a.ris | grep -c TY", in: folder).output == "2\n")
    #expect(try CommandLineTool.shell("citemill dedupe a.ris c.bib -t csl-json", in: folder).status == 0)
  }
}
