public import CitemillCore

/// BibTeX and BibLaTeX: one grammar of files, two sets of fields.
///
/// Two formats are values of this type: `bibtex`, which writes the fields that BibTeX styles use, and
/// `biblatex`. Both read either.
public struct BibTeX: ReadableFormat, WritableFormat, MappingDescribed {
  /// Which set of fields is written.
  public enum Dialect: String, Sendable, CaseIterable {
    /// BibTeX 0.99: `journal`, `year`, `month`, `address`.
    case bibtex
    /// BibLaTeX 3: `journaltitle`, `date`, `location`.
    case biblatex
  }

  /// Which content between entries is kept, to be written back.
  public enum Between: String, Sendable, CaseIterable {
    /// Nothing.
    case none
    /// `@preamble` and `@comment`, including the groups and settings of JabRef.
    case blocks
    /// These, `@string`, and the text outside of blocks.
    case all
  }

  /// Which set of fields is written, which makes it `bibtex` or `biblatex`.
  public let dialect: Dialect
  /// Whether non-ASCII characters are written as LaTeX commands.
  public var isASCII = false
  /// What the reader keeps of the text between entries.
  public var between = Between.blocks

  /// A dialect.
  public init(dialect: Dialect = .bibtex) { self.dialect = dialect }

  /// The name and description of the format.
  public var info: FormatInfo {
    dialect == .bibtex
      ? FormatInfo(
        id: "bibtex", aliases: ["bib"], name: "BibTeX", folder: "BibTeX", fileExtensions: ["bib", "bibtex"],
        mediaTypes: ["application/x-bibtex", "text/x-bibtex"], specification: "https://ctan.org/pkg/bibtex")
      : FormatInfo(
        id: "biblatex", aliases: ["biber"], name: "BibLaTeX", folder: "BibTeX", fileExtensions: ["biblatex", "bib"],
        mediaTypes: ["application/x-biblatex"], specification: "https://ctan.org/pkg/biblatex")
  }

  /// The options that it takes.
  public var options: [FormatOption] {
    [
      FormatOption(
        "encoding", values: ["unicode", "latex"], default: "unicode",
        summary: "write non-ASCII characters as they are, or as LaTeX commands for programs that do not support "
          + "UTF-8"),
      FormatOption(
        "between", values: Between.allCases.map(\.rawValue), default: Between.blocks.rawValue,
        summary:
          "keep what is between entries, to write it back to BibTeX: blocks keeps @preamble and "
          + "@comment, all keeps @string and other text too; none does not write it either"),
    ]
  }

  /// Sets an option.
  public mutating func set(_ option: String, to value: String) throws(UsageError) {
    if option == "encoding" { isASCII = value == "latex" }
    if option == "between", let kept = Between(rawValue: value) { between = kept }
  }

  /// Entries, and which of the two formats their fields belong to.
  public func evidence(in prefix: BytePrefix) -> Evidence {
    // Without the start of a block there is nothing to search for, and no table is made.
    guard prefix.bytes.contains(UInt8(ascii: "@")) else { return .none }
    let found = BibTeXEvidence(prefix)
    guard found.blocks > 0 else { return .none }
    let isOurs = (found.modern > found.classic) == (dialect == .biblatex)
    // Records of another format that come first and outnumber the entries determine the format.
    let bits = found.isForeign ? 16 : (found.entries > 0 ? 40 + found.entries * 4 : 24) + (isOurs ? 24 : 0)
    return Evidence(bits: bits, isOurs ? "entries with fields of \(info.name)" : "entries")
  }

  /// A reader for a source.
  public func makeReader(for source: ByteSource) throws(SourceFailure) -> any RecordReader {
    BibTeXReader(source, keeping: between)
  }

  /// A writer in the dialect.
  public func makeWriter() throws(UsageError) -> any RecordWriter { BibTeXWriter(self) }

  /// The key as it is written, ignoring case: BibTeX treats `Doe` and `doe` as the same.
  public func keyIdentity(_ key: String, ofRecordFrom format: String?) -> String {
    if BibTeXKey.isPlain(key), key.utf8.allSatisfy({ $0 &- 97 < 26 || $0.isDigit }) { return key }
    let written = BibTeXKey.written(key, isOfTeX: BibTeXKey.isOfTeX(format))
    return String(decoding: written.utf8.map(\.lowercased), as: UTF8.self)
  }

  var table: BibTeXTable { dialect == .bibtex ? .bibtex : .biblatex }

  /// What the fields can hold of a record.
  public func expressible(for type: RecordType) -> FieldSet { table.expressible }

  /// The fields with their places in the model.
  public var mapping: [MappingRow] { table.fields.mapping(readOnlyNote: "") }
}

/// The features of BibTeX in the first bytes of a source.
struct BibTeXEvidence {
  /// How many blocks there are, at most 20.
  private(set) var blocks = 0
  /// How many of them are entries of a known type.
  private(set) var entries = 0
  /// How many fields and types are only in BibLaTeX.
  private(set) var modern = 0
  /// How many are only in BibTeX.
  private(set) var classic = 0
  /// Whether the file starts with records of another format, which outnumber the blocks examined.
  private(set) var isForeign = false

