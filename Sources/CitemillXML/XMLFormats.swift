#if XML
  public import CitemillCore

  /// The formats of this family.
  public enum XMLFormats {
    /// One line a format.
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
