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

  @Test func notesLeaveRoomForErrors() {
    var diagnostics = Diagnostics()
    let place = SourceLocation.whole("a.txt")
    for _ in 0..<150 { diagnostics.note("x.note", "z", at: place) }
    for _ in 0..<150 { diagnostics.warn("x.warning", "z", at: place) }
    for _ in 0..<150 { diagnostics.error("x.error", "z", at: place) }
    let codes = diagnostics.take().map(\.code.rawValue)
    #expect(codes.count { $0 == "x.error" } == 150)
    #expect(codes.count { $0 == "x.note" } == 100 && codes.count { $0 == "x.warning" } == 100)
    #expect(
      diagnostics.leftOutTold(at: place).map(\.message) == [
        "50 more warnings about this source are not shown", "50 more notes about this source are not shown",
      ])
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
