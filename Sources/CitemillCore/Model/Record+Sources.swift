// The source labels of a record as a field of a format: one text, in the place that the format's table names.
//
// If labels are requested, this place holds only labels, so that whatever is read there is always labels.

extension Origin {
  /// The labels as one text; nil if there are none.
  package var sourcesText: String? {
    let labels = sources
    return labels.isEmpty ? nil : labels.joined(separator: Self.separator)
  }

  /// Reads the labels from such a text.
  package mutating func readSources(_ text: String) {
    addSources(
      text.utf8.split(separator: UInt8(ascii: ";")).map { String(decoding: $0, as: UTF8.self).trimmed }.filter {
        !$0.isEmpty
      })
  }

  private static let separator = "; "
}

extension Record {
  /// Takes the value of a variable as the source labels.
  package mutating func takeSources(from variable: Variable) {
    guard let text = variables[variable] else { return }
    variables[variable] = nil
    origin.readSources(text)
  }

  /// The record without the value that the labels replace; nil if there is none.
  ///
  /// The value is lost, unless a label is the same. In a record without labels it is kept, and is read as a label.
  package func givingWay(toSourcesAt variable: Variable, reporting report: inout LossReport) -> Record? {
    guard let text = variables[variable] else { return nil }
    var record = self
    if origin.sources.isEmpty {
      report.change(.variable(variable))
      record.takeSources(from: variable)
      return record
    }
    if origin.sources.contains(where: { $0.lowercased() == text.trimmed.lowercased() }) {
      report.change(.variable(variable))
    } else {
      report.lose(.variable(variable), .dropped)
    }
    record.variables[variable] = nil
    return record
  }
}

extension FormatOption {
  /// Whether source labels are written and read, and in which place.
  package static func sources(_ place: String) -> Self {
    Self(
      "sources", values: ["no", "yes"], default: "no",
      summary: "write and read the labels for where records were found, joined by semicolons, \(place)")
  }
}
