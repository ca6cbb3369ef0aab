public import CitemillCore

/// `except:FILE` and `intersect:FILE`: keep the records whose works are not in a library, or are in it, as
/// `dedupe` decides.
///
/// `except:last.ris` gives what is new since the last search. Of several copies of a work, either all are
/// kept or none.
public struct LibraryTransform: TransformPlugin {
  /// Which records are kept.
  public enum Kept: Sendable {
    /// Those whose works are not in the library.
    case others
    /// Those whose works are in it.
    case shared
  }

  private let kept: Kept
  private let formats: FormatRegistry
  private var path = ""
  private var reader: (any ReadableFormat)?

  /// A transform that reads its library in a format of a registry.
  public init(_ kept: Kept, reading formats: FormatRegistry) {
    self.kept = kept
    self.formats = formats
  }

  /// The name and description of the transform.
  public var info: TransformInfo {
    let isOther = kept == .others
    let id = isOther ? "except" : "intersect"
    return TransformInfo(
      id: id,
      summary: isOther
        ? "keep the records of works that are not in another library, such as what is new since the last search"
        : "keep the records of works that are in another library too",
      operand: FormatOption("file", default: "library.ris", summary: "the other library, in any format that is read"),
      isBarrier: true)
  }

  /// `as`.
  public var options: [FormatOption] {
    [FormatOption("as", default: "detected", summary: "read the other library as this format, with its options")]
  }

  /// The other library.
  public var inputFiles: [String] { [path] }

  /// Sets the name of the library, or its format.
  public mutating func set(_ option: String, to value: String) throws(UsageError) {
    if option == "as" {
      reader = try formats.readableFormat(value)
    } else {
      path = try info.fileName(value, option)
    }
  }

  /// A stage for one run; reads the library.
  public func makeStage(writesFiles: Bool) throws -> any Transform {
    LibraryStage(kept, try library())
  }

  /// The library's records; throws if not all of it can be read.
  private func library() throws -> HeldWorks {
    let source = try Compression.open(path: path)
    let format = try reader ?? FormatDetector(formats).format(of: source)
    var reader = try format.makeReader(for: source)
    var (record, diagnostics) = (Record(), Diagnostics())
    var library = HeldWorks()
    var rejected = 0
    while true {
      switch try reader.next(into: &record, reporting: &diagnostics) {
      case .record: try library.append(PlacedRecord(record, at: .whole(path)))
      case .rejected: rejected += 1
      case .end:
        // A work that was not read would count as new.
        if rejected == 0 { return library }
        throw UsageError(
          .badLibrary,
          "\(rejected) of \(Diagnostic.count(library.records.count + rejected, "record")) of \(path) cannot be read; repair it, or write what can be read to another file with citemill convert"
        )
      }
    }
  }
}

/// Records held as bytes, with the keys by which duplicates are found.
struct HeldWorks {
  var records = PackedRecords(memory: ByteCount.usualMemory.bytes, failure: .libraryFile)
  private var keys = WorkKeys()

  mutating func append(_ record: PlacedRecord) throws(TransformFailure) {
    keys.append(WorkIdentity(record.record, onlyKeys: true))
    try records.append(record)
  }

  /// The keys, which are not needed any more.
  mutating func takeKeys() -> WorkKeys {
    defer { keys = WorkKeys() }
    return keys
  }
}

/// A run of `except` or `intersect`.
struct LibraryStage: CollectionTransform {
  private let kept: LibraryTransform.Kept
  /// The records of the library, followed by those of the input.
  private var works: HeldWorks
  private var position: Int
  private let libraryCount: Int
  /// Which of the records are of works in the library, once all have been read.
  private var isShared: [Bool]?
  private(set) var filtered = 0

  init(_ kept: LibraryTransform.Kept, _ library: HeldWorks) {
    self.kept = kept
    works = library
    libraryCount = library.records.count
    position = libraryCount
  }

  mutating func add(_ record: PlacedRecord) throws(TransformFailure) { try works.append(record) }

  mutating func next(reporting diagnostics: inout Diagnostics) throws(TransformFailure) -> PlacedRecord? {
    let isShared = if let isShared { isShared } else { try compare() }
    self.isShared = isShared
    while position < works.records.count {
      position += 1
      if isShared[position - 1] == (kept == .shared) {
        return try works.records.record(at: position - 1, readingAhead: true)
      }
      filtered += 1
    }
    return nil
  }

  private mutating func compare() throws(TransformFailure) -> [Bool] {
    var isShared = Array(repeating: false, count: works.records.count)
    let found = Deduplication(ComparedWorks(of: works.records, works.takeKeys(), MatchingRules()))
    if let failure = found.failure { throw failure }
    for group in found.groups where group.contains(where: { $0 < libraryCount }) {
      for index in group { isShared[index] = true }
    }
    return isShared
  }
}

extension Diagnostic.Code {
  /// The temporary file of `except` or `intersect` cannot be created, written or read.
  public static let libraryFile = Self("library.temporary-file")
  /// The other library cannot be read completely.
  public static let badLibrary = Self("usage.library")
}
