import CitemillCore
import CitemillTestSupport
import Testing

@testable import CitemillText

/// What LaTeX spellings are read as.
@Suite struct LaTeXReadingTests {
  /// Spellings and the plain text they stand for, without marks.
  static let plain: [(String, String)] = [
    // Accents in all spellings.
    (#"\'e \'{e} {\'e} {\'{e}} \' e"#, "é é é é é"), (#"\'{\i} {\'\i} \'\i"#, "í í í"), (#"\'\i n"#, "ín"),
    (#"\v{s} \v s {\v s}"#, "š š š"), (#"\c{c} \c c"#, "ç ç"), (#"\"{\i}"#, "ï"), (#"\H{o}\k{a}\r{a}\u{g}"#, "őąåğ"),
    (#"\=a\.z\d{a}\b{o}\~n\^{\j}"#, "āżạo̱ñĵ"), (#"\t{oo}"#, "o\u{361}o"), (#"\'{\^{e}} \d{\^a} \^{\d a}"#, "ế ậ ậ"),
    (#"\'\^a"#, "ấ"), (#"\`{\u{a}}"#, "ằ"), (#"\'{\ohorn}"#, "ớ"), (#"\h{a} \~{\ecircumflex}"#, #"ả \̃ecircumflex"#),
    (#"G\"odel, Erd\H{o}s, Dvo\v{r}\'ak"#, "Gödel, Erdős, Dvořák"), (#"\'{x}"#, "x\u{301}"), (#"\'{ea}"#, "éa"),
    (#"\'{}\"{}\c{}"#, "´¨¸"), (#"\^{}\~{}"#, "^~"), (#"{\'}"#, "´"), (#"\.{\i}\.I"#, "iİ"), (#"\'{\textalpha}"#, "ά"),
    (#"\'{$\alpha$}"#, "ά"), (#"\textcommabelow{s}"#, "ș"), (#"\'{\ae}"#, "ǽ"), ("\\'\u{EA}", "\u{1EBF}"),
    // Letters and symbols.
    (#"\ss \SS{} \ae\AE\oe\OE\o\O\l\L\aa\AA"#, "ßẞ æÆœŒøØłŁåÅ"), (#"\i\j\dh\DH\th\TH\dj\DJ\ng\NG"#, "ıȷðÐþÞđĐŋŊ"),
    (#"stra{\ss}e, stra\ss{}e, stra\ss e"#, "straße, straße, straße"),
    (#"\LaTeX{} and \BibTeX\ too"#, "LaTeX and BibTeX too"),
    // MathSciNet.
    (#"Gel\cprime fand Fran{\ocirc{u}} \polhk a \lfhook{s} \cdprime"#, "Gelʹfand Franů ą ș ʺ"),
    (#"\copyright\textregistered\texttrademark\textdegree\textmu\texteuro\pounds"#, "©®™°µ€£"),
    (#"\S 5, \P, \dag\ddag\textbullet\textperiodcentered"#, "§5, ¶, †‡•·"), (#"\ldots\dots\textellipsis"#, "………"),
    (#"\textordfeminine\textonehalf\textcelsius\textalpha\textOmega"#, "ª½℃αΩ"),
    (#"\guillemotleft\guilsinglleft\textquotedblleft\textquoteright"#, "«‹“’"),
    (#"\textendash\textemdash\textbackslash\textasciicircum\textasciitilde"#, "–—\\^~"),
    (#"\char"E9 \char233 \char'351 \symbol{233}\symbol{"E9}^^e9^^^^20ac"#, "éééééé€"), (#"\char`\%"#, "%"),
    (#"\alpha\ and $\beta$"#, "α and β"), (#"\ensuremath{\alpha}-helix"#, "α-helix"),
    // Symbols.
    (##"\%\&\$\#\_\{\}"##, "%&$#_{}"), ("50% of A&B_c^d #1", "50% of A&B_c^d #1"), ("10--20---30", "10–20—30"),
    ("a-b", "a-b"), ("``a'' `b'", "“a” ‘b’"), ("don't", "don't"), ("dogs' and `don't'", "dogs' and ‘don't’"),
    ("`a", "‘a"), ("a~b", "a\u{A0}b"), (#"a\ b"#, "a b"),
    (#"a\,b\;c\:d\!e\/f\-g"#, "a\u{2009}b\u{2004}c\u{205F}def\u{AD}g"),
    (#"a\hspace{0pt}b\hspace{1em}c\hspace*{2cm}d\hyphen e\vphantom{\}f}g"#, "a\u{200B}b\u{2003}c d-eg"),
    (#"\begin{quote}a\end{quote}\hspace"#, #"\begin{quote}a\end{quote}\hspace"#),
    ("?`Qu\\'e? !`No", "¿Qué? ¡No"), ("-{}-, '{}', `{}`", "--, '', ‘‘"),
    (#"trailing\"#, "trailing\\"), ("100 $", "100 $"),
    // White space.
    ("  a \n  b\t c  ", "a b c"), ("a {} b", "a b"),
    // Groups without a mark.
    (#"{\'E}tude {\ss} {}x{"}"#, "Étude ß x\""), (#"{\noopsort{1973b}}1973"#, "1973"),
    (#"\mbox{a} \textrm{b}\text{c}"#, "a bc"),
    // Unknown commands.
    (#"\foo{b{\'a}r} \foo[x]{y}{z} \foo, \?"#, #"\foo{b{\'a}r} \foo[x]{y}{z} \foo, \?"#),
    // Crossref's names of symbols, and words and accents that mean nothing or more than one thing.
    (#"$\less$i$\greater$ \&amp$\mathsemicolon$"#, "<i> &amp;"),
    (#"d'{\null}E\xspace{} \bibstring{phdthesis} \bibstring{in}"#, "d'E PhD thesis in"),
    (#"\textacutemacron{a}\textacutemacron e"#, "á\u{304}é\u{304}"),
    // Formula or text.
    (#"\ifmmode \check{C}\else \v{C}\fi{}ad \ifmmode x\fi y"#, "Čad y"),
    (#"\ifmmode\ifmmode a\else b\fi"#, #"\ifmmode\ifmmode a\else b\fi"#), (#"a \else b \fi"#, #"a \else b \fi"#),
    // Addresses.
    (#"\url{http://a.b/c_d%20e\_f--g}"#, "http://a.b/c_d%20e_f--g"),
    // Braces that do not match.
    ("a}b{c", "ab" + "c"), ("{", ""), ("}", ""), (#"\textbf{"#, ""), (#"\'"#, "´"),
    // Formulas of one character.
    (#"$\sim$5 $<$ $\mu$m 20$^\circ$C $-$ $\times$ ${\alpha}$"#, "∼5 < μm 20°C − × α"),
  ]

  @Test(arguments: plain)
  func readsPlain(source: String, expected: String) {
    var findings = LaTeXFindings()
    let text = source.withUTF8Span { LaTeXText.read($0, 0..<$0.count, protectsCase: false, findings: &findings) }
    #expect(text.plain.hasSameBytes(as: expected), "\(text.plain) for \(source)")
    #expect(text.marks.isEmpty)
    let bare = source.withUTF8Span { LaTeXText.readPlain($0, 0..<$0.count, findings: &findings) }
    #expect(bare.hasSameBytes(as: expected))
  }

  /// An empty line begins a line where a text may have lines, and is a space elsewhere.
  @Test func anEmptyLineEndsAParagraph() {
    var findings = LaTeXFindings()
    let source = "  a \n\n  b\t c  "
    let (text, title, bare) = source.withUTF8Span { bytes in
      (
        LaTeXText.read(bytes, 0..<bytes.count, protectsCase: false, findings: &findings).plain,
        LaTeXText.read(bytes, 0..<bytes.count, protectsCase: true, findings: &findings).plain,
        LaTeXText.readPlain(bytes, 0..<bytes.count, findings: &findings)
      )
    }
    #expect(text == "a\nb c" && title == "a b c" && bare == "a b c")
  }

  /// Spellings and the text with its marks as `InlineMarkup`-like tags.
  static let marked: [(String, String)] = [
    (
      #"\textit{a} \emph{b} \textsl c {\it d} {\em e} {\itshape f} \mkbibemph{g}"#,
      "<italic>a</> <italic>b</> <italic>c</> <italic>d</> <italic>e</> <italic>f</> <italic>g</>"
    ),
    (#"\textbf{a} {\bf b} {\bfseries c}"#, "<bold>a</> <bold>b</> <bold>c</>"),
    (#"\textsc{a} {\sc b} \texttt{c} {\tt d}"#, "<small-caps>a</> <small-caps>b</> <monospace>c</> <monospace>d</>"),
    (#"\underline{a} \sout{b} \st{c}"#, "<underline>a</> <strike>b</> <strike>c</>"),
    (#"m\textsuperscript{2} H\textsubscript{2}O"#, "m<sup>2</> H<sub>2</>O"),
    (
      #"m$^{2}$ m$^2$ H$_2$O H$_{2}$O ${}^{14}$C n$^{\mathrm{th}}$ Ca$^{2+}$"#,
      "m<sup>2</> m<sup>2</> H<sub>2</>O H<sub>2</>O <sup>14</>C n<sup>th</> Ca<sup>2+</>"
    ),
    (#"\enquote{a \enquote{b}} c"#, "<quote>a <quote>b</></> c"),
    (#"\href{http://x/\%20y}{t \textbf{u}}"#, "<link=http://x/%20y>t <bold>u</></>"),
    (#"{DNA} repair, {{DNA} repair}, {\'E}t, {\LaTeX}"#, "<no-case>DNA</> repair, <no-case>DNA repair</>, Ét, LaTeX"),
    ("{{Title}}", "<no-case>Title</>"), ("{Title of It}", "<no-case>Title of It</>"),
    (#"\textit{{DNA} x}"#, "<italic><no-case>DNA</> x</>"), (#"{a \it b} c"#, "<no-case>a <italic>b</></> c"),
    (#"{\bf a \it b \rm c}"#, "<bold>a <italic>b </></>c"), (#"\'{\textit{e}}x"#, "<italic>é</>x"),
    (#"$x^2 + \alpha_{ij} \leq \frac{a}{b}$"#, #"<math-tex=x^2 + \alpha_{ij} \leq \frac{a}{b}>x² + αᵢⱼ ≤ a/b</>"#),
    (#"\(x\) and $$y$$ and \[z\]"#, "<math-tex=x>x</> and <math-tex=y>y</> and <math-tex=z>z</>"),
    (
      #"$\bar{x}$ $\mathbb{R}^n$ $\sqrt{2}$ $\not= y$"#,
      #"<math-tex=\bar{x}>x̄</> <math-tex=\mathbb{R}^n>Rⁿ</> <math-tex=\sqrt{2}>√2</> <math-tex=\not= y>≠ y</>"#
    ),
    (#"\textit{ a } b"#, "<italic>a </>b"), (#"\textit{a }"#, "<italic>a</>"), (#"\textit{}b"#, "b"),
    (#"{\it a"#, "<italic>a</>"), (#"a\begin{it}b\end{it}c"#, "a<italic>b</>c"),
  ]

  @Test(arguments: marked)
  func readsMarks(source: String, expected: String) {
    var findings = LaTeXFindings()
    let text = source.withUTF8Span { LaTeXText.read($0, 0..<$0.count, protectsCase: true, findings: &findings) }
    #expect(text.violation == nil)
    #expect(tagged(text) == expected)
    #expect(findings.isEmpty)
  }

  @Test func tellsWhatIsNotKnown() {
    var findings = LaTeXFindings()
    findings.addUnknown(#"\foo"#)
    let source = #"\foo{a} \bar \bar{x} {\baz q} $\qux{x}^2 \quux y$"#
    let text = source.withUTF8Span { LaTeXText.read($0, 0..<$0.count, protectsCase: true, findings: &findings) }
    #expect(findings.unknown == [#"\foo"#, #"\bar"#, #"\baz"#, #"\qux"#, #"\quux"#])
    #expect(text.plain == #"\foo{a} \bar \bar{x} \baz q \qux{x}² \quux y"#)
  }

  @Test func readsWordsWithoutMarks() {
    var findings = LaTeXFindings()
    let source = #"{\it {Le} \enquote{x}} H$_2$O $x^2$ \href{u}{t}"#
    let text = source.withUTF8Span { LaTeXText.readPlain($0, 0..<$0.count, findings: &findings) }
    #expect(text == "Le “x” H2O x² t")
  }

  /// Words that need no frames are read in a quicker way, which is not used inside a command.
  @Test func theQuickWayReadsTheSame() {
    let pieces = [
      "a", "Z", " ", "  ", "\n", "\t", "~", "-", "--", "---", "'", "''", "`", "``", "?", "!", "{", "}", "{}", "{a}",
      "{\\",
      "\\", "\\&", "\\%", "\\$", "\\_", "\\{", "\\ ", "\\,", "\\-", "\\'", "\\'e", "\\'{e}", "{\\'e}", "{\\'{e}}",
      "{\\'{\\i}}",
      "\\'\\i", "\\.{\\i}", "\\\"u", "\\c{c}", "\\c c", "{\\v s}", "\\H{o}", "\\t{oo}", "{\\L}", "\\L", "\\ss",
      "{\\ss}", "\\o ",
      "\\aa{}", "\\i", "\\foo", "\\TeX", "$x$", "^", "é", "e\u{301}", "\u{A0}", "\\textit{b}", "\\em ", "\\hspace{1em}",
      "\\char65 ",
    ]
    var random = SeededGenerator(seed: 5)
    for _ in 0..<20_000 {
      let source = (0..<random.number(1...7)).map { _ in random.pick(pieces) }.joined()
      // Inside the braces of a command nothing else may change.
      guard source.withUTF8Span({ LaTeXText.hasMatchingBraces($0) }), !source.hasSuffix("\\"), !source.contains("\\{")
      else { continue }
      func read(_ source: String) -> RichText {
        var findings = LaTeXFindings()
        return source.withUTF8Span {
          LaTeXText.read($0, 0..<$0.count, protectsCase: true, findings: &findings)
        }
      }
      let (quick, slow) = (read(source), read("\\textup{\(source)}"))
      #expect(quick == slow, "\(source.debugDescription)")
    }
  }

  @Test func onlyTextsOfManyLinesHaveLines() {
    let source = #"a\\b \newline c\par d\\"#
    func read(protectsCase: Bool) -> String {
      var findings = LaTeXFindings()
      return source.withUTF8Span {
        LaTeXText.read($0, 0..<$0.count, protectsCase: protectsCase, findings: &findings).plain
      }
    }
    #expect(read(protectsCase: false) == "a\nb \nc\nd")
    #expect(read(protectsCase: true) == "a b c d")
  }

  @Test func readsARangeAlone() {
    var findings = LaTeXFindings()
    let source = #"\'e{DNA}\'e"#
    let text = source.withUTF8Span { LaTeXText.read($0, 4..<7, protectsCase: true, findings: &findings) }
    #expect(text == RichText("DNA"))
    let out = source.withUTF8Span { LaTeXText.read($0, -5..<900, protectsCase: true, findings: &findings) }
    #expect(out == RichText("éDNAé", marks: [Mark(.noCase, from: 2, to: 5)]))
  }

  /// Swift compares strings by canonical equivalence, so that the form must be compared separately.
  @Test func accentsAreInNormalForm() {
    for letter in "AEIOUSXaeiousx".unicodeScalars {
      for inner in LaTeXAccents.all {
        for outer in LaTeXAccents.all where inner.combining != 0x307 || letter != "i" {
          let source = "\\\(outer.name){\\\(inner.name){\(letter)}}"
          var findings = LaTeXFindings()
          let text = source.withUTF8Span { LaTeXText.readPlain($0, 0..<$0.count, findings: &findings) }
          let marks = [inner.combining, outer.combining].compactMap { Unicode.Scalar($0).map(String.init) }.joined()
          #expect(text == "\(letter)\(marks)", "\(source)")
          let scalars = text.unicodeScalars.map(\.value)
          guard let first = scalars.first else { continue }
          #expect(LaTeXComposition.standard.normalized(first, Array(scalars.dropFirst())) == scalars)
        }
      }
    }
  }

  /// The text with its marks as tags.
  private func tagged(_ text: RichText) -> String {
    var result: [UInt8] = []
    let bytes = Array(text.plain.utf8)
    var open: [Int] = []
    var marks = text.marks[...]
    for index in 0...bytes.count {
      while let end = open.last, end <= index {
        result += Array("</>".utf8)
        open.removeLast()
      }
      while let mark = marks.first, mark.start == index {
        marks.removeFirst()
        result += Array("<\(mark.kind.rawValue)\(mark.value.map { "=" + $0 } ?? "")>".utf8)
        open.append(mark.end)
      }
      if index < bytes.count { result.append(bytes[index]) }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
