/// A format that is recognised but not supported, with advice for the user.
///
/// Such a file is refused with the name of its format, so that it is not taken for a similar format.
public struct UnreadFormat: Sendable {
  /// How a format is recognised by the first bytes of a file.
  public enum Signature: Sendable {
    /// The file begins with these bytes, perhaps after white space, and has each of the texts in its first 4096 bytes.
    case bytes([UInt8], with: [String] = [])
    /// The file is a zip archive, and one of its first members has a name that starts with this text and is a
    /// part of an Office document: `word/document.xml`.
    case archive(String)
    /// The file starts with an ASCII pattern in which `#` is a digit and `?` any byte: `#####?????22`.
    case pattern(String)
    /// The first non-blank line starts with the first text, and for each of the other texts one of the first
    /// lines starts with it.
    ///
    /// White space before a line counts only if the text starts with a space. `*` matches one or more
    /// characters other than white space: `*:` is a line that starts with a word and a colon.
    case lines([String])
    /// The root element of an XML document has this name, without its prefix, and the text occurs in its
    /// start tag or after it.
    case element(String, with: String = "")
    /// The text occurs before the content of an XML document: a namespace in the first start tag, or the name
    /// of a document type.
    case head(String)
    /// The first object of a JSON document has members at all of these paths: `data/itemType`. For a list,
    /// the first element counts.
    case members([String])
  }

  /// Its name in messages: `EndNote XML`.
  public var name: String
  /// The advice, as the second half of a sentence: `export as RIS from EndNote`.
  public var advice: String
  /// Whether its files are text. Other files are refused even if a format is named.
  public var isText: Bool
  /// How it is recognised: by any of these.
  public var signatures: [Signature]

  /// A format that is not read.
  public init(_ name: String, _ advice: String, isText: Bool = true, by signatures: Signature...) {
    self.name = name
    self.advice = advice
    self.isText = isText
    self.signatures = signatures
  }

  /// Why sources in it are refused.
  package func refusal(of source: String) -> SourceFailure {
    SourceFailure(
      .unusable, isText ? .notSupported : .notText, "\(name) is not supported; \(advice)", at: .whole(source))
  }
}

extension FormatRegistry {
  /// The unsupported format that the first bytes are in; nil if there is none.
  ///
  /// If there is `evidence` for a supported format, lines alone do not count, since databases put their own
  /// heading before RIS; nor do members next to a title if that evidence is strong.
  public func unreadFormat(in prefix: BytePrefix, against evidence: Evidence = .none) -> UnreadFormat? {
    if unread.isEmpty { return nil }
    let start = DocumentStart(prefix, against: evidence)
    return unread.first { format in format.signatures.contains { start.has($0) } }
  }

  /// The same for formats that are not text, which are refused even if a format is named.
  package func unreadDocument(in prefix: BytePrefix) -> UnreadFormat? {
    let start = DocumentStart(bytesOf: prefix)
    return unread.first { format in !format.isText && format.signatures.contains { start.has($0) } }
  }
}

extension Diagnostic.Code {
  /// A source in a format that is recognised but not supported.
  public static let notSupported = Self("detect.not-supported")
  /// A source that is not text.
  public static let notText = Self("source.not-text")
}

/// The beginning of a file, as signatures see it.
private struct DocumentStart {
  private let bytes: [UInt8]
  /// The start tag of the root element of an XML document, with the name of the element.
  private var root: (name: Range<Int>, tag: Range<Int>)?
  /// The paths of the members of the first object of a JSON document.
  private var members: Set<String> = []
  /// The first lines that are not blank, unless it is JSON.
  private var lines: [Range<Int>] = []

  /// Evidence that outweighs lines which another format has too.
  private static let bitsAgainstLines = 40
  /// Evidence that outweighs members next to a title, which a script may have added.
  private static let bitsAgainstMembers = 72

