import Citemill
import CitemillCore
import CitemillTestSupport
import Testing

/// A table matches what reader and writer do.
@Suite struct MappedNamesTests {
  /// Those in XML have tests of their own, since a name there has a meaning only within another one.
  static let formats = FormatRegistry.standard.writable.filter {
    $0.asReadable != nil && $0.asMappingDescribed != nil && !$0.info.fileExtensions.contains("xml")
  }.map(\.info.id)

  /// Names that one value in a record cannot show, with the reason.
  static let untried: [String: [String: String]] = [
    "bibtex": ["organization": "publisher in reading, sponsor of an event in writing"],
    "biblatex": ["organization": "publisher in reading, sponsor of an event in writing"],
    "endnote-xml": ["coden": "the host's number, which is asked for as the work's"],
    "csl-json": ["citation-key": "written beside the id that the source had"],
    "refer": ["%B": "written for series alone, since %J says the host"],
    "ris": [
      "N2": "read for the abstract, written for a second one", "JA": "alone it is the title of the journal",
      "JI": "alone it is the title of the journal", "J1": "alone it is the title of the journal",
    ],
    "records": ["citemill": "the version of the format"],
  ]

  @Test(arguments: formats) func eachRowIsWrittenOrRead(id: String) throws {
    let format = try TabledFormat(id)
    let written = try Self.namesOfGeneratedRecords(format)
    for row in format.mapping.rows
    where Self.untried[id]?[row.native] == nil && !row.note.hasPrefix("left out") {
      let path = FieldPath(row.path)
      let isWord = row.path == "type" && row.native.contains(" ")
      let isTrue =
        if isWord {
          try Self.isRead(row, format)
        } else if let path, row.isReadOnly {
          try Self.isRead(row.native, format) { $0.values(at: path).map(\.fullText) }
        } else if let path {
          try Self.isWritten(row.native, path, format)
        } else {
          try written.contains(row.native)
            || Self.isRead(row.native, format) { $0.parts(withNativeFields: true).map(\.fullText) }
        }
      #expect(isTrue, "\(row.native) is not \(row.path.isEmpty ? "written or read" : row.path)")
    }
  }

  @Test(arguments: formats) func eachNameThatIsWrittenHasARow(id: String) throws {
    let format = try TabledFormat(id)
    let names = Set(format.mapping.rows.filter { !$0.isReadOnly }.map(\.native))
    let written = try Self.namesOfGeneratedRecords(format)
    #expect(written.count > 20)
    #expect(written.subtracting(names).subtracting(Self.untried[id, default: [:]].keys).sorted() == [])
  }

  /// The names that are written for generated records; native fields are written under names of their own.
  private static func namesOfGeneratedRecords(_ format: TabledFormat) throws -> Set<String> {
    var generator = RecordGenerator(seed: 411)
    let records = (0..<150).map { _ in
      var record = generator.record()
      record.nativeFields = []
      return record
    }
    return format.names(in: try format.write(records))
  }

  /// The types that most names belong to come first, then all others.
  private static let types: [RecordType] = {
    let first: [RecordType] = [.articleJournal, .book, .chapter, .paperConference, .thesis, .report, .patent]
    return first + RecordType.allCases.filter { !first.contains($0) }
  }()

  /// Whether a value at a path is written under a name in works of some type, and is at the path again when
  /// it is read.
  private static func isWritten(_ name: String, _ path: FieldPath, _ format: TabledFormat) throws -> Bool {
    try types.contains { type in
      try Record.examples(at: path, type).contains { record in
        let output = try format.write([record])
        guard format.names(in: output).contains(name), let found = try format.read(output).first else { return false }
        let (values, again) = (record.values(at: path), found.values(at: path))
        return !values.isEmpty && values.map(\.fullText) == again.map(\.fullText)
      }
    }
  }

  /// Whether a small input gives more with a name than without it.
  private static func isRead(_ name: String, _ format: TabledFormat, _ values: (Record) -> [String]) throws -> Bool {
    try TabledFormat.values.contains { value in
      try format.inputs(name, value).contains { input in
        let without = try format.read(input.without).first.map(values)
        guard let with = try format.read(input.with).first.map(values) else { return false }
        return !with.isEmpty && with != without
      }
    }
  }

  /// Whether a word for a type is read as the type.
  private static func isRead(_ row: MappingRow, _ format: TabledFormat) throws -> Bool {
    let parts = row.native.split(separator: " ", maxSplits: 1).map(String.init)
    return try format.inputs(ofType: parts[0], parts[1]).contains {
      try format.read($0).first?.type.rawValue == row.note
    }
  }
}
