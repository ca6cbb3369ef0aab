public import CitemillCore

/// The formats of this family.
public enum JSONFormats {
  /// One line a format.
  public static var all: [any FormatPlugin] {
    [
      CSLJSON(),
      RecordsJSON(),
    ]
  }
}
