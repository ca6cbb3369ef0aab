public import CitemillCore

/// Pairs of records of named kinds: of one work as two databases have it, or of two works that look alike.
///
/// | pairs of one work | what differs |
/// | --- | --- |
/// | `typos` | one or two letters of the title |
/// | `journals` | the journal, in full and as abbreviations of NLM, ISO 4 or a catalogue |
/// | `missing-fields` | two of DOI, volume, issue, pages, year, journal and all authors but the first |
/// | `ascii-names` | accents, `ue` for `ü`, `oe` for `ø`, in names and title |
/// | `initials` | given names and initials, with points or without |
/// | `cut-authors` | the list of authors, cut after some of them, with `et al.` or without |
/// | `placeholders` | a DOI, PMID, volume or abstract that is `NA`, `-`, `0`, `No abstract available.` |
/// | `capitals` | title, journal or names in capitals |
/// | `swapped-names` | family and given names in each other's place, particles and suffixes elsewhere |
/// | `pagination` | the pages, under one DOI |
/// | `translations` | the title, in the original, translated, in brackets or both, in one place |
/// | `subtitles` | the subtitle, and what a database adds to a title |
/// | `spelling` | British and American spelling, Greek letters, numbers in words, hyphens, apostrophes, entities |
/// | `online-years` | the year by one, and a volume and pages that only the printed version has |
/// | `issues` | how volume, issue, part and supplement are written |
///
/// | pairs of two works | what they share |
/// | --- | --- |
/// | `supplements` | the DOI of the supplement in which both abstracts are |
/// | `editorials` | the title, journal and author of a column in two issues |
/// | `parts` | all but the number of the part |
/// | `preprints` | title and authors of a preprint and the published version |
/// | `notices` | title, authors and journal of an article and its erratum, reply, comment, review |
/// | `words` | all but one word of the title |
/// | `chapters` | the book, its ISBN or DOI, and the authors |
/// | `yearly` | the title of what appears each year |
/// | `versions` | title and authors of a paper for a conference and of the article after it |
public struct DuplicatePairs: Sendable {
  /// What differs between two records of one work, or what records of two works share.
  public enum Kind: String, CaseIterable, Sendable {
    case typos, journals
    case missingFields = "missing-fields"
    case asciiNames = "ascii-names"
    case initials
    case cutAuthors = "cut-authors"
    case placeholders, capitals
    case swappedNames = "swapped-names"
    case pagination, translations, subtitles, spelling
    case onlineYears = "online-years"
    case issues
    case supplements, editorials, parts, preprints, notices, words, chapters, yearly, versions

    /// Whether both records are of one work.
    public var isDuplicate: Bool {
      switch self {
      case .supplements, .editorials, .parts, .preprints, .notices, .words, .chapters, .yearly, .versions: false
      default: true
      }
    }
  }

  /// The records; the two of a pair are adjacent.
  public private(set) var records: [Record] = []
  /// Of which kind each pair is.
  public private(set) var kinds: [Kind] = []

  private var random: SeededGenerator
  private var count = 0

  /// This many pairs of each kind.
  public init(perKind: Int, seed: UInt64 = 1) {
    random = SeededGenerator(seed: seed)
    for _ in 0..<perKind {
      for kind in Kind.allCases {
        count += 1
        let (first, second) = pair(kind)
        records += random.chance(50) ? [first, second] : [second, first]
        kinds.append(kind)
      }
    }
  }

  private mutating func pair(_ kind: Kind) -> (Record, Record) {
    let one = work()
    var other = one
    switch kind {
    case .typos: other.mainTitle = typo(in: one.mainTitle)
    case .journals: other.setJournal(journals[one.container?.title() ?? ""] ?? "")
    case .missingFields: dropTwo(of: &other)
    case .asciiNames: return asciiNames(one)
    case .initials: for index in other.contributors.indices { initials(&other.contributors[index].name) }
    case .cutAuthors: return cutAuthors(one)
    case .placeholders: addPlaceholders(to: &other)
    case .capitals: raise(&other)
    case .swappedNames: swapNames(of: &other)
    case .pagination: return pagination(one)
    case .translations: return translations(one)
    case .subtitles: return subtitles(one)
    case .spelling: return spelling(one)
    case .onlineYears: appearEarlier(&other)
    case .issues: return issues(one)
    default: return two(kind, one)
    }
    style(&other)
    return (one, other)
  }

