public import CitemillCore

/// The identifiers in an output in which each may occur once, to report those that are repeated. Each takes about
/// 60 bytes.
struct WrittenIdentifiers: Sendable {
  /// An identifier that a record of an output has, with its place.
  struct Entry: Sendable {
    let value: String
    var place: SourceLocation
  }

  private struct Place: Sendable {
    /// How many records were written to outputs before, which tells one output from the next.
    let output: Int
    let location: SourceLocation
  }

  private let scheme: IdentifierScheme
  private var places: [UInt64: Place] = [:]

  /// Nil for a format in which records may share identifiers.
  init?(of format: any WritableFormat) {
    guard let scheme = format.distinctIdentifiers else { return nil }
    self.scheme = scheme
  }

  /// The identifier of a record that was read at a place; nil where there is none.
  func entry(of record: borrowing Record, at place: SourceLocation?) -> Entry? {
    guard let value = record.identifiers.first(where: { $0.scheme == scheme })?.value else { return nil }
    return Entry(value: value, place: place ?? .whole(""))
  }

  /// Takes note of an identifier of an output, and reports it where an earlier record of the output has it.
  mutating func add(_ entry: Entry, output: Int, reporting diagnostics: inout Diagnostics) {
    let hash = ContentHash.of(Array(entry.value.lowercased().utf8))
    if let first = places[hash], first.output == output {
      let which = first.location.source.isEmpty ? "an earlier record" : "the record at \(first.location)"
      diagnostics.warn(
        .sharedIdentifier,
        "\(FieldPath(.identifiers, scheme.rawValue)): \"\(entry.value)\" is that of \(which) too, and the output should name it once",
        at: entry.place.source.isEmpty ? nil : entry.place)
    } else {
      places[hash] = Place(output: output, location: entry.place)
    }
  }
}

extension Diagnostic.Code {
  /// Two records of an output have one identifier, which the format should name once.
  public static let sharedIdentifier = Self("write.duplicate-identifier")
}
