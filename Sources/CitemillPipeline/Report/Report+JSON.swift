package import CitemillCore

extension Report {
  /// The report as JSON (RFC 8259), valid by `Docs/report.schema.json`.
  public var json: String {
    var json = JSONText()
    json.object { json in
      json.member("citemillReport", Self.version)
      json.member("tool", "citemill \(citemillVersion)")
      json.member("command", command)
      json.member("to", target)
      json.member("status", "\(status)")
      json.member("exitStatus", Int(status.rawValue))
      json.key("totals")
      totals(&json)
      if let statistics = summary.statistics {
        json.key("statistics")
        json.statistics(statistics, ReviewFlow(summary))
      }
      json.key("sources")
      json.array(sources) { json, source in Self.source(source, &json) }
      if !afterwards.isEmpty {
        json.key("diagnostics")
        json.array(afterwards) { json, diagnostic in json.diagnostic(diagnostic) }
      }
      json.key("losses")
      losses(&json)
    }
    return json.text + "\n"
  }

  private func totals(_ json: inout JSONText) {
    let counts = summary.sources.map(\.diagnostics) + [summary.afterwards]
    json.object { json in
      json.member("sources", summary.sources.count)
      json.member("read", summary.read)
      json.member("rejected", summary.rejected)
      json.member("skipped", summary.skipped)
      json.member("written", summary.written)
      json.member("unwritable", summary.unwritable)
      json.member("filtered", summary.filtered)
      json.member("merged", summary.merged)
      json.member("added", summary.added)
      json.member("mismatched", summary.mismatched)
      json.member("recordsWithLosses", summary.losses.records)
      json.member("losses", summary.losses.total)
      json.member("errors", counts.reduce(0) { $0 + $1.errors })
      json.member("warnings", counts.reduce(0) { $0 + $1.warnings })
      json.member("notes", counts.reduce(0) { $0 + $1.notes })
    }
  }

  private static func source(_ source: Source, _ json: inout JSONText) {
    let account = source.account
    json.object { json in
      json.member("name", account.name)
      json.member("status", account.status)
      json.account(account)
      json.member("written", account.written)
      json.member("merged", account.merged)
      json.key("diagnostics")
      json.array(source.diagnostics) { json, diagnostic in json.diagnostic(diagnostic) }
      let counts = account.diagnostics
      json.member(
        "diagnosticsLeftOut", max(0, counts.errors + counts.warnings + counts.notes - source.diagnostics.count))
    }
  }

  private func losses(_ json: inout JSONText) {
    json.object { json in
      json.key("fields")
      json.array(summary.losses.ranked) { json, entry in
        json.object { json in
          json.loss(entry.key)
          json.member("count", entry.count)
          json.key("examples")
          json.array(examples[entry.key, default: []]) { json, example in
            json.object { json in
              json.origin(example.key, example.place)
              json.member("values", example.values)
            }
          }
        }
      }
      json.key("records")
      json.array(lossyRecords) { json, record in
        json.object { json in
          json.origin(record.key, record.place)
          json.key("losses")
          json.array(record.losses) { json, item in
            json.object { json in
              json.loss(item.loss)
              json.member("count", item.count)
              json.member("values", item.values)
            }
          }
        }
      }
      json.member("recordsLeftOut", max(0, summary.losses.records - lossyRecords.count))
    }
  }
}

// MARK: - Parts that other answers share

extension JSONText {
  /// The members with the counts of a source.
  package mutating func account(_ account: Summary.Source) {
    member("format", account.format)
    member("dialect", account.dialect)
    member("label", account.label)
    member("encoding", account.encodingName)
    member("repairedFrames", account.repairedFrames)
    member("read", account.read)
    member("rejected", account.rejected)
    member("skipped", account.tally.skipped)
    key("bytes")
    object { json in
      json.member("records", account.tally.framedBytes)
      for trivia in account.tally.trivia { json.member(trivia.name, trivia.bytes) }
    }
    member("errors", account.diagnostics.errors)
    member("warnings", account.diagnostics.warnings)
    member("notes", account.diagnostics.notes)
  }

  /// A diagnostic as an object; control characters in it are escaped.
  package mutating func diagnostic(_ diagnostic: Diagnostic) {
    object { json in
      json.member("severity", diagnostic.severity.rawValue)
      json.member("code", diagnostic.code.rawValue)
      json.member("message", Diagnostic.escaped(diagnostic.message))
      guard let place = diagnostic.location else { return }
      json.member("source", place.source)
      json.member("line", place.line > 0 ? place.line : nil)
      json.member("column", place.column)
      json.member("offset", place.bytes.lowerBound)
      json.member("length", place.bytes.count)
      json.member("record", place.recordIndex)
    }
  }

  fileprivate mutating func loss(_ loss: LossReport.Key) {
    member("path", loss.path.description)
    member("kind", loss.kind.rawValue)
  }

  fileprivate mutating func origin(_ key: String?, _ place: SourceLocation) {
    member("key", key)
    member("source", place.source)
    member("line", place.line)
  }
}

extension Summary.Source {
  /// The result of reading it: `ok`, `partial` if something was rejected or lost, `failed` if nothing could
  /// be used.
  public var status: String {
    if failure != nil && read == 0 { return "failed" }
    return failure != nil || rejected + diagnostics.errors > 0 ? "partial" : "ok"
  }
}
