import CitemillCore

// Dates, in one field or in three.

extension BibTeXEntry {
  /// Writes a date with its time of day, which the source had and the date of the model does not; false if
  /// there is none.
  mutating func writeAsItWas(_ dated: DatedEvent, _ record: Record, into sink: inout ByteSink) -> Bool {
    guard !record.nativeFields.isEmpty, let row = table.fields.row(writing: .date(dated.kind)) else { return false }
    let native = record.nativeFields.first {
      $0.format.hasSameBytes(as: BibTeXTable.format) && $0.name.hasSameBytes(as: table.fields.rows[row].name)
    }
    guard let native, BibTeXPlain.kind(of: native.value, isASCII: true) == .plain else { return false }
    let found = BibTeXDates.read(native.value)
    guard !found.isWhole, found.date == dated.date else { return false }
    isSure = false
    // BibTeX styles use the year.
    if dated.kind == .issued, !isBibLaTeX, let value = dated.date.value { writeClassic(value, nil, into: &sink) }
    field(row, native.value, into: &sink)
    return true
  }

  mutating func write(_ dated: DatedEvent, into sink: inout ByteSink) {
    let date = dated.date
    guard let row = table.fields.row(writing: .date(dated.kind)) else {
      isSure = false
      return
    }
    guard let value = date.value else {
      isSure = false
      field(dated.kind == .issued ? table.year : row, date.literal ?? "", into: &sink)
      return
    }
    if date.literal != nil { isSure = false }
    let point: EDTF.Point? = if case .date(let point) = value.start, value.end == nil { point } else { nil }
    let isSimple =
      point.map {
        (1...9999).contains($0.year) && $0.unspecifiedYearDigits == 0 && $0.qualifier.isEmpty
          && (0...12).contains($0.month)
          && $0.day >= 0
      } ?? false
    if dated.kind == .issued, !isBibLaTeX {
      writeClassic(value, isSimple ? point : nil, into: &sink)
      if isSimple { return }
    }
    if !isSimple { isSure = false }
    open(row, into: &sink)
    sink.append(value.description)
    close(&sink)
  }

  /// The macros of the months, which every style defines.
  private static let months = Months.shortNames.map { $0.lowercased() }

  /// Year, month and day as BibTeX styles use them.
  func writeClassic(_ value: EDTF, _ simple: EDTF.Point?, into sink: inout ByteSink) {
    guard let point = simple ?? value.firstPoint, (1...9999).contains(point.year), point.unspecifiedYearDigits == 0
    else {
      return
    }
    field(table.year, decimal: point.year, into: &sink)
    // Of a range, the month in which it begins; the whole of it is in `date`, which styles do not use.
    guard case .date = value.start else { return }
    if let row = table.month, Self.months.indices.contains(point.month - 1) {
      // A macro, without braces.
      open(row, into: &sink)
      sink.rewind(to: sink.count - 1)
      sink.append(Self.months[point.month - 1])
      sink.append(",\n")
    }
    if simple != nil, point.day > 0 { field(table.day, decimal: point.day, into: &sink) }
  }

  private func field(_ row: Int?, decimal number: Int, into sink: inout ByteSink) {
    guard let row else { return }
    open(row, into: &sink)
    sink.append(decimal: number)
    close(&sink)
  }
}
