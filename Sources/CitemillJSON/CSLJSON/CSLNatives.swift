import CitemillCore

/// What CSL-JSON said and the model has no place for, to be put back where it was.
///
/// Names are paths: `funder` for a member of the item, `author[0]/ORCID` for one of a name, `author[1]` for an element that is no
/// name and stood before the name of that number, `issued/x`, `custom/x`. The name of a member that would be taken for a path
/// has a slash before it: `/issued/x`.
struct CSLNatives {
  private let fields: [NativeField]
  private var isWritten: [Bool]
  /// The indices of a long list by the names, and by the places that these are under: `author[0]/`. Tens of thousands of names
  /// may each have some.
  private let places: [Verbatim: [Int]]

  init(_ fields: [NativeField]) {
    let fields = fields.isEmpty ? [] : fields.filter { $0.format == CSLTable.format }
    var places: [Verbatim: [Int]] = [:]
    if fields.count > Self.few {
      for index in fields.indices {
        let name = fields[index].name
        places[Verbatim(wrappedValue: name), default: []].append(index)
        guard let slash = name.utf8.firstIndex(of: UInt8(ascii: "/")) else { continue }
        places[Verbatim(wrappedValue: String(name[...slash])), default: []].append(index)
      }
    }
    self.fields = fields
    self.places = places
    isWritten = Array(repeating: false, count: fields.count)
  }

  /// So many are looked through for each place.
  private static let few = 16

  private func indices(of name: String) -> [Int] {
    let found = fields.count > Self.few ? places[Verbatim(wrappedValue: name)] ?? [] : Array(fields.indices)
    return found.filter { fields[$0].name.hasSameBytes(as: name) }
  }

  /// The indices of the fields under a place, which ends with the only slash in it.
  private func indices(under place: String) -> [Int] {
    let found = fields.count > Self.few ? places[Verbatim(wrappedValue: place)] ?? [] : Array(fields.indices)
    return found.filter { fields[$0].name.utf8.starts(with: place.utf8) }
  }

  /// Whether there is nothing to put back.
  var isEmpty: Bool { fields.isEmpty }

  // MARK: - Names and values

  /// The name of a field for a member of the item that CSL does not have.
  static func name(ofMember name: String) -> String {
    name.isEmpty || name.utf8.first == UInt8(ascii: "/") || head(of: name) != nil ? "/" + name : name
  }

  /// A field for a text; in quotes where it would be taken for a number or another value of JSON.
  static func field(_ name: String, _ text: String) -> NativeField {
    var quoted = ByteSink()
    quoted.appendJSON(text)
    let isText = text.asJSONValue.hasSameBytes(as: quoted.text)
    return NativeField(format: CSLTable.format, name: name, value: isText ? text : quoted.text)
  }

