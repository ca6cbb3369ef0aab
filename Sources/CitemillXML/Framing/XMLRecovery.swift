#if XML
  import CitemillCore

  /// How ill-formed records are treated.
  public enum XMLRecovery: String, Sendable, CaseIterable {
    /// It is rejected, except for those of its parts that are well-formed by themselves.
    case no
    /// What libxml2 finds in it is read nevertheless, and its bytes are rejected in addition.
    case yes
  }

  extension XMLRecovery {
    /// The option that all XML formats have.
    static let option = FormatOption(
      "recover", values: allCases.map(\.rawValue), default: no.rawValue,
      summary:
        "read what libxml2 can recover from an ill-formed record, mark it as incomplete, and "
        + "still reject its bytes")

    /// An attribute that the start tag of a recovered element has while it is decoded.
    private static let mark = "citemill-recovered"

    /// What is found of an ill-formed element, as a well-formed one with the mark; nil if nothing is found.
    static func recovered(_ element: Span<UInt8>) -> [UInt8]? {
      guard var found = XMLRecoveredBytes.of(element), found.first == UInt8(ascii: "<") else { return nil }
      var end = 1
      while end < found.count, found[end].isXMLName { end += 1 }
      found.insert(contentsOf: Array(" \(mark)=\"yes\"".utf8), at: end)
      return found
    }

    /// Marks the records of an element of which something was recovered: those that it belongs to, or all if
    /// that is not known.
    static func mark(_ records: inout [Record]) {
      let isMarked = records.indices.map { takeMark(of: &records[$0]) }
      for index in records.indices where isMarked[index] || !isMarked.contains(true) {
        records[index].assurances.append(
          Assurance("record", .incomplete, reason: "recovered from XML that is ill-formed"))
      }
    }

    /// Removes the mark from a record and its references; returns whether it was there.
    private static func takeMark(of record: inout Record) -> Bool {
      var isMarked = removeMark(from: &record)
      for index in record.references.indices where record.references[index].record != nil {
        guard var cited = record.references[index].record, removeMark(from: &cited) else { continue }
        record.references[index].record = cited
        isMarked = true
      }
      return isMarked
    }

    private static func removeMark(from record: inout Record) -> Bool {
      let before = record.nativeFields.count
      record.nativeFields.removeAll { $0.name.hasSuffix(mark) }
      return record.nativeFields.count < before
    }
  }
#endif
