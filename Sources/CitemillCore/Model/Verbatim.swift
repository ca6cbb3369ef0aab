// Swift's `==` on `String` is canonical equivalence: `é` as one scalar equals `e` with a combining accent. A converter that
// promises to lose nothing must tell the two apart, so every text of the model is stored through one of these wrappers, and
// the synthesized `==` of the types around it compares bytes.
//
// They are two types and not one that is generic, since a record is copied part by part, and copying a generic wrapper goes
// through the run-time's tables of types.

/// A text that is equal to another only when their UTF-8 bytes are the same.
@propertyWrapper
@frozen
public struct Verbatim: Sendable, Hashable {
  /// The text itself.
  public var wrappedValue: String

  /// Wraps a text.
  @inlinable
  public init(wrappedValue: String) { self.wrappedValue = wrappedValue }

  /// Whether both texts are the same bytes.
  @inlinable
  public static func == (left: Self, right: Self) -> Bool {
    left.wrappedValue.hasSameBytes(as: right.wrappedValue)
  }

  /// Feeds the text to a hasher; texts of the same bytes have the same hash.
  @inlinable
  public func hash(into hasher: inout Hasher) { hasher.combine(wrappedValue) }
}

/// A text, or none, that is equal to another only when their UTF-8 bytes are the same.
@propertyWrapper
@frozen
public struct VerbatimOptional: Sendable, Hashable {
  /// The text itself.
  public var wrappedValue: String?

  /// Wraps a text.
  @inlinable
  public init(wrappedValue: String?) { self.wrappedValue = wrappedValue }

  /// Whether both are absent, or both present with the same bytes.
  @inlinable
  public static func == (left: Self, right: Self) -> Bool {
    switch (left.wrappedValue, right.wrappedValue) {
    case (nil, nil): true
    case (let left?, let right?): left.hasSameBytes(as: right)
    default: false
    }
  }

  /// Feeds the text, or that there is no text, to a hasher; texts of the same bytes have the same hash.
  @inlinable
  public func hash(into hasher: inout Hasher) { hasher.combine(wrappedValue) }
}

extension [String] {
  /// Whether both lists have the same texts in the same order, byte by byte.
  public func hasSameBytes(as other: [String]) -> Bool { elementsEqual(other) { $0.hasSameBytes(as: $1) } }
}
