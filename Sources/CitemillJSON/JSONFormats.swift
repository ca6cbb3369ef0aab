public import CitemillCore

/// The formats of this family.
public enum JSONFormats {
  /// One line per format.
  public static var all: [any FormatPlugin] {
    [
      CSLJSON(),
      RecordsJSON(),
    ]
  }
}
