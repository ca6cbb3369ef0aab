package import CitemillCore

/// An agency's answer to a deposit, to be reported at the records that it is about.
struct AnswerFindings {
  private let answer: DepositAnswer
  /// The name of the answer's file.
  private let source: String
  /// The entries by the identifiers that they are about.
  private var entries: [String: [Int]] = [:]
  private var isReported: [Bool]

  init(_ answer: DepositAnswer, from source: String) {
    self.answer = answer
    self.source = source
    isReported = Array(repeating: false, count: answer.entries.count)
    for (index, entry) in answer.entries.enumerated() {
      if let identifier = entry.identifier { entries[Self.name(of: identifier), default: []].append(index) }
    }
  }

  /// Reports the answer about a record.
  mutating func look(at record: Record, _ place: SourceLocation, _ diagnostics: inout Diagnostics) {
    for identifier in record.identifiers {
      for index in entries[Self.name(of: identifier), default: []] {
        isReported[index] = true
        report(answer.entries[index], at: place, &diagnostics)
      }
    }
  }

  /// Reports answers about records that were not read, at their line in the answer.
  func report(rest diagnostics: inout Diagnostics) {
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
