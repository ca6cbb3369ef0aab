import CitemillCore

/// The effect of a command with a name of letters.
enum LaTeXCommand: Sendable {
  /// It is replaced by a text, given by its index in the list of texts.
  case text(Int)
  /// Puts an accent on its argument: the index in `LaTeXAccents.all`.
  case accent(Int)
  /// Puts two accents on its argument, the second over the first: indices in `LaTeXAccents.all`.
  case accents(Int, Int)
  /// It marks its argument.
  case mark(Mark.Kind)
  /// It marks the rest of its group.
  case declaration(Mark.Kind)
  /// It ends the marks that began in its group.
  case reset
  /// Its argument is ordinary text.
  case content
  /// Its argument is the key of a word that styles print in their own language.
  case term
  /// It has no effect in a citation.
  case ignored
  /// It is a space.
  case space
  /// It breaks the line.
  case line
  /// The command and its argument are only for sorting, or are invisible.
  case dropped
  /// Its argument is a raw URL.
  case address
  /// Its first argument is a raw URL and its second the text of the link.
  case link
  /// Its argument is a formula.
  case formula
  /// Followed by the number of a character, as `"E9`, `'351` or `233`.
  case number
  /// Its argument is the number of a character.
  case symbol
  /// It is the name of a function in formulas.
  case function
  /// Its argument is the width of a space.
  case gap
  /// The text that follows is only for formulas, up to `\else` or `\fi`; the part between these is for text.
  case condition, otherwise, conditionEnd
  /// Its argument is the name of an environment that starts or ends.
  case begin, end
}

/// The commands with their actions, and the spellings of characters.
struct LaTeXCommands: Sendable {
  /// The table, created on first use.
  static let standard = LaTeXCommands()

  /// The names, without the backslash.
  private let names: WordList
  private let actions: [LaTeXCommand]
  /// The texts that commands are replaced by.
  let texts: [[UInt8]]
  /// How characters are written: a scalar with the index of its spelling.
  private let written: LaTeXScalarMap
  private let spellings: [[UInt8]]
  /// The spelling of letters as arguments of an accent.
  private let bases: LaTeXScalarMap

  /// How a table's characters are spelled.
  private enum Style { case letter, text, math, unwritten }

  private init() {
    var names: [String] = []
    var actions: [LaTeXCommand] = []
    var texts: [[UInt8]] = []
    var spellings: [[UInt8]] = []
    var written: [(UInt32, UInt32)] = []
    var bases: [(UInt32, UInt32)] = []

    func add(_ table: String, _ style: Style, prefix: String = "") {
      var words = table.utf8.split { $0 == 32 || $0 == 10 }[...]
      while let word = words.popFirst(), let value = words.popFirst() {
        let name = prefix + String(Substring(word))
        let text = Self.text(value)
        names.append(name)
        actions.append(.text(texts.count))
        texts.append(text)
        let scalar = text.span.scalar(at: 0)
        guard style != .unwritten, scalar.length == text.count else { continue }
        let (opening, closing) =
          switch style {
          case .letter: ("{\\", "}")
          case .math: ("$\\", "$")
          case .text, .unwritten: ("\\", "{}")
          }
        written.append((scalar.value, UInt32(spellings.count)))
        spellings.append(Array(opening.utf8) + name.utf8 + closing.utf8)
        if style == .letter || prefix == "text" {
          bases.append((scalar.value, UInt32(spellings.count)))
          spellings.append([UInt8(ascii: "\\")] + name.utf8)
        }
      }
    }
    func add(_ words: String, _ action: LaTeXCommand) {
      for word in words.utf8.split(separator: 32) {
        names.append(String(Substring(word)))
        actions.append(action)
      }
    }

    for (words, action) in Self.others { add(words, action) }
    for (index, accent) in LaTeXAccents.all.enumerated() where !accent.isSign { add(accent.name, .accent(index)) }
    for (name, signs) in LaTeXAccents.pairs {
      let indices = signs.utf8.compactMap { LaTeXAccents.index(ofSign: $0) ?? LaTeXAccents.index(ofLetter: $0) }
      if indices.count == 2 { add(name, .accents(indices[0], indices[1])) }
    }
    for (scalar, spelling) in Self.hyphens {
      written.append((scalar, UInt32(spellings.count)))
      spellings.append(Array(spelling.utf8))
    }
    add(LaTeXSymbols.letters, .letter)
    add(LaTeXSymbols.words, .unwritten)
    add(LaTeXSymbols.text, .text)
    add(LaTeXSymbols.math, .math)
    add(LaTeXSymbols.greek, .text, prefix: "text")
    for word in LaTeXSymbols.functions.utf8.split(whereSeparator: { $0 == 32 || $0 == 10 }) {
      names.append(String(Substring(word)))
      actions.append(.function)
    }
    self.names = WordList(names)
    self.actions = actions
    self.texts = texts
    self.spellings = spellings
    self.written = LaTeXScalarMap(written)
    self.bases = LaTeXScalarMap(bases)
  }

