import Citemill
import CitemillTestSupport
import Testing

/// A damaged row costs itself and nothing else.
@Suite struct DamagedRowTests {
  private func titles(of middle: String) throws -> (titles: [String], rejected: Int) {
    let header = "id,type,title,author,year\n"
    let good = (1...4).map { "k\($0),book,\"Good, \($0)\",\"Doe, J\",2019\n" }
    let text = header + good[0] + good[1] + middle + good[2] + good[3]
    let trial = try Trial(text: text, as: "csv")
    #expect(trial.tally.totalBytes == text.utf8.count)
    return (trial.records.compactMap(\.title).filter { $0.hasPrefix("Good") }, trial.rejections.count)
  }

  @Test(arguments: [
    ("k,book,\"Never closed,\"Doe, J\",2019\n", 1), ("k,book,\"Never closed,Doe,2019\n", 1), ("\"\n", 1),
    ("k,book,Closed\",Doe,2019\n", 0), ("k,book,\"A\"tail,Doe,2019\n", 1), ("k,book,T,Doe,2019,\"\n", 1),
    ("k,book,T,Doe,2019,6,7\n", 1), ("k,book\n", 1), ("k,book,T\n", 0), ("\n,,,,\n\n", 0), ("\"\"\"\n", 1),
    ("k,book,\"Two\nlines,Doe,2019\nand,a,third\n", 1), ("\u{0}\u{0}\u{0}\n", 0),
  ])
  func theNeighboursAreKept(middle: String, rejected: Int) throws {
    let found = try titles(of: middle)
    #expect(found.titles == (1...4).map { "Good, \($0)" }, "\(middle)")
    #expect(found.rejected == rejected, "\(middle)")
  }

  @Test func rowsMaySpanLines() throws {
    let trial = try Trial(text: "id,title\r\na,\"one\r\ntwo\"\rb,three\n\nc,four", as: "csv")
    #expect(trial.records.map(\.title) == ["one\r\ntwo", "three", "four"])
    #expect(trial.diagnostics.isEmpty)
  }

  @Test func rowsAreFoundAcrossTheWindow() throws {
    let long = String(repeating: "wa\"\"ter, ", count: 100_000)
    let trial = try Trial(text: "id,title\na,\"\(long)\"\nb,short\n", as: "csv")
    #expect(trial.records.count == 2)
    #expect(trial.records[0].title?.utf8.count == 800_000 && trial.records[1].title == "short")
  }

  /// Rows that are each broken take time in proportion to their number: the last ones are as quick as the
  /// first.
  @Test(arguments: ["\"x\n", "a,\"b,c\n", "\"\"\"x\n", "k,book,\"T\nline, one\nmore\" x,\"y\n"])
  func filesOfBrokenRowsEnd(row: String) throws {
    let text = "id,type,title,author,year\n" + String(repeating: row, count: 20_000)
    let trial = try Trial(text: text, as: "csv")
    #expect(trial.records.isEmpty && trial.tally.totalBytes == text.utf8.count)
  }

  /// However long it is, a row is one row.
  @Test func hugeRowsEndSomewhere() throws {
    let text = "id,title\na,x" + String(repeating: "y", count: 35 << 20) + "\nb,short\n"
    let trial = try Trial(text: text, as: "csv")
    #expect(trial.records.map(\.title) == ["short"])
    #expect(trial.rejections.count == 1)
    #expect(trial.tally.totalBytes == text.utf8.count)
  }
}
