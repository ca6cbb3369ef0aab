public import CitemillCore

/// The result for every source and record of a run, for scripts and archives: one schema for all commands
/// that convert.
///
/// Filled by the observer of a conversion, completed with its summary, and written as JSON
/// (`Docs/report.schema.json`). Lists that could grow without limit are cut, and what is left out is counted.
public struct Report: Sendable {
  /// The version of the schema.
  public static let version = 1

  /// The limits of what is kept.
  public struct Limits: Sendable {
    /// How many records with losses are listed.
    public var records = 1000
    /// How many examples are listed for each kind of loss.
    public var examples = 3
    /// How many bytes of a lost value are shown.
    public var valueBytes = 200

    /// The usual limits.
    public init() {}
  }

  /// A source with its messages.
  public struct Source: Sendable {
    /// Its summary.
    public var account: Summary.Source
    /// The messages: the first ones of each severity; the rest are counted.
    public var diagnostics: [Diagnostic]
  }

  /// A record that lost something in the output.
  public struct LossyRecord: Sendable {
    /// Its key in the output.
    public var key: String?
    /// Where it was read.
    public var place: SourceLocation
    /// What it lost.
    public var losses: [Item]

    /// One loss with the lost values.
    public struct Item: Sendable {
      /// The place and what happened there.
      public var loss: LossReport.Key
      /// To how many values of the place it happened.
      public var count: Int
      /// The values of that place, as text.
      public var values: [String]
    }
  }

  /// A kind of loss with the first places where it happened.
  public struct Example: Sendable {
    /// The key of the record.
    public var key: String?
    /// Where it was read.
    public var place: SourceLocation
    /// The values of that place, as text.
    public var values: [String]
  }

  /// The command that was run: `convert`.
  public let command: String
  /// The output format, as on the command line; nil for a command that writes none.
  public let target: String?
  /// The sources, in the order in which they were read.
  public private(set) var sources: [Source] = []
  /// The first records that lost something in the output.
  public private(set) var lossyRecords: [LossyRecord] = []
  /// Where each kind of loss happened first.
  public private(set) var examples: [LossReport.Key: [Example]] = [:]
  /// The counts, once the run has ended.
  public private(set) var summary = Summary()
  /// The messages after all sources.
  public var afterwards: [Diagnostic] { pending.filter { $0.code != .capped } }
  /// How it ended.
  public private(set) var status = ExitStatus.success

  private let limits: Limits
  private var pending: [Diagnostic] = []

  /// A report on a run that is about to begin.
  public init(command: String, target: String? = nil, limits: Limits = Limits()) {
    self.command = command
    self.target = target
    self.limits = limits
  }

  // MARK: - Taking in

  /// Adds a diagnostic of the source being read.
  public mutating func add(_ diagnostic: Diagnostic) { pending.append(diagnostic) }

  /// Adds the summary of the source that has been read.
  public mutating func add(_ source: Summary.Source) {
    sources.append(Source(account: source, diagnostics: pending.filter { $0.code != .capped }))
    pending.removeAll()
  }

  /// Adds the losses of a record.
  public mutating func add(_ losses: [LossReport.Key], of record: Record, at place: SourceLocation) {
    let isKept = lossyRecords.count < limits.records
    var items: [LossyRecord.Item] = []
    var told = Set<LossReport.Key>()
    for loss in losses {
      // A place is listed once for each of its values.
      guard told.insert(loss).inserted else {
        if let index = items.firstIndex(where: { $0.loss == loss }) { items[index].count += 1 }
        continue
      }
      let isExample = examples[loss, default: []].count < limits.examples
      guard isKept || isExample else { continue }
      let values = values(of: record, at: loss.path)
      if isKept { items.append(LossyRecord.Item(loss: loss, count: 1, values: values)) }
      if isExample { examples[loss, default: []].append(Example(key: record.key, place: place, values: values)) }
    }
    if isKept { lossyRecords.append(LossyRecord(key: record.key, place: place, losses: items)) }
  }

  /// Adds the end of the run.
  public mutating func finish(_ summary: Summary, status: ExitStatus) {
    self.summary = summary
    self.status = status
    // Records that stages hold back are written after all sources have been reported.
    for (index, account) in summary.sources.enumerated() where index < sources.count {
      sources[index].account = account
    }
  }

  private func values(of record: Record, at path: FieldPath) -> [String] {
    record.parts(at: path).map { Diagnostic.escaped($0.text, limit: limits.valueBytes) }
  }
}