  // MARK: - Records of one work

  /// The habits of another database: a full stop after the title, abbreviated pages, initials, no DOI.
  private mutating func style(_ record: inout Record, keepsDOI: Bool = false) {
    if random.chance(40) { record.mainTitle += "." }
    if random.chance(40), let pages = record.pages { record[.pages] = Self.shortened(pages, &random) }
    if random.chance(40), let short = journals[record.container?.title() ?? ""] { record.setJournal(short) }
    if random.chance(40) {
      for index in record.contributors.indices { initials(&record.contributors[index].name) }
    }
    if random.chance(60), !keepsDOI {
      record.identifiers.removeAll { $0.scheme == .doi }
    } else if random.chance(30), let doi = record.doi {
      record.setIdentifier(.doi, random.pick([doi.uppercased(), "https://doi.org/\(doi)", "\(doi) [doi]", doi + "."]))
    }
    if random.chance(70) { record.identifiers.removeAll { $0.scheme == .pmid } }
    if random.chance(50) { record.abstracts = [] }
    if random.chance(15) { record[.issue] = nil }
    if random.chance(5) { record.type = .document }
  }

  private static func shortened(_ pages: String, _ random: inout SeededGenerator) -> String {
    let ends = pages.split(separator: "-").map(String.init)
    guard ends.count == 2, let first = ends.first, let last = ends.last else { return pages }
    let common = first.count == last.count ? zip(first, last).prefix { $0 == $1 }.count : 0
    return random.pick([
      "\(first)-\(last.dropFirst(common))", "\(first)\u{2013}\(last)", "pp. \(first)-\(last)", "\(first) - \(last)",
      first,
    ])
  }

  private mutating func dropTwo(of record: inout Record) {
    for _ in 0..<2 {
      switch random.number(0...6) {
      case 0: record.identifiers.removeAll { $0.scheme == .doi }
      case 1: record[.volume] = nil
      case 2: record[.issue] = nil
      case 3: record[.pages] = nil
      case 4: record[date: .issued] = nil
      case 5: record.container = nil
      default: record.contributors = Array(record.contributors.prefix(1))
      }
    }
  }

  private mutating func asciiNames(_ work: Record) -> (Record, Record) {
    var one = work
    for index in one.contributors.indices {
      one.contributors[index].name = PersonName(family: random.pick(Self.accented), given: random.pick(Self.givens))
    }
    if random.chance(50) { one.mainTitle = "\(one.mainTitle) of \(random.pick(Self.accentedPlaces))" }
    var other = one
    let isGerman = random.chance(50)
    for index in other.contributors.indices {
      other.contributors[index].name.family = other.contributors[index].name.family.map { Self.ascii($0, isGerman) }
    }
    other.mainTitle = Self.ascii(one.mainTitle, isGerman)
    style(&other)
    return (one, other)
  }

  private static func ascii(_ text: String, _ isGerman: Bool) -> String {
    let letters: [Character: String] = [
      "ü": isGerman ? "ue" : "u", "ö": isGerman ? "oe" : "o", "ä": isGerman ? "ae" : "a", "ø": isGerman ? "oe" : "o",
      "å": isGerman ? "aa" : "a", "ß": "ss", "é": "e", "è": "e", "ñ": "n", "ó": "o", "á": "a", "í": "i", "ç": "c",
      "ł": "l", "ś": "s", "š": "s", "ř": "r", "ž": "z", "ı": "i", "ğ": "g", "ş": "s", "ã": "a",
    ]
    return text.map { letters[$0] ?? String($0) }.joined()
  }

  private mutating func initials(_ name: inout PersonName) {
    guard let given = name.given else { return }
    let letters = given.split(whereSeparator: { $0 == " " || $0 == "-" }).compactMap(\.first).map(String.init)
    name.given =
      random.chance(50) ? letters.joined() : letters.map { "\($0)." }.joined(separator: random.chance(50) ? " " : "")
  }

