package import CitemillCore

/// The keys, DOIs and PMIDs of the records of a run, to find repeated ones.
struct RecordIdentities {
  private var places = FirstPlaces()

  /// Adds the identities of a record, and reports those that an earlier record has too.
  mutating func look(at record: Record, _ place: SourceLocation, _ diagnostics: inout Diagnostics) {
    var own: [UInt64] = []
    if let key = record.key, !record.isKeyGenerated, let first = first(with: "key", key, &own) {
      diagnostics.error(.validateDuplicateKey, "key: \"\(key)\" is also the key of the record at \(first)", at: place)
    }
    for identifier in record.identifiers where identifier.scheme == .doi || identifier.scheme == .pmid {
      let scheme = identifier.scheme.rawValue
      guard let first = first(with: scheme, identifier.value.lowercased(), &own) else { continue }
      diagnostics.warn(
        .validateDuplicateIdentifier,
        "\(FieldPath(.identifiers, scheme)): \"\(identifier.value)\" is also that of the record at \(first)", at: place)
    }
    // Last, since a record may have the same number twice.
    for hash in own { places.note(hash, at: place) }
  }

  /// The location of the earlier record with an identity; if there was none, it is one of the current record's own.
  private func first(with kind: String, _ value: String, _ own: inout [UInt64]) -> SourceLocation? {
    let hash = ContentHash.of(Array("\(kind):\(value)".utf8))
    let place = places.place(of: hash)
    if place == nil { own.append(hash) }
    return place
  }
}

extension Diagnostic.Code {
  /// Two records of a run have the same key.
  package static let validateDuplicateKey = Self("validate.duplicate-key")
  /// Two records of a run have the same DOI or PMID.
  package static let validateDuplicateIdentifier = Self("validate.duplicate-identifier")
}
