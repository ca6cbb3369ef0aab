/// What a name of a format says. Each family of formats has rules of its own, and reads and writes by them.
package protocol FormatRule: Sendable, Hashable {
  /// The place that the value is put into and taken from; nil for a step, which needs more than one place or name.
  var place: Place? { get }
  /// The places of the model that it touches, of which pages list the first; empty for what is only kept.
  var paths: [FieldPath] { get }
  /// What pages say of it besides its place.
  var remark: String { get }
}

/// The table of a format: its names, what each says, and which of them are written.
///
/// It is asked for a name in reading, for a place in writing, and for its rows by pages and `citemill map`, so that the three
/// cannot differ. Of several rows for one rule the first that is written counts.
package struct FormatTable<Rule: FormatRule>: Sendable {
  /// A name with what it says.
  package struct Row: Sendable {
    package let name: String
    package let rule: Rule
    /// What it says in works of other kinds.
    package let exceptions: [WorkKind: Rule]
    package let direction: FormatDirection
    /// What the page says of the name alone.
    package let note: String

    /// A row; read and written unless said otherwise.
    package init(
      _ name: String, _ rule: Rule, except exceptions: [WorkKind: Rule] = [:], direction: FormatDirection = .both,
      note: String = ""
    ) {
      self.name = name
      self.rule = rule
      self.exceptions = exceptions
      self.direction = direction
      self.note = note
    }
  }

  package let rows: [Row]
  private let names: WordList
  /// What each row says, by the kind of work.
  private let rules: [[Rule]]
  /// For each slot of a place one more than the row that writes it, by the kind of work; 0 for none.
  private let writers: [[UInt16]]

  /// A table with its rows in the order of writing.
  package init(_ rows: [Row]) {
    self.rows = rows
    names = WordList(rows.map(\.name))
    let rules = WorkKind.allCases.map { kind in rows.map { $0.exceptions[kind] ?? $0.rule } }
    let common = Self.writers(rows, rows.map(\.rule))
    writers = WorkKind.allCases.map { kind in
      rows.contains { $0.exceptions[kind] != nil } ? Self.writers(rows, rules[Int(kind.rawValue)]) : common
    }
    self.rules = rules
  }

  private static func writers(_ rows: [Row], _ rules: [Rule]) -> [UInt16] {
    var writers = Array(repeating: UInt16(0), count: Place.slots)
    for index in rows.indices.reversed() where rows[index].direction.isWritten {
      if let place = rules[index].place { writers[place.slot] = UInt16(truncatingIfNeeded: index + 1) }
    }
    return writers
  }

  // MARK: - Reading

  /// The row of a name, capital letters taken for small ones; nil for a name that is not in the table.
  package func row(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    if let row = names.index(of: bytes, range) { return row }
    guard range.count <= 24 else { return nil }
    var lower = InlineArray<24, UInt8>(repeating: 0)
    var hasCapitals = false
    for place in 0..<range.count {
      let byte = bytes[range.lowerBound + place]
      lower[place] = byte.lowercased
      hasCapitals = hasCapitals || byte != byte.lowercased
    }
    return hasCapitals ? names.index(of: lower.span, 0..<range.count) : nil
  }

  /// The row of a name.
  package func row(named name: String) -> Int? { name.withUTF8Span { row($0, 0..<$0.count) } }

  /// What a row says in a kind of work.
  package func rule(_ row: Int, in kind: WorkKind) -> Rule { rules[Int(kind.rawValue)][row] }

  /// What the rows say in a kind of work.
  package func rules(in kind: WorkKind) -> [Rule] { rules[Int(kind.rawValue)] }

  // MARK: - Writing

  /// The row that writes a place in a kind of work; nil where no name does.
  package func row(writing place: Place, in kind: WorkKind = .other) -> Int? {
    let row = Int(writers[Int(kind.rawValue)][place.slot])
    return row > 0 ? row - 1 : nil
  }

  /// The row that writes by a rule in a kind of work; nil where none does. Slower than by a place: for steps, once.
  package func row(ofStep rule: Rule, in kind: WorkKind = .other) -> Int? {
    rows.indices.first { rows[$0].direction.isWritten && self.rule($0, in: kind) == rule }
  }

  /// The places that are written in a kind of work.
  package func paths(in kind: WorkKind = .other) -> [FieldPath] {
    rows.indices.filter { rows[$0].direction.isWritten }.flatMap { rule($0, in: kind).paths }
  }

  // MARK: - Pages

  /// The rows as pages and `citemill map` show them; with a note on rows that are only read, if the rows do not say it.
  package func mapping(readOnlyNote: String = "read, not written") -> [MappingRow] {
    rows.map { row in
      var notes = [row.note, row.rule.remark]
      for kind in WorkKind.allCases {
        if let rule = row.exceptions[kind] { notes.append("\(kind.words): \(rule.paths.first?.description ?? "kept")") }
      }
      if row.direction == .read { notes.append(readOnlyNote) }
      return MappingRow(
        native: row.name, path: row.rule.paths.first?.description ?? "",
        note: notes.filter { !$0.isEmpty }.joined(separator: "; "),
        isReadOnly: !row.direction.isWritten)
    }
  }
}

/// In which direction a name of a format is used.
package enum FormatDirection: Sendable {
  case both, read, write

  /// Whether the name is written.
  package var isWritten: Bool { self != .read }
}