  private mutating func cutAuthors(_ work: Record) -> (Record, Record) {
    var one = work
    while one.contributors.count < 8 { one.add(.person(person())) }
    var other = one
    other.contributors = Array(one.contributors.prefix(random.pick([1, 3, 6])))
    if random.chance(60) { other.contributors.append(Contributor(.others)) }
    style(&other)
    return (one, other)
  }

  private mutating func addPlaceholders(to record: inout Record) {
    record.setIdentifier(.doi, random.pick(Self.placeholders))
    if random.chance(50) { record.setIdentifier(.pmid, random.pick(["NA", "0", "-", "none"])) }
    if random.chance(30) { record[random.pick([.volume, .issue, .pages])] = random.pick(["NA", "-", "n/a"]) }
    record.abstracts = [Abstract(RichText(random.pick(["No abstract available.", "NA", "[Abstract not available]"])))]
  }

  private mutating func raise(_ record: inout Record) {
    record.mainTitle = record.mainTitle.uppercased()
    if random.chance(50), let journal = record.container?.title() { record.setJournal(journal.uppercased()) }
    for index in record.contributors.indices where random.chance(60) {
      record.contributors[index].name.family = record.contributors[index].name.family?.uppercased()
      record.contributors[index].name.given = record.contributors[index].name.given?.uppercased()
    }
  }

  private mutating func swapNames(of record: inout Record) {
    for index in record.contributors.indices {
      let name = record.contributors[index].name
      record.contributors[index].name = PersonName(family: name.given, given: name.family)
    }
  }

  private mutating func pagination(_ work: Record) -> (Record, Record) {
    var other = work
    style(&other, keepsDOI: true)
    switch random.number(0...2) {
    case 0: other[.pages] = "1-\(random.number(5...20))"
    case 1:
      other[.pages] = nil
      other[.articleNumber] = "\(random.number(10_000...999_999))"
    default: other[.pages] = "\(random.number(1...999))"
    }
    return (work, other)
  }

  private mutating func translations(_ work: Record) -> (Record, Record) {
    var (one, other) = (work, work)
    let original = "\(random.pick(Self.foreign)) \(random.number(2...99)) \(random.pick(Self.foreignEnds))"
    style(&other)
    let translated = other.mainTitle
    switch random.number(0...3) {
    case 0:
      // In the place and under the DOI of the other.
      one.mainTitle = original
      other.setIdentifier(.doi, work.doi)
    case 1: other.mainTitle = "[\(translated)]"
    case 2:
      one.mainTitle = "\(original) [\(translated)]"
      other[.pages] = work.pages
    default:
      one.mainTitle = original
      other[.pages] = work.pages
    }
    return (one, other)
  }

  private mutating func subtitles(_ work: Record) -> (Record, Record) {
    var (one, other) = (work, work)
    let subtitle = random.pick(Self.subtitles)
    switch random.number(0...3) {
    case 0: one.mainTitle = "\(work.mainTitle): \(subtitle)"
    case 1: one.mainTitle = "\(work.mainTitle) - \(subtitle)"
    case 2:
      one.titles.insert(Title(subtitle, kind: .sub))
      other.mainTitle = "\(work.mainTitle). \(subtitle.prefix(1).uppercased())\(subtitle.dropFirst())"
    default:
      other.mainTitle =
        "\(work.mainTitle) [\(random.pick(["Review", "in German", "Article in French", "see comments"]))]"
    }
    style(&other)
    return (one, other)
  }

  private mutating func spelling(_ work: Record) -> (Record, Record) {
    var (one, other) = (work, work)
    let forms = random.pick(Self.spellings)
    one.mainTitle = "\(work.mainTitle) with \(forms[0])"
    other.mainTitle = "\(work.mainTitle) with \(random.pick(Array(forms.dropFirst())))"
    style(&other)
    return (one, other)
  }

  private mutating func appearEarlier(_ record: inout Record) {
    record[date: .issued] = PartialDate(year: (record.year ?? 2000) - (random.chance(70) ? 1 : 0), month: 11)
    record[.volume] = nil
    record[.issue] = nil
    record[.pages] = random.chance(30) ? "1-\(random.number(4...20))" : nil
  }

