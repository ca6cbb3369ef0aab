import Citemill
import CitemillCore
import Testing

/// What is not text is refused by every format, named or not, and text with a few damaged bytes by none.
@Suite struct BinaryInputTests {
  private static let readers = FormatRegistry.standard.readable.map(\.info.id)
  private static let binary: [[UInt8]] = [
    Array("%PDF-1.7\n%âãÏÓ\n1 0 obj\n<< /Type /Catalog >>\nendobj\n@article{a, title={T}}\n".utf8),
    [UInt8](repeating: 0, count: 3000), [UInt8](repeating: 0, count: 100_000),
    (0..<4000).map { UInt8(truncatingIfNeeded: $0 &* 7 % 24) }, [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A],
  ]

  @Test(arguments: readers) func whatIsNoTextIsRefused(id: String) throws {
    for bytes in Self.binary {
      let failure = #expect(throws: SourceFailure.self) {
        _ = try FormatRegistry.standard.read(ByteSource(bytes: bytes), as: id)
      }
      #expect(failure?.diagnostic.code == "source.not-text")
    }
  }

  @Test func aFewDamagedBytesAreNoBinary() throws {
    let text = "@article{a,\n  title = {On\0\0\0\u{1}\u{1A} weirs\u{7F}},\n  author = {Berg, Anna},\n}\n"
    let reading = try FormatRegistry.standard.read(ByteSource(bytes: Array(text.utf8)), as: "bibtex")
    #expect(reading.records.map(\.key) == ["a"])
  }
}
