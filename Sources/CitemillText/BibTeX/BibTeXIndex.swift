import CitemillCore

/// The positions of the entries of a file by their keys, for files in which entries refer to others.
struct BibTeXIndex {
  private let bytes: [UInt8]
  private var blocks: [[UInt8]: BibTeXBlock] = [:]
  /// Entries whose keys have capitals, by these keys in lower case.
  private var loweredBlocks: [[UInt8]: BibTeXBlock] = [:]
  /// The entries by their other keys, in `ids`; created when a reference does not match any main key.
  private var aliases: [[UInt8]: BibTeXBlock]?
  /// How many bytes of other entries may be read in total, so that a small file cannot cause much work.
  private var rest = 256 << 20
  /// How many bytes entries may still inherit in total, so that the records of a small file stay small.
  private var inheritable: Int
  /// Where the entries started that were read, and the cost besides their size of reading one again.
  private var beginnings: Set<Int> = []
  private static let costOfReturn = 1 << 14
  /// A proceedings entry of 4 KiB that 4,000 papers refer to is still inherited completely.
  private static let leastInheritable = 16 << 20
  private static let inheritablePerByte = 16
  private static let maximumDepth = 32
  /// How many messages depend on the path that led to an entry: inherited fields are only cached if there are
  /// none, since entries that refer to one another have too many paths.
  private var messagesOfPaths = 0
  /// The inheritable fields of entries that are often referred to, as far as there is room.
  private var known: [[UInt8]: (word: [UInt8], fields: [Given])] = [:]
  private var room = 1 << 24

  /// Whether an entry refers to others.
  static func isNeeded(_ lexer: BibTeXLexer) -> Bool {
    lexer.fields.contains { $0.row != nil && ($0.row == BibTeXTable.crossref || $0.row == BibTeXTable.xdata) }
  }

  /// Records the positions of entries, and defines the macros; of repeated keys, the first entry counts.
  init(of bytes: [UInt8], isWhole: Bool, _ strings: inout BibTeXStrings) {
    self.bytes = bytes
    inheritable = Self.leastInheritable + bytes.count * Self.inheritablePerByte
    let bytes = bytes.span
    var framer = BibTeXFramer()
    var lexer = BibTeXLexer()
    var here = 0
    while true {
      switch framer.next(bytes, from: here, isLast: isWhole) {
      case .end, .unknown: return
      case .text(let range), .lost(let range, _), .tooLong(let range), .rest(let range): here = range.upperBound
      case .block(let block):
        here = block.range.upperBound
        if block.kind == .string { lexer.lexStrings(bytes, block, &strings) }
        guard block.kind == .entry else { continue }
        let key = Self.key(bytes, block)
        if !key.isEmpty, blocks[key] == nil {
          blocks[key] = block
          let lowered = key.map(\.lowercased)
          if lowered != key, loweredBlocks[lowered] == nil { loweredBlocks[lowered] = block }
        }
      }
    }
  }

  /// The key of an entry, up to the first comma.
  private static func key(_ bytes: Span<UInt8>, _ block: BibTeXBlock) -> [UInt8] {
    let end = min(block.body.lowerBound + 512, block.body.upperBound)
    let comma = bytes.firstIndex(of: UInt8(ascii: ","), from: block.body.lowerBound, to: end) ?? end
    var key: [UInt8] = []
    key.append(bytes, bytes.trimmed(block.body.lowerBound..<comma))
    return key
  }

  // MARK: - Inheritance

  /// A field of another entry.
  private struct Given {
    var row: Int?
    var name: [UInt8]
    var value: [UInt8]
  }

  /// Adds to an entry the fields that it inherits.
  mutating func inherit(
    _ bytes: Span<UInt8>, _ block: BibTeXBlock, _ lexer: inout BibTeXLexer, strings: inout BibTeXStrings,
    reporting said: inout [Diagnostic]
  ) {
    guard Self.isNeeded(lexer) else { return }
    let all = self.bytes
    var own: [UInt8] = []
    own.append(bytes, lexer.key)
    var path = [own]
    add(Self.text(bytes, block.word), bytes, in: all.span, to: &lexer, strings: &strings, path: &path, reporting: &said)
  }

  private static func text(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
    var word: [UInt8] = []
    word.append(bytes, range)
    return word.map(\.lowercased)
  }

