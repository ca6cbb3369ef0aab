import CitemillCore

/// Finds the inputs of the files that earlier runs have put at the paths of outputs and rejects.
struct PlaceOwners {
  private let plan: BatchPlan
  private let outlook: FilePath?
  /// The files that this run converts, determined on first use.
  private var converted: Set<FileIdentity>?

  /// The owners in addition to the files of a plan, with paths relative to a folder.
  init(_ plan: BatchPlan, outlook: FilePath?) {
    self.plan = plan
    self.outlook = outlook
  }

  /// The input of the file at a path, if it belongs to another run: not if it is the entry's own input, is
  /// gone, or is converted by this run with another path.
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
