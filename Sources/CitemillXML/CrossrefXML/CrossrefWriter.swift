#if XML
  import CitemillCore

  /// Writes records as a deposit, each as an element of its kind, and reads each back as the reader does.
  struct CrossrefWriter: RecordWriter {
    private let format: CrossrefXML
    private let readBack: XMLReadBack<CrossrefDecoder>

    init(_ format: CrossrefXML) {
      self.format = format
      readBack = XMLReadBack(CrossrefDecoder(issued: format.issued))
    }

    func begin(into sink: inout ByteSink) {
      func element(_ name: StaticString, _ text: String, _ depth: Int) {
        sink.append("\n")
        for _ in 0..<depth { sink.append("  ") }
        sink.append("<\(name)>")
        sink.appendXML(text, inAttribute: false)
        sink.append("</\(name)>")
      }
      let schema = format.schema.rawValue
      let address = "http://www.crossref.org/schema/\(schema)"
      sink.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
      sink.append("<doi_batch version=\"\(schema)\" xmlns=\"\(address)\"")
      for (prefix, space) in Self.namespaces { sink.append("\n    xmlns:\(prefix)=\"\(space)\"") }
      sink.append("\n    xsi:schemaLocation=\"\(address) https://www.crossref.org/schemas/crossref\(schema).xsd\">")
      sink.append("\n  <head>")
      element("doi_batch_id", format.batchID, 2)
      element("timestamp", format.timestamp, 2)
      sink.append("\n    <depositor>")
      element("depositor_name", format.depositor, 3)
      element("email_address", format.email, 3)
      sink.append("\n    </depositor>")
      element("registrant", format.registrant, 2)
      sink.append("\n  </head>\n  <body>")
    }

    private static let namespaces: [(StaticString, StaticString)] = [
      ("jats", "http://www.ncbi.nlm.nih.gov/JATS1"), ("fr", "http://www.crossref.org/fundref.xsd"),
      ("ai", "http://www.crossref.org/AccessIndicators.xsd"), ("ct", "http://www.crossref.org/clinicaltrials.xsd"),
      ("rel", "http://www.crossref.org/relations.xsd"), ("xsi", "http://www.w3.org/2001/XMLSchema-instance"),
    ]

    func separator(into sink: inout ByteSink) {}
    func finish(count: Int, into sink: inout ByteSink) { sink.append("\n  </body>\n</doi_batch>\n") }

    /// A deposit holds works of one kind.
    func kind(of record: borrowing Record) -> String? {
      guard format.kind == nil, let kind = CrossrefKind(record.type) else { return nil }
      return "crossref-xml:kind=\(kind.rawValue)"
    }

    func write(_ record: Record, into sink: inout ByteSink, reporting report: inout LossReport) -> WriteOutcome {
      if let reason = CrossrefNeed.otherKind(of: record, than: format.kind) { return .leftOut(reason) }
      let entry = CrossrefEntry(record, format: format)
      guard let outline = CrossrefOutline.outline(of: record) else {
        return .rejected(CrossrefNeed.refusal(of: record.type))
      }
      if let reason = CrossrefNeed.refusal(of: entry) { return .rejected(reason) }
      let start = sink.buffered
      CrossrefEntry.Sink.write(into: &sink, depth: 2) { entry.write(outline, into: &$0) }
      guard let found = readBack.record(in: sink.bytes(from: start)) else {
        sink.rewind(to: sink.count - (sink.buffered - start))
        return .rejected(
          readBack.isUsable
            ? "the written element is not read back as one record"
            : "libxml2, which checks the output, is not installed")
      }
      report.lose(from: record, to: found, nativeFieldsOf: CrossrefDecoder.format)
      return .written
    }
  }
#endif
