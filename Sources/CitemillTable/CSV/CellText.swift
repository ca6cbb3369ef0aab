import CitemillCore

/// Values as the text of a cell, in both directions: lists, names, dates, identifiers.
enum CellText {
  // MARK: - Lists

  /// Texts joined by `; `. A backslash stands before a semicolon of a text, before white space at its ends, and before a
  /// backslash that would be taken for one of these.
  static func join(_ texts: [String], splitsCommas: Bool) -> String {
    let joined = texts.map(escaped).joined(separator: "; ")
    // One text with a comma would be read as two.
    let needsSemicolon = splitsCommas && texts.count == 1 && joined.utf8.contains(UInt8(ascii: ","))
    return needsSemicolon ? joined + ";" : joined
  }

  static func escaped(_ text: String) -> String {
    let bytes = Array(text.utf8)
    guard let first = bytes.first, let last = bytes.last else { return text }
    let isPlain =
      !isSpace(first) && !isSpace(last)
      && !bytes.contains { $0 == UInt8(ascii: ";") || $0 == UInt8(ascii: "\\") }
    if isPlain { return text }
    var result: [UInt8] = []
    for (index, byte) in bytes.enumerated() {
      let isLast = index + 1 == bytes.count
      let needsEscape =
        switch byte {
        case UInt8(ascii: ";"): true
        case UInt8(ascii: "\\"): isLast || isEscapable(bytes[index + 1])
        default: isSpace(byte) && (index == 0 || isLast)
        }
      if needsEscape { result.append(UInt8(ascii: "\\")) }
      result.append(byte)
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// The texts between semicolons, or between commas where there are none and commas may part them.
  static func split(_ text: String, splitsCommas: Bool) -> [String] {
    var separator = UInt8(ascii: ";")
    if !text.utf8.contains(where: { $0 == separator || $0 == UInt8(ascii: "\\") }) {
      guard splitsCommas, text.utf8.contains(UInt8(ascii: ",")) else {
        let whole =
          text.utf8.first.map(isSpace) == true || text.utf8.last.map(isSpace) == true ? text.trimmedASCII : text
        return whole.isEmpty ? [] : [whole]
      }
      separator = UInt8(ascii: ",")
    } else if splitsCommas, !hasBareSemicolon(text) {
      separator = UInt8(ascii: ",")
    }
    var pieces: [String] = []
    var piece: [UInt8] = []
    // Up to here white space at the end of the piece is content.
    var kept = 0
    func finish() {
      if kept > 0 { pieces.append(String(decoding: piece[..<kept], as: UTF8.self)) }
      piece.removeAll(keepingCapacity: true)
      kept = 0
    }
    var isEscaped = false
    let bytes = Array(text.utf8)
    for (index, byte) in bytes.enumerated() {
      if isEscaped {
        piece.append(byte)
        kept = piece.count
        isEscaped = false
      } else if byte == UInt8(ascii: "\\"), index + 1 < bytes.count, isEscapable(bytes[index + 1]) {
        isEscaped = true
      } else if byte == separator {
        finish()
      } else if isSpace(byte) {
        if !piece.isEmpty { piece.append(byte) }
      } else {
        piece.append(byte)
        kept = piece.count
      }
    }
    finish()
    return pieces
  }

  private static func hasBareSemicolon(_ text: String) -> Bool {
    var isEscaped = false
    for byte in text.utf8 {
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: ";") {
        return true
      }
    }
    return false
  }

  static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 || byte == 10 || byte == 13 }

  private static func isEscapable(_ byte: UInt8) -> Bool {
    isSpace(byte) || byte == UInt8(ascii: ";") || byte == UInt8(ascii: "\\")
  }

  // MARK: - Dates

  /// A date in EDTF, or its words.
  static func write(_ date: PartialDate) -> String { date.value?.description ?? date.literal ?? "" }

  /// A date from EDTF, from a usual writing, or as words.
  static func readDate(_ text: String) -> PartialDate {
    if let value = EDTF(text) ?? DateText.read(text) { return PartialDate(value) }
    return PartialDate(nil, literal: text)
  }

  // MARK: - Identifiers

  private static let resolvers = [
    "https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/", "doi.org/", "doi: ", "doi:",
  ].map { Array($0.utf8) }

  /// An identifier in its plain form: a DOI without resolver and prefix.
  static func identifier(_ scheme: IdentifierScheme, _ text: String) -> Identifier {
    guard let first = text.utf8.first, first | 0x20 == 0x68 || first | 0x20 == 0x64, scheme == .doi else {
      return Identifier(scheme, text)
    }
    for resolver in resolvers where text.utf8.count > resolver.count {
      if zip(text.utf8, resolver).allSatisfy({ $0.lowercased == $1 }) {
        return Identifier(scheme, String(decoding: text.utf8.dropFirst(resolver.count), as: UTF8.self), raw: text)
      }
    }
    return Identifier(scheme, text)
  }
}

// MARK: - Names