  private mutating func issues(_ work: Record) -> (Record, Record) {
    var (one, other) = (work, work)
    let (volume, issue) = (work.volume ?? "", work.issue ?? "")
    style(&other)
    let supplement = random.number(1...4)
    switch random.number(0...7) {
    case 0: (one[.volume], one[.issue], other[.volume], other[.issue]) = (volume, issue, "\(volume)(\(issue))", nil)
    case 1: (one[.issue], other[.issue]) = ("\(issue) Pt 2", random.pick([issue, "\(issue) PART 2"]))
    case 2:
      (one[.volume], one[.issue]) = ("\(volume) Suppl \(supplement)", nil)
      (other[.volume], other[.issue]) = (volume, random.pick(["SUPPL. \(supplement)", "Suppl. \(supplement)", nil]))
    case 3:
      // What one source calls a supplement has a number of its own in the other.
      (one[.volume], one[.issue], one[.pages]) = (volume, "Suppl", "S101-S108")
      (other[.volume], other[.issue], other[.pages]) = (volume, issue, "S101-8")
    case 4: (one[.issue], other[.issue]) = ("\(issue)-\((Int(issue) ?? 1) + 1)", issue)
    case 5: other[.volume] = random.pick(["Vol. \(volume)", "Volume \(volume)", "0\(volume)"])
    case 6: other[.volume] = "\(work.year ?? 2000)"
    default: (one[.pages], other[.pages]) = ("E\(issue)1-E\(issue)9", "\(issue)1-\(issue)9")
    }
    return (one, other)
  }

  // MARK: - Records of two works

  private mutating func two(_ kind: Kind, _ work: Record) -> (Record, Record) {
    var (one, other) = (work, self.work())
    switch kind {
    case .supplements:
      other.container = one.container
      for variable in [Variable.volume, .issue] { other[variable] = one[variable] }
      other[date: .issued] = one[date: .issued]
      one[.pages] = "S\(random.number(10...99))"
      other[.pages] = random.chance(30) ? one.pages : "S\(random.number(100...199))"
      if random.chance(30), one.pages != other.pages { other.contributors = one.contributors }
      for scheme in [IdentifierScheme.doi, .pmid] { other.setIdentifier(scheme, one.identifier(scheme)) }
    case .editorials:
      one.mainTitle = random.pick(Self.generic)
      other = one
      other[.volume] = "\((Int(one.volume ?? "") ?? 1) + random.number(0...1))"
      other[.issue] = "\((Int(one.issue ?? "") ?? 1) + 1)"
      if random.chance(30) { other[.issue] = nil }
      other[.pages] = random.chance(50) ? one.pages : "\(random.number(1...999))"
      separate(&one, &other)
    case .parts:
      let (first, second) = random.pick(Self.parts)
      other = one
      other.mainTitle = "\(one.mainTitle)\(second)"
      one.mainTitle = "\(one.mainTitle)\(first)"
      other[.pages] = random.chance(50) ? nil : "\(random.number(1000...1999))"
      separate(&one, &other, mayShareDOI: true)
    case .preprints:
      other = one
      other.type = .preprint
      other.container = nil
      if random.chance(50) {
        other.setJournal(random.pick(["bioRxiv", "medRxiv", "arXiv", "SSRN", "Research Square"]))
      }
      for variable in [Variable.volume, .issue, .pages] { other[variable] = nil }
      other.setIdentifier(.pmid, nil)
      other.setIdentifier(.doi, random.chance(70) ? "10.1101/2020.\(count)" : nil)
    case .notices:
      other = one
      let title = one.mainTitle
      other.mainTitle = random.pick([
        "Erratum: \(title)", "Correction to: \(title)", "Corrigendum to \"\(title)\" [Ann. Mills 12 (2004) 123-126]",
        "Reply to: \(title)", "Comment on \"\(title)\"", "Response to \"\(title)\"", "Retraction: \(title)",
        "Re: \(title)", "\(title) - Reply", "\(title) (vol \(one.volume ?? ""), pg 17, \(one.year ?? 2000))",
        "\(title) [published erratum]", "Authors' reply: \(title)", "Editorial comment: \(title)",
        "Book review: \(title)",
      ])
      other[.pages] = random.chance(60) ? nil : "\(random.number(1000...1999))"
      if random.chance(40) { other[.volume] = nil; other[.issue] = nil }
      separate(&one, &other, mayShareDOI: true)
    case .words:
      let words = random.pick(DuplicateLibrary.wordPairs)
      other = one
      one.mainTitle = "\(one.mainTitle) in \(words[0])"
      other.mainTitle = "\(other.mainTitle) in \(words[1])"
      other[.pages] = random.chance(50) ? nil : "\(random.number(1000...1999))"
      if random.chance(50) { for index in other.contributors.indices { initials(&other.contributors[index].name) } }
      separate(&one, &other)
    case .chapters:
      one.type = random.pick([.chapter, .book, .document])
      other.type = one.type
      other.container = one.container
      if random.chance(50) { other.contributors = one.contributors }
      other[date: .issued] = one[date: .issued]
      for variable in [Variable.volume, .issue] { (one[variable], other[variable]) = (nil, nil) }
      (one[.pages], other[.pages]) = ("1-18", random.chance(70) ? "21-38" : nil)
      for scheme in [IdentifierScheme.doi, .pmid] { other.setIdentifier(scheme, scheme == .doi ? one.doi : nil) }
      if random.chance(50) {
        one.setIdentifier(.isbn, "9783161484100")
        other.setIdentifier(.isbn, "9783161484100")
        other.setIdentifier(.doi, nil)
      }
    case .yearly:
      one.mainTitle =
        "Annual report on \(random.pick(DuplicateLibrary.adjectives)) \(random.pick(DuplicateLibrary.things)) \(count)"
      other = one
      other[date: .issued] = PartialDate(year: (one.year ?? 2000) + 1)
      (other[.volume], other[.issue], other[.pages]) = (nil, nil, nil)
      separate(&one, &other)
    default:
      other = one
      other.type = .paperConference
      other.setJournal("Proceedings of the Conference on \(random.pick(DuplicateLibrary.fields)) Mills")
      (other[.volume], other[.issue], other[.pages]) = (
        nil, nil, "\(random.number(1000...1999))-\(random.number(2000...2100))"
      )
      other[date: .issued] = PartialDate(year: (one.year ?? 2000) - random.number(0...2))
      separate(&one, &other)
    }
    return (one, other)
  }

