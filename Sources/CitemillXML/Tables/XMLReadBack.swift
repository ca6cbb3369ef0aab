#if XML
  import CitemillCore

  /// Reads what a writer wrote of a record with the reader of its format, so that the writer knows what it
  /// lost.
  ///
  /// It keeps one parser for all records of an output.
  final class XMLReadBack<Decoder: XMLDecoder> {
    private let parser: XMLParser?
    private var decoder: Decoder
    private var records: [Record] = []

    init(_ decoder: Decoder) {
      self.decoder = decoder
      parser = XMLParser(Decoder.names)
    }

    /// The record that a reader finds in an element; nil if it finds none or several, or if the element is
    /// ill-formed.
    func record(in bytes: [UInt8]) -> Record? {
      guard let parser, parse(bytes.span, by: parser) else { return nil }
      decoder.decode(parser.tree, isDamaged: false, into: &records)
      guard records.count == 1 else { return nil }
      // Taken out, since copying a record counts references to all its parts.
      var found = records.removeLast()
      found.dropEmptyContainers()
      return found
    }

    /// Fills the tree of a parser. Elements that contain formulas or similar content are read by libxml2, which must
    /// check whether they are well-formed.
    private func parse(_ bytes: Span<UInt8>, by parser: XMLParser) -> Bool {
      let whole = bytes.trimmed(0..<bytes.count)
      var framer = decoder.framer
      guard case .record(let frame) = framer.next(bytes, from: whole.lowerBound, isLast: true) else { return false }
      return frame.range == whole && (parser.parsePlain(bytes) || parser.parse(bytes, whole) == nil)
    }

    /// Whether libxml2 is on the machine, without which nothing can be read back.
    var isUsable: Bool { parser != nil }
  }
#endif
