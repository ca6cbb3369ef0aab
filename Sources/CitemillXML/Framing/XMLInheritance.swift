import CitemillCore

/// How much of one document may still be repeated in its records: what a whole says in each of its parts, an affiliation at each
/// author.
///
/// Without a limit, n values of a whole with n parts make n × n values of a document of size n.
struct XMLInheritance: Sendable {
  /// How many bytes may be repeated in all.
  private let limit: Int
  private var rest: Int
  /// How many times something was not repeated.
  private var counts: [Cut: Int] = [:]

  /// What was not repeated.
  enum Cut: CaseIterable {
    /// People, relations and native fields of a whole.
    case lists
    /// All of a whole but its dates.
    case whole
    /// Affiliations of a contributor.
    case affiliations
    /// The wider keywords of a keyword.
    case keywords
  }

  private static let least = 4 << 20
  private static let perByte = 16

  /// A limit for a document of so many bytes: what a journal of 8 KiB says is still repeated in each of 500 articles.
  init(ofBytes bytes: Int = 0) {
    limit = Self.least + bytes * Self.perByte
    rest = limit
  }

  /// Takes bytes for one more repetition; false where there are too few. A part of the limit may be left for what matters more.
  mutating func take(_ bytes: Int, leavingHalf: Bool = false) -> Bool {
    guard bytes <= rest - (leavingHalf ? limit / 2 : 0) else { return false }
    rest -= bytes
    return true
  }

  /// Takes note that something was not repeated in one more record, or at one more author.
  mutating func cut(_ what: Cut) { counts[what, default: 0] += 1 }

  /// What was not repeated, in words.
  var messages: [String] {
    Cut.allCases.compactMap { what in
      guard let count = counts[what] else { return nil }
      let reason = "it is copied so often that it would be too long in total"
      return switch what {
      case .lists:
        "\(count) parts were read with only titles, numbers and dates of the whole that they are in; the rest of what is said of "
          + "it stays with the parts before them, since \(reason)"
      case .whole:
        "\(count) parts were read with only the dates of the whole that they are in; the rest of what is said of it stays with "
          + "the parts before them, since \(reason)"
      case .affiliations:
        "\(count) contributors were read without some of their affiliations; each stays with those before them, since \(reason)"
      case .keywords: "\(count) keywords were read without the wider ones that they are in, since \(reason)"
      }
    }
  }
}

/// What the records of parts begin with: what is said of the whole that they are in.
struct XMLInherited {
  private let whole: (record: Record, size: Int)
  private let main: (record: Record, size: Int)
  private let least: Record
  private var isFirst = true

  /// What is said in a record; `more` is the size of what is added to it in each part.
  init(_ record: Record, more: Int = 0) {
    whole = (record, record.inheritedSize + more)
    var main = record
    main.nativeFields = []
    main.contributors = []
    main.relations = []
    main.container = record.container?.main
    self.main = (main, main.inheritedSize)
    var least = Record()
    least.type = record.type
    least.dates = record.dates
    self.least = least
  }

  /// What the next part begins with, and whether that is all. The first part has all.
  mutating func next(in tree: XMLTree) -> (record: Record, isWhole: Bool) {
    if isFirst {
      isFirst = false
      return (whole.record, true)
    }
    if tree.inheritance.take(whole.size, leavingHalf: true) { return (whole.record, true) }
    if tree.inheritance.take(main.size) {
      tree.inheritance.cut(.lists)
      return (main.record, false)
    }
    tree.inheritance.cut(.whole)
    return (least, false)
  }
}

extension Container {
  /// Its titles and numbers, as far as they are not many.
  fileprivate var main: Container {
    var main = self
    main.contributors = []
    main.titles = Array(titles.prefix(4))
    main.identifiers = Array(identifiers.prefix(8))
    // Containers lie within each other no deeper than the model allows.
    main.parent = parent?.main
    return main
  }

  fileprivate var size: Int {
    titles.reduce(0) { $0 + $1.size } + identifiers.reduce(0) { $0 + $1.size } + contributors.reduce(0) { $0 + $1.size }
      + variables.size + (parent?.size ?? 0)
  }
}

extension Record {
  /// About how many bytes it takes to write what parts have from a whole.
  fileprivate var inheritedSize: Int {
    var size = titles.reduce(0) { $0 + $1.size } + identifiers.reduce(0) { $0 + $1.size } + variables.size
    size += contributors.reduce(0) { $0 + $1.size } + (container?.size ?? 0)
    size += nativeFields.reduce(0) { $0 + 48 + $1.name.utf8.count + $1.value.utf8.count }
    size += relations.reduce(0) { $0 + 48 + ($1.target?.size ?? 0) + ($1.label?.utf8.count ?? 0) }
    size += dates.reduce(0) { $0 + 48 + ($1.date.literal?.utf8.count ?? 0) }
    for part in Event.Part.allCases { size += event?[part]?.utf8.count ?? 0 }
    return size
  }
}

extension Title {
  fileprivate var size: Int { 32 + text.plain.utf8.count * 2 }
}

extension Identifier {
  fileprivate var size: Int { 32 + value.utf8.count + (raw?.utf8.count ?? 0) }
}

extension VariableList {
  fileprivate var size: Int { entries.reduce(0) { $0 + 16 + $1.value.utf8.count } }
}

extension Contributor {
  fileprivate var size: Int {
    var size = 64 + roles.count * 16 + name.size + (email?.utf8.count ?? 0)
    size += affiliations.reduce(0) { $0 + $1.size } + identifiers.reduce(0) { $0 + $1.size }
    size += alternativeNames.reduce(0) { $0 + $1.size }
    // Members lie within each other no deeper than readers make them.
    return size + members.reduce(0) { $0 + $1.size }
  }
}

extension PersonName {
  fileprivate var size: Int { 32 + (family?.utf8.count ?? 0) + (given?.utf8.count ?? 0) + (literal?.utf8.count ?? 0) }
}

extension Affiliation {
  /// About how many bytes it takes to write it.
  var size: Int {
    48 + name.utf8.count + (department?.utf8.count ?? 0) + (place?.utf8.count ?? 0)
      + identifiers.reduce(0) { $0 + 32 + $1.value.utf8.count }
  }
}
