import CitemillCore

/// Lines of a list of references that belong to no reference: headings, buttons of pages, page numbers.
enum ListWords {
  /// Whether a line is the heading of a list, perhaps numbered: `References`, `7. Literatur:`.
  static func isHeading(_ line: ListingLine) -> Bool {
    guard (4...72).contains(line.text.count) else { return false }
    return headings.contains(bare(line))
  }

  /// Whether a line may be a heading: a few words that end without punctuation, and no digit.
  static func mayBeHeading(_ line: ListingLine) -> Bool {
    let bytes = line.text
    guard (3...60).contains(bytes.count), let first = bytes.first, first >= 65 && first <= 90 || first >= 0xC3,
      let last = bytes.last, ![44, 46, 45, 59, 41].contains(last)
    else { return false }
    return !bytes.contains { $0.isDigit || $0 == 44 || $0 == 34 } && bytes.count { $0 == 32 } <= 6
  }

  /// Whether a line is what comes after a list: an appendix, the life of an author, a note of the publisher.
  static func endsList(_ line: ListingLine) -> Bool {
    if line.text.count <= 72, endings.contains(bare(line)) { return true }
    return beginnings.contains { line.text.starts(with: $0) } || isLife(line.text)
  }

  /// `Ida Sorle received the Ph.D. degree from …`: a name of two to five words and a verb.
  private static func isLife(_ bytes: [UInt8]) -> Bool {
    guard let first = bytes.first, first >= 65 && first <= 90 || first >= 0xC3, bytes.count >= 24 else { return false }
    var words = 0
    for word in bytes.prefix(120).split(separator: 32) {
      guard let first = word.first, let last = word.last else { return false }
      if first.isSmallLetter {
        let text = String(decoding: word, as: UTF8.self)
        if words >= 2, verbs.contains(text) { return true }
        if !NameWords.isParticle(text) { return false }
      } else if !first.isLetter && first < 0x80 || last == 58 || last == 59 || last == 46 && word.count > 3 {
        return false
      }
      words += 1
      if words > 8 { return false }
    }
    return false
  }

  private static let verbs: Set<String> = [
    "received", "is", "was", "has", "holds", "joined", "works", "obtained", "earned", "studied", "completed",
    "graduated", "teaches", "lives",
  ]

  /// Whether a line is the number of a page: `17`, `- 17 -`, `Page 3 of 9`.
  static func isPageNumber(_ line: ListingLine) -> Bool {
    var bytes = line.text[...]
    guard bytes.count <= 16 else { return false }
    if bytes.span0(starts: "page ") || bytes.span0(starts: "seite ") {
      return bytes.dropFirst(5).contains(where: \.isDigit) && !bytes.contains(46)
    }
    while let first = bytes.first, first == 45 || first == 32 { bytes.removeFirst() }
    while let last = bytes.last, last == 45 || last == 32 { bytes.removeLast() }
    return (1...4).contains(bytes.count) && bytes.allSatisfy(\.isDigit)
  }

  /// Whether a line is a button or a link of a page around the references.
  static func isNoise(_ line: ListingLine) -> Bool {
    guard (3...40).contains(line.text.count) else { return false }
    let text = line.string.lowercased()
    if noise.contains(text) { return true }
    // "Page 4 of 20"
    let words = text.split(separator: " ")
    return words.count == 4 && words[0] == "page" && words[2] == "of" && words[1].utf8.allSatisfy(\.isDigit)
      && words[3].utf8.allSatisfy(\.isDigit)
  }

  /// The text in lower case without number before it and colon after it.
  private static func bare(_ line: ListingLine) -> String {
    var bytes = line.text[...]
    while let first = bytes.first, first.isDigit || [35, 46, 32, 42, 95].contains(first) { bytes.removeFirst() }
    while let last = bytes.last, [58, 42, 32, 46, 95].contains(last) { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self).lowercased()
  }

  private static let headings: Set<String> = [
    "references", "reference list", "list of references", "bibliography", "selected bibliography", "works cited",
    "cited works", "literature", "literature cited", "cited literature", "references cited", "references and notes",
    "notes and references", "sources", "further reading", "literatur", "literaturverzeichnis", "literaturangaben",
    "quellen", "quellenverzeichnis", "bibliographie", "bibliografie", "références", "références bibliographiques",
    "referencias", "referencias bibliográficas", "bibliografía", "referências", "referências bibliográficas",
    "bibliografia", "riferimenti", "riferimenti bibliografici", "referenties", "literatuur", "literatura",
    "referenser", "referanser", "litteratur", "litteraturlista", "referanslar", "kaynakça", "kaynaklar",
    "список литературы", "литература", "источники", "参考文献", "參考文獻", "参考资料", "参考書目", "文献", "参照文献", "引用文献", "참고문헌",
    "publications", "selected publications",
  ]

  private static let endings: Set<String> = [
    "appendix", "appendices", "acknowledgements", "acknowledgments", "acknowledgement", "acknowledgment",
    "about the author", "about the authors", "author information", "authors and affiliations", "author biographies",
    "biographies", "additional information", "supplementary information", "supplementary material",
    "rights and permissions",
    "download references", "publisher's note", "publisher’s note", "anhang", "danksagung", "annexe", "annexes",
    "remerciements", "anexo", "agradecimientos", "agradecimentos",
  ]

  private static let beginnings = [
    "Publisher's note ", "Publisher’s note ", "Publisher's Note ", "Publisher’s Note ", "Publisher's Note:",
    "Publisher’s Note:", "Publisher's note:", "Copyright ©", "© 1", "© 2", "Appendix A",
  ].map { Array($0.utf8) }

  private static let noise: Set<String> = [
    "article", "book", "chapter", "google scholar", "[google scholar]", "pubmed", "[pubmed]", "pubmed central",
    "crossref", "[crossref]", "view article", "view at publisher", "cas", "ads", "math", "mathscinet", "medline",
    "web of science", "scopus", "[medline]", "[isi]", "download references", "cite", "share", "save", "email",
    "free article", "free article.", "free pmc article", "free pmc article.", "item in clipboard", "full text",
    "article google scholar", "article pubmed google scholar", "book google scholar", "chapter google scholar",
    "show abstract", "open in new tab", "download citation",
  ]
}

extension ArraySlice<UInt8> {
  /// Whether the bytes start with a word, ignoring the case of ASCII letters.
  fileprivate func span0(starts word: StaticString) -> Bool { span.standsInAnyCase(word, at: 0) }
}
