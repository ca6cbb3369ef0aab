import Citemill

/// The generated tables, as Markdown.
enum Tables {
  /// A marker without end, or with a name that no table has.
  struct Broken: Error, CustomStringConvertible {
    var description: String
  }

  private static let opening = Array("<!-- table:".utf8)
  private static let closing = Array("<!-- /table -->".utf8)

  /// The table of a name, or nil.
  static func table(_ name: String) throws -> String? {
    switch name {
    case "messages": try MessageCodes.table()
    case "formats": formats
    case "exit-statuses": exitStatuses
    case "variables": variables
    case "transforms": transforms
    case "unread-formats": unreadFormats
    default: FormatRegistry.standard.format(named: name).map { options($0.options) } ?? mapping(name) ?? transform(name)
    }
  }

  private static var unreadFormats: String {
    rows(["recognised", "instead"], FormatRegistry.standard.unread) { [$0.name, $0.advice] }
  }

  /// The transforms, with what follows their colon.
  private static var transforms: String {
    rows(["transform", "what it does", "after the colon", "also called"], TransformRegistry.standard.transforms) {
      one in
      let info = one.info
      let operand = info.operand.map { operand in
        "\(operand.summary): `\(info.id):\(operand.defaultValue)`" + (info.isOperandOptional ? "; may be left out" : "")
      }
      return [
        "`\(info.id)`", info.wholeSummary, operand ?? "",
        info.aliases.map { "`\($0)`" }.joined(separator: " "),
      ]
    }
  }

  /// The table of `transform-ID`: the options of a transform.
  private static func transform(_ name: String) -> String? {
    TransformRegistry.standard.transforms.first { "transform-\($0.info.id)" == name }.map { options($0.options) }
  }

  /// The table `ID-mapping`: what a format calls the places of the model.
  private static func mapping(_ name: String) -> String? {
    guard let id = FormatRegistry.standard.formats.map(\.info.id).first(where: { name == "\($0)-mapping" }),
      let format = FormatRegistry.standard.format(named: id)?.asMappingDescribed
    else { return nil }
    return rows(["in \(format.info.name)", "in the record", "remarks"], format.mapping) { row in
      ["`\(row.native)`", row.path.isEmpty ? "" : "`\(row.path)`", row.note]
    }
  }

  /// The page with every table generated again.
  static func filled(_ page: [UInt8], page path: String) throws -> [UInt8] {
    var result: [UInt8] = []
    var rest = 0
    while let start = page.span.firstIndex(of: opening, from: rest) {
      let nameStart = start + opening.count
      guard let nameEnd = page.span.firstIndex(of: Array(" -->".utf8), from: nameStart),
        let end = page.span.firstIndex(of: closing, from: nameEnd)
      else { throw Broken(description: "\(path): a table is not closed") }
      let name = String(decoding: page[nameStart..<nameEnd], as: UTF8.self)
      guard let table = try table(name) else { throw Broken(description: "\(path): there is no table \"\(name)\"") }
      result += page[rest..<(nameEnd + 4)]
      result += Array("\n\n\(table)\n".utf8)
      rest = end
    }
    return result + page[rest...]
  }

  private static var formats: String {
    rows(["id", "format", "read", "write", "extensions", "also called"], FormatRegistry.standard.formats) { format in
      let info = format.info
      return [
        "[`\(info.id)`](Docs/Formats/\(info.folder).md)", info.name, format.asReadable != nil ? "yes" : "",
        format.asWritable != nil ? "yes" : "",
        info.fileExtensions.map { "`.\($0)`" }.joined(separator: " "),
        info.aliases.map { "`\($0)`" }.joined(separator: " "),
      ]
    }
  }

  private static var exitStatuses: String {
    rows(["status", "when"], ExitStatus.allCases) { ["\($0.rawValue)", $0.meaning] }
  }

  private static var variables: String {
    rows(["name", "in Swift"], Variable.allCases) { ["`\($0.name)`", "`.\($0)`"] }
  }

  private static func options(_ options: [FormatOption]) -> String {
    guard !options.isEmpty else { return "It has no options." }
    return rows(["option", "values", "default", "what it does"], options) { option in
      let values = option.values.map { "`\($0)`" } + (option.takesOtherValues ? ["…"] : [])
      let usual = option.defaultValue.isEmpty ? "none" : "`\(option.defaultValue)`"
      return ["`\(option.name)`", values.joined(separator: " "), usual, option.summary]
    }
  }

  static func rows<Element>(_ heads: [String], _ elements: [Element], _ cells: (Element) -> [String]) -> String {
    func line(_ cells: [String]) -> String {
      "| "
        + cells.map { $0.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|") }
        .joined(separator: " | ") + " |\n"
    }
    return line(heads) + line(heads.map { _ in "---" }) + elements.map { line(cells($0)) }.joined()
  }
}
