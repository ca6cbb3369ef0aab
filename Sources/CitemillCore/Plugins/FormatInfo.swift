/// The names of a format and its specification.
public struct FormatInfo: Sendable {
  /// The name on the command line: lower case, hyphens.
  public var id: String
  /// Other names, among them those that other tools use.
  public var aliases: [String]
  /// The name for people.
  public var name: String
  /// The name of its folders under Sources, Fixtures and Docs.
  public var folder: String
  /// File extensions without the dot, the usual one first.
  public var fileExtensions: [String]
  /// Media types, the registered one first.
  public var mediaTypes: [String]
  /// The specification: a title or a URL.
  public var specification: String
  /// Whether its records carry their own origin, so that reading must not set it.
  public var carriesOrigin: Bool
  /// For a write-only format, the id of the reader that reads its output back.
  public var readsBackAs: String?
  /// Whether the format is `ReferenceCounting`: it is asked at every start, and the first `as?` searches all conformances.
  package var countsReferences = false
  /// Distinguishes the programs that it starts from others and from earlier versions; empty if it starts
  /// none.
  package var programs = ""
  /// Whether reading or writing starts programs: a source may not be text, and the thread may block.
  package var startsPrograms: Bool { !programs.isEmpty }

  /// The encoding of its sources if one was named; they are then known to be text.
  package var encoding: String?
  /// Whether its file extensions only indicate that a file is text.
  package var isPlainText: Bool { mediaTypes.contains("text/plain") }

  /// A format's names.
  public init(
    id: String, aliases: [String] = [], name: String, folder: String, fileExtensions: [String] = [],
    mediaTypes: [String] = [], specification: String, carriesOrigin: Bool = false, readsBackAs: String? = nil
  ) {
    self.id = id
    self.aliases = aliases
    self.name = name
    self.folder = folder
    self.fileExtensions = fileExtensions
    self.mediaTypes = mediaTypes
    self.specification = specification
    self.carriesOrigin = carriesOrigin
    self.readsBackAs = readsBackAs
  }
}

/// A format, as a value with its options set.
public protocol FormatPlugin: Sendable {
  /// The name and description of the format.
  var info: FormatInfo { get }
  /// The options that it takes.
  var options: [FormatOption] { get }
  /// The format with an option set; `value` has been checked against the declaration.
  mutating func set(_ option: String, to value: String) throws(UsageError)
  /// The format as one that can be read; it only needs to conform to `ReadableFormat`.
  var asReadable: (any ReadableFormat)? { get }
  /// The format as one whose sources can be read in blocks; it only needs to conform to `BlockReadable`.
  var asBlockReadable: (any BlockReadable)? { get }
  /// The format as one that can be written; it only needs to conform to `WritableFormat`.
  var asWritable: (any WritableFormat)? { get }
  /// The format as one that describes its table; it only needs to conform to `MappingDescribed`.
  var asMappingDescribed: (any MappingDescribed)? { get }
  /// The format as one that can check whole sources; it only needs to conform to `SourceValidating`.
  var asSourceValidating: (any SourceValidating)? { get }
  /// The format laid out as one record per line, with nothing around the lines; nil if it has no such layout.
  var asLines: (any FormatPlugin)? { get }
}

// MARK: - Default implementations

extension FormatPlugin {
  /// No options.
  public var options: [FormatOption] { [] }
  /// Without options there is nothing to set.
  public mutating func set(_ option: String, to value: String) throws(UsageError) {}
  // These return what `as?` would, which searches all conformances of the program on first use; measured,
  // that took a third of the start-up time.
  /// Not to be read.
  public var asReadable: (any ReadableFormat)? { nil }
  /// Not to be read in blocks.
  public var asBlockReadable: (any BlockReadable)? { nil }
  /// Not to be written.
  public var asWritable: (any WritableFormat)? { nil }
  /// Without a table.
  public var asMappingDescribed: (any MappingDescribed)? { nil }
  /// Without checks of whole sources.
  public var asSourceValidating: (any SourceValidating)? { nil }
  /// Not one record per line.
  public var asLines: (any FormatPlugin)? { nil }
}

extension ReadableFormat {
  /// The format itself.
  public var asReadable: (any ReadableFormat)? { self }
}

extension WritableFormat {
  /// The format itself.
  public var asWritable: (any WritableFormat)? { self }
}

extension MappingDescribed {
  /// The format itself.
  public var asMappingDescribed: (any MappingDescribed)? { self }
}

// MARK: - API

extension FormatPlugin {
  /// The format with options set, as in `csl-json:layout=lines`; throws for an unknown option or value.
  public func configured(_ assignments: [OptionAssignment]) throws(UsageError) -> Self {
    var result = self
    for assignment in assignments {
      let option = try options.option(for: assignment, of: "format \(info.id)", info.id)
      try result.set(option.name, to: assignment.value)
    }
    return result
  }
}

/// An option that a format declares.
public struct FormatOption: Sendable {
  /// Its name on the command line.
  public var name: String
  /// The allowed values; empty for any text.
  public var values: [String]
  /// The value without the option.
  public var defaultValue: String
  /// Whether other values, which `set` checks, are allowed too.
  public var takesOtherValues: Bool
  /// What it does, in one sentence.
  public var summary: String

  /// An option.
  public init(
    _ name: String, values: [String] = [], default defaultValue: String, takesOtherValues: Bool = false, summary: String
  ) {
    self.name = name
    self.values = values
    self.takesOtherValues = takesOtherValues
    self.defaultValue = defaultValue
    self.summary = summary
  }
}

extension [FormatOption] {
  /// The option that an assignment is for, if it accepts the value; `owner` and `id` name the format or
  /// transform in messages.
  package func option(
    for assignment: OptionAssignment, of owner: String, _ id: String
  ) throws(UsageError) -> FormatOption {
    guard let option = first(where: { $0.name == assignment.name }) else {
      let known = map(\.name)
      let suggestion = Suggestion.after(
        assignment.name, known: known,
        otherwise: known.isEmpty ? "it takes none" : "it takes \(known.joined(separator: ", "))")
      throw UsageError(.unknownOption, "\(owner) has no option \"\(assignment.name)\"\(suggestion)")
    }
    if !option.values.isEmpty && !option.takesOtherValues && !option.values.contains(assignment.value) {
      throw UsageError(
        .badOption,
        "\(id):\(option.name) takes \(option.values.joined(separator: " or ")), not \"\(assignment.value)\"")
    }
    return option
  }
}

/// `option=value` as given by the user.
public struct OptionAssignment: Sendable, Equatable {
  /// The option's name.
  public var name: String
  /// The value.
  public var value: String

  /// An assignment.
  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

extension Diagnostic.Code {
  /// An unknown option of a format.
  public static let unknownOption = Self("usage.unknown-option")
  /// An invalid value for an option of a format or transform.
  public static let badOption = Self("usage.bad-option-value")
  /// A format that can only be written.
  public static let notReadable = Self("usage.not-readable")
  /// A format that can only be read.
  public static let notWritable = Self("usage.not-writable")
  /// No format has the name.
  public static let unknownFormat = Self("usage.unknown-format")
}
