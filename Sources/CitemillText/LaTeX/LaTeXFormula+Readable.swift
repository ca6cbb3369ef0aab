import CitemillCore

extension LaTeXFormula {
  /// A readable form of a formula: `\alpha^{2} \leq x_1` gives `α² ≤ x₁`.
  ///
  /// Commands without a readable form are kept as written, with their arguments.
  static func readable(_ bytes: Span<UInt8>, _ range: Range<Int>, _ findings: inout LaTeXFindings) -> [UInt8] {
    var form = LaTeXReadableForm(range)
    form.run(bytes, &findings)
    return form.result
  }
}

/// Makes a readable form of one formula.
private struct LaTeXReadableForm {
  /// What is done with an argument at its end.
  enum Action {
    case group, raise, lower
    /// A scalar that is inserted after the first character.
    case accent(UInt32)
    /// A slash is put between it and the denominator.
    case numerator
  }

  /// An open argument.
  struct Frame {
    var action: Action
    var start: Int
    var isBraced: Bool
  }

  private var here: Int
  private let range: Range<Int>
  private var end: Int { range.upperBound }
  private var text: [UInt8] = []
  private var frames: [Frame] = []
  private var overflow = 0
  /// Whether the slash of a fraction comes last.
  private var isBeforeDenominator = false
  /// The matching brackets, computed on first use.
  private var brackets: LaTeXBrackets?

  init(_ range: Range<Int>) {
    here = range.lowerBound
    self.range = range
  }

  var result: [UInt8] {
    var result = text
    while result.last == 32 { result.removeLast() }
    return result
  }

  mutating func run(_ bytes: Span<UInt8>, _ findings: inout LaTeXFindings) {
    while here < end {
      if step(bytes, &findings) { completeArguments() }
    }
    while let frame = frames.popLast() { finish(frame) }
  }

  /// Reads on; returns whether something was read that can be an argument without braces.
  private mutating func step(_ bytes: Span<UInt8>, _ findings: inout LaTeXFindings) -> Bool {
    let byte = bytes[here]
    here += 1
    let followsStroke = isBeforeDenominator
    if !byte.isSpace { isBeforeDenominator = false }
    switch byte {
    case UInt8(ascii: "\\"): return readCommand(bytes, &findings)
    case UInt8(ascii: "^"), UInt8(ascii: "_"):
      push(byte == UInt8(ascii: "^") ? .raise : .lower)
      return false
    case UInt8(ascii: "{"):
      if let last = frames.indices.last, !frames[last].isBraced {
        frames[last].isBraced = true
      } else if !push(.group, isBraced: true) {
        overflow += 1
      }
      return false
    case UInt8(ascii: "}"): return closeBrace()
    case UInt8(ascii: "&"), UInt8(ascii: "$"): return false
    case UInt8(ascii: "'"): text.append(scalar: 0x2032)
    case UInt8(ascii: "~"): space()
    case _ where byte.isSpace:
      let isAwaiting = frames.last.map { !$0.isBraced } ?? false
      if !isAwaiting, !followsStroke { space() }
      return false
    default:
      text.append(byte)
      while here < end, bytes[here] & 0xC0 == 0x80 {
        text.append(bytes[here])
        here += 1
      }
    }
    return true
  }

  private mutating func space() {
    if let last = text.last, last != 32 { text.append(32) }
  }

  @discardableResult
  private mutating func push(_ action: Action, isBraced: Bool = false) -> Bool {
    guard frames.count < 32 else { return false }
    frames.append(Frame(action: action, start: text.count, isBraced: isBraced))
    return true
  }

  private mutating func closeBrace() -> Bool {
    if overflow > 0 {
      overflow -= 1
      return false
    }
    guard frames.contains(where: \.isBraced) else { return false }
    while let frame = frames.popLast() {
      finish(frame)
      if frame.isBraced { break }
    }
    return true
  }

  private mutating func completeArguments() {
    while let frame = frames.last, !frame.isBraced {
      frames.removeLast()
      finish(frame)
    }
  }

