import CitemillCore

// Texts that go to TeX as they are. TeX does more than set type: `\input{...}` reads files, `\write18{...}` runs programs, and
// `\begin{input}` is another way to say the first.

extension LaTeXText {
  /// What the commands of a text may be.
  enum Trust {
    /// Those of mathematics, and no signs that take out what follows: in formulas from formats that are not TeX.
    case mathematics
    /// Those that citations have: in fields that are said to come from BibTeX, in a record that does not.
    case known
    /// All but those that read, write or define: in formulas of a record from BibTeX, which may have others merged into it.
    case harmless
  }

  /// Whether the commands of a text are such as are allowed, so that all that TeX does with it is to typeset.
  static func typesetsOnly(_ source: String, _ trust: Trust) -> Bool {
    source.withUTF8Span { bytes in
      var here = 0
      while here < bytes.count {
        switch bytes[here] {
        case UInt8(ascii: "%"), UInt8(ascii: "#"):
          if trust == .mathematics { return false }
        case UInt8(ascii: "\\"):
          var end = here + 1
          while end < bytes.count, bytes[end].isLetter { end += 1 }
          if end == here + 1 {
            // A sign: `\,`, `\{`, `\\`. In the files of biber an at sign is a letter of commands.
            if bytes.byte(at: end) == UInt8(ascii: "@") { return false }
            here += 1
          } else {
            guard typesets(bytes, (here + 1)..<end, trust) else { return false }
            here = end - 1
          }
        default: break
        }
        here += 1
      }
      return true
    }
  }

  private static func typesets(_ bytes: Span<UInt8>, _ name: Range<Int>, _ trust: Trust) -> Bool {
    switch LaTeXCommands.standard.action(bytes, name) {
    case nil: return trust == .harmless ? !harmful.contains(bytes, name) : commands.contains(bytes, name)
    case .begin, .end:
      let open = name.upperBound
      guard bytes.byte(at: open) == UInt8(ascii: "{"),
        let close = bytes.firstIndex(of: UInt8(ascii: "}"), from: open, to: bytes.count)
      else { return false }
      let environment = (open + 1)..<close
      return trust == .harmless ? !harmful.contains(bytes, environment) : environments.contains(bytes, environment)
    case .address, .link: return trust != .mathematics
    default: return true
    }
  }

  /// Commands of mathematics that citations have no other use for: those of LaTeX and amsmath, and units and formulas of
  /// chemistry.
  private static let commands = WordList(
    """
    frac dfrac tfrac cfrac genfrac sqrt root of binom dbinom tbinom choose over atop stackrel overset underset overline \
    overbrace underbrace overrightarrow overleftarrow overleftrightarrow underrightarrow underleftarrow widehat widetilde \
    hat check tilde acute grave dot ddot dddot ddddot breve bar vec mathring middle biggl biggr Biggl Biggr bigg Bigg bigm \
    Bigm biggm Biggm scriptscriptstyle operatornamewithlimits substack sideset quad qquad kern mkern mskip hskip thinspace \
    medspace thickspace negmedspace negthickspace smash mathstrut strut not cancel bcancel xcancel pmod bmod mod pod cr \
    hline cline multicolumn xrightarrow xleftarrow prime mathpunct mathopen mathclose mathinner vcenter mathchoice boxed \
    fbox tag notag lefteqn lbrace rbrace lbrack rbrack lvert rvert lVert rVert vert Vert dots ldots cdots vdots ddots \
    dotsb dotsc dotsi dotsm dotso iint iiint iiiint idotsint oint mathds mathbbm mathbbmss mathfrak mathscr EuScript \
    arrowvert Arrowvert lmoustache rmoustache lgroup rgroup bracevert backslash uparrow downarrow updownarrow Uparrow \
    Downarrow Updownarrow ce SI si num unit qty textrm mathsfit mathbfit mathbfsf boldmath unboldmath
    """.utf8.split(separator: 32).map { String(Substring($0)) })

  /// Commands that read or write files, run programs, define others, or make commands of other texts.
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

  private static let environments = WordList(
    """
    array matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix smallmatrix cases aligned alignedat gathered split equation \
    equation* align align* gather gather* multline multline* eqnarray eqnarray* subarray displaymath math
    """.utf8.split(separator: 32).map { String(Substring($0)) })
}
