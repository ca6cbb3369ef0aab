public import CitemillCore

/// A regular expression that is matched in time proportional to the text, whatever the pattern: all
/// alternatives are followed at once.
///
/// Each character takes one step for each active state, so that the size of a pattern is limited:
/// `\w{500}\w{500}b` would take 1001 steps per character.
///
///     alternatives = sequence { "|" sequence }
///     sequence     = { atom [ "*" / "+" / "?" / "{" m [ "," [ n ] ] "}" ] }
///     atom         = character / "." / "[" class "]" / "(" alternatives ")" / "^" / "$" / "\" escape
///
/// Escapes: `\d \w \s` and their opposites `\D \W \S`, `\b` for a word boundary, any other character for
/// itself. Case is ignored. The pattern matches anywhere in the text unless `^` or `$` anchor it. There are
/// no capturing groups and no look-around.
public struct TextPattern: Sendable {
  /// One step of the machine.
  enum Step: Sendable {
    case scalar(Unicode.Scalar)
    case any
    /// A character of the class of this number.
    case oneOf(Int)
    case start, end, wordEdge
    /// Continues at both places.
    case fork(Int, Int)
    case jump(Int)
    case found
  }

  private let steps: [Step]
  /// The classes, each once, so that a character is looked up in each only once.
  private let sets: [ScalarSet]

  /// A pattern from its text; throws if it is not valid, with the column.
  public init(_ text: String) throws(UsageError) {
    var parser = PatternParser(text)
    steps = try parser.parse() + [.found]
    sets = parser.sets
  }

  /// Whether the pattern matches somewhere in a text.
  public func matches(_ text: String) -> Bool {
    var now = Threads(steps.count)
    var next = Threads(steps.count)
    var previous: Unicode.Scalar?
    var scalars = text.unicodeScalars.makeIterator()
    var scalar = scalars.next()
    var isInSet = [Bool?](repeating: nil, count: sets.count)
    // One for all states, since there is one for each character.
    var open: [Int] = []
    while true {
      // A new match may begin at each character.
      if add(0, to: &now, &open, after: previous, before: scalar) { return true }
      guard let here = scalar else { return false }
      scalar = scalars.next()
      let folded = here.foldedCase
      for index in isInSet.indices { isInSet[index] = nil }
      for place in now.places {
        let goesOn: Bool
        switch steps[place] {
        case .scalar(let wanted): goesOn = wanted == folded
        case .any: goesOn = here != "\n"
        case .oneOf(let number):
          goesOn = isInSet[number] ?? (sets[number].contains(here) || sets[number].contains(folded))
          isInSet[number] = goesOn
        default: goesOn = false
        }
        if goesOn, add(place + 1, to: &next, &open, after: here, before: scalar) { return true }
      }
      swap(&now, &next)
      next.removeAll()
      previous = here
    }
  }

  /// Adds a state and all that can be reached from it without a character; returns whether the end is among
  /// them.
  private func add(
    _ start: Int, to threads: inout Threads, _ open: inout [Int], after previous: Unicode.Scalar?,
    before next: Unicode.Scalar?
  ) -> Bool {
    open.append(start)
    while let place = open.popLast() {
      guard threads.insert(place) else { continue }
      switch steps[place] {
      case .found:
        open.removeAll(keepingCapacity: true)
        return true
      case .jump(let target): open.append(target)
      case .fork(let one, let other):
        open.append(other)
        open.append(one)
      case .start: if previous == nil { open.append(place + 1) }
      case .end: if next == nil { open.append(place + 1) }
      case .wordEdge:
        if (previous?.isOfPatternWord ?? false) != (next?.isOfPatternWord ?? false) { open.append(place + 1) }
      case .scalar, .any, .oneOf: break
      }
    }
    return false
  }

  /// The states of the machine, each once.
  private struct Threads {
    private(set) var places: [Int] = []
    private var isIn: [Bool]

    init(_ count: Int) { isIn = Array(repeating: false, count: count) }

    mutating func insert(_ place: Int) -> Bool {
      if isIn[place] { return false }
      isIn[place] = true
      places.append(place)
      return true
    }

    mutating func removeAll() {
      for place in places { isIn[place] = false }
      places.removeAll(keepingCapacity: true)
    }
  }

  /// Characters by ranges and kinds.
  struct ScalarSet: Sendable, Equatable {
    enum Kind: Sendable { case digit, word, space }
    struct KindOrOpposite: Sendable, Equatable {
      var kind: Kind
      var isOpposite: Bool
    }
    var ranges: [ClosedRange<Unicode.Scalar>] = []
    var kinds: [KindOrOpposite] = []
    var isNegated = false

