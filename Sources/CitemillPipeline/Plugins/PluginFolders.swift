public import CitemillCore

/// Where plugins are searched for, only when one is requested: first in given folders, then in those of
/// `PATH`.
public struct PluginFolders: Sendable {
  /// The default time in seconds that a plugin may take to answer.
  public static let usualPatience = 30

  /// The folders, in search order.
  public let folders: [FilePath]
  private let patience: Int
  private let records: (any ReadableFormat, any WritableFormat)?
  private let known: FormatRegistry

  /// Searches folders and then `PATH` for formats that a registry does not have; plugins use the registry's
  /// `records` format.
  public init(_ folders: [FilePath] = [], registry: FormatRegistry, patience: Int = usualPatience) {
    self.folders = folders + SystemCall.programFolders
    self.patience = max(patience, 1)
    known = registry
    let format = registry.format(named: "records")
    if let readable = format?.asReadable, let writable = format?.asWritable {
      records = (readable, writable)
    } else {
      records = nil
    }
  }

  /// The registry, with the plugins that specifications `id[:option=value,...]` name and the registry does
  /// not have.
  ///
  /// Throws for a plugin that exists but cannot be used. A name without a plugin is left for the registry to
  /// reject.
  public func registry(for specifications: [String]) throws(UsageError) -> FormatRegistry {
    var registry = known
    for specification in specifications {
      let name = String(specification.prefix { $0 != ":" })
      guard registry.format(named: name) == nil, let format = try format(named: name) else { continue }
      registry.register(format)
    }
    return registry
  }

  /// The format with a name, as described by its programs; nil if there is no program for it.
  public func format(named name: String) throws(UsageError) -> PluginFormat? {
    guard let records else { return nil }
    return PluginFormat(reader: try side(.reader, name), writer: try side(.writer, name), records: records)
  }

  /// A registry of transforms, with the plugins that lists of transforms name and it does not have.
  ///
  /// Throws for a plugin that exists but cannot be used. A name without a plugin is left for the registry to
  /// reject.
  public func transforms(_ known: TransformRegistry, for lists: [String]) throws(UsageError) -> TransformRegistry {
    var registry = known
    guard let records else { return registry }
    for name in lists.flatMap(TransformRegistry.names(in:)) where registry.transform(named: name) == nil {
      if let side = try side(.transform, name) { registry.register(PluginTransform.Named(side, records: records)) }
    }
    return registry
  }

  /// The transform of `name[:option=value,...]`; nil if there is no program for it.
  public func transform(_ name: String, _ options: [OptionAssignment] = []) throws(UsageError) -> PluginTransform? {
    guard let records, let side = try side(.transform, name) else { return nil }
    return try PluginTransform(side.program, side.description, options, records: records)
  }

  private func side(_ kind: PluginProgram.Kind, _ name: String) throws(UsageError) -> PluginFormat.Side? {
    guard let program = program(kind, name) else { return nil }
    return PluginFormat.Side(program: program, description: try program.describe())
  }

  private func program(_ kind: PluginProgram.Kind, _ name: String) -> PluginProgram? {
    guard PluginProgram.isName(name) else { return nil }
    let file = PluginProgram.fileName(kind, name)
    let path = folders.lazy.map { $0.appending(file) }.first { SystemCall.isProgram($0) }
    return path.map { PluginProgram(kind: kind, name: name, path: $0, patience: patience) }
  }

  // MARK: - All of them

  /// Every plugin that is found.
  package struct Listing: Sendable {
    /// The formats, by name.
    package var formats: [PluginFormat] = []
    /// The transforms, by name, with their programs.
    package var transforms: [(description: PluginDescription, program: PluginProgram)] = []
    /// Why plugins cannot be used.
    package var failures: [UsageError] = []
  }

  /// Finds all plugins, and asks each for its description.
  package func all() -> Listing {
    var listing = Listing()
    for name in names([.reader, .writer]) where known.format(named: name) == nil {
      do throws(UsageError) {
        if let format = try format(named: name) { listing.formats.append(format) }
      } catch {
        listing.failures.append(error)
      }
    }
    for name in names([.transform]) {
      do throws(UsageError) {
        if let side = try side(.transform, name) { listing.transforms.append((side.description, side.program)) }
      } catch {
        listing.failures.append(error)
      }
    }
    return listing
  }

  private func names(_ kinds: [PluginProgram.Kind]) -> [String] {
    let prefixes = kinds.map { Array(PluginProgram.fileName($0, "").utf8) }
    var names: Set<String> = []
    for folder in folders {
      for entry in (try? FolderEntry.inFolder(folder)) ?? [] {
        for prefix in prefixes where entry.name.bytes.starts(with: prefix) {
          let name = String(decoding: entry.name.bytes.dropFirst(prefix.count), as: UTF8.self)
          if PluginProgram.isName(name) { names.insert(name) }
        }
      }
    }
    return names.sorted()
  }
}
