/// The numbers of the upper boxes of a flow diagram by PRISMA 2020: what was found, what was taken out, what is to be screened.
public struct ReviewFlow: Sendable {
  /// How many records were identified: read, or brought back by a transform.
  public let identified: Int
  /// How many were taken out as duplicates, which are merged with others.
  public let duplicatesRemoved: Int
  /// How many were taken out by filters and such, or could not be written.
  public let removedOtherwise: Int
  /// How many are left to be screened: those that were written.
  public let screened: Int

  /// The numbers of a run; identified = duplicates + removed otherwise + screened, as its account is conserved.
  public init(_ summary: Summary) {
    identified = summary.read + summary.added
    duplicatesRemoved = summary.merged
    removedOtherwise = summary.filtered + summary.unwritable
    screened = summary.written
  }
}
