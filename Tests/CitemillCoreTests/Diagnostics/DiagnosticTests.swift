import CitemillCore
import Testing

@Suite struct DiagnosticTests {
  @Test func isOneLineThatEndsWithItsCode() {
    let place = SourceLocation(source: "a.txt", bytes: 0..<1, line: 12, column: 3)
    let diagnostic = Diagnostic(.warning, "x.y", "a \u{1B}[31m title\nwith \u{202E}tricks", at: place)
    #expect(
      diagnostic.description
        == "a.txt:12:3: warning: a \\u{1b}[31m title\\nwith \\u{202e}tricks [x.y]")
  }

  @Test func isCappedAndCounted() {
    var diagnostics = Diagnostics(limit: 2)
    for _ in 0..<5 { diagnostics.error("x.y", "z", at: nil) }
    #expect(diagnostics.take().count == 2)
    #expect(diagnostics.counts.errors == 5 && diagnostics.suppressed == 3)
  }
}

@Suite struct LossTests {
  @Test func pathsAreWrittenAsTheyAreCalled() {
    #expect(FieldPath(.contributors, "editor", facet: .affiliations).description == "contributors.editor#affiliations")
    #expect(FieldPath.variable(.pages, in: .host).description == "host.page")
    #expect(FieldPath(.nativeFields, "ris.U1").description == "native-fields.ris.U1")
  }

  @Test func patternsCoverParts() {
    #expect(FieldPath(.titles).covers(FieldPath(.titles, "short", facet: .marks)))
    #expect(!FieldPath(.titles, "short").covers(FieldPath(.titles, "main")))
    #expect(!FieldPath(.titles).covers(FieldPath(.titles, in: .host)))
    #expect(FieldPath(.nativeFields, "ris").covers(FieldPath(.nativeFields, "ris.U1")))
    #expect(!FieldPath(.nativeFields, "ri").covers(FieldPath(.nativeFields, "ris.U1")))
  }

  @Test func narrowingTakesOutWhatAFormatCannotSay() throws {
    var record = Record()
    record.add(Title(RichText("Weirs", marks: [Mark(.italic, from: 0, to: 5)])))
    record.add(Identifier(.doi, "10.5555/x"))
    record[.volume] = "3"
    let set = FieldSet(
      [FieldPath(.titles), .variable(.volume), FieldPath(.type)], except: [FieldPath(.titles, facet: .marks)])
    var report = LossReport(.edits)
    report.beginRecord()
    let narrowed = try #require(record.narrowed(to: set, reporting: &report))
    report.settle(from: record, to: narrowed)
    #expect(narrowed.identifiers.isEmpty && narrowed.title == "Weirs" && narrowed.volume == "3")
    #expect(record.applying(report.losses).content == narrowed.content)
    #expect(report.ranked.map { $0.key.path.description } == ["identifiers.DOI", "titles.main#marks"])
    #expect(narrowed.narrowed(to: set, reporting: &report) == nil)
  }
}
