/// The meaning of a name in a format. Each family of formats has its own rules, for reading and writing.
package protocol FormatRule: Sendable, Hashable {
  /// The place that the value is read into and written from; nil for a step, which needs more than one place
  /// or name.
  var place: Place? { get }
  /// The places of the model that it touches, of which pages list the first; empty for what is only kept.
  var paths: [FieldPath] { get }
  /// What the pages list besides its place.
  var remark: String { get }
}

/// The table of a format: its names, their meaning, and which of them are written.
///
/// Readers look up names in it, writers look up places, and pages and `citemill map` list its rows, so these
/// three cannot differ. If several rows have the same rule, the first one that is written counts.
package struct FormatTable<Rule: FormatRule>: Sendable {
  /// A name with its meaning.
  package struct Row: Sendable {
    package let name: String
    /// Other names under which it is read.
    package let aliases: [String]
    package let rule: Rule
    /// Its meaning in other kinds of work.
    package let exceptions: [WorkKind: Rule]
    package let direction: FormatDirection
    /// A note on the page for this name.
    package let note: String

    /// A row; by default read and written.
    @inlinable
    package init(
      _ name: String, _ rule: Rule, except exceptions: [WorkKind: Rule] = [:], aliases: [String] = [],
      direction: FormatDirection = .both, note: String = ""
    ) {
      self.name = name
      self.aliases = aliases
      self.rule = rule
      self.exceptions = exceptions
      self.direction = direction
      self.note = note
    }
  }

  package let rows: [Row]
  package let names: FormatNames
  package let places: PlacedRows
  /// The rule of each row, by the kind of work.
  @usableFromInline
  let rules: [[Rule]]

  /// A table with its rows in the order of writing; names are looked up in a given form, such as lower case.
  ///
  /// This and the functions that are called for each field are inlinable: with generic rules they take 9
  /// million more instructions.
  @inlinable
  package init(_ rows: [Row], spelling: (String) -> String = { $0 }) {
    self.rows = rows
    var names: [[String]] = []
    var rules: [Rule] = []
    var places: [Place?] = []
    var exceptions: [(row: Int, kind: Int, rule: Rule)] = []
    for row in rows {
      names.append(([row.name] + row.aliases).map(spelling))
      rules.append(row.rule)
      places.append(row.direction.isWritten ? row.rule.place : nil)
      for (kind, rule) in row.exceptions { exceptions.append((rules.count - 1, Int(kind.rawValue), rule)) }
    }
    self.names = FormatNames(names)
    // Kinds without exceptions share one list.
    var kinds = Array(repeating: rules, count: WorkKind.allCases.count)
    for (row, kind, rule) in exceptions { kinds[kind][row] = rule }
    self.rules = kinds
    self.places = PlacedRows(
      places, except: exceptions.map { ($0.row, $0.kind, rows[$0.row].direction.isWritten ? $0.rule.place : nil) })
  }

  // MARK: - Reading

  /// The row of a name; nil for a name that is not in the table.
  @inlinable
  package func row(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? { names.row(bytes, range) }

  /// The row of a name.
  package func row(named name: String) -> Int? { name.withUTF8Span { names.row($0, 0..<$0.count) } }

  /// The rule of a row in a kind of work.
  @inlinable
  package func rule(_ row: Int, in kind: WorkKind) -> Rule { rules[Int(kind.rawValue)][row] }

  /// The rules of all rows in a kind of work.
  @inlinable
  package func rules(in kind: WorkKind) -> [Rule] { rules[Int(kind.rawValue)] }

  // MARK: - Writing

  /// The row that writes a place in most works; nil if no name does.
  @inlinable
  package func row(writing place: Place) -> Int? { places.row(writing: place) }

  /// The row that writes a place in a kind of work; nil if no name does.
  @inlinable
  package func row(writing place: Place, in kind: WorkKind) -> Int? { places.row(writing: place, in: kind) }

  /// The places that are written in a kind of work.
  @inlinable
  package func paths(in kind: WorkKind = .other) -> [FieldPath] {
    rows.indices.filter { rows[$0].direction.isWritten }.flatMap { rule($0, in: kind).paths }
  }

  // MARK: - Pages

  /// The rows as pages and `citemill map` show them; with a note on rows that are only read, if the rule has
  /// none.
  package func mapping(readOnlyNote: String = "read, not written") -> [MappingRow] {
    rows.map { row in
      var notes = [row.note, row.rule.remark]
      for kind in WorkKind.allCases {
        if let rule = row.exceptions[kind] { notes.append("\(kind.words): \(rule.paths.first?.description ?? "kept")") }
      }
      if row.direction == .read { notes.append(readOnlyNote) }
      if !row.aliases.isEmpty { notes.append("also \(row.aliases.joined(separator: ", "))") }
      var path = row.rule.paths.first?.description ?? ""
      if case .event(let part) = row.rule.place { path += ".\(part)" }
      return MappingRow(
        native: row.name, path: path,
        note: notes.filter { !$0.isEmpty }.joined(separator: "; "),
        isReadOnly: !row.direction.isWritten)
    }
  }
}

/// Whether a name of a format is read, written, or both.
package enum FormatDirection: Sendable {
  case both, read, write

  /// Whether the name is written.
  package var isWritten: Bool { self != .read }
}

/// The names of a table with their rows. Not generic, so that a family that looks up each name of its input
/// needs no specialisation for its rules.
package struct FormatNames: Sendable {
  @usableFromInline
  let words: WordList
  @usableFromInline
  let rows: [UInt16]

  /// The names of each row; the first name of a row takes precedence over aliases of other rows.
  @usableFromInline
  init(_ names: [[String]]) {
    let firsts = names.indices.map { (names[$0].first ?? "", $0) }
    let others = names.indices.flatMap { row in names[row].dropFirst().map { ($0, row) } }
    words = WordList((firsts + others).map(\.0))
    rows = (firsts + others).map { UInt16(truncatingIfNeeded: $0.1) }
  }

  /// The row of a name; nil for a name that is not in the table.
  @inlinable
  package func row(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    words.index(of: bytes, range).map { Int(rows[$0]) }
  }

  /// The row of a lower-case name, ignoring the case of the bytes.
  package func row(inAnyCase bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    words.index(inAnyCase: bytes, range).map { Int(rows[$0]) }
  }
}

/// The rows that write the places of the model, by kind of work.
package struct PlacedRows: Sendable {
  /// For each slot of a place, its row plus one; 0 for none.
  @usableFromInline
  let usual: [UInt16]
  /// The same for each kind of work; empty if it is the same for all kinds.
  private let kinds: [[UInt16]]

  /// The places that the rows write, and which rows write another place in some kinds of work.
  @usableFromInline
  init(_ places: [Place?], except exceptions: [(row: Int, kind: Int, place: Place?)]) {
    usual = Self.rows(places)
    var placesOfKinds: [Int: [Place?]] = [:]
    for (row, kind, place) in exceptions { placesOfKinds[kind, default: places][row] = place }
    var kinds = Array(repeating: usual, count: placesOfKinds.isEmpty ? 0 : WorkKind.allCases.count)
    for (kind, places) in placesOfKinds { kinds[kind] = Self.rows(places) }
    self.kinds = kinds
  }

  /// The rows by the slots of their places; if several rows have the same place, the first one.
  private static func rows(_ places: [Place?]) -> [UInt16] {
    var rows = Array(repeating: UInt16(0), count: Place.slots)
    for (row, place) in places.enumerated().reversed() {
      if let place { rows[place.slot] = UInt16(truncatingIfNeeded: row + 1) }
    }
    return rows
  }

  /// The row that writes a place in most works; nil if no name does.
  @inlinable
  package func row(writing place: Place) -> Int? {
    let row = Int(usual[place.slot])
    return row > 0 ? row - 1 : nil
  }

  /// The row that writes a place in a kind of work; nil if no name does.
  package func row(writing place: Place, in kind: WorkKind) -> Int? {
    let row = Int(kinds.isEmpty ? usual[place.slot] : kinds[Int(kind.rawValue)][place.slot])
    return row > 0 ? row - 1 : nil
  }
}