  /// The text of a table value: itself, or the scalar named as `U+2009`.
  private static func text(_ value: Substring.UTF8View) -> [UInt8] {
    guard value.starts(with: "U+".utf8), let number = UInt32(Substring(value.dropFirst(2)), radix: 16) else {
      return Array(value)
    }
    var text: [UInt8] = []
    text.append(scalar: number)
    return text
  }

  /// The action of the command whose name is in a range, or nil for an unknown one.
  func action(_ bytes: Span<UInt8>, _ name: Range<Int>) -> LaTeXCommand? {
    names.index(of: bytes, name).flatMap { actions.indices.contains($0) ? actions[$0] : nil }
  }

  func text(_ place: Int) -> [UInt8] { texts.indices.contains(place) ? texts[place] : [] }

  /// How a scalar is written in ASCII; nil if it cannot be.
  func spelling(_ scalar: UInt32) -> [UInt8]? { written[scalar].map { spellings[Int($0)] } }

  /// How a letter is written as the argument of an accent; nil if it cannot be.
  func base(_ scalar: UInt32) -> [UInt8]? { bases[scalar].map { spellings[Int($0)] } }

  /// All scalars that have a spelling, in ascending order.
  var spelledScalars: [UInt32] { written.allKeys }

  /// Where a word may be divided, with and without a hyphen.
  private static let hyphens: [(UInt32, String)] = [(0xAD, "\\-"), (0x200B, "\\hspace{0pt}")]

  /// The commands with other actions than being replaced by a text.
  private static let others: [(String, LaTeXCommand)] = [
    ("textit emph textsl mkbibemph mkbibitalic textem", .mark(.italic)),
    ("textbf mkbibbold", .mark(.bold)),
    ("textsc", .mark(.smallCaps)),
    ("texttt", .mark(.monospace)),
    ("underline ul uline", .mark(.underline)),
    ("sout st xout", .mark(.strike)),
    ("textsuperscript mkbibsuperscript textsuper", .mark(.superscripted)),
    ("textsubscript mkbibsubscript textsub", .mark(.subscripted)),
    ("enquote mkbibquote", .mark(.quote)),
    ("NoCaseChange nocase", .mark(.noCase)),
    ("it em itshape sl slshape", .declaration(.italic)),
    ("bf bfseries", .declaration(.bold)),
    ("sc scshape", .declaration(.smallCaps)),
    ("tt ttfamily", .declaration(.monospace)),
    ("rm normalfont upshape mdseries rmfamily sf sffamily", .reset),
    (
      "textnormal textrm textup mbox hbox text textmd textsf mathrm mathit mathbf mathsf mathtt mathnormal operatorname "
        + "textlatin textgreek textcyr textcyrillic bibinfo natexlab singleletter ensuretext mathcal mathscr mathfrak "
        + "mathbb boldsymbol bm pmb mathop mathbin mathrel mathord autocap Bbb frak",
      .content
    ),
    (
      "relax protect nobreak allowbreak selectfont unskip ignorespaces leavevmode noindent displaystyle textstyle "
        + "scriptstyle limits nolimits bgroup egroup tiny scriptsize footnotesize small normalsize large Large LARGE huge "
        + "Huge cyr latintext greektext sloppy fussy left right bigl bigr Bigl Bigr big Big nonumber negthinspace "
        + "unspace addnbthinspace aftergroup null empty xspace strut mathstrut cal mit",
      .ignored
    ),
    ("hfill hfil break newblock addspace qquad", .space),
    ("newline linebreak par", .line),
    ("noopsort SortNoop sortnoop noop nosort noopsortkey phantom hphantom vphantom", .dropped),
    ("url nolinkurl path", .address),
    ("href", .link),
    ("ensuremath", .formula),
    ("char", .number),
    ("symbol unichar", .symbol),
    ("hspace", .gap),
    ("bibstring bibcpstring biblcstring bibucstring bibxstring", .term),
    ("ifmmode", .condition),
    ("else", .otherwise),
    ("fi", .conditionEnd),
    ("begin", .begin),
    ("end", .end),
  ]
}
