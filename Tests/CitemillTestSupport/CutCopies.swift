public import CitemillCore

/// Copies of one record from which something was removed or damaged at random, each in another way.
public struct CutCopies: Sendable {
  private var random: SeededGenerator
  private var count = 0

  /// A source of copies.
  public init(seed: UInt64 = 1) { random = SeededGenerator(seed: seed) }

  /// The next two copies; both have the PMID of their record.
  public mutating func next() -> (Record, Record) {
    count += 1
    let work = work()
    return (cut(work), cut(work))
  }

  private mutating func work() -> Record {
    var record = Record()
    record.type = .articleJournal
    record.key = "work\(count)"
    record.add(
      Title("Mühlen und Weirs of the river No. \(count) in \(random.pick(DuplicateLibrary.adjectives)) regions"))
    for number in 0..<random.number(2...8) {
      var one = Contributor.person(
        PersonName(family: "\(random.pick(["Müller", "Løvås", "García", "Dvořák"]))son\(number)", given: "Anna Maria"))
      one.affiliations = [Affiliation("Mill School")]
      one.identifiers = [Identifier(.orcid, "0000-0002-1825-0097")]
      record.add(one)
    }
    record[date: .issued] = PartialDate(year: 2004, month: 3, day: 14)
    record.withHost {
      $0.titles = [Title("Zeitschrift für Mühlen und Wasserbau")]
      $0.identifiers = [Identifier(.issn, "2049-3630")]
    }
    (record[.volume], record[.issue], record[.pages]) = ("\(random.number(1...90))", "3", "101-118")
    record.add(Identifier(.doi, "10.5555/cut.\(count)"))
    record.add(Identifier(.pmid, "\(20_000_000 + count)"))
    record.abstracts = [Abstract(RichText("Water was low in that year, and the mills of sample \(count) stood still."))]
    record.keywords = ["mills", "weirs", "rivers", "droughts"].map { Keyword($0) }
    record.notes = [Note(RichText("First note")), Note(RichText("Second note"))]
    record.files = [FileLink("a.pdf"), FileLink("b.pdf")]
    record[.language] = "de"
    record[.publisher] = "Mill Press and Sons"
    return record
  }

  private mutating func cut(_ work: Record) -> Record {
    var record = work
    if random.chance(30) { record.key = "other\(count)" }
    if random.chance(30) { record.titles = [Title((work.title ?? "").uppercased())] }
    if random.chance(30) { record.titles = [Title((work.title ?? "").replacing("ü", with: "u"))] }
    if random.chance(40) { record.contributors = Array(work.contributors.prefix(random.number(1...2))) }
    for index in record.contributors.indices {
      var name = record.contributors[index].name
      if random.chance(30) { name.given = random.pick(["A. M.", "AM", "A.", "Anna"]) }
      if random.chance(30) {
        name.family = name.family.map {
          $0.map { ["ü": "u", "ø": "o", "å": "a", "í": "i", "ř": "r", "á": "a"][$0] ?? $0 }
        }
        .map { String($0) }
      }
      if random.chance(20) { name.family = name.family?.uppercased() }
      record.contributors[index].name = name
      if random.chance(50) { record.contributors[index].affiliations = [] }
      if random.chance(50) { record.contributors[index].identifiers = [] }
    }
    if random.chance(50) {
      record[date: .issued] = random.chance(50) ? PartialDate(year: 2004) : PartialDate(year: 2004, month: 3)
    }
    if random.chance(20) { record[date: .issued] = nil }
    if random.chance(40) { record.withHost { $0.titles = [Title("Z Muhlen Wasserbau")] } }
    if random.chance(30) { record.withHost { $0.identifiers = [] } }
    if random.chance(20) { record.withHost { $0.identifiers = [Identifier(.issn, "0000-0001")] } }
    for variable in [Variable.volume, .issue, .pages, .language, .publisher] where random.chance(20) {
      record[variable] = nil
    }
    if random.chance(20) { record[.pages] = random.pick(["101", "101-18", "NA"]) }
    if random.chance(20) { record[.publisher] = random.pick(["Mill Press", "MILL PRESS"]) }
    if random.chance(40) {
      record.identifiers.removeAll { $0.scheme == .doi }
      if random.chance(50) { record.add(Identifier(.doi, random.pick(["NA", "10.5555", "pending"]))) }
    }
    if random.chance(40) {
      record.abstracts =
        random.chance(50)
        ? [] : [Abstract(RichText(random.pick(["No abstract available.", "Water was low in that year"])))]
    }
    record.keywords = record.keywords.filter { _ in random.chance(60) }
    record.notes = record.notes.filter { _ in random.chance(60) }
    record.files = record.files.filter { _ in random.chance(60) }
    return record
  }
}
