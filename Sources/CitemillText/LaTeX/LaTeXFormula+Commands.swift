import CitemillCore

// Formulas from formats that are not TeX. They go to TeX as they are, and TeX does more than set type: `\input{...}` reads files,
// `\write18{...}` runs programs, and `\begin{input}` is another way to say the first.

extension LaTeXText {
  /// Whether all that a formula does is to typeset: it has only commands and environments of mathematics, and no signs that
  /// take out what follows.
  static func typesetsOnly(_ source: String) -> Bool {
    source.withUTF8Span { bytes in
      var here = 0
      while here < bytes.count {
        switch bytes[here] {
        case UInt8(ascii: "%"), UInt8(ascii: "#"): return false
        case UInt8(ascii: "\\"):
          var end = here + 1
          while end < bytes.count, bytes[end].isLetter { end += 1 }
          if end == here + 1 {
            // A sign: `\,`, `\{`, `\\`. In the files of biber an at sign is a letter of commands.
            if bytes.byte(at: end) == UInt8(ascii: "@") { return false }
            here += 1
          } else {
            guard typesets(bytes, (here + 1)..<end) else { return false }
            here = end - 1
          }
        default: break
        }
        here += 1
      }
      return true
    }
  }

  private static func typesets(_ bytes: Span<UInt8>, _ name: Range<Int>) -> Bool {
    switch LaTeXCommands.standard.action(bytes, name) {
    case nil: return commands.index(of: bytes, name) != nil
    case .begin, .end:
      let open = name.upperBound
      guard bytes.byte(at: open) == UInt8(ascii: "{"),
        let close = bytes.firstIndex(of: UInt8(ascii: "}"), from: open, to: bytes.count)
      else { return false }
      return environments.index(of: bytes, (open + 1)..<close) != nil
    case .address, .link: return false
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

  private static let environments = WordList(
    """
    array matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix smallmatrix cases aligned alignedat gathered split equation \
    equation* align align* gather gather* multline multline* eqnarray eqnarray* subarray displaymath math
    """.utf8.split(separator: 32).map { String(Substring($0)) })
}
