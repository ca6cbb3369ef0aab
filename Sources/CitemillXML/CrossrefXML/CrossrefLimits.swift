#if XML
  import CitemillCore

  /// What the schemas 5.3.1 and 5.4.0 allow in their elements: lengths, patterns and lists of words.
  ///
  /// A value that its element does not allow is not written, since one such value makes Crossref refuse the
  /// whole deposit.
  enum CrossrefLimits {
    /// How many characters an element may have; elements that are not listed may have any number.
    private static func lengths(of name: CrossrefName) -> ClosedRange<Int>? {
      switch name {
      case .suffix: 1...10
      case .specialNumbering, .conferenceNumber, .seriesNumber, .partNumber, .editionNumber: 1...15
      case .volume, .issue, .firstPage, .lastPage, .itemNumber: 1...32
      case .componentNumber: 1...50
      case .givenName, .surname: 1...60
      case .otherPages, .version: 1...100
      case .key: 1...128
      case .conferenceAcronym: 1...127
      case .abbrevTitle: 1...150
      case .stdDesignator: 2...150
      case .coden: 1...6
      case .fullTitle, .conferenceSponsor, .publisherName, .identifier: 1...255
      case .conferenceLocation, .publisherPlace, .institutionPlace, .institutionDepartment, .degree, .contractNumber:
        2...255
      case .proceedingsTitle, .organization: 1...511
      case .conferenceName: 3...512
      case .groupTitle, .institutionName: 1...1024
      case .resource, .licenseRef: 10...2048
      default: nil
      }
    }

    /// A text as its element takes it: without white space at its ends and with single spaces, as it is read
    /// back; nil if the element does not take it.
    static func value(_ text: String?, of name: CrossrefName) -> String? {
      guard let text else { return nil }
      let words = plain(text)
      guard !words.isEmpty, lengths(of: name)?.contains(words.utf8.characterCount) ?? true else { return nil }
      switch name {
      case .doi: return isDOI(words) ? words : nil
      case .issn: return isISSN(words) ? words : nil
      case .isbn: return isISBN(words) ? words : nil
      case .givenName, .surname: return isName(words) ? words : nil
      case .resource, .licenseRef: return address(words)
      default: return words
      }
    }

    /// A text with single spaces, without those at its ends and without characters that XML does not allow.
    static func plain(_ text: String) -> String {
      if isPlain(text) { return text }
      return text.withUTF8Span { bytes in
        var result: [UInt8] = []
        var hasSpace = false
        var here = 0
        while here < bytes.count {
          let byte = bytes[here]
          if byte <= 32 {
            if byte == 32 || (9...10).contains(byte) || byte == 13 { hasSpace = true }
          } else if bytes.hasNoncharacter(at: here) {
            here += 2
          } else {
            if hasSpace, !result.isEmpty { result.append(32) }
            hasSpace = false
            result.append(byte)
          }
          here += 1
        }
        return String(decoding: result, as: UTF8.self)
      }
    }

    /// Whether `plain` leaves nothing of a text, which is usually known from its first character.
    static func isBlank(_ text: String) -> Bool {
      text.withUTF8Span { bytes in
        var here = 0
        while here < bytes.count, bytes[here] <= 32 || bytes.hasNoncharacter(at: here) {
          here += bytes[here] <= 32 ? 1 : 3
        }
        return here >= bytes.count
      }
    }

    /// Whether a text is unchanged by `plain`, as most are.
    private static func isPlain(_ text: String) -> Bool {
      text.withUTF8Span { bytes in
        var wasSpace = true
        for here in 0..<bytes.count {
          let byte = bytes[here]
          if byte > 32, byte != 0xEF {
            wasSpace = false
          } else if byte != 32 || wasSpace {
            return false
          } else {
            wasSpace = true
          }
        }
        return !wasSpace || bytes.isEmpty
      }
    }

    // MARK: - Patterns

    /// `10.`, four to nine digits, a slash and up to 200 characters.
    static func isDOI(_ text: String) -> Bool {
      guard DOIText.isOne(text) else { return false }
      let bytes = text.utf8.dropFirst(3)
      let digits = bytes.prefix { $0.isDigit }.count
      let rest = bytes.dropFirst(digits)
      guard (4...9).contains(digits), rest.first == UInt8(ascii: "/") else { return false }
      return (1...200).contains(rest.dropFirst().characterCount)
    }

    /// An ISSN whose check digit is right: Crossref refuses others.
    private static func isISSN(_ text: String) -> Bool {
      let bytes = text.utf8.filter { $0 != UInt8(ascii: "-") }
      let hyphens = text.utf8.count - bytes.count
      guard bytes.count == 8, hyphens == 0 || hyphens == 1 && text.utf8.dropFirst(4).first == UInt8(ascii: "-") else {
        return false
      }
      return bytes.dropLast().allSatisfy(\.isDigit)
        && (bytes.last.map { $0.isDigit || $0 == UInt8(ascii: "X") } ?? false) && Checksum.isISSN(text)
    }

    /// An ISBN whose check digit is right: Crossref refuses others.
    private static func isISBN(_ text: String) -> Bool {
      let bytes = Array(text.utf8)
      guard (10...17).contains(bytes.count), let first = bytes.first, let last = bytes.last else { return false }
      return first.isDigit && (last.isDigit || last == UInt8(ascii: "X"))
        && bytes.dropLast().allSatisfy { $0.isDigit || $0 == 32 || $0 == UInt8(ascii: "-") } && Checksum.isISBN(text)
    }

    /// Digits are in one word of a name, with no question mark in or before it: `[^\d\?]*[^\?\s]+[^\d]*`.
    private static func isName(_ text: String) -> Bool {
      // Most names have neither digits nor question marks.
      if text.utf8.allSatisfy({ $0 < 0x80 && !$0.isDigit && $0 != UInt8(ascii: "?") }) { return true }
      let scalars = text.unicodeScalars
      func isDigit(_ scalar: Unicode.Scalar) -> Bool {
        // The first digits after those of ASCII are the Arabic ones, U+0660.
        scalar.value < 0x660 ? scalar.value &- 48 < 10 : scalar.properties.generalCategory == .decimalNumber
      }
      guard let middle = scalars.firstIndex(where: isDigit) ?? scalars.firstIndex(where: { $0 != " " }),
        let last = scalars.lastIndex(where: isDigit) ?? Optional(middle)
      else { return false }
      return !scalars[...last].contains("?") && !scalars[middle...last].contains(" ")
    }

    // MARK: - Addresses

    /// A URL with escapes for the characters that no URI has (RFC 3986); nil for what is not a URL.
    static func address(_ text: String) -> String? {
      let schemes: [StaticString] = ["http://", "https://", "ftp://"]
      return text.withUTF8Span { bytes in
        guard let scheme = schemes.first(where: { bytes.standsInAnyCase($0, at: 0) }),
          bytes.count > scheme.utf8CodeUnitCount
        else { return nil }
        var result: [UInt8] = []
        var hasFragment = false
        for index in 0..<bytes.count {
          let byte = bytes[index]
          let isEscape =
            byte == UInt8(ascii: "%") && isHex(bytes.byte(at: index + 1)) && isHex(bytes.byte(at: index + 2))
          let isSecond = byte == UInt8(ascii: "#") && hasFragment
          if byte == UInt8(ascii: "#") { hasFragment = true }
          if isEscape || byte != UInt8(ascii: "%") && !isSecond && isOfURI(byte) {
            result.append(byte)
          } else {
            result += escape(byte)
          }
        }
        return String(decoding: result, as: UTF8.self)
      }
    }

    /// A DOI within the path of an address: with escapes for what would end the path there, or be an escape itself.
    static func pathEscaped(_ doi: String) -> String {
      var result: [UInt8] = []
      for byte in doi.utf8 {
        if isOfURI(byte), !"?#,".utf8.contains(byte) { result.append(byte) } else { result += escape(byte) }
      }
      return String(decoding: result, as: UTF8.self)
    }

    /// Whether a text has something on both sides of one `@`, without white space.
    static func isEmail(_ text: String) -> Bool {
      let sides = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
      return sides.count == 2 && sides.allSatisfy { !$0.isEmpty } && !text.utf8.contains(where: \.isSpace)
    }

    /// Why an element does not take an address; nil where it does.
    static func refusal(ofAddress text: String) -> String? {
      guard value(text, of: .resource) == nil else { return nil }
      if address(plain(text)) == nil { return "it begins with none of http://, https:// and ftp://" }
      return lengths(of: .resource).map { "it does not have \($0.lowerBound) to \($0.upperBound) characters" }
    }

    private static func isHex(_ byte: UInt8?) -> Bool {
      guard let byte else { return false }
      return byte.isDigit || (byte | 32) &- 97 < 6
    }

    /// `%2F` for a slash.
    private static func escape(_ byte: UInt8) -> [UInt8] { [UInt8(ascii: "%"), hex(byte >> 4), hex(byte & 15)] }

    private static func hex(_ digit: UInt8) -> UInt8 { digit < 10 ? 48 + digit : 55 + digit }

    /// Letters and digits of all scripts, and the characters of RFC 3986 without brackets, which only hosts
    /// have.
    private static func isOfURI(_ byte: UInt8) -> Bool {
      if byte >= 0x80 || byte.isLetter || byte.isDigit { return true }
      return "-._~:/?#@!$&'()*+,;=".utf8.contains(byte)
    }

    /// Whether a URL only leads to a DOI, and so is not where the work is.
    static func isResolver(_ address: String) -> Bool {
      let hosts: [StaticString] = ["//doi.org/", "//dx.doi.org/", "//www.doi.org/"]
      return address.withUTF8Span { bytes in
        guard let start = bytes.firstIndex(of: UInt8(ascii: "/"), from: 0, to: bytes.count) else { return false }
        return hosts.contains { bytes.standsInAnyCase($0, at: start) }
      }
    }

    // MARK: - Lists of words

    /// The code of a language; the schemas have those of two letters: `en` for `en-GB`.
    static func language(_ tag: String?) -> String? {
      guard let code = tag?.utf8.split(separator: UInt8(ascii: "-")).first, code.count == 2 else { return nil }
      let word = String(decoding: code.map(\.lowercased), as: UTF8.self)
      return languages.contains(word) ? word : nil
    }

    private static let languages = Set(
      """
      aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et
      eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jw ka kg ki kj kk kl
      km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mu mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj
      om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to
      tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh
      """.split(whereSeparator: \.isWhitespace).map(String.init))

    /// A media type that the schemas have; they lack many.
    static func mediaType(_ type: String?) -> String? { type.flatMap { mediaTypes.contains($0) ? $0 : nil } }

    private static let mediaTypes: Set<String> = [
      "text/css", "text/csv", "text/html", "text/plain", "text/rtf", "text/tab-separated-values", "text/xml",
      "application/epub+zip", "application/gzip", "application/msword", "application/octet-stream", "application/pdf",
      "application/postscript", "application/rtf", "application/xml", "application/zip", "image/gif", "image/jpeg",
      "image/png", "image/tiff", "audio/basic", "audio/mpeg", "video/mp4", "video/mpeg", "video/quicktime",
    ]
  }

  extension Sequence<UInt8> {
    /// How many characters a text in UTF-8 has.
    fileprivate var characterCount: Int { reduce(0) { $1 & 0xC0 == 0x80 ? $0 : $0 + 1 } }
  }
#endif
