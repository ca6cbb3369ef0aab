#if XML
  import CitemillCore

  /// Reads Crossref's answer to a deposit, a `doi_batch_diagnostic`.
  ///
  ///     <doi_batch_diagnostic status="completed">
  ///       <batch_id>…</batch_id>
  ///       <record_diagnostic status="Failure">
  ///         <doi>…</doi><msg>…</msg>
  ///         <citations_diagnostic><citation key="ref1" status="error">…</citation></citations_diagnostic>
  ///         <dois_in_conflict><doi>…</doi></dois_in_conflict>
  ///       </record_diagnostic>
  ///       <batch_data><record_count>1</record_count><failure_count>1</failure_count></batch_data>
  ///     </doi_batch_diagnostic>
  final class CrossrefAnswer: XMLVisitor {
    private(set) var answer: DepositAnswer?
    private var open: [XMLStart] = []
    private var words = ""
    private var record: RecordAnswer?
    /// How many records of a status are listed, and in all under the empty word.
    private var listed: [String: Int] = [:]
    private var lastLine: Int?

    /// What is said of one record.
    private struct RecordAnswer {
      var doi = ""
      let status: String
      var message = ""
      let line: Int
      var citations: [(message: String, line: Int)] = []
      var conflicts: [String] = []
    }

    var readsText: Bool { true }

    /// The content of the bytes; nil if they are not such an answer.
    static func read(_ bytes: [UInt8]) -> DepositAnswer? {
      let reader = CrossrefAnswer()
      let isWhole = XMLScan.visit(bytes, reader)
      if !isWhole, let line = reader.lastLine {
        reader.answer?.isComplete = false
        reader.report(nil, .error, "the answer is ill-formed, and was read only up to this point", at: line)
      }
      return reader.answer
    }

    private func report(_ doi: String?, _ severity: Diagnostic.Severity, _ message: String, at line: Int) {
      let identifier = doi.flatMap { $0.isEmpty ? nil : Identifier(.doi, $0) }
      answer?.entries.append(DepositAnswer.Entry(identifier, severity, message, line: line))
    }

    func start(_ element: XMLStart) {
      if open.isEmpty, element.name == "doi_batch_diagnostic" {
        answer = DepositAnswer(agency: "Crossref", line: element.line)
        report(status: element["status"] ?? "", element.line)
      }
      open.append(element)
      lastLine = element.line
      words = ""
      if element.name == "record_diagnostic" {
        record = RecordAnswer(status: element["status"] ?? "", line: element.line)
      }
    }

    private func report(status: String, _ line: Int) {
      switch status {
      case "completed": answer?.isComplete = true
      case "unknown_submission":
        report(
          nil, .error, "it does not know the deposit (its status is \"unknown_submission\"); deposit it again", at: line
        )
      // What is still waiting says nothing of the records.
      default: report(nil, .warning, "the deposit is not completed: its status is \"\(status)\"", at: line)
      }
    }

    func text(_ text: String) { words += text }

    func end() {
      guard let element = open.popLast() else { return }
      let text = words.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      words = ""
      switch (element.name, open.last?.name) {
      case ("batch_id", "doi_batch_diagnostic"): answer?.deposit = text.isEmpty ? nil : text
      case ("doi", "record_diagnostic"): record?.doi = text
      case ("msg", "record_diagnostic"): record?.message = text
      case ("doi", "dois_in_conflict"): record?.conflicts.append(text)
      case ("dois_in_conflict", _) where record?.conflicts.isEmpty == true && !text.isEmpty:
        record?.conflicts.append(text)
      case ("citation", _) where element["status"]?.lowercased() == "error":
        let key = element["key"].map { " \"\($0)\"" } ?? ""
        let reason = text.isEmpty ? "status error" : text
        record?.citations.append(("the citation\(key) was not taken: \(reason)", element.line))
      case ("record_diagnostic", _): finishRecord()
      case (_, "batch_data"): compare(element, Int(text))
      default: break
      }
    }

    private func finishRecord() {
      guard let found = record else { return }
      record = nil
      let status = found.status.lowercased()
      for word in ["", status] { listed[word, default: 0] += 1 }
      let severity: Diagnostic.Severity =
        switch status {
        case "success": .note
        case "warning": .warning
        default: .error
        }
      report(found.doi, severity, found.message.isEmpty ? "status \(found.status)" : found.message, at: found.line)
      for citation in found.citations { report(found.doi, .error, citation.message, at: citation.line) }
      let conflicts = found.conflicts.filter { $0.lowercased() != found.doi.lowercased() }
      if !conflicts.isEmpty {
        report(
          found.doi, .error, "it is in conflict with \(conflicts.joined(separator: ", ")), which has the same metadata",
          at: found.line)
      }
    }

    /// Compares what the answer counts with what it lists.
    private func compare(_ element: XMLStart, _ count: Int?) {
      let (status, what): (String, String)
      switch element.name {
      case "record_count": (status, what) = ("", "record")
      case "warning_count": (status, what) = ("warning", "warning")
      case "failure_count": (status, what) = ("failure", "failure")
      default: return
      }
      let found = listed[status, default: 0]
      guard let count, count > found else { return }
      report(nil, .error, "it counts \(Diagnostic.count(count, what)), and lists \(found)", at: element.line)
    }
  }

  /// Reads the id that a deposit has in its head.
  final class CrossrefDepositID: XMLVisitor {
    private var found: (id: String, line: Int)?
    private var names: [String] = []
    private var line = 1
    private var words = ""

    var readsText: Bool { names.last == "doi_batch_id" }

    /// The id of a deposit that begins with these bytes, and its line; nil where they are of none.
    static func read(_ bytes: [UInt8]) -> (id: String, line: Int)? {
      let reader = CrossrefDepositID()
      XMLScan.visit(bytes, reader)
      return reader.found
    }

    func start(_ element: XMLStart) {
      names.append(element.name)
      (line, words) = (element.line, "")
    }

    func text(_ text: String) { words += text }

    func end() {
      guard names.popLast() == "doi_batch_id", names == ["doi_batch", "head"], found == nil else { return }
      found = (words.split(whereSeparator: \.isWhitespace).joined(separator: " "), line)
    }
  }
#endif
