#if XML
  import CitemillCore
  import Testing

  @testable import CitemillXML

  @Suite struct XMLParagraphsTests {
    private func written(_ text: RichText) -> String {
      var xml = XMLSink<JATSName>(ByteSink())
      xml.paragraphs(XMLParagraph.all(of: text), section: .sec, title: .title, paragraph: .p) { words, _, xml in
        xml.text(words) { mark in mark.kind == .italic ? .element(.italic) : .none }
      }
      return xml.finished().text
    }

    @Test func linesAreParagraphs() {
      #expect(written(RichText("One.\n\n Two. \nThree.")) == "\n<p>One.</p>\n<p>Two.</p>\n<p>Three.</p>")
      #expect(written(RichText(" \n ")) == "")
    }

    @Test func headingsBeginSections() {
      let text = RichText(
        "Before.\nAim\nTo see.\nMore.\nEnd\nSeen.",
        marks: [Mark(.sectionHead, from: 8, to: 11), Mark(.sectionHead, from: 26, to: 29)])
      #expect(
        written(text) == """

          <p>Before.</p>
          <sec>
            <title>Aim</title>
            <p>To see.</p>
            <p>More.</p>
          </sec>
          <sec>
            <title>End</title>
            <p>Seen.</p>
          </sec>
          """)
    }

    @Test func marksEndWithTheirParagraph() {
      let text = RichText("On Mola\nmola here", marks: [Mark(.italic, from: 3, to: 12)])
      #expect(written(text) == "\n<p>On <italic>Mola</italic></p>\n<p><italic>mola</italic> here</p>")
    }
  }
#endif
