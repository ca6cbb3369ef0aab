public import CitemillCore

/// `members`: the people of a group, which JATS names within a `collab`, as contributors of their own.
///
/// In the record they are members of the group, which most formats cannot hold.
public struct MembersTransform: TransformPlugin, RecordTransform {
  /// How the members of a group are treated.
  private enum Place: String, CaseIterable { case unchanged, authors, contributors }

  private var place = Place.unchanged

  /// A transform that leaves members where they are.
  public init() {}

  /// The name and description of the transform.
  public var info: TransformInfo {
    TransformInfo(id: "members", summary: "turn the members of a group into contributors")
  }

  /// `as`.
  public var options: [FormatOption] {
    [
      FormatOption(
        "as", values: Place.allCases.map(\.rawValue), default: Place.unchanged.rawValue,
        summary: "leave the members in the group, or put them after it as authors or as contributors")
    ]
  }

  /// Sets how members are treated.
  public mutating func set(_ option: String, to value: String) throws(UsageError) {
    place = Place(rawValue: value) ?? place
  }

  /// The stage.
  public func makeStage(writesFiles: Bool) -> any Transform { self }

  /// Puts the members of each group after it, and their own members after them.
  public func apply(to record: inout Record, at place: SourceLocation, reporting: inout Diagnostics) -> Disposition {
    let role: Role
    switch self.place {
    case .unchanged: return .keep
    case .authors: role = .author
    case .contributors: role = .contributor
    }
    guard record.contributors.contains(where: { !$0.isBare && !$0.members.isEmpty }) else { return .keep }
    var all: [Contributor] = []
    // The last first, so that the members of a group are next after it.
    var open: [(contributor: Contributor, isMember: Bool)] = record.contributors.reversed().map { ($0, false) }
    while let last = open.popLast() {
      var next = last.contributor
      open += next.members.reversed().map { ($0, true) }
      next.members = []
      if last.isMember, self.place == .authors || next.roles.allSatisfy({ $0 == .author }) { next.roles = role.alone }
      all.append(next)
    }
    record.contributors = all
    return .keep
  }
}
