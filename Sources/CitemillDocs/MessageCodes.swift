import Citemill

/// The codes of messages with their meaning, as the declarations in Sources and the comments before them give
/// them.
enum MessageCodes {
  /// A table of all codes, in the order of their names.
  static func table() throws -> String {
    let codes = try files(in: FilePath("Sources")).flatMap(codes(in:)).sorted { left, right in
      left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
    }
    return Tables.rows(["code", "meaning"], codes) { ["`\($0.name)`", $0.meaning] }
  }

  private static func files(in folder: FilePath) throws -> [FilePath] {
    try FolderEntry.inFolder(folder).flatMap { entry in
      let path = folder.appending(entry.name)
      if entry.kind == .folder { return try files(in: path) }
      return "\(path)".hasSuffix(".swift") ? [path] : []
    }
  }

  /// The codes that a file declares in an extension of `Diagnostic.Code`.
  private static func codes(in file: FilePath) throws -> [(name: String, meaning: String)] {
    let source = try ByteSource.open(path: "\(file)")
    while try source.fill() {}
    var codes: [(name: String, meaning: String)] = []
    var isInside = false
    var comment: [String] = []
    for line in String(decoding: source.buffer, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    {
      let words = String(line).trimmed
      // Indented between `#if` and `#endif`.
      if words.hasPrefix("extension ") { isInside = words.hasPrefix("extension Diagnostic.Code") }
      if words.hasPrefix("///") {
        comment.append(String(words.dropFirst(3)).trimmed)
        continue
      }
      if isInside, let code = code(in: words) { codes.append((code, comment.joined(separator: " "))) }
      comment = []
    }
    return codes
  }

  /// `ris.unknown-tag` from `static let unknownTag = Self("ris.unknown-tag")`.
  private static func code(in line: String) -> String? {
    guard line.contains("static let "), line.hasSuffix("\")") else { return nil }
    let parts = line.split(separator: "Self(\"")
    return parts.count == 2 ? String(parts[1].dropLast(2)) : nil
  }
}
