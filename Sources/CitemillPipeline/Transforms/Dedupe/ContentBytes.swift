import CitemillCore

/// The complete content of a record as bytes, by which it is found again and from which its number in a
/// review is computed.
///
/// Existing review files refer to records by these numbers, so that the form must not change.
enum ContentBytes {
  private enum Tag {
    static let text: UInt8 = 0
    static let number: UInt8 = 1
    static let no: UInt8 = 2
    static let yes: UInt8 = 3
    static let list: UInt8 = 4
    static let object: UInt8 = 5
  }

  /// The members of `Record+Fields.swift` by their names, and no place.
  static func of(_ record: Record) -> [UInt8] {
    var sink = ByteSink()
    var (record, coder) = (record, FieldCoder.encoding())
    Record.code(&record, &coder)
    append(coder.members, &sink)
    var place = Origin(location: .whole(""))
    coder = FieldCoder.encoding()
    Origin.code(&place, &coder)
    append(coder.members, &sink)
    return sink.bytes
  }

  private static func append(_ members: [FieldTree.Member], _ sink: inout ByteSink) {
    sink.append(compact: members.count)
    for member in members {
      append(member.name, &sink)
      append(member.value, &sink)
    }
  }

  private static func append(_ tree: FieldTree, _ sink: inout ByteSink) {
    switch tree {
    case .text(let text):
      sink.append(Tag.text)
      append(text.wrappedValue, &sink)
    case .number(let number):
      sink.append(Tag.number)
      sink.append(compact: number)
    case .flag(let flag): sink.append(flag ? Tag.yes : Tag.no)
    case .list(let elements):
      sink.append(Tag.list)
      sink.append(compact: elements.count)
      for element in elements { append(element, &sink) }
    case .object(let members):
      sink.append(Tag.object)
      append(members, &sink)
    }
  }

  private static func append(_ text: String, _ sink: inout ByteSink) {
    sink.append(compact: text.utf8.count)
    sink.append(text)
  }
}
