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
      guard let parser else { return nil }
      guard parser.parsePlain(bytes.span) || parse(bytes.span, by: parser) else { return nil }
      decoder.decode(parser.tree, isDamaged: false, into: &records)
      guard records.count == 1 else { return nil }
      records[0].dropEmptyContainers()
      return records[0]
    }

    /// Reads an element that contains formulas or similar content, which libxml2 must check for
    /// well-formedness.
    private func parse(_ bytes: Span<UInt8>, by parser: XMLParser) -> Bool {
      let whole = bytes.trimmed(0..<bytes.count)
      var framer = decoder.framer
      guard case .record(let frame) = framer.next(bytes, from: whole.lowerBound, isLast: true) else { return false }
      return frame.range == whole && parser.parse(bytes, frame.range) == nil
    }

    /// Whether libxml2 is on the machine, without which nothing can be read back.
    var isUsable: Bool { parser != nil }
  }
#endif
