import CitemillCore

/// Titles that very many works have, so that they identify no work: `Editorial`, `Book reviews`, `Vorwort`.
enum GenericTitles {
  /// Whether a title is one of these, without regard to numbers and articles.
  static func contain(_ title: [[UInt8]]) -> Bool {
    let words = core(title)
    if words.isEmpty { return false }
    return titles.contains(words) || heads.contains { title.starts(with: $0) && title.count <= $0.count + 4 }
  }

  private static func core(_ title: [[UInt8]]) -> [[UInt8]] {
    title.filter { !isNumber($0) && !fillers.contains($0) }
  }

  /// What is followed by a name: `Reply to Berg et al.`, `This week in the Journal`.
  private static let heads = [
    "reply to", "replies to", "response to", "in reply to", "authors reply to", "author reply to", "rejoinder to",
    "comment on", "antwort auf", "this week in", "this month in", "letter from", "letter to", "message from",
    "note from",
    "news from", "in memory of", "in memoriam",
  ].map { Folding.words($0) }

  /// Whether a word means something that appears every year or more often: `annual`, `Jahresbericht`.
  static func isPeriodical(_ word: [UInt8]) -> Bool { periodical.contains(word) }

  private static func isNumber(_ word: [UInt8]) -> Bool {
    word.allSatisfy(\.isDigit) || TitleNumbers.roman(word) != nil || TitleNumbers.isWord(word)
  }

  private static let fillers = WordList(
    [
      "the", "a", "an", "of", "and", "to", "from", "by", "our", "this", "der", "die", "das", "des", "und", "le", "la",
      "les",
      "de", "du", "et", "el", "los", "del", "y", "il", "di", "e", "o", "os", "van", "het", "part", "no", "vol",
      "volume",
    ])

  private static let periodical = Set(
    [
      "bulletin", "newsletter", "circular", "annual", "yearly", "yearbook", "quarterly", "monthly", "weekly",
      "biennial", "Jahresbericht", "jährlich",
      "Jahrbuch",
      "annuel", "annuelle", "annuaire", "anual", "anuario", "annuale", "jaarverslag", "jaarboek", "årsberetning",
      "årsredovisning",
    ].map { Folding.letters($0) })

  private static let titles = Set(all.map { core(Folding.words($0)) })

