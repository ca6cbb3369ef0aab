/// Names that are repeated in a source, such as tags that its format does not know: a single warning lists
/// them.
package struct CountedNames: Sendable {
  /// The message about the names, and its code.
  package struct Matter: Sendable {
    let code: Diagnostic.Code
    /// What they are: `tag`.
    let kind: String
    /// The message for one of them, and for several.
    let one, several: String
    /// What was done about one of them, and about several.
    let use, uses: String

    /// A message about names, and what was done about them.
    package init(
      _ code: Diagnostic.Code, _ kind: String, one: String, several: String, use: String, uses: String? = nil
    ) {
      self.code = code
      self.kind = kind
      self.one = one
      self.several = several
      self.use = use
      self.uses = uses ?? use
    }

    /// Unknown names of a kind such as `tag`.
    package static func unknown(_ kind: String, _ code: Diagnostic.Code) -> Self {
      Self(
        code, kind, one: "is not known", several: "are not known", use: "kept as a native field",
        uses: "kept as native fields")
    }
  }

  /// How many different names are counted separately, and how many of them are listed.
  private static let (most, listed) = (256, 12)
  /// How much of a name is shown, in characters.
  private static let longest = 40

  fileprivate let matter: Matter
  private var names: [(name: String, count: Int)] = []
  private var hasMore = false
  /// The index of the expected next name, if a record has the same ones as the record before.
  private var next = 0
  private var place: SourceLocation?

  fileprivate init(_ matter: Matter, at place: SourceLocation?) {
    self.matter = matter
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

  fileprivate mutating func add(_ other: CountedNames) {
    for name in other.names { add(name.name, count: name.count) }
    if other.hasMore { hasMore = true }
  }

  /// Adds frames and lines before the location of the first name.
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
    let list = shown.joined(separator: ", ") + rest
    let message =
      names.count == 1
      ? "1 \(matter.kind) \(matter.one): \(list); \(matter.use)"
      : "\(names.count)\(hasMore ? " or more" : "") \(matter.kind)s \(matter.several): \(list); \(matter.uses)"
    diagnostics.warnAnyway(matter.code, message, at: place)
  }
}

extension Diagnostics {
  /// Counts a name for a message that is reported once per source, when it has been read.
  package mutating func count(
    _ name: String, _ matter: @autoclosure () -> CountedNames.Matter, _ code: Diagnostic.Code,
    at place: @autoclosure () -> SourceLocation?
  ) {
    if let index = counted.firstIndex(where: { $0.matter.code == code }) { return counted[index].add(name) }
    counted.append(CountedNames(matter(), at: place()))
    counted[counted.count - 1].add(name)
  }

  /// Counts an unknown name of a kind such as `tag`.
  package mutating func count(
    unknown kind: String, _ name: String, _ code: Diagnostic.Code, at place: @autoclosure () -> SourceLocation?
  ) {
    count(name, .unknown(kind, code), code, at: place())
  }

  /// Counts the names that were counted elsewhere.
  package mutating func count(_ names: [CountedNames]) {
    for other in names {
      if let index = counted.firstIndex(where: { $0.matter.code == other.matter.code }) {
        counted[index].add(other)
      } else {
        counted.append(other)
      }
    }
  }

  /// Reports all of them, in one warning for each matter.
  package mutating func reportCountedNames() {
    let names = counted
    counted.removeAll()
    for matter in names { matter.report(to: &self) }
  }
}
