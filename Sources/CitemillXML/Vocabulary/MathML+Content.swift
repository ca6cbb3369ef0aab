#if XML
  import CitemillCore

  // Content MathML: the meaning of a formula, `<apply><plus/><ci>a</ci><cn>1</cn></apply>`, converted to the
  // usual notation, a+1.

  extension MathML {
    /// The elements of content MathML that are known; others are read as the text in them.
    static let contentNames =
      operators.map(\.name) + constants.map(\.name) + [
        "apply", "ci", "cn", "csymbol", "sep", "bvar", "lowlimit", "uplimit", "degree", "logbase", "condition",
        "domainofapplication", "interval", "set", "list", "vector", "matrix", "matrixrow", "lambda", "piecewise",
        "piece",
        "otherwise",
      ]
    /// Their attributes that are kept in the source.
    static let contentAttributes = ["type", "closure", "base", "cd"]

    /// How an operator is written.
    enum Writing: Sendable {
      /// Between its operands.
      case between(String)
      /// Before one operand, and between two.
      case minus
      case before(String)
      case behind(String)
      /// After, as an exponent.
      case exponent(String)
      case around(String, String)
      /// As a name before operands, which are in brackets unless they are a single symbol.
      case function(String)
      case times, divide, power, root, exponential, logarithm
      /// A large operator with limits, and whether the variable comes after it.
      case large(String, isIntegral: Bool)
      case derivative(String)
      case quantifier(String)
    }

    /// The kind of an operator, and its precedence.
    struct Operator: Sendable {
      var name: String
      var rank: Int
      var writing: Writing
    }

    /// The highest precedence: a symbol, a number, or what is in brackets.
    private static let single = 9

    static let operators: [Operator] =
      infix(1, [("implies", "⇒"), ("or", "∨"), ("xor", "⊻")]) + infix(2, [("and", "∧")])
      + infix(
        3,
        [
          ("eq", "="), ("neq", "≠"), ("lt", "<"), ("gt", ">"), ("leq", "≤"), ("geq", "≥"), ("equivalent", "≡"),
          ("approx", "≈"), ("factorof", "|"), ("in", "∈"), ("notin", "∉"), ("subset", "⊆"), ("prsubset", "⊂"),
          ("notsubset", "⊈"), ("notprsubset", "⊄"), ("tendsto", "→"),
        ])
      + infix(4, [("union", "∪"), ("intersect", "∩"), ("setdiff", "∖")])
      + infix(5, [("plus", "+")])
      + infix(
        6,
        [
          ("rem", " mod "), ("cartesianproduct", "×"), ("vectorproduct", "×"), ("scalarproduct", "⋅"),
          ("outerproduct", "⊗"),
        ])
      + infix(7, [("compose", "∘")])
      + [
        Operator(name: "minus", rank: 5, writing: .minus), Operator(name: "times", rank: 6, writing: .times),
        Operator(name: "divide", rank: 6, writing: .divide), Operator(name: "power", rank: 8, writing: .power),
        Operator(name: "root", rank: 8, writing: .root), Operator(name: "exp", rank: 8, writing: .exponential),
        Operator(name: "log", rank: 7, writing: .logarithm), Operator(name: "not", rank: 7, writing: .before("¬")),
        Operator(name: "factorial", rank: 8, writing: .behind("!")),
        Operator(name: "transpose", rank: 8, writing: .exponent("T")),
        Operator(name: "inverse", rank: 8, writing: .exponent("−1")),
        Operator(name: "abs", rank: single, writing: .around("|", "|")),
        Operator(name: "card", rank: single, writing: .around("|", "|")),
        Operator(name: "floor", rank: single, writing: .around("⌊", "⌋")),
        Operator(name: "ceiling", rank: single, writing: .around("⌈", "⌉")),
        Operator(name: "mean", rank: single, writing: .around("⟨", "⟩")),
        Operator(name: "int", rank: 5, writing: .large("∫", isIntegral: true)),
        Operator(name: "sum", rank: 5, writing: .large("∑", isIntegral: false)),
        Operator(name: "product", rank: 6, writing: .large("∏", isIntegral: false)),
        Operator(name: "limit", rank: 5, writing: .large("lim", isIntegral: false)),
        Operator(name: "diff", rank: 6, writing: .derivative("d")),
        Operator(name: "partialdiff", rank: 6, writing: .derivative("∂")),
        Operator(name: "forall", rank: 1, writing: .quantifier("∀")),
        Operator(name: "exists", rank: 1, writing: .quantifier("∃")),
      ]
      + [
        "sin", "cos", "tan", "sec", "csc", "cot", "sinh", "cosh", "tanh", "sech", "csch", "coth", "arcsin", "arccos",
        "arctan", "arccosh", "arccot", "arccoth", "arccsc", "arccsch", "arcsec", "arcsech", "arcsinh", "arctanh", "ln",
        "min", "max", "gcd", "lcm", "arg", "quotient", "median", "mode",
      ].map { Operator(name: $0, rank: 7, writing: .function($0)) }
      + [
        ("real", "Re"), ("imaginary", "Im"), ("determinant", "det"), ("grad", "grad"), ("divergence", "div"),
        ("curl", "curl"), ("laplacian", "∇²"), ("conjugate", "conj"), ("sdev", "σ"), ("variance", "var"),
        ("domain", "domain"), ("codomain", "codomain"), ("image", "image"),
      ].map { Operator(name: $0.0, rank: 7, writing: .function($0.1)) }

    private static func infix(_ rank: Int, _ signs: [(String, String)]) -> [Operator] {
      signs.map { Operator(name: $0.0, rank: rank, writing: .between($0.1)) }
    }

    static let constants: [(name: String, sign: String)] = [
      ("infinity", "∞"), ("pi", "π"), ("exponentiale", "e"), ("imaginaryi", "i"), ("true", "true"), ("false", "false"),
      ("emptyset", "∅"), ("naturalnumbers", "ℕ"), ("integers", "ℤ"), ("rationals", "ℚ"), ("reals", "ℝ"),
      ("complexes", "ℂ"), ("primes", "ℙ"), ("eulergamma", "γ"), ("notanumber", "NaN"), ("ident", "id"),
    ]
    private static let operatorsByName = Dictionary(
      operators.map { ($0.name, $0) }, uniquingKeysWith: { one, _ in one })
    private static let constantsByName = Dictionary(
      constants.map { ($0.name, $0.sign) }, uniquingKeysWith: { one, _ in one })
    /// What an application contains besides operator and operands.
    private static let qualifiers: Set<String> = [
      "bvar", "lowlimit", "uplimit", "degree", "logbase", "condition", "domainofapplication",
    ]

    // MARK: - Reading

    /// Appends an element of content MathML; false for all others.
    func appendMeaning(_ tree: XMLTree, _ node: Int, of word: String, into builder: inout XMLTextBuilder) -> Bool {
      let parts = elements(tree, node)
      switch word {
      case "apply": return appendApplication(tree, node, to: parts, into: &builder)
      case "cn": appendNumber(tree, node, into: &builder)
      case "interval":
        let closure = value("closure", tree, node) ?? "closed"
        builder.append(closure == "open" || closure == "open-closed" ? "(" : "[")
        appendList(tree, parts, into: &builder)
        builder.append(closure == "open" || closure == "closed-open" ? ")" : "]")
      case "set", "list": appendSet(tree, parts, isList: word == "list", into: &builder)
      case "vector", "matrixrow":
        if word == "vector" { builder.append("(") }
        appendList(tree, parts, into: &builder)
        if word == "vector" { builder.append(")") }
      case "matrix":
        builder.append("(")
        appendList(tree, parts, between: ";", into: &builder)
        builder.append(")")
      case "lambda":
        appendList(tree, qualified(tree, parts, "bvar"), into: &builder)
        builder.append("↦")
        appendList(tree, operands(tree, parts[...]), into: &builder)
      case "piecewise":
        builder.append("{")
        appendList(tree, parts, between: ";", into: &builder)
        builder.append("}")
      case "piece":
        for (place, part) in parts.enumerated() {
          if place > 0 { appendSpaced("if", &builder) }
          appendWords(tree, part, into: &builder)
        }
      case "otherwise":
        for part in parts { appendWords(tree, part, into: &builder) }
        builder.space()
        builder.append("otherwise")
      default:
        if let sign = Self.constantsByName[word] {
          builder.append(sign)
        } else if let one = Self.operatorsByName[word], parts.isEmpty {
          // An operator that is an object itself: the + of a group.
          appendName(one, &builder)
        } else {
          return false
        }
      }
      return true
    }

    private func appendApplication(
      _ tree: XMLTree, _ node: Int, to parts: [Int], into builder: inout XMLTextBuilder
    ) -> Bool {
      guard let head = parts.first else { return false }
      let operands = operands(tree, parts.dropFirst())
      guard let one = word(tree, head).flatMap({ Self.operatorsByName[$0] }) else {
        // What has no known name is written as its text alone, with what it is applied to.
        guard let name = word(tree, head), ["ci", "csymbol", "apply"].contains(name) else { return false }
        append(tree, head, above: Self.single - 1, into: &builder)
        appendArguments(tree, operands, into: &builder)
        return true
      }
      appendApplication(tree, of: one, parts: parts, to: operands, into: &builder)
      return true
    }

    private func appendApplication(
      _ tree: XMLTree, of one: Operator, parts: [Int], to operands: [Int],
      into builder: inout XMLTextBuilder
    ) {
      func operand(_ place: Int, _ rank: Int) {
        if operands.indices.contains(place) {
          append(tree, operands[place], above: rank, into: &builder)
        }
      }
      func mark(_ kind: Mark.Kind, _ body: () -> Void) {
        let start = builder.mark()
        body()
        builder.add(kind, from: start)
      }
      func words(_ name: String) {
        for part in qualified(tree, parts, name) { appendWords(tree, part, into: &builder) }
      }
      switch one.writing {
      case .between(let sign):
        for place in operands.indices {
          if place > 0 { appendSpaced(sign, &builder) }
          operand(place, one.rank + 1)
        }
      case .minus:
        if operands.count > 1 { operand(0, one.rank) }
        builder.append("−")
        operand(operands.count > 1 ? 1 : 0, one.rank + 1)
      case .times:
        for place in operands.indices {
          if place > 0, beginsWithDigit(tree, operands[place]) { builder.append("×") }
          operand(place, one.rank)
        }
      case .divide:
        operand(0, one.rank)
        builder.append("/")
        operand(1, one.rank + 1)
      case .power:
        operand(0, Self.single)
        mark(.superscripted) { operand(1, 0) }
      case .root:
        mark(.superscripted) { words("degree") }
        builder.append("√")
        operand(0, Self.single)
      case .exponential:
        builder.append("e")
        mark(.superscripted) { operand(0, 0) }
      case .logarithm:
        builder.append("log")
        mark(.subscripted) { words("logbase") }
        appendFunctionArguments(tree, operands, into: &builder)
      case .before(let sign):
        builder.append(sign)
        operand(0, one.rank)
      case .behind(let sign):
        operand(0, Self.single)
        builder.append(sign)
      case .exponent(let words):
        operand(0, Self.single)
        mark(.superscripted) { builder.append(words) }
      case .around(let open, let close):
        builder.append(open)
        appendList(tree, operands, into: &builder)
        builder.append(close)
      case .function(let name):
        builder.append(name)
        appendFunctionArguments(tree, operands, into: &builder)
      case .large(let sign, let isIntegral):
        builder.append(sign)
        mark(.subscripted) {
          if !isIntegral, !qualified(tree, parts, "lowlimit").isEmpty {
            words("bvar")
            if !qualified(tree, parts, "bvar").isEmpty { builder.append(sign == "lim" ? "→" : "=") }
          }
          words("lowlimit")
          words("condition")
          words("domainofapplication")
        }
        mark(.superscripted) { words("uplimit") }
        if sign == "lim" { builder.space() }
        operand(0, one.rank)
        if isIntegral {
          builder.space()
          builder.append("d")
          words("bvar")
        }
      case .derivative(let sign):
        builder.append(sign)
        operand(0, Self.single)
        let variables = qualified(tree, parts, "bvar")
        if !variables.isEmpty { builder.append("/") }
        for variable in variables {
          builder.append(sign)
          appendWords(tree, variable, into: &builder)
        }
      case .quantifier(let sign):
        builder.append(sign)
        appendList(tree, qualified(tree, parts, "bvar"), into: &builder)
        for part in qualified(tree, parts, "condition") {
          appendSign(",", &builder)
          appendWords(tree, part, into: &builder)
        }
        appendSign(":", &builder)
        operand(0, one.rank)
      }
    }

    /// Appends an operand, in brackets if its own operator has lower precedence than what is around it.
    private func append(_ tree: XMLTree, _ node: Int, above least: Int, into builder: inout XMLTextBuilder) {
      let isOpen = rank(tree, node) < least
      if isOpen { builder.append("(") }
      appendWords(tree, node, into: &builder)
      if isOpen { builder.append(")") }
    }

    /// The precedence of an operand.
    private func rank(_ tree: XMLTree, _ node: Int) -> Int {
      switch word(tree, node) {
      case "apply":
        let parts = elements(tree, node)
        guard let head = parts.first.flatMap({ word(tree, $0) }) else { return 0 }
        if let one = Self.operatorsByName[head] { return one.rank }
        return ["ci", "csymbol", "apply"].contains(head) ? Self.single : 0
      case "cn":
        let text = tree.bytes.span.trimmed(tree.textRange(node))
        if elements(tree, node).isEmpty {
          return tree.bytes.span.byte(at: text.lowerBound) == UInt8(ascii: "-") ? 5 : Self.single
        }
        return 5
      case "lambda": return 0
      case "mrow", "math", "semantics", nil: return tokens(tree, node) < 2 ? Self.single : 0
      default: return Self.single
      }
    }

    /// `(a, b)` after the name of a function.
    private func appendArguments(_ tree: XMLTree, _ operands: [Int], into builder: inout XMLTextBuilder) {
      if operands.isEmpty { return }
      builder.append("(")
      appendList(tree, operands, into: &builder)
      builder.append(")")
    }

    /// `sin x` and `sin(2x)`.
    private func appendFunctionArguments(_ tree: XMLTree, _ operands: [Int], into builder: inout XMLTextBuilder) {
      guard operands.count == 1, rank(tree, operands[0]) == Self.single else {
        return appendArguments(tree, operands, into: &builder)
      }
      builder.space()
      appendWords(tree, operands[0], into: &builder)
    }

    private func appendList(
      _ tree: XMLTree, _ parts: [Int], between sign: String = ",", into builder: inout XMLTextBuilder
    ) {
      for (place, part) in parts.enumerated() {
        if place > 0 { appendSign(sign, &builder) }
        appendWords(tree, part, into: &builder)
      }
    }

    /// `{1, 2}` and `{x | x>0}`.
    private func appendSet(_ tree: XMLTree, _ parts: [Int], isList: Bool, into builder: inout XMLTextBuilder) {
      builder.append(isList ? "[" : "{")
      let variables = qualified(tree, parts, "bvar")
      let own = operands(tree, parts[...])
      appendList(tree, own.isEmpty ? variables : own, into: &builder)
      for part in qualified(tree, parts, "condition") {
        appendSpaced("|", &builder)
        appendWords(tree, part, into: &builder)
      }
      builder.append(isList ? "]" : "}")
    }

    /// `17/29`, `6.02×10²³`, `3+4i` for a number with parts, else its text.
    private func appendNumber(_ tree: XMLTree, _ node: Int, into builder: inout XMLTextBuilder) {
      var texts: [Range<Int>] = []
      tree.forEachNode(in: node) { here in
        let range = tree.bytes.span.trimmed(tree.textRange(here))
        if tree.name(here) == XMLNames.text, !range.isEmpty { texts.append(range) }
      }
      guard texts.count == 2, let kind = value("type", tree, node) else {
        appendContent(tree, node, into: &builder)
        return
      }
      builder.append(tree.bytes.span, texts[0])
      switch kind {
      case "rational": builder.append("/")
      case "e-notation": builder.append("×10")
      case "complex-cartesian":
        // "3" and "-4" are 3-4i.
        if tree.bytes.span.byte(at: texts[1].lowerBound) != UInt8(ascii: "-") { builder.append("+") }
      case "complex-polar": builder.append("∠")
      default: builder.space()
      }
      let start = builder.mark()
      builder.append(tree.bytes.span, texts[1])
      if kind == "e-notation" { builder.add(.superscripted, from: start) }
      if kind == "complex-cartesian" { builder.append("i") }
    }

    private func appendName(_ one: Operator, _ builder: inout XMLTextBuilder) {
      switch one.writing {
      case .between(let sign), .before(let sign), .behind(let sign), .quantifier(let sign), .derivative(let sign),
        .large(let sign, _), .function(let sign):
        builder.append(sign)
      case .minus: builder.append("−")
      case .times: builder.append("×")
      case .divide: builder.append("/")
      case .root: builder.append("√")
      case .power, .exponential, .logarithm, .exponent, .around: builder.append(one.name)
      }
    }

    // MARK: - Parts

    private func operands(_ tree: XMLTree, _ parts: ArraySlice<Int>) -> [Int] {
      parts.filter { word(tree, $0).map { !Self.qualifiers.contains($0) } ?? true }
    }

    private func qualified(_ tree: XMLTree, _ parts: [Int], _ name: String) -> [Int] {
      parts.filter { word(tree, $0) == name }
    }

    /// Whether an operand begins with a digit, which the text before it may end with.
    private func beginsWithDigit(_ tree: XMLTree, _ node: Int) -> Bool {
      var here = node
      while let child = elements(tree, here).first {
        // In an application the operand comes first if the operator is between or after operands.
        here = word(tree, here) == "apply" ? elements(tree, here).dropFirst().first ?? child : child
      }
      let text = tree.bytes.span.trimmed(tree.textRange(here))
      return tree.bytes.span.byte(at: text.lowerBound)?.isDigit == true
    }

    /// A symbol with a space after it.
    private func appendSign(_ sign: String, _ builder: inout XMLTextBuilder) {
      builder.append(sign)
      builder.space()
    }

    /// A word between spaces; a symbol has none around it.
    private func appendSpaced(_ words: String, _ builder: inout XMLTextBuilder) {
      let isWord = words == "|" || words.utf8.contains(where: \.isLetter)
      if isWord { builder.space() }
      builder.append(words.utf8.first == 32 ? String(words.dropFirst().dropLast()) : words)
      if isWord { builder.space() }
    }
  }
#endif
