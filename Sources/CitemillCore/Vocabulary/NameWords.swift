/// The words of names and of lists of names: suffixes, particles, titles, words of organisations. All formats
/// use these lists, so a word is added in one place. The order of the parts of a name is in `NameText`.
package enum NameWords {
  // MARK: - Instead of a name

  /// Words that mean that a list of names continues, the longest first.
  package static let others = [
    "and colleagues", "[and others]", "and et al.", "and others", "und andere", "et autres", "y otros", "& others",
    "and et al", "[et al.]", "et alii", "et alia", "et coll.", "et. al.", "et al.", "[et al]", "et al", "others",
    "и др.",
    "и др", "u. a.", "u.a.", "...", "…", "等",
  ]
  private static let othersList = WordList(others)

  /// Whether a text means that a list of names continues, ignoring case: `et al.`, `And Others`, `...`
  @inline(__always)
  package static func isOthers(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    range.count <= 20 && range.count >= 3
      && (othersList.index(inAnyCase: bytes, range) != nil || isNumberOfOthers(bytes, range))
  }

  private static let restWords = WordList([
    "more", "others", "other", "other authors", "more authors", "additional authors", "weitere", "al.", "autres",
    "otros",
  ])

  /// Whether a text is the number of the names that are left out: `3 others`, `+3 more`, `and 3 others`.
  private static func isNumberOfOthers(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var here = range.lowerBound
    let first = bytes[here]
    guard first.isDigit || first == UInt8(ascii: "+") || first == UInt8(ascii: "&") || first == UInt8(ascii: "a")
    else { return false }
    for word: StaticString in ["and ", "& ", "+"] where bytes.stands(word, at: here) { here += word.utf8CodeUnitCount }
    let start = here
    while here < range.upperBound, bytes[here].isDigit { here += 1 }
    guard (1...4).contains(here - start), here + 1 < range.upperBound, bytes[here] == 32 else { return false }
    return restWords.index(inAnyCase: bytes, (here + 1)..<range.upperBound) != nil
  }

  private static let anonymous = WordList([
    "anonymous", "[anonymous]", "anon", "anon.", "[anon]", "[anon.]", "anonym", "anonymus",
  ])
  private static let missing = WordList([
    "[no author]", "[no authors]", "[no author listed]", "[no authors listed]", "[no author name available]",
    "[no author id available]", "[no author names available]", "[no authors available]", "no author", "no authors",
    "no author listed", "no authors listed", "no author name available", "no author id available",
    "no author names available", "no authors available", "unknown author", "author unknown",
  ])

  /// Whether a text means that the author is unknown: `[Anonymous]`.
  package static func isAnonymous(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard let first = bytes.byte(at: range.lowerBound), first == UInt8(ascii: "[") || first | 0x20 == UInt8(ascii: "a")
    else { return false }
    return anonymous.index(inAnyCase: bytes, range) != nil
  }

  /// Whether a text means that there is no author: `[No author name available]`, `N/A`, `Unknown`.
  package static func isMissing(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard range.count <= 28, let first = bytes.byte(at: range.lowerBound) else { return false }
    return Placeholder.isAbsence(bytes, range)
      || (first == UInt8(ascii: "[") || "nua".utf8.contains(first | 0x20))
        && missing.index(inAnyCase: bytes, bytes.endsWithDot(range) ? range.dropLast() : range) != nil
  }

  // MARK: - Between names

  /// The words between two names of a list.
  package static let conjunctions = ["and", "&", "und", "et", "y", "e", "en", "och", "og", "и", "AND"]
  static let conjunctionList = WordList(conjunctions)
  /// Those that are another word in other languages.
  static let doubtfulConjunctions = WordList(["e", "en"])
  /// The words between two parts of a family name: `Ortega y Gasset`.
  static let familyLinks = WordList(["y", "e", "i"])

  /// Given names that are common, and rarely family names.
  static let givenNames = WordList(
    text: """
      Aaron Ada Adam Adrian Agnes Ahmed Aisha Akira Alan Albert Alejandro Alessandro Alex Alexander Alexandra Alice Alicia
      Amanda Amelia Amina Amy Ana Anastasia Andrea Andreas Andrei Andrew Andrzej Angela Anita Anja Ann Anna Anne Annette
      Anthony Antonio Anton Astrid Aurora Barbara Beate Beatrice Ben Benjamin Bernd Bernhard Bettina Björn Bob Brian
      Brigitte Bruno Camila Camille Carla Carlo Carlos Carmen Carol Carolina Caroline Catherine Cecilia Charles Charlotte
      Chiara Chloe Chris Christian Christina Christine Christoph Christopher Claire Clara Claudia Claire Cristina Dan
      Daniel Daniela Daniele Dave David Debora Deborah Denis Diana Diego Dieter Dirk Dmitri Dominik Donald Dora Doris
      Dorota Dorothea Edith Edward Elena Eleni Eleonora Elisa Elisabeth Elizabeth Ella Ellen Elsa Emilia Emily Emma Enrico
      Eric Erica Erik Erika Eugene Eva Fatima Federico Felix Fernando Fiona Florian Frances Francesca Francesco Francisco
      Frank Franziska Frédéric Frieda Friedrich Gabriel Gabriela Georg Gerd Gerhard Gianluca Giorgio Giovanni Giulia
      Giuseppe Gloria Greta Guillaume Gunnar Günter Hanna Hannah Hans Harald Harry Heather Heidi Heinrich Helen Helena
      Helga Helmut Henrik Henry Hermann Hiroshi Holger Ian Ida Ines Inga Inge Ingrid Irene Irina Isaac Isabel Isabella Ivan
      Jack Jacob Jacqueline Jakob James Jan Jana Jane Janet Jean Jeff Jeffrey Jennifer Jens Jessica Jill Jim Joachim Joan
      Joanna Jochen Joe Johan Johann Johanna Johannes John Jon Jonas Jonathan Jörg Jörn Jose José Josef Joseph Joshua Juan
      Judith Julia Julian Julie Juliette Jun Jürgen Kai Karen Karin Karl Karla Kate Katharina Katherine Kathrin Katja
      Katrin Kenji Kevin Klaus Konrad Kristin Lars Laura Lea Lena Leo Leon Leonardo Leonie Lina Linda Lisa Lothar Louis
      Louise Luca Lucas Lucia Lucy Luis Luisa Lukas Luke Magdalena Manfred Manuel Manuela Marc Marco Marcus Margaret
      Margarita Maria María Marie Mario Marion Mark Markus Marta Martha Martina Mary Matteo Matthew Matthias Maya Mehmet
      Melanie Mia Michael Michaela Michal Michel Michelle Miguel Mike Mina Miriam Mohamed Mohammed Monica Monika Nadia
      Nancy Natalia Natalie Natasha Ngozi Niamh Nicholas Nick Nicola Nicolas Nicole Niels Nikolai Nils Nina Nora Oksana
      Olaf Olga Oliver Olivia Omar Otto Pablo Paolo Patricia Patrick Paul Paula Pavel Pedro Peter Petra Philip Philipp
      Pierre Piotr Priya Rachel Rainer Ralf Raphael Rebecca Regina Renate René Ricardo Richard Rita Robert Roberto Roland
      Rolf Rosa Rosalyn Roger Rüdiger Sabine Samuel Sandra Sara Sarah Sebastian Sergei Sergio Silke Silvia Simone Sofia
      Sonja Sophie Stefan Stefano Steffen Stephan Stephanie Stephen Steve Steven Sue Susan Susanne Sven Svenja Tanja
      Tatiana Teresa Theodor Theresa Thomas Thorsten Tim Timothy Tina Tom Tomas Torsten Ulrich Ulrike Ursula Ute Uta Uwe
      Valentina Vanessa Vera Veronica Victoria Viktor Vincent Virginia Vladimir Volker Walter Wei Werner Wilhelm Willem
      William Wolfgang Xavier Yasmin Yuki Yusuf Yvonne Zoe
      """)

  // MARK: - After a name

  /// Generation suffixes: `Jr.`, `III`, `3rd`.
  private static let generations = WordList(text: "Jr Jr. jr jr. Jnr Jnr. Sr Sr. sr sr. Snr Snr. II III IV 2nd 3rd 4th")
  /// `Jr` in capitals, which is initials if only one word comes before it: `John Smith JR`, `Smith JR`.
  private static let capitalGenerations = WordList(["JR", "JR.", "SR", "SR."])
  /// Generation suffixes that are neither a name nor an initial when they follow a comma alone.
  static let laterGenerations = WordList([
    "Junior", "Senior", "V", "VI", "VII", "VIII", "1st", "5th", "6th", "7th", "8th",
  ])
  /// Portuguese suffixes, which are suffixes only if they come last after two commas: `Silva, João, Filho`.
  private static let familyGenerations = WordList([
    "filho", "neto", "netto", "sobrinho", "j\u{FA}nior", "ju\u{301}nior", "junior", "segundo",
  ])

  /// Whether a word is a suffix in the third part of a name: `Filho`, `Neto`.
  package static func isGenerationOfFamily(_ bytes: Span<UInt8>, _ word: Range<Int>) -> Bool {
    (4...9).contains(word.count) && familyGenerations.index(inAnyCase: bytes, word) != nil
  }

  static let honours = WordList(
    text: "Esq Esq. MSc BSc PhD Ph.D. PhD. Dr. DPhil Ret. M.D. J.D. M.A. B.A. M.Sc. B.Sc. R.N. MBA MPH PharmD")
  /// Honours of two capitals, which are more often the initials of given names.
  static let shortHonours = WordList(["QC", "KC", "MD", "MA", "BA", "JD", "RN", "MP", "CH", "OM"])

  /// Whether a word after a name is a generation suffix: `Jr.`, `III`, `3rd`.
  package static func isGeneration(_ word: String) -> Bool { word.withUTF8Span { isGeneration($0, 0..<$0.count) } }

  /// The same for a word among other bytes.
  package static func isGeneration(_ bytes: Span<UInt8>, _ word: Range<Int>) -> Bool {
    word.count < 5 && word.count > 1 && generations.contains(bytes, word)
  }

  /// `Jr.` and `Sr.` in capitals.
  package static func isCapitalGeneration(_ bytes: Span<UInt8>, _ word: Range<Int>) -> Bool {
    word.count < 4 && word.count > 1 && capitalGenerations.contains(bytes, word)
  }

  /// The common form of equivalent suffixes, for one in lower case and digits: `jr` for `junior`, `iii` for
  /// `3rd`.
  package static func generation(_ letters: String) -> String { generationForms[letters] ?? letters }

  private static let generationForms = [
    "junior": "jr", "jnr": "jr", "senior": "sr", "snr": "sr", "2nd": "ii", "3rd": "iii", "4th": "iv", "5th": "v",
    "6th": "vi", "7th": "vii", "8th": "viii",
  ]

  // MARK: - Before and in a name

  /// Titles that are dropped from a name, without a full stop at their end.
  static let titles = WordList(["Dr", "Prof", "Professor", "Mr", "Mrs"])
  /// Titles that show where a name begins.
  static let honorifics = WordList(text: "Dame Sir Lord Lady Dr Prof Professor Rev Reverend Hon Mr Mrs Ms Baroness")

  /// Titles of nobility, which start a family name: `Graf von Berg und Roe`.
  static let nobility = WordList(
    text: """
      Graf Gräfin Freiherr Freifrau Fürst Fürstin Prinz Prinzessin Herzog Herzogin Ritter Edler Baron Comte Marquis
      Conde Duque Marqués
      """)

  /// Words before family names, in lower case; in capitals, as in `Berge AL`, they are initials.
  static let particles = WordList(
    text: """
      af al av bin da das de degli dei del della den der des di do dos du el ibn la las le les los st ten ter van
      vande vom von zu zum zur 't ’t
      """)

  /// Whether a lower-case word is a particle before family names: `van`, `de`.
  package static func isParticle(_ word: String) -> Bool {
    word.withUTF8Span { particles.contains($0, 0..<$0.count) }
  }

  // MARK: - Bodies

  private static let bodies = WordList(
    text: """
      academia académie academy administration agency akademie association authority bank board bureau center centre
      centro collaboration college comisión comité commission committee company consejo consortium corp corporation
      council department federation fondation foundation fundación gesellschaft gmbh government group hospital inc
      institut institute institution instituto istituto laboratories laboratory library llc llp ltd ministère
      ministerio ministerium ministry musée museo museum nations network office organisation organization program
      programme project publishers publishing sociedad société society stiftung team union universidad universidade
      universit\u{E0} universit\u{E4}t universita\u{308}t universit\u{E9} universite\u{301} universiteit university
      verband verein университет институт министерство
      """)

  /// Words that are common in names of organisations, and rare in those of people.
  private static let doubtful = WordList(
    text: """
      affairs africa african ag agriculture america american asia asian asociación associates books bros brothers
      british business cancer canada central china chinese city clinic clinical co commerce communication
      communications conference county culture defence defense development division economic economics education
      energy engineering environment environmental europe european faculty federal finance food france general german
      germany global health house human industries industry information india indian inquiry international
      investigators japan japanese journal justice kg kommission lab labor labour labs management medical medicine
      national natural new news north northern partners party planning police policy press public relations reports
      republic research resources rights royal safety school science sciences security service services social
      software sons south southern standards state states statistics studies study survey systems task technologies
      technology trade transport trust united verlag water welfare western working world zealand
      """)

  /// Organisations known by their initials.
  private static let acronyms = WordList(
    text: """
      ACM AMA ANSI APA ASTM BBC CDC CERN DIN ECDC EFSA EMA EPA ESA FAO FDA GAO IAEA IEC IEEE IETF ILO IMF INSERM IPCC
      ISO IUCN IUPAC NASA NATO NICE NIH NIST NOAA NSF OECD UNDP UNEP UNESCO UNHCR UNICEF USDA USGS WHO WIPO WMO WTO
      WWF
      """)

  /// Words after which a single letter belongs to the name and is not a person's initial: `Vitamin D`,
  /// `Plan A`.
  private static let lettered = WordList(
    text: """
      appendix area block category class clostridium coenzyme cohort factor grade group haemophilia hemoglobin
      haemoglobin hemophilia hepatitis immunoglobulin influenza level meningococcus module option part phase plan
      protein route section series stage streptococcus system table type unit vitamin zone
      """)

  /// How the names of organisations end in Chinese and Japanese.
  private static let easternEndings = [
    "大学", "大學", "学院", "學院", "学会", "學會", "学校", "公司", "中心", "协会", "協会", "医院", "病院", "所", "研究院", "委员会",
    "委員会", "出版社", "部", "局", "室", "集团", "株式会社", "図書館", "图书馆", "政府",
  ]

  /// Whether a word occurs only in names of organisations.
  package static func isOfBody(_ word: String) -> Bool { word.withUTF8Span { isOfBody($0, 0..<$0.count) } }

  /// The same for a word among other bytes.
  package static func isOfBody(_ bytes: Span<UInt8>, _ word: Range<Int>) -> Bool {
    bodies.index(inAnyCase: bytes, bare(bytes, word)) != nil || isAcronym(bytes, word)
  }

  /// Whether a word is the name of an organisation in capitals: `WHO`.
  static func isAcronym(_ bytes: Span<UInt8>, _ word: Range<Int>) -> Bool {
    // Nearly all words have a lower-case letter in the second place.
    word.count > 2 && bytes[word.lowerBound + 1] &- 65 < 26 && acronyms.contains(bytes, bare(bytes, word))
  }

  /// Whether a letter after a word belongs to the name that the word starts: `Vitamin D`, `Plan A`.
  static func takesLetter(_ bytes: Span<UInt8>, _ word: Range<Int>) -> Bool {
    lettered.index(inAnyCase: bytes, word) != nil
  }

  /// Whether a word occurs more often in an organisation's name than in a person's.
  static func mayBeOfBody(_ bytes: Span<UInt8>, _ word: Range<Int>) -> Bool {
    isOfBody(bytes, word) || doubtful.index(inAnyCase: bytes, bare(bytes, word)) != nil
  }

  /// Whether a text ends like names of organisations in Chinese and Japanese; not certain, but few names of
  /// people do.
  static func endsAsEasternBody(_ bytes: Span<UInt8>, _ range: Range<Int>, surely: Bool = false) -> Bool {
    guard range.count > 5, bytes[range.upperBound - 1] >= 0x80 else { return false }
    return easternEndings.contains { ending in
      ending.withUTF8Span {
        range.count > $0.count && !(surely && $0.count < 6)
          && bytes.hasSameBytes(range.upperBound - $0.count, as: $0, 0, count: $0.count)
      }
    }
  }

  /// Whether a word, with or without a full stop, is a title that is dropped from a name.
  static func isTitle(_ bytes: Span<UInt8>, _ word: Range<Int>) -> Bool {
    titles.contains(bytes, bytes[word.upperBound - 1] == UInt8(ascii: ".") ? word.dropLast() : word)
  }

  /// A word without the full stops and commas at its end.
  private static func bare(_ bytes: Span<UInt8>, _ word: Range<Int>) -> Range<Int> {
    var word = word
    while let last = word.last, bytes[last] == UInt8(ascii: ".") || bytes[last] == UInt8(ascii: ",") {
      word = word.lowerBound..<last
    }
    return word
  }
}
