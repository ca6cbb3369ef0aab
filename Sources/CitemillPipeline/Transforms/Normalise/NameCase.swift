import CitemillCore

/// Names of people in their usual form: `SMITH, JR` as `Smith, J. R.`, `VAN DER BEEK, ANNA` as
/// `van der Beek, Anna`.
enum NameCase {
  /// The result for a name.
  enum Outcome: Equatable {
    case same
    case changed(PersonName)
    /// It is ambiguous, as the reason states.
    case doubtful(String)
  }

  /// The name in its usual form.
  ///
  /// A family name in capitals is changed only beside a given name, since alone it may be an acronym. Two
  /// capitals are initials, unless the family name is in capitals too and they could be a whole name, as in
  /// `LI, XU`.
  static func usual(_ name: PersonName) -> Outcome {
    guard let family = name.family, let given = name.given else { return .same }
    var result = name
    let isFamilyInCapitals = isInCapitals(family)
    switch GivenName(given, besideCapitals: isFamilyInCapitals) {
    case .same: break
    case .plain(let text): result.given = text
    case .doubtful:
      return .doubtful("\"\(given)\" may be initials or a name; \(NameText.write(name)) stays as it is")
    }
    if isFamilyInCapitals {
      let words = family.split(separator: " ").map(String.init)
      var written: [String] = []
      for (index, word) in words.enumerated() {
        let small = lowercased(word)
        written.append(index + 1 < words.count && NameWords.isParticle(small) ? small : cased(word))
      }
      var start = 0
      while start + 1 < written.count, NameWords.isParticle(written[start]) { start += 1 }
      if start > 0, name.nonDroppingParticle == nil {
        result.nonDroppingParticle = written[..<start].joined(separator: " ")
        written.removeFirst(start)
      }
      result.family = written.joined(separator: " ")
      // Beside a family name in capitals a particle is in capitals too.
      if let particle = name.nonDroppingParticle, isInCapitals(particle) {
        result.nonDroppingParticle = lowercased(particle)
      }
      if let particle = name.droppingParticle, isInCapitals(particle) { result.droppingParticle = lowercased(particle) }
      if let suffix = name.suffix, suffix.withUTF8Span({ NameWords.isCapitalGeneration($0, 0..<$0.count) }) {
        result.suffix = cased(suffix)
      }
    }
    return result == name ? .same : .changed(result)
  }

  /// The person of a name that was kept as text and has one comma; nil if it would not be written in the same
  /// way.
  static func person(_ literal: String) -> PersonName? {
    guard literal.utf8.filter({ $0 == UInt8(ascii: ",") }).count == 1,
      let one = NameText.read(literal, order: .familyFirst), one.kind == .person,
      one.name.family != nil, one.name.given != nil, NameText.write(one.name).hasSameBytes(as: literal)
    else { return nil }
    return one.name
  }

  /// Whether there are two letters or more, all of them capitals.
  static func isInCapitals(_ text: String) -> Bool {
    var capitals = 0
    for scalar in text.unicodeScalars {
      if scalar.properties.isLowercase { return false }
      if scalar.properties.isUppercase { capitals += 1 }
    }
    return capitals > 1
  }

  /// The word with a capital at its start and after hyphens and apostrophes, and lower-case letters
  /// otherwise. `McDonald` and `O'Brien` keep their second capital.
  static func cased(_ word: String) -> String {
    var result = String.UnicodeScalarView()
    var isAtStart = true
    for scalar in word.unicodeScalars {
      if isAtStart {
        result.append(scalar)
      } else {
        result.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
      }
      isAtStart = scalar == "-" || scalar == "'" || scalar.value == 0x2019
    }
    var text = Array(String(result).utf8)
    if text.count > 3, text.starts(with: "Mc".utf8), text[2].isLetter { text[2] &= ~0x20 }
    return withFinalSigma(String(decoding: text, as: UTF8.self))
  }

  private static func lowercased(_ word: String) -> String { withFinalSigma(word.lowercased()) }

  /// A small sigma at the end of a word has a form of its own.
  private static func withFinalSigma(_ word: String) -> String {
    word.unicodeScalars.last == "\u{3C3}" && word.unicodeScalars.count > 1
      ? String(word.unicodeScalars.dropLast()) + "\u{3C2}" : word
  }
}

/// A given name in its usual form: initials with a full stop and a space, and not in capitals.
private enum GivenName {
  case same
  case plain(String)
  /// Initials, or a whole name in capitals.
  case doubtful

  init(_ given: String, besideCapitals: Bool) {
    let words = given.split(separator: " ").map(String.init)
    var parts: [String] = []
    for word in words {
      let scalars = Array(word.unicodeScalars)
      if Self.areInitials(scalars) {
        parts += Self.initials(scalars)
      } else if words.count == 1, (2...4).contains(scalars.count), scalars.allSatisfy(\.properties.isUppercase) {
        let hasVowel = scalars.contains {
          Self.vowels.contains(LatinLetters($0).map { Unicode.Scalar($0.first) } ?? $0)
        }
        switch scalars.count {
        case _ where !hasVowel: parts += scalars.map { "\($0)." }
        case 2 where !besideCapitals: parts += scalars.map { "\($0)." }
        case 2:
          self = .doubtful
          return
        case _ where besideCapitals, 4: parts.append(NameCase.cased(word))
        default: parts.append(word)
        }
      } else if NameCase.isInCapitals(word), scalars.count > 1, besideCapitals || scalars.count > 4 {
        parts.append(NameCase.cased(word))
      } else {
        parts.append(word)
      }
    }
    let text = parts.joined(separator: " ")
    self = text.hasSameBytes(as: given) || text.isEmpty ? .same : .plain(text)
  }

  private static let vowels: Set<Unicode.Scalar> = ["A", "E", "I", "O", "U", "Y"]

  /// `J`, `J.`, `J.R.`, `J.-P.`, `J-P`: single capitals separated by full stops or hyphens.
  private static func areInitials(_ scalars: [Unicode.Scalar]) -> Bool {
    var isBehindLetter = false
    for scalar in scalars {
      let isLetter = scalar.properties.isUppercase
      if isLetter == isBehindLetter, isLetter || scalar != "-" { return false }
      if !isLetter, scalar != ".", scalar != "-" { return false }
      isBehindLetter = isLetter
    }
    return scalars.first?.properties.isUppercase == true && scalars.last != "-"
  }

  /// The initials with full stops; a hyphen keeps two together.
  private static func initials(_ scalars: [Unicode.Scalar]) -> [String] {
    var parts: [String] = []
    var isJoined = false
    for scalar in scalars {
      if scalar == "-" {
        isJoined = true
      } else if scalar != "." {
        if isJoined, let last = parts.popLast() {
          parts.append("\(last)-\(scalar).")
        } else {
          parts.append("\(scalar).")
        }
        isJoined = false
      }
    }
    return parts
  }
}