  /// Adds the fields of the entries that an entry refers to; `path` is the chain of references that led to
  /// it.
  private mutating func add(
    _ word: [UInt8], _ bytes: Span<UInt8>, in all: Span<UInt8>, to lexer: inout BibTeXLexer,
    strings: inout BibTeXStrings, path: inout [[UInt8]], reporting said: inout [Diagnostic]
  ) {
    for row in [BibTeXTable.xdata, BibTeXTable.crossref] {
      guard let row, let field = lexer.fields.first(where: { $0.row == row }) else { continue }
      let value = field.isInArena ? Array(lexer.arena[field.value]) : Array(BibTeXLexer.copy(bytes, field.value))
      let isCrossref = row == BibTeXTable.crossref
      let keys = isCrossref ? [value] : value.split(separator: UInt8(ascii: ",")).map { Array($0) }
      var isWhole = keys.count <= 64
      for key in keys.prefix(64) {
        let key = Array(key[key.trimmedRange(0..<key.count)])
        guard let parent = fields(of: key, in: all, strings: &strings, path: &path, reporting: &said) else {
          isWhole = false
          continue
        }
        let given = isCrossref ? Self.passed(from: parent.word, to: word, parent.fields) : parent.fields
        let missing = Self.missing(given, in: lexer)
        let size = missing.reduce(0) { $0 + $1.name.count + $1.value.count }
        guard size <= inheritable else {
          messagesOfPaths += 1
          isWhole = false
          let name = String(decoding: key.prefix(80), as: UTF8.self)
          said.append(
            Diagnostic(
              .error, .longInheritance,
              "entry \"\(name)\" is referred to so often that its fields are too long in total; nothing is inherited"
            ))
          continue
        }
        inheritable -= size
        Self.add(missing, to: &lexer)
      }
      // The fields of the other entry are now in this one: `@xdata` is not written back, and `xref` refers to
      // an entry without inheriting from it.
      if isWhole { isCrossref ? Self.rename(row, to: "xref", in: &lexer) : lexer.fields.removeAll { $0.row == row } }
    }
  }

