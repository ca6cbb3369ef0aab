#if XML
  public import CitemillCore

  /// The formats of this family.
  public enum XMLFormats {
    /// One line per format.
    public static var all: [any FormatPlugin] {
      [
        JATS(),
        CrossrefXML(),
        PubMedXML(),
        EndNoteXML(),
        WordXML(),
      ]
    }
  }
#endif
