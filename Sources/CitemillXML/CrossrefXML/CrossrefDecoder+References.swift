#if XML
  import CitemillCore

  // The cited works.

  extension CrossrefDecoder {
    mutating func readReferences(_ list: Int, _ record: inout Record) {
      forEachElement(in: list) { child, name in
        guard name == .citation else { return keep(child, under: "citation_list", &record) }
        record.references.append(reference(child))
      }
    }

    private mutating func reference(_ node: Int) -> Reference {
      var record = Record()
      cited = CrossrefCitation()
      read(node, as: .citation, &record)
      // Text outside of any element is a citation as printed.
      let stray = ownText(node)
      if cited.words != nil {
        keep("citation", stray, &record)
      } else if !stray.isEmpty {
        cited.words = RichText(stray)
      }
      place(cited, in: &record)
      if let word = tree.attribute(CrossrefName.type, of: node) {
        if let type = CrossrefTypes.citation(word) { record.type = type } else { keep("citation/@type", word, &record) }
        record.origin.typeToken = word
      }
      record.dropEmptyContainers()
      // An empty citation keeps its place in a numbered list.
      let hasRecord = record.content != Record() || !record.nativeFields.isEmpty || cited.words == nil
      return Reference(
        key: tree.attribute(CrossrefName.key, of: node), text: cited.words, record: hasRecord ? record : nil)
    }

    func readAuthor(_ node: Int, _ record: inout Record) {
      if let words = present(text(node)), let one = Self.citedAuthor(words) { record.contributors.append(one) }
    }

    func readYear(_ node: Int, _ record: inout Record) {
      let words = text(node)
      if words.isEmpty { return }
      record[date: .issued] = XMLDates.year(words).map { PartialDate(year: $0) } ?? PartialDate(nil, literal: words)
      // `1999a` is the first of a year.
      if words.utf8.count == 5, let last = words.utf8.last, last.isLetter {
        record[.yearSuffix] = String(decoding: [last], as: UTF8.self)
      }
    }

    mutating func readWords(_ node: Int, _ part: WritableKeyPath<CrossrefCitation, String?>, _ record: inout Record) {
      cited[keyPath: part] = present(text(node))
    }

    mutating func readPrinted(_ node: Int, _ record: inout Record) {
      let words = rich(node)
      if !words.isEmpty { cited.words = words }
    }

    func readCitedBody(_ node: Int, _ record: inout Record) {
      record[.authority] = present(text(.standardsBodyName, of: node)) ?? text(node)
      keep("citation/standards_body_acronym", text(.standardsBodyAcronym, of: node), &record)
    }

    /// The first author. Most give the family name alone, some with initials before it (`SR Roe`, as Springer
    /// and Nature do) and some with initials after it. Fixture: `citations`.
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

    /// Puts the titles of a cited work and of its container in their places, which decide its type.
    private func place(_ titles: CrossrefCitation, in record: inout Record) {
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

  /// What is known of a citation before its type is.
  struct CrossrefCitation {
    var journal: String?
    var volume: String?
    var words: RichText?
  }
#endif
