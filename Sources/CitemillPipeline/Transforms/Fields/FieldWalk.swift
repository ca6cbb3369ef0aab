import CitemillCore

/// Goes through every part of a record and keeps it, removes it, or moves it to another place: the common
/// part of `drop`, `select` and `rename`.
///
/// Places are named as by `RecordPart`. A contributor with several roles has a place for each, and is removed
/// with the last role. A part is not moved to a place that can hold only one value and has one.
struct FieldWalk {
  /// What happens to a part.
  enum Fate {
    case stays, goes
    case moves(to: FieldPath)
  }

  /// Called once for the place of each part.
  private let fate: (FieldPath) -> Fate
  private var moving: [(piece: RecordPiece, from: FieldPath, to: FieldPath)] = []
  /// The moves for which the target had no room.
  private(set) var refused: [(from: FieldPath, to: FieldPath)] = []

  init(_ fate: @escaping (FieldPath) -> Fate) { self.fate = fate }

  mutating func change(_ record: inout Record) {
    if record.key != nil, isGone(FieldPath(.key)) {
      record.key = nil
      record.isKeyGenerated = false
    }
    walk(
      .own, titles: &record.titles, contributors: &record.contributors, identifiers: &record.identifiers,
      variables: &record.variables)
    sift(&record.dates, at: { FieldPath(.dates, $0.kind.rawValue) }, RecordPiece.date)
    sift(&record.abstracts, at: { FieldPath(.abstracts, $0.kind.rawValue) }, RecordPiece.abstract)
    sift(&record.notes, at: { FieldPath(.notes, $0.kind.rawValue) }, RecordPiece.note)
    if !record.keywords.isEmpty, isGone(FieldPath(.keywords)) { record.keywords = [] }
    if !record.nativeFields.isEmpty {
      record.nativeFields.removeAll { isGone(FieldPath(.nativeFields, "\($0.format).\($0.name)")) }
    }
    if !record.hasOnlyUsualParts { changeRare(&record) }
    if record.container != nil { walk(&record.container, depth: 0) }
    settle(&record)
  }

  private mutating func changeRare(_ record: inout Record) {
    if record.event != nil, isGone(FieldPath(.event)) { record.event = nil }
    if !record.licences.isEmpty, isGone(FieldPath(.licences)) { record.licences = [] }
    if !record.funding.isEmpty, isGone(FieldPath(.funding)) { record.funding = [] }
    sift(&record.relations, at: { FieldPath(.relations, $0.type) }, RecordPiece.relation)
    if !record.references.isEmpty, isGone(FieldPath(.references)) { record.references = [] }
    if !record.files.isEmpty, isGone(FieldPath(.files)) { record.files = [] }
  }

  /// The containers from one outward; one that is empty or has only its type is removed, and replaced by the
  /// one that contains it.
  private mutating func walk(_ container: inout Container?, depth: Int) {
    guard var here = container, depth < Container.maximumDepth else { return }
    let before = here
    var outer = here.parent
    walk(&outer, depth: depth + 1)
    here.parent = outer
    let tier: FieldPath.Tier = here.relation == .host ? .host : .series
    walk(
      tier, titles: &here.titles, contributors: &here.contributors, identifiers: &here.identifiers,
      variables: &here.variables)
    if here.type != nil, isGone(FieldPath(.type, in: tier)) { here.type = nil }
    if here == before { return }
    var rest = here
    rest.type = nil
    container = rest.isBare && !Self.hasOnlyType(before) ? outer : here
  }

  private static func hasOnlyType(_ container: Container) -> Bool {
    var rest = container
    rest.type = nil
    return container.type != nil && rest.isBare
  }

  private mutating func walk(
    _ tier: FieldPath.Tier, titles: inout [Title], contributors: inout [Contributor], identifiers: inout [Identifier],
    variables: inout VariableList
  ) {
    sift(&titles, at: { FieldPath(.titles, $0.kind.rawValue, in: tier) }, RecordPiece.title)
    sift(&identifiers, at: { FieldPath(.identifiers, $0.scheme.rawValue, in: tier) }, RecordPiece.identifier)
    for entry in variables.entries {
      let path = FieldPath.variable(entry.variable, in: tier)
      switch fate(path) {
      case .stays: continue
      case .moves(let target): moving.append((.variable(entry.value), path, target))
      case .goes: break
      }
      variables[entry.variable] = nil
    }
    for index in contributors.indices { contributors[index].roles = roles(of: contributors[index], tier) }
    contributors.removeAll { $0.roles.isEmpty }
  }

