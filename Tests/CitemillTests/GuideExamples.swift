import Citemill
import CitemillCore
import CitemillTestSupport
import Foundation
import Testing

/// The Swift examples of `Docs/Embedding.md`, where the compiler reads them and the tests run them.
@Suite struct GuideExamples {
  /// Swift Testing has a type of the same name.
  typealias SourceLocation = CitemillCore.SourceLocation

  init() throws {
    // The examples name files relative to the package.
    try #require(FileManager.default.changeCurrentDirectoryPath(Fixture.package.path))
  }

  @Test func readsInOneCall() throws {
    let registry = FormatRegistry.standard
    let reading = try registry.read(path: "Fixtures/CSLJSON/damaged-record.json")
    print(reading.format, reading.records.count)  // csl-json 2
    for rejection in reading.rejections {
      print(rejection.reason)  // Fixtures/CSLJSON/damaged-record.json:3:45: error: invalid escape; …
      print(String(decoding: rejection.rawBytes, as: UTF8.self))
    }
    for diagnostic in reading.diagnostics where diagnostic.code == "json.syntax-escape" {
      print(diagnostic.location?.line ?? 0)  // 3
    }

    #expect(reading.format == "csl-json" && reading.records.count == 2 && reading.rejections.count == 1)
    #expect(reading.diagnostics.contains { $0.code == "json.syntax-escape" && $0.location?.line == 3 })
  }

  @Test func asksPlugins() throws {
    var tagged: [[String]] = []
    func print(_ items: Any...) { tagged += items.compactMap { $0 as? [String] } }

    let plugins = PluginFolders([FilePath("Docs/Examples/Plugins")], registry: .standard)
    let registry = try plugins.registry(for: ["dois", "markdown"])
    let reading = try registry.read(text: "10.5555/weir.1\n10.5555/weir.2\n", as: "dois")
    var diagnostics = Diagnostics()
    if let tag = try plugins.transform("tag", [OptionAssignment("word", "weirs")]) {
      for var record in reading.records
      where tag.apply(to: &record, at: .whole(reading.format), reporting: &diagnostics) == .keep {
        print(record.doi ?? "", record.keywords.map(\.text))  // 10.5555/weir.1 ["weirs"], and so on
      }
      if let failure = tag.finish() { print(failure) }
    }

    #expect(tagged == [["weirs"], ["weirs"]] && diagnostics.counts.errors == 0)
  }

  @Test func convertsAFolder() async throws {
    // The example writes into the folder where it runs.
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("citemill-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    func FilePath(_ name: String) -> Citemill.FilePath {
      name == "converted" ? Citemill.FilePath(folder.path) : Citemill.FilePath(name)
    }

    let registry = FormatRegistry.standard
    var options = BatchOptions(
      inputs: [FilePath("Fixtures/RIS")], output: FilePath("converted"), target: try registry.writableFormat("bibtex"),
      targetSpecification: "bibtex", registry: registry)
    options.include = [GlobPattern("*.ris")]
    let result = try await Batch(options).run(
      observer: Batch.Observer { entry, diagnostics, progress in
        print(progress.files.done, "of", progress.files.all, entry.name, entry.status)
      })
    print(result.counts.written, "records", result.exitStatus())

    #expect(result.entries.contains { $0.output == "dates.bib" && $0.status == .ok })
    #expect(result.counts.written > 20)
  }

  @Test func writesInOneCall() throws {
    var record = Record()
    record.type = .articleJournal
    record.add(Title("On Tides"))
    record.add(.person(PersonName(family: "Vogel", given: "Ada")))
    record.add(.organization("Mill Survey"))
    record[date: .issued] = PartialDate(year: 2019, month: 5)
    record.add(Identifier(.doi, "10.5555/tides"))
    record[.volume] = "12"
    record.withHost { journal in journal.titles.insert(Title("Journal of Water History")) }

    let writing = try FormatRegistry.standard.write([record], as: "csl-json:layout=lines")
    print(writing.text)
    for (key, count) in writing.losses.ranked { print(key.path, key.kind, count) }
    for (index, reason) in writing.unwritable { print("record \(index) is left out:", reason) }

    #expect(writing.text.contains("\"container-title\":\"Journal of Water History\",\"volume\":\"12\""))
    #expect(writing.losses.isEmpty && writing.unwritable.isEmpty && record.violations.isEmpty)
  }

