#if XML
  import CitemillCore

  /// The elements that are not part of a text.
  enum JATSText {
    /// Titles and names: labels, notes and references to them are left out.
    case title
    /// Text in paragraphs.
    case prose
    /// A citation as it is printed.
    case citation

    var rules: XMLTextRules {
      switch self {
      case .title: Self.titles
      case .prose: Self.paragraphs
      case .citation: Self.citations
      }
    }

    private static let titles = rules(leavingOut: [.xref])
    private static let paragraphs = rules()
    private static let citations = rules(partingNames: true)
    private static let formulas = MathML(JATSName.self)

    /// The elements of faces with their marks, for reading and writing.
    static let faces: [(JATSName, Mark.Kind)] = [
      (.italic, .italic), (.bold, .bold), (.sub, .subscripted), (.sup, .superscripted), (.sc, .smallCaps),
      (.underline, .underline), (.strike, .strike), (.monospace, .monospace), (.overline, .overline),
      (.fixedCase, .noCase),
    ]

    private static func rules(leavingOut others: [JATSName] = [], partingNames: Bool = false) -> XMLTextRules {
      var rules = XMLTextRules(
        JATSName.self,
        marks: faces, leavingOut: [.label, .fn, .annotation, .inlineGraphic, .graphic, .media] + others)
      rules.readOther = { rules, tree, node, builder in
        guard let name = tree.element(node, as: JATSName.self) else { return false }
        if partingNames, name == .name {
          // There need not be any space between the parts.
          tree.forEach(in: node, as: JATSName.self) { part, _ in
            builder.space()
            rules.collect(tree, part, into: &builder)
          }
          return true
        }
        return read(node, name, by: rules, of: tree, into: &builder)
      }
      return rules
    }

    private static func read(
      _ node: Int, _ name: JATSName, by rules: XMLTextRules, of tree: XMLTree,
      into builder: inout XMLTextBuilder
    ) -> Bool {
      switch name {
      case .break: builder.space()
      case .extLink, .uri: return readLink(node, by: rules, of: tree, into: &builder)
      case .dispFormula, .p, .title, .sec, .list, .listItem:
        builder.line()
        let start = builder.mark()
        // A formula on lines of its own is in one of the forms that inline formulas have.
        if name != .dispFormula || !read(node, .inlineFormula, by: rules, of: tree, into: &builder) {
          rules.collect(tree, node, into: &builder)
        }
        if name == .title { builder.add(.sectionHead, from: start) }
        builder.line()
      case .inlineFormula, .alternatives:
        // Of the forms of a formula MathML contains text that can be read; TeX is kept beside it.
        let tex = tree.descendants(JATSName.texMath, of: node).first
        if let math = tree.descendants(JATSName.math, of: node).first {
          let source = builder.hasMarks ? tex.map { self.tex($0, tree) } : nil
          formulas.append(tree, math, tex: source, to: &builder)
        } else if let tex {
          collectTeX(
            tex, readAs: tree.descendants(JATSName.textualForm, of: node).first, by: rules, tree, into: &builder)
        } else {
          return false
        }
      case .math: formulas.append(tree, node, to: &builder)
      case .texMath: collectTeX(node, by: rules, tree, into: &builder)
      default: return false
      }
      return true
    }

    /// Appends the text of a link, and marks it with the address, unless the text shows that already.
    private static func readLink(
      _ node: Int, by rules: XMLTextRules, of tree: XMLTree, into builder: inout XMLTextBuilder
    ) -> Bool {
      guard builder.hasMarks, let address = tree.look(JATSName.href.number, of: node).flatMap({ webAddress($0) }) else {
        return false
      }
      let start = builder.mark()
      rules.collect(tree, node, into: &builder)
      let text = builder.bytes.span.text(start..<builder.bytes.count)
      if !text.isEmpty, !address.hasSuffix(text) {
        tree.take(JATSName.href.number, of: node)
        builder.add(.link, from: start, value: address)
      }
      return true
    }

    /// An address outside of the document, that of a DOI included; nil for others.
    private static func webAddress(_ text: String) -> String? {
      let schemes: [StaticString] = ["http://", "https://", "ftp://", "mailto:"]
      if text.withUTF8Span({ bytes in schemes.contains { bytes.standsInAnyCase($0, at: 0) } }) { return text }
      return DOIText.isOne(text) ? "https://doi.org/\(text)" : nil
    }

    /// A formula in TeX, without the document that publishers put around it.
    private static func tex(_ node: Int, _ tree: XMLTree) -> String { formula(paragraphs.text(tree, node)) }

    /// Appends a formula in TeX, with the readable text beside it, or else the TeX itself.
    private static func collectTeX(
      _ node: Int, readAs words: Int? = nil, by rules: XMLTextRules, _ tree: XMLTree, into builder: inout XMLTextBuilder
    ) {
      let tex = tex(node, tree)
      if tex.isEmpty { return }
      let start = builder.mark()
      if let words { rules.collect(tree, words, into: &builder) } else { builder.append(tex) }
      builder.add(.mathTeX, from: start, value: tex)
    }

    /// What is between `\begin{document}` and `\end{document}`, without dollars around it.
    private static func formula(_ text: String) -> String {
      text.withUTF8Span { bytes in
        var range = bytes.trimmed(0..<bytes.count)
        for index in range where bytes.stands("\\begin{document}", at: index) {
          range = (index + 16)..<range.upperBound
          break
        }
        for index in range where bytes.stands("\\end{document}", at: index) {
          range = range.lowerBound..<index
          break
        }
        range = bytes.trimmed(range)
        while range.count > 1, bytes[range.lowerBound] == UInt8(ascii: "$"),
          bytes[range.upperBound - 1] == UInt8(ascii: "$")
        {
          range = bytes.trimmed((range.lowerBound + 1)..<(range.upperBound - 1))
        }
        return bytes.text(range)
      }
    }
  }

  extension JATSDecoder {
    func text(_ node: Int?) -> String { node.map { text($0, .title) } ?? "" }

    /// The text of an element.
    func text(_ node: Int, _ text: JATSText) -> String { tree.simpleText(node) ?? text.rules.text(tree, node) }

    func rich(_ node: Int) -> RichText { rich(node, .title) }

    /// The text of an element with its markup.
    func rich(_ node: Int, _ text: JATSText) -> RichText {
      tree.simpleText(node).map { RichText($0) } ?? text.rules.rich(tree, node)
    }

    /// The texts of the elements in an element, separated by commas; the whole text if some of it is beside
    /// the elements.
    func listed(_ node: Int) -> String {
      var hasOthers = false
      tree.forEachNode(in: node) {
        if tree.name($0) == XMLNames.text, tree.saysSomething($0) { hasOthers = true }
      }
      if hasOthers { return text(node) }
      var words: [String] = []
      tree.forEach(in: node, as: JATSName.self) { child, name in
        if name == .label || name == .xref { return }
        let text = self.text(child)
        if !text.isEmpty { words.append(text) }
      }
      return words.isEmpty ? text(node) : words.joined(separator: ", ")
    }
  }
#endif
