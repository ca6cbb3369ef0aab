import CitemillCore

/// The column `more`: whole groups of a record that the other columns cannot hold exactly.
///
/// It holds the groups under the names of `records`. When read, a group replaces the values of the columns,
/// provided that they are what would be written beside it: a cell that was changed since is preferred.
enum CSVMore {
  private static func member(of field: Field) -> String {
    field == .nativeFields ? "nativeFields" : field.rawValue
  }

  /// The groups of a record as text; empty if there are none.
  static func write(_ fields: [Field], of record: Record) -> String {
    if fields.isEmpty { return "" }
    var part = record
    part.assurances = []
    part.origin = Origin()
    var coder = FieldCoder.encoding()
    Record.code(&part, &coder)
    let names = Set(fields.map(member))
    return FieldText.write(coder.members.filter { names.contains($0.name) })
  }

  /// The groups of a text and a record with them, or nil if the text was not written by Citemill.
  static func read(_ text: String) -> (record: Record, fields: [Field])? {
    guard let members = FieldText.read(text), !members.isEmpty else { return nil }
    let fields = Field.allCases.filter { field in members.contains { $0.name == member(of: field) } }
    guard fields.count == members.count else { return nil }
    var record = Record()
    var coder = FieldCoder.decoding(members)
    Record.code(&record, &coder)
    guard coder.problems.isEmpty, coder.unknown.isEmpty, coder.leftovers.isEmpty, record.violations.isEmpty else {
      return nil
    }
    return (record, fields)
  }
}
