#if XML
  import CitemillCore

  // What is cited.

  extension CrossrefDecoder {
    func readReferences(_ list: Int, _ record: inout Record) {
      forEachElement(in: list) { child, name in
        guard name == .citation else { return keep(child, under: "citation_list", &record) }
        record.references.append(reference(child))
      }
    }

    private func reference(_ node: Int) -> Reference {
      var record = Record()
      var titles: (journal: String?, volume: String?)
      var words: RichText?
      forEachElement(in: node) { child, name in
        let text = self.text(child)
        if text.isEmpty { return }
        func set(_ variable: Variable) {
          if record[variable] == nil { record[variable] = text } else { keep(child, under: "citation", &record) }
        }
        switch name {
        case .articleTitle: record.titles.insert(Title(title(child)))
        case .journalTitle where titles.journal == nil: titles.journal = text
        case .volumeTitle where titles.volume == nil: titles.volume = text
        case .seriesTitle: record.withSeries { $0.add(Title(text)) }
        case .author: if let one = Self.citedAuthor(text) { record.contributors.append(one) }
        case .volume: set(.volume)
        case .issue: set(.issue)
        case .firstPage: set(.pages)
        case .elocationId: set(.articleNumber)
        case .editionNumber: set(.edition)
        case .componentNumber: set(.chapterNumber)
        case .cYear where record[date: .issued] == nil:
          record[date: .issued] = XMLDates.year(text).map { PartialDate(year: $0) } ?? PartialDate(nil, literal: text)
          // `1999a` is the first of a year.
          if text.utf8.count == 5, let last = text.utf8.last, last.isLetter {
            record[.yearSuffix] = String(decoding: [last], as: UTF8.self)
          }
        case .doi: record.add(DOIText.identifier(text))
        case .isbn: record.add(Identifier(.isbn, text))
        case .issn: record.withHost { $0.identifiers.insert(Identifier(.issn, text)) }
        case .stdDesignator: set(.number)
        case .standardsBody:
          record[.authority] = present(self.text(.standardsBodyName, of: child)) ?? text
          keep("citation/standards_body_acronym", self.text(.standardsBodyAcronym, of: child), &record)
        case .unstructuredCitation where words == nil: words = title(child)
        default: keep(child, under: "citation", &record)
        }
      }
      // Words outside of any element are a citation as printed.
      let stray = ownText(node)
      if !stray.isEmpty { if words == nil { words = RichText(stray) } else { keep("citation", stray, &record) } }
      place(titles, in: &record)
      if let word = tree.attribute(CrossrefName.type, of: node) {
        if let type = CrossrefTypes.citation(word) { record.type = type } else { keep("citation/@type", word, &record) }
        record.origin.typeToken = word
      }
      record.dropEmptyContainers()
      // An empty citation has its place in a numbered list all the same.
      let hasRecord = record.content != Record() || !record.nativeFields.isEmpty || words == nil
      return Reference(
        key: tree.attribute(CrossrefName.key, of: node), text: words, record: hasRecord ? record : nil)
    }

    /// The first author, of whom most give the family name alone, some with initials before it (`SR Roe`, as Springer and Nature
    /// do) and some behind it. Fixture: `citations`.
    private static func citedAuthor(_ text: String) -> Contributor? {
      guard text.utf8.contains(32) else { return NameText.read(text, order: .familyFirst) }
      let words = text.utf8.split(separator: 32)
      let leading = words.prefix(while: isInitials).count
      let trailing = words.reversed().prefix(while: isInitials).count
      guard !text.utf8.contains(UInt8(ascii: ",")), leading == 0 || trailing == 0, leading + trailing > 0,
        leading + trailing < words.count
      else {
        return NameText.read(text, order: .familyFirst)
      }
      func joined(_ words: ArraySlice<Substring.UTF8View>) -> String {
        String(decoding: Array(words.joined(separator: CollectionOfOne(32))), as: UTF8.self)
      }
      let given = leading > 0 ? words.prefix(leading) : words.suffix(trailing)
      let family = leading > 0 ? words.dropFirst(leading) : words.dropLast(trailing)
      return .person(PersonName(family: joined(family), given: joined(given)))
    }

    /// `SR`, `S.R.`, `J.-P.`
    private static func isInitials(_ word: Substring.UTF8View) -> Bool {
      let letters = word.filter { $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: "-") }
      return (1...3).contains(letters.count) && letters.allSatisfy { $0 &- 65 < 26 }
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