  /// Gives the second work identifiers of its own or none, and sometimes removes those of the first.
  private mutating func separate(_ one: inout Record, _ other: inout Record, mayShareDOI: Bool = false) {
    if !mayShareDOI || random.chance(70) {
      other.setIdentifier(.doi, random.chance(50) ? "10.5555/other.\(count)" : nil)
    }
    other.setIdentifier(.pmid, random.chance(30) ? "\(60_000_000 + count)" : nil)
    if random.chance(40) {
      one.setIdentifier(.doi, nil)
      one.setIdentifier(.pmid, nil)
    }
  }

  // MARK: - Works

  private mutating func work() -> Record {
    count += 1
    var record = Record()
    record.type = .articleJournal
    record.mainTitle =
      "\(random.pick(DuplicateLibrary.openings)) \(random.pick(DuplicateLibrary.adjectives)) \(random.pick(DuplicateLibrary.things)) "
      + "and \(random.pick(DuplicateLibrary.adjectives)) \(random.pick(DuplicateLibrary.things)) \(random.pick(["in", "among", "under", "after"])) "
      + "\(random.pick(DuplicateLibrary.adjectives)) \(random.pick(DuplicateLibrary.fields)) \(random.pick(DuplicateLibrary.ends))"
    for _ in 0..<random.number(1...7) { record.add(.person(person())) }
    let year = random.number(1975...2024)
    record[date: .issued] =
      random.chance(50) ? PartialDate(year: year) : PartialDate(year: year, month: random.number(1...12))
    record.setJournal(random.pick(Self.journals).0)
    record[.volume] = "\(random.number(1...180))"
    record[.issue] = "\(random.number(1...12))"
    let page = random.number(1...1999)
    record[.pages] = "\(page)-\(page + random.number(4...20))"
    record.setIdentifier(.doi, "10.5555/pairs.\(count)")
    if random.chance(50) { record.setIdentifier(.pmid, "\(10_000_000 + count)") }
    record.abstracts = [Abstract(RichText("We looked at \(random.pick(DuplicateLibrary.things)) of sample \(count)."))]
    return record
  }

