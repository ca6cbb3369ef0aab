import CitemillCore

// Text that is passed to TeX unchanged. TeX does more than typesetting: `\input{...}` reads files,
// `\write18{...}` runs programs, and `\begin{input}` is another way to write the first.

extension LaTeXText {
  /// The commands that a text may contain.
  enum Trust {
    /// Commands of mathematics, without characters that comment out what follows: in formulas from formats
    /// other than TeX.
    case mathematics
    /// Commands that citations have: in fields marked as BibTeX, in a record from another format.
    case known
    /// All except those that read files, write files or define commands: in formulas of a record from BibTeX,
    /// into which others may have been merged.
    case harmless
  }

  /// Whether all commands of a text are allowed, so that TeX only typesets it.
  static func typesetsOnly(_ source: String, _ trust: Trust) -> Bool {
    source.withUTF8Span { bytes in
      if trust != .harmless, hasHiddenBeyondASCII(bytes) { return false }
      if trust == .mathematics { return LaTeXFormulaCheck.passes(bytes) }
      var here = 0
      while here < bytes.count {
        switch bytes[here] {
        case UInt8(ascii: "%"):
          // It removes the end of a formula on one line.
          if trust == .harmless { return false }
        case UInt8(ascii: "\\"):
          var end = here + 1
          while end < bytes.count, bytes[end].isLetter { end += 1 }
          if end == here + 1 {
            // A non-letter command: `\,`, `\{`, `\\`. In biber's files an at sign counts as a letter of
            // commands.
            if bytes.byte(at: end) == UInt8(ascii: "@") { return false }
            here += 1
          } else {
            guard typesets(bytes, (here + 1)..<end, trust) else { return false }
            here = end - 1
          }
        case let byte where byte < 32 && !byte.isSpace || byte == 127:
          if trust != .harmless { return false }
        default: break
        }
        here += 1
      }
      return true
    }
  }

  private static func typesets(_ bytes: Span<UInt8>, _ name: Range<Int>, _ trust: Trust) -> Bool {
    switch LaTeXCommands.standard.action(bytes, name) {
    case nil:
      if trust == .harmless { return !harmful.contains(bytes, name) }
      return formNames.contains(bytes, name) || otherCommands.contains(bytes, name)
    case .begin, .end:
      let open = name.upperBound
      guard bytes.byte(at: open) == UInt8(ascii: "{"),
        let close = bytes.firstIndex(of: UInt8(ascii: "}"), from: open, to: bytes.count)
      else { return false }
      let environment = (open + 1)..<close
      if trust == .harmless { return !harmful.contains(bytes, environment) }
      return displays.contains(bytes, environment) || environmentNames.contains(bytes, environment)
    case .link: return trust == .harmless || linksToWeb(bytes, from: name.upperBound)
    default: return true
    }
  }

  private static func linksToWeb(_ bytes: Span<UInt8>, from start: Int) -> Bool {
    guard bytes.byte(at: start) == UInt8(ascii: "{"),
      let close = bytes.firstIndex(of: UInt8(ascii: "}"), from: start, to: bytes.count)
    else { return false }
    let address = (start + 1)..<close
    let hasCommands =
      bytes.firstIndex(of: UInt8(ascii: "\\"), UInt8(ascii: "{"), UInt8(ascii: "^"), from: start + 1, to: close) != nil
    return !hasCommands && isLinkable(bytes.text(address), isOfTeX: false)
  }

  // MARK: - Commands of mathematics

  /// The arguments of a command of mathematics.
  struct Form {
    /// How many arguments there must be.
    var arguments: Int
    /// Whether these contain text.
    var isText = false
    /// Whether an option may come before these.
    var takesOption = false
    /// Whether it is only allowed in the cells of a table.
    var isOfTable = false
    var isAccent = false
  }

  /// The arguments of a command, if it is allowed in a formula.
  static func form(of bytes: Span<UInt8>, _ name: Range<Int>) -> Form? {
    if let index = formNames.index(of: bytes, name), forms.indices.contains(index) { return forms[index] }
    switch LaTeXCommands.standard.action(bytes, name) {
    case .text, .function, .declaration, .reset: return Form(arguments: 0)
    case .formula, .gap: return Form(arguments: 1)
    case .mark(let kind): return Form(arguments: 1, isText: kind != .underline)
    case .accent: return Form(arguments: 1, isText: true, isAccent: true)
    default: return nil
    }
  }

  /// How many arguments an environment takes, if it is allowed in a formula.
  static func arguments(ofEnvironment bytes: Span<UInt8>, _ name: Range<Int>) -> Int? {
    environmentNames.index(of: bytes, name).flatMap { environments.indices.contains($0) ? environments[$0].1 : nil }
  }

  private static let formNames = WordList(tables.flatMap { words($0.0) })
  private static let forms = tables.flatMap { table in words(table.0).map { _ in table.1 } }

