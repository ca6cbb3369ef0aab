/// A text that is equal to another only when their UTF-8 bytes are the same.
///
/// Swift's `==` on `String` is canonical equivalence: `é` as one scalar equals `e` with a combining accent. A converter
/// that promises to lose nothing must tell the two apart, so every text of the model is stored through this wrapper, and
/// the synthesized `==` of the types around it compares bytes.
@propertyWrapper
@frozen
public struct Verbatim<Value: ByteComparable & Sendable>: Sendable {
  /// The text itself.
  public var wrappedValue: Value

  /// Wraps a text.
  @inlinable
  public init(wrappedValue: Value) { self.wrappedValue = wrappedValue }
}

extension Verbatim: Equatable {
  /// Whether both texts are the same bytes.
  @inlinable
  public static func == (left: Self, right: Self) -> Bool {
    left.wrappedValue.hasSameBytes(as: right.wrappedValue)
  }
}

/// A value that can be compared byte by byte.
public protocol ByteComparable {
  /// Whether both values are the same UTF-8 bytes.
  func hasSameBytes(as other: Self) -> Bool
}

// Its comparison of bytes stands with the other work on bytes.
extension String: ByteComparable {}

extension Optional: ByteComparable where Wrapped: ByteComparable {
  /// Whether both are absent, or both present with the same bytes.
  @inlinable
  public func hasSameBytes(as other: Self) -> Bool {
    switch (self, other) {
    case (nil, nil): true
    case (let left?, let right?): left.hasSameBytes(as: right)
    default: false
    }
  }
}

extension Array: ByteComparable where Element: ByteComparable {
  /// Whether both lists have the same texts in the same order.
  @inlinable
  public func hasSameBytes(as other: Self) -> Bool {
    count == other.count && zip(self, other).allSatisfy { $0.hasSameBytes(as: $1) }
  }
}