  private mutating func person() -> PersonName {
    let given = random.pick(Self.givens)
    return PersonName(
      family: random.pick(Self.surnames) + (random.chance(10) ? "-\(random.pick(Self.surnames))" : ""),
      given: random.chance(40) ? "\(given) \(random.pick(Self.givens))" : given)
  }

  private mutating func typo(in title: String) -> String {
    var title = DuplicateLibrary.slip(in: title, &random)
    if random.chance(30) { title = DuplicateLibrary.slip(in: title, &random) }
    return title
  }
}

// MARK: - Words

extension DuplicatePairs {
  private var journals: [String: String] { Self.abbreviations }

  private static let abbreviations = Dictionary(uniqueKeysWithValues: journals)

  /// Journals and how a database abbreviates them.
  private static let journals = [
    ("Journal of Neuroscience", "J. Neurosci."), ("Neurobiology of Aging", "Neurobiol Aging"),
    ("The Journal of Biological Chemistry", "J Biol Chem"),
    ("Proceedings of the National Academy of Sciences of the United States of America", "Proc Natl Acad Sci U S A"),
    ("American Journal of Physiology - Heart and Circulatory Physiology", "Am J Physiol Heart Circ Physiol"),
    ("Journal of Applied Physiology", "J Appl Physiol (1985)"), ("European Journal of Pharmacology", "Eur J Pharmacol"),
    ("The Journal of neuroscience : the official journal of the Society for Neuroscience", "J Neurosci"),
    ("Physical Review B", "Phys. Rev. B"), ("Cochrane Database of Systematic Reviews", "Cochrane Database Syst Rev"),
    ("Journal of Cerebral Blood Flow & Metabolism", "J Cereb Blood Flow Metab"), ("PLoS ONE", "PLoS One"),
    ("Annals of the New York Academy of Sciences", "Ann N Y Acad Sci"), ("The Lancet", "Lancet (London, England)"),
    ("Science (New York, N.Y.)", "Science"), ("BMJ (Clinical research ed.)", "BMJ"),
    ("Neuroscience and Biobehavioral Reviews", "Neurosci Biobehav Rev"),
    ("Arzneimittel-Forschung", "Arzneimittelforschung"),
    ("Journal of Neurology, Neurosurgery, and Psychiatry", "J Neurol Neurosurg Psychiatry"),
    ("Revista Española de Cardiología", "Rev Esp Cardiol"), ("Journal of the American Chemical Society", "JACS"),
    ("Zeitschrift für Naturforschung", "Z. Naturforsch."), ("International Journal of Epidemiology", "Int J Epidemiol"),
    ("Acta Crystallographica Section C: Crystal Structure Communications", "Acta Crystallogr. Sect. C"),
    ("Nuclear Instruments and Methods in Physics Research Section A", "Nucl. Instrum. Methods Phys. Res., Sect. A"),
  ]

  private static let spellings = [
    ["behavioural tumours", "behavioral tumors"], ["oestrogen and haemoglobin", "estrogen and hemoglobin"],
    ["α-synuclein", "alpha-synuclein", "alpha synuclein"], ["amyloid-β", "amyloid-beta", "amyloid beta"],
    ["Aβ(1-42) peptides", "A beta(1-42) peptides", "Abeta 1-42 peptides", "A-beta (1-42) peptides"],
    ["5-HT(1A) receptors", "5-HT1A receptors", "5-HT 1A receptors"], ["three arms", "3 arms"],
    ["anti-inflammatory drugs", "antiinflammatory drugs"], ["follow-up", "follow up", "followup"],
    ["Alzheimer's disease", "Alzheimers disease", "Alzheimer\u{2019}s disease"],
    ["randomised trials", "randomized trials"],
    ["low- and high-dose drugs", "low and high dose drugs"], ["rats & mice", "rats and mice"],
    ["the centre", "centre", "the center"],
    ["Ca2+ channels", "Ca(2+) channels", "Ca²⁺ channels"], ["CO2 uptake", "CO<sub>2</sub> uptake", "CO₂ uptake"],
    ["type II diabetes", "type 2 diabetes"], ["CD4+ cells", "CD4(+) cells"],
    ["placebo vs drug", "placebo versus drug", "placebo vs. drug"],
    ["N-methyl-D-aspartate", "N-methyl-d-aspartate", "N-methyl-D-aspartate"],
    ["\"old\" ways", "“old” ways", "old ways"],
    ["μ-opioid agonists", "µ-opioid agonists", "mu-opioid agonists", "mu opioid agonists"],
  ]

