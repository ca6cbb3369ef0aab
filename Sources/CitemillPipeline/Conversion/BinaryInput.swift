package import CitemillCore

/// Input that is not text, recognised by its first bytes, so that no format is tried on it.
package enum BinaryInput {
  /// Throws for a source in a known format that is not text, for a compressed one, and for one with bytes
  /// that no text has; nothing is consumed.
  package static func refuse(_ source: ByteSource, knowing registry: FormatRegistry, as format: (any ReadableFormat)?)
    throws(SourceFailure)
  {
    if let encoding = format?.info.encoding { try source.decode(as: encoding) }
    let prefix = try source.prefix(4096)
    let bytes = prefix.bytes
    if let unread = registry.unreadDocument(in: prefix) { throw unread.refusal(of: source.name) }
    try Compression.refuse(source)
    if source.isOfUnknownEncoding(from: source.offset, byWords: true) {
      throw source.unknownEncoding(as: format?.info.id ?? "ris")
    }
    // Damaged text may have some of them.
    let controls = bytes.count(where: isOfNoText)
    if controls > 8, controls > bytes.count / 8 {
      throw SourceFailure(
        .unusable, .notText,
        "it is not text: \(controls) of its first \(bytes.count) bytes are control characters; export the citations as RIS, "
          + "BibTeX or another format of text", at: .whole(source.name))
    }
  }

  /// Whether a byte is a control character other than white space, the DOS end-of-file byte, and the escape
  /// of old encodings.
  private static func isOfNoText(_ byte: UInt8) -> Bool {
    byte == 127 || byte < 32 && !(9...13).contains(byte) && byte != 0x1A && byte != 0x1B
  }
}
