/// A name from a set that anyone may extend: a role, an identifier scheme, a kind of date.
///
/// Known members are static properties of the conforming struct; a name that is not known is carried as it is written.
public protocol OpenName: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral, Comparable,
  CustomStringConvertible
where RawValue == String {
  /// A name as it is written in `records`, for instance `author` or `DOI`.
  init(rawValue: String)

  /// The known names in the order in which the model keeps them; unknown names come after these.
  static var known: [Self] { get }
}

// MARK: - Default implementations

extension OpenName {
  /// Names are written as string literals in tables.
  public init(stringLiteral value: String) { self.init(rawValue: value) }

  /// The name itself.
  public var description: String { rawValue }

  /// Whether both names are the same, to the byte.
  @inlinable
  public static func == (left: Self, right: Self) -> Bool { left.rawValue.hasSameBytes(as: right.rawValue) }

  /// Known names in the order of `known`, then unknown ones by their bytes.
  public static func < (left: Self, right: Self) -> Bool {
    if left == right { return false }
    let known = Self.known.span
    for index in known.indices {
      if known[index] == left { return true }
      if known[index] == right { return false }
    }
    return left.rawValue.utf8.lexicographicallyPrecedes(right.rawValue.utf8)
  }
}