  @Test func looksIntoARecord() throws {
    let reading = try FormatRegistry.standard.read(path: "Fixtures/Listing/labelled-own.txt")
    guard let record = reading.records.first else { return }

    print(record.title ?? "", record.doi ?? "", record[.pages] ?? "")
    for title in record.titles { print(title.kind, title.text.plain, title.language ?? "") }
    for one in record.contributors where one.roles.contains(.author) {
      switch one.kind {
      case .person: print(one.name.family ?? "", one.name.given ?? "", one.affiliations.first?.name ?? "")
      case .organization, .unparsed: print(one.name.literal ?? "")
      case .anonymous, .others: print(one.kind)
      }
    }
    if case .date(let point)? = record[date: .issued]?.value?.start {
      print(point.year, point.month, point.qualifier.contains(.approximate))  // 2021 5 true
    }
    for identifier in record.identifiers { print(identifier.scheme, identifier.value) }
    print(record.container(.host)?.title() ?? "", record.container(.series)?.title() ?? "")
    for field in record.nativeFields { print(field.format, field.name, field.value) }

    #expect(record.title == "River mills and the genus Anodonta" && record[.pages] == "101-118")
    #expect(record.container(.series)?.title() == "Historical Journals")
    guard case .date(let point)? = record[date: .issued]?.value?.start else { throw UsageError("test", "no date") }
    #expect(point.year == 2021 && point.month == 5 && point.qualifier.contains(.approximate))
  }

  @Test func tellsPartsAndDifferences() throws {
    let reading = try FormatRegistry.standard.read(path: "Fixtures/CSV/basic.csv")
    guard var record = reading.records.first else { return }
    for part in record.parts() { print(part.path, part.text) }  // titles.main  River Mills, and <i>Anodonta</i> …

    let before = record
    record[date: .issued] = PartialDate(year: 2022)
    for difference in before.differences(from: record) {
      print(difference.path, difference.before, difference.after)  // dates.issued ["2021-05"] ["2022"]
    }

    let found = before.differences(from: record)
    #expect(found.count == 1 && found.first?.path == FieldPath(.dates, "issued"))
    #expect(found.first?.before == ["2021-05"] && found.first?.after == ["2022"])
  }

  @Test func comparesLibraries() throws {
    let old = try FormatRegistry.standard.read(path: "Fixtures/CSV/basic.csv").records
    var new = old
    new[1][.publisher] = "Brook Press"
    new.append(Record())

    let comparison = LibraryComparison(old, new, ignoring: [FieldPath(.keywords)])
    print(comparison.alike, comparison.onlyFirst, comparison.onlySecond)  // 1 [] [2]
    for pair in comparison.pairs where !pair.differences.isEmpty {
      print(old[pair.first].key ?? "", pair.differences.map(\.path))  // eze2020 [publisher]
    }

    #expect(comparison.alike == 1 && comparison.onlyFirst == [] && comparison.onlySecond == [2])
    #expect(comparison.pairs.last?.differences.map(\.path) == [.variable(.publisher)])
  }