  /// The member of CSL that a name is a path into; nil when it is not one.
  private static func head(of name: String) -> CSLTable.Row? {
    let head = name.utf8.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "[") }
    guard head.count < name.utf8.count else { return nil }
    return CSLTable.row(named: String(decoding: head, as: UTF8.self))
  }

  private func index(of name: String) -> Int? { fields.isEmpty ? nil : indices(of: name).first }

  func has(_ name: String) -> Bool { index(of: name) != nil }

  func has(under place: String) -> Bool { !indices(under: place).isEmpty }

  /// The text that a field holds; nil when it holds something else, or there is none.
  func text(_ name: String) -> String? {
    guard let index = index(of: name) else { return nil }
    let bytes = Array(fields[index].value.asJSONValue.utf8)
    var cursor = JSONCursor(0..<bytes.count)
    var halves = 0
    guard case .text(let text)? = try? cursor.scalar(bytes.span, &halves) else { return nil }
    return text
  }

  // MARK: - In their places

  /// The value of a field as it is, which counts as written.
  mutating func takeText(_ name: String) -> String? {
    guard let index = index(of: name) else { return nil }
    isWritten[index] = true
    return fields[index].value
  }

  /// The type's own word, which no type that we know says; it counts as written then.
  mutating func takeType(of record: Record) -> String? {
    guard !fields.isEmpty, record.type == .document, let index = index(of: "type") else { return nil }
    let token = fields[index].value
    guard RecordType(rawValue: token) == nil, TypeWords.type(of: token) == nil
    else { return nil }
    isWritten[index] = true
    return token
  }

  /// Writes the fields under a place as members, except those of some names.
  mutating func write(
    under place: String, except others: [String] = [], _ members: inout JSONList, into sink: inout ByteSink
  ) {
    var names = Set(others.map { Array($0.utf8) })
    for index in indices(under: place) where !isWritten[index] {
      let name = Array(fields[index].name.utf8.dropFirst(place.utf8.count))
      // A name may have come twice; JSON has it once.
      guard names.insert(name).inserted else { continue }
      members.name(String(decoding: name, as: UTF8.self), &sink)
      sink.append(fields[index].value.asJSONValue)
      isWritten[index] = true
    }
  }

  /// Writes the elements of a list of names that are no names and stood before the name of a number.
  mutating func writeElements(
    of member: StaticString, before number: Int, _ list: inout JSONList, into sink: inout ByteSink
  ) {
    if fields.isEmpty { return }
    for index in indices(of: "\(member)[\(number)]") where !isWritten[index] {
      let value = fields[index].value.asJSONValue
      // What would be read as a name is not one of ours.
      guard let alone = record(of: "\(member)", "[\(value)]"), alone.nativeFields.count == 1,
        alone.contributors.isEmpty
      else { continue }
      list.next(&sink)
      sink.append(value)
      isWritten[index] = true
    }
  }

  /// The value of a member as it stood, where reading it still gives what the record has; it counts as written then, with what
  /// is in it.
  mutating func take(_ name: @autoclosure () -> String, reading isSame: (Record) -> Bool) -> String? {
    if fields.isEmpty { return nil }
    let name = name()
    guard let index = index(of: name) else { return nil }
    let value = fields[index].value.asJSONValue
    guard let alone = record(of: name, value), isSame(alone) else { return nil }
    markWritten(alone)
    return value
  }

  // MARK: - The rest

  /// Writes as members what has not found a place yet, and reports what has none beside what the record has by now.
  mutating func writeRest(
    of record: Record, hasCustom: Bool, _ members: inout JSONList, into sink: inout ByteSink, _ report: inout LossReport
  ) {
    var names: Set<[UInt8]> = []
    for index in fields.indices where !isWritten[index] && Self.head(of: fields[index].name) == nil {
      let field = fields[index]
      let isPlain = field.name.utf8.first != UInt8(ascii: "/")
      let name = isPlain ? field.name : String(decoding: field.name.utf8.dropFirst(), as: UTF8.self)
      guard Self.name(ofMember: name).hasSameBytes(as: field.name), !names.contains(Array(name.utf8)),
        canStand(name, field.value, in: record, hasCustom: hasCustom)
      else { continue }
      names.insert(Array(name.utf8))
      members.name(name, &sink)
      sink.append(field.value.asJSONValue)
      isWritten[index] = true
    }
    writeParts(record, names, &members, into: &sink)
    for index in fields.indices where !isWritten[index] {
      report.lose(FieldPath(.nativeFields, "\(CSLTable.format).\(fields[index].name)"), .dropped)
    }
  }

  /// Writes dates of which no date is known, and lists of names without a name.
  private mutating func writeParts(
    _ record: Record, _ names: Set<[UInt8]>, _ members: inout JSONList, into sink: inout ByteSink
  ) {
    // Each member once, however many fields are parts of it.
    var tried = names
    for index in fields.indices where !isWritten[index] {
      guard let row = Self.head(of: fields[index].name), !row.rule.isPresent(in: record),
        tried.insert(Array("\(row.name)".utf8)).inserted
      else { continue }
      var rest = self
      var value = ByteSink()
      var list = JSONList()
      switch row.rule {
      case .at(.date):
        value.append(UInt8(ascii: "{"))
        rest.write(under: "\(row.name)/", &list, into: &value)
        value.append(UInt8(ascii: "}"))
      case .at(.names):
        value.append(UInt8(ascii: "["))
        rest.writeElements(of: row.name, before: 0, &list, into: &value)
        value.append(UInt8(ascii: "]"))
      default: continue
      }
      guard rest.isWritten != isWritten, isNative("\(row.name)", value.text) else { continue }
      self = rest
      members.name(row.name, &sink)
      sink.append(value.text)
    }
  }

  /// Whether a member can be written without being read as anything but native fields of the record.
  private mutating func canStand(_ name: String, _ value: String, in record: Record, hasCustom: Bool) -> Bool {
    guard let row = CSLTable.row(named: name) else {
      return record[date: .issued] != nil || !CSLQuirks.isOtherDate(name, value)
    }
    if case .custom = row.rule { return !hasCustom && isNative(name, value.asJSONValue) }
    if row.rule.isPresent(in: record) { return row.isAlias }
    return isNative(name, value.asJSONValue)
  }

  /// Whether a member alone is read as native fields that are here, which then count as written.
  private mutating func isNative(_ name: String, _ value: String) -> Bool {
    guard var alone = record(of: name, value) else { return false }
    let natives = alone.nativeFields
    alone.nativeFields = []
    let indices = indices(of: natives)
    guard alone.content == Record(), indices.allSatisfy({ $0 != nil }) else { return false }
    for case let index? in indices { isWritten[index] = true }
    return true
  }

  private mutating func markWritten(_ alone: Record) {
    for case let index? in indices(of: alone.nativeFields) { isWritten[index] = true }
  }

  /// The index of the first field that is each of some; many of them may have one name.
  private func indices(of natives: [NativeField]) -> [Int?] {
    guard natives.count > Self.few else {
      return natives.map { native in indices(of: native.name).first { fields[$0] == native } }
    }
    let firsts = Dictionary(fields.indices.map { (fields[$0], $0) }) { first, _ in first }
    return natives.map { firsts[$0] }
  }

  /// The record of an item that has one member; nil when it is not one.
  private func record(of name: String, _ value: String) -> Record? {
    let item = Array("{\"\(name)\":\(value)}".utf8)
    var cursor = JSONCursor(0..<item.count)
    var context = JSONContext()
    var alone = Record()
    do {
      return try CSLDecoder().decode(in: item.span, at: &cursor, into: &alone, context: &context) == nil ? alone : nil
    } catch {
      return nil
    }
  }
}
