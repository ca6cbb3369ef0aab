import CitemillCore

/// Builds the JSON of reports and of the answers of commands.
package struct JSONText {
  package private(set) var text = ""
  private var needsComma = false

  package init() {}

  package mutating func object(_ body: (inout JSONText) -> Void) { nest("{", "}", body) }

  package mutating func array<Element>(_ elements: [Element], _ body: (inout JSONText, Element) -> Void) {
    nest("[", "]") { json in
      for element in elements { body(&json, element) }
    }
  }

  package mutating func key(_ name: String) {
    value(Self.quoted(name))
    text += ":"
    needsComma = false
  }

  package mutating func member(_ name: String, _ string: String?) {
    guard let string else { return }
    key(name)
    value(Self.quoted(string))
  }

  package mutating func member(_ name: String, _ strings: [String]) {
    key(name)
    array(strings) { json, text in json.string(text) }
  }

  package mutating func member(_ name: String, _ number: Int?) {
    guard let number else { return }
    key(name)
    value("\(number)")
  }

  package mutating func member(_ name: String, _ flag: Bool) {
    key(name)
    value(flag ? "true" : "false")
  }

  /// A string that is an element of an array.
  package mutating func string(_ text: String) { value(Self.quoted(text)) }

  /// A number or a word of JSON, as it is spelled.
  package mutating func literal(_ json: String) { value(json) }

  private mutating func value(_ json: String) {
    if needsComma { text += "," }
    text += json
    needsComma = true
  }

  private mutating func nest(_ open: String, _ close: String, _ body: (inout JSONText) -> Void) {
    value(open)
    needsComma = false
    body(&self)
    text += close
    needsComma = true
  }

  /// A JSON string in which every character that could affect a terminal is escaped.
  private static func quoted(_ string: String) -> String {
    var sink = ByteSink()
    sink.appendJSON(string)
    let json = sink.text
    guard json.unicodeScalars.contains(where: \.isUnsafeToShow) else { return json }
    var safe = ""
    for scalar in json.unicodeScalars {
      guard scalar.isUnsafeToShow else {
        safe.unicodeScalars.append(scalar)
        continue
      }
      for unit in UTF16.encode(scalar).map(Array.init) ?? [] {
        let digits = String(unit, radix: 16)
        safe += "\\u" + String(repeating: "0", count: max(4 - digits.count, 0)) + digits
      }
    }
    return safe
  }
}
