public import CitemillCore
public import Foundation

/// An input in `Fixtures/<Folder>/`, with the format it is to be read as.
public struct Fixture: Sendable, CustomStringConvertible {
  /// The folder's name, which is its format's.
  public let folder: String
  /// The name of the file without extension.
  public let name: String
  /// The file.
  public let url: URL
  /// `id[:option=value]`, where the evidence is not to decide.
  public let specification: String?

  /// `Listing/latin1`.
  public var description: String { "\(folder)/\(name)" }

  /// The folder of the package.
  public static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// Every fixture, by folder and name.
  public static let all: [Fixture] = {
    let root = package.appendingPathComponent("Fixtures")
    let folders = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
    return folders.sorted().flatMap { inFolder($0, root.appendingPathComponent($0)) }
  }()

  private static func inFolder(_ folder: String, _ root: URL) -> [Fixture] {
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []).sorted()
    return names.compactMap { file in
      let endings = [".records.jsonl", ".diagnostics", ".options", ".md"]
      if file.hasPrefix(".") || endings.contains(where: file.hasSuffix) { return nil }
      let url = root.appendingPathComponent(file)
      let name = url.deletingPathExtension().lastPathComponent
      let options = try? String(contentsOf: root.appendingPathComponent(name + ".options"), encoding: .utf8)
      return Fixture(
        folder: folder, name: name, url: url,
        specification: options?.trimmingCharacters(in: .whitespacesAndNewlines))
    }
  }

  /// The bytes of the input.
  public func bytes() throws -> [UInt8] { Array(try Data(contentsOf: url)) }

  /// The input as a source named by its file name only.
  public func source() throws -> ByteSource { ByteSource(bytes: try bytes(), name: url.lastPathComponent) }

  /// A file beside the input: `records.jsonl`, `diagnostics`.
  public func expected(_ ending: String) -> URL {
    url.deletingLastPathComponent().appendingPathComponent("\(name).\(ending)")
  }
}
