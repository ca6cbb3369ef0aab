public import CitemillCore

/// A compressed file, recognised by its first bytes.
public enum Compression: String, Sendable, CaseIterable {
  case gzip, xz, zstd, bzip2, zip

  /// Throws for a compressed source, with advice; nothing is consumed.
  public static func refuse(_ source: ByteSource) throws(SourceFailure) {
    if let found = try of(source) { throw found.refusal(of: source) }
  }

  /// How a source is compressed; nil if it is not. Nothing is consumed.
  public static func of(_ source: ByteSource) throws(SourceFailure) -> Compression? {
    let prefix = try source.prefix(6).bytes
    // An archive without files starts with the end record.
    if prefix.starts(with: [0x50, 0x4B, 0x05, 0x06]) { return .zip }
    return allCases.first { prefix.starts(with: $0.signature) }
  }

  /// RFC 1952, section 2.3.1; the xz format, section 2.1.1; RFC 8878, section 3.1.1; bzip2's header; PKWARE's APPNOTE, 4.3.7.
  private var signature: [UInt8] {
    switch self {
    case .gzip: [0x1F, 0x8B]
    case .xz: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]
    case .zstd: [0x28, 0xB5, 0x2F, 0xFD]
    case .bzip2: [0x42, 0x5A, 0x68]
    case .zip: [0x50, 0x4B, 0x03, 0x04]
    }
  }

  /// The extensions of its files, without the dot.
  var fileExtensions: [String] {
    switch self {
    case .gzip: ["gz"]
    case .xz: ["xz"]
    case .zstd: ["zst"]
    case .bzip2: ["bz2"]
    case .zip: ["zip"]
    }
  }

  /// The command that decompresses standard input to standard output; nil if there is none.
  private var filter: [String]? {
    switch self {
    case .gzip: ["gzip", "-dc"]
    case .xz: ["xz", "-dc"]
    case .zstd: ["zstd", "-dcq"]
    case .bzip2: ["bzip2", "-dc"]
    case .zip: nil
    }
  }

  /// The output size that is always allowed, and beyond it the maximum ratio to the input.
  private static let freeSize = 10 << 20
  private static let largestRatio = 200

  /// A source over the content of a compressed file; the file itself if it is not compressed, or if no
  /// program can decompress it.
  ///
  /// Programs of the system decompress it: `gzip`, `xz`, `zstd`, `bzip2`. A file that grows to more than 200
  /// times its size, and more than 10 MiB, is not read to its end.
  public static func open(path: String) throws(SourceFailure) -> ByteSource {
    try decompressed(try ByteSource.open(path: path))
  }

  /// The same for a file that is open and of which nothing was read.
  static func decompressed(_ source: ByteSource) throws(SourceFailure) -> ByteSource {
    guard let found = try of(source), let filter = found.filter, let size = source.fileSize,
      let file = source.regularFile
    else { return source }
    return try found.open(file, filter, name: source.name, content: source.name, size: size) { true }
  }

  /// How a file is compressed, by the ending of its name; nil if it is not, or is an archive.
  static func named(_ name: String) -> Compression? {
    allCases.first { found in found != .zip && found.fileExtensions.contains { name.hasSuffix(".\($0)") } }
  }

  /// A source over the content of an open compressed file of a given size; `end` reports whether it is
  /// complete.
  func open(
    _ file: Int32, name: String, content: String, size: Int, end: @escaping () -> Bool
  ) throws(SourceFailure) -> ByteSource {
    try open(file, filter ?? [], name: name, content: content, size: size, end: end)
  }

  private func open(
    _ file: Int32, _ filter: [String], name: String, content: String, size: Int, end: @escaping () -> Bool
  ) throws(SourceFailure) -> ByteSource {
    let place = SourceLocation.whole(name)
    let program = filter.first ?? ""
    let child: Decompressor
    do throws(SystemFailure) { child = try Decompressor(filter, on: file) } catch {
      throw SourceFailure(
        .unusable, .compressed,
        "it is compressed by \(rawValue), and \(program) cannot be run: \(SystemError.message(error.code))",
        at: place)
    }
    let ending = fileExtensions.first { content.hasSuffix(".\($0)") } ?? ""
    let (most, isTooMuch) = size.multipliedReportingOverflow(by: Self.largestRatio)
    return ByteSource(
      descriptor: child.output, name: name, content: String(content.dropLast(ending.isEmpty ? 0 : ending.count + 1)),
      limit: isTooMuch ? .max : max(most, Self.freeSize)
    ) {
      if child.end(), end() { return nil }
      return SourceFailure(
        .unusable, .damagedCompression, "it is damaged or cut off: \(program) could not decompress all of it",
        at: place)
    }
  }

  /// Why a compressed source is not read, with an alternative.
  private func refusal(of source: ByteSource) -> SourceFailure {
    let isNamed = source.name.utf8.first != UInt8(ascii: "<")
    if self == .zip {
      return SourceFailure(
        .unusable, .compressed,
        isNamed
          ? "it is a zip archive in another, or one without the extension .zip; unpack it first"
          : "it is a zip archive in a stream; name it as a file, or unpack it first", at: .whole(source.name))
    }
    let command = filter?.joined(separator: " ") ?? ""
    return SourceFailure(
      .unusable, .compressed,
      "it is compressed by \(rawValue); decompress it first: \(command) \(isNamed ? source.name : "FILE") | citemill ...",
      at: .whole(source.name))
  }
}

extension Diagnostic.Code {
  /// A damaged compressed source.
  public static let damagedCompression = Self("source.damaged-compression")
  /// A compressed source.
  public static let compressed = Self("source.compressed")
}
