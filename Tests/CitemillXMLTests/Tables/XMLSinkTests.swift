#if XML
  import CitemillCore
  import Testing

  @testable import CitemillXML

  @Suite struct XMLSinkTests {
    private func written(_ body: (inout XMLSink<CrossrefName>) -> Void) -> String {
      var xml = XMLSink<CrossrefName>(ByteSink())
      body(&xml)
      return xml.finished().text
    }

    @Test func elementsAreIndentedAndTextsAreNot() {
      let text = written { xml in
        xml.element(.doiData) { xml in
          xml.element(.doi, "10.1000/1")
          xml.element(.resource) { xml in
            xml.attribute(.mimeType, "text/html")
            xml.text("https://example.org/?a=1&b=2")
          }
        }
      }
      #expect(
        text == """

          <doi_data>
            <doi>10.1000/1</doi>
            <resource mime_type="text/html">https://example.org/?a=1&amp;b=2</resource>
          </doi_data>
          """)
    }

    @Test func elementsWithNothingInThemAreLeftOut() {
      #expect(written { $0.element(.titles) { $0.element(.title, "") } } == "")
      let text = written { xml in
        xml.element(.titles) { xml in
          xml.element(.title, "One")
          xml.element(.subtitle, nil)
        }
      }
      #expect(text == "\n<titles>\n  <title>One</title>\n</titles>")
      #expect(written { $0.empty(.anonymous) } == "\n<anonymous/>")
    }

    @Test func whatXMLDoesNotAllowIsEscapedOrLeftOut() {
      #expect(
        written { $0.element(.title, "a < b > \"c\" & \u{1}d\u{FFFE}\r\u{FFFD}") }
          == "\n<title>a &lt; b &gt; \"c\" &amp; d&#13;\u{FFFD}</title>")
      let text = written { xml in
        xml.element(.title) { xml in
          xml.attribute(.language, "a\"\tb\n&")
          xml.text("x")
        }
      }
      #expect(text == "\n<title language=\"a&quot;&#9;b&#10;&amp;\">x</title>")
    }

    @Test func marksBecomeElementsInTheText() {
      var title = RichText("On Mola mola and H2O")
      title.marks = [
        Mark(.italic, from: 3, to: 12), Mark(.bold, from: 8, to: 12), Mark(.noCase, from: 17, to: 20),
        Mark(.subscripted, from: 18, to: 19), Mark(.lineBreak, from: 20, to: 20),
      ]
      let text = written { xml in
        xml.element(.title) { xml in
          xml.text(title) { mark in
            switch mark.kind {
            case .italic: .element(.i)
            case .bold: .element(.b)
            case .subscripted: .element(.sub)
            case .lineBreak: .point(.p)
            default: .none
            }
          }
        }
      }
      #expect(text == "\n<title>On <i>Mola <b>mola</b></i> and H<sub>2</sub>O<p/></title>")
    }

    @Test func prefixesHoldForWhatIsWithin() {
      let text = written { xml in
        xml.with(prefix: "jats:") { xml in
          xml.element(.abstract) { $0.element(.p, "One") }
        }
        xml.element(.doi, "10.1000/1")
      }
      #expect(text == "\n<jats:abstract>\n  <jats:p>One</jats:p>\n</jats:abstract>\n<doi>10.1000/1</doi>")
    }
  }
#endif
