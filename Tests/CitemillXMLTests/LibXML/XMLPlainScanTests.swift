#if XML
  import Citemill
  import CitemillCore
  import CitemillTestSupport
  import Testing

  @testable import CitemillXML

  /// What the scan of written XML accepts, libxml2 accepts too, with the same result.
  @Suite struct XMLPlainScanTests {
    private static let names = XMLNames(["a", "b", "skipped", "n", "lang"], skipping: ["skipped"])

    @Test(arguments: [
      "<a/>", " <a></a>\n", "<a n=\"1\" xml:lang=\"de\"/>", "<a>x</a>", "<a>\n  <b>x</b>\n  <b/>\n</a>",
      "<x:a y:n=\"1\">t</x:a>",
      "<a>&lt;&amp;&gt;&quot;&#9;&#10;&#13;</a>", "<a>one &amp; two &amp; three  four</a>", "<a> x <b/> y </a>",
      "<a n=\"&amp;&lt;&gt;&quot;&#9;&#10;&#13;é\"/>", "<a n=\"&amp;#38;\"/>", "<a n=\"&amp;amp;\"/>",
      "<a n=\"\" other=\"x\"/>",
      "<a><other n=\"1\" more=\"2\">x</other></a>", "<a><skipped n=\"1\"><b>x</b></skipped>y</a>",
      "<a xmlns=\"urn:x\" xmlns:p=\"urn:y\" n=\"1\"/>", "<a>ﾊﾝﾏ Grüße 😀</a>", "<a>tab\there</a>", "<a>\u{FEFF}</a>",
    ])
    func findsWhatLibXMLFinds(text: String) throws {
      let bytes = Array(text.utf8)
      let (plain, full) = (try #require(XMLParser(Self.names)), try #require(XMLParser(Self.names)))
      #expect(Self.isScanned(bytes, plain))
      #expect(Self.isRead(bytes, full))
      #expect(Self.dump(plain.tree) == Self.dump(full.tree))
    }

    @Test(arguments: [
      "", "x", "<a", "<a>", "<a>x", "<a></b>", "<a><b></a></b>", "<a/><b/>", "<a/>x", "x<a/>", "<a>]]></a>",
      "<a n='1'/>", "<a n=1/>",
      "<a n/>", "<a n=\"1/>", "<a n=\"1\" n=\"2\"/>", "<a n=\"<\"/>", "<a n=\"\t\"/>", "<a>&other;</a>", "<a>& b</a>",
      "<a>&#0;</a>",
      "<a><!-- x --></a>", "<a><![CDATA[x]]></a>", "<a><?x y?></a>", "<!DOCTYPE a><a/>", "<?xml version=\"1.0\"?><a/>",
      "<a>\u{1}</a>", "<a>\u{FFFE}</a>", "<a n=\"\u{FFFF}\"/>", "<a>\r</a>", "<a/ >", "<a></a >", "<1/>", "<a:b:c/>",
      "<a:/>",
      "<a n=\"1\"m=\"2\"/>",
    ])
    func leavesTheRestToLibXML(text: String) throws {
      #expect(!Self.isScanned(Array(text.utf8), try #require(XMLParser(Self.names))))
    }

    /// Nested deeper than the scan allows, as no writer does.
    @Test func leavesDeepNestingToLibXML() throws {
      let deep = String(repeating: "<a>", count: 10_000) + String(repeating: "</a>", count: 10_000)
      #expect(!Self.isScanned(Array(deep.utf8), try #require(XMLParser(Self.names))))
    }

    /// The output for generated records is scanned, and after changes of a few bytes the result is the same
    /// as with libxml2.
    @Test(arguments: ["jats", "jats:emit=ref-list", "crossref-xml:resource=https://example.org/{doi}"])
    func agreesOnWhatIsWritten(specification: String) throws {
      let names = specification.hasPrefix("jats") ? JATSDecoder.names : CrossrefDecoder.names
      let (plain, full) = (try #require(XMLParser(names)), try #require(XMLParser(names)))
      let format = try FormatRegistry.standard.writableFormat(specification)
      let (writer, needs) = (try format.makeWriter(), RecordNeeds(of: format))
      var (generator, random) = (RecordGenerator(seed: 77), SeededGenerator(seed: 5))
      var (written, scanned, changed) = (0, 0, 0)
      for _ in 0..<Effort.count(600, debug: 100) {
        var sink = ByteSink()
        var report = LossReport()
        guard writer.write(generator.record(meeting: needs), into: &sink, reporting: &report) == .written else {
          continue
        }
        written += 1
        var bytes = sink.bytes
        for round in 0..<4 {
          if round > 0 {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            // The text is made of strings, so that all of it is UTF-8.
            if bytes[place] < 0x80 { bytes[place] = "<>&\"/= x\n;\t".utf8.randomElement(using: &random) ?? 32 }
          }
          guard Self.isScanned(bytes, plain) else { continue }
          if round == 0 { scanned += 1 } else { changed += 1 }
          #expect(Self.isRead(bytes, full))
          let (one, other) = (Self.dump(plain.tree), Self.dump(full.tree))
          #expect(one == other, "\(String(decoding: bytes, as: UTF8.self))")
          if one != other { return }
        }
      }
      #expect(written > 50 && scanned * 10 > written * 9 && changed > 20, "\(written) \(scanned) \(changed)")
    }

    private static func isScanned(_ bytes: [UInt8], _ parser: XMLParser) -> Bool { parser.parsePlain(bytes.span) }

    private static func isRead(_ bytes: [UInt8], _ parser: XMLParser) -> Bool {
      parser.parse(bytes.span, bytes.span.trimmed(0..<bytes.count)) == nil
    }

    /// All that a decoder can ask a tree.
    private static func dump(_ tree: XMLTree) -> [String] {
      (0..<tree.end(0)).map { node in
        let name = tree.name(node)
        let text = name == XMLNames.text ? tree.text(tree.textRange(node)) : tree.spelling(node) ?? ""
        let attributes = tree.attributes(of: node).map { index in
          tree.unread(attribute: index).map {
            "\($0.name) \(tree.spelling(ofAttribute: index) ?? "") \(tree.text($0.value))"
          } ?? ""
        }
        return "\(node) \(name) ..<\(tree.end(node)) \(tree.blanks(node).rawValue) \(text) \(attributes)"
      }
    }
  }
#endif