  /// The roles that a contributor keeps, or gets instead; so the list keeps its order.
  private mutating func roles(of one: Contributor, _ tier: FieldPath.Tier) -> [Role] {
    var roles: [Role] = []
    for role in one.roles {
      let path = FieldPath(.contributors, role.rawValue, in: tier)
      switch fate(path) {
      case .stays: if !roles.contains(role) { roles.append(role) }
      case .goes: continue
      case .moves(let target):
        let new = target.part.map { Role(rawValue: $0) } ?? role
        if target.tier == tier {
          if !roles.contains(new) { roles.append(new) }
        } else {
          var moved = one
          moved.roles = [new]
          moving.append((.contributor(moved), path, target))
        }
      }
    }
    return roles
  }

  private mutating func sift<Element>(
    _ list: inout [Element], at path: (Element) -> FieldPath, _ piece: (Element) -> RecordPiece
  ) {
    if list.isEmpty { return }
    list.removeAll { element in
      let path = path(element)
      switch fate(path) {
      case .stays: return false
      case .goes: return true
      case .moves(let target):
        moving.append((piece(element), path, target))
        return true
      }
    }
  }

  private func isGone(_ path: FieldPath) -> Bool {
    if case .goes = fate(path) { return true }
    return false
  }

  // MARK: - Moving

  /// Puts the parts that were removed into their new places. A part whose place is taken goes back first, and
  /// may so take the place of another.
  private mutating func settle(_ record: inout Record) {
    while let index = firstWithoutRoom(in: record) {
      let move = moving.remove(at: index)
      move.piece.put(into: &record, at: move.from)
      refused.append((move.from, move.to))
    }
    for move in moving { move.piece.put(into: &record, at: move.to) }
    moving = []
  }

  private func firstWithoutRoom(in record: Record) -> Int? {
    var taken: Set<FieldPath> = []
    return moving.indices.first { index in
      let move = moving[index]
      guard move.piece.isSingle else { return false }
      return !move.piece.hasRoom(in: record, at: move.to) || !taken.insert(move.to).inserted
    }
  }
}

/// A part of a record that may be in another place of the same kind.
enum RecordPiece {
  case title(Title)
  case contributor(Contributor)
  case date(DatedEvent)
  case identifier(Identifier)
  case variable(String)
  case abstract(Abstract)
  case note(Note)
  case relation(Relation)

  /// Whether its place can hold only one value.
  var isSingle: Bool {
    switch self {
    case .variable, .date: true
    default: false
    }
  }

  /// Whether a place is free, or can hold several values.
  func hasRoom(in record: Record, at path: FieldPath) -> Bool {
    switch self {
    case .variable: path.part.flatMap { Variable(name: $0) }.map { record.value(of: $0, in: path.tier) == nil } ?? false
    case .date(let dated): record[date: path.part.map { DateKind(rawValue: $0) } ?? dated.kind] == nil
    default: true
    }
  }

  /// Puts the part where a path says, after what is there; a path without a part does not change its kind.
  func put(into record: inout Record, at path: FieldPath) {
    switch self {
    case .title(var title):
      if let kind = path.part.flatMap({ Title.Kind(rawValue: $0) }) { title.kind = kind }
      if path.tier == .own { record.add(title) } else { record.inTier(path.tier) { $0.titles.insert(title) } }
    case .contributor(let one):
      if path.tier == .own { record.add(one) } else { record.inTier(path.tier) { $0.contributors.append(one) } }
    case .identifier(var identifier):
      if let part = path.part { identifier.scheme = IdentifierScheme(rawValue: part) }
      if path.tier == .own {
        record.add(identifier)
      } else {
        record.inTier(path.tier) { $0.identifiers.insert(identifier) }
      }
    case .variable(let value):
      guard let variable = path.part.flatMap({ Variable(name: $0) }) else { return }
      if path.tier == .own {
        record[variable] = value
      } else {
        record.inTier(path.tier) { $0.variables[variable] = value }
      }
    case .date(let dated): record[date: path.part.map { DateKind(rawValue: $0) } ?? dated.kind] = dated.date
    case .abstract(var abstract):
      if let part = path.part { abstract.kind = Abstract.Kind(rawValue: part) }
      record.abstracts.append(abstract)
    case .note(var note):
      if let kind = path.part.flatMap({ Note.Kind(rawValue: $0) }) { note.kind = kind }
      record.notes.append(note)
    case .relation(var relation):
      if let part = path.part { relation.type = part }
      record.relations.append(relation)
    }
  }
}
