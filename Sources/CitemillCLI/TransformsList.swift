import Citemill

extension CommandDefinition {
  static var transforms: CommandDefinition {
    CommandDefinition(
      name: "transforms", summary: "list transforms, or show the options of some", operands: "[TRANSFORM...]",
      operand: .transform,
      options: [.json],
      group: .lookUp,
      run: { arguments, _ in
        let registry = TransformRegistry.standard
        let transforms = try arguments.operands.map { name in try registry.transform(called: name) }
        if !transforms.isEmpty, !arguments.has("json") {
          return Messages.print(Answer(Array(transforms.map(TransformsList.page).joined(separator: [""]))))
        }
        return arguments.has("json")
          ? Messages.print(forPrograms: TransformsList.json(transforms.isEmpty ? registry.transforms : transforms))
          : Messages.print(Answer(TransformsList.table(registry.transforms)))
      })
  }
}

extension CommandDefinition.Option {
  static let transform = Self(
    "transform", value: .transform, isList: true, default: .nothing,
    summary: "Change, drop or merge records, name[:option=value,...][,name...]; repeatable")
}

extension Arguments {
  /// The transforms of all `--transform` options, in order; `--overwrite` also applies to their logs.
  func transformPlugins() throws -> [any TransformPlugin] {
    if all("transform").isEmpty { return [] }
    let registry = try Plugins.transforms(self)
    var transforms = try all("transform").flatMap { try registry.transforms($0) }
    guard has("overwrite") else { return transforms }
    for index in transforms.indices where !transforms[index].outputFiles.isEmpty {
      guard transforms[index].options.contains(where: { $0.name == "overwrite" }) else { continue }
      try transforms[index].set("overwrite", to: "yes")
    }
    return transforms
  }
}

/// What `citemill transforms` prints.
enum TransformsList {
  static func table(_ transforms: [any TransformPlugin]) -> [String] {
    Layout.table(transforms.map { [$0.info.id, $0.info.wholeSummary] }, indent: 0)
      + ["", "citemill transforms NAME shows the options of a transform."]
  }

  /// The full description of a transform.
  static func page(_ transform: any TransformPlugin) -> [String] {
    let info = transform.info
    var lines = Layout.wrap("\(info.id): \(info.wholeSummary)", to: Layout.width, indent: 2)
    if !info.aliases.isEmpty { lines += ["", "Other names: \(info.aliases.joined(separator: ", "))"] }
    if let operand = info.operand {
      lines += [
        "",
        "Use: --transform \(info.id):\(operand.name.uppercased())\(info.isOperandOptional ? " (may be left out)" : "")",
      ]
      lines += Layout.table([
        [operand.name.uppercased(), "\(operand.summary), as in \(info.id):\(operand.defaultValue)"]
      ])
    }
    if !transform.options.isEmpty {
      lines += ["", "Options, as in --transform \(info.id):\(Help.example(of: transform.options)):"]
      lines += Help.table(transform.options)
    }
    return lines
  }

  static func json(_ transforms: [any TransformPlugin]) -> String {
    var json = JSONText()
    json.array(transforms) { json, transform in
      let info = transform.info
      json.object { json in
        json.member("id", info.id)
        json.member("aliases", info.aliases)
        json.member("summary", info.summary)
        json.member("holdsRecords", info.isBarrier)
        if let operand = info.operand {
          json.key("operand")
          option(operand, &json)
        }
        json.key("options")
        json.array(transform.options) { json, one in option(one, &json) }
      }
    }
    return json.text + "\n"
  }

  private static func option(_ option: FormatOption, _ json: inout JSONText) {
    json.object { json in
      json.member("name", option.name)
      json.member("values", option.values)
      json.member("default", option.defaultValue)
      json.member("summary", option.summary)
    }
  }
}