    func contains(_ scalar: Unicode.Scalar) -> Bool {
      let isIn =
        ranges.contains { $0.contains(scalar) }
        || kinds.contains { one in
          switch one.kind {
          case .digit: (scalar.properties.numericType == .decimal) != one.isOpposite
          case .word: scalar.isOfPatternWord != one.isOpposite
          case .space: scalar.properties.isWhitespace != one.isOpposite
          }
        }
      return isIn != isNegated
    }
  }
}

/// Reads a pattern into steps.
private struct PatternParser {
  private typealias Step = TextPattern.Step
  private static let deepest = 50
  private static let mostSteps = 500

  private let scalars: [Unicode.Scalar]
  private var here = 0
  /// The classes of characters, each once.
  private(set) var sets: [TextPattern.ScalarSet] = []

  init(_ text: String) { scalars = Array(text.unicodeScalars) }

  mutating func parse() throws(UsageError) -> [TextPattern.Step] {
    let steps = try alternatives(depth: 0)
    if here < scalars.count { throw error("\")\" has no opening bracket") }
    return steps
  }

  private var next: Unicode.Scalar? { here < scalars.count ? scalars[here] : nil }

  private mutating func eat(_ scalar: Unicode.Scalar) -> Bool {
    guard next == scalar else { return false }
    here += 1
    return true
  }

  private func error(_ message: String) -> UsageError {
    UsageError(
      .badPattern,
      "in the pattern \"\(String(String.UnicodeScalarView(scalars)))\", column \(here + 1): \(message)")
  }

  private var tooLarge: UsageError {
    error(
      "the pattern is too large: it may have \(Self.mostSteps) steps, a repeated part counts as often as it is repeated"
    )
  }

  private mutating func step(_ set: TextPattern.ScalarSet) -> TextPattern.Step {
    if let number = sets.firstIndex(of: set) { return .oneOf(number) }
    sets.append(set)
    return .oneOf(sets.count - 1)
  }

  private mutating func alternatives(depth: Int) throws(UsageError) -> [TextPattern.Step] {
    if depth > Self.deepest { throw error("brackets are nested too deeply") }
    var steps = try sequence(depth)
    while eat("|") {
      let other = try sequence(depth)
      if steps.count + other.count > Self.mostSteps { throw tooLarge }
      steps =
        [.fork(1, steps.count + 2)] + Self.moved(steps, by: 1) + [.jump(steps.count + 2 + other.count)]
        + Self.moved(other, by: steps.count + 2)
    }
    return steps
  }

  private mutating func sequence(_ depth: Int) throws(UsageError) -> [TextPattern.Step] {
    var steps: [TextPattern.Step] = []
    while let scalar = next, scalar != "|", scalar != ")" {
      let atom = try repeated(try atom(depth))
      steps += Self.moved(atom, by: steps.count)
      if steps.count > Self.mostSteps { throw tooLarge }
    }
    return steps
  }

  private mutating func atom(_ depth: Int) throws(UsageError) -> [TextPattern.Step] {
    guard let scalar = next else { return [] }
    if scalar == "*" || scalar == "+" || scalar == "?" { throw error("there is nothing to repeat") }
    here += 1
    switch scalar {
    case ".": return [.any]
    case "^": return [.start]
    case "$": return [.end]
    case "(":
      if eat("?"), !eat(":") { throw error("groups are written (...) or (?:...)") }
      let inside = try alternatives(depth: depth + 1)
      guard eat(")") else { throw error("a bracket \"(\" is not closed") }
      return inside
    case "[": return [step(try set())]
    case "\\": return [try escape()]
    default: return [.scalar(scalar.foldedCase)]
    }
  }

  private mutating func escape() throws(UsageError) -> TextPattern.Step {
    guard let scalar = next else { throw error("nothing follows \"\\\"") }
    if scalar == "b" {
      here += 1
      return .wordEdge
    }
    if let kind = try kind() {
      var set = TextPattern.ScalarSet()
      set.kinds = [kind]
      return step(set)
    }
    return .scalar(try single().foldedCase)
  }

  /// `d`, `w`, `s` and their opposites.
  private mutating func kind() throws(UsageError) -> TextPattern.ScalarSet.KindOrOpposite? {
    let kind: TextPattern.ScalarSet.Kind
    switch next {
    case "d", "D": kind = .digit
    case "w", "W": kind = .word
    case "s", "S": kind = .space
    default: return nil
    }
    let isOpposite = next.map { $0 < "a" } ?? false
    here += 1
    return .init(kind: kind, isOpposite: isOpposite)
  }

  /// The character that an escape stands for.
  private mutating func single() throws(UsageError) -> Unicode.Scalar {
    guard let scalar = next else { throw error("nothing follows \"\\\"") }
    if scalar == "n" || scalar == "t" {
      here += 1
      return scalar == "n" ? "\n" : "\t"
    }
    if scalar.isASCII,
      UInt8(truncatingIfNeeded: scalar.value).isLetter || UInt8(truncatingIfNeeded: scalar.value).isDigit
    {
      throw error("\"\\\(scalar)\" is not known")
    }
    here += 1
    return scalar
  }

