import CitemillPipeline
import Foundation
import Testing

/// Two paths to one file have the same identity, whether the file exists or not.
@Suite struct FileIdentityTests {
  private let root: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("citemill-\(UUID().uuidString)")
    root = url.path
    try FileManager.default.createDirectory(atPath: root + "/folder/below", withIntermediateDirectories: true)
    try Data("one".utf8).write(to: url.appendingPathComponent("a"))
    try Data("one".utf8).write(to: url.appendingPathComponent("b"))
    try FileManager.default.linkItem(atPath: root + "/a", toPath: root + "/hard")
    for (link, target) in [
      ("link", "a"), ("linkToLink", "link"), ("folderLink", "folder"), ("dangling", "new"),
      ("danglingBelow", "folder/new"), ("circle", "circle"),
    ] {
      try FileManager.default.createSymbolicLink(atPath: "\(root)/\(link)", withDestinationPath: target)
    }
  }

  private func identity(_ path: String) -> FileIdentity? { FileIdentity(path: "\(root)/\(path)") }

  @Test(arguments: [
    ("a", "./a"), ("a", "folder/../a"), ("a", "link"), ("a", "linkToLink"), ("a", "hard"), ("a", "folder/../link"),
    ("new", "./new"), ("new", "new/"), ("new", "folder/../new"), ("new", "dangling"), ("new", "gone/../new"),
    ("new", ".//new"), ("new", "new/."), ("folder/new", "folderLink/new"), ("folder/new", "danglingBelow"),
    ("folder/new", "folder/below/../new"), ("new/er/x", "new/./er//x"), ("new/x", "dangling/x"),
    ("folder", "folderLink/"), ("folder", "folder/below/.."),
  ])
  func isOne(first: String, second: String) throws {
    defer { try? FileManager.default.removeItem(atPath: root) }
    #expect(identity(first) != nil && identity(first) == identity(second))
  }

  @Test(arguments: [
    ("a", "b"), ("a", "new"), ("new", "newer"), ("new", "folder/new"), ("new/x", "new/y"), ("folder", "folder/below"),
    ("new", "New"), ("a", "folder/a"),
  ])
  func isTwo(first: String, second: String) throws {
    defer { try? FileManager.default.removeItem(atPath: root) }
    #expect(identity(first) != nil && identity(first) != identity(second))
  }

  @Test func whatIsWrittenAsItComesHasNone() throws {
    defer { try? FileManager.default.removeItem(atPath: root) }
    #expect(FileIdentity(path: "/dev/null") == nil)
    // It leads nowhere, and ends all the same.
    _ = identity("circle")
  }
}
