/// The formats that a program supports, as a value.
public struct FormatRegistry: Sendable {
  /// The formats, in the order in which they are listed.
  public private(set) var formats: [any FormatPlugin] = []
  /// Formats that are recognised and refused with their name, in the order in which they are checked.
  public var unread: [UnreadFormat] = []
  /// Hints for names that people use and no format has, such as those of programs.
  public var hints: [NameHint] = []

  /// A registry of formats; a later one with the same id replaces an earlier one.
  public init(_ formats: [any FormatPlugin] = [], unread: [UnreadFormat] = [], hints: [NameHint] = []) {
    self.unread = unread
    self.hints = hints
    for format in formats { register(format) }
  }

  /// Adds a format, or replaces the one of the same id.
  public mutating func register(_ format: any FormatPlugin) {
    if let index = formats.firstIndex(where: { $0.info.id == format.info.id }) {
      formats[index] = format
    } else {
      formats.append(format)
    }
  }

  /// The formats that can be read.
  public var readable: [any ReadableFormat] { formats.compactMap(\.asReadable) }
  /// The formats that can be written.
  public var writable: [any WritableFormat] { formats.compactMap(\.asWritable) }

  /// The format with an id or alias, ignoring case, or with an extension such as `.bib` that no other format
  /// has; otherwise nil.
  public func format(named name: String) -> (any FormatPlugin)? {
    if let format = formats.first(where: { $0.info.id == name }) { return format }
    let name = name.lowercased()
    if let format = formats.first(where: { $0.info.id == name || $0.info.aliases.contains(name) }) { return format }
    guard name.utf8.first == UInt8(ascii: ".") else { return nil }
    let found = formats(ofExtension: String(name.dropFirst()))
    return found.count == 1 ? found[0] : nil
  }

  private func formats(ofExtension ext: String) -> [any FormatPlugin] {
    let usual = formats.filter { $0.info.fileExtensions.first == ext }
    return usual.isEmpty ? formats.filter { $0.info.fileExtensions.contains(ext) } : usual
  }

  /// The advice after an unknown format name or file extension; it starts with a semicolon.
  package func suggestion(for name: String) -> String {
    let isExtension = name.utf8.first == UInt8(ascii: ".")
    let word = isExtension ? String(name.dropFirst()).lowercased() : name
    let several = isExtension ? formats(ofExtension: word).map(\.info.id) : []
    if several.count > 1 { return "; \(several.joined(separator: ", ")) have this extension" }
    let known = formats.flatMap { isExtension ? $0.info.fileExtensions : [$0.info.id] + $0.info.aliases }
    return Suggestion.after(word, known: known, hints: hints, otherwise: "see citemill formats")
  }

  /// The parts between commas; `\,` is a comma in a value.
  private static func assignments(_ bytes: ArraySlice<UInt8>) -> [[UInt8]] {
    var parts: [[UInt8]] = [[]]
    var here = bytes.startIndex
    while here < bytes.endIndex {
      let isEscaped =
        bytes[here] == UInt8(ascii: "\\") && here + 1 < bytes.endIndex && bytes[here + 1] == UInt8(ascii: ",")
      if isEscaped { here += 1 }
      if bytes[here] == UInt8(ascii: ","), !isEscaped {
        parts.append([])
      } else {
        parts[parts.count - 1].append(bytes[here])
      }
      here += 1
    }
    return parts.filter { !$0.isEmpty }
  }

  /// The format of `id[:option=value[,option=value...]]`, with its options set; `\,` is a comma in a value.
  ///
  /// Every format that can be read has the option `encoding`, with a name known to the system's `iconv`.
  public func format(_ specification: String) throws(UsageError) -> any FormatPlugin {
    let bytes = Array(specification.utf8)
    let colon = bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.count
    let name = String(decoding: bytes[..<colon], as: UTF8.self)
    guard let format = format(named: name) else {
      throw UsageError(.unknownFormat, "no format is called \"\(name)\"" + suggestion(for: name))
    }
    var assignments: [OptionAssignment] = []
    for part in Self.assignments(bytes[min(colon + 1, bytes.count)...]) {
      guard let equals = part.firstIndex(of: UInt8(ascii: "=")) else {
        throw UsageError(
          .badOption, "\"\(String(decoding: part, as: UTF8.self))\" in \"\(specification)\" is not option=value")
      }
      assignments.append(
        OptionAssignment(
          String(decoding: part[..<equals], as: UTF8.self), String(decoding: part[(equals + 1)...], as: UTF8.self)))
    }
    // Every format that can be read has this option; BibTeX has an option of the same name for writing.
    var encoding: String?
    if let place = assignments.lastIndex(where: { $0.name == "encoding" }),
      !format.options.contains(where: { $0.name == "encoding" && $0.values.contains(assignments[place].value) })
    {
      encoding = assignments.remove(at: place).value
    }
    let configured = try format.configured(assignments)
    guard let encoding else { return configured }
    guard let readable = configured.asReadable else {
      throw UsageError(.badOption, "format \(format.info.id) has no option encoding; it is for reading")
    }
    return try EncodedFormat(readable, encoding: encoding)
  }

  /// The format of a specification as in `format(_:)`, for reading.
  public func readableFormat(_ specification: String) throws(UsageError) -> any ReadableFormat {
    let format = try format(specification)
    if let readable = format.asReadable { return readable }
    throw UsageError(.notReadable, "\(format.info.id) can be written, not read; see citemill formats")
  }

  /// The format of a specification as in `format(_:)`, for writing.
  public func writableFormat(_ specification: String) throws(UsageError) -> any WritableFormat {
    try Self.writable(try format(specification))
  }

  /// The format, to be written.
  public static func writable(_ format: any FormatPlugin) throws(UsageError) -> any WritableFormat {
    if let writable = format.asWritable { return writable }
    throw UsageError(.notWritable, "\(format.info.id) can be read, not written; see citemill formats")
  }

  /// The format indicated by a file name's extension; the longest extension wins.
  public func format(forFileName name: String) -> (any FormatPlugin)? { formats(forFileName: name).first }

  /// All formats with a file name's extension, in the order of registration; those of the longest extension.
  public func formats(forFileName name: String) -> [any FormatPlugin] {
    let lower = name.lowercased()
    var best: (formats: [any FormatPlugin], length: Int) = ([], 0)
    for format in formats {
      for ext in format.info.fileExtensions where lower.hasSuffix("." + ext) {
        if ext.utf8.count > best.length { best = ([], ext.utf8.count) }
        if ext.utf8.count == best.length { best.formats.append(format) }
      }
    }
    return best.formats
  }
}
