package import CitemillCore

extension SchemaFiles {
  /// The maximum number of files in a folder; a folder of all schemas of scholarly publishing has a few
  /// thousand.
  private static let most = 100_000

  /// The files in a folder and its subfolders, and the catalogue `catalog.xml` if the folder has one; throws
  /// if it cannot be read.
  package mutating func add(folder: FilePath) throws(SystemFailure) {
    var open = [folder]
    while let next = open.popLast(), files.count < Self.most {
      for entry in try FolderEntry.inFolder(next) {
        let path = next.appending(entry.name)
        switch entry.kind {
        case .folder: open.append(path)
        // A link to a folder may be circular.
        case .link where (try? FolderEntry.at(path, followingLinks: true))?.kind == .file: files.append("\(path)")
        case .file: files.append("\(path)")
        default: break
        }
      }
    }
    let catalog = "\(folder.appending("catalog.xml"))"
    if files.contains(catalog) { catalogs.append(catalog) }
    isWanted = true
  }
}
