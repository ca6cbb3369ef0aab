// The labels of where a record was found as a field of a format: one text, in the place that the format's table names.
//
// The place is theirs alone when they are asked for, with or without labels, so that what is read there is always labels.

extension Origin {
  /// The labels as one text; nil where there are none.
  package var sourcesText: String? {
    let labels = sources
    return labels.isEmpty ? nil : labels.joined(separator: Self.separator)
  }

  /// Takes the labels of such a text.
  package mutating func readSources(_ text: String) {
    addSources(
      text.utf8.split(separator: UInt8(ascii: ";")).map { String(decoding: $0, as: UTF8.self).trimmed }.filter {
        !$0.isEmpty
      })
  }

  private static let separator = "; "
}

extension Record {
  /// Takes the value of a variable for the labels of where the record was found.
  package mutating func takeSources(from variable: Variable) {
    guard let text = variables[variable] else { return }
    variables[variable] = nil
    origin.readSources(text)
  }

  /// The record without what gives way to the labels; nil where nothing is in their place.
  ///
  /// What gives way is lost, unless a label says the same. In a record without labels it stays, and is read as a label.
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
  /// Whether the labels of where records were found are written and read, with the place in which they are.
  package static func sources(_ place: String) -> Self {
    Self(
      "sources", values: ["no", "yes"], default: "no",
      summary: "write and read the labels of where records were found, joined by semicolons, \(place)")
  }
}
