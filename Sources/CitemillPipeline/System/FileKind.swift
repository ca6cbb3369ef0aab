#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What is at a path, symbolic links followed.
package enum FileKind: Sendable, Equatable {
  case file, directory, other, missing

  /// What is at a path.
  package static func at(_ path: String) -> FileKind {
    var info = stat()
    guard unsafe stat(path, &info) == 0 else { return .missing }
    switch info.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .directory
    default: return .other
    }
  }
}
