#if XML
  import CitemillCore

  /// Makes records from EndNote's XML, by `EndNoteTable`.
  struct EndNoteDecoder: XMLDecoder {
    static let format = EndNoteTable.format
    static let names = XMLNames(EndNoteName.self)
    private static let rest = XMLRest<EndNoteName>(
      of: EndNoteTable.format, leavingOut: EndNoteTable.omissions, outer: [], numbered: [])

    static var framer: XMLFramer {
      XMLFramer(records: ["record"], leftOut: [], contents: ["ref-type", "contributors", "titles"])
    }

    static var collections: [StaticString] { ["xml", "records", "EndNote", "Cite"] }

    /// An element with the row that maps it; they are in the order of the rows.
    private struct Field {
      let row: Int
      let node: Int
    }

    private var tree = XMLTree()
    private(set) var remarks: [ValueRemark] = []
    private var kind = WorkKind.other
    // Values that several elements form together.
    private var dates = EndNoteDates()
    private var conferences: [Int] = []
    private var proceedings: [Int] = []
    private var periodicals: [Int] = []
    private var shortTitles: [Int] = []

    var parts: XMLFramer? { nil }
    var twice: String? { tree.count(EndNoteName.titles, in: 0) > 1 ? EndNoteName.titles.word : nil }
    var omissions: String { Self.rest.report(of: tree) }

    mutating func decode(_ tree: XMLTree, isDamaged: Bool, into records: inout [Record]) {
      records.removeAll(keepingCapacity: true)
      remarks = []
      self.tree = tree
      guard !isDamaged, tree.element(0, as: EndNoteName.self) == .record else { return }
      (dates, conferences, proceedings, periodicals, shortTitles) = (EndNoteDates(), [], [], [], [])
      var record = Record()
      var fields: [Field] = []
      fields.reserveCapacity(32)
      collect(0, of: 0, into: &fields)
      // Each name has few elements, and most are in this order.
      if !fields.indices.dropFirst().allSatisfy({ fields[$0 - 1].row <= fields[$0].row }) {
        fields = fields.enumerated().sorted { ($0.element.row, $0.offset) < ($1.element.row, $1.offset) }.map(\.element)
      }
      readType(fields, &record)
      kind = WorkKind(record.type)
      for field in fields { read(field.node, EndNoteTable.table.rule(field.row, in: kind), &record) }
      finish(&record)
      // A type alone is not a record, and neither is its number in a library.
      var empty = Record()
      (empty.type, empty.origin) = (record.type, record.origin)
      if record == empty { return }
      keepRest(&record)
      records.append(record)
    }

    // MARK: - Elements

    /// Finds the elements that have a row.
    private func collect(_ node: Int, of place: Int, into fields: inout [Field]) {
      let children = EndNoteTable.nodes[place].children
      tree.forEachElement(in: node, as: EndNoteName.self) { child, name in
        // Programs write elements for which they have no value.
        if tree.firstChild(child) == nil, !tree.hasAttributes(child), name != nil { return tree.take(child) }
        guard let name, let next = children[name] else { return }
        let found = EndNoteTable.nodes[next]
        if let row = found.row { fields.append(Field(row: row, node: child)) }
        // Paths of rows are three elements long at most.
        if !found.children.isEmpty { collect(child, of: next, into: &fields) }
      }
    }

    /// Keeps the text of elements without a row that contain only runs, so that the path is that of the
    /// element.
    private func keepRuns(_ node: Int, _ path: String, _ record: inout Record, depth: Int = 0) {
      tree.forEachElement(in: node, as: EndNoteName.self) { child, name in
        guard let word = name?.word ?? tree.spelling(child), !tree.isPartlyTaken(child) else {
          if let name, depth < 2 { keepRuns(child, "\(path)\(name.word)/", &record, depth: depth + 1) }
          return
        }
        if Self.rest.omissions.row(of: child, tree, in: tree.name(node)) != nil { return }
        var (runs, others) = (0, 0)
        tree.forEachElement(in: child, as: EndNoteName.self) { _, name in
          if name == .style { runs += 1 } else { others += 1 }
        }
        if runs > 0, others == 0 {
          keep(path + word, words(child), &record)
        } else if others > 0, depth < 2 {
          keepRuns(child, "\(path)\(word)/", &record, depth: depth + 1)
        }
      }
    }

    /// Keeps what is left, under the path of each element within the record.
    private func keepRest(_ record: inout Record) {
      keepRuns(0, "", &record)
      let end = tree.end(0)
      var child = 1
      while child < end {
        let next = tree.end(child)
        let name = tree.name(child)
        let isText = name == XMLNames.text
        if !isText, Self.rest.omissions.row(of: child, tree, in: tree.name(0)) == nil {
          Self.rest.keep(child, of: tree, in: &record, words: words)
        }
        child = next
      }
      Self.rest.keep(0, of: tree, in: &record, words: words)
    }

    /// The text of an element without a row, in which a run is part of the value.
    private func words(_ node: Int) -> String { EndNoteText.text(tree, node, keepsLines: true) }

    private func text(_ node: Int) -> String { EndNoteText.text(tree, node, keepsLines: false) }

    private func lines(_ node: Int) -> String { EndNoteText.text(tree, node, keepsLines: true) }

    /// The text of an element, without marking it as read.
    private func look(_ node: Int) -> String { EndNoteText.look(tree, node) }

    /// Marks the text of an element as read, but not its attributes.
    private func takeWords(_ node: Int) { _ = text(node) }

    private func keep(_ path: String, _ value: String, _ record: inout Record) {
      record.keep(path, value, of: EndNoteTable.format)
    }

    private mutating func report(_ remark: ValueRemark?) {
      if let remark, remarks.count < 32 { remarks.append(remark) }
    }

    // MARK: - Type

    /// Sets the type from its name or, without a name, from EndNote's number for it.
    private mutating func readType(_ fields: [Field], _ record: inout Record) {
      guard let node = tree.child(EndNoteName.refType, of: 0) else { return }
      let number = look(node)
      let name = tree.look(EndNoteName.name, of: node) ?? ""
      let word = !name.isEmpty ? name : Int(number).flatMap(EndNoteTypes.word) ?? number
      if word.isEmpty { return tree.take(node) }
      record.origin.typeToken = word
      if let type = EndNoteTable.types.type(word) {
        record.type = type
        // EndNote's users have papers and whole proceedings under one name.
        if type == .proceedings, fields.contains(where: { isPath($0, [.contributors, .authors, .author]) }),
          fields.contains(where: { isPath($0, [.titles, .secondaryTitle]) })
        {
          record.type = .paperConference
        }
      } else if !record.takeType(word) {
        report(
          ValueRemark(
            severity: .warning, code: .unknownEndNoteType,
            message: "type \"\(word)\" is not known; read as document, the word is kept"))
        return
      }
      tree.take(EndNoteName.name.number, of: node)
      tree.takeWords(of: node)
    }

    private func isPath(_ field: Field, _ path: [EndNoteName]) -> Bool {
      EndNoteTable.paths[field.row] == path
    }

    // MARK: - Fields

    private mutating func read(_ node: Int, _ rule: EndNoteRule, _ record: inout Record) {
      switch rule {
      // Two pages of a book are those of a part of it (Fixtures/EndNoteXML/book.xml).
      case .place(.variable(.numberOfPages, .own)) where look(node).contains(byte: UInt8(ascii: "-")):
        readPages(node, &record)
      case .place(let place): put(node, at: place, &record)
      case .names(let role): readNames(node, role.name, &record)
      case .keywords: readKeywords(node, &record)
      case .year: dates.year.append(node)
      case .issued: dates.date.append(node)
      case .month: dates.month.append(node)
      case .day: dates.day.append(node)
      case .date(let kind): readDate(node, kind.name, &record)
      case .epubDate: put(node, at: .variable(.edition), &record)
      case .pages: readPages(node, &record)
      case .numbers: readNumbers(node, &record)
      case .conference: conferences.append(node)
      case .proceedings: proceedings.append(node)
      case .periodical: periodicals.append(node)
      case .shortTitle: shortTitles.append(node)
      case .accession: readAccession(node, &record)
      case .coden:
        let number = text(node)
        record.withHost { $0.identifiers.insert(Identifier(IdentifierScheme(rawValue: "CODEN"), number)) }
      case .label: readLabel(node, &record)
      case .custom:
        let number = look(node)
        if number.isPMCNumber, !record.has(.identifier(.pmcid)) { record.add(Identifier(.pmcid, text(node))) }
      // Kept is what nothing reads.
      case .kept, .pmcid, .type: break
      }
    }

    /// Puts a value into a place that can hold it. A second value is left to be kept, unless it is the same.
    private mutating func put(_ node: Int, at place: Place, _ record: inout Record) {
      let absence = look(node).withUTF8Span { Placeholder.absence($0, 0..<$0.count, at: place) }
      if absence != nil {
        takeWords(node)
        return report(absence)
      }
      if !place.holdsMany, record.has(place) {
        if says(node, place, record) { takeWords(node) }
        return
      }
      switch place {
      case .title:
        let title = InlineMarkup.read(EndNoteText.rich(tree, node, keepsLines: false))
        if !title.isEmpty { record.put(title, at: place) }
      case .abstract:
        let rich = EndNoteText.rich(tree, node, keepsLines: true)
        if !rich.isEmpty {
          record.put(rich.marks.isEmpty ? InlineMarkup.readAbstract(rich.plain) : InlineMarkup.read(rich), at: place)
        }
      case .note:
        let rich = InlineMarkup.read(EndNoteText.rich(tree, node, keepsLines: true))
        if !rich.isEmpty { record.put(rich, at: place) }
      case .identifier:
        for line in Self.lines(of: lines(node)) { report(record.putIdentifiers(line, at: place)) }
      default:
        let words = text(node)
        if !words.isEmpty { record.put(words, at: place) }
      }
    }

    /// Whether a place already has a value.
    private func says(_ node: Int, _ place: Place, _ record: Record) -> Bool {
      let words = look(node)
      return switch place {
      case .title(let kind, let tier): record.titles(of: tier).contains { $0.kind == kind && $0.text.plain == words }
      case .variable(let variable, let tier): record.value(of: variable, in: tier) == words
      case .event(let part): record.event?[part] == words
      default: false
      }
    }

    private static func lines(of text: String) -> [String] {
      text.utf8.split(separator: 10).map { String(Substring($0)).trimmed }.filter { !$0.isEmpty }
    }

    private mutating func readNames(_ node: Int, _ role: Role, _ record: inout Record) {
      for line in Self.lines(of: lines(node)) {
        line.withUTF8Span { bytes in
          var findings = NameText.Findings()
          let found = NameField.readAll(bytes, 0..<bytes.count, in: .familyFirst, as: role, findings: &findings)
          for name in found.names { record.contributors.append(name.name) }
          if let several = found.several {
            let words = several == 1 ? "a name and a word for another" : "\(several) names"
            report(
              ValueRemark(
                severity: .warning, code: .joinedNames, message: "\(words) in one author; read one by one"))
          }
          for message in findings.messages {
            report(ValueRemark(severity: .note, code: .nameWord, message: message))
          }
        }
      }
    }

    private func readKeywords(_ node: Int, _ record: inout Record) {
      for part in lines(node).utf8.split(whereSeparator: { $0 == 10 || $0 == UInt8(ascii: ";") }) {
        let word = String(Substring(part)).trimmed
        if !word.isEmpty { record.keywords.append(Keyword(word)) }
      }
    }

    /// Pages, whose first and last EndNote also has in attributes.
    private mutating func readPages(_ node: Int, _ record: inout Record) {
      let pages = look(node)
      if record.has(.variable(.pages)) { return }
      for name in [EndNoteName.start, .end] {
        if let page = tree.look(name, of: node), pages.utf8.contains(page) { tree.take(name.number, of: node) }
      }
      report(record.putPages(text(node)))
    }

    /// ISSN and ISBN by their digits; a number of neither form is the number of the work.
    private mutating func readNumbers(_ node: Int, _ record: inout Record) {
      var others: [String] = []
      for line in Self.lines(of: lines(node)) {
        line.withUTF8Span { bytes in
          var words: [Range<Int>] = []
          let numbers = SerialNumbers.read(bytes, 0..<bytes.count, leaving: &words)
          for number in numbers { record.put(number, at: .identifier(number.scheme)) }
          for word in words { keep("isbn", "(\(bytes.text(word)))", &record) }
          if numbers.isEmpty { others.append(line) }
        }
      }
      for other in others {
        if other.utf8.first == UInt8(ascii: "(") {
          keep("isbn", other, &record)
          continue
        }
        let place: Place =
          switch kind {
          case .report: .variable(.number)
          case .patent: .identifier(.patent)
          case .article: .identifier(.issn)
          default: .identifier(.isbn)
          }
        if !place.holdsMany, record.has(place) {
          keep("isbn", other, &record)
        } else if place.isOfHost {
          report(record.putIdentifiers(other, at: place))
        } else {
          record.put(other, at: place)
        }
      }
    }

    private mutating func readAccession(_ node: Int, _ record: inout Record) {
      for number in Self.lines(of: lines(node)) {
        let isWebOfScience = number.utf8.starts(with: "WOS:".utf8)
        report(record.putIdentifiers(number, at: .identifier(isWebOfScience ? .webOfScience : .accession)))
      }
    }

    /// The label, in which programs that write BibTeX look for the key.
    private func readLabel(_ node: Int, _ record: inout Record) {
      let words = text(node)
      if words.isEmpty { return }
      if words.utf8.contains(where: { $0 <= 32 }) { record[.citationLabel] = words } else { record.key = words }
    }

    private func readDate(_ node: Int, _ kind: DateKind, _ record: inout Record) {
      if record[date: kind] != nil { return }
      let (date, leavesOut) = EndNoteDates.reading(look(node))
      record[date: kind] = date
      if !leavesOut { takeWords(node) }
    }

    // MARK: - Fields that are combined

    private mutating func finish(_ record: inout Record) {
      finishTitles(&record)
      dates.finish(&record, look: look, take: takeWords)
      record.takePubMedNumber()
      record.takeOnlineDate()
      record.settleRoles(ofUnpublishedWork: record.origin.typeToken == "Unpublished Work")
      // Mendeley and JabRef have the editors of a book there (Fixtures/EndNoteXML/mendeley.xml).
      if kind == .book, record.contributors.allSatisfy({ $0.roles == Role.collectionEditor.alone }) {
        record.turn(.collectionEditor, into: .editor)
      }
    }

    private mutating func finishTitles(_ record: inout Record) {
      for node in proceedings { put(node, at: .title(.main, .host), &record) }
      for node in conferences { put(node, at: proceedings.isEmpty ? .title(.main, .host) : .event(.title), &record) }
      for node in periodicals {
        // EndNote repeats the secondary title, which for a book is that of the series.
        let words = look(node)
        let isRepeated =
          [FieldPath.Tier.host, .series].contains { tier in record.titles(of: tier).contains { $0.text.plain == words }
          }
          || record.event?.title == words
        if isRepeated { takeWords(node) } else { put(node, at: .title(.main, .host), &record) }
      }
      for node in shortTitles {
        let words = look(node)
        let titles = record.titles(of: .host) + record.titles(of: .series)
        if titles.contains(where: { $0.text.plain == words }) {
          takeWords(node)
        } else {
          // An abbreviation alone is the name that a citation prints.
          put(node, at: .title(record.has(.title(.main, .host)) ? .short : .main, .host), &record)
        }
      }
    }
  }

  /// The elements that together give the date of publication: a year, and month and day as text or in
  /// elements of their own.
  struct EndNoteDates {
    var year: [Int] = []
    var date: [Int] = []
    var month: [Int] = []
    var day: [Int] = []

    /// Sets the date. What it cannot hold, or what another element contradicts, is not marked as read.
    func finish(_ record: inout Record, look: (Int) -> String, take: (Int) -> Void) {
      let yearText = year.first.map(look) ?? ""
      let dateText = date.first.map(look) ?? ""
      let monthText = month.first.map(look) ?? ""
      if yearText.isEmpty, dateText.isEmpty { return }
      var known: PartialDate?
      if !yearText.isEmpty {
        var found = Self.reading(yearText)
        if found.date.value == nil, let year = DateText.visibleYear(yearText) {
          found = (PartialDate(year.value), true)
        }
        known = found.date
        if !found.leavesOut, let node = year.first { take(node) }
      }
      if dateText.isEmpty, !monthText.isEmpty, let number = known?.plainPoint?.year {
        let whole = XMLDates.date(number, month: monthText, day: day.first.map(look) ?? "")
        known = PartialDate(whole)
        if whole.firstPoint?.month != 0 { month.first.map(take) }
        if whole.firstPoint?.day != 0 { day.first.map(take) }
      }
      if !dateText.isEmpty {
        let found = Self.whole(dateText, in: yearText)
        if let found, known?.value == nil || found.date.value?.firstPoint?.year == known?.value?.firstPoint?.year {
          known = found.date
          if !found.leavesOut { date.first.map(take) }
        } else if known == nil, let year = DateText.visibleYear(dateText) {
          known = PartialDate(year.value)
        } else if known == nil {
          known = PartialDate(nil, literal: dateText)
          date.first.map(take)
        }
      }
      record[date: .issued] = known
    }

    /// The date of a text that contains a year, or has it beside it: `May 3`, `Jan-Feb`, `2019/05/03`.
    private static func whole(_ words: String, in year: String) -> (date: PartialDate, leavesOut: Bool)? {
      var texts = [words]
      if !year.isEmpty { texts += ["\(words), \(year)", "\(words) \(year)", "\(year) \(words)"] }
      for text in texts {
        let found = reading(text)
        if found.date.value != nil { return found }
      }
      if let number = XMLDates.year(year) {
        let value = XMLDates.date(number, month: words, day: "")
        if value.firstPoint?.month != 0 { return (PartialDate(value), false) }
      }
      return nil
    }

    /// A date from EDTF, from a common notation, or as text; and whether it has something that reading drops.
    static func reading(_ text: String) -> (date: PartialDate, leavesOut: Bool) {
      if let value = DateText.edtf(text) { return (PartialDate(value), false) }
      if let found = DateText.reading(text) { return (PartialDate(found.value), found.leftOut != nil) }
      return (PartialDate(nil, literal: text), false)
    }
  }

  extension Diagnostic.Code {
    /// An unknown EndNote type; the word is kept.
    static let unknownEndNoteType = Self("endnote.unknown-type")
    /// Several names where one should be.
    static let joinedNames = Self("endnote.joined-names")
  }
#endif
