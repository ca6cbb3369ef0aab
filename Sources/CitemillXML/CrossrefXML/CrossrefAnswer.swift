#if XML
  import CitemillCore

  /// Reads Crossref's answer to a deposit, a `doi_batch_diagnostic`.
  ///
  ///     <doi_batch_diagnostic status="completed"><record_diagnostic status="Failure"><doi>…</doi><msg>…</msg></record_diagnostic>
  final class CrossrefAnswer: XMLVisitor {
    private(set) var answer: DepositAnswer?
    private var names: [String] = []
    private var words = ""
    private var entry: (doi: String, status: String, message: String, line: Int)?

    var readsText: Bool { true }

    /// The content of the bytes; nil if they are not such an answer.
    static func read(_ bytes: [UInt8]) -> DepositAnswer? {
      let reader = CrossrefAnswer()
      let isWhole = XMLScan.visit(bytes, reader)
      if !isWhole, let line = reader.lastLine {
        reader.answer?.entries.append(
          DepositAnswer.Entry(nil, .error, "the answer is ill-formed, and was read only up to this point", line: line))
      }
      return reader.answer
    }

    private var lastLine: Int?

    func start(_ element: XMLStart) {
      if names.isEmpty, element.name == "doi_batch_diagnostic" {
        answer = DepositAnswer(agency: "Crossref")
        let status = element["status"] ?? ""
        // An answer for a deposit that is still waiting has no results for the records.
        if status != "completed" {
          answer?.entries.append(
            DepositAnswer.Entry(
              nil, .warning, "the deposit is not completed: its status is \"\(status)\"", line: element.line))
        }
      }
      names.append(element.name)
      lastLine = element.line
      words = ""
      if element.name == "record_diagnostic" { entry = ("", element["status"] ?? "", "", element.line) }
    }

    func text(_ text: String) { words += text }

    func end() {
      guard let name = names.popLast() else { return }
      let text = words.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      words = ""
      switch name {
      case "doi" where names.last == "record_diagnostic": entry?.doi = text
      case "msg" where names.last == "record_diagnostic": entry?.message = text
      case "record_diagnostic": finishEntry()
      default: break
      }
    }

    private func finishEntry() {
      guard let found = entry else { return }
      entry = nil
      let severity: Diagnostic.Severity =
        switch found.status.lowercased() {
        case "success": .note
        case "warning": .warning
        default: .error
        }
      answer?.entries.append(
        DepositAnswer.Entry(
          found.doi.isEmpty ? nil : Identifier(.doi, found.doi), severity,
          found.message.isEmpty ? "status \(found.status)" : found.message, line: found.line))
    }
  }
#endif
