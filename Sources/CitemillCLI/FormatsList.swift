import Citemill

extension CommandDefinition {
  static var formats: CommandDefinition {
    CommandDefinition(
      name: "formats", summary: "list formats, their options and plugins", operands: "",
      options: [.json, .pluginFolder, .pluginTimeout],
      run: { arguments, messages in
        let plugins = try Plugins.folders(arguments).all()
        // One that cannot be used keeps nobody from the others.
        for failure in plugins.failures { messages.error(failure.code, failure.message) }
        let list = FormatsList(FormatRegistry.standard.formats, plugins)
        return arguments.has("json")
          ? Messages.print(forPrograms: list.json) : Messages.print(list.table)
      })
  }
}

/// What `citemill formats` prints.
struct FormatsList {
  /// A format or a transform.
  private struct Entry {
    var info: FormatInfo
    var options: [FormatOption]
    var reads = false
    var writes = false
    /// The programs behind it; none for what is built in.
    var programs: [PluginProgram] = []

    init(_ format: any FormatPlugin, _ programs: [PluginProgram] = []) {
      info = format.info
      options = format.options
      reads = format.asReadable != nil
      writes = format.asWritable != nil
      self.programs = programs
    }

    init(transform description: PluginDescription, _ program: PluginProgram) {
      info = description.info
      options = description.options
      programs = [program]
    }

    var direction: String {
      switch (reads, writes) {
      case (true, true): "read, write"
      case (true, false): "read"
      case (false, true): "write"
      case (false, false): "transform"
      }
    }
  }

  private let entries: [Entry]

  init(_ formats: [any FormatPlugin], _ plugins: PluginFolders.Listing) {
    entries =
      formats.map { Entry($0) } + plugins.formats.map { Entry($0, $0.programs) }
      + plugins.transforms.map { Entry(transform: $0.description, $0.program) }
  }

  var table: Answer {
    let width = entries.map(\.info.id.utf8.count).max() ?? 0
    var answer = Answer()
    for entry in entries {
      let info = entry.info
      let extensions = info.fileExtensions.map { "." + $0 }.joined(separator: " ")
      answer.add(
        "\(Layout.pad(info.id, width))  \(Layout.pad(entry.direction, 11))  \(info.name)"
          + (extensions.isEmpty ? "" : " (\(extensions))"))
      let indent = String(repeating: " ", count: width + 2)
      if !info.aliases.isEmpty { answer.add("\(indent)also called: \(info.aliases.joined(separator: ", "))") }
      for program in entry.programs { answer.add("\(indent)plugin: \(program.path)") }
      for option in entry.options {
        let others = option.takesOtherValues || option.values.isEmpty ? ["..."] : []
        var line = "\(indent)\(info.id):\(option.name)="
        for (index, value) in (option.values + others).enumerated() {
          let word = index == 0 ? value : "|\(value)"
          if line.count + word.count > Layout.width {
            answer.add(line)
            line = "\(indent)  "
          }
          line += word
        }
        answer.add(line)
        let summary = option.summary + (option.defaultValue.isEmpty ? "" : " (\(option.defaultValue))")
        for line in Layout.wrap(summary, to: Layout.width - 6 - width) { answer.add("\(indent)  \(line)") }
      }
    }
    return answer
  }

  var json: String {
    var json = JSONText()
    json.array(entries) { json, entry in
      let info = entry.info
      json.object { json in
        json.member("id", info.id)
        json.member("name", info.name)
        json.member("aliases", info.aliases)
        json.member("extensions", info.fileExtensions)
        json.member("mediaTypes", info.mediaTypes)
        json.member("specification", info.specification)
        json.member("reads", entry.reads)
        json.member("writes", entry.writes)
        if !entry.programs.isEmpty { json.member("plugins", entry.programs.map { "\($0.path)" }) }
        json.key("options")
        json.array(entry.options) { json, option in
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
