import CitemillCore

/// Finds the inputs of which the files are that earlier runs have put in the places of outputs and rejects.
struct PlaceOwners {
  private let plan: BatchPlan
  private let outlook: FilePath?
  /// Which files this run converts, found when it is first asked for.
  private var converted: Set<FileIdentity>?

  /// The owners beside the files of a plan, whose paths are seen from a folder.
  init(_ plan: BatchPlan, outlook: FilePath?) {
    self.plan = plan
    self.outlook = outlook
  }

  /// The input of which a file in a place is, where that is of another run: not where it is the entry's own or has gone, nor
  /// where this run converts it, and so has another place for it.
  mutating func other(of place: BatchJournal.Place?, than entry: BatchPlan.Entry) -> FilePath? {
    guard let line = place?.line, line.outlook != outlook || !line.entry.name.hasSameBytes(as: "\(entry.path)"),
      let found = try? FolderEntry.at(line.input, followingLinks: true), found.kind == .file
    else { return nil }
    let identity = FileIdentity(found.stamp)
    if identity == entry.identity || isConverted(identity) { return nil }
    return FilePath(line.entry.name)
  }

  private mutating func isConverted(_ identity: FileIdentity) -> Bool {
    let identities = converted ?? Set(plan.entries.filter(\.isConverted).compactMap(\.identity))
    converted = identities
    return identities.contains(identity)
  }
}
