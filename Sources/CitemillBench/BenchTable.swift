import Citemill
import CitemillPipeline

/// Shows what was measured: as a table with one line per conversion, printed as soon as it is known, or as
/// one JSON object.
struct BenchTable {
  let isJSON: Bool
  private var rows: [(one: BenchCase, result: BenchCase.Result)] = []

  init(isJSON: Bool) { self.isJSON = isJSON }

  /// Adds a row, and shows it.
  mutating func add(_ one: BenchCase, _ result: BenchCase.Result, show: (String) -> Void) {
    if rows.isEmpty, !isJSON {
      show(Self.line("conversion", ["records", "MB in", "ms", "MB/s", "records/s", "passes"]))
    }
    rows.append((one, result))
    if isJSON { return }
    let seconds = max(result.median, 1e-9)
    let megabytes = Double(result.bytesIn) / 1e6
    let cells = [
      "\(result.records)", Self.decimal(megabytes), Self.decimal(seconds * 1e3), Self.decimal(megabytes / seconds),
      "\(Int(Double(result.records) / seconds))", Self.decimal(result.medianPasses),
    ]
    show(Self.line(one.name, cells))
  }

  /// Shows what follows the rows.
  func finish(_ options: BenchOptions, show: (String) -> Void) {
    guard isJSON else {
      return show("\nmedian of \(options.rounds) rounds; passes: the time over that of a loop over the same bytes")
    }
    var json = JSONText()
    json.object { json in
      json.member("version", 1)
      json.member("rounds", options.rounds)
      json.key("conversions")
      json.array(rows) { json, row in
        json.object { json in
          json.member("from", row.one.from)
          json.member("to", row.one.to)
          json.member("records", row.result.records)
          json.member("bytesIn", row.result.bytesIn)
          json.member("bytesOut", row.result.bytesOut)
          json.member("checksum", String(row.result.checksum, radix: 16))
          json.member("nanosecondsFastest", Int(row.result.fastest * 1e9))
          json.member("nanosecondsMedian", Int(row.result.median * 1e9))
          json.member("thousandthsOfPasses", Int(row.result.medianPasses * 1e3))
        }
      }
    }
    show(json.text)
  }

  private static func line(_ name: String, _ cells: [String]) -> String {
    let widths = [9, 8, 9, 8, 10, 8]
    var line = name + String(repeating: " ", count: max(1, 34 - name.count))
    for (cell, width) in zip(cells, widths) { line += String(repeating: " ", count: max(1, width - cell.count)) + cell }
    return line
  }

  /// A number with one digit after the point.
  private static func decimal(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}
