import Citemill
import CitemillCore
import CitemillTestSupport
import Foundation

/// A format with a table, as the tests of tables see it: which names are in its output, and how a small input
/// has a name.
struct TabledFormat {
  let id: String
  let mapping: FormatMapping
  /// `id[:option=value]`, with every name in the output.
  private let specification: String

  init(_ id: String) throws {
    self.id = id
    specification = ["csv", "tsv"].contains(id) ? "\(id):columns=all" : id
    mapping = FormatMapping(try FormatRegistry.standard.format(specification))
  }

  func write(_ records: [Record]) throws -> String {
    try FormatRegistry.standard.write(records, as: specification).text
  }

  func read(_ text: String) throws -> [Record] { try Trial(text: text, as: id).records }

  // MARK: - Names in an output

  /// The names in an output that have a value.
  func names(in output: String) -> Set<String> {
    switch id {
    case "csl-json", "records": members(of: output)
    case "csv": columns(of: output, ",")
    case "tsv": columns(of: output, "\t")
    case "endnote-xml": paths(of: output)
    default: Set(output.split(separator: "\n").compactMap { name(of: String($0)) })
    }
  }

  private func members(of output: String) -> Set<String> {
    let texts = id == "records" ? output.split(separator: "\n").map(String.init) : [output]
    let items = texts.flatMap { text -> [[String: Any]] in
      let value = try? JSONSerialization.jsonObject(with: Data(text.utf8))
      return value as? [[String: Any]] ?? (value as? [String: Any]).map { [$0] } ?? []
    }
    return Set(items.flatMap(\.keys))
  }

  /// The columns of a table that have a non-empty cell.
  private func columns(of output: String, _ delimiter: Character) -> Set<String> {
    var rows: [[String]] = [[""]]
    var isQuoted = false
    for character in output {
      switch character {
      case "\"": isQuoted.toggle()
      case delimiter where !isQuoted: rows[rows.count - 1].append("")
      case "\n" where !isQuoted, "\r\n" where !isQuoted: rows.append([""])
      default: rows[rows.count - 1][rows[rows.count - 1].count - 1].append(character)
      }
    }
    guard let header = rows.first else { return [] }
    return Set(rows.dropFirst().flatMap { row in zip(header, row).filter { !$0.1.isEmpty }.map(\.0) })
  }

  /// The paths of the elements in records that have text, without those that are markup.
  private func paths(of output: String) -> Set<String> {
    var open: [String] = []
    var found: Set<String> = []
    for tag in output.matches(of: #/<(\/?)([a-z0-9-]+)([^>]*?)(\/?)>([^<]*)/#.matchingSemantics(.unicodeScalar)) {
      if !tag.1.isEmpty {
        open.removeLast()
        continue
      }
      open.append(String(tag.2))
      let path = open.dropFirst(3).filter { $0 != "style" }.joined(separator: "/")
      if path == "ref-type" {
        found.insert("ref-type/@name")
      } else if !tag.5.allSatisfy(\.isWhitespace), !path.isEmpty {
        found.insert(path)
      }
      if !tag.4.isEmpty { open.removeLast() }
    }
    return found
  }

