public import CitemillCore
import Foundation

extension ByteSource {
  /// A source over a file with these bytes, which is read in pieces: 16 KiB, then 32 KiB, then 64 KiB and so
  /// on.
  public static func file(_ bytes: [UInt8]) throws -> ByteSource {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("citemill-\(UUID().uuidString)")
    try Data(bytes).write(to: url)
    // An open file can be read to its end even after its name was removed.
    defer { try? FileManager.default.removeItem(at: url) }
    return try open(path: url.path)
  }
}
