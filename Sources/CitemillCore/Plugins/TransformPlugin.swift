/// The names of a transform and its purpose.
public struct TransformInfo: Sendable {
  /// The name on the command line: lower case, hyphens.
  public var id: String
  /// Other names.
  public var aliases: [String]
  /// What it does, in one sentence without a final period.
  public var summary: String
  /// The text right after the colon, such as the query of `filter:year>=2010`; nil if there are only options.
  public var operand: FormatOption?
  /// Whether the operand may be omitted, with options in its place.
  public var isOperandOptional: Bool
  /// Whether it must receive every record before it returns one.
  public var isBarrier: Bool

  /// The summary, with a remark for transforms that need all records.
  package var wholeSummary: String { summary + (isBarrier ? "; holds records back until the last is read" : "") }

  /// A transform's names.
  public init(
    id: String, aliases: [String] = [], summary: String, operand: FormatOption? = nil, isOperandOptional: Bool = false,
    isBarrier: Bool = false
  ) {
    self.id = id
    self.aliases = aliases
    self.summary = summary
    self.operand = operand
    self.isOperandOptional = isOperandOptional
    self.isBarrier = isBarrier
  }
}

/// A transform that users can name, as a value with its options set.
public protocol TransformPlugin: Sendable {
  /// The name and description of the transform.
  var info: TransformInfo { get }
  /// The options that it takes, the operand not among them.
  var options: [FormatOption] { get }
  /// The files that a stage reads in addition to the records: its results depend on them too.
  var inputFiles: [String] { get }
  /// The files that a stage writes in addition to the records, such as a log.
  var outputFiles: [String] { get }
  /// The transform with an option or its operand set; `value` has been checked against the declaration.
  mutating func set(_ option: String, to value: String) throws(UsageError)
  /// A stage for one run; throws if an option is missing, or a file named in one cannot be used.
  ///
  /// Without `writesFiles`, the stage does not write its files.
  func makeStage(writesFiles: Bool) throws -> any Transform
}

// MARK: - Default implementations

extension TransformPlugin {
  /// No options.
  public var options: [FormatOption] { [] }
  /// None.
  public var inputFiles: [String] { [] }
  /// None.
  public var outputFiles: [String] { [] }
  /// Without options there is nothing to set.
  public mutating func set(_ option: String, to value: String) throws(UsageError) {}
}

// MARK: - API

extension TransformPlugin {
  /// The transform with its operand and options set; throws for an unknown option or value, and if an operand
  /// is missing.
  public func configured(
    operand: String? = nil, _ assignments: [OptionAssignment] = []
  ) throws(UsageError) -> any TransformPlugin {
    var result = self
    if let declared = info.operand, operand != nil || !info.isOperandOptional {
      guard let operand, !operand.isEmpty else {
        throw UsageError(.missingOperand, "\(info.id) needs its \(declared.name): \(info.id):\(declared.defaultValue)")
      }
      try result.set(declared.name, to: operand)
    }
    for assignment in assignments {
      let option = try options.option(for: assignment, of: "transform \(info.id)", info.id)
      try result.set(option.name, to: assignment.value)
    }
    return result
  }
}

extension Diagnostic.Code {
  /// No transform has the name.
  public static let unknownTransform = Self("usage.unknown-transform")
  /// A transform without the required text after its colon.
  public static let missingOperand = Self("usage.missing-operand")
}