  private static func words(_ text: String) -> [String] {
    text.utf8.split(separator: 32).map { String(Substring($0)) }
  }

  /// Commands of mathematics: those of LaTeX and amsmath, and units and chemical formulas.
  private static let tables: [(String, Form)] = [
    (
      """
      over atop choose displaystyle textstyle scriptstyle scriptscriptstyle limits nolimits relax nobreak allowbreak quad \
      qquad kern mkern mskip hskip thinspace medspace thickspace negthinspace negmedspace negthickspace mathstrut strut not \
      bmod prime notag nonumber lbrace rbrace lbrack rbrack lvert rvert lVert rVert vert Vert dots ldots cdots vdots ddots \
      dotsb dotsc dotsi dotsm dotso iint iiint iiiint idotsint oint arrowvert Arrowvert lmoustache rmoustache lgroup rgroup \
      bracevert backslash uparrow downarrow updownarrow Uparrow Downarrow Updownarrow hfil hfill
      """, Form(arguments: 0)
    ),
    ("hline", Form(arguments: 0, isOfTable: true)),
    (
      """
      overline overbrace underbrace overrightarrow overleftarrow overleftrightarrow underrightarrow underleftarrow widehat \
      widetilde hat check tilde acute grave dot ddot dddot ddddot breve bar vec mathring big Big bigg Bigg bigl bigr Bigl \
      Bigr biggl biggr Biggl Biggr bigm Bigm biggm Biggm operatorname operatornamewithlimits substack cancel bcancel xcancel \
      pmod mod pod mathpunct mathopen mathclose mathinner mathop mathbin mathrel mathord boxed lefteqn mathrm mathit mathbf \
      mathsf mathtt mathnormal mathcal mathscr mathfrak mathbb mathds mathbbm mathbbmss EuScript boldsymbol bm pmb mathsfit \
      mathbfit mathbfsf phantom hphantom vphantom
      """, Form(arguments: 1)
    ),
    ("sqrt smash xrightarrow xleftarrow ce si num unit", Form(arguments: 1, takesOption: true)),
    ("text textrm textnormal textup textmd textsf textlatin mbox hbox fbox", Form(arguments: 1, isText: true)),
    ("cline", Form(arguments: 1, isOfTable: true)),
    ("frac dfrac tfrac binom dbinom tbinom stackrel overset underset sideset", Form(arguments: 2)),
    ("cfrac SI qty", Form(arguments: 2, takesOption: true)),
    ("multicolumn", Form(arguments: 3, isOfTable: true)),
    ("genfrac", Form(arguments: 6)),
  ]

  /// Other commands that BibTeX fields may have in records of other formats.
  private static let otherCommands = WordList(words("root of cr vcenter mathchoice tag boldmath unboldmath middle"))

  /// Environments allowed in formulas, and how many arguments they take.
  private static let environments: [(String, Int)] = [
    ("array", 1), ("subarray", 1), ("alignedat", 1), ("matrix", 0), ("pmatrix", 0), ("bmatrix", 0), ("Bmatrix", 0),
    ("vmatrix", 0), ("Vmatrix", 0), ("smallmatrix", 0), ("cases", 0), ("aligned", 0), ("gathered", 0), ("split", 0),
  ]
  private static let environmentNames = WordList(environments.map(\.0))

  /// Environments that are formulas themselves.
  private static let displays = WordList(
    words(
      "equation equation* align align* gather gather* multline multline* eqnarray eqnarray* displaymath math"))

  // MARK: - Commands that do more

  /// Commands that read or write files, run programs, define commands, or turn text into commands.
  private static let harmful = WordList(
    """
    input include includeonly InputIfFileExists IfFileExists import subimport subfile openin openout closein closeout read \
    readline write immediate special shipout newread newwrite typein typeout message errmessage csname endcsname ifcsname \
    catcode lccode uccode mathcode delcode lowercase uppercase scantokens let futurelet def edef gdef xdef global long outer \
    expandafter noexpand afterassignment aftergroup everypar everymath everydisplay everyjob everycr everyhbox everyvbox \
    everyeof output endlinechar escapechar newlinechar newcommand renewcommand providecommand DeclareRobustCommand \
    newenvironment renewenvironment usepackage RequirePackage documentclass LoadClass makeatletter ExplSyntaxOn directlua \
    latelua luaexec luadirect ShellEscape pdfobj pdfximage pdffiledump filedump pdfliteral pdfmapfile pdfextension \
    luafunction font includegraphics includepdf lstinputlisting verbatiminput VerbatimInput inputminted bibliography \
    addbibresource AtBeginDocument AtEndDocument ExecuteMetaData CatchFileDef filecontents filecontents* luacode luacode* \
    verbatimwrite VerbatimOut
    """.utf8.split(separator: 32).map { String(Substring($0)) })
}
