import Citemill
import CitemillCore
import CitemillTestSupport
import Testing

/// What programs write for a missing journal, volume or author is not one, and a note reports it.
@Suite struct PlaceholdersAcrossFormatsTests {
  @Test(arguments: ["N/A", "n/a", "-", "--", "–", "Unknown", "None", "[s.n.]"])
  func readNoPlaceholder(text: String) throws {
    for (format, source) in [
      ("ris", "TY  - JOUR\nTI  - Weirs\nAU  - \(text)\nJO  - \(text)\nVL  - \(text)\nIS  - \(text)\nER  - \n"),
      ("wos", "FN X\nVR 1.0\nPT J\nTI Weirs\nAU \(text)\nSO \(text)\nVL \(text)\nIS \(text)\nER\n\nEF\n"),
      ("refer", "%0 Journal Article\n%T Weirs\n%A \(text)\n%J \(text)\n%V \(text)\n%N \(text)\n"),
      (
        "bibtex",
        "@article{a, title={Weirs}, author={\(text)}, journal={\(text)}, volume={\(text)}, number={\(text)}}\n"
      ),
      ("csv", "title,author,journal,volume,issue\nWeirs,\(text),\(text),\(text),\(text)\n"),
      ("listing", "Title: Weirs\nAuthor: \(text)\nVolume: \(text)\nIssue: \(text)\n"),
    ] {
      let reading = try FormatRegistry.standard.read(text: source, as: format)
      let record = try #require(reading.records.first, "\(format)")
      #expect(record.contributors.isEmpty, "\(format): \(text)")
      #expect(record.titles(of: .host).isEmpty, "\(format): \(text)")
      #expect(record.variables.entries.isEmpty, "\(format): \(text)")
      #expect(reading.diagnostics.contains { $0.code.rawValue == "value.none" }, "\(format): \(text)")
    }
  }

  /// A record with such a word as its volume or journal is not read back unchanged, and the loss is reported.
  @Test(arguments: ["ris", "wos", "refer", "nbib", "bibtex", "biblatex"])
  func tellWhatIsLost(format: String) throws {
    var record = Record()
    record.type = .articleJournal
    record.titles = [Title("Weirs")]
    record.container = Container(.host, titles: [Title("Unknown")])
    record[.volume] = "N/A"
    let writing = try FormatRegistry.standard.write([record], as: format)
    #expect(!writing.losses.isEmpty, "\(format): \(writing.text)")
  }
}