  /// The entry that has a key as one of its `ids` (BibLaTeX manual, 2.2.3).
  private mutating func alias(_ key: [UInt8], _ all: Span<UInt8>, _ strings: inout BibTeXStrings) -> BibTeXBlock? {
    if let aliases { return aliases[key] }
    var found: [[UInt8]: BibTeXBlock] = [:]
    var lexer = BibTeXLexer()
    for block in blocks.values.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
      lexer.lex(all, block, &strings)
      for field in lexer.fields where field.row == nil && !field.isNameInArena && !field.isInArena {
        guard Self.text(all, field.name).elementsEqual("ids".utf8) else { continue }
        for alias in BibTeXLexer.copy(all, field.value).split(separator: UInt8(ascii: ",")) {
          let alias = Array(alias)
          let key = Array(alias[alias.trimmedRange(0..<alias.count)])
          if found[key] == nil { found[key] = block }
        }
      }
    }
    aliases = found
    return found[key]
  }

  /// The fields of an entry including inherited ones; nil if there is no such entry.
  private mutating func fields(
    of key: [UInt8], in all: Span<UInt8>, strings: inout BibTeXStrings, path: inout [[UInt8]],
    reporting said: inout [Diagnostic]
  ) -> (word: [UInt8], fields: [Given])? {
    func say(_ message: String) {
      let name = String(decoding: key.prefix(80), as: UTF8.self)
      said.append(Diagnostic(.warning, .badReference, "entry \"\(name)\" \(message)"))
    }
    // Ignoring case, if no key is exactly the same.
    let lowered = key.map(\.lowercased)
    guard let block = blocks[key] ?? blocks[lowered] ?? loweredBlocks[lowered] ?? alias(key, all, &strings) else {
      say("is referred to but does not exist")
      return nil
    }
    if let found = known[key], !path.contains(key) { return found }
    if path.contains(key) {
      messagesOfPaths += 1
      say("refers to itself through others; nothing more is inherited")
      return nil
    }
    guard path.count < Self.maximumDepth else {
      messagesOfPaths += 1
      say("is more than \(Self.maximumDepth) references away; nothing more is inherited")
      return nil
    }
    let messagesBefore = messagesOfPaths
    rest -= block.range.count
    if !beginnings.insert(block.range.lowerBound).inserted { rest -= Self.costOfReturn }
    guard rest > 0 else {
      messagesOfPaths += 1
      say("is one reference too many to a long entry; nothing is inherited")
      return nil
    }
    var lexer = BibTeXLexer()
    lexer.lex(all, block, &strings)
    let word = Self.text(all, block.word)
    path.append(key)
    add(word, all, in: all, to: &lexer, strings: &strings, path: &path, reporting: &said)
    path.removeLast()
    var fields: [Given] = []
    // Unknown fields are not inherited.
    for field in lexer.fields where field.row != nil {
      var name = field.isNameInArena ? Array(lexer.arena[field.name]) : Array(BibTeXLexer.copy(all, field.name))
      for index in name.indices { name[index] = name[index].lowercased }
      var value = field.isInArena ? Array(lexer.arena[field.value]) : Array(BibTeXLexer.copy(all, field.value))
      _ = TextEncoding.repair(&value)
      fields.append(Given(row: field.row, name: name, value: value))
    }
    let size = fields.reduce(0) { $0 + $1.name.count + $1.value.count }
    if messagesOfPaths == messagesBefore, size < room {
      room -= size
      known[key] = (word, fields)
    }
    return (word, fields)
  }

  /// The fields that an entry does not have itself.
  private static func missing(_ given: [Given], in lexer: BibTeXLexer) -> [Given] {
    var present: Set<Int> = []
    for field in lexer.fields { if let row = field.row { present.insert(row) } }
    let dates = ["date", "year", "month", "day"].compactMap { BibTeXTable.row(named: $0) }
    let hasDate = dates.contains { present.contains($0) }
    return given.filter { field in
      guard let row = field.row, !present.contains(row), !(hasDate && dates.contains(row)) else { return false }
      present.insert(row)
      return true
    }
  }

  /// Adds fields to an entry.
  private static func add(_ given: [Given], to lexer: inout BibTeXLexer) {
    for field in given {
      let name = lexer.arena.count..<(lexer.arena.count + field.name.count)
      lexer.arena += field.name
      let value = lexer.arena.count..<(lexer.arena.count + field.value.count)
      lexer.arena += field.value
      lexer.fields.append(BibTeXField(row: field.row, name: name, isNameInArena: true, value: value, isInArena: true))
    }
  }

  /// Gives the fields of a row another name.
  private static func rename(_ row: Int, to name: String, in lexer: inout BibTeXLexer) {
    let place = lexer.arena.count..<(lexer.arena.count + name.utf8.count)
    lexer.arena += name.utf8
    for index in lexer.fields.indices where lexer.fields[index].row == row {
      lexer.fields[index].row = BibTeXTable.row(named: name)
      (lexer.fields[index].name, lexer.fields[index].isNameInArena) = (place, true)
    }
  }

  /// What an entry passes on by `crossref`: the rules of BibLaTeX, appendix B, including those of BibTeX.
  private static func passed(from parent: [UInt8], to child: [UInt8], _ fields: [Given]) -> [Given] {
    let (parent, child) = (String(decoding: parent, as: UTF8.self), String(decoding: child, as: UTF8.self))
    let parts = [
      "inbook", "bookinbook", "suppbook", "incollection", "inreference", "suppcollection", "inproceedings",
      "conference",
    ]
    let isPart = parts.contains(child)
    let isOfVolumes = parent.utf8.starts(with: "mv".utf8)
    let prefix: String? =
      if isOfVolumes, isPart || ["book", "collection", "proceedings", "reference"].contains(child) {
        "main"
      } else if isPart {
        "book"
      } else if parent == "periodical", child == "article" || child == "suppperiodical" {
        "journal"
      } else {
        nil
      }
    let takesAuthor = ["book", "mvbook"].contains(parent) && ["inbook", "bookinbook", "suppbook"].contains(child)
    let hasBookTitle = fields.contains { $0.name.elementsEqual("booktitle".utf8) }
    var passed: [Given] = []
    for field in fields {
      let name = String(decoding: field.name, as: UTF8.self)
      if kept.contains(name) { continue }
      if let prefix {
        switch name {
        case "shorttitle", "sorttitle", "indextitle", "indexsorttitle": continue
        case "title", "subtitle", "titleaddon":
          // If both exist, `booktitle` was added for entries that refer to it.
          if prefix == "book", name == "title", hasBookTitle { continue }
          passed.append(renamed(field, prefix + name))
          continue
        default: break
        }
      }
      if takesAuthor, name == "author" { passed.append(renamed(field, "bookauthor")) }
      passed.append(field)
    }
    return passed
  }

  private static func renamed(_ field: Given, _ name: String) -> Given {
    Given(row: BibTeXTable.row(named: name), name: Array(name.utf8), value: field.value)
  }

  /// An entry's own data.
  private static let kept = [
    "ids", "crossref", "xref", "xdata", "entryset", "entrysubtype", "execute", "label", "options", "presort", "related",
    "relatedoptions", "relatedstring", "relatedtype", "shorthand", "shorthandintro", "sortkey", "file", "keywords",
    "keyword",
  ]
}
