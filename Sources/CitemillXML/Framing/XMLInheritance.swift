import CitemillCore

/// How much of one document may still be repeated in its records: the values of an enclosing work in each of
/// its parts, an affiliation for each author.
///
/// Without a limit, a document of size n could have n values of an enclosing work and n parts, and so n × n
/// values in its records.
struct XMLInheritance: Sendable {
  /// How many bytes may be repeated in all.
  private let limit: Int
  private var rest: Int
  /// How many times something was not repeated.
  private var counts: [Cut: Int] = [:]

  /// What was not repeated.
  enum Cut: CaseIterable {
    /// People, relations and native fields of an enclosing work.
    case lists
    /// Everything of an enclosing work except its dates.
    case whole
    /// Affiliations of a contributor.
    case affiliations
    /// The wider keywords of a keyword.
    case keywords
  }

  private static let least = 4 << 20
  private static let perByte = 16

  /// A limit for a document of this size: the values of a journal, 8 KiB long, are still repeated in each of
  /// 500 articles.
  init(ofBytes bytes: Int = 0) {
    limit = Self.least + bytes * Self.perByte
    rest = limit
  }

  /// Uses bytes for one more repetition; false if there are too few. Half of the limit may be reserved for
  /// what matters more.
  mutating func take(_ bytes: Int, leavingHalf: Bool = false) -> Bool {
    guard bytes <= rest - (leavingHalf ? limit / 2 : 0) else { return false }
    rest -= bytes
    return true
  }

  /// Notes that something was not repeated in one more record, or for one more author.
  mutating func cut(_ what: Cut) { counts[what, default: 0] += 1 }

  /// What was not repeated, as messages.
  var messages: [String] {
    Cut.allCases.compactMap { what in
      guard let count = counts[what] else { return nil }
      let reason = "it is copied so often that it would be too long in total"
      return switch what {
      case .lists:
        "\(count) parts were read with only the titles, numbers and dates of the enclosing work; its other values are only in "
          + "the parts before them, since \(reason)"
      case .whole:
        "\(count) parts were read with only the dates of the enclosing work; its other values are only in the parts before them, "
          + "since \(reason)"
      case .affiliations:
        "\(count) contributors were read without some of their affiliations, which only those before them have, since \(reason)"
      case .keywords: "\(count) keywords were read without their wider keywords, since \(reason)"
      }
    }
  }
}

/// What the records of parts begin with: the values of their enclosing work.
struct XMLInherited {
  private let whole: (record: Record, size: Int)
  private let main: (record: Record, size: Int)
  private let least: Record
  private var isFirst = true

  /// The values of a record; `more` is the size of what is added to them in each part.
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

  /// What the next part begins with, and whether that is everything. The first part has everything.
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
  /// Its titles and numbers, up to a small number of each.
  fileprivate var main: Container {
    var main = self
    main.contributors = []
    main.titles = Array(titles.prefix(4))
    main.identifiers = Array(identifiers.prefix(8))
    // Containers are nested no deeper than the model allows.
    main.parent = parent?.main
    return main
  }

  fileprivate var size: Int {
    titles.reduce(0) { $0 + $1.size } + identifiers.reduce(0) { $0 + $1.size } + contributors.reduce(0) { $0 + $1.size }
      + variables.size + (parent?.size ?? 0)
  }
}

extension Record {
  /// About how many bytes it takes to write the values that parts have from an enclosing work.
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
    // Members are nested no deeper than readers create them.
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
