/// How many cases a test tries: a debug build takes ten times as long for each.
public enum Effort {
  /// Whether all cases are tried, as in an optimised build.
  public static let isFull = !_isDebugAssertConfiguration()

  /// The number in an optimised build, or the smaller one in a debug build.
  public static func count(_ optimised: Int, debug: Int) -> Int { isFull ? optimised : debug }
}
