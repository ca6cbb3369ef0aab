#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Identifies the file or folder that a path leads to, however it is spelled: two paths to the same file have
/// the same identity.
///
/// An existing file is identified by its device and inode, so symbolic and hard links make no difference. A
/// file that does not exist yet is identified by the nearest existing folder above it and the names from
/// there on.
package struct FileIdentity: Sendable, Hashable {
  private let device: UInt64
  private let number: UInt64
  /// The path from there to a file that does not exist yet; empty for an existing file.
  private var rest = FilePath(bytes: [])

  /// The file that a path leads to; nil for a device, a FIFO or a socket, which is written to and never
  /// replaced.
  package init?(path: String) { self.init(FilePath(path)) }

  /// The regular file of an open descriptor; nil for anything else.
  package init?(descriptor: Int32) {
    var info = stat()
    guard unsafe fstat(descriptor, &info) == 0, info.st_mode & S_IFMT == S_IFREG else { return nil }
    self.init(info)
  }

  /// The file that a path leads to; nil for a device, a FIFO or a socket.
  init?(_ path: FilePath) { self.init(Place(path)) }

  /// A file that was examined.
  init(_ stamp: FileStamp) {
    device = stamp.device
    number = stamp.inode
  }

  /// The file that a path leads to in a folder whose identity is known.
  init?(_ path: FilePath, in folder: FileIdentity) {
    let name = path.lastComponent
    if Place.isThere(path) || SystemCall.linkTarget(path) != nil || [[], [46], [46, 46]].contains(name.bytes) {
      self.init(path)
    } else {
      self = folder
      rest = rest.appending(name)
    }
  }

  private init?(_ place: Place?) {
    guard let place else { return nil }
    self.init(place.info)
    if place.rest.isEmpty, ![S_IFREG, S_IFDIR].contains(place.info.st_mode & S_IFMT) { return nil }
    rest = Self.joined(place.rest)
  }

  private init(_ info: stat) { self.init(FileStamp(info)) }

  private static func joined(_ names: some Sequence<FilePath>) -> FilePath {
    names.reduce(FilePath(bytes: [])) { $0.appending($1) }
  }

  /// The folders that contain a path, from the nearest one to the root, whether they exist yet or not.
  static func folders(around path: FilePath) -> [FileIdentity] {
    guard let place = Place(path) else { return [] }
    var folders = place.rest.indices.dropFirst().reversed().map { count in
      var folder = FileIdentity(place.info)
      folder.rest = joined(place.rest[..<count])
      return folder
    }
    // An existing file may be named by a link; it is in the folder of the link's target. A file contains no
    // folder and no way up.
    let isInFolder = !place.rest.isEmpty && place.info.st_mode & S_IFMT == S_IFDIR
    var folder = isInFolder ? place.path : place.path.behindLinks.parent
    if folder.bytes.isEmpty { folder = FilePath(".") }
    while let found = FileIdentity(folder), folders.last != found {
      folders.append(found)
      folder = folder.appending("..")
    }
    return folders
  }
}

/// The last existing part of a path, and the names after it.
private struct Place {
  var path: FilePath
  var info = stat()
  var rest: [FilePath] = []

  init?(_ path: FilePath) {
    self.path = path.withoutFinalSlashes
    var links = 0
    while true {
      if self.path.bytes.isEmpty { self.path = FilePath(".") }
      if Self.look(at: self.path, &info) { break }
      // A link to a target that does not exist yet.
      if links < FilePath.mostLinks, let target = SystemCall.linkTarget(self.path) {
        links += 1
        self.path = target.withoutFinalSlashes
        continue
      }
      let parent = self.path.parent
      guard parent != self.path, self.path.bytes != [46] else { return nil }
      rest.append(self.path.lastComponent)
      self.path = parent.withoutFinalSlashes
    }
    rest = Self.straight(rest.reversed())
  }

  static func isThere(_ path: FilePath) -> Bool {
    var info = stat()
    return look(at: path, &info)
  }

  private static func look(at path: FilePath, _ info: inout stat) -> Bool {
    unsafe path.withCString { unsafe stat($0, &info) } == 0
  }

  /// The names without `.`, and without those that `..` cancels.
  private static func straight(_ names: [FilePath]) -> [FilePath] {
    var result: [FilePath] = []
    for name in names where name.bytes != [46] && !name.bytes.isEmpty {
      if name.bytes == [46, 46], result.last.map({ $0.bytes != [46, 46] }) ?? false {
        result.removeLast()
      } else {
        result.append(name)
      }
    }
    return result
  }
}

extension FilePath {
  /// How many links are followed, as systems do.
  fileprivate static let mostLinks = 32

  /// The path after following symbolic links, even if the last one points to nothing yet.
  var behindLinks: FilePath {
    var current = self
    for _ in 0..<Self.mostLinks {
      guard let target = SystemCall.linkTarget(current) else { break }
      current = target
    }
    return current
  }
}
