import Citemill

extension CommandDefinition {
  static var diff: CommandDefinition {
    CommandDefinition(
      name: "diff", summary: "compare two libraries record by record and field by field",
      operands: "FILE FILE", operand: .file,
      options: [
        .from,
        .init(
          "from-second", value: .readFormat, default: "as --from", summary: "Read the second file as FORMAT"
        ),
        .init(
          "ignore", value: .field, isList: true, default: .nothing,
          summary: "Ignore these fields, such as key,notes,identifiers.URL; repeatable"),
        .json, .pluginFolder, .pluginTimeout, .quiet, .diagnostics,
      ],
      examples: ["citemill diff old.json new.csv", "citemill diff --ignore key,keywords a.json b.txt"],
      run: { arguments, messages in
        try Diff(arguments: arguments, messages: messages, registry: Plugins.registry(arguments)).run()
      })
  }
}

/// `citemill diff`.
struct Diff {
  let arguments: Arguments
  let messages: Messages
  let registry: FormatRegistry

  /// One side of the comparison.
  struct Library {
    var name: String
    var records: [Record]
    var places: [SourceLocation]
    var isDamaged: Bool

    /// The location of a record, for people.
    func place(_ index: Int) -> String {
      index < places.count ? "\(places[index])" : name
    }
  }

  func run() throws -> ExitStatus {
    let paths = try Inputs.paths(arguments.operands, for: "diff")
    guard paths.count == 2 else { throw UsageError(.missingValue, "citemill diff takes two files") }
    let ignored = try ignoredFields()
    let left = try library(paths[0], as: arguments["from"])
    let right = try library(paths[1], as: arguments["from-second"] ?? arguments["from"])
    let comparison = LibraryComparison(left.records, right.records, ignoring: ignored)
    let printed =
      arguments.has("json")
      ? Messages.print(forPrograms: json(comparison, left, right)) : Messages.print(text(comparison, left, right))
    if printed != .success { return printed }
    return comparison.isAlike && !left.isDamaged && !right.isDamaged ? .success : .partial
  }

  private func ignoredFields() throws(UsageError) -> [FieldPath] {
    var paths: [FieldPath] = []
    for name in arguments.all("ignore").flatMap({ $0.split(separator: ",") }) {
      guard let path = FieldPath(String(name)) else {
        let known = Field.allCases.map(\.rawValue) + Variable.allCases.map(\.name)
        throw UsageError(
          .badValue, "--ignore: no field is called \"\(name)\"" + Suggestion.after(String(name), known: known))
      }
      paths.append(path)
    }
    return paths
  }

  /// All records of a file, in order, with the location of each.
  private func library(_ path: String, as specification: String?) throws -> Library {
    let source = try Inputs.open(path)
    let reading = try registry.read(source, as: specification)
    reading.diagnostics.forEach(messages.show)
    return Library(
      name: source.name, records: reading.records, places: reading.places, isDamaged: !reading.rejections.isEmpty)
  }

  // MARK: - Text

  /// How much of a value is shown, in characters.
  private static let shownOfValue = 1024

  private func text(_ comparison: LibraryComparison, _ left: Library, _ right: Library) -> Answer {
    var answer = Answer()
    for pair in comparison.pairs where !pair.differences.isEmpty && !arguments.has("quiet") {
      let name = Self.name(of: left.records[pair.first])
      answer.add("changed: \(name) (\(left.place(pair.first)), \(right.place(pair.second)))")
      for difference in pair.differences {
        answer.add("  \(difference.path)")
        for value in difference.before { answer.add("    - \(Layout.cut(value, to: Self.shownOfValue))", color: 31) }
        for value in difference.after { answer.add("    + \(Layout.cut(value, to: Self.shownOfValue))", color: 32) }
      }
    }
    if !arguments.has("quiet") {
      for index in comparison.onlyFirst { answer.add(only(index, in: left)) }
      for index in comparison.onlySecond { answer.add(only(index, in: right)) }
    }
    answer.add(
      "\(Diagnostic.count(comparison.alike, "record")) alike, \(comparison.pairs.count - comparison.alike) changed, "
        + "\(comparison.onlyFirst.count) only in \(left.name), \(comparison.onlySecond.count) only in \(right.name)")
    return answer
  }

  private func only(_ index: Int, in library: Library) -> String {
    "only in \(library.name): \(Self.name(of: library.records[index])) (\(library.place(index)))"
  }

  /// The name of a record for people: its key and its title, if it has them.
  private static func name(of record: Record) -> String {
    let title = record.title.map { "\"\(Diagnostic.escaped($0, limit: 80))\"" }
    let names = [record.isKeyGenerated ? nil : record.key.map { Layout.cut($0, to: Self.shownOfValue) }, title]
      .compactMap { $0 }
    return names.isEmpty ? "a record without key and title" : names.joined(separator: " ")
  }

  // MARK: - JSON

  private func json(_ comparison: LibraryComparison, _ left: Library, _ right: Library) -> String {
    func side(_ index: Int, in library: Library, _ json: inout JSONText) {
      let record = library.records[index]
      json.object { json in
        json.member("key", record.isKeyGenerated ? nil : record.key)
        json.member("title", record.title)
        json.member("source", library.name)
        json.member("line", index < library.places.count ? library.places[index].line : nil)
      }
    }
    var json = JSONText()
    json.object { json in
      json.member("citemillDiff", 1)
      json.member("alike", comparison.alike)
      json.key("changed")
      json.array(comparison.pairs.filter { !$0.differences.isEmpty }) { json, pair in
        json.object { json in
          json.key("first")
          side(pair.first, in: left, &json)
          json.key("second")
          side(pair.second, in: right, &json)
          json.key("fields")
          json.array(pair.differences) { json, difference in
            json.object { json in
              json.member("path", difference.path.description)
              json.member("first", difference.before)
              json.member("second", difference.after)
            }
          }
        }
      }
      json.key("onlyFirst")
      json.array(comparison.onlyFirst) { json, index in side(index, in: left, &json) }
      json.key("onlySecond")
      json.array(comparison.onlySecond) { json, index in side(index, in: right, &json) }
    }
    return json.text + "\n"
  }
}
