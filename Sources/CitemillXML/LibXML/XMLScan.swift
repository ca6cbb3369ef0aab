#if XML
  import CLibXML2

  /// An object that visits a document element by element, with the lines.
  protocol XMLVisitor: AnyObject {
    /// The document has a type, with a public and a system identifier.
    func type(publicID: String?, systemID: String?)
    /// An element begins.
    func start(_ element: XMLStart)
    /// The element that began last and has not ended ends.
    func end()
    /// Whether it needs text.
    var readsText: Bool { get }
    /// Text, perhaps in several pieces.
    func text(_ text: String)
  }

  /// The start of an element.
  struct XMLStart {
    /// The name without a prefix.
    var name: String
    /// The namespace; nil if it is in none.
    var namespace: String?
    /// The names without prefixes, with the values as they are written.
    var attributes: [(name: String, value: String)]
    /// The line of the document, counted from 1.
    var line: Int

    /// The value of an attribute, or nil.
    subscript(name: String) -> String? { attributes.first { $0.name == name }?.value }
  }

  /// Takes a visitor through documents.
  enum XMLScan {
    /// Visits a document up to its end or to where it is ill-formed; returns false in that case.
    @discardableResult static func visit(_ bytes: [UInt8], _ visitor: any XMLVisitor) -> Bool {
      guard bytes.count <= Int(Int32.max) else { return false }
      let box = Box(visitor)
      var scanner = unsafe citemill_xml_scanner()
      unsafe scanner.context = Unmanaged.passUnretained(box).toOpaque()
      unsafe scanner.type = { context, publicID, systemID in
        unsafe Box.of(context)?.visitor.type(publicID: XMLScan.text(publicID), systemID: XMLScan.text(systemID))
      }
      unsafe scanner.start = { context, name, space, count, values, line in
        unsafe Box.of(context)?.visitor.start(
          XMLStart(
            name: XMLScan.text(name) ?? "", namespace: XMLScan.text(space),
            attributes: XMLScan.attributes(values, Int(count)), line: max(Int(line), 1)))
      }
      unsafe scanner.end = { context in unsafe Box.of(context)?.visitor.end() }
      unsafe scanner.text = { context, bytes, count in
        guard let visitor = unsafe Box.of(context)?.visitor, visitor.readsText else { return }
        visitor.text(unsafe String(decoding: UnsafeBufferPointer(start: bytes, count: Int(count)), as: UTF8.self))
      }
      let code = unsafe XMLSchema.withBytes(bytes) { start, count, encoding in
        unsafe citemill_xml_scan(start, count, encoding, &scanner)
      }
      return withExtendedLifetime(box) { code == 0 }
    }

    private final class Box {
      let visitor: any XMLVisitor
      init(_ visitor: any XMLVisitor) { self.visitor = visitor }

      static func of(_ context: UnsafeMutableRawPointer?) -> Box? {
        guard let context = unsafe context else { return nil }
        return unsafe Unmanaged<Box>.fromOpaque(context).takeUnretainedValue()
      }
    }

    private static func text(_ bytes: UnsafePointer<UInt8>?) -> String? {
      guard let bytes = unsafe bytes else { return nil }
      return unsafe String(cString: bytes)
    }

    private static func attributes(
      _ values: UnsafePointer<UnsafePointer<UInt8>?>?, _ count: Int
    ) -> [(name: String, value: String)] {
      guard let values = unsafe values else { return [] }
      var found: [(name: String, value: String)] = []
      for index in 0..<count {
        guard let name = unsafe text(values[index * 5]), let start = unsafe values[index * 5 + 3],
          let end = unsafe values[index * 5 + 4]
        else { continue }
        let value = unsafe UnsafeBufferPointer(start: start, count: end - start)
        unsafe found.append((name, String(decoding: value, as: UTF8.self)))
      }
      return found
    }
  }

  // MARK: - Default implementations

  extension XMLVisitor {
    func type(publicID: String?, systemID: String?) {}
    func end() {}
    var readsText: Bool { false }
    func text(_ text: String) {}
  }
#endif
