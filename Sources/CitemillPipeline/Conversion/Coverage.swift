public import CitemillCore

/// How many records of a source have a title, a name or an identifier: if hardly any do, the source has other
/// content than expected.
///
/// The first 100 records decide, and nothing is written before: a source in which none of them is understood
/// is refused. If most of them are not understood, that is an error; later in a file it is only a warning.
package struct Coverage: Sendable {
  /// The number of records that decide.
  private static let window = 100
  /// The maximum number of bytes read for them.
  private static let largestWindow = 16 << 20
  /// How many names from records that were not understood are listed.
  private static let listed = 8

  /// Whether each of the first records was understood.
  private var first: [Bool] = []
  private var records = 0
  private var understood = 0
  /// The names of native fields in records that were not understood.
  private var names: [String] = []
  /// The end offset of the last record in the source.
  private var end = 0

  /// Counts a record that ends at an offset in the source.
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

  /// Records how far the source was read outside records.
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

  /// Whether there are records, none was understood, and more must be read to decide.
  var isUndecided: Bool { hasUnderstoodNone && !isFull }

  private var hasUnderstoodNone: Bool { !first.isEmpty && !first.contains(true) }
  private var isFull: Bool { first.count >= Self.window || end >= Self.largestWindow }

  /// Why the source must not be read further, or not at all; nil if a record was understood, or more must be
  /// read.
  func refusal(of source: String, as format: FormatInfo, isAtEnd: Bool = false) -> SourceFailure? {
    guard hasUnderstoodNone, isFull || isAtEnd else { return nil }
    let records = "\(isAtEnd ? "" : "first ")\(first.count) records"
    let none = first.count == 1 ? "its record has no" : "none of its \(records) has a"
    return SourceFailure(
      .unusable, .notUnderstood,
      "read as \(format.id), \(none) title, name or identifier\(unknown); nothing was converted; if it holds citations, name its "
        + "format with --from, or give its fields the names that the format has", at: .whole(source))
  }

  /// Reports the result when the source has been read.
  func report(on source: SourceLocation, to diagnostics: inout Diagnostics) {
    let early = first.count { !$0 }
    if early * 2 > first.count {
      diagnostics.error(
        .notUnderstood,
        "\(early) of its first \(first.count) records have no title, name or identifier\(unknown); they are written as far as "
          + "they are understood; check that the format is right", at: source)
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
    return "; unknown are \(shown)\(names.count > Self.listed ? " and others" : "")"
  }
}

extension Diagnostic.Code {
  /// Records that have neither a title nor a name nor an identifier.
  public static let notUnderstood = Self("source.not-understood")
}
