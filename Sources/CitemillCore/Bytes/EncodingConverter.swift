#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Converts text to UTF-8 from an encoding that the system's `iconv` knows.
@safe final class EncodingConverter {
  let name: String
  private let handle: iconv_t

  /// A converter; nil if the system does not support the encoding.
  init?(_ name: String) {
    self.name = name
    for spelling in Self.spellings(of: name) {
      if let found = unsafe iconv_open("UTF-8", spelling), Int(bitPattern: found) != -1 {
        unsafe handle = found
        return
      }
    }
    return nil
  }

  /// The message for an encoding that the system does not support.
  static func unknown(_ name: String) -> String {
    "the system does not know the encoding \"\(name)\"; iconv -l lists those it knows"
  }

  deinit { unsafe _ = iconv_close(handle) }

  /// The name and, for a Java name as written by JabRef (`ISO8859_5`, `x-MacCyrillic`), its form in `iconv`.
  private static func spellings(of name: String) -> [String] {
    // After a slash, iconv takes options, which users must not pass.
    let isName = name.utf8.allSatisfy { $0.isLetter || $0.isDigit || "-.:_".utf8.contains($0) }
    guard isName, !name.isEmpty, name.utf8.count < 40 else { return [] }
    let dashed = String(decoding: name.utf8.map { $0 == UInt8(ascii: "_") ? UInt8(ascii: "-") : $0 }, as: UTF8.self)
    let short = dashed.utf8.starts(with: "x-".utf8) ? String(dashed.dropFirst(2)) : dashed
    return [name, dashed, short] + others(short.lowercased())
  }

  /// The `iconv` name for an encoding name of Java or the Web: `x-windows-949`, `MS932`, `x-mac-ce`.
  private static func others(_ name: String) -> [String] {
    for (start, page) in [("windows-", "CP"), ("ms", "CP"), ("cp", "CP"), ("ibm", "IBM")] where name.hasPrefix(start) {
      let number = name.dropFirst(start.utf8.count)
      return number == "31j" ? ["CP932"] : [page + number]
    }
    guard name.hasPrefix("mac") else { return name == "sjis" ? ["SHIFT_JIS"] : [] }
    let kind = name.dropFirst(3).filter { $0 != "-" }
    let known = [
      "roman": "MACINTOSH", "": "MACINTOSH", "cyrillic": "MAC-CYRILLIC", "ce": "MAC-CENTRALEUROPE", "ukraine": "MAC-UK",
      "centraleurope": "MAC-CENTRALEUROPE", "centraleurroman": "MAC-CENTRALEUROPE", "iceland": "MAC-IS",
      "icelandic": "MAC-IS",
    ]
    return [known[kind] ?? "MAC-\(kind.uppercased())", "Mac\(kind.prefix(1).uppercased())\(kind.dropFirst())"]
  }

  /// Converts bytes and returns how many were used; the rest needs more bytes after it.
  ///
  /// A byte that is invalid in the encoding becomes U+FFFD and is counted.
  func convert(_ bytes: [UInt8], isLast: Bool, into result: inout [UInt8], replacements: inout Int) -> Int {
    var input = bytes
    var used = 0
    var room = [UInt8](repeating: 0, count: max(64, bytes.count &* 2))
    while used < input.count {
      var written = 0
      var isStuck = false
      unsafe input.withUnsafeMutableBytes { source in
        unsafe room.withUnsafeMutableBytes { target in
          var from = unsafe source.baseAddress?.advanced(by: used).assumingMemoryBound(to: CChar.self)
          var left = source.count - used
          var to = unsafe target.baseAddress?.assumingMemoryBound(to: CChar.self)
          var free = target.count
          let failed = unsafe iconv(handle, &from, &left, &to, &free) == -1
          isStuck = failed && errno != E2BIG
          used = source.count - left
          written = target.count - free
        }
      }
      result += room[..<written]
      guard isStuck, used < input.count else { continue }
      // An incomplete character at the end has fewer bytes than this.
      if !isLast, input.count - used < 8 { return used }
      replacements += 1
      result += [0xEF, 0xBF, 0xBD]
      used += 1
    }
    return used
  }
}

