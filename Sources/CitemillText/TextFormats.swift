public import CitemillCore

/// The formats of this family.
public enum TextFormats {
  /// One line per format.
  public static var all: [any FormatPlugin] {
    [
      Listing(),
      RIS(),
      NBIB(),
      Refer(),
      WebOfScience(),
      BibTeX(dialect: .bibtex),
      BibTeX(dialect: .biblatex),
    ]
  }
}
