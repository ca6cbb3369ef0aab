#if XML
  import CitemillCore

  /// What the terms of a format stand for, without regard to case.
  struct WordTable<Value: Sendable>: Sendable {
    private let words: WordList
    private let values: [Value]

    /// A table from terms in lower case, each once.
    init(_ rows: [(words: [String], value: Value)]) {
      words = WordList(rows.flatMap(\.words))
      values = rows.flatMap { row in row.words.map { _ in row.value } }
    }

    /// What a term stands for; nil if it is not in the table.
    subscript(word: String) -> Value? { word.withUTF8Span { self[$0, 0..<$0.count] } }

    /// What the term in a range of bytes stands for; nil if it is not in the table.
    subscript(bytes: Span<UInt8>, range: Range<Int>) -> Value? {
      if let place = words.index(of: bytes, range) { return values[place] }
      // Capitals are rare.
      let small = range.map { bytes[$0].lowercased }
      return words.index(of: small.span, 0..<small.count).map { values[$0] }
    }
  }
#endif