  private static let modernFields = WordList([
    "journaltitle", "date", "location", "langid", "eprinttype", "eprintclass", "urldate", "shortjournal", "eventtitle",
    "booksubtitle", "maintitle", "pagetotal", "origdate", "hyphenation", "editoratype", "entrysubtype", "bookauthor",
    "subtitle", "options", "xdata", "annotation",
  ])
  private static let classicFields = WordList([
    "journal", "year", "month", "address", "school", "archiveprefix", "primaryclass", "annote",
  ])

  init(_ prefix: BytePrefix) {
    let bytes = prefix.bytes.span
    var framer = BibTeXFramer()
    var strings = BibTeXStrings()
    var lexer = BibTeXLexer()
    var here = 0
    var size = 0
    defer { isForeign = size * 2 < here && Self.beginsWithOthers(bytes) }
    while blocks < 20 {
      // A truncated prefix is read as if it were complete.
      switch framer.next(bytes, from: here, isLast: true) {
      case .end, .unknown: return
      case .text(let range), .lost(let range, _), .tooLong(let range), .rest(let range): here = range.upperBound
      case .block(let block):
        here = block.range.upperBound
        // An `@word {` in running text is not a block unless it starts a line.
        guard Self.beginsLine(bytes, block.range.lowerBound) else { continue }
        if block.kind != .entry {
          size += block.range.count
          blocks += 1
          continue
        }
        lexer.lex(bytes, block, &strings)
        let isKnown = BibTeXTypes.type(bytes, block.word) != nil
        if !isKnown, lexer.fields.isEmpty { continue }
        size += block.range.count
        blocks += 1
        entries += 1
        count(bytes, block, lexer)
      }
    }
  }

  private static func beginsWithOthers(_ bytes: Span<UInt8>) -> Bool {
    let start = bytes.endOfSpace(from: 0, to: bytes.count)
    let name = ForeignLines.format(bytes, start..<min(start + ForeignLines.window, bytes.count))
    return name != nil && name != "BibTeX"
  }

  private static func beginsLine(_ bytes: Span<UInt8>, _ index: Int) -> Bool {
    var before = index
    while before > 0, index - before < 64, bytes[before - 1] == 32 || bytes[before - 1] == 9 { before -= 1 }
    return before == 0 || bytes[before - 1] == 10 || bytes[before - 1] == 13 || bytes[before - 1] == UInt8(ascii: "}")
  }

  private mutating func count(_ bytes: Span<UInt8>, _ block: BibTeXBlock, _ lexer: BibTeXLexer) {
    let word = bytes.text(block.word)
    if BibTeXTypes.isClassic(word) == false { modern += 2 }
    for field in lexer.fields {
      guard let row = field.row else { continue }
      let name = BibTeXTable.bibtex.fields.rows[row].name
      name.withUTF8Span { span in
        if Self.modernFields.contains(span, 0..<span.count) { modern += 1 }
        if Self.classicFields.contains(span, 0..<span.count) { classic += 1 }
      }
    }
  }
}

extension Diagnostic.Code {
  /// An unknown LaTeX command.
  static let unknownCommand = Self("bibtex.unknown-command")
  /// A command of which a part is not in the text: a sort key, the target of a link.
  static let leftOut = Self("bibtex.left-out")
  /// A name with more commas than names have.
  static let overlongName = Self("bibtex.name-commas")
  /// Names separated by other characters where BibTeX requires `and`.
  static let joinedNames = Self("bibtex.joined-names")
  /// A part of a name that the model has no place for.
  static let namePart = Self("bibtex.name-part")
  /// An unknown field; kept as a native field.
  static let unknownField = Self("bibtex.unknown-field")
  /// An unknown entry type; the word is kept.
  static let unknownEntryType = Self("bibtex.unknown-type")
  /// A time of day, which dates in the model do not have.
  static let timeOfDay = Self("bibtex.time-of-day")
  /// A date, month or day that is not one, or of which only a part is read.
  static let unreadDate = Self("bibtex.unread-date")
  /// A damaged entry that was repaired.
  static let repaired = Self("bibtex.repaired")
  /// A repeated field with a different value.
  static let repeatedField = Self("bibtex.repeated-field")
  /// A macro that is used before it is defined, or is never defined.
  static let undefinedMacro = Self("bibtex.undefined-macro")
  /// A line of an entry that is commented out.
  static let remark = Self("bibtex.remark")
  /// Words in an entry that belong to no field.
  static let strayText = Self("bibtex.stray-text")
  /// An entry without a readable field.
  static let noFields = Self("bibtex.no-fields")
  /// A value that is too long when its macros are expanded.
  static let longExpansion = Self("bibtex.long-expansion")
  /// Inherited fields that are too long in total.
  static let longInheritance = Self("bibtex.long-inheritance")
  /// A reference to a missing entry, or a cycle of references.
  static let badReference = Self("bibtex.bad-reference")
  /// An entry whose start is damaged, so that it is not recognised as an entry.
  static let lostEntry = Self("bibtex.damaged-entry")
  /// Records of another format between entries.
  static let otherFormat = Self("bibtex.other-format")
  /// An entry that exceeds the size limit.
  static let longEntry = Self("bibtex.too-long")
  /// Text between entries.
  static let textBetweenEntries = Self("bibtex.text-between")
  /// An entry that is not a record, such as a set.
  static let notARecord = Self("bibtex.not-a-record")
  /// A source without entries.
  static let noBibTeXEntry = Self("bibtex.no-entry")
}
