public import CitemillCore

/// The identifiers in an output in which each may occur once, to report those that are repeated.
struct WrittenIdentifiers: Sendable {
  /// An identifier that a record of an output has, with its place.
  struct Entry: Sendable {
    let value: String
    var place: SourceLocation
  }

  private let scheme: IdentifierScheme
  private var places = FirstPlaces()

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

  /// Takes note of an identifier of the output, and reports it where an earlier record of it has the same.
  mutating func add(_ entry: Entry, reporting diagnostics: inout Diagnostics) {
    let hash = ContentHash.of(Array(entry.value.lowercased().utf8))
    guard let first = places.place(of: hash) else { return places.note(hash, at: entry.place) }
    let which = first.source.isEmpty ? "an earlier record" : "the record at \(first)"
    diagnostics.warn(
      .sharedIdentifier,
      "\(FieldPath(.identifiers, scheme.rawValue)): \"\(entry.value)\" is that of \(which) too, and the output should name it once",
      at: entry.place.source.isEmpty ? nil : entry.place)
  }

  /// Begins another output, which may have those of the one before.
  mutating func forget() { places.removeAll() }
}

extension Diagnostic.Code {
  /// Two records of an output have one identifier, which the format should name once.
  public static let sharedIdentifier = Self("write.duplicate-identifier")
}