  private static let all = [
    "poem", "poems", "new poems", "story", "stories", "fiction", "poetry", "letter from the president",
    "presidents letter", "letter from the chair", "chairs message", "chairmans message", "from the president",
    "from the chair", "this week in the journal", "this month in the journal", "issue information", "advertisement",
    "advertisements", "advertising", "advertisers index", "classified advertisements", "publication information",
    "subscription information", "aims and scope", "whats new", "whats inside", "graphical abstract", "cover picture",
    "upcoming events", "meetings", "corrections and clarifications", "from our readers", "readers letters",
    "untitled", "no title", "title not available", "title", "unknown",
    // Titles at the beginning and end of an issue or a book.
    "editorial", "editorials", "editorial note", "editorial notes", "editorial comment", "editorial comments",
    "editorial introduction", "editorial board", "editorial preface", "editorial foreword", "guest editorial",
    "guest editors introduction", "guest editor introduction", "editors note", "editors notes", "editor note",
    "editors introduction", "editors preface", "editors page", "editors corner", "editors choice", "editors letter",
    "editors comments", "editors comment", "editors foreword", "from the editor", "from the editors",
    "from the editors desk", "letter from the editor", "letter from the editors", "note from the editor",
    "a note from the editors", "a word from the editor", "message from the editor", "message from the president",
    "presidents message", "presidents page", "presidents address", "presidential address", "message", "welcome",
    "welcome address", "opening remarks", "opening address", "closing remarks", "in this issue", "about this issue",
    "this issue", "inside this issue", "special issue", "introduction", "introductions", "general introduction",
    "short introduction", "brief introduction", "introductory remarks", "introduction to the special issue",
    "introduction to this special issue", "introduction to the issue", "introduction to the special section",
    "preface", "preface to the second edition", "foreword", "forward", "prologue", "epilogue", "afterword",
    "postscript",
    "conclusion", "conclusions", "general conclusion", "concluding remarks", "summary", "executive summary", "overview",
    "background", "discussion", "general discussion", "results", "methods", "materials and methods", "acknowledgements",
    "acknowledgments", "acknowledgement", "acknowledgment", "acknowledgement of reviewers", "dedication",
    "abbreviations",
    "list of abbreviations", "list of figures", "list of tables", "list of contributors", "contributors",
    "notes on contributors", "about the authors", "about the author", "about the editors", "contents",
    "table of contents",
    "index", "subject index", "author index", "name index", "indexes", "indices", "index of authors", "index of names",
    "bibliography", "references", "further reading", "glossary", "chronology", "appendix", "appendices", "supplement",
    "front matter", "frontmatter", "back matter", "backmatter", "frontispiece", "cover", "front cover", "back cover",
    "cover image", "title page", "masthead", "colophon", "copyright", "imprint", "information for authors",
    "instructions for authors", "instructions to authors", "guidelines for authors", "call for papers", "reviewers",
    "list of reviewers", "thanks to reviewers", "errata and corrigenda",
    // Titles in every issue.
    "news", "news and notes", "notes and news", "news and views", "news in brief", "in brief", "briefs", "notes",
    "note",
    "notes and queries", "notes and comments", "notices", "notice", "announcement", "announcements", "calendar",
    "calendar of events", "events", "diary", "miscellany", "miscellaneous", "miscellanea", "varia", "book review",
    "book reviews", "book review section", "book notes", "book notices", "books", "books received", "new books",
    "review",
    "reviews", "short reviews", "review article", "review essay", "media review", "media reviews", "film reviews",
    "literature review", "recent literature", "recent publications", "publications received", "letter",
    "letters", "letter to the editor", "letters to the editor", "letter to the editors", "letters to the editors",
    "letter to editor", "correspondence", "comment", "comments", "commentary", "commentaries", "reply", "authors reply",
    "author reply", "authors response", "author response", "response", "in reply", "rejoinder", "response to letter",
    "reply to comment", "reply to the letter to the editor", "discussion and comments", "question", "questions",
    "answers",
    "questions and answers", "quiz", "answer", "image", "images", "case report", "case reports", "clinical image",
    "images in clinical medicine", "journal club", "highlights", "research highlights", "viewpoint", "viewpoints",
    "perspective", "perspectives", "opinion", "opinions", "interview", "profile", "profiles", "debate", "forum",
    "original article", "original articles", "article", "articles", "short communication", "short communications",
    "brief communication", "brief report", "research note", "technical note", "protocol", "obituary", "obituaries",
    "in memoriam", "in memory", "memorial", "necrology", "erratum", "errata", "corrigendum", "corrigenda", "correction",
    "corrections", "correction notice", "addendum", "addenda", "retraction", "retraction notice", "retraction note",
    "expression of concern", "publishers note", "publisher correction", "publishers correction", "author correction",
    "abstract", "abstracts", "abstracts of papers", "poster abstracts", "posters", "poster", "poster session",
    "poster presentations", "oral presentations", "oral communications", "oral session", "invited lectures",
    "invited speakers", "keynote", "keynote lecture", "keynote address", "plenary lecture", "plenary session",
    "program",
    "programme", "proceedings", "proceedings of the meeting", "meeting report", "meeting abstracts",
    "conference report",
    "conference abstracts", "workshop report", "report", "reports", "annual report", "annual meeting", "minutes",
    "awards", "honors", "personalia", "chapter", "section", "session", "kapitel", "chapitre", "capítulo", "capitolo",
    // German.
    "Vorwort", "Vorworte", "Vorwort der Herausgeber", "Vorwort des Herausgebers", "Zum Geleit", "Geleitwort",
    "Grußwort", "Einleitung", "Einführung", "Zur Einführung", "Vorbemerkung", "Vorbemerkungen", "Nachwort", "Schluss",
    "Schlusswort", "Schlussbemerkung", "Fazit", "Zusammenfassung", "Inhalt", "Inhaltsverzeichnis", "Register",
    "Sachregister", "Personenregister", "Namenregister", "Autorenverzeichnis", "Literatur", "Literaturverzeichnis",
    "Anhang", "Impressum", "Titelei", "Mitteilungen", "Nachrichten", "Kurznachrichten", "Kurzmitteilungen", "Aktuelles",
    "Ankündigungen", "Termine", "Notizen", "Miszellen", "Aus der Redaktion", "Von der Redaktion",
    "Liebe Leserinnen, liebe Leser",
    "Leserbrief", "Leserbriefe", "Leserzuschrift", "Brief an die Redaktion", "Buchbesprechung", "Buchbesprechungen",
    "Buchrezension", "Buchrezensionen", "Besprechung", "Besprechungen", "Rezension", "Rezensionen", "Neue Bücher",
    "Nachruf", "Nachrufe", "Berichtigung", "Berichtigungen", "Korrektur", "Tagungsbericht", "Kongressbericht",
    "Jahresbericht", "Diskussion", "Kommentar", "Erwiderung", "Danksagung", "Interview", "Fallbericht",
    // French.
    "éditorial", "éditoriaux", "préface", "avant-propos", "introduction générale", "présentation", "postface",
    "prologue",
    "conclusion générale", "remerciements", "sommaire", "table des matières", "index des noms", "bibliographie",
    "annexe",
    "annexes", "avertissement", "liminaire", "mot de la rédaction", "mot du président", "compte rendu",
    "comptes rendus",
    "recension", "recensions", "notes de lecture", "note de lecture", "lectures", "lettre à la rédaction",
    "lettres à la rédaction", "lettre au rédacteur", "courrier des lecteurs", "nécrologie", "hommage", "rectificatif",
    "actualités", "annonces", "chronique", "chroniques", "résumé", "résumés", "discussion générale", "rapport annuel",
    // Spanish.
    "prólogo", "prefacio", "introducción", "introducción general", "presentación", "epílogo", "conclusión",
    "conclusiones",
    "agradecimientos", "índice", "índice general", "sumario", "bibliografía", "anexo", "anexos", "nota editorial",
    "nota del editor", "notas", "carta al editor", "cartas al editor", "carta del editor", "carta al director",
    "cartas al director", "reseña", "reseñas", "reseñas de libros", "reseñas bibliográficas", "reseña bibliográfica",
    "recensiones", "libros", "obituario", "necrológica", "necrológicas", "fe de erratas", "fe de errores", "corrección",
    "noticias", "resumen", "resúmenes", "discusión", "informe anual", "caso clínico",
    // Italian.
    "editoriale", "prefazione", "premessa", "introduzione", "presentazione", "postfazione", "conclusione",
    "conclusioni",
    "ringraziamenti", "indice", "sommario", "bibliografia", "appendice", "recensione", "recensioni", "segnalazioni",
    "lettera al direttore", "lettere al direttore", "lettera all'editore", "necrologio", "necrologi", "errata corrige",
    "notizie", "notiziario", "discussione",
    // Portuguese.
    "prefácio", "introdução", "apresentação", "posfácio", "conclusão", "conclusões", "agradecimentos", "sumário",
    "bibliografia geral", "apêndice", "resenha", "resenhas", "carta ao editor", "cartas ao editor", "obituário",
    "correção",
    "notícias", "resumo", "resumos", "relatório anual",
    // Dutch and the North.
    "redactioneel", "van de redactie", "voorwoord", "woord vooraf", "inleiding", "ten geleide", "nawoord", "besluit",
    "inhoud", "inhoudsopgave", "boekbespreking", "boekbesprekingen", "recensie", "recensies", "ingezonden",
    "rectificatie",
    "jaarverslag", "ledare", "leder", "lederartikkel", "förord", "forord", "inledning", "innledning", "indledning",
    "recension", "recensioner", "bokanmälan", "bokanmeldelse", "bokanmeldelser", "anmeldelse", "anmeldelser",
    "rättelse",
    "rettelse", "pääkirjoitus", "johdanto", "esipuhe", "kirja-arvostelut",
    // Polish, Czech, Russian.
    "wstęp", "przedmowa", "wprowadzenie", "słowo wstępne", "od redakcji", "od redaktora", "recenzja", "recenzje",
    "nekrolog", "sprostowanie", "errata", "spis treści", "úvod", "úvodem", "předmluva", "úvodník", "recenze",
    "editoriál",
    "введение", "предисловие", "от редакции", "от редактора", "редакционная статья", "рецензия", "рецензии", "некролог",
    "содержание", "заключение", "хроника", "письмо в редакцию",
  ]
}
