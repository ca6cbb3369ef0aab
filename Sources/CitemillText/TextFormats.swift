public import CitemillCore

/// The formats of this family.
public enum TextFormats {
  /// One line a format.
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
