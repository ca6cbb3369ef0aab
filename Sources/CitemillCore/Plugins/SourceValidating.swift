/// A format that can check a source as a whole: by a schema that is not part of the program, and by rules
/// that are not in a schema.
///
/// Problems of single records are found in the records, whatever their format.
public protocol SourceValidating: ReadableFormat {
  /// A validator for the sources of a run, with the available schemas; throws if a catalogue cannot be read.
  func makeValidator(_ schemas: SchemaFiles) throws(UsageError) -> any SourceValidator
  /// The content of an answer to a deposit; nil if the bytes are not such an answer.
  func depositAnswer(in bytes: [UInt8], named name: String) -> DepositAnswer?
  /// The id by which an answer names the deposit that begins so, with its line; nil where it is not a deposit.
  func depositID(in bytes: [UInt8]) -> (id: String, line: Int)?
}

/// Checks sources, one whole source after the other; used by one task.
public protocol SourceValidator {
  /// Reports, with lines, what is wrong with a source that has these bytes.
  func validate(_ bytes: [UInt8], of source: String, reporting diagnostics: inout Diagnostics)
}

/// The schemas and DTDs that a run may use. None is downloaded.
public struct SchemaFiles: Sendable {
  /// Catalogues that map schemas to files (OASIS XML Catalogs).
  public var catalogs: [String]
  /// The paths of schemas, DTDs and their modules.
  public var files: [String]
  /// Whether schemas were requested: then a missing one is a warning, otherwise a note.
  public var isWanted: Bool

  /// The files that a run may use; by default none.
  public init(catalogs: [String] = [], files: [String] = [], isWanted: Bool = false) {
    self.catalogs = catalogs
    self.files = files
    self.isWanted = isWanted
  }
}

/// The answer of an agency such as Crossref to a deposit: the result for each record.
public struct DepositAnswer: Sendable {
  /// The answer about one record, or about the deposit as a whole.
  public struct Entry: Sendable {
    /// The record's identifier; nil for the deposit as a whole.
    public var identifier: Identifier?
    /// The severity: an error if the record was refused, a note if it was accepted.
    public var severity: Diagnostic.Severity
    /// The message of the agency.
    public var message: String
    /// The line of the answer, counted from 1.
    public var line: Int

    /// An entry of an answer.
    public init(_ identifier: Identifier?, _ severity: Diagnostic.Severity, _ message: String, line: Int) {
      self.identifier = identifier
      self.severity = severity
      self.message = message
      self.line = line
    }
  }

  /// Who answers, for people: `Crossref`.
  public var agency: String
  /// The id of the deposit that is answered; nil where the answer does not say it.
  public var deposit: String?
  /// Whether all records of the deposit were looked at, so that each is named.
  public var isComplete = false
  /// The line at which the answer begins, counted from 1.
  public var line: Int
  /// The entries, in the order of the answer.
  public var entries: [Entry]

  /// An answer of an agency.
  public init(agency: String, line: Int = 1, entries: [Entry] = []) {
    self.agency = agency
    self.line = line
    self.entries = entries
  }
}

// MARK: - Default implementations

extension SourceValidating {
  /// The format itself.
  public var asSourceValidating: (any SourceValidating)? { self }
  /// By default, no answers are recognised.
  public func depositAnswer(in bytes: [UInt8], named name: String) -> DepositAnswer? { nil }
  /// No deposits are known.
  public func depositID(in bytes: [UInt8]) -> (id: String, line: Int)? { nil }
}
