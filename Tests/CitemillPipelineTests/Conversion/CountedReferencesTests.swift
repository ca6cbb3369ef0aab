import Citemill
import CitemillCore
import CitemillTestSupport
import Foundation
import Testing

/// If nothing needs the references, they are counted without being read, and nothing else changes.
@Suite struct CountedReferencesTests {
  /// The results for a source; of references only their number.
  private func trace(_ bytes: [UInt8], as format: any ReadableFormat) -> [String] {
    var trace: [String] = []
    var diagnostics = Diagnostics()
    do {
      var reader = try format.makeReader(for: ByteSource(bytes: bytes, name: "input"))
      reading: while true {
        var record = Record()
        switch try reader.next(into: &record, reporting: &diagnostics) {
        case .record(let frame):
          record.references = Array(repeating: Reference(), count: record.references.count)
          trace.append("\(frame) \(Law.line(of: record))")
        case .rejected(let rejection): trace.append("\(rejection)")
        case .end: break reading
        }
      }
      trace.append("\(reader.tally)")
    } catch {
      trace.append("\(error)")
    }
    // What is left out of references is only noticed by those who read them.
    return trace
      + diagnostics.take().filter { $0.code != "xml.left-out" }.map {
        "\($0) \($0.location.map { "\($0.bytes)" } ?? "")"
      }
  }

  private func counting(_ format: any ReadableFormat) throws -> any ReadableFormat {
    try #require((format as? any ReferenceCounting)?.countingReferences)
  }

  @Test func aFormatSaysWhetherItCounts() {
    for format in FormatRegistry.standard.readable {
      #expect(format.info.countsReferences == (format is any ReferenceCounting))
    }
  }

  private func expectSame(_ bytes: [UInt8]) throws {
    let format = try FormatRegistry.standard.readableFormat("jats")
    let (whole, counted) = (trace(bytes, as: format), trace(bytes, as: try counting(format)))
    #expect(whole.count == counted.count)
    if let (one, other) = zip(whole, counted).first(where: { $0 != $1 }) { #expect(one == other) }
  }

  @Test(arguments: Fixture.all.filter { $0.folder == "JATS" })
  func fixturesStayTheSame(_ fixture: Fixture) throws {
    let bytes = try fixture.bytes()
    try expectSame(bytes)
    var generator = SeededGenerator(seed: 11)
    for _ in 0..<8 {
      var mutant = bytes
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        mutant[Int.random(in: 0..<mutant.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
      }
      try expectSame(mutant)
    }
  }

  private static let article = """
    <article><front><article-meta><title-group><article-title>A</article-title></title-group></article-meta></front>
    <body><p>B</p></body><back><ref-list><title>C</title>
    <ref id="r1"><label>1</label><mixed-citation publication-type='book'>D &amp; E, <year>2001</year>.</mixed-citation></ref>
    <ref id="r2"><element-citation><name><surname>F</surname></name><x/></element-citation><mixed-citation>F</mixed-citation>
    <mixed-citation>G</mixed-citation></ref><ref id="r3"><citation xlink:href="g" id="c">H</citation><note><p>I</p></note></ref>
    <ref><nlm-citation><year>1999</year></nlm-citation><nlm-citation/></ref></ref-list></back></article>\n
    """

  @Test(arguments: [
    "", "<!-- a -->", "<![CDATA[a]]>", "<?a?>", "&eacute;", "&a;", "&#0;", "&#233;", "&#xFFFE;", "&", "]]>", ">", "<",
    "\u{1}",
    "\u{FFFE}", "\u{FFFD}", "<a>", "</a>", "<a></b>", "<a/>", "<a b='1' b='2'/>", "<a b='1' c=\"<\"/>", "<a b=1/>",
    "<a b='>'/>",
    "<a:b:c/>", "<1/>", "<ä/>", "</ref>", "<ref>", "<ref>J</ref>", "<ref><label>2</label></ref>", "<article>",
    "<article/>",
    "<ref><citation-alternatives><mixed-citation>K</mixed-citation></citation-alternatives></ref>", "</back>",
    "<back/>",
    "<ref><p><mixed-citation>L</mixed-citation></p></ref>", "<ref><mixed-citation/><element-citation/></ref>",
    "<ref><ref><citation>M</citation></ref></ref>", "<a b = 'c'/>", "<a\tb='c' />", "<a b='c'c='d'/>",
    "</ref-list></back>",
    "<sub-article><back><ref><citation>N</citation></ref></back></sub-article>", "<floats-group><ref/></floats-group>",
  ])
  func anythingInTheListStaysTheSame(_ piece: String) throws {
    let article = Self.article
    for place in [
      "<title>C", "<ref-list>", "<ref id=\"r1\">", "D ", "</mixed-citation>", "F</surname>", "</ref>", "</ref-list>",
    ] {
      let range = try #require(article.range(of: place))
      let mutant = article.replacingCharacters(in: range, with: place + piece)
      try expectSame(Array("\(mutant)\(article)".utf8))
    }
  }

  @Test func articlesInAnArticleHaveTheirOwn() throws {
    let sub = Self.article.replacingOccurrences(of: "article>", with: "sub-article>")
    try expectSame(Array(Self.article.replacingOccurrences(of: "</article>", with: "\(sub)</article>").utf8))
    let bare = "<article><front><article-meta><article-id>1</article-id></article-meta></front>\(sub)</article>"
    try expectSame(Array(bare.utf8))
  }

  @Test func aFaultBeforeTheListIsToldWithItsLine() throws {
    let list = "<ref-list>\n<ref><citation>A</citation></ref>\n</ref-list>"
    try expectSame(Array("<article>\n<front><b></front><back>\(list)</back></article>".utf8))
    try expectSame(Array("<article>\n<front/><back>\(list)</back><b></article>".utf8))
  }

  @Test(arguments: [500, 60_000]) func aNameMayBeTooLong(_ count: Int) throws {
    let name = String(repeating: "a", count: count)
    for piece in ["<\(name)/>", "<a \(name)='b'/>"] {
      try expectSame(Array(Self.article.replacingOccurrences(of: "<ref-list>", with: "<ref-list>\(piece)").utf8))
    }
  }

  @Test func theNumberIsThatOfTheRecords() throws {
    let format = try counting(FormatRegistry.standard.readableFormat("jats"))
    var reader = try format.makeReader(for: ByteSource(bytes: Array(Self.article.utf8), name: "input"))
    var record = Record()
    var diagnostics = Diagnostics()
    _ = try reader.next(into: &record, reporting: &diagnostics)
    #expect(record.references == Array(repeating: Reference(), count: 6))
  }
}
