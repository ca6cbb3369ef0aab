public import CitemillCore

/// The transforms that a program knows, as a value that is passed along.
///
///     list      = transform { "," transform }
///     transform = name [ ":" operand | ":" option ] { "," option }
///     option    = name "=" value
///
/// A new part begins at a comma outside quotes, outside the slashes of a pattern (`~ /a,b/`) and outside a
/// count (`{1,3}`). A part that has `=` before any `:` is an option of the transform before it; any other
/// part begins a new transform. What follows the colon of a transform with an operand is the operand, up to
/// the comma; if the operand may be left out, an option may be there instead. Quotes around the value of an
/// option are removed.
public struct TransformRegistry: Sendable {
  /// The transforms, in the order in which they are listed.
  public private(set) var transforms: [any TransformPlugin] = []

  /// A registry of transforms; a later one replaces an earlier one with the same id.
  public init(_ transforms: [any TransformPlugin] = []) {
    for transform in transforms { register(transform) }
  }

  /// Adds a transform, or replaces the one of the same id.
  public mutating func register(_ transform: any TransformPlugin) {
    if let index = transforms.firstIndex(where: { $0.info.id == transform.info.id }) {
      transforms[index] = transform
    } else {
      transforms.append(transform)
    }
  }

  /// The transform with an id or alias in any case, or nil.
  public func transform(named name: String) -> (any TransformPlugin)? {
    if let transform = transforms.first(where: { $0.info.id == name }) { return transform }
    let name = name.lowercased()
    return transforms.first { $0.info.id == name || $0.info.aliases.contains(name) }
  }

  /// The transforms of a list by the grammar above, with their options set, in order.
  public func transforms(_ list: String) throws(UsageError) -> [any TransformPlugin] {
    var result: [any TransformPlugin] = []
    var parts = Self.parts(of: list)[...]
    while let part = parts.popFirst() {
      let (name, rest) = Self.split(part, at: UInt8(ascii: ":"))
      guard !Self.isOption(part) else {
        throw UsageError(.unknownTransform, "\"\(part)\" is an option, and there is no transform before it")
      }
      let transform = try transform(called: name)
      var options: [OptionAssignment] = []
      var operand = rest
      if let rest, transform.info.operand == nil || transform.info.isOperandOptional && Self.isOption(rest) {
        options.append(try Self.option(rest, of: name))
        operand = nil
      }
      while let next = parts.first, Self.isOption(next) {
        options.append(try Self.option(next, of: name))
        parts = parts.dropFirst()
      }
      result.append(try transform.configured(operand: operand, options))
    }
    return result
  }

  /// The names of the transforms of a list.
  public static func names(in list: String) -> [String] {
    parts(of: list).filter { !isOption($0) }.map { split($0, at: UInt8(ascii: ":")).0 }
  }

  /// The transform with an id or alias; throws for an unknown name.
  package func transform(called name: String) throws(UsageError) -> any TransformPlugin {
    if let transform = transform(named: name) { return transform }
    let suggestion = Suggestion.after(
      name, known: transforms.flatMap { [$0.info.id] + $0.info.aliases }, otherwise: "see citemill transforms")
    throw UsageError(.unknownTransform, "no transform is called \"\(name)\"\(suggestion)")
  }

  // MARK: - The grammar

  /// The parts between commas outside quotes, patterns and counts; empty ones are skipped.
  static func parts(of list: String) -> [String] {
    let bytes = Array(list.utf8)
    var parts: [String] = []
    var start = 0
    var here = 0
    while here < bytes.count {
      if bytes[here] == UInt8(ascii: ",") {
        parts.append(String(decoding: bytes[start..<here], as: UTF8.self))
        start = here + 1
      }
      here = max(here + 1, endOfWhole(bytes, from: here, start))
    }
    parts.append(String(decoding: bytes[start...], as: UTF8.self))
    return parts.map(\.trimmed).filter { !$0.isEmpty }
  }

  /// The end of what begins here and is not split, however many commas it contains; otherwise the index
  /// itself. The part began at `start`.
  private static func endOfWhole(_ bytes: [UInt8], from here: Int, _ start: Int) -> Int {
    switch bytes[here] {
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      // An apostrophe inside a word is not an opening quote.
      if here > start, bytes[here - 1].isLetter || bytes[here - 1].isDigit || bytes[here - 1] >= 0x80 { return here }
      return end(of: bytes[here], in: bytes, from: here + 1, hasEscapes: bytes[here] == UInt8(ascii: "\""))
        ?? bytes.count
    case UInt8(ascii: "/"):
      guard bytes[start..<here].last(where: { !$0.isSpace }) == UInt8(ascii: "~") else { return here }
      return SlashedPattern.end(in: bytes, from: here) ?? here
    case UInt8(ascii: "{"):
      let end = bytes[(here + 1)...].firstIndex { !$0.isDigit && $0 != UInt8(ascii: ",") } ?? bytes.count
      return end < bytes.count && bytes[end] == UInt8(ascii: "}") ? end : here
    default: return here
    }
  }

  /// The index after the closing quote.
  private static func end(of quote: UInt8, in bytes: [UInt8], from start: Int, hasEscapes: Bool) -> Int? {
    var here = start
    while here < bytes.count {
      if bytes[here] == quote { return here + 1 }
      here += hasEscapes && bytes[here] == UInt8(ascii: "\\") ? 2 : 1
    }
    return nil
  }

  /// Whether `=` is before any `:`.
  private static func isOption(_ part: String) -> Bool {
    let first = part.utf8.first { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: ":") }
    return first == UInt8(ascii: "=")
  }

  private static func option(_ text: String, of transform: String) throws(UsageError) -> OptionAssignment {
    let (name, value) = split(text, at: UInt8(ascii: "="))
    guard let value else {
      throw UsageError(.badOption, "\"\(text)\" after \(transform): is not option=value")
    }
    return OptionAssignment(name, unquoted(value))
  }

  private static func split(_ text: String, at byte: UInt8) -> (String, String?) {
    guard let place = text.utf8.firstIndex(of: byte) else { return (text, nil) }
    return (String(text[..<place]), String(text[text.utf8.index(after: place)...]))
  }

  private static func unquoted(_ value: String) -> String {
    let bytes = Array(value.utf8)
    guard bytes.count > 1, let first = bytes.first, first == bytes.last,
      first == UInt8(ascii: "\"") || first == UInt8(ascii: "'")
    else { return value }
    return String(decoding: bytes[1..<(bytes.count - 1)], as: UTF8.self)
  }
}

extension TransformInfo {
  /// The value of an option that names a file; throws for an empty one.
  func fileName(_ value: String, _ option: String) throws(UsageError) -> String {
    if value.isEmpty { throw UsageError(.badOption, "\(id):\(option) takes the name of a file") }
    return value
  }
}
