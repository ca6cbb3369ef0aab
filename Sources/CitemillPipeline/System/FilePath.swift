/// A path as the system uses it: bytes, which need not be UTF-8.
public struct FilePath: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The bytes, without a NUL.
  public let bytes: [UInt8]

  /// A path of bytes.
  public init(bytes: [UInt8]) { self.bytes = bytes }

  /// A path of text.
  public init(_ text: String) { bytes = Array(text.utf8) }

  private static let slash = UInt8(ascii: "/")

  /// The path to something in this folder.
  public func appending(_ name: FilePath) -> FilePath {
    if bytes.isEmpty { return name }
    if name.bytes.isEmpty { return self }
    return FilePath(bytes: bytes.last == Self.slash ? bytes + name.bytes : bytes + [Self.slash] + name.bytes)
  }

  /// The path to something in this folder.
  public func appending(_ name: String) -> FilePath { appending(FilePath(name)) }

  /// The folder that contains it; empty for a name alone.
  public var parent: FilePath {
    guard let slash = bytes.lastIndex(of: Self.slash) else { return FilePath(bytes: []) }
    return FilePath(bytes: Array(bytes[..<max(slash, 1)]))
  }

  /// The part after the last slash.
  public var lastComponent: FilePath {
    guard let slash = bytes.lastIndex(of: Self.slash) else { return self }
    return FilePath(bytes: Array(bytes[(slash + 1)...]))
  }

  /// Whether the path is absolute.
  var isAbsolute: Bool { bytes.first == Self.slash }

  /// The same path without slashes at its end.
  var withoutFinalSlashes: FilePath {
    guard let last = bytes.lastIndex(where: { $0 != Self.slash }) else { return self }
    return FilePath(bytes: Array(bytes[...last]))
  }

  /// For people: a byte that is not UTF-8 is shown as `\xFF`.
  public var description: String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    var text = ""
    for byte in bytes {
      if byte < 0x80 {
        text.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        text += "\\x\(digits)"
      }
    }
    return text
  }

  /// Compares by bytes.
  public static func < (left: FilePath, right: FilePath) -> Bool { left.bytes.lexicographicallyPrecedes(right.bytes) }

  /// Passes the path to a system call.
  func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
    let characters = (bytes + [0]).map { CChar(bitPattern: $0) }
    return unsafe characters.withUnsafeBufferPointer { buffer in
      // There is always a final NUL, so there is an address.
      guard let base = buffer.baseAddress else { return unsafe "".withCString { unsafe body($0) } }
      return unsafe body(base)
    }
  }
}
