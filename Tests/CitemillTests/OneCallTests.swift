import Citemill
import CitemillCore
import Testing

/// What is read in one call is reported as it is in a run.
@Suite struct OneCallTests {
  @Test func damagedCharactersAreReported() throws {
    let text: [UInt16] = "TY  - BOOK\nTI  - A?B\nER  - \n".utf16.map { $0 == 0x3F ? 0xD800 : $0 }
    let bytes: [UInt8] = [0xFF, 0xFE] + text.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let reading = try FormatRegistry.standard.read(ByteSource(bytes: bytes), as: "ris")
    #expect(reading.records.first?.titles.first?.text.plain == "A\u{FFFD}B")
    #expect(reading.diagnostics.map(\.code) == [.damagedUTF16])
  }
}
