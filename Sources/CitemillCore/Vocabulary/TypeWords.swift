/// The words for types of works that databases and reference managers use, besides the names of CSL and the
/// model.
///
/// All formats use this list; in addition, a format only has the codes that it defines itself.
package enum TypeWords {
  /// The meaning of a word.
  package struct Meaning: Equatable {
    package var type: RecordType
    /// Whether the word is more specific than the type, such as `Review` for an article; it is then the
    /// genre.
    package var saysMore = false
  }

  /// The type of a word: `journalArticle`, `Journal Article`, `Article; Early Access`.
  package static func type(of word: String) -> RecordType? { meaning(of: word)?.type }

  /// The meaning of a word, ignoring case and everything except letters and digits; of several words between
  /// semicolons the first one, unless a later one means a part of a book or a whole book.
  package static func meaning(of word: String) -> Meaning? {
    if word.utf8.count > 96 { return nil }
    // Zotero's `letter`, only in lower case, is not a letter in a journal.
    if let type = word == "letter" ? .personalCommunication : RecordType(rawValue: word) { return Meaning(type: type) }
    if let found = meaning(ofLetters: plain(word.utf8)) { return found }
    let parts = word.utf8.split { $0 == UInt8(ascii: ";") || $0 == UInt8(ascii: "|") }
      .map { String(decoding: Array($0), as: UTF8.self).trimmed }
    let found = parts.compactMap {
      RecordType(rawValue: $0).map { Meaning(type: $0) } ?? meaning(ofLetters: plain($0.utf8))
    }
    guard parts.count > 1, let first = found.first else { return beginning(of: word) }
    let book = found.first { $0.type == .chapter || $0.type == .book || $0.type == .editedBook }
    return Meaning(type: first.type == .articleJournal ? book?.type ?? first.type : first.type, saysMore: true)
  }

  /// `Journ`, `Journal of`: the content of a journal, not the journal as a whole.
  private static func beginning(of word: String) -> Meaning? {
    let plain = plain(word.utf8)
    return plain.count > 3 && "journal".utf8.starts(with: plain) ? Meaning(type: .articleJournal) : nil
  }

  private static func plain(_ word: some Sequence<UInt8>) -> [UInt8] {
    word.filter { $0.isLetter || $0.isDigit || $0 >= 0x80 }.map(\.lowercased)
  }

  // MARK: - Words

  /// Types with words that mean just the type.
  private static let names = """
    article-journal: journal article, journal articles, article, articles, electronic article, academic journal, \
      scholarly journals, IEEE journals, IEEE journals & magazines, IET journals, journals, journals & magazines, \
      IEEE early access articles, early access articles, early access, article in press, research article, research \
      paper, original article, original research, original research article, full length article, \
      Zeitschriftenartikel, Zeitschriftenaufsatz, Aufsatz, article de revue, article de périodique, artículo, \
      artículo de revista, artigo
    article-magazine: magazine article, magazine, magazines, IEEE magazines, trade journals
    article-newspaper: newspaper article, newspaper, newspapers, historical newspapers, Zeitungsartikel
    chapter: incollection, inbook, book chapter, book chapters, chapter, book section, electronic book section, book part, book track, \
      ebook chapter, IEEE ebook chapters, Wiley-IEEE Press eBook Chapters, MIT Press eBook Chapters, IET ebook \
      chapters, Buchkapitel, chapitre de livre, capítulo de libro, capítulo de livro
    paper-conference: conference paper, conference papers, proceedings paper, proceedings article, proceeding, \
      conference proceedings article, conference article, conference, conferences, IEEE conferences, IET \
      conferences, conference papers & proceedings, speeches/meeting papers, clinical conference, consensus \
      development conference, inproceedings, Konferenzbeitrag, Tagungsbeitrag, acte de colloque, ponencia
    proceedings: conference proceedings, conference volume, collected works - proceedings, Tagungsband
    thesis: dissertation, dissertations, dissertation thesis, dissertation/thesis, thesis/dissertation, \
      dissertations & theses, dissertations/theses, dissertations/theses - doctoral dissertations, dissertations/theses - \
      masters theses, dissertations/theses - practicum papers, dissertations/theses - undetermined, theses, dissertation abstract, academic dissertation, doctoral \
      thesis, Hochschulschrift, thèse, tesis, tese
    pamphlet: booklet
    book: manual, books, monograph, monographs, electronic book, ebook, authored book, book set, IEEE books, whole book, \
      print book, Buch, Monographie, livre, libro, livro
    edited-book: edited book, edited volume, collected works - general, Sammelband
    reference-book: reference book, reference work
    multivolume-book: multivolume work, book set
    book-series: book series
    periodical: journal, serial
    journal-issue: journal issue
    journal-volume: journal volume
    report: techreport, technical report, government document, reports, reports - research, reports - evaluative, reports - \
      descriptive, reports - general, ERIC publications, ERIC digests in full text, report component, working paper, working papers, discussion paper, white \
      paper, rapport, informe, Bericht
    report-series: report series
    standard: standards, IEEE standards, norm
    preprint: preprints, posted content, e-print, eprint
    peer-review: peer review, referee report
    review-book: book review, book reviews, reviews of books, Rezension
    dataset: data set, data sets, datasets, machine-readable data files
    database: online database, aggregated database
    software: computer program, computer programs, computer software, source code
    webpage: web page, website, web site, web resource, electronic source, online, Internetdokument
    post-weblog: blog post, blog, weblog post
    post: forum post, discussion forum, social media
    entry-encyclopedia: encyclopedia article, encyclopedia, encyclopedia entry
    entry-dictionary: dictionary entry, dictionary
    entry: reference entry
    legal_case: case, legal case, court case
    legislation: statute, law, legal/legislative/regulatory materials
    regulation: legal rule or regulation
    patent: patents, Patentschrift, brevet
    personal_communication: personal letter, email, e-mail, instant message, correspondence
    speech: presentation, lecture, talk, address
    graphic: artwork, image, photograph
    figure: chart or table, equation
    motion_picture: film, video, video recording, film or broadcast, audiovisual material, movie
    broadcast: tv broadcast, radio broadcast, television episode
    song: audio recording, podcast, audio, sound recording, audiobook
    musical_score: music, sheet music, music score
    manuscript: unpublished, unpublished work
    classic: classical work, ancient text
    document: generic, misc, miscellaneous
    """

  /// Types with words for subtypes, which become the genre: databases distinguish journal articles by these.
  private static let kinds = """
    article-journal: review, review article, systematic review, meta-analysis, letter, letters, letter to the \
      editor, editorial, editorials, editorial material, meeting abstract, abstract of published item, meeting \
      summary, note, notes, short survey, erratum, correction, corrigendum, addendum, retraction, retracted, \
      retracted publication, withdrawn publication, retraction note, publication with expression of concern, news \
      item, news, comment, commentary, discussion, opinion, perspective, viewpoint, case report, case reports, case \
      study, clinical trial, guideline, practice guideline, short communication, brief communication, rapid \
      communication, brief report, technical note, data paper, data article, software paper, biographical-item, item \
      about an individual, obituary, chronology, bibliography, excerpt, reprint, business article, research note, \
      short paper, survey, journal article review, mini review, scoping review, study protocol
    review: film review, software review, hardware review, database review, record review, theater review, art \
      exhibit review, dance performance review, music performance review, tv/radio review
    proceedings: conference review
    thesis: phd thesis, master's thesis, masters thesis, bachelor's thesis, doctoral dissertation, Masterarbeit
    dataset: data study
    """

  private static func meaning(ofLetters letters: [UInt8]) -> Meaning? {
    words.index(of: letters.span, 0..<letters.count).map { meanings[$0] }
  }

  /// All words with their meaning; if a word is in two lists, the first counts.
  private static let (words, meanings): (WordList, [Meaning]) = {
    var words: [[UInt8]] = []
    var meanings: [Meaning] = []
    for (table, saysMore) in [(names, false), (kinds, true)] {
      for line in Array(table.utf8).split(separator: 10) {
        let columns = line.split(separator: UInt8(ascii: ":"))
        guard columns.count == 2, let type = RecordType(rawValue: String(decoding: columns[0], as: UTF8.self))
        else {
          continue
        }
        for word in columns[1].split(separator: UInt8(ascii: ",")) {
          words.append(plain(word))
          meanings.append(Meaning(type: type, saysMore: saysMore))
        }
      }
    }
    for type in RecordType.allCases {
      words.append(plain(type.rawValue.utf8))
      meanings.append(Meaning(type: type))
    }
    return (WordList(bytes: words.flatMap { $0 }, counts: words.map(\.count)), meanings)
  }()
}

extension Record {
  /// Sets the type of a word, and the genre if the word is more specific; false for an unknown word.
  package mutating func takeType(_ word: String) -> Bool {
    guard let meaning = TypeWords.meaning(of: word) else { return false }
    type = meaning.type
    if meaning.saysMore, !variables.contains(.genre) { self[.genre] = word }
    return true
  }
}
