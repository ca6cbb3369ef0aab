import Citemill
import CitemillCore
import CitemillTestSupport
import Testing

/// A token is put into every place that an item of CSL has, in every form that JSON has; none may disappear
/// without a message.
@Suite struct CSLSurvivalTests {
  private static let token = "Zqx7"

  private static let members = [
    "id", "citation-key", "type", "title", "title-short", "shortTitle", "volume-title", "part-title", "original-title",
    "reviewed-title", "container-title", "container-title-short", "journalAbbreviation", "collection-title",
    "collection-number", "event-title", "event", "event-place", "volume", "issue", "page", "page-first",
    "supplement-number", "chapter-number", "section", "number", "edition", "version", "number-of-pages", "medium",
    "publisher", "publisher-place", "status", "genre", "archive", "archive_location", "call-number", "source",
    "references", "language", "locator", "year-suffix", "author", "editor", "translator", "container-author",
    "collection-editor", "issued", "accessed", "available-date", "event-date", "original-date", "submitted", "DOI",
    "ISBN", "ISSN", "PMID", "PMCID", "URL", "keyword", "note", "annote", "abstract", "custom", "categories", "x-other",
    "title/x", "issued/x", "author[0]", "author[0]/x", "custom/x", "", "/", "/title",
  ]

  /// Values with the token somewhere in them.
  private static let values: [String] = {
    let text = "\"\(token)\""
    return [
      text, "[\(text)]", "[\"a\",\(text)]", "[\(text),\"a\"]", "[\"\",\(text)]", "[null,\(text)]", "[[\(text)]]",
      "[{\"x\":\(text)}]", "[\"a\",{\"x\":\(text)}]", "{\"x\":\(text)}", "{\"x\":{\"y\":[1,\(text)]}}",
      "{\"\":\(text)}",
      "\" \(token) \"", "\"a, \(token); b\"", "\"volume: \(token)\"", "\"{:issue:\(token)}\"",
      "\"<i>a</i> <b>\(token)\"",
      "\"<span class=\\\"\(token)\\\">a</span>\"", "\"https://doi.org/10.5555/\(token)\"", "\"\(token) 10.5555/x\"",
      "\"12 May 2004 \(token)\"", "\"2004-05-12T10:00:00 \(token)\"", "\"[\(token)]\"",
    ]
  }()

  /// Lists of names with the token in a part of one.
  private static let names: [String] = {
    let text = "\"\(token)\""
    var values: [String] = []
    for part in [
      "family", "given", "literal", "name", "suffix", "dropping-particle", "non-dropping-particle", "comma-suffix",
      "static-ordering", "parse-names", "ORCID", "affiliation",
    ] {
      for value in [text, "[\(text)]", "{\"x\":\(text)}", "[{\"name\":\(text)}]"] {
        for beside in ["", "\"family\":\"Berg\",", "\"literal\":\"Mill Trust\",", "\"literal\":\"others\","]
        where !beside.hasPrefix("\"\(part)\"") {
          values.append("[{\(beside)\"\(part)\":\(value)},{\"family\":\"Eze\"}]")
        }
      }
    }
    return values
  }()

  /// Dates with the token in a member.
  private static let dates: [String] = {
    let text = "\"\(token)\""
    var values: [String] = []
    for part in [
      "date-parts", "season", "circa", "literal", "raw", "year", "month", "day", "date-time", "timestamp", "x",
    ] {
      for value in [text, "[\(text)]", "[[\(text)]]", "[[2001,\(text)]]", "[[2001,5],\(text)]", "{\"x\":\(text)}"] {
        for beside in [
          "", "\"date-parts\":[[2001,5]],", "\"raw\":\"2001\",", "\"literal\":\"spring\",", "\"year\":2001,",
        ]
        where !beside.hasPrefix("\"\(part)\"") {
          values.append("{\(beside)\"\(part)\":\(value)}")
          if !beside.isEmpty { values.append("{\"\(part)\":\(value),\(beside.dropLast())}") }
        }
      }
    }
    return values
  }()

  /// Whether a text has the token, however it is written.
  private func has(_ text: String) -> Bool { text.lowercased().contains(Self.token.lowercased()) }

  @Test func everyTokenIsKeptOrItsLossIsReported() throws {
    var lost: [String] = []
    for member in Self.members {
      for value in Self.values + (member == "author" ? Self.names : member == "issued" ? Self.dates : []) {
        let other = member == "title" ? "\"volume\":\"1\"" : "\"title\":\"A\""
        let text = "[{\(other),\"\(member)\":\(value)}]"
        let trial = try Trial(text: text, as: "csl-json")
        guard trial.records.count == 1 else {
          lost.append("rejected: \(text)")
          continue
        }
        let isKept = has(try FormatRegistry.standard.write(trial.records, as: "records").text)
        let isSaid = trial.diagnostics.contains { $0.severity == .error }
        if !isKept && !isSaid { lost.append("read: \(text)") }
        #expect(trial.records[0].violations == [], "\(text)")
        // The same format writes it, or reports that it does not.
        let written = try FormatRegistry.standard.write(trial.records, as: "csl-json")
        if isKept, !has(written.text), written.losses.isEmpty { lost.append("written: \(text)") }
        let again = try Trial(text: written.text, as: "csl-json")
        if again.records.count != 1 || !again.rejections.isEmpty { lost.append("not read again: \(text)") }
        if written.losses.isEmpty, again.records.first?.content != trial.records[0].content,
          trial.records[0].key != nil
        {
          lost.append("changed: \(text) -> \(written.text)")
        }
      }
    }
    #expect(lost.count == 0, "\(lost.count) lost, such as \(lost.prefix(12).joined(separator: "\n"))")
  }
}
