import CitemillCore

/// A record with its place as bytes, for temporary data: the members of `Record+Fields.swift`.
enum PackedRecord {
  /// Appends a record with a packing coder.
  static func write(_ placed: PlacedRecord, into sink: inout ByteSink, by coder: inout FieldCoder) {
    var placed = placed
    _ = code(&placed, &coder)
    coder.movePacked(to: &sink)
  }

  /// The record in a range of bytes; nil if they are damaged.
  static func read(_ bytes: [UInt8], _ range: Range<Int>, by coder: inout FieldCoder) -> PlacedRecord? {
    var placed = PlacedRecord(Record(), at: .whole(""))
    var isComplete = false
    let isWhole = coder.unpack(bytes, range) { isComplete = code(&placed, &$0) }
    return isWhole && isComplete ? placed : nil
  }

  /// The failure for bytes that are not as they were written.
  static func damaged(_ code: Diagnostic.Code) -> TransformFailure {
    TransformFailure(code, "cannot read back temporary data: it is not as it was written")
  }

  /// Reads the record and its place; returns whether both were there.
  private static func code(_ placed: inout PlacedRecord, _ coder: inout FieldCoder) -> Bool {
    var (hasRecord, hasPlace) = (false, false)
    coder.beside(isEmpty: false) { coder in
      Record.code(&placed.record, &coder)
      hasRecord = true
    }
    coder.beside(isEmpty: false) { coder in
      // Most records have it in their origin.
      var isInOrigin = !coder.isDecoding && placed.record.origin.location == placed.place
      coder.flag("inOrigin", &isInOrigin)
      var place = Origin(location: placed.place)
      if isInOrigin { place = placed.record.origin } else { Origin.code(&place, &coder) }
      guard let location = place.location else { return }
      placed.place = location
      hasPlace = true
    }
    return hasRecord && hasPlace
  }
}
