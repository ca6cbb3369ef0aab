#if XML
  import CLibXML2
  import CitemillCore

  /// Why a document could not be read to its end.
  struct XMLFault: Sendable {
    /// What libxml2 says.
    var message: String
    /// The line of the document, counted from 1.
    var line: Int
  }

  /// Parses one document after the other with one parser of libxml2, and keeps of each what a format knows.
  ///
  /// The callbacks of libxml2 get a pointer to a plain structure, so that nothing is counted or looked up for each of them.
  @safe
  final class XMLParser {
    private let parser: OpaquePointer
    private let builder: UnsafeMutablePointer<Builder>

    /// A parser for the names of a format; nil when there is no libxml2 on the machine.
    init?(_ names: XMLNames) {
      let builder = UnsafeMutablePointer<Builder>.allocate(capacity: 1)
      unsafe builder.initialize(to: Builder(names: names))
      var events = citemill_xml_events()
      unsafe events.start = { context, name, count, values in unsafe Builder.start(context, name, count, values) }
      unsafe events.end = { context in unsafe Builder.end(context) }
      unsafe events.text = { context, bytes, count in unsafe Builder.text(context, bytes, count) }
      guard let parser = unsafe citemill_xml_new(events, builder) else {
        unsafe builder.deinitialize(count: 1)
        unsafe builder.deallocate()
        return nil
      }
      unsafe self.parser = parser
      unsafe self.builder = builder
    }

    deinit {
      unsafe citemill_xml_free(parser)
      unsafe builder.deinitialize(count: 1)
      unsafe builder.deallocate()
    }

    /// Parses a document in UTF-8: nil, or why it ended before its end. What was found is in `tree` either way.
    func parse(_ bytes: Span<UInt8>, _ range: Range<Int>) -> XMLFault? {
      unsafe builder.pointee.tree.removeAll()
      guard range.count <= Int(Int32.max) else { return XMLFault(message: "the document is too long", line: 1) }
      let code = unsafe bytes.extracting(range).withUnsafeBytes { raw in
        unsafe citemill_xml_parse(parser, raw.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(raw.count))
      }
      if code == 0 { return nil }
      unsafe builder.pointee.tree.endAll()
      let message = unsafe String(cString: citemill_xml_message(parser))
      return unsafe XMLFault(
        message: message.isEmpty ? "error \(code)" : message, line: max(Int(citemill_xml_line(parser)), 1))
    }

    /// What was found in the last document.
    var tree: XMLTree { unsafe builder.pointee.tree }
  }

  /// What the callbacks of a parser fill.
  private struct Builder {
    let names: XMLNames
    var tree = XMLTree()
    /// Numbers by the addresses of names, which libxml2 keeps once each.
    var known = [(address: UInt, number: UInt16)](repeating: (0, 0), count: 512)

    init(names: XMLNames) { self.names = names }

    private mutating func number(_ name: UnsafePointer<UInt8>) -> UInt16 {
      let address = UInt(bitPattern: name)
      let slot = Int(truncatingIfNeeded: (address >> 3 ^ address >> 12) & 511)
      if known[slot].address == address { return known[slot].number }
      var length = 0
      while unsafe name[length] != 0 { length += 1 }
      let number = unsafe names.number(UnsafeBufferPointer(start: name, count: length).span)
      known[slot] = (address, number)
      return number
    }

    static func start(
      _ context: UnsafeMutableRawPointer?, _ name: UnsafePointer<UInt8>?, _ count: Int32,
      _ values: UnsafePointer<UnsafePointer<UInt8>?>?
    ) {
      guard let builder = unsafe context?.assumingMemoryBound(to: Builder.self), let name = unsafe name else { return }
      let number = unsafe builder.pointee.number(name)
      unsafe builder.pointee.tree.begin(number, isSkipped: builder.pointee.names.isSkipped(number))
      guard count > 0, let values = unsafe values, unsafe !builder.pointee.tree.isSkipping else { return }
      for index in 0..<Int(count) {
        guard let name = unsafe values[index * 5], let start = unsafe values[index * 5 + 3],
          let end = unsafe values[index * 5 + 4]
        else { continue }
        let number = unsafe builder.pointee.number(name)
        if number == XMLNames.other { continue }
        unsafe builder.pointee.tree.add(
          attribute: number, UnsafeBufferPointer(start: start, count: end - start).span)
      }
    }

    static func end(_ context: UnsafeMutableRawPointer?) {
      guard let builder = unsafe context?.assumingMemoryBound(to: Builder.self) else { return }
      unsafe builder.pointee.tree.end()
    }

    static func text(_ context: UnsafeMutableRawPointer?, _ bytes: UnsafePointer<UInt8>?, _ count: Int32) {
      guard let builder = unsafe context?.assumingMemoryBound(to: Builder.self), let bytes = unsafe bytes else {
        return
      }
      unsafe builder.pointee.tree.add(text: UnsafeBufferPointer(start: bytes, count: Int(count)).span)
    }
  }
#endif
