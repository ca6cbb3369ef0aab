#if XML
  import CLibXML2
  import CitemillCore

  /// Why a document could not be read to its end.
  struct XMLFault: Sendable {
    /// The message of libxml2.
    var message: String
    /// The line of the document, counted from 1.
    var line: Int
    /// How many bytes of the document were read by then; nil if that is not known.
    var place: Int?
    /// How many of the elements that were left out of the document are before it.
    var leftOutBefore = Int.max
  }

  /// Parses one document after the other with one parser of libxml2, and keeps of each what a format knows.
  ///
  /// The callbacks of libxml2 get a pointer to a plain structure, so that no references are counted and
  /// nothing is looked up in them.
  @safe
  final class XMLParser {
    /// The content of the last document.
    let tree = XMLTree()
    private let names: XMLNames
    private let parser: OpaquePointer
    private let receiver: UnsafeMutablePointer<Receiver>

    /// A parser for the names of a format; nil if there is no libxml2 on the machine.
    init?(_ names: XMLNames) {
      let receiver = UnsafeMutablePointer<Receiver>.allocate(capacity: 1)
      unsafe receiver.initialize(to: Receiver(names: names, builder: tree.builder))
      var events = citemill_xml_events()
      unsafe events.start = { context, name, count, values in
        unsafe Receiver.start(context, named: name, count: count, values: values)
      }
      unsafe events.end = { context in unsafe Receiver.end(context) }
      unsafe events.text = { context, bytes, count in unsafe Receiver.text(context, bytes, count) }
      guard let parser = unsafe citemill_xml_new(events, receiver) else {
        unsafe receiver.pointee.free()
        unsafe receiver.deinitialize(count: 1)
        unsafe receiver.deallocate()
        return nil
      }
      self.names = names
      unsafe self.parser = parser
      unsafe self.receiver = receiver
    }

    deinit {
      unsafe citemill_xml_free(parser)
      unsafe receiver.pointee.free()
      unsafe receiver.deinitialize(count: 1)
      unsafe receiver.deallocate()
    }

    /// Parses a document in UTF-8; returns nil, or why it ended early. What was found is in `tree` either
    /// way.
    func parse(_ bytes: Span<UInt8>, _ range: Range<Int>) -> XMLFault? {
      prepare(range.count)
      guard range.count <= Int(Int32.max) else {
        unsafe tree.builder.pointee.empty()
        return XMLFault(message: "the document is too long", line: 1)
      }
      let code = unsafe bytes.extracting(range).withUnsafeBytes { raw in
        unsafe XMLTreeBuilder.fill(tree.builder, from: raw.count) {
          unsafe citemill_xml_parse(parser, raw.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(raw.count))
        }
      }
      if code == 0 { return nil }
      unsafe tree.builder.pointee.endAll()
      let message = unsafe String(cString: citemill_xml_message(parser))
      let place = unsafe citemill_xml_place(parser)
      return unsafe XMLFault(
        message: message.isEmpty ? "error \(code)" : message, line: max(Int(citemill_xml_line(parser)), 1),
        place: place < 0 ? nil : place)
    }

    /// Parses a document that one of Citemill's writers wrote, without libxml2. False for one that contains
    /// anything else, which `parse` reads.
    func parsePlain(_ bytes: Span<UInt8>) -> Bool {
      if bytes.count > 1 << 24 { return false }
      prepare(bytes.count)
      var scan = unsafe XMLPlainScan(names, into: tree.builder)
      return unsafe XMLTreeBuilder.fill(tree.builder, from: bytes.count) { scan.read(bytes) }
    }

    private func prepare(_ size: Int) {
      tree.omitted = XMLTree.Omitted()
      tree.numbering.removeAll(keepingCapacity: true)
      tree.inheritance = XMLInheritance(ofBytes: size)
    }
  }

  /// The argument of libxml2's callbacks.
  @safe
  private struct Receiver {
    let names: XMLNames
    let builder: UnsafeMutablePointer<XMLTreeBuilder>
    /// The data of names by their addresses: libxml2 keeps each name once, as long as its parser lives.
    private let known: UnsafeMutablePointer<Known>

    private struct Known: BitwiseCopyable {
      var address: UInt = 0
      var name = XMLNames.Name()
    }

    private static var places: Int { 256 }

    init(names: XMLNames, builder: UnsafeMutablePointer<XMLTreeBuilder>) {
      self.names = names
      unsafe self.builder = builder
      unsafe known = .allocate(capacity: Self.places)
      unsafe known.initialize(repeating: Known(), count: Self.places)
    }

    /// Frees the memory; it cannot be used after that.
    func free() { unsafe known.deallocate() }

    @inline(__always)
    private func look(_ name: UnsafePointer<UInt8>) -> XMLNames.Name {
      let address = UInt(bitPattern: name)
      // The highest bits of the product depend on all bits of the address.
      let place = Int(truncatingIfNeeded: (UInt64(address) &* 0x9E37_79B9_7F4A_7C15) >> 56)
      if unsafe known[place].address == address { return unsafe known[place].name }
      var length = 0
      while unsafe name[length] != 0 { length &+= 1 }
      let found = unsafe names.name(name, count: length, readable: length)
      unsafe known[place] = Known(address: address, name: found)
      return found
    }

    static func start(
      _ context: UnsafeMutableRawPointer?, named name: UnsafePointer<UInt8>?, count: Int32,
      values: UnsafePointer<UnsafePointer<UInt8>?>?
    ) {
      guard let receiver = unsafe context?.assumingMemoryBound(to: Receiver.self), let name = unsafe name else {
        return
      }
      let builder = unsafe receiver.pointee.builder
      let known = unsafe receiver.pointee.look(name)
      unsafe builder.pointee.begin(known)
      if unsafe builder.pointee.isSkipping { return }
      if known.number == XMLNames.other { unsafe builder.pointee.add(spelling: name) }
      guard count > 0, let values = unsafe values else { return }
      for index in 0..<Int(count) {
        guard let name = unsafe values[index * 5], let start = unsafe values[index * 5 + 3],
          let end = unsafe values[index * 5 + 4]
        else { continue }
        let number = unsafe receiver.pointee.look(name).number
        if number == XMLNames.other { unsafe builder.pointee.add(spelling: name) }
        unsafe builder.pointee.add(attribute: number, UnsafeBufferPointer(start: start, count: end - start))
      }
    }

    static func end(_ context: UnsafeMutableRawPointer?) {
      guard let receiver = unsafe context?.assumingMemoryBound(to: Receiver.self) else { return }
      unsafe receiver.pointee.builder.pointee.end()
    }

    static func text(_ context: UnsafeMutableRawPointer?, _ bytes: UnsafePointer<UInt8>?, _ count: Int32) {
      guard let receiver = unsafe context?.assumingMemoryBound(to: Receiver.self), let bytes = unsafe bytes else {
        return
      }
      unsafe receiver.pointee.builder.pointee.add(text: bytes, count: Int(count))
    }
  }
#endif
