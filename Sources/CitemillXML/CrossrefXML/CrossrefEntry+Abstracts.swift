#if XML
  import CitemillCore

  // Abstracts, which are in JATS.

  extension CrossrefEntry {
    func writeAbstracts(into xml: inout Sink) {
      for abstract in record.abstracts where !CrossrefLimits.isBlank(abstract.text.plain) {
        xml.with(prefix: "jats:") { xml in
          xml.element(.abstract) { xml in
            xml.attribute(.abstractType, Self.word(abstract.kind))
            if let language = abstract.language, Self.isLanguage(language) { xml.attribute("xml:lang", language) }
            xml.paragraphs(XMLParagraph.all(of: abstract.text), section: .sec, title: .title, paragraph: .p) {
              text, _, xml in
              xml.text(text) { markup($0, inAbstract: true) }
            }
          }
        }
      }
    }

    /// A dataset and a component have a description instead.
    func writeDescription(into xml: inout Sink) {
      guard let abstract = record.abstracts.first(where: { $0.kind == .main }) else { return }
      if !CrossrefLimits.isBlank(abstract.text.plain) {
        xml.element(.description) { write(abstract.text, into: &$0) }
      }
    }

    private static func word(_ kind: Abstract.Kind) -> String? {
      switch kind {
      case .main: nil
      case .tableOfContents: "toc"
      default: CrossrefLimits.plain(kind.rawValue)
      }
    }

    /// `xs:language`: parts of up to eight letters or digits; the first part has only letters.
    private static func isLanguage(_ tag: String) -> Bool {
      let parts = tag.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
      return parts.first?.allSatisfy(\.isLetter) == true
        && parts.allSatisfy { (1...8).contains($0.count) && $0.allSatisfy { $0.isLetter || $0.isDigit } }
    }
  }
#endif
