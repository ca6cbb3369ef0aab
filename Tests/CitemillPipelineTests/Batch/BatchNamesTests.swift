import Citemill
import CitemillCore
import Testing

@testable import CitemillPipeline

/// The names of a batch's outputs depend only on the tree, and no two inputs share one.
@Suite struct BatchNamesTests {
  private func names(_ inputs: [String]) throws -> [String] {
    let registry = FormatRegistry.standard
    return OutputNames(inputs.map { FilePath($0) }, ending: "json", registry: registry).outputs.map(\.description)
  }

  @Test func extensionsAreExchanged() throws {
    #expect(
      try names(["a.ris", "b.RIS", "c.records.jsonl", "d", "e.f", "sub/a.ris", "g.ris.gz", ".ris"]) == [
        "a.json", "b.json", "c.json", "d.json", "e.f.json", "sub/a.json", "g.json", ".ris.json",
      ])
  }

  @Test func twinsKeepTheirOwnExtension() throws {
    #expect(try names(["a.bib", "a.ris"]) == ["a.bib.json", "a.ris.json"])
  }

  @Test func twinsOfCaseAndOfCompositionGetAHash() throws {
    let found = try names(["Case.ris", "case.ris", "caf\u{E9}.ris", "cafe\u{301}.ris"])
    #expect(Set(found.map { $0.lowercased() }).count == 4)
    #expect(found.allSatisfy { $0.hasSuffix(".ris.json") })
  }

  @Test func noFileHasTheNameOfAFolder() throws {
    #expect(try names(["a.json/b.ris", "a.ris"]) == ["a.json/b.json", "a.ris.json"])
  }

  @Test func longNamesAreCutBetweenCharacters() throws {
    let found = try names([String(repeating: "\u{E9}", count: 125) + ".ris", String(repeating: "x", count: 255)])
    for name in found {
      #expect(name.utf8.count <= 255)
      #expect(name.hasSuffix(".json"))
      #expect(!name.contains("\\x"))
    }
  }
}

/// The names of single records.
@Suite struct PieceNamesTests {
  @Test func namesAreSafeAndApart() {
    var names = PieceNames(ending: "json")
    let keys = ["a", "A", "a/b", "a:b", "..", "-x", "", "M\u{FC}ller", String(repeating: "k", count: 400), "CON"]
    let found = keys.map { names.name(for: $0).description }
    #expect(found[0] == "a.json")
    #expect(Set(found.map { $0.lowercased() }).count == keys.count)
    for name in found {
      #expect(name.utf8.count <= 255)
      #expect(name.utf8.first != UInt8(ascii: ".") && name.utf8.first != UInt8(ascii: "-"))
      #expect(name.utf8.allSatisfy { $0 < 0x80 && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: ":") })
    }
  }
}

/// Patterns of shells.
@Suite struct GlobPatternTests {
  @Test(arguments: [
    ("*.ris", "a.ris", true), ("*.ris", "sub/a.ris", true), ("*.ris", "a.risk", false),
    ("sub/*.ris", "sub/a.ris", true),
    ("sub/*", "sub/deep/a.ris", false), ("sub/**", "sub/deep/a.ris", true), ("/a.ris", "a.ris", true),
    ("[ab].ris", "b.ris", true), ("?.ris", "ab.ris", false),
  ])
  func fits(pattern: String, path: String, isFitting: Bool) {
    #expect(GlobPattern(pattern).matches(FilePath(path)) == isFitting)
  }
}

/// The files by which runs are remembered.
@Suite struct JSONValueTests {
  @Test(arguments: [
    "{}", "[]", #"{"a":1,"b":[true,false,null,-1.5e3],"c":{"d":"é\n\"\\"}}"#, "\"\u{1F4DA}\"",
  ])
  func isWrittenAsItWasRead(text: String) throws {
    var json = JSONText()
    json.add(try #require(JSONValue(Array(text.utf8))))
    #expect(json.text == text)
  }

  @Test(arguments: [
    "", "{", "[1,]", "{\"a\"}", "1 2", "\"a", "\"\\x\"", "\"\\ud800\"", "tru", "+", "{\"a\":1,}", "\"\n\"",
    String(repeating: "[", count: 100_000),
  ])
  func isRefused(text: String) { #expect(JSONValue(Array(text.utf8)) == nil) }

  @Test func pairsOfSurrogatesAreOneCharacter() {
    #expect(JSONValue(Array(#""\ud83d\udcda""#.utf8)) == .string("\u{1F4DA}"))
  }
}

/// XXH64 with seed 0, by values that are published with it.
@Suite struct ContentHashTests {
  @Test(
    arguments: [
      ("", 0xEF46_DB37_51D8_E999), ("a", 0xD24E_C4F1_A98C_6E5B), ("abc", 0x44BC_2CF5_AD77_0999),
      ("Nobody inspects the spammish repetition", 0xFBCE_A83C_8A37_8BF1),
    ] as [(String, UInt64)])
  func isXXH64(text: String, expected: UInt64) {
    var hash = ContentHash()
    hash.add(Array(text.utf8).span)
    #expect(hash.value == expected)
  }

  @Test func piecesMakeNoDifference() {
    let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    var whole = ContentHash()
    whole.add(bytes.span)
    for size in [1, 3, 31, 32, 33, 999] {
      var hash = ContentHash()
      var here = 0
      while here < bytes.count {
        let end = min(here + size, bytes.count)
        hash.add(Array(bytes[here..<end]).span)
        here = end
      }
      #expect(hash.value == whole.value)
    }
  }
}
