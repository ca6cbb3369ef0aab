/// The words in lists of names that name nobody, and those that belong to a name: every format asks here.
package enum NameWords {
  // MARK: - Instead of a name

  /// What says that a list of names goes on, the longest first.
  package static let others = [
    "and et al.", "and others", "& others", "and et al", "[et al.]", "et alii", "et al.", "[et al]", "et al", "others",
    "u. a.", "u.a.", "...", "…",
  ]
  private static let othersList = WordList(others)

  /// Whether a text says that a list of names goes on, whatever case its letters have: `et al.`, `And Others`, `...`
  @inline(__always)
  package static func isOthers(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    range.count <= 10 && range.count >= 3 && isInAnyCase(othersList, bytes, range)
  }

  private static let anonymous = WordList([
    "[anonymous]", "[anon]", "[no author]", "[no author listed]", "[no authors listed]", "[no author name available]",
  ])

  /// Whether a text is what databases have in place of an author: `[Anonymous]`, `[No author name available]`.
  package static func isNobody(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard let first = bytes.byte(at: range.lowerBound), first == UInt8(ascii: "["), range.count <= 32 else {
      return false
    }
    return isInAnyCase(anonymous, bytes, range)
  }

  private static func isInAnyCase(_ list: WordList, _ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard range.count <= 32 else { return false }
    var lower = InlineArray<32, UInt8>(repeating: 0)
    for place in 0..<range.count { lower[place] = bytes[range.lowerBound + place].lowercased }
    return list.contains(lower.span, 0..<range.count)
  }

  // MARK: - Behind a name

  /// Which of those who have a name is meant: `Jr.`, `III`, `3rd`.
  static let generations = WordList(["Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV", "2nd", "3rd"])
  /// `Jr` in capitals, which after one word alone are initials: `John Smith JR`, `Smith JR`.
  static let capitalGenerations = WordList(["JR", "JR.", "SR", "SR."])
  static let honours = WordList([
    "Esq", "Esq.", "MSc", "BSc", "PhD", "Ph.D.", "Dr.", "Ret.", "M.D.", "J.D.", "M.A.", "B.A.", "R.N.",
  ])
  /// Honours of two capitals, which are more often the initials of given names.
  static let shortHonours = WordList(["QC", "KC", "MD", "MA", "BA", "JD", "RN", "MP", "CH", "OM"])

  /// Whether a word after a name says which of those who have it is meant: `Jr.`, `III`, `3rd`.
  package static func isGeneration(_ bytes: Span<UInt8>, _ word: Range<Int>) -> Bool {
    generations.contains(bytes, word)
  }

  // MARK: - In a name

  static let honorifics = WordList([
    "Dame", "Sir", "Lord", "Lady", "Dr", "Prof", "Professor", "Rev", "Reverend", "Hon", "Mr", "Mrs", "Ms", "Baroness",
  ])

  static let particles = WordList([
    "af", "al", "av", "bin", "da", "das", "de", "degli", "dei", "del", "della", "den", "der", "di", "do", "dos", "du",
    "el", "ibn", "la", "las", "le", "les", "los", "ten", "ter", "van", "vom", "von", "zu", "zum", "zur", "'t", "’t",
  ])

  /// Whether a word, in small letters, is one that comes before family names: `van`, `de`.
  package static func isParticle(_ word: String) -> Bool {
    word.withUTF8Span { particles.contains($0, 0..<$0.count) }
  }

  // MARK: - Bodies

  static let institutions = WordList([
    "Agency", "Association", "Bank", "Center", "Centre", "Collaboration", "Commission", "Committee", "Consortium",
    "Corporation", "Council", "Department", "Foundation", "Group", "Institute", "Institution", "Laboratory", "Library",
    "Ministry", "Network", "Office", "Organisation", "Organization", "Programme", "Project", "Society", "Team",
    "Universit\u{E9}", "Universite\u{301}", "University", "Universit\u{E4}t", "Universita\u{308}t",
  ])
}
