import Foundation

/// One of Citemill's JSON schemas, by which tests check what is written.
public struct JSONSchema {
  private let root: [String: Any]

  /// The schema in a file of the package.
  public init(_ path: String) throws {
    let data = try Data(contentsOf: Fixture.package.appendingPathComponent(path))
    root = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
  }

  /// The first violation; nil if there is none.
  public func problem(in value: Any) -> String? { root.isEmpty ? "no schema" : problem(value, root, "$") }

  /// The violation of a schema, for those keywords of JSON Schema that are used.
  private func problem(_ value: Any, _ schema: [String: Any], _ place: String) -> String? {
    if let name = (schema["$ref"] as? String)?.components(separatedBy: "/").last {
      guard let target = (root["$defs"] as? [String: Any])?[name] as? [String: Any] else { return "no \(name)" }
      return problem(value, target, place)
    }
    if let constant = schema["const"] as? NSObject, !constant.isEqual(value) { return "\(place) is not \(constant)" }
    if let cases = schema["enum"] as? [String], !cases.contains(value as? String ?? "") { return "\(place): \(value)" }
    switch schema["type"] as? String {
    case "string":
      guard let text = value as? String else { return "\(place) is no text" }
      if text.isEmpty, schema["minLength"] != nil { return "\(place) is empty" }
    case "integer":
      guard let number = value as? Int else { return "\(place) is no number" }
      if let least = schema["minimum"] as? Int, number < least { return "\(place) is too small" }
    case "array":
      guard let list = value as? [Any], let items = schema["items"] as? [String: Any] else {
        return "\(place) is no list"
      }
      for element in list {
        if let found = problem(element, items, place + "[]") { return found }
      }
    case "object":
      guard let object = value as? [String: Any] else { return "\(place) is no object" }
      let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
      for name in schema["required"] as? [String] ?? [] where object[name] == nil { return "\(place) has no \(name)" }
      for (name, member) in object {
        let inside = properties[name] ?? schema["additionalProperties"] as? [String: Any]
        guard let inside else { return "\(place).\(name) is not in the schema" }
        if let found = problem(member, inside, "\(place).\(name)") { return found }
      }
    default: break
    }
    return nil
  }
}