  @Test func convertsWithAReport() throws {
    let registry = FormatRegistry.standard
    var report = Report(command: "convert", target: "csl-json")
    var rejected = ByteSink()
    let observer = Conversion.Observer(
      diagnostic: { report.add($0) },
      rejection: { rejection, _ in rejected.append(contentsOf: rejection.rawBytes) },
      source: { report.add($0) },
      losses: { report.add($0, of: $1, at: $2) })

    var conversion = try Conversion(
      to: registry.writableFormat("csl-json"), registry: registry, into: ByteSink(), detail: .places,
      observer: observer)
    conversion.transforms = [OnlySince(year: 2000)]
    for path in ["Fixtures/Listing/sciencegate-page.txt", "Fixtures/CSLJSON/damaged-record.json"] {
      do throws(SourceFailure) {
        conversion.run(try ByteSource.open(path: path))
      } catch {
        conversion.run(failed: path, error)
      }
    }
    let (summary, sink) = conversion.finish()
    report.finish(summary, status: summary.exitStatus())
    print(sink.text, report.json)
    print(summary.read, summary.written, summary.rejected, summary.filtered, summary.isConserved)

    #expect(summary.isConserved && summary.read == 5 && summary.rejected == 1)
    #expect(summary.written + summary.filtered == summary.read && summary.exitStatus() == .partial)
    #expect(rejected.text.contains("ces") && report.sources.count == 2)
    let schema = try JSONSchema("Docs/report.schema.json")
    #expect(schema.problem(in: try JSONSerialization.jsonObject(with: Data(report.json.utf8))) == nil)
  }

  struct OnlySince: RecordTransform {
    let year: Int

    func apply(
      to record: inout Record, at place: SourceLocation, reporting: inout Diagnostics
    ) -> Disposition {
      guard case .date(let point)? = record[date: .issued]?.value?.start else { return .filter }
      return point.year >= year ? .keep : .filter
    }
  }

  @Test func readsOneByOne() throws {
    let source = ByteSource(bytes: Array("{\"citemill\":1,\"titles\":[{\"text\":\"On Tides\"}]}\n".utf8))
    let format = try FormatDetector(.standard).format(of: source)
    var reader = try format.makeReader(for: source)
    var record = Record()
    var diagnostics = Diagnostics()
    reading: while true {
      switch try reader.next(into: &record, reporting: &diagnostics) {
      case .record(let frame): print(frame.line, record.title ?? "")  // 1 On Tides
      case .rejected(let rejection): print(rejection.reason)
      case .end: break reading
      }
    }

    #expect(format.info.id == "records" && reader.tally.read == 1 && diagnostics.counts.errors == 0)
  }

  @Test func writesAFileWholeOrNotAtAll() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("citemill-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("library.json").path

    let registry = FormatRegistry.standard
    var output = try OutputFile.create(path)
    var conversion = try Conversion(
      to: registry.writableFormat("csl-json"), registry: registry, into: ByteSink(output.destination),
      isVerified: true)
    conversion.run(try ByteSource.open(path: "Fixtures/CSV/basic.csv"))
    let (summary, _) = conversion.finish()
    if summary.outputFailure == nil, summary.mismatched == 0 { try output.commit() }

    #expect(try registry.read(path: path).records.count == 2)
  }

  @Test func tellsErrors() throws {
    do {
      _ = try FormatRegistry.standard.read(path: "Fixtures/none.json", as: "csl-json")
    } catch let error as SourceFailure {
      print(error.kind, error.code, error.message)  // missing source.missing there is no such file
    } catch let error as UsageError {
      print(error.code, error.message)  // an unknown format or option
    }

    #expect(throws: SourceFailure.self) { try FormatRegistry.standard.read(path: "Fixtures/none.json") }
    #expect(throws: UsageError.self) { try FormatRegistry.standard.read(text: "", as: "csl-jason") }
  }

  @Test func readsInSeveralTasks() async throws {
    let registry = FormatRegistry.standard
    let paths = ["Fixtures/CSV/basic.csv", "Fixtures/CSLJSON/one-object.json"]
    let counts = try await withThrowingTaskGroup(of: (String, Int).self) { group in
      for path in paths {
        group.addTask { (path, try registry.read(path: path).records.count) }
      }
      return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }

    #expect(counts == ["Fixtures/CSV/basic.csv": 2, "Fixtures/CSLJSON/one-object.json": 1])
  }
}
