#if XML
  public import CitemillCore

  /// Crossref's XML: the answers of its API, unixref and unixsd, and deposits.
  public struct CrossrefXML: BlockReadable, WritableFormat, FrameNoting, MappingDescribed, SourceValidating {
    /// The schema by which a deposit is written.
    public enum Schema: String, Sendable, CaseIterable {
      /// 5.3.1.
      case v5_3_1 = "5.3.1"
      /// 5.4.0, with versions of a work, funders by ROR and types of citations.
      case v5_4_0 = "5.4.0"
    }

    /// The schema by which a deposit is written.
    public var schema = Schema.v5_3_1
    /// The depositor, as named in the head of a deposit.
    public var depositor = "Citemill"
    /// Where Crossref sends the result of a deposit.
    public var email = "depositor@example.org"
    /// The organisation that is responsible for the DOIs.
    public var registrant = "Citemill"
    /// An id that distinguishes the deposit from others.
    public var batchID = "citemill"
    /// The version of everything in the deposit: a number that must grow with each deposit of a DOI.
    public var timestamp = "1"
    /// A URL with `{doi}` in it, for records that have none of their own.
    public var resource = ""
    /// The DOI of the policy for updates; without it corrections and retractions are not written as updates.
    public var crossmarkPolicy: String?
    /// The kind of work that is written; nil for any.
    var kind: CrossrefKind?
    /// How ill-formed records are treated.
    public var recovery = XMLRecovery.no
    /// Which of several dates of publication is the date of issue.
    public var issued = IssueDate.earliest

    /// The format Crossref XML.
    public init() {}

    /// The name and description of the format.
    public var info: FormatInfo {
      FormatInfo(
        id: "crossref-xml", aliases: ["crossref-deposit", "crossref-unixref", "unixref", "unixsd"],
        name: "Crossref XML",
        folder: "CrossrefXML", fileExtensions: ["xml"],
        mediaTypes: ["application/vnd.crossref.unixref+xml", "application/vnd.crossref.unixsd+xml"],
        specification: "https://www.crossref.org/documentation/schema-library/")
    }

    /// Records of DOIs, or a batch of a deposit.
    public func evidence(in prefix: BytePrefix) -> Evidence {
      XMLEvidence.evidence(
        of: CrossrefDecoder.works, around: ["doi_batch"],
        inside: [
          "<crossref_result", "<doi_records", "<doi_batch", "<doi_record", "<crossref ", "<crossref>", "<doi_data",
          "<journal_metadata", "<crm-item", "<journal_article", "<posted_content",
        ], declared: [], in: prefix)
    }

    /// A reader for a source.
    public func makeReader(for source: ByteSource) throws(SourceFailure) -> any RecordReader {
      try XMLReader(source, CrossrefDecoder(issued: issued), recovery: recovery)
    }

    /// The last index after a record at which a line begins.
    public func lastBoundary(in bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
      var frames: [NotedFrame] = []
      return lastBoundary(in: bytes, range, noting: &frames)
    }

    package func lastBoundary(in bytes: Span<UInt8>, _ range: Range<Int>, noting frames: inout [NotedFrame]) -> Int? {
      CrossrefDecoder.framer.lastBoundary(in: bytes, range, noting: &frames)
    }

    /// A reader for a block of a source.
    public func makeReader(forBlock source: ByteSource) throws(SourceFailure) -> any RecordReader {
      try makeReader(forBlock: source, noted: [])
    }

    package func makeReader(forBlock source: ByteSource, noted frames: [NotedFrame]) throws(SourceFailure)
      -> any RecordReader
    {
      try XMLReader(source, CrossrefDecoder(issued: issued), recovery: recovery, noted: frames, mayBeEmpty: true)
    }

    /// Validates deposits and answers by Crossref's schemas, and deposits by the rules that these schemas
    /// have as assertions.
    public func makeValidator(_ schemas: SchemaFiles) throws(UsageError) -> any SourceValidator {
      try XMLSourceValidator(schemas, rules: { CrossrefRules() }, schemaName: CrossrefRules.schemaName)
    }

    /// Crossref's answer to a deposit: a `doi_batch_diagnostic`.
    public func depositAnswer(in bytes: [UInt8], named name: String) -> DepositAnswer? { CrossrefAnswer.read(bytes) }

    /// The `doi_batch_id` of a deposit.
    public func depositID(in bytes: [UInt8]) -> (id: String, line: Int)? { CrossrefDepositID.read(bytes) }

    /// The format itself.
    public var asMappingDescribed: (any MappingDescribed)? { self }

    /// The elements with their places in the model.
    public var mapping: [MappingRow] {
      CrossrefTable.table.mapping(writing: CrossrefOutline.names(in: schema)) + CrossrefTable.omissions.map(\.mapping)
    }

    // MARK: - Writing

    /// A writer of deposits.
    public func makeWriter() -> any RecordWriter { CrossrefWriter(self) }

    /// A deposit does; with the option `kind` no others are written.
    public var holdsOneKind: Bool { kind == nil }

    /// The body of a deposit must not be empty.
    public var needsRecord: Bool { true }

    /// A DOI that is deposited twice is that of the one or of the other.
    public var distinctIdentifiers: IdentifierScheme? { .doi }

    /// What a deposit can hold for works of a type.
    public func expressible(for type: RecordType) -> FieldSet { CrossrefOutline.expressible(for: type, in: self) }

    /// What a deposit must have for works of a type.
    public func required(for type: RecordType) -> [FieldPath] {
      CrossrefNeed.needs(of: type).map(\.path).filter { !resource.isEmpty ? $0.part != "URL" : true }
    }

    /// The URL that the option makes from a DOI; nil without the option.
    func resource(of doi: String) -> String? {
      guard !resource.isEmpty else { return nil }
      let parts = resource.parted(by: "{doi}")
      return parts.joined(separator: CrossrefLimits.pathEscaped(doi))
    }

    /// The schema, the head, and the URLs of DOIs.
    public var options: [FormatOption] {
      [
        FormatOption(
          "schema", values: Schema.allCases.map(\.rawValue), default: Schema.v5_3_1.rawValue,
          summary: "write by this schema of Crossref"),
        FormatOption(
          "kind", values: ["any"] + CrossrefKind.allCases.map(\.rawValue), default: "any",
          summary: "write only works of this kind, since a deposit holds one kind; leave out others with a message"),
        FormatOption(
          "resource", default: "", summary: "use this URL, with {doi} in it, for records without a URL"),
        FormatOption("depositor", default: CrossrefXML().depositor, summary: "name the depositor"),
        FormatOption(
          "email", default: CrossrefXML().email, summary: "give the address to which Crossref sends its report"),
        FormatOption(
          "registrant", default: CrossrefXML().registrant,
          summary: "name the organisation that is responsible for the DOIs"),
        FormatOption("batch-id", default: CrossrefXML().batchID, summary: "name the deposit"),
        FormatOption(
          "timestamp", default: CrossrefXML().timestamp,
          summary: "give a number that grows with each deposit of a DOI, such as 20190314120000"),
        FormatOption(
          "crossmark-policy", default: "",
          summary: "write corrections and retractions as updates, by the policy with this DOI"),
        IssueDate.option, XMLRecovery.option,
      ]
    }

    /// The format with an option set.
    public mutating func set(_ option: String, to value: String) throws(UsageError) {
      func text(_ lengths: ClosedRange<Int>) throws(UsageError) -> String {
        let words = CrossrefLimits.plain(value)
        guard lengths.contains(words.unicodeScalars.count) else {
          throw UsageError(
            .badOption,
            "crossref-xml:\(option) takes \(lengths.lowerBound) to \(lengths.upperBound) characters, not \"\(value)\""
          )
        }
        return words
      }
      switch option {
      case "issued": issued = IssueDate(rawValue: value) ?? issued
      case "recover": recovery = XMLRecovery(rawValue: value) ?? recovery
      case "schema": schema = Schema(rawValue: value) ?? schema
      case "kind": kind = CrossrefKind(rawValue: value)
      case "depositor": depositor = try text(1...130)
      case "email":
        let address = try text(6...200)
        guard CrossrefLimits.isEmail(address) else {
          throw UsageError(
            .badOption, "crossref-xml:email takes an address such as name@publisher.org, not \"\(value)\"")
        }
        email = address
      case "registrant": registrant = try text(1...255)
      case "batch-id": batchID = try text(4...100)
      case "timestamp":
        guard (1...32).contains(value.utf8.count), value.utf8.allSatisfy(\.isDigit) else {
          throw UsageError(.badOption, "crossref-xml:timestamp takes a number, not \"\(value)\"")
        }
        timestamp = value
      case "crossmark-policy":
        guard value.isEmpty || CrossrefLimits.isDOI(value) else {
          throw UsageError(.badOption, "crossref-xml:crossmark-policy takes a DOI, not \"\(value)\"")
        }
        crossmarkPolicy = value.isEmpty ? nil : value
      case "resource":
        let isPattern = value.contains("{doi}")
        guard value.isEmpty || isPattern && CrossrefLimits.address(value) != nil && !CrossrefLimits.isResolver(value)
        else {
          throw UsageError(
            .badOption,
            "crossref-xml:resource takes a web URL with {doi} in it that is not at doi.org, not \"\(value)\""
          )
        }
        resource = value
      default: break
      }
    }
  }
#endif
