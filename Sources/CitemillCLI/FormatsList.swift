import Citemill

extension CommandDefinition {
  static var formats: CommandDefinition {
    CommandDefinition(
      name: "formats", summary: "list formats and plugins, or show the options of some", operands: "[FORMAT...]",
      operand: .readFormat,
      options: [.json, .pluginFolder, .pluginTimeout],
      group: .lookUp,
      run: { arguments, messages in
        let plugins = try Plugins.folders(arguments).all()
        // A plugin that cannot be used does not affect the others.
        for failure in plugins.failures { messages.error(failure.code, failure.message) }
        var list = FormatsList(FormatRegistry.standard.formats, plugins)
        if !arguments.operands.isEmpty {
          list = try list.only(arguments.operands)
          if !arguments.has("json") { return Messages.print(Answer(list.pages)) }
        }
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
    /// Its programs; empty for a built-in format.
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

  private var entries: [Entry]

  init(_ formats: [any FormatPlugin], _ plugins: PluginFolders.Listing? = nil) {
    entries = formats.map { Entry($0) }
    guard let plugins else { return }
    entries += plugins.formats.map { Entry($0, $0.programs) }
    entries += plugins.transforms.map { Entry(transform: $0.description, $0.program) }
  }

  /// Those with the given names.
  func only(_ names: [String]) throws(UsageError) -> FormatsList {
    var list = self
    list.entries = []
    for name in names {
      if let entry = entries.first(where: { $0.info.id == name }) {
        list.entries.append(entry)
      } else {
        list.entries.append(Entry(try FormatRegistry.standard.format(name)))
      }
    }
    return list
  }

  /// The full description of each format.
  var pages: [String] { Array(entries.map(page).joined(separator: [""])) }

  private func page(_ entry: Entry) -> [String] {
    let info = entry.info
    var facts = [["direction", entry.direction]]
    func add(_ name: String, _ values: [String]) {
      if !values.isEmpty { facts.append([name, values.joined(separator: ", ")]) }
    }
    add("extensions", info.fileExtensions.map { "." + $0 })
    add("other names", info.aliases)
    add("plugin", entry.programs.map { "\($0.path)" })
    if entry.programs.isEmpty { add("page", ["Docs/Formats/\(info.folder).md"]) }
    var lines = ["\(info.id): \(info.name)", ""] + Layout.table(facts)
    var options = entry.options
    if entry.reads, entry.programs.isEmpty, !options.contains(where: { $0.name == "encoding" }) {
      options.append(
        FormatOption(
          "encoding", default: "detected", summary: "decode the input from this encoding, a name known to iconv"))
    }
    if !options.isEmpty {
      lines += ["", "Options, as in \(info.id):\(Help.example(of: options)):"] + Help.table(options)
    }
    if entry.programs.isEmpty { lines += ["", "citemill map \(info.id) shows where its fields go."] }
    return lines
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
    }
    answer.add("")
    answer.add("citemill formats NAME shows the options of a format.")
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
