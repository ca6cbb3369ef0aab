public import CitemillCore

/// A compressed file, told by the bytes that it begins with.
public enum Compression: String, Sendable, CaseIterable {
  case gzip, xz, zstd, bzip2, zip

  /// Throws for a compressed source, with the way round; nothing is consumed.
  public static func refuse(_ source: ByteSource) throws(SourceFailure) {
    if let found = try of(source) { throw found.refusal(of: source) }
  }

  /// How a source is compressed; nil when it is not. Nothing is consumed.
  public static func of(_ source: ByteSource) throws(SourceFailure) -> Compression? {
    let prefix = try source.prefix(6).bytes
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

  /// The command that writes the content to standard output.
  private var tool: String {
    switch self {
    case .gzip: "gzip -dc"
    case .xz: "xz -dc"
    case .zstd: "zstd -dc"
    case .bzip2: "bzip2 -dc"
    case .zip: "unzip -p"
    }
  }

  /// Why a compressed source is not read, with the way round.
  private func refusal(of source: ByteSource) -> SourceFailure {
    let isNamed = source.name.utf8.first != UInt8(ascii: "<")
    return SourceFailure(
      .unusable, .compressed,
      "it is compressed by \(rawValue); decompress it first: \(tool) \(isNamed ? source.name : "FILE") | citemill ...",
      at: .whole(source.name))
  }
}

extension Diagnostic.Code {
  /// A compressed source.
  public static let compressed = Self("source.compressed")
}
