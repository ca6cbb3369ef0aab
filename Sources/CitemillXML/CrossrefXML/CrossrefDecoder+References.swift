#if XML
  import CitemillCore

  // What is cited.

  extension CrossrefDecoder {
    func readReferences(_ list: Int, _ record: inout Record) {
      forEachElement(in: list) { child, name in
        guard name == .citation else { return keep(child, under: "citation_list", &record) }
        if let found = reference(child) { record.references.append(found) }
      }
    }

    private func reference(_ node: Int) -> Reference? {
      var record = Record()
      var titles: (journal: String?, volume: String?)
      var words: RichText?
      forEachElement(in: node) { child, name in
        let text = self.text(child)
        if text.isEmpty { return }
        switch name {
        case .articleTitle: record.titles.insert(Title(title(child)))
        case .journalTitle: titles.journal = text
        case .volumeTitle: titles.volume = text
        case .seriesTitle: record.withSeries { $0.add(Title(text)) }
        case .author: if let one = NameText.read(text, order: .familyFirst) { record.contributors.append(one) }
        case .volume: record[.volume] = text
        case .issue: record[.issue] = text
        case .firstPage: record[.pages] = text
        case .elocationId: record[.articleNumber] = text
        case .editionNumber: record[.edition] = text
        case .componentNumber: record[.chapterNumber] = text
        case .cYear:
          record[date: .issued] = XMLDates.year(text).map { PartialDate(year: $0) } ?? PartialDate(nil, literal: text)
        case .doi: record.add(DOIText.identifier(text))
        case .isbn: record.add(Identifier(.isbn, text))
        case .issn: record.withHost { $0.identifiers.insert(Identifier(.issn, text)) }
        case .stdDesignator: record[.number] = text
        case .standardsBody:
          record[.authority] = present(self.text(.standardsBodyName, of: child)) ?? text
          keep("citation/standards_body_acronym", self.text(.standardsBodyAcronym, of: child), &record)
        case .unstructuredCitation: words = title(child)
        default: keep(child, under: "citation", &record)
        }
      }
      place(titles, in: &record)
      if let word = tree.attribute(CrossrefName.type, of: node) {
        record.type = CrossrefTypes.citation(word) ?? record.type
        record.origin.typeToken = word
      }
      record.dropEmptyContainers()
      let hasRecord = record.content != Record()
      if !hasRecord, words == nil { return nil }
      return Reference(
        key: tree.attribute(CrossrefName.key, of: node), text: words, record: hasRecord ? record : nil)
    }

    /// Puts the titles of what is cited, or of where it stands, in their places, which tell its type.
    private func place(_ titles: (journal: String?, volume: String?), in record: inout Record) {
      if let journal = titles.journal {
        record.type = .articleJournal
        record.withHost { $0.add(Title(journal)) }
        // Some have the volume of a book beside a journal.
        if let volume = titles.volume { record.withHost { $0.add(Title(volume, kind: .volume)) } }
      } else if let volume = titles.volume {
        record.type = record.titles.isEmpty ? .book : .chapter
        if record.type == .book {
          record.titles.insert(Title(volume))
        } else {
          record.withHost { $0.add(Title(volume)) }
        }
      } else if !record.titles.isEmpty {
        record.type = .articleJournal
      } else if record.variables.contains(.number) {
        record.type = .standard
      }
    }
  }
#endif
