import CitemillCore

/// A line that a plugin writes, distinguished by its beginning.
enum PluginLine {
  /// `{"citemill":1,…}`, or what should be such an object.
  case record
  /// A frame that could not be read, or a record that cannot be written.
  case rejected(JSONValue)
  /// A message about the input.
  case message(JSONValue)
  /// A record as text in the format.
  case text(JSONValue)
  /// A record that is removed.
  case filtered
  /// The summary at the end.
  case end(JSONValue)

  init(_ line: [UInt8]) {
    // Records are by far the most frequent lines, and have their own reader.
    guard line.starts(with: Array("{\"_".utf8)), let json = JSONValue(line) else {
      self = .record
      return
    }
    if let account = json["_end"] {
      self = .end(account)
    } else if json["_text"] != nil {
      self = .text(json)
    } else if json["_rejected"] != nil {
      self = .rejected(json)
    } else if let message = json["_message"] {
      self = .message(message)
    } else if json["_filtered"] != nil {
      self = .filtered
    } else {
      self = .record
    }
  }
}

extension JSONValue {
  /// The message of a plugin in an object with `severity`, `code`, `message` and `line`.
  func diagnostic(
    _ usual: Diagnostic.Severity, _ code: Diagnostic.Code, source: String, record: Int? = nil
  ) -> Diagnostic {
    let line = self["line"]?.integer ?? 0
    return Diagnostic(
      self["severity"]?.text.flatMap { Diagnostic.Severity(rawValue: $0) } ?? usual,
      self["code"]?.text.map { Diagnostic.Code($0) } ?? code, self["message"]?.text ?? "no reason given",
      at: SourceLocation(source: source, bytes: 0..<0, line: max(line, 0), recordIndex: record))
  }
}
