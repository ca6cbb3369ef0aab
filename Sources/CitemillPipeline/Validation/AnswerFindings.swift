package import CitemillCore

/// An agency's answer to a deposit, to be reported at the records that it is about.
struct AnswerFindings {
  private let answer: DepositAnswer
  /// The name of the answer's file.
  private let source: String
  /// The entries by the identifiers that they are about.
  private var entries: [String: [Int]] = [:]
  private var isReported: [Bool]
  /// The deposits that were read.
  private var deposits: [(id: String, place: SourceLocation)] = []

  init(_ answer: DepositAnswer, from source: String) {
    self.answer = answer
    self.source = source
    isReported = Array(repeating: false, count: answer.entries.count)
    for (index, entry) in answer.entries.enumerated() {
      if let identifier = entry.identifier { entries[Self.name(of: identifier), default: []].append(index) }
    }
  }

  /// Takes note of a deposit that is read.
  mutating func look(atDeposit id: String, _ place: SourceLocation) { deposits.append((id, place)) }

  /// Reports what the answer says of a record, and whether it says nothing of one that it should name.
  mutating func look(
    at record: Record, ofDeposit isDeposit: Bool, _ place: SourceLocation, _ diagnostics: inout Diagnostics
  ) {
    var isNamed = false
    for identifier in record.identifiers {
      for index in entries[Self.name(of: identifier), default: []] {
        (isNamed, isReported[index]) = (true, true)
        report(answer.entries[index], at: place, &diagnostics)
      }
    }
    guard !isNamed, answer.isComplete, let doi = record.doi else { return }
    // A file that is not a deposit may have records that were not deposited.
    diagnostics.report(
      Diagnostic(
        isDeposit ? .error : .warning, .validateAnswer,
        "\(answer.agency): the answer does not name \(doi) (\(source):\(answer.line))", at: place))
  }

  /// Reports answers about records that were not read, at their line in the answer.
  func report(rest diagnostics: inout Diagnostics) {
    if let id = answer.deposit, let first = deposits.first, !deposits.contains(where: { $0.id == id }) {
      diagnostics.error(
        .validateAnswer, "\(answer.agency): it answers the deposit \"\(id)\", and not \"\(first.id)\" (\(first.place))",
        at: SourceLocation(source: source, bytes: 0..<0, line: answer.line))
    }
    for (index, entry) in answer.entries.enumerated() where !isReported[index] {
      report(
        entry, at: SourceLocation(source: source, bytes: 0..<0, line: entry.line), &diagnostics)
    }
  }

  private func report(_ entry: DepositAnswer.Entry, at place: SourceLocation, _ diagnostics: inout Diagnostics) {
    let about = entry.identifier.map { " on \($0.value)" } ?? ""
    let origin = place.source == source ? "" : " (\(source):\(entry.line))"
    diagnostics.report(
      Diagnostic(entry.severity, .validateAnswer, "\(answer.agency)\(about): \(entry.message)\(origin)", at: place))
  }

  private static func name(of identifier: Identifier) -> String {
    "\(identifier.scheme.rawValue):\(identifier.value.lowercased())"
  }
}

extension Diagnostic.Code {
  /// The answer of a registration agency to a deposited record.
  package static let validateAnswer = Self("validate.answer")
}
