import CitemillCore

/// Names of journals with their abbreviations, from a file of the user.
///
///     # a remark
///     Journal of Water History<TAB>J. Water Hist.
///     "Water, Air & Soil",Water Air Soil
///
/// A line has the name and its abbreviation, separated by a tab, a semicolon or a comma, whichever of these
/// it contains first outside quotes; the rest of the line is skipped.
struct JournalTable: Sendable {
  /// Which of the two is written.
  enum Form: String, Sendable, CaseIterable { case full, short }

  /// The result for a name.
  enum Answer: Equatable {
    case name(String)
    case unknown
    /// It stands for several journals.
    case ambiguous
  }

  /// Both forms by the letters of each name and abbreviation; nil for what stands for several journals.
  private var names: [[UInt8]: (full: String, short: String)?] = [:]

  private static let largest = 64 << 20

  /// The table in a file; throws if it cannot be read, or has no names.
  init(path: String) throws {
    let source = try ByteSource.open(path: path)
    let content = try source.prefix(Self.largest)
    guard content.isComplete else { throw UsageError(.badOption, "\(path) is too large for a table of journals") }
    self.init(content.bytes)
    if names.isEmpty {
      throw UsageError(.badOption, "\(path) has no journals: a line is a name, a tab and an abbreviation")
    }
  }

  /// The table in the bytes of a file.
  init(_ bytes: [UInt8]) {
    for line in bytes.split(whereSeparator: { $0 == 10 || $0 == 13 }) where line.first != UInt8(ascii: "#") {
      guard let (full, short) = Self.cells(line) else { continue }
      add(full, full, short)
      if Folding.letters(short) != Folding.letters(full) { add(short, full, short) }
    }
  }

  private mutating func add(_ key: String, _ full: String, _ short: String) {
    let letters = Folding.letters(key)
    if letters.isEmpty { return }
    guard let known = names[letters] else {
      names[letters] = (full, short)
      return
    }
    let isSame = known.map { $0.full.hasSameBytes(as: full) && $0.short.hasSameBytes(as: short) } ?? false
    if !isSame { names.updateValue(nil, forKey: letters) }
  }

  func name(_ name: String, as form: Form) -> Answer {
    guard let known = names[Folding.letters(name)] else { return .unknown }
    guard let known else { return .ambiguous }
    return .name(form == .full ? known.full : known.short)
  }

  /// The first two cells of a line; nil if there are no two.
  private static func cells(_ line: ArraySlice<UInt8>) -> (String, String)? {
    let quote = UInt8(ascii: "\"")
    for separator in [9, UInt8(ascii: ";"), UInt8(ascii: ",")] {
      var cells: [[UInt8]] = [[]]
      var isQuoted = false
      for byte in line {
        if byte == quote {
          // A quote within quotes is doubled.
          if !isQuoted, cells.last?.isEmpty == false { cells[cells.count - 1].append(quote) }
          isQuoted.toggle()
        } else if byte == separator, !isQuoted {
          cells.append([])
        } else {
          cells[cells.count - 1].append(byte)
        }
      }
      if cells.count < 2 { continue }
      let (full, short) = (
        String(decoding: cells[0], as: UTF8.self).trimmed, String(decoding: cells[1], as: UTF8.self).trimmed
      )
      return full.isEmpty || short.isEmpty ? nil : (full, short)
    }
    return nil
  }
}
