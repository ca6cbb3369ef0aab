#if XML
  import CitemillCore

  /// Makes records from Word's sources, by `WordXMLTable`.
  struct WordDecoder: XMLTableDecoder {
    static let names = XMLNames(WordName.self)
    static let format = "word-xml"
    static var table: XMLTable<Self> { WordXMLTable.table }
    private static let rules = XMLTextRules(WordName.self, marks: [])
    private static let rest = XMLRest<WordName>(
      of: format, leavingOut: WordXMLTable.omissions, outer: [], numbered: [])

    private(set) var tree = XMLTree()
    private(set) var remarks: [ValueRemark] = []

    static var framer: XMLFramer {
      XMLFramer(records: ["Source"], leftOut: [], contents: ["SourceType", "Person"])
    }

    static var collections: [StaticString] { ["Sources", "b:Sources"] }

    var parts: XMLFramer? { nil }
    var twice: String? { tree.count(WordName.title, in: 0) > 1 ? WordName.title.word : nil }
    var omissions: String { Self.rest.report(of: tree) }

    mutating func decode(_ tree: XMLTree, isDamaged: Bool, into records: inout [Record]) {
      records.removeAll(keepingCapacity: true)
      remarks = []
      self.tree = tree
      guard !isDamaged, tree.element(0, as: WordName.self) == .source else { return }
      var record = Record()
      readType(&record)
      read(0, as: .source, &record)
      record.dropEmptyContainers()
      var empty = Record()
      (empty.type, empty.origin) = (record.type, record.origin)
      let saysNothing = record == empty
      keepRest(&record)
      // A type alone is not a record, but kept values of a source are one.
      if saysNothing, record.nativeFields.isEmpty { return }
      records.append(record)
    }

    /// Keeps what is left, under the path of each element within the source.
    private func keepRest(_ record: inout Record) {
      tree.forEachElement(in: 0, as: WordName.self) { child, name in
        // Word and JabRef write elements without a value.
        if name != nil, tree.descendantsAreEmpty(child) { return tree.takeAll(child) }
        if Self.rest.omissions.row(of: child, tree, in: tree.name(0)) == nil {
          Self.rest.keep(child, of: tree, in: &record) { [tree] in Self.rules.text(tree, $0) }
        }
      }
      Self.rest.keep(0, of: tree, in: &record) { [tree] in Self.rules.text(tree, $0) }
    }

    // MARK: - By the table

    func put(_ node: Int, _ name: WordName, at place: Place, _ record: inout Record) {
      let words = tree.look(node)
      if words.isEmpty { return }
      if case .identifier = place {
        _ = record.putIdentifiers(text(node), at: place)
        return
      }
      if !place.holdsMany, record.has(place) {
        // What two elements give in the same words is kept once.
        if says(words, place, record) { tree.takeWords(of: node) }
        return
      }
      fill(place, with: node, &record)
    }

    private func says(_ words: String, _ place: Place, _ record: Record) -> Bool {
      switch place {
      case .title(let kind, let tier): record.titles(of: tier).contains { $0.kind == kind && $0.text.plain == words }
      case .variable(let variable, .own): record[variable] == words
      default: false
      }
    }

    /// An element whose row says so is kept with the rest, under its path.
    func keep(_ node: Int, _ name: WordName, _ record: inout Record) {}

    func text(_ node: Int?) -> String { node.map { Self.rules.text(tree, $0) } ?? "" }

    func rich(_ node: Int) -> RichText { Self.rules.rich(tree, node) }

    // MARK: - Type

    /// Sets the type: by JabRef's name for the entry, or by Word's; a report with the kind of a thesis is a
    /// thesis.
    private mutating func readType(_ record: inout Record) {
      let source = child(.sourceType, of: 0)
      let entry = child(.entry, of: 0)
      let words = tree.look(source)
      if let entryWord = present(tree.look(entry)),
        let type = entryWord.withUTF8Span({ EntryWords.type($0, 0..<$0.count) })
      {
        record.type = type
        record.origin.typeToken = present(words) ?? entryWord
        tree.takeWords(of: entry)
        tree.takeWords(of: source)
        return
      }
      if words.isEmpty { return }
      record.origin.typeToken = words
      if let found = WordXMLTable.types.first(where: { $0.word == words }) {
        record.type = found.type
      } else if !record.takeType(words) {
        remarks.append(
          ValueRemark(
            severity: .warning, code: .unknownSourceType,
            message: "type \"\(words)\" is not known; read as document, the word is kept"))
        return
      }
      tree.takeWords(of: source)
      if record.type == .report, Self.isOfThesis(tree.look(child(.thesisType, of: 0))) { record.type = .thesis }
    }

    private static func isOfThesis(_ words: String) -> Bool {
      let small = words.lowercased()
      return ["thesis", "dissertation", "thèse", "tesis", "tese", "arbeit"].contains { small.utf8.contains($0) }
    }

    // MARK: - People

    func readContributors(_ list: Int, _ record: inout Record) {
      tree.forEach(in: list, as: WordName.self) { node, name in
        guard let role = WordXMLTable.role(of: name) else { return }
        tree.forEach(WordName.nameList, in: node) { people in
          tree.forEach(WordName.person, in: people) { readPerson($0, role, &record) }
        }
        tree.forEach(WordName.corporate, in: node) { readBodies($0, role, &record) }
      }
    }

    private func readPerson(_ node: Int, _ role: Role, _ record: inout Record) {
      let family = text(.last, of: node)
      let given = [text(.first, of: node), text(.middle, of: node)].filter { !$0.isEmpty }.joined(separator: " ")
      if family.isEmpty, given.isEmpty { return }
      if given.isEmpty || family.isEmpty {
        // Word only has persons in a list, so that organisations are given as family names.
        return readNames(family + given, role, &record)
      }
      var name = PersonName(family: family, given: given)
      name.splitFamily()
      record.contributors.append(.person(name, role))
    }

    /// Reads the name of an organisation, or what JabRef has joined to one text: several organisations, and
    /// people too.
    private func readBodies(_ node: Int, _ role: Role, _ record: inout Record) {
      let words = text(node)
      if words.isEmpty { return }
      let parts = words.utf8.split(separator: UInt8(ascii: ";")).map { String(Substring($0)).trimmed }
      if parts.count < 2 { return record.contributors.append(.organization(words, role)) }
      for part in parts where !part.isEmpty {
        let isPerson = part.withUTF8Span { NameText.plain($0, 0..<$0.count, needsComma: true) != nil }
        if isPerson { readNames(part, role, &record) } else { record.contributors.append(.organization(part, role)) }
      }
    }

    private func readNames(_ words: String, _ role: Role, _ record: inout Record) {
      words.withUTF8Span { bytes in
        var findings = NameText.Findings()
        if let name = NameField.read(bytes, 0..<bytes.count, in: .familyFirst, as: role, findings: &findings) {
          record.contributors.append(name)
        }
      }
    }

    // MARK: - Dates

    /// Reads a date from elements of its parts; a month in unknown words is left to be kept.
    func readDate(_ node: Int, as kind: DateKind, month: WordName, day: WordName, _ record: inout Record) {
      let words = tree.look(node)
      if words.isEmpty || record[date: kind] != nil { return }
      tree.takeWords(of: node)
      guard let year = XMLDates.year(words) else {
        record[date: kind] = DateText.edtf(words).map { PartialDate($0) } ?? XMLDates.words(words)
        return
      }
      let value = XMLDates.date(
        year, month: tree.look(child(month, of: 0)), day: tree.look(child(day, of: 0)))
      if let point = value.firstPoint {
        if point.month != 0 { tree.takeWords(of: child(month, of: 0)) }
        if point.day != 0 { tree.takeWords(of: child(day, of: 0)) }
      }
      record[date: kind] = PartialDate(value)
    }

    func readWords(_ node: Int, _ kind: DateKind, _ record: inout Record) {
      if record[date: kind] != nil { return }
      record[date: kind] = XMLDates.words(text(node))
    }

    // MARK: - Numbers

    func readLanguage(_ node: Int, _ record: inout Record) {
      let number = tree.look(node)
      // Word writes 0 for the language of the document.
      if number == "0" { return tree.takeWords(of: node) }
      guard record[.language] == nil, let code = Int(number), let tag = WordXMLTable.languages[code] else { return }
      record[.language] = tag
      tree.takeWords(of: node)
    }

    func readNumber(_ node: Int, _ record: inout Record) {
      let variable: Variable =
        switch WorkKind(record.type) {
        case .report, .patent, .thesis, .law: .number
        default: .issue
        }
      put(node, .number, at: .variable(variable), &record)
    }

    mutating func readPages(_ node: Int, _ record: inout Record) {
      if record.has(.variable(.pages)) { return }
      if let remark = record.putPages(text(node)) { remarks.append(remark) }
    }

    /// `ISBN: 978-3-16-148410-0 ISSN: 2049-3630 LCCN: 2001012345 MRN: 0123456`; Word itself writes only one
    /// number.
    func readStandardNumber(_ node: Int, _ record: inout Record) {
      var rest = tree.look(node)
      if rest.isEmpty { return }
      var parts: [(word: String, number: String)] = []
      let words = rest.utf8.split { $0 == 32 || $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ":") }
        .map { String(Substring($0)) }
      for word in words {
        if ["ISBN", "ISSN", "LCCN", "MRN", "DOI"].contains(word.uppercased()) {
          parts.append((word.uppercased(), ""))
        } else if parts.isEmpty {
          parts.append(("", word))
        } else {
          let last = parts.count - 1
          parts[last].number += (parts[last].number.isEmpty ? "" : " ") + word
        }
      }
      if parts.count == 1, parts[0].word.isEmpty || parts[0].word == "DOI" {
        rest = parts[0].word.isEmpty ? rest : parts[0].number
        if DOIText.isOne(DOIText.identifier(rest).value) {
          record.add(DOIText.identifier(rest))
        } else {
          _ = record.putIdentifiers(rest, at: .identifier(WorkKind(record.type) == .article ? .issn : .isbn))
        }
        return tree.takeWords(of: node)
      }
      for (word, number) in parts where !number.isEmpty {
        switch word {
        case "ISBN": _ = record.putIdentifiers(number, at: .identifier(.isbn))
        case "ISSN": _ = record.putIdentifiers(number, at: .identifier(.issn))
        case "DOI": _ = record.putIdentifiers(number, at: .identifier(.doi))
        case "MRN": record.add(Identifier(.mathematicalReviews, number))
        case "LCCN": record.add(Identifier(IdentifierScheme(rawValue: "LCCN"), number))
        default: keep("StandardNumber", number, &record)
        }
      }
      tree.takeWords(of: node)
    }

    // MARK: - Organisations, places, titles

    /// The name of the conference, which is the title of the proceedings if there is no other.
    func readConference(_ node: Int, _ record: inout Record) {
      let words = tree.look(node)
      let isSaid = record.titles(of: .host).contains { $0.text.plain == words }
      if isSaid { return tree.takeWords(of: node) }
      put(
        node, .conferenceName, at: record.has(.title(.main, .host)) ? .event(.title) : .title(.main, .host), &record)
    }

    func readDepartment(_ node: Int, _ record: inout Record) {
      put(node, .department, at: .variable(record[.publisher] == nil ? .publisher : .division), &record)
    }

    /// A city, a state and a country, one after the other; for a patent the country where it is valid.
    func readPlace(_ node: Int, _ record: inout Record) {
      let words = text(node)
      if words.isEmpty { return }
      if record.type == .patent, tree.element(node, as: WordName.self) == .countryRegion {
        record[.jurisdiction] = words
      } else {
        record[.publisherPlace] = record[.publisherPlace].map { "\($0), \(words)" } ?? words
      }
    }

    /// Keywords separated by semicolons, or by commas if there is no semicolon.
    func readKeywords(_ node: Int, _ record: inout Record) {
      let words = text(node)
      let separator = words.contains(byte: UInt8(ascii: ";")) ? UInt8(ascii: ";") : UInt8(ascii: ",")
      for part in words.utf8.split(separator: separator) {
        let word = String(Substring(part)).trimmed
        if !word.isEmpty { record.keywords.append(Keyword(word)) }
      }
    }
  }

  extension XMLTree {
    /// Whether there is neither text nor an attribute in an element, at any depth.
    fileprivate func descendantsAreEmpty(_ node: Int) -> Bool {
      (node..<max(end(node), node + 1)).allSatisfy { name($0) == XMLNames.text ? !isVisible($0) : !hasAttributes($0) }
    }

    /// Marks an element with all its content as read.
    fileprivate func takeAll(_ node: Int) {
      for inner in node..<max(end(node), node + 1) { take(inner) }
    }
  }

  extension Diagnostic.Code {
    /// An unknown type of Word; the word is kept.
    static let unknownSourceType = Self("word.unknown-type")
  }
#endif
