#if XML
  import CitemillCore

  /// Writes records as EndNote's XML, by the rows of `EndNoteTable` in the order of EndNote.
  ///
  /// Each record is read back from the output; what the reader does not find is reported as lost.
  struct EndNoteWriter: RecordWriter {
    /// The program that the file names as its author: some read EndNote's XML only if it names EndNote.
    let program: String
    private let back = XMLReadBack(EndNoteDecoder())

    init(program: String) throws(UsageError) {
      self.program = program
      guard back.isUsable else {
        throw UsageError(.noLibrary, "libxml2, which checks the written XML, is not installed")
      }
    }

    func begin(into sink: inout ByteSink) { sink.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xml><records>") }
    func separator(into sink: inout ByteSink) {}
    func finish(count: Int, into sink: inout ByteSink) { sink.append("\n</records></xml>\n") }

    func write(_ record: borrowing Record, into sink: inout ByteSink, reporting report: inout LossReport)
      -> WriteOutcome
    {
      let original = copy record
      let hasRow = { (place: Place) in EndNoteTable.table.row(writing: place) != nil }
      let joined = original.joiningSubtitles(reporting: &report, unless: hasRow) ?? original
      let start = sink.count
      let before = sink.buffered
      XMLSink<EndNoteName>.write(into: &sink, depth: 1) { write(joined, into: &$0) }
      guard let found = back.record(in: sink.bytes(from: before)) else {
        sink.rewind(to: start)
        return .rejected("EndNote's XML cannot hold anything of the record")
      }
      report.lose(from: joined, to: found, nativeFieldsOf: EndNoteTable.format)
      return .written
    }

    // MARK: - Elements

    /// A value with its enclosing elements, and the row after whose values it is written.
    private struct Entry {
      let row: Int
      let path: [EndNoteName]
      let text: RichText
    }

    private func write(_ record: Record, into xml: inout XMLSink<EndNoteName>) {
      let natives = record.nativeFields.filter { $0.format == EndNoteTable.format }
      var entries: [Entry] = []
      for line in EndNoteTable.lines[Int(WorkKind(record.type).rawValue)] {
        for text in values(of: line.rule, record) where !text.plain.isEmpty {
          entries.append(Entry(row: line.row, path: line.path, text: text))
        }
      }
      if !natives.isEmpty {
        for native in natives {
          let path = EndNoteTable.names(of: native.name)
          if path.isEmpty { continue }
          entries.append(Entry(row: EndNoteTable.place(of: path), path: path, text: RichText(native.value)))
        }
        entries = entries.enumerated().sorted { ($0.element.row, $0.offset) < ($1.element.row, $1.offset) }
          .map(\.element)
      }
      xml.element(.record) { xml in
        xml.element(.sourceApp) { xml in
          xml.attribute(.name, program)
          xml.text(program)
        }
        let first = entries.prefix { $0.path == [.recNumber] }
        write(first, depth: 0, into: &xml)
        writeType(record, natives, into: &xml)
        write(entries[first.endIndex...], depth: 0, into: &xml)
      }
    }

    /// Writes the type by its name, with EndNote's number for it.
    private func writeType(_ record: Record, _ natives: [NativeField], into xml: inout XMLSink<EndNoteName>) {
      var word = EndNoteTable.types.word(record.type)
      if let token = EndNoteTable.types.sourceWord(of: record, in: EndNoteTable.format) {
        word = token
      } else if record.type == .document, let kept = natives.first(where: { $0.name == "ref-type/@name" }) {
        word = kept.value
      }
      let number = EndNoteTypes.number(of: word) ?? EndNoteTypes.number(of: EndNoteTable.types.word(.document))
      xml.element(.refType) { xml in
        xml.attribute(.name, word)
        xml.text(number.map { "\($0)" } ?? "")
      }
    }

    /// Writes values with their enclosing elements. Values that follow each other share these.
    private func write(_ entries: ArraySlice<Entry>, depth: Int, into xml: inout XMLSink<EndNoteName>) {
      var here = entries.startIndex
      while here < entries.endIndex {
        let path = entries[here].path
        let name = path[depth]
        var next = here + 1
        if path.count == depth + 1 {
          xml.element(name) { write(entries[here].text, into: &$0) }
        } else {
          while next < entries.endIndex, entries[next].path.count > depth + 1, entries[next].path[depth] == name {
            next += 1
          }
          // Paths are three elements long at most.
          xml.element(name) { write(entries[here..<next], depth: depth + 1, into: &$0) }
        }
        here = next
      }
    }

    /// Writes a text; one with markup as runs, each of which has all of its faces.
    private func write(_ text: RichText, into xml: inout XMLSink<EndNoteName>) {
      let marks = text.marks.compactMap { mark in
        EndNoteText.faces.first { $0.kind == mark.kind && $0.isWritten }.map { (face: $0.word, mark: mark) }
      }
      if marks.isEmpty { return xml.text(Self.lines(text.plain)) }
      let bytes = Array(text.plain.utf8)
      let ends = Set(marks.flatMap { [$0.mark.start, $0.mark.end] } + [0, bytes.count]).sorted()
      // The marks that are open at each boundary, in order.
      var open: [(face: String, end: Int)] = []
      var next = 0
      xml.inText { xml in
        for index in ends.indices.dropLast() {
          let (start, end) = (ends[index], ends[index + 1])
          open.removeAll { $0.end <= start }
          while next < marks.count, marks[next].mark.start <= start {
            if marks[next].mark.end > start { open.append((marks[next].face, marks[next].mark.end)) }
            next += 1
          }
          let faces = EndNoteText.faces.map(\.word).filter { word in open.contains { $0.face == word } }
          xml.element(.style) { xml in
            xml.attribute(.face, faces.isEmpty ? "normal" : faces.joined(separator: " "))
            xml.attribute(.font, "default")
            xml.attribute(.size, "100%")
            xml.text(Self.lines(bytes.span.text(start..<end)))
          }
        }
      }
    }

    /// The text with EndNote's line ends, which a parser keeps.
    private static func lines(_ text: String) -> String {
      text.contains(byte: 10) ? String(decoding: text.utf8.map { $0 == 10 ? 13 : $0 }, as: UTF8.self) : text
    }

    // MARK: - Values

    private func values(of rule: EndNoteRule, _ record: Record) -> [RichText] {
      switch rule {
      case .place(let place): values(at: place, record)
      case .names(let role):
        record.contributors.filter { $0.roles.contains(role.name) }.map { RichText(Self.name($0)) }
      case .keywords: record.keywords.map { RichText($0.text) }
      case .year: record[date: .issued].map { [RichText(Self.year($0))] } ?? []
      case .issued: record[date: .issued].map { [RichText(Self.day($0))] } ?? []
      case .date(let kind): record[date: kind.name].map { [RichText(Self.words($0))] } ?? []
      case .epubDate:
        record[date: .online].map { [RichText(Self.words($0))] } ?? record[.edition].map { [RichText($0)] } ?? []
      case .pages: record[.pages].map { [RichText($0)] } ?? []
      case .numbers: numbers(record)
      case .conference:
        // Without a title of the proceedings the conference is the host.
        record.has(.title(.main, .host)) && record.event?.title != nil
          ? [RichText(record.event?.title ?? "")] : values(at: .title(.main, .host), record)
      case .proceedings: record.event?.title == nil ? [] : values(at: .title(.main, .host), record)
      case .periodical: WorkKind(record.type) == .article ? values(at: .title(.main, .host), record) : []
      case .shortTitle: values(at: .title(.short, .host), record)
      case .accession: accession(record).map { [RichText($0)] } ?? []
      case .pmcid: record.identifiers.filter { $0.scheme == .pmcid }.map { RichText($0.value) }
      case .coden:
        record.identifiers(of: .host).filter { $0.scheme.rawValue == "CODEN" }.map { RichText($0.value) }
      // A generated key carries no information.
      case .label:
        (record.isKeyGenerated ? record[.citationLabel] : record.key ?? record[.citationLabel])
          .map { [RichText($0)] } ?? []
      case .month, .day, .custom, .kept, .type: []
      }
    }

    /// A name in one field. EndNote takes a name with a comma in it for a person, but for one with a comma at its end, whatever
    /// words of bodies are in it.
    private static func name(_ contributor: Contributor) -> String {
      let name = NameField.write(contributor)
      let isBody = contributor.kind == .organization && name.contains(byte: UInt8(ascii: ","))
      return isBody && name.utf8.last != UInt8(ascii: ",") ? name + "," : name
    }

    private func values(at place: Place, _ record: Record) -> [RichText] {
      switch place {
      case .title(let kind, let tier):
        record.titles(of: tier).first { $0.kind == kind }.map { [$0.text] } ?? []
      case .variable(.archive, .own):
        // The name of the database shows that the number is a PMID.
        if let archive = record[.archive] {
          [RichText(archive)]
        } else {
          number(.accession, record) == nil && number(.pmid, record) != nil ? [RichText("PubMed")] : []
        }
      case .variable(.numberOfPages, .own):
        (record[.numberOfPages] ?? record[.pages]).map { [RichText($0)] } ?? []
      case .variable(let variable, let tier): record.value(of: variable, in: tier).map { [RichText($0)] } ?? []
      case .identifier(let scheme, _):
        Self.isList(place)
          ? record.identifiers(at: place).filter { $0.scheme == scheme.name }.map { RichText($0.value) }
          : Self.joined(
            record.identifiers(at: place).filter { $0.scheme == scheme.name }.map { RichText($0.value) })
      case .abstract(let kind): Self.joined(record.abstracts.filter { $0.kind == kind.name }.map(\.text))
      case .note(let kind): Self.joined(record.notes.filter { $0.kind == kind }.map(\.text))
      case .event(let part): record.event?[part].map { [RichText($0)] } ?? []
      case .file(let purpose):
        record.files.filter { file in
          // A file of unknown purpose is most often the text itself.
          let isKnown = file.purpose.flatMap(Place.FilePurpose.init) != nil
          return file.purpose == purpose.word || purpose == .pdf && !isKnown
        }.map { RichText($0.location) }
      case .key, .type, .names, .date, .keyword: []
      }
    }

    /// Whether each value gets an element of its own.
    private static func isList(_ place: Place) -> Bool { place == .identifier(.url) }

    /// The texts as one, each on a line of its own: a record has only one of these elements.
    private static func joined(_ texts: [RichText]) -> [RichText] {
      guard var whole = texts.first else { return [] }
      for text in texts.dropFirst() { whole.append("\n", text) }
      return [whole]
    }

    private func number(_ scheme: IdentifierScheme, _ record: Record) -> String? {
      record.identifiers.first { $0.scheme == scheme }?.value
    }

    /// ISSN and ISBN, each on a line of its own.
    private func numbers(_ record: Record) -> [RichText] {
      let schemes: [IdentifierScheme] = [.issn, .isbn, .eissn, .issnL]
      return Self.joined(
        record.identifiers(at: .identifier(.issn)).filter { schemes.contains($0.scheme) }.map { number in
          RichText(SerialNumbers.qualifier(number.scheme).map { "\(number.value) (\($0))" } ?? number.value)
        })
    }

    /// The number in a database: of PubMed or Web of Science if there is no other.
    private func accession(_ record: Record) -> String? {
      if let number = number(.accession, record) ?? number(.webOfScience, record) { return number }
      return record[.archive].map(Record.isPubMed) == false ? nil : number(.pmid, record)
    }

    // MARK: - Dates

    /// The year alone, or the text of a date that has none.
    private static func year(_ date: PartialDate) -> String {
      guard let year = date.yearForField else { return words(date) }
      return padded(year)
    }

    /// The month and the day, whose year is beside them; or all of a date that is not a single day.
    private static func day(_ date: PartialDate) -> String {
      guard let point = date.plainPoint else { return date.yearForField == nil ? "" : words(date) }
      let month = point.month > 0 ? Months.shortNames[point.month - 1] : ""
      return point.day > 0 ? "\(month) \(point.day)" : month
    }

    /// A date as one text: `2019-03-14`, or its own text.
    private static func words(_ date: PartialDate) -> String { date.value?.description ?? date.literal ?? "" }

    private static func padded(_ year: Int) -> String {
      let digits = "\(year)"
      return String(repeating: "0", count: max(4 - digits.utf8.count, 0)) + digits
    }
  }
#endif