  private mutating func set() throws(UsageError) -> TextPattern.ScalarSet {
    var set = TextPattern.ScalarSet()
    set.isNegated = eat("^")
    var isFirst = true
    while let scalar = next, scalar != "]" || isFirst {
      isFirst = false
      here += 1
      var start = scalar
      if scalar == "\\" {
        if let kind = try kind() {
          set.kinds.append(kind)
          continue
        }
        start = try single()
      }
      var end = start
      if next == "-", here + 1 < scalars.count, scalars[here + 1] != "]" {
        here += 1
        end = scalars[here]
        here += 1
        if end == "\\" { end = try single() }
      }
      guard start <= end else { throw error("the range \(start)-\(end) is in the wrong order") }
      set.ranges.append(start...end)
      // Letters of a range in both cases.
      let (low, high) = (start.foldedCase, end.foldedCase)
      if low <= high { set.ranges.append(low...high) }
    }
    guard eat("]") else { throw error("a bracket \"[\" is not closed") }
    return set
  }

  private mutating func repeated(_ atom: [TextPattern.Step]) throws(UsageError) -> [TextPattern.Step] {
    var steps = atom
    while let scalar = next {
      switch scalar {
      case "*": steps = Self.loop(steps)
      case "+": steps += Self.moved(Self.loop(steps), by: steps.count)
      case "?": steps = Self.optional(steps)
      case "{":
        here += 1
        steps = try counted(steps)
        continue
      default: return steps
      }
      here += 1
      if steps.count > Self.mostSteps { throw tooLarge }
    }
    return steps
  }

  /// `{m}`, `{m,}` and `{m,n}`, after the bracket.
  private mutating func counted(_ atom: [TextPattern.Step]) throws(UsageError) -> [TextPattern.Step] {
    guard let least = number() else { throw error("a number is expected after \"{\"") }
    var most: Int? = least
    if eat(",") { most = next == "}" ? nil : number() ?? -1 }
    guard eat("}") else { throw error("a bracket \"{\" is not closed") }
    if let most, most < least { throw error("the count \(least) to \(most) is in the wrong order") }
    let copies = max(least, most ?? least) + 1
    guard copies <= 2 * Self.mostSteps, (copies - 1) * atom.count <= Self.mostSteps else { throw tooLarge }
    var steps: [TextPattern.Step] = []
    for _ in 0..<least { steps += Self.moved(atom, by: steps.count) }
    guard let most else { return steps + Self.moved(Self.loop(atom), by: steps.count) }
    for _ in least..<max(least, most) { steps += Self.moved(Self.optional(atom), by: steps.count) }
    return steps
  }

  private mutating func number() -> Int? {
    var value: Int?
    while let scalar = next, scalar.isASCII, UInt8(truncatingIfNeeded: scalar.value).isDigit {
      value = min((value ?? 0) * 10 + Int(scalar.value) - 48, 100_000)
      here += 1
    }
    return value
  }

  private static func loop(_ steps: [TextPattern.Step]) -> [TextPattern.Step] {
    [.fork(1, steps.count + 2)] + moved(steps, by: 1) + [.jump(0)]
  }

  private static func optional(_ steps: [TextPattern.Step]) -> [TextPattern.Step] {
    [.fork(1, steps.count + 1)] + moved(steps, by: 1)
  }

  /// The steps with their targets moved by this number of steps.
  private static func moved(_ steps: [TextPattern.Step], by offset: Int) -> [TextPattern.Step] {
    steps.map { step in
      switch step {
      case .fork(let one, let other): .fork(one + offset, other + offset)
      case .jump(let target): .jump(target + offset)
      default: step
      }
    }
  }
}

extension Unicode.Scalar {
  /// The character in lower case, if that is one character.
  fileprivate var foldedCase: Unicode.Scalar {
    if isASCII { return Unicode.Scalar(UInt8(truncatingIfNeeded: value).lowercased) }
    let lower = properties.lowercaseMapping.unicodeScalars
    return lower.count == 1 ? lower.first ?? self : self
  }

  /// Whether the character is a letter, a digit or `_`.
  fileprivate var isOfPatternWord: Bool {
    if isASCII {
      let byte = UInt8(truncatingIfNeeded: value)
      return byte.isLetter || byte.isDigit || byte == UInt8(ascii: "_")
    }
    return properties.isAlphabetic || properties.numericType != nil
  }
}

extension Diagnostic.Code {
  /// An invalid regular expression.
  public static let badPattern = Self("usage.pattern")
}
