public import CitemillCore

/// Input that is not text, recognised by its first bytes, so that no format is tried on it.
package enum BinaryInput {
  /// Throws for a compressed source, for one of a kind that is known, and for one that has bytes no text has; nothing is
  /// consumed.
  package static func refuse(_ source: ByteSource) throws(SourceFailure) {
    try Compression.refuse(source)
    let bytes = try source.prefix(4096).bytes
    if let kind = kinds.first(where: { bytes.starts(with: $0.signature) }) {
      throw failure("it is \(kind.name), not text", source)
    }
    // A text that was damaged may have some of them.
    let controls = bytes.count(where: isOfNoText)
    if controls > 8, controls > bytes.count / 8 {
      throw failure("it is not text: \(controls) of its first \(bytes.count) bytes are control characters", source)
    }
  }

  private static let kinds: [(signature: [UInt8], name: String)] = [
    (Array("%PDF-".utf8), "a PDF"), ([0xD0, 0xCF, 0x11, 0xE0], "a document of an older office program"),
    (Array("SQLite format 3".utf8), "a database of SQLite"), ([0x89, 0x50, 0x4E, 0x47], "a picture"),
    ([0xFF, 0xD8, 0xFF], "a picture"),
  ]

  /// Whether a byte is a control character other than white space, the end of a file of old, and the escape of old encodings.
  private static func isOfNoText(_ byte: UInt8) -> Bool {
    byte == 127 || byte < 32 && !(9...13).contains(byte) && byte != 0x1A && byte != 0x1B
  }

  private static func failure(_ message: String, _ source: ByteSource) -> SourceFailure {
    SourceFailure(
      .unusable, .notText, "\(message); export the citations as RIS, BibTeX or another format of text",
      at: .whole(source.name))
  }
}

extension Diagnostic.Code {
  /// A source that is not text.
  public static let notText = Self("source.not-text")
}
