import Citemill

extension CommandDefinition.Option {
  static let pluginFolder = Self(
    "plugin-dir", value: .folder, isList: true, default: .nothing,
    summary: "Look for plugins in DIR before PATH; repeatable")
  static let pluginTimeout = Self(
    "plugin-timeout", value: .number,
    default: "\(PluginFolders.usualPatience)", summary: "Kill plugins that do not respond for N seconds")
}

/// The plugins of a command, which are only searched for if it names a format or transform that is not built
/// in.
enum Plugins {
  static func folders(_ arguments: Arguments) throws(UsageError) -> PluginFolders {
    let patience = try arguments.count("plugin-timeout") ?? PluginFolders.usualPatience
    guard (1...86_400).contains(patience) else {
      throw UsageError(.badValue, "--plugin-timeout takes a number of seconds from 1 to 86400")
    }
    return PluginFolders(arguments.all("plugin-dir").map { FilePath($0) }, registry: .standard, patience: patience)
  }

  /// The built-in formats, and the plugins that the command names.
  static func registry(_ arguments: Arguments) throws(UsageError) -> FormatRegistry {
    // Preparing for plugins takes as long as reading a small file.
    if !arguments.has("plugin-timeout"), !areNamed(arguments) { return .standard }
    return try folders(arguments).registry(for: specifications(arguments))
  }

  /// The built-in transforms, and the plugins that the command names.
  static func transforms(_ arguments: Arguments) throws(UsageError) -> TransformRegistry {
    areTransformsNamed(arguments)
      ? try folders(arguments).transforms(.standard, for: arguments.all("transform")) : .standard
  }

  /// Whether the command names a format or a transform that is not built in, so that it may wait for a
  /// plugin.
  static func areNamed(_ arguments: Arguments) -> Bool {
    let registry = FormatRegistry.standard
    let isFormat = specifications(arguments).contains { name in
      registry.format(named: String(name.prefix { $0 != ":" })) == nil
    }
    return isFormat || areTransformsNamed(arguments)
  }

  private static func areTransformsNamed(_ arguments: Arguments) -> Bool {
    let lists = arguments.all("transform")
    if lists.isEmpty { return false }
    let registry = TransformRegistry.standard
    return lists.flatMap(TransformRegistry.names(in:)).contains {
      registry.transform(named: $0) == nil
    }
  }

  private static func specifications(_ arguments: Arguments) -> [String] {
    ["from", "from-second", "to"].compactMap { arguments[$0] }
  }
}
