/// DOIs as sources write them: alone, behind a resolver, behind a word.
///
///     10.5555/abc    https://doi.org/10.5555/abc    dx.doi.org/10.5555/abc    doi:10.5555/abc    DOI: 10.5555/abc
public enum DOIText {
  private static let prefixes: [StaticString] = [
    "https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/", "https://www.doi.org/",
    "http://www.doi.org/", "doi.org/", "dx.doi.org/", "www.doi.org/", "info:doi/", "doi:", "doi ",
  ]

  /// The DOI of a range in its plain form (ISO 26324), with what the source wrote beside it where that differs.
  public static func identifier(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Identifier {
    let start = start(bytes, range)
    if start == range.lowerBound { return Identifier(.doi, bytes.text(range)) }
    return Identifier(.doi, bytes.text(start..<range.upperBound), raw: bytes.text(range))
  }

  /// The DOI of a text in its plain form, with what the source wrote beside it where that differs.
  public static func identifier(_ text: String) -> Identifier {
    // A prefix begins with a letter, and a DOI with a digit.
    guard text.utf8.first?.isLetter == true else { return Identifier(.doi, text) }
    return text.withUTF8Span { identifier($0, 0..<$0.count) }
  }

  /// Where the DOI begins in a range: behind its prefixes, of which some sources put two behind each other.
  public static func start(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
    var here = range.lowerBound
    while let first = bytes.byte(at: here), first.isLetter,
      let prefix = prefixes.first(where: { bytes.standsInAnyCase($0, at: here) })
    {
      let rest = bytes.trimmed(min(here + prefix.utf8CodeUnitCount, range.upperBound)..<range.upperBound)
      // A prefix alone is no DOI, and stays what it is.
      if rest.isEmpty { return here }
      here = rest.lowerBound
    }
    return here
  }
}
