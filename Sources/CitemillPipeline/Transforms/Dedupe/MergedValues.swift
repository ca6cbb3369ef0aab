import CitemillCore

/// The values of a merged record, against which those of the records that it replaces are checked.
///
/// A value is kept if the merged record has, at the same place, a value with all its words in order, without
/// regard to case, diacritics and punctuation: `Weirs` is kept in `Weirs: a survey`. An initial is kept in
/// the name, an abbreviated journal in its full title, a DOI in any form of it. A placeholder is not a value,
/// and nor are a generated key and the type `document`.
struct MergedValues {
  private var parts: [FieldPath: [RecordPart]] = [:]
  /// The values unchanged: most of those that are searched for are among them.
  private var exact: Set<PlacedText> = []
  /// The values by their words, for the places that were searched.
  private var texts: [FieldPath: PlacedWords] = [:]

  init(_ record: Record) {
    for part in record.parts(withNativeFields: true) {
      let place = Self.place(part.path)
      parts[place, default: []].append(part)
      exact.insert(PlacedText(place: place, text: part.text))
    }
  }

  /// The places of those values of a record that are not kept.
  mutating func missing(of record: Record) -> [FieldPath] {
    var missing: [FieldPath] = []
    for part in record.parts(withNativeFields: true) where !isKept(part) { missing.append(part.path) }
    return missing
  }

  /// Except in titles and names, which may be any word.
  private static func isPlaceholder(_ part: RecordPart) -> Bool {
    [.identifiers, .variables, .abstracts].contains(part.path.field) && Placeholder.isOne(part.text)
  }

  private mutating func isKept(_ part: RecordPart) -> Bool {
    let place = Self.place(part.path)
    if exact.contains(PlacedText(place: place, text: part.text)) { return true }
    if part.path == FieldPath(.type) {
      if part.text == RecordType.document.rawValue { return true }
    } else if Self.isPlaceholder(part) {
      return true
    }
    let wanted = Self.words(part)
    // A word can only be an abbreviation in names: elsewhere its letters may be those of another word.
    let isName = part.path.field == .contributors || part.path.field == .titles && part.path.tier != .own
    guard let all = words(at: place) else { return false }
    if all.contains(wanted) { return true }
    return all.candidates(for: wanted, isName: isName).contains { index in
      let kept = all.texts[index]
      return Self.has(kept, wanted, isName) || isName && WordDistance.isAbbreviation(wanted, of: kept)
    }
  }

  private mutating func words(at place: FieldPath) -> PlacedWords? {
    if let known = texts[place] { return known }
    guard let parts = parts[place] else { return nil }
    var all = PlacedWords()
    for part in parts { all.append(Self.words(part)) }
    // A title that includes its subtitle equals one with the subtitle beside it.
    if place.field == .titles, all.texts.count > 1 { all.append(Array(all.texts.joined())) }
    texts[place] = all
    return all
  }

  /// Whether all words are there, in order.
  private static func has(_ kept: [[UInt8]], _ wanted: [[UInt8]], _ isName: Bool) -> Bool {
    var rest = wanted[...]
    for word in kept {
      guard let next = rest.first else { return true }
      if word == next || isName && word.starts(with: next) { rest = rest.dropFirst() }
    }
    return rest.isEmpty
  }

  /// Titles, notes and abstracts of all kinds are compared with each other; in other fields each kind is
  /// separate.
  private static func place(_ path: FieldPath) -> FieldPath {
    switch path.field {
    case .titles, .notes, .abstracts: FieldPath(path.field, in: path.tier)
    default: path
    }
  }

  private static func words(_ part: RecordPart) -> [[UInt8]] {
    switch (part.path.field, part.path.part) {
    case (.identifiers, let scheme?):
      [Array(IdentifierForms.compared(Identifier(IdentifierScheme(rawValue: scheme), part.text)).utf8)]
    case (.variables, Variable.pages.name): Folding.words(PageText(part.text).plain)
    // A key is cited unchanged.
    case (.key, _), (.type, _): [Array(part.text.utf8)]
    default: Folding.words(part.text)
    }
  }
}

/// A text with its place.
private struct PlacedText: Hashable {
  let place: FieldPath
  let text: String

  static func == (left: Self, right: Self) -> Bool {
    left.text.hasSameBytes(as: right.text) && left.place == right.place
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(place)
    hasher.combine(text.contentHash)
  }
}

/// The texts of one place by their words, so that of thousands only those are compared that may contain a
/// text.
private struct PlacedWords {
  private(set) var texts: [[[UInt8]]] = []
  private var known: Set<[[UInt8]]> = []
  private var byWord: [[UInt8]: [Int]] = [:]
  /// By the first letter of each word of a name, since a name keeps an initial.
  private var byLetter: [UInt8: [Int]] = [:]

  mutating func append(_ text: [[UInt8]]) {
    guard known.insert(text).inserted else { return }
    for word in Set(text) { byWord[word, default: []].append(texts.count) }
    for letter in Set(text.compactMap(\.first)) { byLetter[letter, default: []].append(texts.count) }
    texts.append(text)
  }

  func contains(_ text: [[UInt8]]) -> Bool { known.contains(text) }

  /// Those that have the rarest word of a text; for a name, also those that have a word beginning with its
  /// rarest letter.
  ///
  /// For a name, no more than `mostNames` are compared: among thousands with one family name or letter, an
  /// abbreviated name may count as lost.
  func candidates(for wanted: [[UInt8]], isName: Bool) -> [Int] {
    if !isName { return wanted.isEmpty ? Array(texts.indices) : rarest(wanted.map { byWord[$0] ?? [] }) }
    let words = WordDistance.carrying(wanted)
    if words.isEmpty { return Array(texts.indices.prefix(Self.mostNames)) }
    // A family name is seldom shortened.
    let whole = rarest(words.compactMap { byWord[$0] })
    let begun = rarest(words.map { byLetter[$0.first ?? 0] ?? [] })
    return Array((whole.prefix(Self.mostNames) + begun.prefix(Self.mostNames)))
  }

  private static let mostNames = 256

  private func rarest(_ lists: [[Int]]) -> [Int] { lists.min { $0.count < $1.count } ?? [] }
}
