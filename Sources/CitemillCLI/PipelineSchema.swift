import Citemill

/// The JSON schema of pipeline files, generated from the options of the commands that steps can use.
enum PipelineSchema {
  static var text: String {
    var json = JSONText()
    json.object { json in
      json.member("$schema", "https://json-schema.org/draft/2020-12/schema")
      json.member("title", "A Citemill pipeline, version 1")
      json.member("type", "object")
      json.member("required", ["citemillPipeline", "steps"])
      json.key("properties")
      json.object { json in
        json.key("$schema")
        json.object { $0.member("type", "string") }
        json.key("description")
        json.object { $0.member("type", "string") }
        json.key("citemillPipeline")
        json.object { $0.member("const", 1) }
        json.key("steps")
        json.object { json in
          json.member("type", "array")
          json.key("items")
          step(&json)
        }
      }
      json.member("additionalProperties", false)
    }
    return json.text + "\n"
  }

  private static func step(_ json: inout JSONText) {
    json.object { json in
      json.member("type", "object")
      json.member("required", ["inputs"])
      json.key("properties")
      json.object { json in
        json.key("command")
        json.object { $0.member("enum", PipelineFile.commands) }
        json.key("description")
        json.object { $0.member("type", "string") }
        json.key("inputs")
        texts("files and, for batch, folders", &json)
        for (name, option) in options {
          json.key(name)
          if option.value == nil {
            json.object { json in
              json.member("type", "boolean")
              json.member("description", option.help)
            }
          } else {
            texts(option.help, &json)
          }
        }
      }
      json.member("additionalProperties", false)
    }
  }

  /// A string, a number, or several strings.
  private static func texts(_ description: String, _ json: inout JSONText) {
    json.object { json in
      json.member("type", ["string", "integer", "array"])
      json.member("description", description)
      json.key("items")
      json.object { $0.member("type", "string") }
    }
  }

  private static var options: [(name: String, option: CommandDefinition.Option)] {
    var result: [(name: String, option: CommandDefinition.Option)] = []
    for command in PipelineFile.commands {
      let options = Command.definitions.first { $0.name == command }?.options ?? []
      for option in options {
        for name in option.names where !result.contains(where: { $0.name == name }) { result.append((name, option)) }
      }
    }
    return result
  }
}
