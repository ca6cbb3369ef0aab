import CitemillTestSupport
import Foundation
import Testing

/// Nothing from an input or a name reaches a terminal as a control sequence, or as invisible characters.
@Suite struct TerminalTests {
  /// ESC and other control characters, bidirectional formatting, zero-width characters, line and paragraph
  /// separators.
  private static let unsafe: [UInt32] = [
    0x01, 0x07, 0x08, 0x0B, 0x1B, 0x7F, 0x85, 0x90, 0x9B, 0x9D, 0xAD, 0x061C, 0x180E, 0x200B, 0x200C, 0x200D, 0x200E,
    0x200F, 0x2028, 0x2029, 0x202A, 0x202E, 0x2060, 0x2066, 0x2069, 0x206A, 0xFEFF, 0xFFF9, 0xFFFB, 0xE0041,
  ]

  /// Whether a terminal would act on a scalar of such a text.
  private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
    let category = scalar.properties.generalCategory
    if scalar == "\n" { return false }
    return [.control, .lineSeparator, .paragraphSeparator].contains(category) || unsafe.contains(scalar.value)
  }

  private static let commands: [String] = [
    "plan NAME.json -t bibtex", "plan NAME.json -t listing", "plan NAME.json -t ris -v", "plan --json NAME.json -t ris",
    "inspect -v NAME.json NAME.ris NAME.bib", "inspect --json NAME.json", "diff NAME.json other.json",
    "diff --json NAME.json other.json", "diff NAME.ris NAME.bib", "convert NAME.json -v -t ris -o out",
    "convert NAME.json -v -t bibtex -o out --diagnostics json",
    "convert NAME.bib -v -t ris -o out --diagnostics github",
    "convert NAME.ris -v -t csl-json -o out --strict", "convert NAME.bib -v -t csl-json -o out --report r.json",
    "convert NAME.json -v -t csl-json -o out --transform dedupe", "convert broken.json -v -t ris -o out",
    "convert NAME.csv -v -t csl-json -o out", "convert NAME.txt -v -t csl-json -o out", "convert NAME -t ris",
    "convert --NAME", "convert -t NAME a.json", "convert -t ris:NAME=1 a.json", "NAME", "map NAME", "map ris:NAME=1",
    "convert a.json -t ris --transform NAME", "convert a.json -t ris --transform filter:NAME", "diff a a --ignore NAME",
    "batch folder -t csl-json -o tree --dry-run", "batch folder -t csl-json -o tree -v",
    "batch folder -t bibtex --merge out -v", "batch NAME -t csl-json -o tree", "run pipeline.json --explain",
    "run pipeline.json", "run NAME.json", "formats --plugin-dir NAME", "formats --plugin-dir plugins", "help NAME",
    "convert -o NAME/NAME -t ris NAME.json", "convert NAME.xml -v -t ris -o out", "convert NAME.nbib -v -t ris -o out",
  ]

  /// A folder whose files have such a text in names of fields, values, keys, and in their own names.
  private func folder(_ name: String, _ word: String) throws -> URL {
    let root = try CommandLineTool.temporaryFolder()
    let quoted = String(decoding: try JSONEncoder().encode(word), as: UTF8.self)
    let json =
      "[{\"id\":\(quoted),\"type\":\"book\",\"title\":\(quoted),\(quoted):\(quoted),\"DOI\":\(quoted),"
      + "\"author\":[{\"family\":\(quoted),\(quoted):1}],\"issued\":{\"raw\":\(quoted)},\"custom\":{\(quoted):\(quoted)}},"
      + "{\"id\":\(quoted),\"type\":\(quoted),\"title\":\"U\"},{\"id\":\"w\",\(quoted)}]"
    let line = word.filter { !$0.isNewline }
    let files = [
      "\(name).json": json, "other.json": "[{\"id\":\(quoted),\"type\":\"book\",\"title\":\"Other \(line)\"}]",
      "broken.json": "[{\"id\":\"a\(word)\",\(word)}]", "a.json": "[]",
      "\(name).ris": "TY  - \(line)\nTI  - \(line)\nZ9  - \(line)\n\(line)\nX\(line)  - a\nER  - \n",
      "\(name).bib": "@book{k\(line),\n title = {\(line)}, x\(line) = {\(line)}, doi = {\(line)} \n}\n@\(line){k}\n",
      "\(name).csv": "id,title,\(line)\na,\(line),\(line)\nb,\"\(line)\"x\",c\n",
      "\(name).txt": "\(line)\nTitle: \(line)\n",
      "\(name).nbib": "PMID- 1\nTI  - \(line)\nZ\(line) - a\n",
      "\(name).xml": "<PubmedArticle>\(line)<\(line)/></PubmedArticle>",
      "plugins/citemill-reader-odd":
        "#!/bin/sh\ncat <<'E'\n{\"citemillPlugin\":1,\"name\":\(quoted),\"summary\":\(quoted),\"extensions\":[\(quoted)]}\nE\n",
      "pipeline.json":
        "{\"citemillPipeline\":1,\"steps\":[{\"inputs\":[\(quoted)],\"to\":\"ris\",\"output\":\(quoted)}]}",
    ]
    for (name, text) in files {
      for place in name.hasPrefix("plugins") ? [name] : [name, "folder/\(name)", "folder/sub\(line)/\(name)"] {
        let url = root.appendingPathComponent(place)
        try? FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
      }
    }
    return root
  }

  @Test func nothingIsShownRaw() throws {
    let word = "m" + Self.unsafe.compactMap { Unicode.Scalar($0).map { "\($0)" } }.joined(separator: "[31m") + "m"
    // Names of files are at most 255 bytes.
    let name = "n" + [0x1B, 0x9B, 0x202E, 0x200B, 0x2028].compactMap { Unicode.Scalar($0).map { "\($0)" } }.joined()
    let root = try folder(name, word)
    let script =
      "chmod +x plugins/*; printf '%s' '[]' > \"folder/$(printf 'bad\\377\\233name').json\"; NAME=$(cat name); "
    try Data(name.utf8).write(to: root.appendingPathComponent("name"))
    for command in Self.commands {
      let words = command.split(separator: " ").map { part in
        part.contains("NAME") ? "\"" + part.replacing("NAME", with: "$NAME") + "\"" : "'\(part)'"
      }
      let result = try CommandLineTool.shell(script + "citemill " + words.joined(separator: " "), in: root)
      let found = (result.output + result.errors).unicodeScalars.filter(Self.isUnsafe).map {
        String($0.value, radix: 16)
      }
      #expect(found.isEmpty, "citemill \(command)")
      #expect(!result.output.isEmpty || !result.errors.isEmpty, "citemill \(command) said nothing")
      #expect(!command.hasSuffix("--dry-run") || !result.output.contains("\u{FFFD}"))
    }
  }
}
