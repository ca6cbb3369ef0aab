#if XML
  import CitemillCore

  /// The texts of elements.
  struct JATSText {
    let tree: XMLTree

    private static let formulas = MathML(JATSName.self)

    /// Which elements are no part of a text.
    enum Use {
      /// Titles and names: labels, notes and references to them are left out.
      case title
      /// Text in paragraphs.
      case prose
      /// A citation as it is printed.
      case citation
    }

    /// The words of an element.
    func words(_ node: Int, _ use: Use) -> String {
      tree.simpleText(node) ?? collected(node, use, hasMarks: false).plain()
    }

    /// The words of an element that are not simple; apart, since hardly any are not.
    @inline(never)
    func collected(_ node: Int, _ use: Use, hasMarks: Bool) -> XMLTextBuilder {
      var builder = XMLTextBuilder()
      collect(node, use, hasMarks: hasMarks, into: &builder)
      return builder
    }

    /// Appends the words of an element.
    func collect(_ node: Int, _ use: Use, hasMarks: Bool, into builder: inout XMLTextBuilder) {
      var child = tree.firstChild(node)
      while let here = child {
        let number = tree.name(here)
        if number == XMLNames.text {
          builder.append(tree, here)
        } else if let name = tree.element(here, as: JATSName.self) {
          collect(here, name, use, hasMarks: hasMarks, into: &builder)
        } else {
          collect(here, use, hasMarks: hasMarks, into: &builder)
        }
        child = tree.sibling(here, in: node)
      }
    }

    private func collect(
      _ node: Int, _ name: JATSName, _ use: Use, hasMarks: Bool, into builder: inout XMLTextBuilder
    ) {
      switch name {
      case .label, .fn: return
      case .xref: if use == .title { return }
      case .annotation, .inlineGraphic, .graphic, .media: return
      case .break: return builder.space()
      case .name where use == .citation:
        // Nothing need stand between the parts.
        tree.forEach(in: node, as: JATSName.self) { part, _ in
          builder.space()
          collect(part, use, hasMarks: hasMarks, into: &builder)
        }
        return
      case .dispFormula:
        // A formula on lines of its own, in one of the forms that those within lines have.
        builder.line()
        collect(node, .inlineFormula, use, hasMarks: hasMarks, into: &builder)
        return builder.line()
      case .p, .title, .sec, .list, .listItem:
        builder.line()
        let start = builder.mark()
        collect(node, use, hasMarks: hasMarks, into: &builder)
        if name == .title, hasMarks { builder.add(.sectionHead, from: start) }
        return builder.line()
      case .inlineFormula, .alternatives:
        // Of several forms of a formula MathML has words that can be read; TeX is kept beside it.
        let tex = tree.descendants(JATSName.texMath, of: node).first
        if let math = tree.descendants(JATSName.math, of: node).first {
          return Self.formulas.append(
            tree, math, tex: hasMarks ? tex.map { self.tex($0) } : nil, hasMarks: hasMarks, to: &builder)
        }
        if let tex { return collectTeX(tex, hasMarks: hasMarks, into: &builder) }
      case .math: return Self.formulas.append(tree, node, hasMarks: hasMarks, to: &builder)
      case .texMath: return collectTeX(node, hasMarks: hasMarks, into: &builder)
      default: break
      }
      guard hasMarks, let kind = Self.mark(of: name) else {
        return collect(node, use, hasMarks: hasMarks, into: &builder)
      }
      let start = builder.mark()
      collect(node, use, hasMarks: true, into: &builder)
      builder.add(kind, from: start)
    }

    private static func mark(of name: JATSName) -> Mark.Kind? {
      switch name {
      case .italic: .italic
      case .bold: .bold
      case .sub: .subscripted
      case .sup: .superscripted
      case .sc: .smallCaps
      case .underline: .underline
      case .strike: .strike
      case .monospace: .monospace
      case .overline: .overline
      default: nil
      }
    }

    /// A formula in TeX, without the document that publishers put around it.
    private func tex(_ node: Int) -> String {
      var whole = XMLTextBuilder()
      collect(node, .prose, hasMarks: false, into: &whole)
      return Self.formula(whole.plain())
    }

    private func collectTeX(_ node: Int, hasMarks: Bool, into builder: inout XMLTextBuilder) {
      let tex = self.tex(node)
      if tex.isEmpty { return }
      let start = builder.mark()
      builder.append(tex)
      if hasMarks { builder.add(.mathTeX, from: start, value: tex) }
    }

    /// What stands between `\begin{document}` and `\end{document}`, without dollars around it.
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

    /// The words of an element.
    func text(_ node: Int, _ use: JATSText.Use) -> String { JATSText(tree: tree).words(node, use) }

    func rich(_ node: Int) -> RichText { rich(node, .title) }

    /// The words of an element with their markup.
    func rich(_ node: Int, _ use: JATSText.Use) -> RichText {
      tree.simpleText(node).map { RichText($0) } ?? JATSText(tree: tree).collected(node, use, hasMarks: true).rich()
    }

    /// The words of the elements in an element, with commas between them; all words where some stand beside the elements.
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