extension CellText {
  /// The names of a cell. Behind each other stand `Family, Given`, other usual writings, `{An Organisation}` for a name that is
  /// to be left whole, and `{family=...;given=...}` for one whose parts could not be told otherwise.
  static func readNames(_ text: String, _ role: Role) -> [Contributor] {
    let bytes = Array(text.utf8)
    if !bytes.contains(where: { $0 == UInt8(ascii: ";") || $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "\\") }) {
      return NameText.readList(text, role: role)
    }
    let (pieces, hasSemicolon) = pieces(bytes)
    if !hasSemicolon, pieces.count == 1, case .text(let only) = pieces[0], !only.utf8.contains(UInt8(ascii: ";")) {
      return NameText.readList(only, role: role)
    }
    var names: [Contributor] = []
    for piece in pieces {
      switch piece {
      case .text(let text): names += readPiece(text, role)
      case .braced(let content): names.append(readBraced(content, role))
      }
    }
    return names
  }

  static func readPiece(_ text: String, _ role: Role) -> [Contributor] {
    // "Doe, J. et al." is a name and the word that the list goes on.
    if text.hasSuffix(" et al.") || text.hasSuffix(" et al") { return NameText.readList(text, role: role) }
    return NameText.read(text, role: role).map { [$0] } ?? []
  }

  private enum NamePiece {
    case text(String)
    case braced([UInt8])
  }

  /// Cuts a cell at its semicolons, those in braces excepted.
  private static func pieces(_ bytes: [UInt8]) -> (pieces: [NamePiece], hasSemicolon: Bool) {
    var pieces: [NamePiece] = []
    var hasSemicolon = false
    var here = 0
    while here < bytes.count {
      while here < bytes.count, isSpace(bytes[here]) || bytes[here] == UInt8(ascii: ";") {
        hasSemicolon = hasSemicolon || bytes[here] == UInt8(ascii: ";")
        here += 1
      }
      guard here < bytes.count else { break }
      if bytes[here] == UInt8(ascii: "{"), let close = FieldText.closingBrace(bytes, from: here) {
        var next = close + 1
        while next < bytes.count, isSpace(bytes[next]) { next += 1 }
        if next == bytes.count || bytes[next] == UInt8(ascii: ";") {
          pieces.append(.braced(Array(bytes[(here + 1)..<close])))
          here = next
          continue
        }
      }
      var end = here
      while end < bytes.count, bytes[end] != UInt8(ascii: ";") {
        end += bytes[end] == UInt8(ascii: "\\") && end + 1 < bytes.count ? 2 : 1
      }
      end = min(end, bytes.count)
      let texts = split(String(decoding: bytes[here..<end], as: UTF8.self), splitsCommas: false)
      pieces += texts.map { .text($0) }
      here = end
    }
    return (pieces, hasSemicolon)
  }

  private static func readBraced(_ content: [UInt8], _ role: Role) -> Contributor {
    if let literal = FieldText.unescaped(content[...]), !literal.isEmpty { return .organization(literal, role) }
    let text = String(decoding: content, as: UTF8.self)
    if let members = FieldText.read(text), !members.isEmpty {
      var contributor = Contributor(.person)
      var coder = FieldCoder.decoding(members)
      Contributor.code(&contributor, &coder)
      contributor.roles = [role]
      var record = Record()
      record.contributors = [contributor]
      if coder.problems.isEmpty, coder.unknown.isEmpty, coder.leftovers.isEmpty, record.violations.isEmpty {
        return contributor
      }
    }
    // Braces that we did not write are a part of the name.
    return .unparsed("{\(text)}", role)
  }

  /// The names of a role, so that they are read as they are, as far as names alone can say it.
  static func write(_ contributors: [Contributor], _ role: Role) -> String {
    contributors.map { write($0, role, isAlone: contributors.count == 1) }.joined(separator: "; ")
  }

  private static func write(_ contributor: Contributor, _ role: Role, isAlone: Bool) -> String {
    if contributor.kind == .person, let family = contributor.name.family, let given = contributor.name.given {
      let text = family + ", " + given
      if isPlain(text, contributor.name, isAlone: isAlone) { return text }
    }
    let plain = Contributor(contributor.kind, name: contributor.name, roles: [role])
    let text =
      switch contributor.kind {
      case .person: NameText.write(contributor.name)
      case .organization, .unparsed: contributor.name.literal ?? ""
      case .others: "et al."
      case .anonymous: ""
      }
    let written = escaped(text)
    if !text.isEmpty {
      if isAlone, readNames(written, role) == [plain] { return written }
      // What stands beside a semicolon is one name, whatever words are in it.
      if readNames(written + ";", role) == [plain] { return isAlone ? written + ";" : written }
    }
    if plain == .organization(text, role), !text.isEmpty { return "{\(FieldText.escaped(text))}" }
    var contributor = plain
    contributor.roles = [.author]
    var coder = FieldCoder.encoding()
    Contributor.code(&contributor, &coder)
    return "{\(FieldText.write(coder.members))}"
  }
}

extension String {
  fileprivate var trimmedASCII: String {
    var bytes = Array(utf8)[...]
    while let first = bytes.first, CellText.isSpace(first) { bytes.removeFirst() }
    while let last = bytes.last, CellText.isSpace(last) { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }
}
