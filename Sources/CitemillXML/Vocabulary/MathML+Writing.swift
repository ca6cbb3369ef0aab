#if XML
  import CitemillCore

  extension MathML {
    /// A formula in MathML with a prefix before each name, `mml:`, and only with what the DTD of MathML 2
    /// allows, which the DTDs of JATS and Crossref include. Nil if it is ill-formed or has elements that they
    /// do not allow in that place.
    ///
    /// Attributes that an element does not have there are left out.
    static func prefixed(_ source: String, by prefix: String) -> String? {
      var writing = MathMLWriting(prefix: Array(prefix.utf8))
      return source.withUTF8Span { writing.write($0) }
    }
  }

  /// Reads the source of a formula, tag by tag, and writes it with prefixes.
  private struct MathMLWriting {
    let prefix: [UInt8]
    private var result: [UInt8] = []
    /// The elements that are open.
    private var open: [(name: String, model: MathMLModel)] = []
    private var isDone = false

    init(prefix: [UInt8]) { self.prefix = prefix }

    mutating func write(_ bytes: Span<UInt8>) -> String? {
      let whole = bytes.trimmed(0..<bytes.count)
      var here = whole.lowerBound
      while here < whole.upperBound {
        if isDone { return nil }
        if bytes[here] == UInt8(ascii: "<") {
          guard let end = tag(bytes, from: here + 1, to: whole.upperBound) else { return nil }
          here = end
        } else {
          let end = bytes.firstIndex(of: UInt8(ascii: "<"), from: here, to: whole.upperBound) ?? whole.upperBound
          guard text(bytes, here..<end) else { return nil }
          here = end
        }
      }
      return isDone ? String(decoding: result, as: UTF8.self) : nil
    }

    /// Writes a text; false if none is allowed.
    private mutating func text(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
      if bytes.trimmed(range).isEmpty { return true }
      guard let model = open.last?.model, model.hasText else { return false }
      return append(value: bytes, range)
    }

    /// Writes a tag, and returns the index after it; nil if it is not allowed there.
    private mutating func tag(_ bytes: Span<UInt8>, from start: Int, to limit: Int) -> Int? {
      var here = start
      let isEnd = bytes.byte(at: here) == UInt8(ascii: "/")
      if isEnd { here += 1 }
      let nameStart = here
      while here < limit, bytes[here].isXMLName { here += 1 }
      let name = localName(bytes, nameStart..<here)
      if isEnd {
        guard let last = open.popLast(), last.name == name, bytes.byte(at: here) == UInt8(ascii: ">") else {
          return nil
        }
        result += [UInt8(ascii: "<"), UInt8(ascii: "/")] + prefix + Array(name.utf8) + [UInt8(ascii: ">")]
        isDone = open.isEmpty
        return here + 1
      }
      guard open.count < 64, let model = MathMLModel(name) else { return nil }
      if let outer = open.last {
        guard outer.model.allows(model, outer.name) else { return nil }
      } else if name != "math" {
        return nil
      }
      result += [UInt8(ascii: "<")] + prefix + Array(name.utf8)
      if open.isEmpty { declare() }
      guard let end = attributes(bytes, from: here, to: limit, of: name) else { return nil }
      here = end
      if bytes.byte(at: here) == UInt8(ascii: "/") {
        guard bytes.byte(at: here + 1) == UInt8(ascii: ">") else { return nil }
        result += Array("/>".utf8)
        isDone = open.isEmpty
        return here + 2
      }
      result.append(UInt8(ascii: ">"))
      open.append((name, model))
      return here + 1
    }

    private mutating func declare() {
      var name = prefix
      if name.last == UInt8(ascii: ":") { name.removeLast() }
      let attribute = name.isEmpty ? "xmlns" : "xmlns:\(String(decoding: name, as: UTF8.self))"
      result += Array(" \(attribute)=\"http://www.w3.org/1998/Math/MathML\"".utf8)
    }

    /// Writes the attributes that an element has, and returns the index of the character that ends the tag.
    private mutating func attributes(_ bytes: Span<UInt8>, from start: Int, to limit: Int, of name: String) -> Int? {
      var here = start
      var written: [String] = []
      while true {
        while here < limit, bytes[here].isSpace { here += 1 }
        guard let byte = bytes.byte(at: here), here < limit else { return nil }
        if byte == UInt8(ascii: ">") || byte == UInt8(ascii: "/") { return here }
        let nameStart = here
        while here < limit, bytes[here].isXMLName { here += 1 }
        let word = bytes.text(nameStart..<here)
        guard !word.isEmpty, bytes.byte(at: here) == UInt8(ascii: "="), let quote = bytes.byte(at: here + 1),
          quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"),
          let end = bytes.firstIndex(of: quote, from: here + 2, to: limit)
        else { return nil }
        let value = (here + 2)..<end
        here = end + 1
        guard MathMLModel.has(word, name, value: bytes.text(value)), !written.contains(word) else { continue }
        written.append(word)
        result += Array(" \(word)=\"".utf8)
        guard append(value: bytes, value, inAttribute: true) else { return nil }
        result.append(UInt8(ascii: "\""))
      }
    }

    /// Appends text that is escaped in XML's syntax; false for what XML does not know.
    private mutating func append(value bytes: Span<UInt8>, _ range: Range<Int>, inAttribute: Bool = false) -> Bool {
      var here = range.lowerBound
      while let and = bytes.firstIndex(of: UInt8(ascii: "&"), from: here, to: range.upperBound) {
        guard let end = bytes.firstIndex(of: UInt8(ascii: ";"), from: and, to: min(and + 12, range.upperBound)) else {
          return false
        }
        let name = bytes.text((and + 1)..<end)
        guard ["amp", "lt", "gt", "quot", "apos"].contains(name) else { return false }
        here = end + 1
      }
      var sink = ByteSink()
      // XML does not allow control characters.
      for index in range where bytes[index] < 32 && ![9, 10, 13].contains(bytes[index]) { return false }
      for index in range where bytes[index] == 0xEF && bytes.byte(at: index + 1) == 0xBF {
        if index + 2 < range.upperBound, bytes[index + 2] >= 0xBE { return false }
      }
      sink.append(bytes, range)
      for byte in sink.bytes {
        switch byte {
        case UInt8(ascii: "<"): result += Array("&lt;".utf8)
        case UInt8(ascii: ">"): result += Array("&gt;".utf8)
        case UInt8(ascii: "\"") where inAttribute: result += Array("&quot;".utf8)
        default: result.append(byte)
        }
      }
      return true
    }

    private func localName(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
      let colon = bytes.firstIndex(of: UInt8(ascii: ":"), from: range.lowerBound, to: range.upperBound)
      return bytes.text((colon.map { $0 + 1 } ?? range.lowerBound)..<range.upperBound)
    }
  }

  /// The content of an element of MathML 2, by its DTD.
  private enum MathMLModel {
    case formula
    /// Only text.
    case token
    /// Text and elements of presentation.
    case content
    case empty
    /// An operator of content, which is empty.
    case sign
    /// A constant of content, which is empty.
    case constant
    /// Only in an element of presentation, and empty.
    case filler
    case presentation
    /// Elements of content, among operators and their limits.
    case meaning
    /// A limit or similar element, which occurs only in content.
    case limit
    case note
    case piecewise
    case piece

    init?(_ name: String) {
      guard let found = Self.models[name] else { return nil }
      self = found
    }

    private static let models: [String: MathMLModel] = {
      var models: [String: MathMLModel] = ["math": .formula, "annotation": .note, "piecewise": .piecewise]
      for name in ["mi", "mo", "mn", "ms", "mtext"] { models[name] = .token }
      for name in ["ci", "cn", "csymbol"] { models[name] = .content }
      for name in ["mprescripts", "none"] { models[name] = .filler }
      models["mspace"] = .empty
      for name in [
        "mrow", "mfrac", "msqrt", "mroot", "mstyle", "merror", "mpadded", "mphantom", "mfenced", "menclose", "msub",
        "msup", "msubsup", "munder", "mover", "munderover", "mmultiscripts", "mtable", "mtr", "mlabeledtr", "mtd",
        "maction",
      ] { models[name] = .presentation }
      for name in ["semantics", "apply", "interval", "set", "list", "vector", "matrix", "matrixrow", "lambda"] {
        models[name] = .meaning
      }
      for name in ["bvar", "lowlimit", "uplimit", "degree", "logbase", "condition", "domainofapplication"] {
        models[name] = .limit
      }
      for name in ["piece", "otherwise"] { models[name] = .piece }
      models["sep"] = .sign
      for one in MathML.operators { models[one.name] = .sign }
      for one in MathML.constants { models[one.name] = .constant }
      models["ident"] = .sign
      return models
    }()

    var hasText: Bool { self == .token || self == .content || self == .note }

    /// Whether an element with another content model may be in one with this.
    func allows(_ inner: MathMLModel, _ name: String) -> Bool {
      switch self {
      case .token, .empty, .sign, .constant, .filler, .note: false
      case .content: [.token, .empty, .presentation].contains(inner)
      case .formula: [.token, .empty, .presentation, .content, .constant, .meaning, .piecewise].contains(inner)
      case .presentation:
        [.token, .empty, .presentation, .content, .constant, .meaning, .piecewise, .filler].contains(inner)
      case .meaning, .limit, .piece:
        [.token, .empty, .presentation, .content, .constant, .sign, .meaning, .limit, .piecewise, .note].contains(inner)
      case .piecewise: inner == .piece
      }
    }

    /// Whether an element has an attribute with a value.
    static func has(_ attribute: String, _ name: String, value: String) -> Bool {
      guard let names = attributes[attribute], names.contains(name) else { return false }
      return !["accent", "stretchy"].contains(attribute) || ["true", "false"].contains(value)
    }

    private static let attributes: [String: [String]] = [
      "mathvariant": ["mi", "mo", "mn", "ms", "mtext", "mstyle"], "display": ["math"], "alttext": ["math"],
      "open": ["mstyle", "mfenced"], "close": ["mstyle", "mfenced"], "separators": ["mstyle", "mfenced"],
      "accent": ["mo", "mstyle", "mover", "munderover"], "stretchy": ["mo", "mstyle"],
      "linethickness": ["mfrac", "mstyle"], "encoding": ["semantics", "annotation", "ci", "cn", "csymbol"],
      "columnalign": ["mstyle", "mtable", "mtr", "mlabeledtr", "mtd"], "notation": ["menclose"],
      "type": ["ci", "cn", "csymbol", "set"], "base": ["cn"], "closure": ["interval"],
    ]
  }
#endif
