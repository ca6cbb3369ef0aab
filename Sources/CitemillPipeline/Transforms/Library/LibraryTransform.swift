public import CitemillCore

/// `except:FILE` and `intersect:FILE`: keep the records whose works are not in a library, or are in it, as `dedupe` decides.
///
/// What is new since the last search is `except:last.ris`. Of several copies of a work each is kept or each is taken out.
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

  /// What it is called.
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

  /// Takes the name of the library, or its format.
  public mutating func set(_ option: String, to value: String) throws(UsageError) {
    if option == "as" {
      reader = try formats.readableFormat(value)
    } else {
      path = try info.fileName(value, option)
    }
  }

  /// A stage for one run; reads the library.
  public func makeStage(writesFiles: Bool) throws -> any Transform {
    LibraryStage(kept, try works())
  }

  /// What identifies the works of the library's records; throws where not all of it can be read.
  private func works() throws -> [WorkIdentity] {
    let source = try Compression.open(path: path)
    let format = try reader ?? FormatDetector(formats).format(of: source)
    var reader = try format.makeReader(for: source)
    var (record, diagnostics) = (Record(), Diagnostics())
    var works: [WorkIdentity] = []
    var rejected = 0
    while true {
      switch try reader.next(into: &record, reporting: &diagnostics) {
      case .record: works.append(WorkIdentity(record))
      case .rejected: rejected += 1
      case .end:
        // A work that is not read would count as new.
        if rejected == 0 { return works }
        throw UsageError(
          .badLibrary,
          "\(rejected) of \(Diagnostic.count(works.count + rejected, "record")) of \(path) cannot be read; repair it, or write what can be read to another file with citemill convert"
        )
      }
    }
  }
}

/// A run of `except` or `intersect`.
struct LibraryStage: CollectionTransform {
  private let kept: LibraryTransform.Kept
  private var library: [WorkIdentity]
  private var works: [WorkIdentity] = []
  private var records: [PlacedRecord] = []
  /// Which of the records are of works of the library, once all are there.
  private var isShared: [Bool]?
  private var position = 0
  private(set) var filtered = 0

  init(_ kept: LibraryTransform.Kept, _ library: [WorkIdentity]) {
    self.kept = kept
    self.library = library
  }

  mutating func add(_ record: PlacedRecord) {
    works.append(WorkIdentity(record.record))
    records.append(record)
  }

  mutating func next(reporting diagnostics: inout Diagnostics) -> PlacedRecord? {
    let isShared = isShared ?? compare()
    self.isShared = isShared
    while position < records.count {
      position += 1
      if isShared[position - 1] == (kept == .shared) { return records[position - 1] }
      filtered += 1
    }
    records = []
    return nil
  }

  private mutating func compare() -> [Bool] {
    var isShared = Array(repeating: false, count: records.count)
    for group in Deduplication(library + works).groups where group.contains(where: { $0 < library.count }) {
      for index in group where index >= library.count { isShared[index - library.count] = true }
    }
    (library, works) = ([], [])
    return isShared
  }
}

extension Diagnostic.Code {
  /// Another library cannot be read whole.
  public static let badLibrary = Self("usage.library")
}
