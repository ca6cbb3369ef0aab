import CitemillCore

/// Words that mark a title as that of a notice about another work: `Erratum`, `Reply to`,
/// `[published correction]`.
enum TitleNotices {
  /// A notice has an identifier of its own: an erratum, a retraction, a reply. The groups after these may be
  /// a remark that a database puts into the title, or a part of the title.
  static let ofOtherWorks = 0b111 | 1 << ofAddenda

  /// The group of what belongs to a work and has an identifier of its own: its data, its code.
  private static let ofAddenda = 10

  private static let groups: [[String]] = [
    [
      "erratum", "errata", "corrigendum", "corrigenda", "correction", "corrections", "berichtigung", "berichtigungen",
      "korrektur", "korrigendum", "korrigenda", "rettifica", "correccion", "correcao", "sprostowanie", "rectificatif",
      "rectificacion", "rectificatie", "rättelse", "rettelse", "oikaisu", "addendum", "исправление", "исправления",
      "поправка", "поправки", "опечатки", "勘误", "更正", "訂正", "정오표",
    ],
    ["retraction", "withdrawal", "rückzug", "widerruf", "retractation", "retractacion", "ritrattazione", "撤稿"],
    [
      "reply", "response", "rejoinder", "replies", "antwort", "erwiderung", "replik", "reponse", "respuesta",
      "risposta", "resposta", "ответ",
    ],
    ["retracted", "withdrawn", "corrected"], ["comment", "comments", "commentary", "discussion"],
    ["editorial", "foreword", "preface"],
    ["review", "reviews"], ["supplement", "supplementary", "appendix"], ["abstract", "summary", "protocol"],
    ["translation"],
  ].map { $0.map { String(decoding: Folding.letters($0), as: UTF8.self) } }

  private struct Head {
    var words: [[UInt8]]
    var bit: Int

    /// Whether a title begins with it, perhaps with typing errors, and continues.
    func begins(_ title: [[UInt8]]) -> Bool {
      words.count < title.count && zip(words, title).allSatisfy { $0 == $1 || WordDistance.isSlip($0, $1) }
    }
  }

  /// How the title of a work about another one begins that it then names, each with its group, by its first
  /// letter: `Comment on`, `Data from`.
  private static let headsByLetter: [UInt8: [Head]] = {
    let rows: [(bit: Int, heads: [String])] = [
      (0, ["fe de erratas", "fe de errores", "errata corrige", "publisher correction", "author correction"]),
      (
        1,
        [
          "notice of retraction", "retraction notice", "retraction note", "notice of withdrawal",
          "expression of concern",
          "editorial expression of concern", "notice of concern",
        ]
      ),
      (
        2,
        [
          "comment on", "comments on", "commentary on", "discussion of", "comment to", "letter regarding",
          "kommentar zu", "anmerkung zu", "anmerkungen zu", "commentaire sur", "comentario sobre", "comentario a",
          "commento a", "комментарий к",
          "editorial comment", "invited commentary", "book review", "author reply", "authors reply", "letter by",
        ]
      ),
      (
        ofAddenda,
        [
          "data from", "data for", "dataset for", "dataset from", "data set for", "code for", "code from",
          "source code for", "software for", "scripts for", "supplementary material for", "supplementary materials for",
          "supplementary data for", "supporting information for", "supporting data for", "replication data for",
          "replication code for", "daten zu", "données de", "datos de",
        ]
      ),
    ]
    let heads = rows.flatMap { row in row.heads.map { Head(words: Folding.words($0), bit: 1 << row.bit) } }
    return Dictionary(grouping: heads) { $0.words.first?.first ?? 0 }
  }()

  private static let bits: [[UInt8]: Int] = {
    var table: [[UInt8]: Int] = [:]
    for (bit, words) in groups.enumerated() { for word in words { table[Array(word.utf8)] = 1 << bit } }
    return table
  }()

  private static let longByLetter = Dictionary(grouping: bits.filter { $0.key.count >= 6 }.map { ($0.key, $0.value) }) {
    $0.0.first ?? 0
  }

  static func read(_ title: [[UInt8]]) -> Int {
    let edges = (title.prefix(2) + title.suffix(2)).reduce(0) { $0 | (bits[$1] ?? bitsWithSlip($1)) }
    guard let letter = title.first?.first, let known = headsByLetter[letter] else { return edges }
    return known.reduce(edges) { $1.begins(title) ? $0 | $1.bit : $0 }
  }

  /// What is recognised without a word for it: `Re: Mills`, and the place of the corrected work, as Web of
  /// Science has it after the title: `Mills (vol 12, pg 7, 2004)`.
  static func readSigns(_ text: String) -> Int {
    let bytes = Array(text.trimmed.utf8)
    if bytes.count > 3, bytes[0] | 0x20 == UInt8(ascii: "r"), bytes[1] | 0x20 == UInt8(ascii: "e"),
      bytes[2] == UInt8(ascii: ":")
    {
      return 1 << 2
    }
    guard bytes.last == UInt8(ascii: ")"), let open = bytes.lastIndex(of: UInt8(ascii: "(")) else { return 0 }
    let words = Folding.words(String(decoding: bytes[open...], as: UTF8.self))
    // `(vol 57, 1123, 2014)`, `(Retraction of vol 57, pg 1123, 2014)`.
    if words.prefix(3).contains(Array("vol".utf8)), words.count(where: { $0.allSatisfy(\.isDigit) }) >= 2 {
      return words.first?.starts(with: "retract".utf8) == true ? 1 << 1 : 1
    }
    return words.elementsEqual(["expression", "of", "concern"].map { Array($0.utf8) }) ? 1 << 1 : 0
  }

  /// Those of a long word with a typing error: `Corection`.
  private static func bitsWithSlip(_ word: [UInt8]) -> Int {
    guard word.count >= 6, let first = word.first, let last = word.last, let long = longByLetter[first] else {
      return 0
    }
    for (known, bit) in long where known.last == last {
      if abs(known.count - word.count) <= 1, WordDistance.isSlipInside(known, word) { return bit }
    }
    return 0
  }
}
