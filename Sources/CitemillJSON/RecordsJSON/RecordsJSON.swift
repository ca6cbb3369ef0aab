public import CitemillCore

/// `records`: everything that the model holds, one record per line of JSON; for archives, pipes and tests.
///
///     {"citemill":1,"key":"smith2019","type":"book","titles":[{"text":"One"}]}
///
/// Every line begins with `{"citemill":1,`, the version of the schema (`Docs/records.schema.json`). Nothing
/// is lost in either direction, and reading a file and writing it again gives the same bytes.
public struct RecordsJSON: ReadableFormat, WritableFormat, MappingDescribed {
  /// The version of the schema that is written, and the highest that can be read.
  public static let version = 1

  /// The format; it takes no options.
  public init() {}

  /// The name and description of the format.
  public var info: FormatInfo {
    FormatInfo(
      id: "records", aliases: ["citemill", "records-json"], name: "Citemill records", folder: "RecordsJSON",
      fileExtensions: ["records.jsonl"], mediaTypes: ["application/x-ndjson"],
      specification: "Docs/records.schema.json", carriesOrigin: true)
  }

  /// The format itself, which has no other layout.
  public var asLines: (any FormatPlugin)? { self }

  /// `{"citemill":` at the start of a line or object.
  public func evidence(in prefix: BytePrefix) -> Evidence {
    guard prefix.firstVisibleByte == UInt8(ascii: "{") || prefix.firstVisibleByte == UInt8(ascii: "[") else {
      return .none
    }
    let bytes = prefix.bytes.span
    guard let place = bytes.firstIndex(of: Array("\"citemill\":".utf8)), place < 256 else { return .none }
    return Evidence(bits: 96, "\"citemill\": at the start")
  }

  /// A reader for a source.
  public func makeReader(for source: ByteSource) throws(SourceFailure) -> any RecordReader {
    JSONRecordReader(source, RecordsDecoder())
  }

  /// Lines, or the elements of a list.
  public var asBlockReadable: (any BlockReadable)? { JSONBlockFormat(self, RecordsDecoder()) }

  /// A writer.
  public func makeWriter() -> any RecordWriter { RecordsWriter() }

  /// Everything.
  public func expressible(for type: RecordType) -> FieldSet { .everything }

  /// The members of a record with the groups of the model.
  public var mapping: [MappingRow] {
    Record.fieldNames.map { name in
      switch name {
      case "keyGenerated": MappingRow(native: name, path: "", note: "whether the key was made and not given")
      case "assurances": MappingRow(native: name, path: "", note: "what was inferred, and how surely")
      case "origin": MappingRow(native: name, path: "", note: "where the record came from")
      case "nativeFields": MappingRow(native: name, path: Field.nativeFields.rawValue)
      case "container":
        MappingRow(native: name, path: "host.titles", note: "and all else of host and series, one inside the other")
      default: MappingRow(native: name, path: name)
      }
    }
  }
}

/// Reads a line of `records`.
private struct RecordsDecoder: JSONRecordDecoder {
  func decode(
    in bytes: Span<UInt8>, at cursor: inout JSONCursor, into record: inout Record, context: inout JSONContext
  ) throws(JSONSyntaxError) -> JSONRefusal? {
    guard case .object(var members) = try cursor.tree(bytes, context: &context) else {
      return JSONRefusal(code: .notRecords, message: "not an object; skipped")
    }
    guard let index = members.firstIndex(where: { $0.name == "citemill" }),
      case .number(let version) = members[index].value
    else {
      return JSONRefusal(code: .notRecords, message: "an object without \"citemill\", the version; skipped")
    }
    guard (1...RecordsJSON.version).contains(version) else {
      return JSONRefusal(
        code: .unknownVersion,
        message: "version \(version) of records is not supported, only version \(RecordsJSON.version); skipped")
    }
    members.remove(at: index)
    var coder = FieldCoder.decoding(members)
    Record.code(&record, &coder)
    for leftover in coder.leftovers {
      record.nativeFields.append(NativeField(format: "records", name: leftover.name, value: leftover.value.json))
      context.warn(.unknownField, "member \"\(leftover.name)\" is not known; kept as a native field")
    }
    for name in coder.unknown {
      context.error(.unknownField, "member \"\(name)\" is not known; left out")
    }
    if let problem = coder.problems.first {
      return JSONRefusal(code: .badField, message: "\(problem); record skipped")
    }
    if let violation = record.violations.first {
      return JSONRefusal(code: .badField, message: "the record breaks a rule of the model (\(violation)); skipped")
    }
    return nil
  }
}

/// Writes records as lines.
private struct RecordsWriter: RecordWriter {
  func begin(into sink: inout ByteSink) {}
  func separator(into sink: inout ByteSink) {}
  func finish(count: Int, into sink: inout ByteSink) {}

  func write(_ record: borrowing Record, into sink: inout ByteSink, reporting: inout LossReport) -> WriteOutcome {
    var record = copy record
    var putBack: [NativeField] = []
    if !record.nativeFields.isEmpty {
      var names: Set<[UInt8]> = []
      record.nativeFields.removeAll { field in
        guard Self.canStand(field), names.insert(Array(field.name.utf8)).inserted else { return false }
        putBack.append(field)
        return true
      }
    }
    var coder = FieldCoder.encoding()
    Record.code(&record, &coder)
    sink.append("{\"citemill\":1")
    for member in coder.members {
      sink.append(UInt8(ascii: ","))
      sink.append(member)
    }
    for field in putBack {
      sink.append(UInt8(ascii: ","))
      sink.appendJSON(field.name)
      sink.append(UInt8(ascii: ":"))
      sink.append(field.value.asJSONValue)
    }
    sink.append("}\n")
    return .written
  }

  /// Whether a native field is a member that was not known and can be written as one again, unless another
  /// member has its name: JSON has each once.
  private static func canStand(_ field: NativeField) -> Bool {
    field.format == "records" && field.name != "citemill" && !Record.fieldNames.contains(field.name)
  }
}

extension Diagnostic.Code {
  /// An object without `"citemill"`.
  static let notRecords = Self("records.no-version")
  /// A version that is newer than this program supports.
  static let unknownVersion = Self("records.unknown-version")
  /// A member of a record that this version does not have.
  static let unknownField = Self("records.unknown-member")
  /// A member that does not fit, or a record that breaks a rule of the model.
  static let badField = Self("records.invalid")
}
