import Citemill
import CitemillCore
import Testing

/// Text in encodings other than UTF-8 that the text declares or the user names.
@Suite struct EncodingTests {
  /// `TI  - Мельницы` in RIS, with the title in an encoding.
  private func ris(_ title: [UInt8]) -> ByteSource {
    ByteSource(bytes: Array("TY  - BOOK\nTI  - ".utf8) + title + Array("\nER  - \n".utf8))
  }

  static let titles: [(encoding: String, title: [UInt8], text: String)] = [
    ("windows-1251", [0xCC, 0xE5, 0xEB, 0xFC, 0xED, 0xE8, 0xF6, 0xFB], "Мельницы"),
    ("koi8-r", [0xED, 0xC5, 0xCC, 0xD8, 0xCE, 0xC9, 0xC3, 0xD9], "Мельницы"),
    ("ISO8859_5", [0xBC, 0xD5, 0xDB, 0xEC, 0xDD, 0xD8, 0xE6, 0xEB], "Мельницы"),
    ("sjis", [0x90, 0x85, 0x8E, 0xD4], "水車"), ("gb18030", [0xCB, 0xAE, 0xB3, 0xB5], "水车"),
    ("iso-8859-2", [0xBB], "ť"), ("windows-1252", [0x93, 0x41, 0x94], "“A”"), ("UTF-8", Array("水".utf8), "水"),
  ]

  @Test(arguments: titles) func everyReaderTakesAnEncoding(encoding: String, title: [UInt8], text: String) throws {
    let reading = try FormatRegistry.standard.read(ris(title), as: "ris:encoding=\(encoding)")
    #expect(reading.records.first?.title == text)
    #expect(reading.diagnostics.isEmpty)
  }

  @Test func anEncodingIsKnownOrRefused() {
    for name in ["windows-12510", "", "utf-8//IGNORE", "a b"] {
      #expect(throws: UsageError.self) { try FormatRegistry.standard.readableFormat("ris:encoding=\(name)") }
    }
    #expect(throws: Never.self) { try FormatRegistry.standard.writableFormat("bibtex:encoding=latex") }
    #expect(throws: UsageError.self) { try FormatRegistry.standard.writableFormat("ris:encoding=koi8-r") }
  }

  @Test func bytesThatAreNotOfTheEncodingAreReplacedAndCounted() throws {
    var conversion = try Conversion(
      to: FormatRegistry.standard.writableFormat("records"), registry: .standard, into: ByteSink())
    conversion.run(
      ris([0x90, 0x85, 0xFF, 0x8E, 0xD4]), as: try FormatRegistry.standard.readableFormat("ris:encoding=sjis"))
    let (summary, sink) = conversion.finish()
    #expect(String(decoding: sink.bytes, as: UTF8.self).contains("水\u{FFFD}車"))
    #expect(summary.sources.first?.diagnostics.errors == 1 && summary.sources.first?.encodingName == "sjis")
  }

