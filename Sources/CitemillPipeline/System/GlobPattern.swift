#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A pattern for file names, as in shells (POSIX.1-2024, 2.14): `*`, `?`, `[a-z]`.
///
/// A pattern without a slash matches the last part of a path, at any depth; one with a slash matches the
/// whole path below the input, in which `*` stops at slashes and `**` does not.
public struct GlobPattern: Sendable, Hashable {
  private let pattern: FilePath
  private let isForPaths: Bool
  private let flags: Int32

  /// A pattern.
  public init(_ text: String) {
    let bytes = Array(text.utf8)
    pattern = FilePath(bytes: bytes.first == UInt8(ascii: "/") ? Array(bytes.dropFirst()) : bytes)
    isForPaths = bytes.contains(UInt8(ascii: "/"))
    let crossesSlashes = zip(bytes, bytes.dropFirst()).contains { $0 == UInt8(ascii: "*") && $1 == UInt8(ascii: "*") }
    flags = isForPaths && !crossesSlashes ? FNM_PATHNAME : 0
  }

  /// Whether a path below an input matches.
  public func matches(_ path: FilePath) -> Bool {
    unsafe pattern.withCString { pattern in
      unsafe (isForPaths ? path : path.lastComponent).withCString { unsafe fnmatch(pattern, $0, flags) == 0 }
    }
  }
}
