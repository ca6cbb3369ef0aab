package import CitemillCore

/// The keys, DOIs and PMIDs of the records of a run, to find repeated ones; about 40 bytes each.
struct RecordIdentities {
  private struct Place {
    /// The index of the source's name.
    var source: Int32
    var line: Int
  }

  private var places: [UInt64: Place] = [:]
  private var sources: [String] = []

  /// Adds the identities of a record, and reports those that an earlier record has too.
  mutating func look(at record: Record, _ place: SourceLocation, _ diagnostics: inout Diagnostics) {
    var own: [(hash: UInt64, Place)] = []
    let here = Place(source: number(of: place.source), line: place.line)
    if let key = record.key, !record.isKeyGenerated {
      let first = first(with: "key", key, &own, here)
      if let first {
        diagnostics.error(
          .validateDuplicateKey, "key: \"\(key)\" is also the key of the record at \(first)", at: place)
      }
    }
    for identifier in record.identifiers where identifier.scheme == .doi || identifier.scheme == .pmid {
      let scheme = identifier.scheme.rawValue
      guard let first = first(with: scheme, identifier.value.lowercased(), &own, here) else { continue }
      diagnostics.warn(
        .validateDuplicateIdentifier,
        "\(FieldPath(.identifiers, scheme)): \"\(identifier.value)\" is also that of the record at \(first)", at: place)
    }
    // Last, since a record may have the same number twice.
    for (hash, place) in own { places[hash] = place }
  }

  /// The location of the earlier record with an identity; if there was none, the current record gets it.
  private func first(
    with kind: String, _ value: String, _ own: inout [(hash: UInt64, Place)], _ here: Place
  ) -> String? {
    let hash = ContentHash.of(Array("\(kind):\(value)".utf8))
    guard let place = places[hash] else {
      own.append((hash, here))
      return nil
    }
    let source = sources.indices.contains(Int(place.source)) ? sources[Int(place.source)] : ""
    return SourceLocation(source: source, bytes: 0..<0, line: place.line).description
  }

  private mutating func number(of source: String) -> Int32 {
    if sources.last != source { sources.append(source) }
    return Int32(clamping: sources.count - 1)
  }
}

extension Diagnostic.Code {
  /// Two records of a run have the same key.
  package static let validateDuplicateKey = Self("validate.duplicate-key")
  /// Two records of a run have the same DOI or PMID.
  package static let validateDuplicateIdentifier = Self("validate.duplicate-identifier")
}
