#if XML
  import CLibXML2
  import CitemillCore

  /// An error that libxml2 finds in a document or a schema.
  struct XMLFinding: Sendable {
    /// Its severity for libxml2.
    enum Level: Int32, Sendable { case warning = 1, error, fatal }
    var level: Level
    /// The line, counted from 1; 0 if it is not known.
    var line: Int
    var message: String
  }

  /// A DTD or a schema, compiled once in a process.
  @safe
  struct XMLSchema {
    /// The result of checking a document.
    enum Outcome { case valid, invalid([XMLFinding]), illFormed(XMLFinding), failed }

    private let pointer: OpaquePointer

    /// The DTD at a path; nil if it cannot be used, with the findings.
    static func dtd(
      at path: String, publicID: String?, _ files: any XMLFileFinder, _ findings: inout [XMLFinding]
    ) -> XMLSchema? {
      unsafe make(files, &findings) { files, finding, context in
        unsafe path.withCString { path in
          guard let publicID else { return unsafe citemill_xml_dtd(path, nil, files, finding, context) }
          return unsafe publicID.withCString { unsafe citemill_xml_dtd(path, $0, files, finding, context) }
        }
      }
    }

    /// The schema whose bytes were read from a path; nil if it cannot be used, with the findings.
    static func xsd(
      at path: String, _ bytes: [UInt8], _ files: any XMLFileFinder, _ findings: inout [XMLFinding]
    ) -> XMLSchema? {
      unsafe make(files, &findings) { files, finding, context in
        unsafe withBytes(bytes) { start, count, _ in
          unsafe path.withCString { unsafe citemill_xml_xsd($0, start, count, files, finding, context) }
        }
      }
    }

    /// Checks a document.
    func check(_ bytes: [UInt8]) -> Outcome {
      let list = FindingList()
      let context = unsafe Unmanaged.passUnretained(list).toOpaque()
      let code = unsafe Self.withBytes(bytes) { start, count, encoding in
        unsafe citemill_xml_validate(pointer, start, count, encoding, FindingList.add, context)
      }
      return withExtendedLifetime(list) {
        switch code {
        case 1: list.findings.isEmpty ? .valid : .invalid(list.findings)
        case 0:
          .illFormed(
            list.findings.first { $0.level == .fatal } ?? XMLFinding(level: .fatal, line: 0, message: "ill-formed"))
        default: .failed
        }
      }
    }

    /// Uses another catalogue too; false if it cannot be read.
    static func add(catalog path: String) -> Bool {
      unsafe path.withCString { unsafe citemill_xml_add_catalog($0) } != 0
    }

    /// The file that the catalogues have for a document's type, or for the URL of a schema.
    static func resolve(publicID: String?, systemID: String?) -> String? {
      var path = [CChar](repeating: 0, count: 4096)
      let found = unsafe path.withUnsafeMutableBufferPointer { buffer in
        let count = Int32(buffer.count)
        return unsafe withOptional(publicID) { publicID in
          unsafe withOptional(systemID) { systemID in
            unsafe citemill_xml_resolve(publicID, systemID, buffer.baseAddress, count)
          }
        }
      }
      guard found != 0 else { return nil }
      return String(decoding: path.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    // MARK: - Calling C

    /// Passes bytes to libxml2, with the name of their encoding if they are UTF-8 whatever they declare.
    static func withBytes<Result>(
      _ bytes: [UInt8], _ body: (UnsafePointer<CChar>?, Int32, UnsafePointer<CChar>?) -> Result
    ) -> Result {
      let isUTF8 = TextEncoding.isValidUTF8(bytes.span, 0..<bytes.count)
      return unsafe bytes.withUnsafeBytes { raw in
        let start = unsafe raw.baseAddress?.assumingMemoryBound(to: CChar.self)
        let count = Int32(clamping: raw.count)
        guard isUTF8 else { return unsafe body(start, count, nil) }
        return unsafe "UTF-8".withCString { unsafe body(start, count, $0) }
      }
    }

    private static func withOptional<Result>(_ text: String?, _ body: (UnsafePointer<CChar>?) -> Result) -> Result {
      guard let text else { return body(nil) }
      return unsafe text.withCString { unsafe body($0) }
    }

    private static func make(
      _ finder: any XMLFileFinder, _ findings: inout [XMLFinding],
      _ body: (citemill_xml_files, @escaping citemill_xml_finding, UnsafeMutableRawPointer) -> OpaquePointer?
    ) -> XMLSchema? {
      let (list, box) = (FindingList(), FinderBox(finder))
      var files = unsafe citemill_xml_files()
      unsafe files.context = Unmanaged.passUnretained(box).toOpaque()
      unsafe files.find = FinderBox.find
      let found = unsafe body(files, FindingList.add, Unmanaged.passUnretained(list).toOpaque())
      return withExtendedLifetime((list, box)) {
        findings += list.findings
        guard let found = unsafe found else { return nil }
        return unsafe XMLSchema(pointer: found)
      }
    }
  }

  /// Finds the local file for what a schema refers to: a URL, or a path that does not exist.
  protocol XMLFileFinder {
    func file(for address: String) -> String?
  }

  /// The findings of libxml2, in order.
  private final class FindingList {
    /// Nobody reads more findings about one document.
    private static let most = 10_000
    private(set) var findings: [XMLFinding] = []

    static let add: citemill_xml_finding = { context, level, line, message in
      guard let context = unsafe context, let message = unsafe message else { return }
      let list = unsafe Unmanaged<FindingList>.fromOpaque(context).takeUnretainedValue()
      guard list.findings.count < most else { return }
      let words = unsafe String(cString: message).split { $0 == "\n" || $0 == "\r" }
      list.findings.append(
        XMLFinding(
          level: XMLFinding.Level(rawValue: level) ?? .error, line: max(Int(line), 0),
          message: words.joined(separator: " ")))
    }
  }

  private final class FinderBox {
    let finder: any XMLFileFinder
    init(_ finder: any XMLFileFinder) { self.finder = finder }

    static let find:
      @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<CChar>?, UnsafeMutablePointer<CChar>?, Int32) -> Int32 = {
        context, address, path, room in
        guard let context = unsafe context, let address = unsafe address, let path = unsafe path else { return 0 }
        let box = unsafe Unmanaged<FinderBox>.fromOpaque(context).takeUnretainedValue()
        guard let found = unsafe box.finder.file(for: String(cString: address)), found.utf8.count < Int(room) else {
          return 0
        }
        for (index, byte) in found.utf8.enumerated() { unsafe path[index] = CChar(bitPattern: byte) }
        unsafe path[found.utf8.count] = 0
        return 1
      }
  }
#endif
