public import CitemillCore

/// How many records of a source have a title, a name or an identifier: where hardly one has, the source holds something else than it is
/// read as.
///
/// The first 100 records decide, and nothing is written before: a source without one that is understood is refused. One of which most
/// are not is an error, and so its output is not all that was wanted; later records only give a warning.
package struct Coverage: Sendable {
  /// How many records decide.
  private static let window = 100
  /// How much of a source is read at most for them.
  private static let largestWindow = 16 << 20
  /// How many names are listed that no record was understood by.
  private static let listed = 8

  /// Whether each of the first records was understood.
  private var first: [Bool] = []
  private var records = 0
  private var understood = 0
  /// The names of native fields in records that were not understood.
  private var names: [String] = []
  /// How far into the source the last record reaches.
  private var end = 0

  /// Counts a record that ends so far into the source.
  mutating func count(_ record: borrowing Record, upTo end: Int) {
    let isUnderstood = record.isUnderstood
    records += 1
    if first.count < Self.window { first.append(isUnderstood) }
    if isUnderstood { return understood += 1 }
    self.end = end
    for index in record.nativeFields.indices where names.count <= Self.listed {
      let name = record.nativeFields[index].name
      if !names.contains(name) { names.append(name) }
    }
  }

  /// Counts what was read of the source beside records.
  mutating func pass(upTo end: Int) { self.end = end }

  /// Counts the records of the next part of the source.
  mutating func add(_ other: Coverage) {
    first += other.first.prefix(Self.window - first.count)
    records += other.records
    understood += other.understood
    end = max(end, other.end)
    for name in other.names where names.count <= Self.listed && !names.contains(name) { names.append(name) }
  }

  var hasNoRecord: Bool { records == 0 }

  /// Whether there are records, none was understood, and more of them are to be seen.
  var isUndecided: Bool { hasUnderstoodNone && !isFull }

  private var hasUnderstoodNone: Bool { !first.isEmpty && !first.contains(true) }
  private var isFull: Bool { first.count >= Self.window || end >= Self.largestWindow }

  /// Why a source is not to be read on, or not at all; nil where a record was understood, or more are to be seen.
  func refusal(of source: String, as format: FormatInfo, isAtEnd: Bool = false) -> SourceFailure? {
    guard hasUnderstoodNone, isFull || isAtEnd else { return nil }
    let records = "\(isAtEnd ? "" : "first ")\(first.count) records"
    let none = first.count == 1 ? "its record has no" : "none of its \(records) has a"
    return SourceFailure(
      .unusable, .notUnderstood,
      "read as \(format.id), \(none) title, name or identifier\(unknown); nothing was converted; if it holds citations, name its "
        + "format with --from, or give its fields the names that the format has", at: .whole(source))
  }

  /// What there is to say of a source when it has been read.
  func report(on source: SourceLocation, to diagnostics: inout Diagnostics) {
    let early = first.count { !$0 }
    if early * 2 > first.count {
      diagnostics.error(
        .notUnderstood,
        "\(early) of its first \(first.count) records have no title, name or identifier\(unknown); they are written as far as "
          + "they are understood; see that the format is right", at: source)
    } else if (records - understood) * 2 > records {
      diagnostics.warnAnyway(
        .notUnderstood,
        "\(records - understood) of its \(records) records have no title, name or identifier\(unknown); they are written as far "
          + "as they are understood", at: source)
    }
  }

  private var unknown: String {
    if names.isEmpty { return "" }
    let shown = names.prefix(Self.listed).map { "\"\($0)\"" }.joined(separator: ", ")
    return "; not known are \(shown)\(names.count > Self.listed ? " and others" : "")"
  }
}

extension Diagnostic.Code {
  /// Records that have neither a title nor a name nor an identifier.
  public static let notUnderstood = Self("source.not-understood")
}
