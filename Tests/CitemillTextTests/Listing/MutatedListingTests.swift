import Citemill
import CitemillTestSupport
import Testing

/// Listings as pages, browsers and extractors change them: 200 from a seed, each read and compared with the
/// original.
@Suite struct MutatedListingTests {
  /// How a listing is written.
  private struct Style {
    var lineEnd: String
    var space: String
    var bullet: String
    var hasTitles, hasKeywords, hasContainers, hasCitations, hasFooter: Bool

    init(_ random: inout SeededGenerator) {
      lineEnd = random.pick(["\n", "\r\n"])
      space = random.pick(["\u{A0}", "", " "])
      bullet = random.pick(["◽", "·", "•", "|", "◆"])
      hasTitles = random.chance(60)
      hasKeywords = random.chance(50)
      hasContainers = random.chance(50)
      hasCitations = random.chance(50)
      hasFooter = random.chance(50)
    }
  }

  private static let words = [
    "river", "mill", "sluice", "weir", "keeper", "law", "water", "bend", "court", "dry", "summer",
  ]

  private static func sentence(_ count: Int, _ random: inout SeededGenerator) -> String {
    let text = (0..<count).map { _ in random.pick(words) }.joined(separator: " ")
    return text.prefix(1).uppercased() + text.dropFirst()
  }

  private static func record(_ style: Style, _ random: inout SeededGenerator) -> Record {
    var record = Record()
    if style.hasTitles, random.chance(90) { record.add(Title(sentence(random.number(2...9), &random))) }
    if style.hasContainers { record.withHost { $0.titles = [Title("Journal of " + sentence(2, &random))] } }
    if random.chance(80) { record[date: .issued] = PartialDate(year: random.number(1950...2026)) }
    if random.chance(60) { record[.volume] = String(random.number(1...80)) }
    if record.volume != nil, random.chance(70) { record[.issue] = random.pick(["1", "11", "S2", "3-4"]) }
    if random.chance(60) {
      let first = random.number(1...400)
      record[.pages] = random.pick(["\(first)-\(first + 9)", "\(first)", "e\(first)"])
    }
    for _ in 0..<random.number(1...5) {
      let name = PersonName(
        family: random.pick(["Berg", "D’Arcy", "Wójcik", "Eze", "St-Pierre", "Ñíguez"]),
        given: random.pick(["Anna-Lena", "Ruth", "P.", "Ngozi M.", "Ëmile"]))
      record.add(.person(name))
    }
    if style.hasKeywords {
      record.keywords = (0..<random.number(1...4)).map { _ in Keyword(sentence(random.number(1...2), &random)) }
    }
    if style.hasCitations {
      record.nativeFields = [NativeField(format: "listing", name: "Cited By", value: String(random.number(1...99)))]
    }
    record.abstracts = [Abstract(RichText(sentence(random.number(60...180), &random) + "."))]
    return record
  }

  private static func text(_ records: [Record], _ style: Style) -> String {
    let more = " \(style.bullet)\(style.space.isEmpty ? "" : " ")\(style.space)"
    var lines: [String] = []
    for (index, record) in records.enumerated() {
      if index > 0 { lines += ["", ""] }
      if let title = record.title { lines += [title, ""] }
      var header: [String] = []
      if let host = record.container?.title() { header.append(host) }
      if let year = record[date: .issued] { header.append(year.value?.description ?? "") }
      if let volume = record.volume { header.append("Vol \(volume)" + (record.issue.map { " (\($0))" } ?? "")) }
      if let pages = record.pages { header.append("pp. \(pages)") }
      if let cited = record.nativeFields.first { header.append("Cited By ~ \(cited.value)") }
      // A container is recognised by the field that follows it.
      for (place, cell) in header.enumerated() {
        lines.append(cell + (place + 1 < header.count || place == 0 ? more : ""))
      }
      lines.append("Author(s): \(style.space)")
      let names = record.contributors.map { "\($0.name.given ?? "") \($0.name.family ?? "")" }
      lines += names.enumerated().map { $1 + ($0 + 1 < names.count ? more : "") }
      if style.hasKeywords {
        let words = record.keywords.map(\.text)
        lines += ["Keyword(s): \(style.space)"] + words.enumerated().map { $1 + ($0 + 1 < words.count ? more : "") }
      }
      lines += ["", record.abstracts[0].text.plain]
    }
    if style.hasFooter { lines += ["", "", "Sign in / Sign up", "", "Export Citation Format", "", "Share Document"] }
    return lines.joined(separator: style.lineEnd)
  }

  @Test func atLeast99InAHundredRecordsComeBackWhole() throws {
    var random = SeededGenerator(seed: 200)
    var total = 0
    var whole = 0
    var firstFailure = ""
    for number in 0..<200 {
      let style = Style(&random)
      let records = (0..<random.number(2...12)).map { _ in Self.record(style, &random) }
      let text = Self.text(records, style)
      let trial = try Trial(ByteSource(bytes: Array(text.utf8), name: "listing-\(number).txt"))
      #expect(trial.format == "listing")
      #expect(trial.tally.totalBytes == text.utf8.count)
      total += records.count
      for (index, expected) in records.enumerated() {
        guard index < trial.records.count else { continue }
        var found = trial.records[index].content
        // The type is inferred, and this is noted; a listing does not state it.
        found.type = .document
        if found == expected.content, trial.records[index].nativeFields == expected.nativeFields {
          whole += 1
        } else if firstFailure.isEmpty {
          firstFailure = "\(Difference.first(expected.content, found) ?? "native fields")\n\(text)"
        }
      }
    }
    #expect(whole * 100 >= total * 99, "\(whole) of \(total)\n\(firstFailure)")
    print("mutated listings: \(whole) of \(total) records whole")
  }
}
