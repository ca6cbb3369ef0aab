#if XML
  import CitemillCore

  // Dates: of the issue, of the article, of its history, of the processing at NLM.

  extension PubMedDecoder {
    func date(_ node: Int) -> EDTF? {
      guard let year = XMLDates.year(text(.year, of: node)) else { return nil }
      let month = text(.month, of: node)
      return XMLDates.date(year, month: month.isEmpty ? text(.season, of: node) : month, day: text(.day, of: node))
    }

    /// The day and, if given, the time of an element with years, months and days: `2019-03-10 06:00`.
    func time(_ node: Int) -> String? {
      guard child(.year, of: node) != nil, let date = date(node) else { return nil }
      let time = [PubMedName.hour, .minute, .second].map { text($0, of: node) }.filter { !$0.isEmpty }
        .map { $0.utf8.count == 1 ? "0\($0)" : $0 }
      return time.isEmpty ? date.description : "\(date) \(time.joined(separator: ":"))"
    }

    private func partialDate(_ node: Int) -> PartialDate? {
      if let date = date(node) { return PartialDate(date) }
      let words = text(.medlineDate, of: node)
      if words.isEmpty { return nil }
      if let value = DateText.read(words) { return PartialDate(value) }
      // `2000 Spring-Summer`, `2000 1st Quart`
      let parts = words.utf8.split(separator: 32, maxSplits: 1).map { String(Substring($0)) }
      if parts.count == 2, let year = XMLDates.year(parts[0]) {
        let value = XMLDates.date(year, month: parts[1], day: "")
        if value.firstPoint?.month != 0 { return PartialDate(value) }
      }
      return PartialDate(nil, literal: words)
    }

    /// Reads a date of a kind; a second one is kept.
    func readDate(_ node: Int, _ kind: DateKind, as path: String, _ record: inout Record) {
      guard let date = partialDate(node) else { return keep(node, as: path, &record) }
      if let had = record[date: kind] {
        if had != date { keep(path, time(node) ?? text(node), &record) }
        return
      }
      record[date: kind] = date
      // `2000 Jan-Feb` is 2000-01/2000-02, and the text may have more: `2000 Jan-Feb 1st Qtr`.
      if date.literal == nil { keep("\(path)/MedlineDate", text(.medlineDate, of: node), &record) }
    }

    func readHistory(_ history: Int, _ record: inout Record) {
      each(.pubMedPubDate, of: history) { node in
        let status = tree.attribute(PubMedName.pubStatus, of: node) ?? ""
        let kind: DateKind? =
          switch status {
          case "received": .received
          case "accepted": .accepted
          case "revised": .revised
          case "retracted": .retracted
          case "epublish", "aheadofprint": .online
          case "ppublish": .print
          default: nil
          }
        if let kind {
          readDate(node, kind, as: "PubMedPubDate[\(status)]", &record)
        } else {
          keep("PubMedPubDate[\(status)]", time(node) ?? text(node), &record)
        }
      }
    }
  }
#endif
