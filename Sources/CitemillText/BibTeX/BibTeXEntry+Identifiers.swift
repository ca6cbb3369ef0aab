import CitemillCore

// Identifiers and URLs.

extension BibTeXEntry {
  mutating func writeIdentifiers(_ record: Record, into sink: inout ByteSink) {
    let isPart = record.type.isPartOfHost
    let host = record.identifiers(of: .host)
    let isByHand = saysAddressByHand(record)
    if !record.identifiers.isEmpty {
      // BibLaTeX has the PMID as a kind of `eprint`, unless there is another.
      let isPubMedEprint =
        isBibLaTeX && !record.identifiers.contains { [.arxiv, .handle, .jstor].contains($0.scheme) }
        && !record.nativeFields.contains { $0.name.utf8.map(\.lowercased).elementsEqual("eprint".utf8) }
      writeIdentifiers(
        record.identifiers, isOfHost: false, isPart, isByHand: isByHand, isPubMedEprint: isPubMedEprint, into: &sink)
    }
    if !host.isEmpty {
      // The identifiers of the host are written where a reader reads them as the host's.
      if isPart || !record.identifiers.contains(where: { [.isbn, .issn, .eissn].contains($0.scheme) }) {
        writeIdentifiers(host, isOfHost: true, isPart, into: &sink)
      } else {
        isSure = false
      }
    }
  }

  mutating func writeIdentifiers(
    _ identifiers: [Identifier], isOfHost: Bool, _ isPart: Bool, isByHand: Bool = false, isPubMedEprint: Bool = false,
    into sink: inout ByteSink
  ) {
    var index = 0
    var hasEprint = false
    while index < identifiers.count {
      let scheme = identifiers[index].scheme
      var end = index + 1
      while end < identifiers.count, identifiers[end].scheme == scheme { end += 1 }
      let same = identifiers[index..<end]
      index = end
      let isEprint = [.arxiv, .handle, .jstor].contains(scheme) || scheme == .pmid && isPubMedEprint
      guard let row = isEprint ? table.eprint : table.fields.row(writing: .identifier(scheme)), let first = same.first
      else {
        isSure = false
        continue
      }
      if Place.identifier(scheme).isOfHost {
        if isOfHost != isPart {
          isSure = false
          if isPart { continue }
        }
        writeNumbers(row, same, into: &sink)
        continue
      }
      if isOfHost || isEprint && hasEprint {
        isSure = false
        continue
      }
      if same.count > 1 { isSure = false }
      if isEprint {
        hasEprint = true
        writeVerbatim(row, first.value, into: &sink)
        field(table.eprintType, BibTeXIdentifiers.eprintType(of: scheme), into: &sink)
        if !IdentifierText.isPlain(first) { isSure = false }
      } else if scheme == .url, isByHand, let row = table.howPublished {
        // A full stop after a URL in text ends the sentence.
        if first.value.edgeBytes.map({ $0.last.isLetter || $0.last.isDigit || $0.last == UInt8(ascii: "/") }) != true {
          isSure = false
        }
        writeVerbatim(row, first.value, isURL: true, into: &sink)
      } else if case .verbatim = BibTeXTable.rules[row] {
        if !IdentifierText.isPlain(first) { isSure = false }
        writeVerbatim(row, first.value, into: &sink)
      } else {
        if !IdentifierText.isPlain(first) { isSure = false }
        field(row, first.value, into: &sink)
      }
    }
  }

  mutating func writeNumbers(_ row: Int, _ identifiers: ArraySlice<Identifier>, into sink: inout ByteSink) {
    open(row, into: &sink)
    var isFirst = true
    for identifier in identifiers {
      if !isFirst { sink.append(", ") }
      isFirst = false
      if !IdentifierText.isPlain(identifier) { isSure = false }
      append(identifier.value, into: &sink)
    }
    close(&sink)
  }

  /// Appends a URL or similar value whose characters are literal.
  mutating func writeVerbatim(_ row: Int, _ text: String, isURL: Bool = false, into sink: inout ByteSink) {
    open(row, into: &sink)
    if isURL { sink.append("\\url{") }
    defer {
      if isURL { sink.append(UInt8(ascii: "}")) }
      close(&sink)
    }
    let isUsual = text.withUTF8Span { bytes in
      for index in 0..<bytes.count {
        let byte = bytes[index]
        if byte &- 33 >= 94 || byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}") || byte == UInt8(ascii: "\\")
          || byte == UInt8(ascii: "$") || byte == UInt8(ascii: "^")
        {
          return false
        }
      }
      return true
    }
    if isUsual {
      sink.append(text)
    } else {
      isSure = false
      let isBalanced = BibTeXPlain.isBalanced(text)
      let hasCaretPair = text.hasCaretPair
      for scalar in text.unicodeScalars {
        switch scalar {
        case "\\": sink.append("\\textbackslash{}")
        case "{": sink.append(isBalanced ? "\\{" : "%7B" as StaticString)
        case "}": sink.append(isBalanced ? "\\}" : "%7D" as StaticString)
        case "$": sink.append("\\$")
        case "^" where hasCaretPair: sink.append("%5E")
        case _ where LaTeXText.isInvisible(scalar) && scalar.properties.generalCategory != .spaceSeparator:
          sink.append(contentsOf: LaTeXText.percentEncoded(scalar))
        default: sink.append(String(scalar))
        }
      }
    }
  }
}
