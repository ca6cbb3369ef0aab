/// The words of a format for types of work, in both directions.
package struct TypeTable: Sendable {
  private let words: [(word: String, type: RecordType)]
  private let list: WordList
  private let written: [RecordType: (word: String, isReadBack: Bool)]

  /// Words with their types; if a type has several, the first one is written. `spare` has words for types
  /// without their own.
  package init(
    _ words: [(String, RecordType)], aliases: [(String, RecordType)] = [], spare: [RecordType: String] = [:],
    other: String
  ) {
    self.words = (words + aliases).map { (word: $0.0, type: $0.1) }
    list = WordList(self.words.map(\.word))
    var written: [RecordType: String] = [:]
    for (word, type) in words where written[type] == nil { written[type] = word }
    for type in RecordType.allCases where written[type] == nil {
      written[type] = spare[type] ?? written[type.cslType] ?? other
    }
    let list = list
    let types = self.words.map(\.type)
    self.written = Dictionary(
      uniqueKeysWithValues: written.map { type, word in
        let found = word.withUTF8Span { list.index(of: $0, 0..<$0.count) }
        return (type, (word: word, isReadBack: found.map { types[$0] } == type))
      })
  }

  /// The type of a word, or nil.
  package func type(_ bytes: Span<UInt8>, _ range: Range<Int>) -> RecordType? {
    list.index(of: bytes, range).map { words[$0].type }
  }

  /// The type of a word, or nil.
  package func type(_ word: String) -> RecordType? { word.withUTF8Span { type($0, 0..<$0.count) } }

  package func word(_ type: RecordType) -> String { written[type]?.word ?? "" }

  /// The original word that a record of the format had for its type, if it still fits; otherwise nil.
  package func sourceWord(of record: Record, in format: String) -> String? {
    guard record.origin.format == format, let token = record.origin.typeToken, type(token) == record.type else {
      return nil
    }
    return token
  }

  package func hasWord(for type: RecordType) -> Bool { written[type]?.isReadBack ?? false }

  /// The words as listed on a page.
  package var rows: [(word: String, type: RecordType)] { words }
}
