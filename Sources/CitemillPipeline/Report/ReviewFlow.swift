/// The numbers in the upper boxes of a PRISMA 2020 flow diagram: records identified, removed, and to be
/// screened.
public struct ReviewFlow: Sendable {
  /// How many records were identified: read, or restored by a transform.
  public let identified: Int
  /// How many were removed as duplicates, merged into others.
  public let duplicatesRemoved: Int
  /// How many were removed by filters and similar transforms, or could not be written.
  public let removedOtherwise: Int
  /// How many are left for screening: those that were written.
  public let screened: Int

  /// The numbers of a run; identified = duplicates + removed otherwise + screened, because its counts add up.
  public init(_ summary: Summary) {
    self.init(
      read: summary.read, added: summary.added, merged: summary.merged, filtered: summary.filtered,
      unwritable: summary.unwritable, written: summary.written)
  }

  init(read: Int, added: Int, merged: Int, filtered: Int, unwritable: Int, written: Int) {
    identified = read + added
    duplicatesRemoved = merged
    removedOtherwise = filtered + unwritable
    screened = written
  }
}