  private mutating func finish(_ frame: Frame) {
    switch frame.action {
    case .group: break
    case .numerator:
      text.append(UInt8(ascii: "/"))
      isBeforeDenominator = true
    case .raise: replace(from: frame.start, LaTeXScripts.raised)
    case .lower: replace(from: frame.start, LaTeXScripts.lowered)
    case .accent(let scalar):
      let (length, bytes) = LaTeXText.accented(text.span, from: frame.start, LaTeXAccent("", scalar))
      text.replaceSubrange(frame.start..<(frame.start + length), with: bytes)
    }
  }

  /// Replaces all characters from an offset on, if each has another form.
  private mutating func replace(from start: Int, _ forms: LaTeXScalarMap) {
    guard let result = Self.replaced(text.span, from: start, forms) else { return }
    text.replaceSubrange(start..., with: result)
  }

  private static func replaced(_ bytes: Span<UInt8>, from start: Int, _ forms: LaTeXScalarMap) -> [UInt8]? {
    var result: [UInt8] = []
    var index = start
    while index < bytes.count {
      let scalar = bytes.scalar(at: index)
      guard let form = forms[scalar.value] else { return nil }
      result.append(scalar: form)
      index += scalar.length
    }
    return result
  }

  // MARK: - Commands

  private mutating func readCommand(_ bytes: Span<UInt8>, _ findings: inout LaTeXFindings) -> Bool {
    guard here < end else { return false }
    let start = here
    guard bytes[here].isLetter else { return readSign(bytes[here]) }
    while here < end, bytes[here].isLetter { here += 1 }
    let name = start..<here
    let isApart = text.last.map { $0 == 32 } ?? false
    defer { if !isApart { while here < end, bytes[here].isSpace { here += 1 } } }
    if let index = Self.accentNames.index(of: bytes, name), Self.accents.indices.contains(index) {
      push(.accent(Self.accents[index]))
      return false
    }
    if Self.fractions.contains(bytes, name) {
      push(.numerator)
      return false
    }
    if name.count == 2, bytes.stands("sp", at: start) || bytes.stands("sb", at: start) {
      push(bytes[start + 1] == UInt8(ascii: "p") ? .raise : .lower)
      return false
    }
    if let place = Self.wordNames.index(of: bytes, name), Self.words.indices.contains(place) {
      text += Self.words[place].utf8
      return false
    }
    switch LaTeXCommands.standard.action(bytes, name) {
    case .text(let place)?: text += LaTeXCommands.standard.text(place)
    case .function?: text.append(bytes, name)
    case .space?:
      space()
      return false
    case .gap?, .dropped?:
      // A width, or something that only has a width.
      if here < end, bytes[here] == UInt8(ascii: "*") { here += 1 }
      passGroup(bytes)
      space()
      return false
    case .begin?:
      let environment = passGroup(bytes)
      if let environment, let count = LaTeXText.arguments(ofEnvironment: bytes, environment), count > 0 {
        passGroup(bytes)
      }
      return false
    case .end?:
      passGroup(bytes)
      return false
    case .otherwise?:
      // The other part is for text; without an end, this is everything that is left.
      here = LaTeXText.endOfBranch(bytes, here, end)?.end ?? end
      return false
    case nil: return readOther(bytes, name, &findings)
    default:
      // The empty delimiter.
      if bytes.stands(".", at: here), here < end, Self.delimiters.contains(bytes, name) { here += 1 }
      return false
    }
    return true
  }

