/// A name from a set that can be extended: a role, an identifier scheme, a kind of date.
///
/// Known members are static properties of the conforming struct; an unknown name is kept as it is written. A
/// known name is stored as its index in the list, so that it is compared and copied as a number.
public protocol OpenName: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral, Comparable,
  CustomStringConvertible
where RawValue == String {
  /// The name, stored as a code.
  var code: OpenNameCode { get }

  /// A name in its stored form; the text of `other` must not be a known name.
  init(code: OpenNameCode)

  /// A name as it is written in `records`, such as `author` or `DOI`.
  init(rawValue: String)

  /// The known names in the order in which the model keeps them; unknown names come after these.
  static var names: OpenNameList { get }
}

/// How a name is stored: as its index in the list of known names, or as it is written.
@frozen
public enum OpenNameCode: Sendable {
  case known(UInt8)
  case other(String)
}

/// The known names of a set, in their order; at most 255. A class, since it is used for each name that is
/// read or written.
public final class OpenNameList: Sendable {
  let texts: [String]
  private let words: WordList

  /// A list of names, each once.
  public init(_ texts: [String]) {
    self.texts = texts
    words = WordList(texts)
  }

  func place(of name: String) -> UInt8? {
    name.withUTF8Span { words.index(of: $0, 0..<$0.count) }.flatMap { UInt8(exactly: $0) }
  }
}

// MARK: - Default implementations

extension OpenName {
  /// A known name by its index in the list.
  @inlinable
  public init(place: UInt8) { self.init(code: .known(place)) }

  /// A name as it is written in `records`, such as `author` or `DOI`.
  public init(rawValue: String) {
    self.init(code: Self.names.place(of: rawValue).map { .known($0) } ?? .other(rawValue))
  }

  /// Names are written as string literals in tables.
  public init(stringLiteral value: String) { self.init(rawValue: value) }

  /// The name as it is written in `records`.
  public var rawValue: String {
    switch code {
    case .known(let place):
      let texts = Self.names.texts
      return Int(place) < texts.count ? texts[Int(place)] : ""
    case .other(let name): return name
    }
  }

  /// The known names in the order in which the model keeps them.
  public static var known: [Self] { names.texts.indices.map { Self(place: UInt8(truncatingIfNeeded: $0)) } }

  /// The name itself.
  public var description: String { rawValue }

  /// Whether both names are the same, to the byte.
  @inlinable
  public static func == (left: Self, right: Self) -> Bool {
    switch (left.code, right.code) {
    case (.known(let left), .known(let right)): left == right
    case (.other(let left), .other(let right)): left.hasSameBytes(as: right)
    default: false
    }
  }

  /// Known names in the order of the list, then unknown ones by their bytes.
  @inlinable
  public static func < (left: Self, right: Self) -> Bool {
    switch (left.code, right.code) {
    case (.known(let left), .known(let right)): left < right
    case (.other(let left), .other(let right)): left.utf8.lexicographicallyPrecedes(right.utf8)
    case (.known, .other): true
    case (.other, .known): false
    }
  }

  /// Hashes the values that `==` compares.
  public func hash(into hasher: inout Hasher) {
    switch code {
    case .known(let place): hasher.combine(place)
    case .other(let name): hasher.combine(name)
    }
  }
}
