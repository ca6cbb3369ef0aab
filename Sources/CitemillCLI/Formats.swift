import Citemill

extension CommandDefinition {
  static var formats: CommandDefinition {
    CommandDefinition(
      name: "formats", summary: "list the formats with their options", operands: "",
      options: [.json],
      run: { arguments, _ in
        let formats = FormatRegistry.standard.formats
        return Messages.print(arguments.has("json") ? FormatsList.json(formats) : FormatsList.table(formats))
      })
  }
}

/// What `citemill formats` prints.
enum FormatsList {
  static func table(_ formats: [any FormatPlugin]) -> String {
    let width = formats.map(\.info.id.utf8.count).max() ?? 0
    var text = ""
    for format in formats {
      let direction =
        switch (format.asReadable != nil, format.asWritable != nil) {
        case (true, true): "read, write"
        case (true, false): "read"
        default: "write"
        }
      let info = format.info
      text += "\(Layout.pad(info.id, width))  \(Layout.pad(direction, 11))  \(info.name)"
      let extensions = info.fileExtensions.map { "." + $0 }.joined(separator: " ")
      text += extensions.isEmpty ? "\n" : " (\(extensions))\n"
      let indent = String(repeating: " ", count: width + 2)
      if !info.aliases.isEmpty { text += "\(indent)also called: \(info.aliases.joined(separator: ", "))\n" }
      for option in format.options {
        let others = option.takesOtherValues || option.values.isEmpty ? ["..."] : []
        let values = (option.values + others).joined(separator: "|")
        text += "\(indent)\(info.id):\(option.name)=\(values)\n"
        for line in Layout.wrap("\(option.summary) (\(option.defaultValue))", to: Layout.width - 6 - width) {
          text += "\(indent)  \(line)\n"
        }
      }
    }
    return text
  }

  static func json(_ formats: [any FormatPlugin]) -> String {
    var json = JSONText()
    json.array(formats) { json, format in
      let info = format.info
      json.object { json in
        json.member("id", info.id)
        json.member("name", info.name)
        json.member("aliases", info.aliases)
        json.member("extensions", info.fileExtensions)
        json.member("mediaTypes", info.mediaTypes)
        json.member("specification", info.specification)
        json.member("reads", format.asReadable != nil)
        json.member("writes", format.asWritable != nil)
        json.key("options")
        json.array(format.options) { json, option in
          json.object { json in
            json.member("name", option.name)
            json.member("values", option.values)
            json.member("default", option.defaultValue)
            json.member("summary", option.summary)
          }
        }
      }
    }
    return json.text + "\n"
  }
}
