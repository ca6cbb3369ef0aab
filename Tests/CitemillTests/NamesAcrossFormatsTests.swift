import Citemill
import CitemillCore
import CitemillTestSupport
import Testing

/// The text of a name has the same meaning in every format that can hold it, or an exception states why not.
@Suite struct NamesAcrossFormatsTests {
  /// A carrier with how its format takes a name.
  struct NameCarrier: CustomStringConvertible, Sendable {
    let carrier: Carrier
    let rule: Rule
    var description: String { carrier.description }

    init(description: String, format: String, before: String, after: String, rule: Rule = .list) {
      carrier = Carrier(description: description, format: format, before: before, after: after)
      self.rule = rule
    }
  }

  /// How formats read the text of names by their own syntax.
  enum Rule {
    /// A text may be a list.
    case list
    /// A name with a comma or initials is a person's, any other an organisation's.
    case commas
    /// A text is one name, and a list is kept as written.
    case one
    /// BibTeX divides at each "and".
    case bibTeX
  }

  static let carriers: [NameCarrier] = [
    NameCarrier(
      description: "RIS AU", format: "ris", before: "TY  - JOUR\nTI  - Weirs\nAU  - ", after: "\nER  - \n",
      rule: .commas),
    NameCarrier(
      description: "nbib FAU", format: "nbib", before: "PMID- 1\nTI  - Weirs\nFAU - ", after: "\n", rule: .commas),
    NameCarrier(
      description: "nbib AU", format: "nbib", before: "PMID- 1\nTI  - Weirs\nAU  - ", after: "\n", rule: .commas),
    NameCarrier(
      description: "Web of Science AF", format: "wos", before: "FN X\nVR 1.0\nPT J\nTI Weirs\nAF ",
      after: "\nER\n\nEF\n", rule: .commas),
    NameCarrier(
      description: "Web of Science AU", format: "wos", before: "FN X\nVR 1.0\nPT J\nTI Weirs\nAU ",
      after: "\nER\n\nEF\n", rule: .commas),
    NameCarrier(description: "Refer %A", format: "refer", before: "%0 Journal Article\n%T Weirs\n%A ", after: "\n"),
    NameCarrier(
      description: "EndNote XML author", format: "endnote-xml",
      before:
        "<xml><records><record><ref-type name=\"Journal Article\"/><titles><title>Weirs</title></titles><contributors><authors><author>",
      after: "</author></authors></contributors></record></records></xml>", rule: .commas),
    NameCarrier(
      description: "BibTeX author", format: "bibtex", before: "@article{a, title={Weirs}, author={", after: "}}\n",
      rule: .bibTeX),
    NameCarrier(
      description: "BibLaTeX author", format: "biblatex", before: "@article{a, title={Weirs}, author={", after: "}}\n",
      rule: .bibTeX),
    NameCarrier(description: "CSV author", format: "csv", before: "title,author\nWeirs,\"", after: "\"\n"),
    NameCarrier(description: "CSV Authors", format: "csv", before: "Title,Authors\nWeirs,\"", after: "\"\n"),
    NameCarrier(description: "listing", format: "listing", before: "Title: Weirs\nAuthor: ", after: "\nDate: 2004\n"),
    NameCarrier(
      description: "CSL-JSON text", format: "csl-json",
      before: #"[{"id":"a","type":"book","title":"Weirs","author":[""#, after: #""]}]"#),
    NameCarrier(
      description: "JATS string-name", format: "jats",
      before: "<article><front><article-meta><title-group><article-title>Weirs</article-title></title-group>"
        + "<contrib-group><contrib contrib-type=\"author\"><string-name>",
      after: "</string-name></contrib></contrib-group></article-meta></front></article>", rule: .one),
  ]

  /// Texts with the names in them, each as `family/given/particle/suffix` without empty ends, `[body]`,
  /// `?as written`, `+` for "and others" and `-` for an unknown person.
  static let names: [(text: String, names: String)] = [
    ("Doe, Jane", "Doe/Jane"), ("Doe, Jane M.", "Doe/Jane M."), ("Tolkien, J. R. R.", "Tolkien/J. R. R."),
    ("J. R. R. Tolkien", "Tolkien/J. R. R."), ("A. Berg", "Berg/A."), ("Plato", "Plato"), ("BERG, ANNA", "BERG/ANNA"),
    ("O'Brien, Conan", "O'Brien/Conan"), ("D’Orazio, Chiara", "D’Orazio/Chiara"), ("Øre, Åse", "Øre/Åse"),
    ("Müller-Lüdenscheidt, Karl", "Müller-Lüdenscheidt/Karl"), ("Берг, Анна", "Берг/Анна"), ("张三", "张三"),
    ("García Márquez, Gabriel", "García Márquez/Gabriel"), ("Ortega y Gasset, José", "Ortega y Gasset/José"),
    ("Rathe, Mona June,", "Rathe/Mona June"), ("Doe, Jane;", "Doe/Jane"), ("; Doe, Jane", "Doe/Jane"),
    ("Graf von Berg und Roe, Jan", "Graf von Berg und Roe/Jan"),
    // Initials after the family name, in capitals, which are not particles.
    ("Berg A", "Berg/A"), ("Berg A.-L.", "Berg/A.-L."), ("Berge AL", "Berge/AL"), ("Sorle DE", "Sorle/DE"),
    ("Roth DI", "Roth/DI"), ("Roth LE", "Roth/LE"), ("Roth DA", "Roth/DA"), ("Roth DO", "Roth/DO"),
    ("Roth VAN", "Roth/VAN"),
    ("Ångström Å.", "Ångström/Å."), ("García López MC", "García López/MC"), ("Chen, LMK", "Chen/LMK"),
    ("Smith, JR", "Smith/JR"), ("Malcolm X.", "Malcolm/X."), ("de Vries, HJM", "Vries/HJM/de"),
    ("Van Dal, HJM", "Van Dal/HJM"), ("SILVA SANTOS, MARIA", "SILVA SANTOS/MARIA"),
    ("Berg A Jr", "Berg/A//Jr"), ("Roe J, MD", "Roe/J//MD"),
    // Particles, and what only looks like one.
    ("van Beethoven, Ludwig", "Beethoven/Ludwig/van"), ("de la Cruz, Juan", "Cruz/Juan/de la"),
    ("van der Beek J", "Beek/J/van der"), ("LaPlace, Pierre", "LaPlace/Pierre"), ("DeVries, Anna", "DeVries/Anna"),
    ("al-Masri, Samir", "al-Masri/Samir"), ("Van Dal, Kai", "Van Dal/Kai"),
    // Suffixes.
    ("King, Martin, Jr.", "King/Martin//Jr."), ("King, Martin, 2nd", "King/Martin//2nd"),
    ("King, Jr., Martin", "King/Martin//Jr."), ("King Jr., Martin", "King/Martin//Jr."),
    ("King, Martin, III", "King/Martin//III"), ("Martin King III", "King/Martin//III"),
    ("Walter B. Kernig, Jr.", "Kernig/Walter B.//Jr."), ("Walter B. Kernig Jr.", "Kernig/Walter B.//Jr."),
    ("Smith, III", "Smith///III"), ("Smith, John, V", "Smith/John//V"), ("Jane Doe, PhD", "Doe/Jane//PhD"),
    ("Doe, Jane, PhD", "Doe/Jane//PhD"), ("Doe, Jane, M.D.", "Doe/Jane//M.D."),
    ("Jane Doe, M.D., Ph.D.", "Doe/Jane//M.D., Ph.D."),
    // Titles are left out.
    ("Dr. Jane Doe", "Doe/Jane"), ("Prof. Dr. Jane Doe", "Doe/Jane"), ("Doe, Dr. Jane", "Doe/Jane"),
    ("Dr. Doe, Jane", "Doe/Jane"),
    // The list continues, or nobody is known.
    ("et al.", "+"), ("and others", "+"), ("And Others", "+"), ("others", "+"), ("...", "+"), ("…", "+"),
    ("u. a.", "+"),
    ("[Anonymous]", "-"), ("Anonymous", "-"), ("Anon.", "-"), ("[No author name available]", ""), (",", ""),
    ("N/A", ""), ("Unknown", ""), ("unknown author", ""), (";", ""),
    // Organisations.
    ("World Health Organization", "[World Health Organization]"),
    ("World Health Organization,", "[World Health Organization]"),
    ("University of the Weir", "[University of the Weir]"),
    ("UNIVERSITY OF THE WEIR", "[UNIVERSITY OF THE WEIR]"), ("清华大学", "[清华大学]"),
    ("Ministry of Water, Office of Weirs", "[Ministry of Water, Office of Weirs]"),
    ("Ministry of Health and Social Affairs", "[Ministry of Health and Social Affairs]"),
    ("Smith and Wesson Ltd.", "[Smith and Wesson Ltd.]"),
    ("Institut für Wasser und Boden", "[Institut für Wasser und Boden]"),
    ("Eaux et Forêts", "[Eaux et Forêts]"), ("WHO", "[WHO]"), ("Plan A", "[Plan A]"), ("Vitamin D", "[Vitamin D]"),
    ("Vitamin D and Calcium Study Group", "[Vitamin D and Calcium Study Group]"),
    ("Hepatitis B and HIV Consortium", "[Hepatitis B and HIV Consortium]"),
  ]

  /// Names without a comma whose parts follow only from their order.
  static let undivided: [(text: String, names: String)] = [
    ("Jane Doe", "Doe/Jane"), ("Conan O'Brien", "O'Brien/Conan"), ("Ludwig van Beethoven", "Beethoven/Ludwig/van"),
    ("Juan de la Cruz", "Cruz/Juan/de la"), ("Pierre LaPlace", "LaPlace/Pierre"),
    ("Chiara D’Orazio", "D’Orazio/Chiara"),
    ("Karl Müller-Lüdenscheidt", "Müller-Lüdenscheidt/Karl"), ("José Ortega y Gasset", "Ortega y Gasset/José"),
    ("Dr. Seuss", "Seuss/Dr."),
  ]

  /// Lists in one value.
  static let lists: [(text: String, names: String)] = [
    ("Doe, Jane; Roe, Richard", "Doe/Jane; Roe/Richard"), ("Doe, Jane; Roe, Richard;", "Doe/Jane; Roe/Richard"),
    ("Doe, Jane and Roe, Richard", "Doe/Jane; Roe/Richard"), ("Doe, Jane and et al", "Doe/Jane; +"),
    ("Doe, Jane et al.", "Doe/Jane; +"), ("Doe, Jane, et al.", "Doe/Jane; +"), ("Doe, Jane and others", "Doe/Jane; +"),
    ("Jane Doe et al.", "Doe/Jane; +"), ("Berg A, et al", "Berg/A; +"), ("张三；李四", "张三; 李四"), ("张三、李四", "张三; 李四"),
    ("张三，李四", "张三; 李四"), ("张三等", "张三; +"), ("Anna Berg and John Roe", "Berg/Anna; Roe/John"),
    ("Berg, Anna und Roe, Jan", "Berg/Anna; Roe/Jan"), ("Anna Berg und Jan Roe", "Berg/Anna; Roe/Jan"),
    ("Anna Berg et Jean Roe", "Berg/Anna; Roe/Jean"), ("Ana García y Juan Pérez", "García/Ana; Pérez/Juan"),
    ("Анна Берг и Ян Роу", "Берг/Анна; Роу/Ян"), ("Берг А., Роу Я. и др.", "Берг/А.; Роу/Я.; +"),
    ("Berg, Anna / Roe, Jan", "Berg/Anna; Roe/Jan"), ("Anna Berg/Jan Roe", "Berg/Anna; Roe/Jan"),
    ("Anna Berg|Jan van Dal", "Berg/Anna; Dal/Jan/van"), ("Roe K., Poe E. and Dorn A.", "Roe/K.; Poe/E.; Dorn/A."),
    ("Berg A, Eze N, Roth K", "Berg/A; Eze/N; Roth/K"), ("Berg A, Eze N, ...", "Berg/A; Eze/N; +"),
    ("Berg, A., Eze, N., Roth, K.", "Berg/A.; Eze/N.; Roth/K."),
    ("Anna Berg, Ngozi Eze, Kai Roth", "Berg/Anna; Eze/Ngozi; Roth/Kai"),
    ("Anna Berg, Ngozi Eze and Kai Roth", "Berg/Anna; Eze/Ngozi; Roth/Kai"),
    ("Doe, Jane and John Roe", "Doe/Jane; Roe/John"), ("Doe, Jane and ,", "Doe/Jane"), ("Doe, Jane, and", "Doe/Jane"),
    ("Berg, Anna and Mill Study Group", "Berg/Anna; [Mill Study Group]"),
    ("Berg A and Mill Study Group", "Berg/A; [Mill Study Group]"), ("A. Berg, J. Roe", "Berg/A.; Roe/J."),
    ("A. Berg, J. Roe, and N. Eze", "Berg/A.; Roe/J.; Eze/N."), ("Berg A, Eze N, and WHO", "Berg/A; Eze/N; [WHO]"),
    ("Anna Berg, PhD and John Roe, MD", "Berg/Anna//PhD; Roe/John//MD"),
    ("Berg A Jr, Eze N 3rd", "Berg/A//Jr; Eze/N//3rd"), ("Berg A, Eze N, WHO", "Berg/A; Eze/N; [WHO]"),
    ("Anna Berg, PhD, John Roe, MD", "Berg/Anna//PhD; Roe/John//MD"),
    ("Graf von Berg, Jan und Roe, Jan", "Graf von Berg/Jan; Roe/Jan"),
    ("Berg A, Eze N; Mills Study Group", "Berg/A; Eze/N; [Mills Study Group]"),
    ("Doe, Jane; ; Roe, Richard", "Doe/Jane; Roe/Richard"), (";Doe, Jane;;Roe, Richard;", "Doe/Jane; Roe/Richard"),
    ("José Ortega y Gasset; Anna Berg", "Ortega y Gasset/José; Berg/Anna"),
    ("José Ortega y Gasset and Anna Berg", "Ortega y Gasset/José; Berg/Anna"),
  ]

  /// Where a format means something else, and why.
  static let exceptions: [String: [String: String]] = [
    // BibTeX divides at "and" whatever is beside it; an organisation must be in braces.
    "Ministry of Health and Social Affairs": [
      "BibTeX author": "[Ministry of Health]; Affairs/Social",
      "BibLaTeX author": "[Ministry of Health]; Affairs/Social",
    ],
    "Smith and Wesson Ltd.": ["BibTeX author": "Smith; [Wesson Ltd.]", "BibLaTeX author": "Smith; [Wesson Ltd.]"],
    "Vitamin D and Calcium Study Group": [
      "BibTeX author": "[Vitamin D]; [Calcium Study Group]", "BibLaTeX author": "[Vitamin D]; [Calcium Study Group]",
    ],
    "Hepatitis B and HIV Consortium": [
      "BibTeX author": "[Hepatitis B]; [HIV Consortium]", "BibLaTeX author": "[Hepatitis B]; [HIV Consortium]",
    ],
    // A name is read without regard to the others of its list, and a comma follows a family name.
    "Anna Berg, PhD and John Roe, MD": [
      "BibTeX author": "Berg/Anna//PhD; John Roe/MD", "BibLaTeX author": "Berg/Anna//PhD; John Roe/MD",
    ],
    "Anna Berg, PhD, John Roe, MD": [
      "BibTeX author": "Berg/Anna//PhD; John Roe/MD", "BibLaTeX author": "Berg/Anna//PhD; John Roe/MD",
    ],
    // In BibTeX the second of three parts is the suffix, unless the third can be nothing else.
    "Smith, John, V": ["BibTeX author": "Smith/V//John", "BibLaTeX author": "Smith/V//John"],
    // Lower-case words are particles in BibTeX.
    "José Ortega y Gasset": ["BibTeX author": "Gasset/José Ortega/y", "BibLaTeX author": "Gasset/José Ortega/y"],
    "José Ortega y Gasset; Anna Berg": [
      "BibTeX author": "Gasset/José Ortega/y; Berg/Anna", "BibLaTeX author": "Gasset/José Ortega/y; Berg/Anna",
    ],
    "José Ortega y Gasset and Anna Berg": [
      "BibTeX author": "Gasset/José Ortega/y; Berg/Anna", "BibLaTeX author": "Gasset/José Ortega/y; Berg/Anna",
    ],
    "Eaux et Forêts": ["BibTeX author": "Forêts/Eaux/et", "BibLaTeX author": "Forêts/Eaux/et"],
    // A comma after two words is one in a family name, where a name without it is an organisation's.
    "Ministry of Water, Office of Weirs": [
      "BibTeX author": "Ministry of Water/Office of Weirs", "BibLaTeX author": "Ministry of Water/Office of Weirs",
    ],
  ]

  @Test(arguments: carriers) func readTheSame(carrier: NameCarrier) throws {
    for (text, names) in Self.names { try expect(names, of: text, in: carrier) }
  }

  @Test(arguments: carriers) func readUndividedNames(carrier: NameCarrier) throws {
    for (text, names) in Self.undivided {
      try expect(carrier.rule == .commas ? "[\(text)]" : names, of: text, in: carrier)
    }
  }

  @Test(arguments: carriers) func readLists(carrier: NameCarrier) throws {
    for (text, names) in Self.lists { try expect(carrier.rule == .one ? "?\(text)" : names, of: text, in: carrier) }
  }

  /// What is not split because a piece of it is not clearly a person's name.
  @Test(arguments: carriers.filter { $0.rule != .bibTeX }) func keepBodiesWhole(carrier: NameCarrier) throws {
    for text in [
      "Ministry of Health and Social Affairs", "New Zealand and South Africa", "Department of Mills / Office of Weirs",
      "Health and Safety Executive", "Royal Society and British Academy", "Johnson and Johnson Inc.",
    ] {
      let found = try Self.read(text, carrier)
      #expect(found.count == 1, "\(carrier): \(text)")
    }
  }

  @Test func aDividedValueIsReported() throws {
    let reading = try FormatRegistry.standard.read(
      text: "TY  - JOUR\nAU  - Anna Berg and John Roe\nA2  - Dr. Jane Doe\nER  - \n", as: "ris")
    #expect(reading.diagnostics.map(\.code.rawValue) == ["tagged.joined-names", "names.word-left-out"])
  }

  private func expect(_ names: String, of text: String, in carrier: NameCarrier) throws {
    let found = try Self.read(text, carrier).map(Self.short).joined(separator: "; ")
    let wanted = Self.exceptions[text]?[carrier.description] ?? names
    #expect(found == wanted, "\(carrier): \(text)")
  }

  private static func read(_ text: String, _ carrier: NameCarrier) throws -> [Contributor] {
    try #require(try carrier.carrier.record(with: text), "\(carrier): \(text)").contributors
  }

  private static func short(_ one: Contributor) -> String {
    switch one.kind {
    case .others: return "+"
    case .anonymous: return "-"
    case .organization: return "[\(one.name.literal ?? "")]"
    case .unparsed: return "?\(one.name.literal ?? "")"
    case .person:
      var parts = [one.name.family, one.name.given, one.name.nonDroppingParticle, one.name.suffix].map { $0 ?? "" }
      while parts.last == "" { parts.removeLast() }
      return parts.joined(separator: "/")
    }
  }
}