  /// The name at the beginning of a line; nil for a line that continues a value, or belongs to no record.
  private func name(of line: String) -> String? {
    let match: Substring? =
      switch id {
      case "ris": line.firstMatch(of: #/^([A-Z][A-Z0-9])  - /#)?.1
      case "nbib": line.firstMatch(of: #/^([A-Z]{2,4}) *- /#)?.1
      case "refer": line.firstMatch(of: #/^(%.) /#)?.1
      case "wos": line.firstMatch(of: #/^([A-Z][A-Z0-9]) /#)?.1
      case "bibtex", "biblatex": line.firstMatch(of: #/^  ([a-z][a-z0-9_:-]*) = /#)?.1
      default: line.firstMatch(of: #/^([A-Za-z][^:]*):/#)?.1
      }
    guard let match, !(["FN", "VR"].contains(match) && id == "wos"), !(match == "ER" && id == "ris") else { return nil }
    return String(match)
  }

  // MARK: - Small inputs

  /// Inputs without and with a value under a name, beside others that it may need; none for formats that
  /// cannot be written by hand without knowing the place.
  func inputs(_ name: String, _ value: String) -> [(without: String, with: String)] {
    switch id {
    case "ris":
      ["JOUR", "BOOK", "CHAP", "CPAPER"].map { inputs("TY  - \($0)\nKW  - a\n", "\(name)  - \(value)\n", "ER  - \n") }
    case "nbib":
      ["Journal Article", "Book Chapter", "Technical Report"].map {
        let tag = name.padding(toLength: 4, withPad: " ", startingAt: 0)
        return inputs("PMID- 1\nPT  - \($0)\nOT  - a\nFAU - Roe, Max\n", "\(tag)- \(value)\n", "")
      }
    case "refer":
      ["Journal Article", "Book"].map { inputs("%0 \($0)\n%K a\n", "\(name) \(value)\n", "") }
    case "wos":
      ["J", "B"].map { inputs("PT \($0)\nDE a\nAF Roe, Max\n", "\(name) \(value)\n", "ER\n") }
    case "bibtex", "biblatex":
      ["article", "book"].map {
        let context = ["year = {2019}", "month = {3}", "eprint = {2001.01234}", "editor = {Roe, Max}"].filter {
          !$0.hasPrefix("\(name) ") && !(name == "arxivid" && $0.hasPrefix("eprint"))
        }
        return inputs("@\($0){k,\n" + context.map { $0 + ",\n" }.joined(), "\(name) = {\(value)},\n", "}\n")
      }
    case "csv", "tsv":
      [table(name, value)]
    case "endnote-xml":
      ["Journal Article", "Book", "Report"].map { type in
        func element(_ path: String, _ value: String) -> String {
          path.split(separator: "/").reversed().reduce(value) { "<\($1)>\($0)</\($1)>" }
        }
        let context = [("titles/secondary-title", "Mills"), ("dates/year", "2019"), ("dates/month", "3")]
          .filter { $0.0 != name }.map { element($0.0, $0.1) }.joined()
        return inputs(
          "<xml><records><record><ref-type name=\"\(type)\"/>\(context)", element(name, value),
          "</record></records></xml>")
      }
    case "csl-json":
      [inputs("{\"id\":\"a\",\"type\":\"article-journal\"", ",\"\(name)\":\"\(value)\"", "}")]
    default: []
    }
  }

  private func inputs(_ before: String, _ line: String, _ after: String) -> (without: String, with: String) {
    (before + after, before + line + after)
  }

  /// A table with the columns that are only read, most of which need another one.
  private func table(_ name: String, _ value: String) -> (without: String, with: String) {
    let delimiter = id == "csv" ? "," : "\t"
    let context = [("title", "Weirs"), ("year", "2019"), ("month", "3"), ("first-page", "11")].filter { $0.0 != name }
    func text(_ cells: [(String, String)]) -> String {
      [cells.map(\.0), cells.map(\.1)].map { $0.joined(separator: delimiter) + "\n" }.joined()
    }
    return (text(context), text(context + [(name, value)]))
  }

  /// Values of the forms that fields have.
  static let values = [
    "tok", "17", "2019", "2019/03/14", "2019 Mar 14", "2019-03-14", "Berg, Anna", "1234-5679", "978-3-16-148410-0",
    "10.5555/x [doi]", "10.5555/x", "https://example.org/x", "0000-0002-1825-0097", "pubmed", "English", "3",
    "compiler",
  ]

  /// Inputs with a word for a type under a tag.
  func inputs(ofType tag: String, _ word: String) -> [String] {
    switch id {
    case "ris": ["TY  - \(word)\nKW  - a\nER  - \n"]
    case "nbib": ["PMID- 1\nPT  - \(word)\n"]
    case "refer": ["%0 \(word)\n%K a\n"]
    case "endnote-xml":
      ["<xml><records><record><ref-type name=\"\(word)\"/><titles><title>a</title></titles></record></records></xml>"]
    case "wos": tag == "PT" ? ["PT \(word)\nDE a\nER\n"] : ["J", "B"].map { "PT \($0)\nDT \(word)\nDE a\nER\n" }
    default: []
    }
  }
}

extension Record {
  /// The values at a path; the number of a book or journal is its host's if the work appears in one.
  func values(at path: FieldPath) -> [RecordPart] {
    var path = path
    if path.field == .event { path.part = nil }
    var values = parts(at: path)
    if path.field == .identifiers, path.tier == .own {
      path.tier = .host
      values += parts(at: path)
    }
    return values
  }

  /// Records of a type that each have something at a path.
  static func examples(at path: FieldPath, _ type: RecordType) -> [Record] {
    changes(at: path).map { change in
      var record = Record()
      record.type = type
      record.key = "weirs"
      // A type alone is not a record, and a short title alone is the title.
      if path.field == .type { record.titles = [Title("Weirs")] }
      if path.tier == .host, path.part == Title.Kind.short.rawValue {
        record.inTier(.host) { $0.titles.insert(Title("Mills")) }
      }
      change(&record)
      return record
    }
  }

  private typealias Change = (inout Record) -> Void

  private static func changes(at path: FieldPath) -> [Change] {
    switch path.field {
    case .titles, .container:
      let title = Title("Weirs of the North", kind: path.part.flatMap(Title.Kind.init) ?? .main)
      return [{ if path.tier == .own { $0.add(title) } else { $0.inTier(path.tier) { $0.titles.insert(title) } } }]
    case .contributors:
      let roles = path.part.map { [$0] } ?? ["redactor", "founder", "reviser"]
      return [
        { record in
          for role in roles {
            record.contributors.append(.person(PersonName(family: "Berg", given: "Anna"), Role(rawValue: role)))
          }
        },
        { record in
          record.contributors += roles.map { .organization("Mill Study Group", Role(rawValue: $0)) }
        },
      ]
    case .dates:
      let kind = DateKind(rawValue: path.part ?? "harvested")
      return [
        PartialDate(year: 2019, month: 3, day: 14), PartialDate(EDTF("2019/2020")),
        PartialDate(nil, literal: "in spring"),
      ]
      .map { date in { $0[date: kind] = date } }
    case .identifiers:
      let scheme = IdentifierScheme(rawValue: path.part ?? "shelf")
      let add: Change = { $0.put(Identifier(scheme, number(of: scheme)), at: .identifier(scheme)) }
      return [
        add,
        { record in
          add(&record)
          record.add(Identifier(.arxiv, "2001.01234"))
        },
      ]
    case .variables:
      guard let variable = Variable(name: path.part ?? "volume") else { return [] }
      return ["17", "11-19", "en", "English", "a text"].map { text in
        { record in
          if path.tier == .own {
            record[variable] = text
          } else {
            record.inTier(path.tier) { $0.variables[variable] = text }
          }
        }
      }
    case .event:
      return [
        { $0.event = Event(title: "Meeting of Millers", place: "York") },
        {
          $0.event = Event(title: "Meeting of Millers", sponsor: "Guild")
          $0[.publisher] = "Brook Press"
        },
        { $0.event = Event(acronym: "MM", number: "4") },
      ]
    case .abstracts: return [{ $0.abstracts = [Abstract(RichText("They stood."))] }]
    case .notes:
      let kind = path.part.flatMap(Note.Kind.init) ?? .note
      return [["Seen."], ["Seen.", "Seen twice."]].map { texts in
        { $0.notes = texts.map { Note(RichText($0), kind: kind) } }
      }
    case .keywords:
      return [
        { $0.keywords = [Keyword("mills")] },
        { $0.keywords = [Keyword("Water", scheme: "MeSH")] },
        { $0.keywords = [Keyword("LOCKS", scheme: "KeyWords Plus")] },
      ]
    case .licences: return [{ $0.licences = [Licence(url: "https://example.org/l")] }]
    case .funding: return [{ $0.funding = [Funding(funder: "Guild")] }]
    case .relations: return [{ $0.relations = [Relation("isPartOf", label: "a whole")] }]
    case .references: return [{ $0.references = [Reference(text: RichText("Roe 2018."))] }]
    case .files:
      return [nil, "pdf", "full-text", "related", "image", "website"].map { purpose in
        { $0.files = [FileLink("https://example.org/a.pdf", purpose: purpose)] }
      }
    case .nativeFields: return [{ $0.nativeFields = [NativeField(format: "ris", name: "U1", value: "x")] }]
    case .key, .type: return [{ _ in }]
    }
  }

  private static func number(of scheme: IdentifierScheme) -> String {
    switch scheme {
    case .doi: "10.5555/weirs"
    case .isbn: "9783161484100"
    case .issn, .eissn, .issnL: "2049-3630"
    case .url: "https://example.org/weirs"
    case .pmid: "31415926"
    case .pmcid: "PMC3141592"
    case .arxiv: "2001.01234"
    case .orcid: "0000-0002-1825-0097"
    default: "X17"
    }
  }
}