  /// The prefix, examined for all signatures that are not outweighed by the evidence for a format.
  init(_ prefix: BytePrefix, against evidence: Evidence) {
    self.init(bytesOf: prefix)
    let first = prefix.firstVisibleByte
    if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
      let found = Self.members(prefix.bytes.span)
      if evidence.bits < Self.bitsAgainstMembers || !found.contains("title") { members = found }
      return
    }
    if first == UInt8(ascii: "<") { root = Self.root(prefix.bytes.span) }
    if evidence.bits < Self.bitsAgainstLines { lines = Self.lines(prefix.bytes.span) }
  }

  /// The prefix, examined only for signatures of bytes.
  init(bytesOf prefix: BytePrefix) { bytes = prefix.bytes }

  private static func lines(_ bytes: Span<UInt8>) -> [Range<Int>] {
    var lines: [Range<Int>] = []
    var start = 0
    while start < bytes.count, lines.count < 200 {
      let end = bytes.firstIndex(of: 10, from: start, to: bytes.count) ?? bytes.count
      if !bytes.trimmed(start..<end).isEmpty { lines.append(start..<end) }
      start = end + 1
    }
    return lines
  }

  func has(_ signature: UnreadFormat.Signature) -> Bool {
    let span = bytes.span
    switch signature {
    case .bytes(let start, let texts):
      let head = min(bytes.count, 4096)
      // Mail programs and servers put blank lines before a document.
      let isFirst = bytes.starts(with: start) || bytes.prefix(1024).drop(while: \.isSpace).starts(with: start)
      return isFirst && texts.allSatisfy { span.firstIndex(of: Array($0.utf8), to: head) != nil }
    case .archive(let folder): return hasPart(in: Array(folder.utf8))
    case .pattern(let pattern):
      return pattern.utf8.count <= bytes.count
        && zip(pattern.utf8, bytes).allSatisfy { sign, byte in
          sign == UInt8(ascii: "?") || sign == byte || sign == UInt8(ascii: "#") && byte.isDigit
        }
    case .lines(let texts):
      guard let head = texts.first, let line = lines.first, begins(line, with: head) else { return false }
      return texts.dropFirst().allSatisfy { text in lines.contains { begins($0, with: text) } }
    case .element(let name, let text):
      guard let root, bytes[root.name].elementsEqual(name.utf8) else { return false }
      return text.isEmpty || span.firstIndex(of: Array(text.utf8), from: root.tag.lowerBound) != nil
    case .head(let text):
      guard let root else { return false }
      return span.firstIndex(of: Array(text.utf8), to: root.tag.upperBound) != nil
    case .members(let paths): return paths.allSatisfy(members.contains)
    }
  }

  /// Whether a member of a zip archive is a part of a document in a folder (APPNOTE, 4.3.7: the name starts
  /// 30 bytes into the header).
  private func hasPart(in folder: [UInt8]) -> Bool {
    let header = Array("PK\u{3}\u{4}".utf8)
    guard bytes.starts(with: header) else { return false }
    let span = bytes.span
    var here = 0
    while let place = span.firstIndex(of: header, from: here, to: bytes.count) {
      here = place + 4
      let name = place + 30
      guard name < bytes.count else { return false }
      let end = min(name + Int(bytes[place + 26]) + Int(bytes[place + 27]) << 8, bytes.count)
      let isPart = [".xml", ".rels", ".bin"].contains { bytes[name..<end].suffix($0.utf8.count).elementsEqual($0.utf8) }
      if isPart, bytes[name..<end].starts(with: folder) { return true }
    }
    return false
  }

  /// Whether a line starts with a text, as described at `Signature.lines`.
  private func begins(_ line: Range<Int>, with text: String) -> Bool {
    var here = line.lowerBound
    func isBlank(_ index: Int) -> Bool { index < line.upperBound && (bytes[index] == 32 || bytes[index] == 9) }
    while isBlank(here) { here += 1 }
    // Most lines differ in their first character.
    guard let first = text.utf8.first, here < line.upperBound else { return text.isEmpty }
    if first != bytes[here], first != 32, first != UInt8(ascii: "*") { return false }
    var pattern = Array(text.utf8)[...]
    if pattern.first == 32 {
      if here == line.lowerBound { return false }
      pattern.removeFirst()
    }
    for (place, sign) in zip(pattern.indices, pattern) {
      if sign == UInt8(ascii: "*") {
        let next = pattern.dropFirst(place - pattern.startIndex + 1).first
        let start = here
        while here < line.upperBound, !bytes[here].isSpace, bytes[here] != next { here += 1 }
        if here == start { return false }
      } else if here < line.upperBound, bytes[here] == sign {
        here += 1
      } else {
        return false
      }
    }
    return true
  }

  // MARK: - XML

  /// The root element after the declaration, comments and document type.
  private static func root(_ bytes: Span<UInt8>) -> (name: Range<Int>, tag: Range<Int>)? {
    var here = 0
    while let sign = bytes.firstIndex(of: UInt8(ascii: "<"), from: here, to: bytes.count) {
      if bytes.stands("<?", at: sign) {
        here = bytes.firstIndex(of: Array("?>".utf8), from: sign) ?? bytes.count
      } else if bytes.stands("<!--", at: sign) {
        here = bytes.firstIndex(of: Array("-->".utf8), from: sign + 4) ?? bytes.count
      } else if bytes.stands("<!", at: sign) {
        // A document type may contain declarations in brackets.
        let end = bytes.firstIndex(of: UInt8(ascii: ">"), from: sign, to: bytes.count) ?? bytes.count
        let bracket = bytes.firstIndex(of: UInt8(ascii: "["), from: sign, to: end)
        here = bracket.flatMap { bytes.firstIndex(of: Array("]>".utf8), from: $0) } ?? end
      } else {
        let end = bytes.firstIndex(of: UInt8(ascii: ">"), from: sign, to: bytes.count) ?? bytes.count
        var name = sign + 1
        var last = name
        while last < end, !bytes[last].isSpace, bytes[last] != UInt8(ascii: "/") {
          if bytes[last] == UInt8(ascii: ":") { name = last + 1 }
          last += 1
        }
        return name < last ? (name..<last, sign..<end) : nil
      }
    }
    return nil
  }

  // MARK: - JSON

  /// The paths of the members of the first object, down to the third level; for a list the first element
  /// counts.
  ///
  /// Nothing is validated: only brackets, strings and the colons after names are examined.
  private static func members(_ bytes: Span<UInt8>) -> Set<String> {
    /// The open objects and lists: the path of an object's members, and whether they count.
    var open: [(path: String, isObject: Bool, counts: Bool, isFirst: Bool)] = []
    var found: Set<String> = []
    var name = ""
    var text: Range<Int>?
    var here = 0
    while here < bytes.count, found.count < 500 {
      switch bytes[here] {
      case UInt8(ascii: "\""):
        let start = here + 1
        here = start
        while here < bytes.count, bytes[here] != UInt8(ascii: "\"") {
          here += bytes[here] == UInt8(ascii: "\\") ? 2 : 1
        }
        text = start..<min(here, bytes.count)
      case UInt8(ascii: ":"):
        if let last = open.last, last.isObject, last.counts, let text, text.count < 40 {
          name = last.path + bytes.text(text)
          found.insert(name)
        }
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        let isObject = bytes[here] == UInt8(ascii: "{")
        var path = ""
        var counts = open.count < 6
        if let outer = open.last {
          path = outer.isObject ? name + "/" : outer.path
          counts = counts && outer.counts && (outer.isObject || outer.isFirst)
          open[open.count - 1].isFirst = false
        }
        open.append((path, isObject, counts, true))
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        open.removeLast(open.isEmpty ? 0 : 1)
        // The first object has ended.
        if bytes[here] == UInt8(ascii: "}"), open.allSatisfy({ !$0.isObject }) { return found }
      default: break
      }
      here += 1
    }
    return found
  }
}
