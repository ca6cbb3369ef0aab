package import CitemillCore

/// A plugin's description of itself.
///
///     {"citemillPlugin":1,"id":"bookmarks","name":"Bookmarks","extensions":["marks"],
///      "options":[{"name":"sort","values":["yes","no"],"default":"no","summary":"…"}]}
package struct PluginDescription: Sendable {
  /// Its names, as those of any format.
  package var info: FormatInfo
  /// The options that it takes.
  package var options: [FormatOption] = []
  /// What a writer can hold.
  var fields = FieldSet.everything
  /// The text before the first record, between two records, and after the last.
  var opening = ""
  var separator = ""
  var closing = ""

  /// Reads a description; throws if it is invalid, of another version, or of another plugin.
  init(_ json: JSONValue, of program: PluginProgram) throws(UsageError) {
    guard let version = json["citemillPlugin"]?.integer else {
      throw program.failure("its description has no member \"citemillPlugin\", the version of the protocol")
    }
    guard version == PluginProgram.version else {
      throw program.failure(
        "it uses version \(version) of the protocol, and only version \(PluginProgram.version) is supported")
    }
    guard let id = json["id"]?.text, id.hasSameBytes(as: program.name) else {
      throw program.failure("its description has another id than \"\(program.name)\", which is its name")
    }
    info = FormatInfo(
      id: id, name: json["name"]?.text ?? id, folder: "", fileExtensions: Self.texts(json["extensions"]),
      mediaTypes: Self.texts(json["mediaTypes"]), specification: json["specification"]?.text ?? "\(program.path)",
      // Its reader sets the origin of records itself.
      carriesOrigin: true, readsBackAs: json["readsBackAs"]?.text)
    for option in json["options"]?.elements ?? [] { options.append(try Self.option(option, of: program)) }
    guard program.kind == .writer else { return }
    opening = json["opening"]?.text ?? ""
    separator = json["separator"]?.text ?? ""
    closing = json["closing"]?.text ?? ""
    fields = try Self.fields(json, of: program)
  }

  private static func texts(_ json: JSONValue?) -> [String] { json?.elements.compactMap(\.text) ?? [] }

  private static func option(_ json: JSONValue, of program: PluginProgram) throws(UsageError) -> FormatOption {
    guard let name = json["name"]?.text, !name.isEmpty else {
      throw program.failure("one of its options has no name")
    }
    return FormatOption(
      name, values: texts(json["values"]), default: json["default"]?.text ?? "",
      takesOtherValues: json["takesOtherValues"] == .boolean(true), summary: json["summary"]?.text ?? "")
  }

  /// What a writer can hold, `fields` without `fieldsExcept`; required, so that nothing is lost silently.
  private static func fields(_ json: JSONValue, of program: PluginProgram) throws(UsageError) -> FieldSet {
    guard let fields = json["fields"] else {
      throw program.failure("its description does not list in \"fields\" what it can write")
    }
    if fields.text == "everything" { return .everything }
    var paths: [[FieldPath]] = []
    for list in [fields, json["fieldsExcept"] ?? .array([])] {
      var found: [FieldPath] = []
      for text in texts(list) {
        guard let path = FieldPath(text) else {
          throw program.failure("\"\(text)\" in its description is not a field of a record")
        }
        found.append(path)
      }
      paths.append(found)
    }
    return FieldSet(paths.first ?? [], except: paths.last ?? [])
  }
}
