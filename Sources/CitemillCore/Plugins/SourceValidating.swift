/// A format that can check a source as a whole: by a schema that is not part of the program, and by rules that no schema says.
///
/// What is wrong with single records is found in the records, whatever their format.
public protocol SourceValidating: ReadableFormat {
  /// What checks the sources of a run, by the schemas at hand; throws where a catalogue cannot be read.
  func makeValidator(_ schemas: SchemaFiles) throws(UsageError) -> any SourceValidator
  /// What the bytes of an answer to a deposit say of its records; nil where they are no such answer.
  func depositAnswer(in bytes: [UInt8], named name: String) -> DepositAnswer?
}

/// Checks sources, one whole source after the other; used by one task.
public protocol SourceValidator {
  /// Reports what is wrong with a source that has these bytes, with the lines.
  func validate(_ bytes: [UInt8], of source: String, reporting diagnostics: inout Diagnostics)
}

/// The schemas and DTDs that a run may use. None of them is fetched from elsewhere.
public struct SchemaFiles: Sendable {
  /// Catalogues that say which file has a schema (OASIS XML Catalogs).
  public var catalogs: [String]
  /// The paths of schemas, DTDs and their modules.
  public var files: [String]
  /// Whether schemas are asked for: then one that is missing is a warning, else a note.
  public var isWanted: Bool

  /// The files that a run may use; by default none.
  public init(catalogs: [String] = [], files: [String] = [], isWanted: Bool = false) {
    self.catalogs = catalogs
    self.files = files
    self.isWanted = isWanted
  }
}

/// What an agency such as Crossref answers to a deposit: what became of each record.
public struct DepositAnswer: Sendable {
  /// What the answer says of one record, or of the deposit as a whole.
  public struct Entry: Sendable {
    /// The record's identifier; nil where the deposit as a whole is meant.
    public var identifier: Identifier?
    /// How bad it is: an error where the record was refused, a note where it was taken.
    public var severity: Diagnostic.Severity
    /// What the agency says.
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
  /// What it says, in the order of the answer.
  public var entries: [Entry]

  /// An answer of an agency.
  public init(agency: String, entries: [Entry] = []) {
    self.agency = agency
    self.entries = entries
  }
}

// MARK: - Default implementations

extension SourceValidating {
  /// Itself.
  public var asSourceValidating: (any SourceValidating)? { self }
  /// No answers are known.
  public func depositAnswer(in bytes: [UInt8], named name: String) -> DepositAnswer? { nil }
}
