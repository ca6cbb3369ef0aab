public import CitemillCore

/// `filter:QUERY`: keeps the records that satisfy a query; see `FilterQuery`.
public struct FilterTransform: TransformPlugin, RecordTransform {
  private var query: FilterQuery?

  /// A filter without a query, which keeps every record.
  public init() {}

  /// A filter with a query; throws if that cannot be parsed.
  public init(_ query: String) throws(UsageError) { self.query = try FilterQuery(query) }

  /// The name and description of the transform.
  public var info: TransformInfo {
    TransformInfo(
      id: "filter", summary: "keep the records for which a query is true",
      operand: FormatOption("query", default: "year>=2010 and type=book", summary: "test each record with this query"))
  }

  /// Sets the query.
  public mutating func set(_ option: String, to value: String) throws(UsageError) { query = try FilterQuery(value) }

  /// The transform itself.
  public func makeStage(writesFiles: Bool) -> any Transform { self }

  /// Keeps the record or drops it.
  public func apply(to record: inout Record, at place: SourceLocation, reporting: inout Diagnostics) -> Disposition {
    query?.matches(record) ?? true ? .keep : .filter
  }
}
