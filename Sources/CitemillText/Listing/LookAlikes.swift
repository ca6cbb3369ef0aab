/// Letters of other scripts that look like Latin ones, and invisible characters, as pages and programs put
/// them into words.
enum LookAlikes {
  /// The text in Latin letters and without invisible characters; nil if it has none of these.
  static func plain(_ text: String) -> String? {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return nil }
    var plain = String.UnicodeScalarView()
    var isChanged = false
    for scalar in text.unicodeScalars {
      if scalar.value >= 0x80 {
        if scalar.properties.isDefaultIgnorableCodePoint {
          isChanged = true
          continue
        }
        if let letter = letters[scalar] {
          isChanged = true
          plain.append(letter)
          continue
        }
      }
      plain.append(scalar)
    }
    return isChanged ? String(plain) : nil
  }

  private static let letters: [Unicode.Scalar: Unicode.Scalar] = {
    let scripts: [(other: String, latin: String)] = [
      // Cyrillic and Greek.
      ("АВЕЅІЈКМНОРСТУХаеѕіјорсух", "ABESIJKMHOPCTYXaesijopcyx"),
      ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονυ", "ABEZHIKMNOPTYXovu"),
    ]
    var letters: [Unicode.Scalar: Unicode.Scalar] = [:]
    for script in scripts {
      for (other, latin) in zip(script.other.unicodeScalars, script.latin.unicodeScalars) { letters[other] = latin }
    }
    return letters
  }()
}
