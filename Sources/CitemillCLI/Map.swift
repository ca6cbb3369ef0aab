import Citemill

extension CommandDefinition {
  static var map: CommandDefinition {
    CommandDefinition(
      name: "map", summary: "show what the names of a format mean, or what is lost between two formats",
      operands: "FORMAT [FORMAT]", operand: .writeFormat, options: [.json],
      examples: [
        "citemill map csl-json", "citemill map csl-json listing:dialect=sciencegate", "citemill map --json csv",
      ],
      group: .lookUp,
      run: { arguments, _ in try Map(arguments: arguments).run() })
  }
}

/// `citemill map`.
struct Map {
  let arguments: Arguments

  func run() throws -> ExitStatus {
    let registry = FormatRegistry.standard
    let mappings = try arguments.operands.map { FormatMapping(try registry.format($0)) }
    let isJSON = arguments.has("json")
    switch mappings.count {
    case 1:
      return isJSON
        ? Messages.print(forPrograms: Self.json(mappings[0])) : Messages.print(Answer(Self.text(mappings[0])))
    case 2:
      guard mappings[1].isWritten else {
        throw UsageError(.notWritable, "\(mappings[1].info.id) can only be read, so nothing can be written to it")
      }
      return isJSON
        ? Messages.print(forPrograms: Self.json(mappings[0], mappings[1]))
        : Messages.print(Answer(Self.text(mappings[0], into: mappings[1])))
    default: throw UsageError(.missingValue, "citemill map takes one format, or two; citemill formats lists them")
    }
  }

  // MARK: - One format

  private static func text(_ mapping: FormatMapping) -> [String] {
    var lines = ["\(mapping.info.name) (\(mapping.info.id))", ""]
    if !mapping.rows.isEmpty {
      let heads = ["name", "in the record", "remarks"]
      lines += Layout.table([heads] + mapping.rows.map { [$0.native, $0.path, $0.note] }, tallest: 2) + [""]
    }
    if mapping.isWritten {
      let missing = mapping.unsayable
      lines += missing.isEmpty ? ["It can hold everything in a record."] : ["It cannot hold:"] + list(missing)
    }
    return lines
  }

  private static func json(_ mapping: FormatMapping) -> String {
    var json = JSONText()
    json.object { json in
      json.member("format", mapping.info.id)
      json.key("names")
      json.array(mapping.rows) { json, row in
        json.object { json in
          json.member("name", row.native)
          json.member("path", row.path.isEmpty ? nil : row.path)
          json.member("note", row.note.isEmpty ? nil : row.note)
        }
      }
      json.member("cannotSay", mapping.unsayable.map(\.description))
    }
    return json.text + "\n"
  }

  // MARK: - Two formats

  /// What a name of one format becomes in another.
  private struct Passage {
    var row: MappingRow
    var names: [String]
    var isSaid: Bool

    var target: String {
      row.path.isEmpty ? "" : isSaid ? names.isEmpty ? "(said)" : names.joined(separator: ", ") : "lost"
    }
  }

  private static func passages(_ source: FormatMapping, _ target: FormatMapping) -> [Passage] {
    source.rows.map { row in
      guard let path = FieldPath(row.path) else { return Passage(row: row, names: [], isSaid: false) }
      return Passage(row: row, names: target.names(of: path), isSaid: target.canSay(path))
    }
  }

  private static func text(_ source: FormatMapping, into target: FormatMapping) -> [String] {
    var lines = ["\(source.info.name) (\(source.info.id)) into \(target.info.name) (\(target.info.id))", ""]
    let passages = passages(source, target)
    if !passages.isEmpty {
      let heads = [source.info.id, "in the record", target.info.id]
      lines += Layout.table([heads] + passages.map { [$0.row.native, $0.row.path, $0.target] }) + [""]
    }
    let lost = source.lost(in: target)
    if lost.isEmpty {
      return lines + ["\(target.info.id) can hold everything that \(source.info.id) can."]
    }
    let named = Set(source.rows.map(\.path))
    let others = lost.filter { !named.contains($0.description) }
    if !others.isEmpty {
      lines += ["Besides these names, \(source.info.id) can hold, and \(target.info.id) cannot:"] + list(others)
    }
    return lines
  }

  private static func json(_ source: FormatMapping, _ target: FormatMapping) -> String {
    var json = JSONText()
    json.object { json in
      json.member("from", source.info.id)
      json.member("to", target.info.id)
      json.key("names")
      json.array(passages(source, target)) { json, passage in
        json.object { json in
          json.member("name", passage.row.native)
          json.member("path", passage.row.path.isEmpty ? nil : passage.row.path)
          json.member("kept", passage.isSaid)
          json.member("as", passage.names)
        }
      }
      json.member("lost", source.lost(in: target).map(\.description))
    }
    return json.text + "\n"
  }

  private static func list(_ paths: [FieldPath]) -> [String] {
    Layout.wrap(paths.map(\.description).joined(separator: ", "), to: Layout.width - 2).map { "  " + $0 }
  }
}