// MARK: - Which encoding a text declares

extension TextEncoding {
  /// The encoding that a text declares, whether it needs no conversion here, and whether it is a Western one.
  ///
  ///     <?xml version="1.0" encoding="windows-1251"?>       XML 1.0, section 4.3.3
  ///     % Encoding: ISO8859_5                               JabRef, before the entries
  ///     % -*- coding: koi8-r -*-                            Emacs, in the first line
  ///     %% Saved with string encoding Western (Mac OS Roman)    BibDesk, before the entries
  static func declared(in bytes: Span<UInt8>) -> (name: String, isCommon: Bool, isWestern: Bool)? {
    let end = min(bytes.count, 1024)
    guard let mark = bytes.firstIndex(of: Array("coding".utf8), to: end), mark + 6 < end, !bytes[mark + 6].isLetter
    else {
      return nil
    }
    let lineStart = (0..<mark).last { bytes[$0] == 10 || bytes[$0] == 13 }.map { $0 + 1 } ?? 0
    let isXML = bytes.stands("<?xml", at: 0)
    // `%T The encoding of texts` is a field of Refer, and so is a line with a non-ASCII tag.
    let (second, third) = (bytes.byte(at: lineStart + 1) ?? 0, bytes.byte(at: lineStart + 2) ?? 0)
    let isComment =
      bytes[lineStart] == UInt8(ascii: "%") && second < 0x80
      && (!third.isSpace || second == 32 || second == UInt8(ascii: "%"))
    guard isXML || isComment else { return nil }
    var here = mark + 6
    while here < end, bytes[here].isSpace || "\"':=".utf8.contains(bytes[here]) { here += 1 }
    let start = here
    while here < end, bytes[here].isLetter || bytes[here].isDigit || "-._".utf8.contains(bytes[here]) { here += 1 }
    var name = bytes.text(start..<here)
    let line = here..<(bytes.firstIndex(of: 10, from: here, to: end) ?? end)
    if isComment, let open = bytes.firstIndex(of: UInt8(ascii: "("), from: line.lowerBound, to: line.upperBound),
      let close = bytes.firstIndex(of: UInt8(ascii: ")"), from: open, to: line.upperBound)
    {
      let inner = bytes.text((open + 1)..<close)
      name = namesOfBibDesk["\(name) \(inner)"] ?? namesOfBibDesk[inner] ?? inner.filter { $0 != " " }
    }
    let letters = name.utf8.map(\.lowercased).filter { !"-_".utf8.contains($0) }
    func isOne(of names: [String]) -> Bool { names.contains { letters.elementsEqual($0.utf8) } }
    return name.isEmpty ? nil : (name, isOne(of: common), isOne(of: western))
  }

  /// Names of encodings on a Mac, after the name of the language if they need it.
  private static let namesOfBibDesk = [
    "ISO Latin 1": "latin1", "Windows Latin 1": "cp1252", "Mac OS Roman": "MACINTOSH", "ISO Latin 2": "ISO-8859-2",
    "ISO Latin 9": "ISO-8859-15", "Windows Latin 2": "CP1250", "Windows Latin 5": "CP1254",
    "Cyrillic Windows": "CP1251",
    "Greek Windows": "CP1253", "Japanese EUC": "EUC-JP", "Korean EUC": "EUC-KR", "Shift JIS": "SHIFT_JIS",
    "Windows, DOS": "CP932", "ISO 2022-JP": "ISO-2022-JP",
  ]

  /// Encodings that are read without being named; UTF-16 and UTF-32 are recognised from the bytes.
  private static let common =
    western + ["utf8", "usascii", "ascii", "utf16", "utf16le", "utf16be", "utf32", "ucs2", "unicode"]
  private static let western = ["iso88591", "latin1", "windows1252", "cp1252"]
}