  /// Cyrillic is not read as the letters that Windows-1252 has for the same bytes.
  @Test func whatIsHardlyWindows1252IsRefused() throws {
    let title = Self.titles[0].title
    let failure = #expect(throws: SourceFailure.self) {
      try FormatRegistry.standard.read(ris(title + [32] + title), as: "ris")
    }
    #expect(failure?.diagnostic.code == "encoding.unknown")
  }

  /// Words that no Western language has are in other encodings; also after much text in ASCII.
  @Test(arguments: [
    ("windows-1250", "Wp\u{B3}yw zmian w zlewni Wis\u{B3}y, Ma\u{B3}gorzata \u{A3}ukasz"),
    ("windows-1250", "P\u{F8}\u{ED}ru\u{E8}ka pro spr\u{E1}vce v pr\u{F9}myslov\u{FD}ch oblastech, \u{C8}ern\u{FD}"),
    ("windows-1254", "de\u{F0}i\u{FE}iklik, geni\u{FE}letilmi\u{FE} bask\u{FD}, \u{DD}stanbul"),
    ("macintosh", "Qualit\u{8E} f\u{9F}r gro\u{A7}en Lef\u{8F}vre"),
  ])
  func wordsOfNoWesternLanguageAreRefused(encoding: String, title: String) throws {
    let bytes = title.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
    let plain = String(repeating: "TY  - BOOK\nTI  - Weirs\nER  - \n", count: 400)
    for before in ["", plain] {
      let source = ByteSource(
        bytes: Array(before.utf8) + Array("TY  - BOOK\nTI  - ".utf8) + bytes + Array("\nER  - \n".utf8))
      let failure = #expect(throws: SourceFailure.self) { try FormatRegistry.standard.read(source, as: "ris") }
      #expect(failure?.diagnostic.code == "encoding.unknown", "\(encoding)")
    }
    #expect(try FormatRegistry.standard.read(ris(bytes), as: "ris:encoding=\(encoding)").records.count == 1)
  }

  /// Also far after text in ASCII, whatever the number of jobs.
  @Test(arguments: [1, 4]) func farFromTheBeginningToo(jobs: Int) async throws {
    let plain = String(repeating: "TY  - BOOK\nTI  - Weirs\nER  - \n", count: 60_000)
    let cyrillic =
      Array("TY  - BOOK\nTI  - ".utf8) + Self.titles[0].title + Self.titles[0].title + Array("\nER  - \n".utf8)
    let registry = FormatRegistry.standard
    var conversion = try Conversion(to: registry.writableFormat("csl-json"), registry: registry, into: ByteSink(.null))
    await conversion.run(
      ByteSource(bytes: Array(plain.utf8) + cyrillic + Array(plain.utf8)), as: try registry.readableFormat("ris"),
      jobs: jobs)
    let (summary, _) = conversion.finish()
    #expect(summary.sources.first?.failure?.code == "encoding.unknown")
    #expect(summary.isConserved && summary.exitStatus() == .noData)
  }

  /// Pairs of bytes that are UTF-8 by chance.
  @Test func aDeclaredAsianEncodingIsUsed() throws {
    let text = Array("% Encoding: GB2312\n\n@book{a, title={".utf8) + [0xC4, 0xAB, 0xCB, 0xAE] + Array("}}\n".utf8)
    #expect(try FormatRegistry.standard.read(ByteSource(bytes: text), as: "bibtex").records.first?.title == "墨水")
  }

  @Test(arguments: ["x-windows-949", "MS932", "windows-31j", "x-mac-ce", "x-mac-cyrillic", "x-MacRoman", "x-IBM874"])
  func namesOfJavaAndTheWebAreKnown(name: String) throws {
    #expect(throws: Never.self) { try FormatRegistry.standard.readableFormat("ris:encoding=\(name)") }
  }

  @Test func accentsOfTheWestAreRead() throws {
    // `Ça, déjà «l'été» à Ærø – “…”`, with quotation marks and an ellipsis in a row.
    let title: [UInt8] = [
      0xC7, 0x61, 0x2C, 0x20, 0x64, 0xE9, 0x6A, 0xE0, 0x20, 0xAB, 0x6C, 0x27, 0xE9, 0x74, 0xE9, 0xBB, 0x20, 0xE0, 0x20,
      0xC6,
      0x72, 0xF8, 0x20, 0x96, 0x20, 0x93, 0x85, 0x94,
    ]
    let reading = try FormatRegistry.standard.read(ris(title), as: "ris")
    #expect(reading.records.first?.title == "Ça, déjà «l'été» à Ærø – “…”")
  }

  @Test func damagedUTF8IsRead() throws {
    let title = Array("水車の研究と川の流れ".utf8) + [0xFF] + Array("について".utf8)
    #expect(try FormatRegistry.standard.read(ris(title), as: "ris").records.count == 1)
  }

  /// An editor that saves a text as UTF-8 does not change its declaration.
  @Test func aDeclarationThatIsNoLongerTrueIsLeftAlone() throws {
    let text = "% Encoding: windows-1251\n\n@book{a, title={Мельницы}}\n"
    #expect(try FormatRegistry.standard.read(text: text).records.first?.title == "Мельницы")
  }
}
