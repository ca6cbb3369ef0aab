#if XML
  import CitemillCore

  // Titles, abstracts, keywords: texts with their markup.

  extension JATSWriter {
    /// What a text may contain, by the DTD.
    enum Room {
      /// Faces of type, formulas and links.
      case all
      /// Faces and formulas, without links.
      case formulas
      /// Only faces.
      case faces
    }

    /// Writes a text with its marks as an element; nothing for an empty one.
    static func text(
      _ words: RichText, as name: JATSName, _ room: Room, language: String? = nil, _ xml: inout XML
    ) {
      if words.plain.isEmpty { return }
      xml.element(name) { xml in
        xml.attribute(.lang, nameToken(language))
        text(words, room, &xml)
      }
    }

    static func text(_ words: RichText, _ room: Room, _ xml: inout XML) {
      if words.marks.isEmpty { return xml.text(words.plain) }
      if room == .faces { return xml.text(words, markup: face) }
      let formulas = JATSFormulas(words)
      xml.text(words) { mark in
        switch mark.kind {
        case .link where room == .all && mark.value?.isEmpty == false: .linking(.extLink, .href)
        case .mathML, .mathTeX: formulas.markup(for: mark)
        default: face(mark)
        }
      }
    }

    /// The element of a face; nothing for all other marks.
    static func face(_ mark: Mark) -> XMLMarkup<JATSName> {
      JATSText.faces.first { $0.1 == mark.kind }.map { .element($0.0) } ?? .none
    }

    // MARK: - Titles

    static func titles(_ record: Record, _ xml: inout XML) {
      xml.element(.titleGroup) { xml in
        var titles = record.titles.filter { $0.kind == .main }
        let main = titles.isEmpty ? nil : titles.removeFirst()
        xml.empty(.articleTitle) { xml in
          guard let main else { return }
          xml.attribute(.lang, nameToken(main.language))
          text(main.text, .all, &xml)
        }
        for title in record.titles where title.kind == .sub {
          text(title.text, as: .subtitle, .all, language: title.language, &xml)
        }
        translations(record.titles, &xml)
        for title in record.titles where title.kind == .short || title.kind == .alternative {
          xml.element(.altTitle) { xml in
            xml.attribute(.lang, nameToken(title.language))
            if title.kind == .short { xml.attribute(.altTitleType, "running-head") }
            text(title.text, .all, &xml)
          }
        }
      }
    }

    static func translations(_ titles: [Title], _ xml: inout XML) {
      for title in titles where title.kind == .translated || title.kind == .original {
        xml.element(
          .transTitleGroup,
          attributes: { xml in
            xml.attribute(.lang, nameToken(title.language))
            if title.kind == .original { xml.attribute(.specificUse, "original") }
          }
        ) { xml in
          text(title.text, as: .transTitle, .all, &xml)
        }
      }
    }

    // MARK: - Abstracts

    static func abstracts(_ record: Record, _ xml: inout XML) {
      // The DTD has those in the language of the article first.
      let first = record.abstracts.firstIndex { $0.kind == .main }
      func isTranslated(_ index: Int) -> Bool {
        let one = record.abstracts[index]
        return one.kind == .main && index != first && nameToken(one.language) != nil
      }
      for index in record.abstracts.indices where !isTranslated(index) {
        abstract(record.abstracts[index], as: .abstract, &xml)
      }
      for index in record.abstracts.indices where isTranslated(index) {
        abstract(record.abstracts[index], as: .transAbstract, &xml)
      }
    }

    private static func abstract(_ abstract: Abstract, as name: JATSName, _ xml: inout XML) {
      let paragraphs = XMLParagraph.all(of: abstract.text)
      if paragraphs.isEmpty { return }
      xml.element(name) { xml in
        xml.attribute(.abstractType, abstract.kind == .main ? nil : JATSTypes.word(for: abstract.kind))
        xml.attribute(.lang, nameToken(abstract.language))
        xml.paragraphs(paragraphs, section: .sec, title: .title, paragraph: .p) { words, isHead, xml in
          text(words, isHead ? .formulas : .all, &xml)
        }
      }
    }

    // MARK: - Keywords

    /// A group for each run of keywords of one list and language.
    static func keywords(_ keywords: ArraySlice<Keyword>, _ xml: inout XML) {
      var start = keywords.startIndex
      while start < keywords.endIndex {
        let (scheme, language) = (keywords[start].scheme, keywords[start].language)
        var end = start
        while end < keywords.endIndex, keywords[end].scheme == scheme, keywords[end].language == language { end += 1 }
        xml.element(
          .kwdGroup,
          attributes: { xml in
            xml.attribute(.kwdGroupType, scheme)
            xml.attribute(.lang, nameToken(language))
          }
        ) { xml in
          for keyword in keywords[start..<end] { xml.element(.kwd, keyword.text) }
        }
        start = end
      }
    }
  }

  /// The formulas in a text: MathML and TeX over the same range are two forms of one.
  struct JATSFormulas {
    private struct Formula {
      var end: Int
      var math: String?
      var tex: String?
      var words = ""
    }

    private var formulas: [Int: Formula] = [:]

    init(_ text: RichText) {
      var reach = 0
      for mark in text.marks where mark.kind == .mathML || mark.kind == .mathTeX {
        guard let value = mark.value, !value.isEmpty, mark.start < mark.end else { continue }
        var formula = Formula(end: mark.end)
        if let known = formulas[mark.start] {
          // A formula inside another one is part of its text.
          guard known.end == mark.end else { continue }
          formula = known
        } else if mark.start < reach {
          continue
        }
        if mark.kind == .mathTeX {
          formula.tex = formula.tex ?? value
        } else {
          formula.math = formula.math ?? MathML.prefixed(value, by: "mml:")
        }
        if formula.words.isEmpty { formula.words = text.plain.bytes(mark.start..<mark.end) }
        reach = max(reach, mark.end)
        formulas[mark.start] = formula
      }
      formulas = formulas.filter { $0.value.math != nil || $0.value.tex != nil }
    }

    /// The elements of a formula. Its text is left out, except beside TeX that differs from it.
    func markup(for mark: Mark) -> XMLMarkup<JATSName> {
      guard let formula = formulas[mark.start], formula.end == mark.end else { return .none }
      let tex = formula.tex
      let needsWords = formula.math == nil && tex.map { !$0.hasSameBytes(as: formula.words) } ?? false
      return .written { xml, words in
        xml.element(.inlineFormula) { xml in
          func forms(_ xml: inout XMLSink<JATSName>) {
            if needsWords { xml.element(.textualForm) { words(&$0, JATSWriter.face) } }
            xml.element(.texMath, tex)
            if let math = formula.math { xml.verbatim(math) }
          }
          if needsWords || (tex != nil && formula.math != nil) {
            xml.element(.alternatives, forms)
          } else {
            forms(&xml)
          }
        }
      }
    }
  }

  extension String {
    /// The text of a range of bytes that splits no character.
    fileprivate func bytes(_ range: Range<Int>) -> String { withUTF8Span { $0.text(range) } }
  }
#endif
