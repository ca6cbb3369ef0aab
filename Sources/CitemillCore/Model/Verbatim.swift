// Swift's `==` on `String` is canonical equivalence: `é` as one scalar equals `e` with a combining accent. A
// converter that promises to lose nothing must distinguish the two, so every string of the model is stored
// through one of these wrappers, and the synthesized `==` of the types around it compares bytes.
//
// They are two types instead of a generic one, since a record is copied part by part, and copying a generic
// wrapper uses the runtime's type metadata.

/// A string that is equal to another only if their UTF-8 bytes are the same.
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

  /// Feeds the string to a hasher; strings with the same bytes have the same hash.
  @inlinable
  public func hash(into hasher: inout Hasher) { hasher.combine(wrappedValue) }
}

/// An optional string that is equal to another only if their UTF-8 bytes are the same.
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

  /// Feeds the string, or its absence, to a hasher; strings with the same bytes have the same hash.
  @inlinable
  public func hash(into hasher: inout Hasher) { hasher.combine(wrappedValue) }
}

extension [String] {
  /// Whether both lists have the same strings in the same order, byte by byte.
  public func hasSameBytes(as other: [String]) -> Bool { elementsEqual(other) { $0.hasSameBytes(as: $1) } }
}
