#if XML
  import CitemillCore

  // Cited works, in parts and as printed.

  extension CrossrefEntry {
    func writeCitations(into xml: inout Sink) {
      if record.references.isEmpty { return }
      let keys = citationKeys
      xml.element(.citationList) { xml in
        for index in record.references.indices {
          let one = record.references[index]
          xml.element(.citation) { xml in
            xml.attribute(.key, keys[index])
            if let cited = one.record { writeParts(of: cited, into: &xml) }
            if let text = one.text, !CrossrefLimits.isBlank(text.plain) {
              xml.element(.unstructuredCitation) { write(text, into: &$0) }
            }
          }
        }
      }
    }

    /// A key for each reference: its own, or `ref` and its number; each comes once in a list.
    private var citationKeys: [String] {
      let given = record.references.map { CrossrefLimits.value($0.key, of: .key) }
      var taken = Set(given.compactMap { $0 })
      var seen: Set<String> = []
      var numbers: [String: Int] = [:]
      return given.indices.map { index in
        if let key = given[index], seen.insert(key).inserted { return key }
        let stem = given[index] ?? "ref\(index + 1)"
        var key = stem
        var number = numbers[stem] ?? 2
        while !taken.insert(key).inserted {
          key = "\(stem)-\(number)"
          number += 1
        }
        numbers[stem] = number
        return key
      }
    }

    private func writeParts(of cited: Record, into xml: inout Sink) {
      if format.schema == .v5_4_0, let type = CrossrefTypes.word(ofCitation: cited.type) { xml.attribute(.type, type) }
      let titles = titles(of: cited)
      let host = cited.identifiers(of: .host)
      let serial = host.first { $0.scheme == .issn } ?? host.first { $0.scheme == .eissn }
      xml.value(.issn, serial?.value)
      xml.element(.journalTitle, titles.journal)
      xml.element(.author, author(of: cited))
      xml.value(.volume, cited.volume)
      xml.value(.issue, cited.issue)
      xml.value(.firstPage, cited.pages.map { Self.pages(CrossrefLimits.plain($0)).first })
      xml.value(.elocationId, cited[.articleNumber])
      xml.element(.cYear, year(of: cited))
      xml.value(.doi, cited.doi)
      xml.value(.isbn, cited.identifiers.first { $0.scheme == .isbn }?.value)
      xml.element(.seriesTitle, plain(cited.titles(of: .series)))
      xml.element(.volumeTitle, titles.volume)
      xml.value(.editionNumber, cited[.edition])
      xml.value(.componentNumber, cited[.chapterNumber])
      if let title = titles.article { xml.element(.articleTitle, title) }
      if cited.type == .standard { writeStandard(cited, into: &xml) }
    }

    /// The titles of a work: in a journal, in a book, or a book.
    private func titles(of cited: Record) -> (journal: String?, volume: String?, article: String?) {
      let (own, host) = (plain(cited.titles), plain(cited.titles(of: .host)))
      switch cited.type {
      case .chapter, .entry, .entryDictionary, .entryEncyclopedia, .paperConference: return (nil, host, own)
      case .book, .editedBook, .referenceBook, .multivolumeBook, .proceedings, .thesis, .report, .standard, .collection:
        return host == nil ? (nil, own, nil) : (nil, host, own)
      case .periodical: return (own, nil, nil)
      default: return (host, nil, own)
      }
    }

    private func plain(_ titles: [Title]) -> String? {
      guard let main = title(.main, titles) else { return nil }
      return CrossrefLimits.plain(main.text.plain)
    }

    /// The first author, family name first, as it is read back.
    private func author(of cited: Record) -> String? {
      guard let one = cited.contributors.first(where: { $0.roles.contains(.author) }) else { return nil }
      let name = one.name
      let family = [name.droppingParticle, name.nonDroppingParticle, name.family].compactMap { $0 }.joined(
        separator: " ")
      let parts = [family, name.given ?? ""].filter { !$0.isEmpty }
      return CrossrefLimits.plain(name.literal ?? parts.joined(separator: ", "))
    }

    private func year(of cited: Record) -> String? {
      guard let date = cited[date: .issued] ?? cited[date: .online] ?? cited[date: .print] else { return nil }
      guard let parts = XMLDateParts(date) else { return date.literal.map { CrossrefLimits.plain($0) } }
      return parts.yearText + (cited[.yearSuffix].flatMap { $0.utf8.count == 1 ? $0 : nil } ?? "")
    }

    private func writeStandard(_ cited: Record, into xml: inout Sink) {
      xml.value(.stdDesignator, cited[.number])
      guard let body = CrossrefLimits.value(cited[.authority], of: .standardsBodyName) else { return }
      xml.element(.standardsBody) { xml in
        xml.element(.standardsBodyName, body)
        xml.empty(.standardsBodyAcronym)
      }
    }
  }
#endif
