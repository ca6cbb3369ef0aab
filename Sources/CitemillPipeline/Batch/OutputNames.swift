import CitemillCore

/// The names of the files that a batch writes: the path of the input with the extension of the output.
///
///     lists/a.ris, lists/b.txt          -> lists/a.json, lists/b.json
///     a.ris, a.bib                      -> a.ris.json, a.bib.json
///     A.ris, a.ris                      -> A-9c9f8814.ris.json, a-54e2ca13.ris.json
///
/// If two names would be the same, the files keep their own extension; if they still are, also on systems
/// that ignore case or Unicode composition, a hash of the input's path is inserted. So a name depends only on
/// the tree, never on the order of processing.
struct OutputNames {
  let outputs: [FilePath]

  /// The names for paths of inputs; without an ending, for folders.
  init(_ inputs: [FilePath], ending: String?, registry: FormatRegistry) {
    var names = inputs.map { Self.withoutExtension($0, registry).appending(ending: ending) }
    var taken = Self.folders(of: inputs)
    for index in Self.repeated(names, taken) { names[index] = inputs[index].appending(ending: ending) }
    taken.formUnion(Self.folders(of: names))
    for index in Self.repeated(names, taken) { names[index] = inputs[index].hashed().appending(ending: ending) }
    outputs = names
  }

  /// The path without the extension of a readable format and without that of a compression.
  private static func withoutExtension(_ path: FilePath, _ registry: FormatRegistry) -> FilePath {
    var name = path.lastComponent.bytes
    for compression in Compression.allCases {
      for ending in compression.fileExtensions { name = name.without(ending: ending) ?? name }
    }
    let text = String(decoding: name, as: UTF8.self)
    if let format = registry.format(forFileName: text) {
      // The longest extension, so that `a.records.jsonl` does not become `a.records`.
      let endings = format.info.fileExtensions.sorted { $0.utf8.count > $1.utf8.count }
      for ending in endings {
        guard let shorter = name.without(ending: ending) else { continue }
        name = shorter
        break
      }
    }
    return path.parent.appending(FilePath(bytes: name))
  }

  /// The form of a name in which a file system may consider names equal.
  private static func folded(_ path: FilePath) -> String { "\(path)".lowercased() }

  /// Folders that the output will have: no file may have their names.
  private static func folders(of paths: [FilePath]) -> Set<String> {
    var result: Set<String> = []
    for path in paths {
      var folder = path.parent
      while !folder.bytes.isEmpty, result.insert(folded(folder)).inserted { folder = folder.parent }
    }
    return result
  }

  /// The indices of names that are repeated or already taken.
  private static func repeated(_ names: [FilePath], _ taken: Set<String>) -> [Int] {
    let folded = names.map(Self.folded)
    var counts: [String: Int] = [:]
    for name in folded { counts[name, default: 0] += 1 }
    return folded.indices.filter { (counts[folded[$0]] ?? 0) > 1 || taken.contains(folded[$0]) }
  }
}

extension [UInt8] {
  /// The name without `.ending`, ignoring case; nil if it does not end like that, or would be empty.
  fileprivate func without(ending: String) -> [UInt8]? {
    let ending = Array(("." + ending).utf8)
    guard count > ending.count else { return nil }
    let tail = suffix(ending.count).map { (65...90).contains($0) ? $0 | 32 : $0 }
    return tail == ending ? Array(dropLast(ending.count)) : nil
  }
}

extension FilePath {
  /// The maximum length of a name on common file systems.
  private static let longestName = 255

  /// The path with an ending; a name that becomes too long is cut and gets a hash.
  func appending(ending: String?) -> FilePath {
    let ending = Array((ending.map { "." + $0 } ?? "").utf8)
    var name = lastComponent.bytes
    if name.count + ending.count > Self.longestName {
      let mark = Array("-\(hash)".utf8)
      var room = Self.longestName - ending.count - mark.count
      // No character is split.
      while room > 0, name[room] & 0xC0 == 0x80 { room -= 1 }
      name = name[..<room] + mark
    }
    return parent.appending(FilePath(bytes: name + ending))
  }

  /// The path with a hash of itself, or of another path, before the first dot of the name.
  func hashed(by other: FilePath? = nil) -> FilePath {
    let name = lastComponent.bytes
    let dot = name.dropFirst().firstIndex(of: UInt8(ascii: ".")) ?? name.count
    return parent.appending(FilePath(bytes: name[..<dot] + Array("-\((other ?? self).hash)".utf8) + name[dot...]))
  }

  private var hash: String { String(ContentHash.of(bytes).hexadecimal.prefix(8)) }
}

extension FormatInfo {
  /// The extension of files that are written.
  var fileEnding: String { fileExtensions.first ?? id }
}