  private static let subtitles = [
    "a randomised controlled trial", "a systematic review and meta-analysis", "results of a 5-year follow-up",
    "evidence from the north", "a case-control study", "lessons for policy", "an experimental study in rats",
    "the role of salt", "a review of 27 cases",
  ]

  private static let parts = [
    (". Part I", ". Part II"), (". I", ". II"), (": part 1", ": part 2"), (" (Part A)", " (Part B)"),
    (". 1. Methods", ". 2. Results"), (" I. Theory of weirs", " II. Practice of weirs"), (", Teil 1", ", Teil 2"),
  ]

  private static let generic = [
    "Editorial", "Book review", "Preface", "Introduction", "Erratum", "Index", "Letter to the editor", "Vorwort",
    "Buchbesprechungen", "Avant-propos", "Comptes rendus", "Prólogo", "Reseñas", "Editoriale", "Recensioni", "Prefácio",
    "In this issue", "From the editor", "News and notes", "Obituary", "Reply", "Corrigendum", "Commentary", "Foreword",
  ]

  private static let placeholders = [
    "NA", "N/A", "-", "unknown", "none", "0", "null", "not available", "10.0000/0000", "doi:",
  ]

  private static let foreign = [
    "Untersuchungen zur Wirkung von Mühlen auf", "Étude des effets des moulins sur", "Estudio de los molinos en",
    "Effetti dei mulini su", "Исследование мельниц и", "水车对河流影响的研究",
  ]
  private static let foreignEnds = [
    "Flüsse im Alpenraum", "les rivières du nord", "los ríos de la sierra", "fiumi alpini", "рек севера", "个地区",
  ]

  private static let accented = [
    "Müller", "Schröder", "Løvås", "Jørgensen", "Åström", "Weiß", "Lefèvre", "Muñoz", "Gómez", "Łukaszewicz", "Šimek",
    "Dvořák", "Yılmaz", "Doğan", "Gonçalves", "Magalhães",
  ]
  private static let accentedPlaces = ["Zürich", "Málaga", "Łódź", "Århus", "Besançon", "Göteborg"]

  private static let surnames: [String] = {
    let heads = [
      "Ber", "Hol", "Sor", "Mar", "Lin", "Tan", "Kov", "Rad", "Fer", "Oka", "Pet", "Sil", "Wal", "Gru", "Nak", "Dub",
    ]
    let ends = [
      "gen", "ton", "ler", "dahl", "ova", "mann", "etti", "ski", "son", "ard", "inez", "for", "mura", "well", "quist",
      "ier",
    ]
    return heads.flatMap { head in ends.map { head + $0 } }
  }()

  private static let givens = [
    "Anna", "Ruth", "Piotr", "Ada", "Ngozi", "Luis", "Yuki", "Chidi", "Karin", "Omar", "Olga", "Paolo", "Claire", "Jan",
    "Maria", "Ewa", "Lars", "Nikos", "Deniz", "Wei", "Priya", "Linh", "John", "Emma", "Max", "Luc", "Xiao-Ming",
    "Jean-Paul",
  ]
}

extension Record {
  fileprivate var year: Int? { self[date: .issued]?.value?.firstPoint?.year }

  fileprivate var mainTitle: String {
    get { title ?? "" }
    set {
      titles.removeAll { $0.kind == .main }
      titles.insert(Title(newValue), at: 0)
    }
  }

  fileprivate mutating func setJournal(_ title: String) { withHost { $0.titles = [Title(title)] } }

  fileprivate func identifier(_ scheme: IdentifierScheme) -> String? {
    identifiers.first { $0.scheme == scheme }?.value
  }

  fileprivate mutating func setIdentifier(_ scheme: IdentifierScheme, _ value: String?) {
    identifiers.removeAll { $0.scheme == scheme }
    if let value { add(Identifier(scheme, value)) }
  }
}
