/// The formats that a program knows, as a value that is handed around.
public struct FormatRegistry: Sendable {
  /// The formats, in the order in which they are listed.
  public private(set) var formats: [any FormatPlugin] = []
  /// Formats that are recognised and refused by their names, in the order in which they are looked for.
  public var unread: [UnreadFormat] = []

  /// A registry of formats; a later one with the same id takes the place of an earlier one.
  public init(_ formats: [any FormatPlugin] = [], unread: [UnreadFormat] = []) {
    self.unread = unread
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

  /// The format of an id or alias, or nil.
  public func format(named name: String) -> (any FormatPlugin)? {
    formats.first { $0.info.id == name } ?? formats.first { $0.info.aliases.contains(name) }
  }

  /// The format of `id[:option=value[,option=value...]]`, with its options set.
  ///
  /// Every format that is read takes the option `encoding` with a name that the system's `iconv` knows.
  public func format(_ specification: String) throws(UsageError) -> any FormatPlugin {
    let bytes = Array(specification.utf8)
    let colon = bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.count
    let name = String(decoding: bytes[..<colon], as: UTF8.self)
    guard let format = format(named: name) else {
      let near = EditDistance.nearest(to: name, among: formats.flatMap { [$0.info.id] + $0.info.aliases })
      throw UsageError(
        .unknownFormat,
        "no format is called \"\(name)\"" + (near.map { "; did you mean \"\($0)\"?" } ?? "; see citemill formats"))
    }
    var assignments: [OptionAssignment] = []
    for part in bytes[min(colon + 1, bytes.count)...].split(separator: UInt8(ascii: ",")) {
      guard let equals = part.firstIndex(of: UInt8(ascii: "=")) else {
        throw UsageError(
          .badOption, "\"\(String(decoding: part, as: UTF8.self))\" in \"\(specification)\" is not option=value")
      }
      assignments.append(
        OptionAssignment(
          String(decoding: part[..<equals], as: UTF8.self), String(decoding: part[(equals + 1)...], as: UTF8.self)))
    }
    // Every format that is read takes an encoding; BibTeX has an option of that name for writing.
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

  /// The format of a specification as in `format(_:)`, to be read.
  public func readableFormat(_ specification: String) throws(UsageError) -> any ReadableFormat {
    let format = try format(specification)
    if let readable = format.asReadable { return readable }
    throw UsageError(.notReadable, "\(format.info.id) can be written, not read; see citemill formats")
  }

  /// The format of a specification as in `format(_:)`, to be written.
  public func writableFormat(_ specification: String) throws(UsageError) -> any WritableFormat {
    try Self.writable(try format(specification))
  }

  /// The format, to be written.
  public static func writable(_ format: any FormatPlugin) throws(UsageError) -> any WritableFormat {
    if let writable = format.asWritable { return writable }
    throw UsageError(.notWritable, "\(format.info.id) can be read, not written; see citemill formats")
  }

  /// The format that a file name's extension stands for; the longest extension wins.
  public func format(forFileName name: String) -> (any FormatPlugin)? {
    let lower = name.lowercased()
    var best: (format: any FormatPlugin, length: Int)?
    for format in formats {
      for ext in format.info.fileExtensions where lower.hasSuffix("." + ext) {
        if ext.utf8.count > best?.length ?? 0 { best = (format, ext.utf8.count) }
      }
    }
    return best?.format
  }
}

/// How far two words are apart, for "did you mean".
public enum EditDistance {
  /// The word nearest to the given one, when about a third of it is wrong at most.
  public static func nearest(to word: String, among words: [String]) -> String? {
    var best: (word: String, distance: Int)?
    for candidate in words {
      let distance = between(Array(word.utf8), Array(candidate.utf8))
      if distance < best?.distance ?? Int.max { best = (candidate, distance) }
    }
    guard let best, best.distance * 3 <= max(word.utf8.count + 1, 3) else { return nil }
    return best.word
  }

  /// How many letters must be put in, taken out or changed, or swapped with their neighbours (optimal string alignment); some
  /// number beyond the limit where it takes more than that.
  package static func between(_ left: [UInt8], _ right: [UInt8], limit: Int = .max) -> Int {
    var before: [Int] = []
    var last = Array(0...right.count)
    for (i, a) in left.enumerated() {
      var row = [i + 1]
      var least = i + 1
      for (j, b) in right.enumerated() {
        var best = min(last[j + 1] + 1, row[j] + 1, last[j] + (a == b ? 0 : 1))
        if i > 0, j > 0, a == right[j - 1], b == left[i - 1] { best = min(best, before[j - 1] + 1) }
        least = min(least, best)
        row.append(best)
      }
      if least > limit { return least }
      (before, last) = (last, row)
    }
    return last[right.count]
  }
}
