/// The names of columns in German, French and Spanish tables.
extension CSVTable {
  /// The names for a column, by its English name; compared without regard to case, accents and spaces.
  static func words(for column: String) -> [String] { languages[column] ?? [] }

  private static let languages: [String: [String]] = [
    "type": ["Typ", "Dokumenttyp", "Publikationstyp", "Medientyp", "type de document", "tipo de documento"],
    "title": ["Titel", "titre", "título"],
    "subtitle": ["Untertitel", "sous-titre", "subtítulo"],
    "author": ["Verfasser", "Autor", "Autoren", "Autor(en)", "auteur", "auteurs", "autores"],
    "editor": ["Herausgeber", "Hrsg.", "éditeur scientifique"],
    "translator": ["Übersetzer", "traducteur", "traductor"],
    "container-title": [
      "Zeitschrift", "Zeitschriftentitel", "revue", "périodique", "titre de la revue", "revista",
    ],
    "collection-title": ["Reihe", "Schriftenreihe"],
    "issued": ["Datum", "Erscheinungsdatum", "date de publication", "fecha", "fecha de publicación"],
    "accessed": ["Abrufdatum", "date de consultation", "fecha de consulta"],
    "year": ["Jahr", "Erscheinungsjahr", "année", "année de publication", "año", "año de publicación"],
    "volume": ["Band", "Jahrgang", "Bd.", "volumen"],
    "issue": ["Heft", "Ausgabe", "Nummer", "Nr.", "numéro", "número"],
    "page": ["Seiten", "Seite", "páginas"],
    "edition": ["Auflage", "edición"],
    "publisher": ["Verlag", "éditeur", "maison d'édition", "editorial"],
    "publisher-place": [
      "Ort", "Verlagsort", "Erscheinungsort", "lieu", "lieu d'édition", "lieu de publication", "lugar",
      "lugar de publicación",
    ],
    "institution": ["Hochschule", "Universität", "université", "universidad"],
    "URL": ["lien", "enlace"],
    "language": ["Sprache", "langue", "idioma"],
    "keyword": ["Schlagworte", "Schlagwörter", "Stichworte", "Stichwörter", "mots-clés", "palabras clave"],
    "abstract": ["Zusammenfassung", "Kurzfassung", "résumé", "resumen"],
    "note": ["Anmerkung", "Anmerkungen", "Notizen", "Bemerkungen", "notas"],
  ]

  /// The letter without its accent, if two bytes are a letter of Latin-1 in upper or lower case; nil for
  /// others.
  static func folded(_ lead: UInt8, _ byte: UInt8) -> UInt8? {
    guard lead == 0xC3 else { return nil }
    switch byte | 0x20 {
    case 0xA0...0xA6: return UInt8(ascii: "a")
    case 0xA7: return UInt8(ascii: "c")
    case 0xA8...0xAB: return UInt8(ascii: "e")
    case 0xAC...0xAF: return UInt8(ascii: "i")
    case 0xB1: return UInt8(ascii: "n")
    case 0xB2...0xB6, 0xB8: return UInt8(ascii: "o")
    case 0xB9...0xBC: return UInt8(ascii: "u")
    default: return nil
    }
  }
}
