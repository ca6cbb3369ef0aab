#if XML
  public import CitemillCore

  /// JATS, the XML of journal articles, and its predecessors, NLM's DTDs: articles, sets of articles, answers
  /// of OAI-PMH.
  public struct JATS: BlockReadable, FrameNoting, ReferenceCounting, WritableFormat, MappingDescribed,
    SourceValidating
  {
    /// Which records are read from an article.
    public enum Emission: String, Sendable, CaseIterable {
      /// The article, with its list of references.
      case article
      /// The citations in its list of references, each a record.
      case references
      /// The article, then each citation.
      case both
      /// One list of references: when writing, each record is an entry of it; when reading, each citation is
      /// a record.
      case refList = "ref-list"
    }

    /// How the articles in an article are read: reports of reviewers, replies, decisions of editors.
    public enum SubArticles: String, Sendable, CaseIterable {
      /// They are left out.
      case none
      /// Each is a record, after that of the article.
      case records
    }

    /// Whether the list of references of an article is read.
    public enum References: String, Sendable, CaseIterable {
      /// It is part of the article's record.
      case all
      /// It is skipped with everything after the body text, which takes less time.
      case none
    }

    /// Which records are read from an article.
    public var emit = Emission.article
    /// How the articles in an article are read.
    public var subArticles = SubArticles.none
    /// Whether the list of references is read if `emit` asks only for the article.
    public var references = References.all

    /// Which of several dates of publication is the date of issue.
    public var issued = IssueDate.earliest

    /// How ill-formed records are treated.
    public var recovery = XMLRecovery.no

    /// Whether only the number of references is needed.
    private var isCounting = false

    /// The format JATS.
    public init() {}

    /// The name and description of the format.
    public var info: FormatInfo {
      var info = FormatInfo(
        id: "jats", aliases: ["nlm", "jats-xml"], name: "JATS", folder: "JATS",
        fileExtensions: ["xml", "nxml", "jats"],
        mediaTypes: ["application/jats+xml"], specification: "ANSI/NISO Z39.96-2024, https://jats.nlm.nih.gov/")
      info.countsReferences = true
      return info
    }

    /// The options.
    public var options: [FormatOption] {
      [
        FormatOption(
          "emit", values: Emission.allCases.map(\.rawValue), default: Emission.article.rawValue,
          summary:
            "read an article with its references in it, each citation as a record (references), or both; "
            + "ref-list writes one list with each record as a reference, and reads as references does"),
        FormatOption(
          "references", values: References.allCases.map(\.rawValue), default: References.all.rawValue,
          summary:
            "read the list of references into the record of the article, or skip everything after its text, "
            + "which takes less time; only for emit=article"),
        FormatOption(
          "sub-articles", values: SubArticles.allCases.map(\.rawValue), default: SubArticles.none.rawValue,
          summary:
            "leave out reports, replies and decisions in an article, or read each as a record after it; "
            + "translations always give their titles and abstracts to the article"),
        IssueDate.option,
        XMLRecovery.option,
      ]
    }

    /// Sets an option.
    public mutating func set(_ option: String, to value: String) throws(UsageError) {
      if option == "recover", let found = XMLRecovery(rawValue: value) { recovery = found }
      if option == "emit", let found = Emission(rawValue: value) { emit = found }
      if option == "references", let found = References(rawValue: value) { references = found }
      if option == "issued", let found = IssueDate(rawValue: value) { issued = found }
      if option == "sub-articles", let found = SubArticles(rawValue: value) { subArticles = found }
    }

    /// The evidence of a record element alone.
    private static let bitsOfName = 8
    /// The elements that a document without any other sign of JATS may start with.
    private static let roots: [StaticString] =
      ["article", "book", "book-part", "article-meta", "OAI-PMH", "record", "records", "book-part-wrapper"]
      + JATSDecoder.collections

    /// An element `article` with the front of JATS in it.
    public func evidence(in prefix: BytePrefix) -> Evidence {
      let found = XMLEvidence.evidence(
        of: ["article", "book", "book-part", "article-meta"], around: JATSDecoder.collections,
        inside: ["<front", "<article-meta", "<journal-meta", "<book-meta", "<book-part-meta", ":article-meta"],
        declared: ["JATS", "NLM//DTD", "BITS", "Journal Publishing", "Journal Archiving"], in: prefix)
      // Other XML has an element "article" too: DBLP, BibTeXML.
      let isOther = found.bits <= Self.bitsOfName && !XMLEvidence.begins(with: Self.roots, prefix)
      return isOther ? .none : found
    }

    /// Reads the references as records if a source has nothing else: a list of them, or an article without
    /// its front.
    private func adapted(to prefix: BytePrefix) -> JATS {
      guard emit == .article, references == .all, XMLEvidence.begins(with: ["ref-list", "article"], prefix),
        !XMLEvidence.has(["front", "front-stub", "article-meta", "journal-meta", "body"], prefix),
        XMLEvidence.has(["ref"], prefix)
      else { return self }
      var list = self
      list.emit = .references
      return list
    }

    /// A reader for a source.
    public func makeReader(for source: ByteSource) throws(SourceFailure) -> any RecordReader {
      try XMLReader(source, adapted(to: try source.prefix(Self.looked)).decoder, recovery: recovery)
    }

    /// The format for blocks of a source with this beginning.
    public func forBlocks(of prefix: BytePrefix) -> (any BlockReadable)? { adapted(to: prefix) }

    /// How many bytes of a source are searched for the front of an article.
    private static let looked = 16384

    var decoder: JATSDecoder {
      JATSDecoder(emitting: emit == .refList ? .references : emit, use, subArticles: subArticles, issued: issued)
    }

    private var use: JATSReferenceUse {
      emit == .article && references == .none ? .none : isCounting ? .number : .all
    }

    package var countingReferences: (any ReadableFormat)? {
      if emit != .article || references == .none || subArticles != .none { return nil }
      var counting = self
      counting.isCounting = true
      return counting
    }

    /// The last index after a record at which a line begins.
    public func lastBoundary(in bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
      var frames: [NotedFrame] = []
      return lastBoundary(in: bytes, range, noting: &frames)
    }

    package func lastBoundary(in bytes: Span<UInt8>, _ range: Range<Int>, noting frames: inout [NotedFrame]) -> Int? {
      let place = JATSDecoder.framer.lastBoundary(in: bytes, range, noting: &frames)
      // A reader with another framer leaves out other ranges.
      if use != .all { frames = [] }
      return place
    }

    /// A reader for a block of a source.
    public func makeReader(forBlock source: ByteSource) throws(SourceFailure) -> any RecordReader {
      try makeReader(forBlock: source, noted: [])
    }

    package func makeReader(forBlock source: ByteSource, noted frames: [NotedFrame]) throws(SourceFailure)
      -> any RecordReader
    {
      try XMLReader(source, decoder, recovery: recovery, noted: frames, mayBeEmpty: true)
    }

    /// Validates documents by the DTD that they declare.
    public func makeValidator(_ schemas: SchemaFiles) throws(UsageError) -> any SourceValidator {
      try XMLSourceValidator(schemas)
    }

    // MARK: - Writing

    /// What articles, or the entries of a list of references, have elements for.
    public func expressible(for type: RecordType) -> FieldSet {
      emit == .refList ? JATSExpressible.reference(type) : JATSExpressible.article(type)
    }

    /// A writer of articles, or of one list of references; options for reading are refused.
    public func makeWriter() throws(UsageError) -> any RecordWriter {
      guard emit == .article || emit == .refList else {
        throw UsageError(.badOption, "jats:emit=\(emit.rawValue) is for reading; article and ref-list are written")
      }
      guard references == .all, subArticles == .none, issued == .earliest else {
        throw UsageError(.badOption, "jats:references, sub-articles and issued are for reading alone")
      }
      return JATSWriter(self)
    }

    /// In a list of references, the id that is made from the key.
    public func keyIdentity(_ key: String, ofRecordFrom format: String?) -> String {
      emit == .refList ? JATSWriter.id(of: key) : key
    }

    /// The format itself.
    public var asMappingDescribed: (any MappingDescribed)? { self }

    /// The elements with their places in the model.
    public var mapping: [MappingRow] {
      let sayable = expressible(for: .articleJournal)
      // What only citations have cannot be written if articles are written.
      let rows = JATSTable.table.mapping(writing: JATSWriter.names).map { row in
        var row = row
        row.isReadOnly = row.isReadOnly || FieldPath(row.path).map { !sayable.contains($0) } ?? false
        return row
      }
      return rows + JATSTable.omissions.map(\.mapping)
    }
  }
#endif
