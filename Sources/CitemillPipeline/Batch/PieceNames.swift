import CitemillCore

/// The names of the files of single records: their keys, in characters that every file system accepts.
///
///     berg2019     -> berg2019.json
///     Mü/ller:1    -> M__ller_1-5bd3a07f.json
///
/// A key that is changed by this, is longer than 200 bytes, or differs from an earlier one only in case, gets
/// a hash of the key appended, so that a name depends as far as possible only on the key.
struct PieceNames {
  private var taken: Set<String> = []
  private let ending: String

  private static let longest = 200

  init(ending: String) { self.ending = ending }

  mutating func name(for key: String) -> FilePath {
    var name: [UInt8] = []
    for byte in key.utf8.prefix(Self.longest) { name.append(Self.isSafe(byte, isFirst: name.isEmpty) ? byte : 95) }
    let isSame = name.elementsEqual(key.utf8) && !name.isEmpty
    if name.isEmpty { name = [95] }
    if !isSame || !take(name) {
      name += Array("-\(ContentHash.of(Array(key.utf8)).hexadecimal.prefix(8))".utf8)
      var number = 2
      let stem = name
      while !take(name) {
        name = stem + Array("-\(number)".utf8)
        number += 1
      }
    }
    return FilePath(bytes: name + Array(".\(ending)".utf8))
  }

  private mutating func take(_ name: [UInt8]) -> Bool {
    taken.insert(String(decoding: name, as: UTF8.self).lowercased()).inserted
  }

  /// Letters, digits, `-`, `_` and `.`, but no dot or hyphen at the start.
  private static func isSafe(_ byte: UInt8, isFirst: Bool) -> Bool {
    switch byte {
    case 48...57, 65...90, 97...122, 95: true
    case 45, 46: !isFirst
    default: false
    }
  }
}
