public import CitemillCore

/// The formats of this family.
public enum TableFormats {
  /// One line per format.
  public static var all: [any FormatPlugin] {
    [
      CSV(),
      CSV(.tab),
    ]
  }
}
