public import CitemillCore

/// `filter:QUERY`: keeps the records that satisfy a query; see `FilterQuery`.
public struct FilterTransform: TransformPlugin, RecordTransform {
  private var query: FilterQuery?

  /// A filter without a question, which lets every record pass.
  public init() {}

  /// A filter of a question; throws when that cannot be read.
  public init(_ query: String) throws(UsageError) { self.query = try FilterQuery(query) }

  /// What it is called.
  public var info: TransformInfo {
    TransformInfo(
      id: "filter", summary: "keep the records for which a query is true",
      operand: FormatOption("query", default: "year>=2010 and type=book", summary: "test each record with this query"))
  }

  /// Takes the question.
  public mutating func set(_ option: String, to value: String) throws(UsageError) { query = try FilterQuery(value) }

  /// Itself.
  public func makeStage(writesFiles: Bool) -> any Transform { self }

  /// Keeps the record or drops it.
  public func apply(to record: inout Record, at place: SourceLocation, reporting: inout Diagnostics) -> Disposition {
    query?.matches(record) ?? true ? .keep : .filter
  }
}
