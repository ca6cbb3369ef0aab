import CitemillCore

// Which exporter a header shows, and what its columns mean beside each other.
extension CSVTable {
  /// A program or database whose columns are written in its own way.
  enum Exporter {
    case pubMed, publishOrPerish, zotero, openAlex, springer

    /// The exporter with these column names; nil for any other.
    init?(_ names: [String]) {
      func has(_ marks: String...) -> Bool { marks.allSatisfy { mark in names.contains { $0.hasSameBytes(as: mark) } } }
      if has("PMID", "First Author", "Create Date") {
        self = .pubMed
      } else if has("Cites", "GSRank") {
        self = .publishOrPerish
      } else if has("Key", "Item Type", "Publication Year", "Publication Title") {
        self = .zotero
      } else if has("display_name", "authorships.author.display_name") {
        self = .openAlex
      } else if has("Item Title", "Content Type", "Item DOI") {
        self = .springer
      } else {
        return nil
      }
    }
  }

  /// The database with these column names; nil for any other.
  static func database(_ names: [String]) -> String? {
    let databases: [(name: String, columns: [String])] = [
      ("PubMed", ["PMID", "First Author", "Create Date"]), ("Scopus", ["EID", "Source title"]),
      ("Web of Science", ["UT (Unique WOS ID)"]), ("OpenAlex", ["display_name", "authorships.author.display_name"]),
      ("IEEE", ["Document Title", "IEEE Terms"]),
    ]
    return databases.first { database in
      database.columns.allSatisfy { column in names.contains { $0.hasSameBytes(as: column) } }
    }?.name
  }

  /// How the names of a column are written.
  enum NameForm {
    case usual
    /// Scopus's full names, each followed by its author's number, `Berg, Anna (7001)`.
    case numbered
    /// PubMed's names, in the form of its index, `Berg A, Eze N; Mill Study Group.`
    case indexed
    /// Zotero's names: a person's has a comma, `Berg, Anna; Mill Board`.
    case comma
    /// OpenAlex's names, separated by bars, `Anna Berg|Ngozi Eze`.
    case bars
    /// Springer's names, with no separator, `Anna BergNgozi Eze`.
    case glued
  }

  /// How names are written in a column.
  static func nameForm(of name: String, in exporter: Exporter?) -> NameForm {
    switch exporter {
    case .zotero: return .comma
    case .openAlex: return .bars
    case .springer: return .glued
    case .pubMed where plain(name).elementsEqual("authors".utf8): return .indexed
    case .pubMed, .publishOrPerish, nil: return plain(name).elementsEqual("authorfullnames".utf8) ? .numbered : .usual
    }
  }

  /// The columns with the meaning that they have beside each other (Fixtures/CSV/meant-columns.csv).
  static func refined(_ columns: [Column?], _ names: [String]) -> [Column?] {
    func index(_ name: String) -> Int? { names.firstIndex { $0.hasSameBytes(as: name) } }
    func has(_ rule: Rule) -> Bool { columns.contains { $0?.rule == rule } }
    var refined = columns
    // Zotero's `Type`, beside the kind of the item.
    if index("Item Type") != nil, let type = index("Type") { refined[type] = column("genre") }
    // The `number` of a journal, as in JabRef, BibTeX and tables for R; beside CSL's names it is CSL's.
    if let number = names.firstIndex(where: { plain($0).elementsEqual("number".utf8) }),
      index("container-title") == nil, !has(.at(.variable(.issue, .own))), has(.at(.variable(.volume, .own))),
      has(.at(.title(.main, .host)))
    {
      refined[number] = column("issue")
    }
    // Scopus's cited works, which are not CSL's `references`, the history of a law.
    if let references = index("References") { refined[references] = nil }
    return refined
  }
}