  /// Reads a command that is not known in text: of purely visual commands the argument, any other as it is
  /// written.
  private mutating func readOther(_ bytes: Span<UInt8>, _ name: Range<Int>, _ findings: inout LaTeXFindings) -> Bool {
    let form = LaTeXText.form(of: bytes, name)
    if let form, form.arguments == 1, !form.takesOption || here < end && bytes[here] == UInt8(ascii: "{") {
      return false
    }
    let known = brackets ?? LaTeXBrackets(bytes, range)
    brackets = known
    here = known.endOfArguments(bytes, here..<end)
    let written = (name.lowerBound - 1)..<here
    for index in written {
      if bytes[index].isSpace { space() } else { text.append(bytes[index]) }
    }
    if form == nil { findings.addUnknown(bytes.text((name.lowerBound - 1)..<name.upperBound)) }
    // So that the name ends at the same place.
    if here == name.upperBound, here < end, bytes[here].isSpace { space() }
    return true
  }

  /// Skips the group that follows, if there is one, and returns its content.
  @discardableResult
  private mutating func passGroup(_ bytes: Span<UInt8>) -> Range<Int>? {
    let known = brackets ?? LaTeXBrackets(bytes, range)
    brackets = known
    let open = bytes.endOfSpace(from: here, to: end)
    guard let content = known.content(at: open) else { return nil }
    here = content.upperBound + 1
    return content
  }

  private mutating func readSign(_ sign: UInt8) -> Bool {
    here += 1
    switch sign {
    case UInt8(ascii: "!"), UInt8(ascii: "/"), UInt8(ascii: "-"): return false
    case UInt8(ascii: "|"): text.append(scalar: 0x2016)
    case UInt8(ascii: "\\"), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":"), UInt8(ascii: ">"):
      space()
      return false
    case _ where sign.isSpace:
      space()
      return false
    default: text.append(sign)
    }
    return true
  }

  private static let accentNames = WordList(
    [
      "hat", "widehat", "bar", "overline", "tilde", "widetilde", "vec", "dot", "ddot", "acute", "grave", "check",
      "breve",
      "mathring", "not",
    ])
  private static let accents: [UInt32] = [
    0x302, 0x302, 0x304, 0x305, 0x303, 0x303, 0x20D7, 0x307, 0x308, 0x301, 0x300, 0x30C, 0x306, 0x30A, 0x338,
  ]
  private static let fractions = WordList(["frac", "dfrac", "tfrac", "cfrac", "nicefrac", "sfrac"])
  /// Commands that stand for text and have an argument, or are not among those of text.
  private static let wordNames = WordList(["sqrt", "over", "xrightarrow", "xleftarrow", "pmod"])
  private static let words = ["√", "/", "→", "←", " mod "]
  private static let delimiters = WordList(["left", "right", "big", "Big", "bigl", "bigr", "Bigl", "Bigr"])
}

/// The raised and lowered forms of characters.
enum LaTeXScripts {
  /// Characters by their raised forms.
  static let raised = map(
    """
    0⁰1¹2²3³4⁴5⁵6⁶7⁷8⁸9⁹+⁺-⁻−⁻=⁼(⁽)⁾aᵃbᵇcᶜdᵈeᵉfᶠgᵍhʰiⁱjʲkᵏlˡmᵐnⁿoᵒpᵖrʳsˢtᵗuᵘvᵛwʷxˣyʸzᶻAᴬBᴮDᴰEᴱGᴳHᴴIᴵJᴶKᴷLᴸMᴹNᴺOᴼPᴾ\
    RᴿTᵀUᵁVⱽWᵂβᵝγᵞδᵟθᶿχᵡ∘°′′∗***††‡‡
    """)
  /// Characters by their lowered forms.
  static let lowered = map("0₀1₁2₂3₃4₄5₅6₆7₇8₈9₉+₊-₋−₋=₌(₍)₎aₐeₑhₕiᵢjⱼkₖlₗmₘnₙoₒpₚrᵣsₛtₜuᵤvᵥxₓβᵦγᵧρᵨχᵪ")

  private static func map(_ row: String) -> LaTeXScalarMap {
    var pairs: [(UInt32, UInt32)] = []
    var character: UInt32?
    for scalar in row.unicodeScalars {
      if let known = character {
        pairs.append((known, scalar.value))
        character = nil
      } else {
        character = scalar.value
      }
    }
    return LaTeXScalarMap(pairs)
  }
}
