import CitemillCore

/// The words of a title in the single form in which they are compared: British and American spelling, numbers
/// as words and digits, names of Greek letters.
enum WordForms {
  /// The form of each word of a title; empty for the article `the`, which sources leave out.
  static func forms(of title: [[UInt8]]) -> [[UInt8]] {
    title.indices.map { index in
      let word = title[index]
      if word == article { return [] }
      if let first = word.first, first >= 0xC2, let name = greekNames[word] { return name }
      if let value = TitleNumbers.value(at: index, of: title) { return Array("\(value)".utf8) }
      if word == versus { return versusInFull }
      return americanSpelling(withGreekNames(word))
    }
  }

  private static let article = Array("the".utf8)
  private static let (versus, versusInFull) = (Array("vs".utf8), Array("versus".utf8))

  // MARK: - Greek letters

  /// Letters that some databases write as words: `α-amylase`, `alpha-amylase`.
  private static let greekNames: [[UInt8]: [UInt8]] = {
    let rows = [
      ("α", "alpha"), ("β", "beta"), ("γ", "gamma"), ("δ", "delta"), ("ε", "epsilon"), ("ζ", "zeta"), ("η", "eta"),
      ("θ", "theta"), ("κ", "kappa"), ("λ", "lambda"), ("μ", "mu"), ("µ", "mu"), ("π", "pi"), ("ρ", "rho"),
      ("σ", "sigma"), ("τ", "tau"), ("φ", "phi"), ("χ", "chi"), ("ψ", "psi"), ("ω", "omega"),
    ]
    var table: [[UInt8]: [UInt8]] = [:]
    for (letter, name) in rows { table[Array(letter.utf8)] = Array(name.utf8) }
    return table
  }()

  /// A word of Latin letters or digits, with its Greek letters replaced by their names: `abeta` for `aβ`.
  private static func withGreekNames(_ word: [UInt8]) -> [UInt8] {
    guard word.contains(where: { $0 == 0xCE || $0 == 0xCF || $0 == 0xC2 }),
      word.contains(where: { $0.isLetter || $0.isDigit })
    else { return word }
    return String(decoding: word, as: UTF8.self).unicodeScalars.flatMap { scalar in
      let letter = Array(String(scalar).utf8)
      return greekNames[letter] ?? letter
    }
  }

  // MARK: - Spelling

  /// A word of five letters or more in American spelling: `labour`, `fibre`, `haemoglobin`, `modelling`,
  /// `urbanisation`.
  ///
  /// The result need not be a word, as long as no two words have the same result.
  static func americanSpelling(_ word: [UInt8]) -> [UInt8] {
    guard word.count >= 5 else { return word }
    var result: [UInt8] = []
    var place = 0
    // How much of the word has been copied to the result; most words have no such group, and remain
    // unchanged.
    var copied = 0
    while place < word.count {
      guard let rule = rule(for: word, at: place) else {
        place += 1
        continue
      }
      result += word[copied..<place]
      result += rule.american
      place += rule.british.count
      copied = place
    }
    if copied == 0 { return word }
    result += word[copied...]
    return result
  }

  private static func rule(for word: [UInt8], at place: Int) -> Rule? {
    let first = Int(word[place]) - Int(UInt8(ascii: "a"))
    guard rulesByFirst.indices.contains(first) else { return nil }
    for rule in rulesByFirst[first] where rule.applies(to: word, at: place) { return rule }
    return nil
  }

  /// A group of letters with another spelling.
  private struct Rule {
    let british: [UInt8]
    /// Compared first, since few words have it in that position.
    let second: UInt8
    let american: [UInt8]
    /// How many letters must be before it: `mourning` is not `morning`.
    let lead: Int
    let isEnding: Bool

    init(_ british: StaticString, _ american: StaticString, after lead: Int = 0, isEnding: Bool = false) {
      self.british = Array("\(british)".utf8)
      second = self.british[1]
      self.american = Array("\(american)".utf8)
      self.lead = lead
      self.isEnding = isEnding
    }

    /// Whether it applies at an index of a word; an ending may be followed by `s` or `d`.
    func applies(to word: [UInt8], at place: Int) -> Bool {
      guard place >= lead, word.count - place >= british.count, word[place + 1] == second else { return false }
      let rest = word[place...]
      guard rest.starts(with: british) else { return false }
      if !isEnding || rest.count == british.count { return true }
      return rest.count == british.count + 1 && (rest.last == UInt8(ascii: "s") || rest.last == UInt8(ascii: "d"))
    }
  }

  /// The rules by their first letter, from `a` on.
  private static let rulesByFirst = (UInt8(ascii: "a")...UInt8(ascii: "z")).map { letter in
    rules.filter { $0.british.first == letter }
  }

  private static let rules = [
    Rule("ae", "e"), Rule("oe", "e"), Rule("sulph", "sulf"), Rule("our", "or", after: 2),
    Rule("isation", "ization", after: 3),
    Rule("ising", "izing", after: 4), Rule("ise", "ize", after: 4, isEnding: true), Rule("yse", "yze", after: 3),
    Rule("ysing", "yzing", after: 3), Rule("lling", "ling", after: 4), Rule("lled", "led", after: 4),
    Rule("ller", "ler", after: 4), Rule("llment", "lment", after: 3), Rule("tre", "ter", after: 2, isEnding: true),
    Rule("bre", "ber", after: 2, isEnding: true), Rule("vre", "ver", after: 2, isEnding: true),
    Rule("ogue", "og", after: 2, isEnding: true), Rule("mme", "m", after: 3, isEnding: true),
    Rule("fence", "fense", after: 2, isEnding: true), Rule("dgement", "dgment", after: 1), Rule("artefact", "artifact"),
    Rule("aluminium", "aluminum"), Rule("ageing", "aging"), Rule("sceptic", "skeptic"), Rule("plough", "plow"),
  ]
}
