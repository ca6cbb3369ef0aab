import CitemillCore

/// What CSL-JSON has and the model has no place for. It is written into `custom`, since the schema of CSL
/// allows no members but its own, and programs that follow it refuse the file.
///
/// A name shows where a value was: `funder` for a member of the item or of `custom`, `author[0]/ORCID` for
/// one of a name, `author[1]` for an element that is not a name and was before the name with that index,
/// `issued/x`. They are the names in `custom` as well. A member of `custom` that has the name of a member
/// which is always written, such as `type`, is called `custom/type`, so that it is not read as that one.
enum CSLNatives {
  /// A field for a text.
  static func field(_ name: String, _ text: String) -> NativeField {
    var quoted = ByteSink()
    quoted.appendJSON(text)
    return NativeField(format: CSLTable.format, name: name, value: quoted.text)
  }

  /// The name of a field for a member of `custom`.
  static func name(ofMember name: String) -> String {
    if let row = CSLTable.row(named: name), row.isAlwaysWritten || row.rule == .custom { return custom + name }
    // A field needs a name, and this one would lose its beginning.
    return name.isEmpty || name.utf8.starts(with: custom.utf8) ? custom + name : name
  }

  private static let custom = "custom/"

  /// The name in `custom` of a field.
  private static func member(of name: String) -> String {
    name.utf8.starts(with: custom.utf8) ? String(decoding: name.utf8.dropFirst(custom.utf8.count), as: UTF8.self) : name
  }

  /// The index of the id that an item had beside its key; nil if it had none.
  static func placeOfID(in fields: [NativeField]) -> Int? {
    fields.firstIndex { $0.format == CSLTable.format && $0.name.hasSameBytes(as: "id") }
  }

  /// Writes fields as members of `custom`, after the members with the given names; fields that cannot be
  /// written are reported.
  static func write(
    _ fields: [NativeField], except id: Int?, after others: [String], _ members: inout JSONList,
    into sink: inout ByteSink,
    _ report: inout LossReport
  ) {
    var names = Set(others.map { Array($0.utf8) })
    for index in fields.indices where index != id && fields[index].format == CSLTable.format {
      let name = member(of: fields[index].name)
      let value = fields[index].value.asJSONValue
      // The source may have a name twice; JSON has it once.
      if isNative(name, value), names.insert(Array(name.utf8)).inserted {
        members.name(name, &sink)
        sink.append(value)
      } else {
        report.lose(FieldPath(.nativeFields, "\(CSLTable.format).\(fields[index].name)"), .dropped)
      }
    }
  }

  /// Whether a member of `custom` is read as a native field, and not as a value for which only Citemill has a
  /// name.
  private static func isNative(_ name: String, _ value: String) -> Bool {
    guard CSLTable.isOfCustom(name) else { return true }
    let item = Array("{\"custom\":{\"\(name)\":\(value)}}".utf8)
    var cursor = JSONCursor(0..<item.count)
    var context = JSONContext()
    var alone = Record()
    _ = try? CSLDecoder().decode(in: item.span, at: &cursor, into: &alone, context: &context)
    return !alone.nativeFields.isEmpty
  }
}
