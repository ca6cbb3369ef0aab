import Citemill

extension CommandDefinition {
  static var transforms: CommandDefinition {
    CommandDefinition(
      name: "transforms", summary: "list transforms and their options", operands: "",
      options: [.json],
      run: { arguments, _ in
        let transforms = TransformRegistry.standard.transforms
        return arguments.has("json")
          ? Messages.print(forPrograms: TransformsList.json(transforms))
          : Messages.print(Answer(TransformsList.table(transforms)))
      })
  }
}

extension CommandDefinition.Option {
  static let transform = Self(
    "transform", value: .transform, isList: true,
    summary: "Change, drop or merge records, name[:option=value,...][,name...]; repeatable")
}

extension Arguments {
  /// The transforms of all `--transform`s, in their order; `--overwrite` is for their logs too.
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
    let width = transforms.map(\.info.id.utf8.count).max() ?? 0
    let indent = String(repeating: " ", count: width + 2)
    var text: [String] = []
    func add(_ head: String, _ summary: String) {
      text.append("\(indent)\(head)")
      for line in Layout.wrap(summary, to: Layout.width - 6 - width) { text.append("\(indent)  \(line)") }
    }
    for transform in transforms {
      let info = transform.info
      let lines = Layout.wrap(info.wholeSummary, to: Layout.width - width - 2)
      text.append("\(Layout.pad(info.id, width))  \(lines.first ?? "")")
      text += lines.dropFirst().map { indent + $0 }
      if !info.aliases.isEmpty { text.append("\(indent)also called: \(info.aliases.joined(separator: ", "))") }
      if let operand = info.operand {
        add("\(info.id):\(operand.name.uppercased())", "\(operand.summary), as in \(info.id):\(operand.defaultValue)")
      }
      for option in transform.options {
        let others = option.takesOtherValues || option.values.isEmpty ? ["..."] : []
        let without = option.defaultValue.isEmpty ? "" : " (\(option.defaultValue))"
        add("\(info.id):\(option.name)=\((option.values + others).joined(separator: "|"))", option.summary + without)
      }
    }
    return text
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
