#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The system clock.
enum SystemClock {
  /// The current year in Coordinated Universal Time.
  static var year: Int {
    var now = time(nil)
    var parts = unsafe tm()
    let done = unsafe gmtime_r(&now, &parts)
    return unsafe done == nil ? 1970 : Int(parts.tm_year) + 1900
  }
}
