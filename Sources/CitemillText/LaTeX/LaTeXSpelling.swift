import CitemillCore

/// How characters outside ASCII are written in ASCII.
struct LaTeXSpelling: Sendable {
  /// The table, created on first use.
  static let standard = LaTeXSpelling()

  private let places: LaTeXScalarMap
  private let spellings: [[UInt8]]

  private init() {
    var places: [(UInt32, UInt32)] = []
    var spellings: [[UInt8]] = []
    func add(_ scalar: UInt32, _ spelling: [UInt8]) {
      places.append((scalar, UInt32(spellings.count)))
      spellings.append(spelling)
    }
    let commands = LaTeXCommands.standard
    for scalar in commands.spelledScalars where scalar >= 0x80 {
      if let spelling = commands.spelling(scalar) { add(scalar, spelling) }
    }
    for scalar in LaTeXComposition.standard.composedScalars {
      if let spelling = Self.accented(scalar, []) { add(scalar, spelling) }
    }
    for accent in LaTeXAccents.all {
      if let alone = accent.alone, alone >= 0x80 { add(alone, Array("{\\\(accent.name){}}".utf8)) }
    }
    self.places = LaTeXScalarMap(places)
    self.spellings = spellings
  }

  /// How a scalar is written; nil if it cannot be.
  func spelling(_ scalar: UInt32) -> [UInt8]? { places[scalar].map { spellings[Int($0)] } }

  var scalars: [UInt32] { places.allKeys }

  // MARK: - Accents

  /// A letter with accents, such as `{\'{\^e}}`; nil if the letter or an accent has no command.
  private static func accented(_ scalar: UInt32, _ more: [UInt32]) -> [UInt8]? {
    var base = scalar
    var accents = more
    let commands = LaTeXCommands.standard
    while commands.base(base) == nil, let parts = LaTeXComposition.standard.parts(base) {
      base = parts.letter
      accents.insert(parts.accent, at: 0)
    }
    var isDotless = false
    var result: [UInt8] = []
    if let known = commands.base(base) {
      result = known
    } else if base < 0x80, UInt8(truncatingIfNeeded: base).isLetter {
      isDotless = base == 0x69 || base == 0x6A
      result = [UInt8(truncatingIfNeeded: base)]
    } else {
      return nil
    }
    for (index, scalar) in accents.enumerated() {
      guard let accent = LaTeXAccents.accent(scalar) else { return nil }
      if index == 0, isDotless, accent.place == 230, scalar != 0x307 { result.insert(UInt8(ascii: "\\"), at: 0) }
      let isShort = result.count == 1 || index == 0 && isDotless
      let needsBraces = !(accent.isSign && isShort)
      result =
        [UInt8(ascii: "\\")] + Array(accent.name.utf8)
        + (needsBraces ? [UInt8(ascii: "{")] + result + [UInt8(ascii: "}")] : result)
    }
    return [UInt8(ascii: "{")] + result + [UInt8(ascii: "}")]
  }

  /// A letter and the accents after it that have no single scalar; nil if they would be read differently.
  static func cluster(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> (spelling: [UInt8], length: Int)? {
    let letter = text.scalar(at: start)
    var here = start + letter.length
    var accents: [UInt32] = []
    while here < end, accents.count < 8 {
      let next = text.scalar(at: here)
      guard LaTeXAccents.place(next.value) != 0 else { break }
      accents.append(next.value)
      here += next.length
    }
    // Under an accent, a dotless letter stands for the normal one.
    let isDotless = letter.value == 0x131 || letter.value == 0x237
    if isDotless, accents.contains(where: { LaTeXAccents.place($0) == 230 }) { return nil }
    guard !accents.isEmpty, LaTeXComposition.standard.normalized(letter.value, accents) == [letter.value] + accents,
      var spelling = accented(letter.value, accents)
    else { return nil }
    // A tie covers two letters.
    if accents.last == 0x361, here < end, text[here].isLetter {
      let isCommand = accents.count == 1 && LaTeXCommands.standard.base(letter.value) != nil
      spelling.insert(contentsOf: isCommand ? [32, text[here]] : [text[here]], at: spelling.count - 2)
      here += 1
    }
    return (spelling, here - start)
  }
}
