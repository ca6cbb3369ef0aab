/// The tags, columns, members or fields of a source that its format does not know: one warning lists them.
package struct UnknownNames: Sendable {
  /// How many different names are counted one by one, and how many of them are listed.
  private static let (most, listed) = (256, 12)
  /// How much of a name is shown, in characters.
  private static let longest = 40

  private let code: Diagnostic.Code
  /// What they are: `tag`.
  private let kind: String
  private var names: [(name: String, count: Int)] = []
  private var hasMore = false
  /// Which name comes next where a record has the same ones as the one before.
  private var next = 0
  private var place: SourceLocation?

  fileprivate init(_ code: Diagnostic.Code, _ kind: String, at place: SourceLocation?) {
    self.code = code
    self.kind = kind
    self.place = place
    // It is about the source, and not about a record.
    self.place?.recordIndex = nil
  }

  fileprivate mutating func add(_ name: String, count: Int = 1) {
    if next >= names.count { next = 0 }
    if next >= names.count || !names[next].name.hasSameBytes(as: name) {
      if let index = names.firstIndex(where: { $0.name.hasSameBytes(as: name) }) {
        next = index
      } else if names.count < Self.most {
        next = names.count
        names.append((name, 0))
      } else {
        hasMore = true
        return
      }
    }
    names[next].count += count
    next += 1
  }

  fileprivate mutating func add(_ other: UnknownNames) {
    for name in other.names { add(name.name, count: name.count) }
    if other.hasMore { hasMore = true }
  }

  /// Counts frames and lines before the place of the first name.
  package mutating func movePlace(_ move: (inout SourceLocation) -> Void) {
    guard var moved = place else { return }
    move(&moved)
    place = moved
  }

  fileprivate func report(to diagnostics: inout Diagnostics) {
    let shown = names.prefix(Self.listed).map { name, count in
      let isLong = name.count > Self.longest
      return "\"\(name.prefix(Self.longest))\(isLong ? "…" : "")\"" + (count > 1 ? " (\(count) times)" : "")
    }
    let rest = names.count > Self.listed ? " and \(names.count - Self.listed)\(hasMore ? " or more" : "") others" : ""
    let message =
      names.count == 1
      ? "1 \(kind) is not known: \(shown[0]); kept as a native field"
      : "\(names.count)\(hasMore ? " or more" : "") \(kind)s are not known: \(shown.joined(separator: ", "))\(rest); kept as native fields"
    diagnostics.warnAnyway(code, message, at: place)
  }
}

extension Diagnostics {
  /// Counts a name that the format does not know, of a kind such as `tag`; they are reported when the source has been read.
  package mutating func count(
    unknown kind: String, _ name: String, _ code: Diagnostic.Code, at place: @autoclosure () -> SourceLocation?
  ) {
    if unknown == nil { unknown = UnknownNames(code, kind, at: place()) }
    unknown?.add(name)
  }

  /// Counts the names that were counted elsewhere.
  package mutating func count(unknown names: UnknownNames?) {
    guard let names else { return }
    if unknown == nil { unknown = names } else { unknown?.add(names) }
  }

  /// Reports all of them in one warning.
  package mutating func reportUnknownNames() {
    let names = unknown
    unknown = nil
    names?.report(to: &self)
  }
}
