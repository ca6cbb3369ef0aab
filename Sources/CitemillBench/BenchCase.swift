import Citemill

/// A conversion that is timed inside this process.
struct BenchCase {
  /// What is read: a format, or the path of a file.
  var from: String
  var to: String
  var bytes: [UInt8]
  /// The format to read as; nil to detect it.
  var readAs: String?

  /// Its name in tables.
  var name: String { "\(from) > \(to)" }

  /// The result of some rounds.
  struct Result {
    var records = 0
    var bytesIn = 0
    var bytesOut = 0
    /// The FNV-1a hash of the input, which shows whether two runs had the same input.
    var checksum: UInt64 = 0
    /// Seconds, the fastest first.
    var times: [Double] = []
    /// How many plain passes over the same bytes would take the time of each round; the smallest first.
    var passes: [Double] = []

    var fastest: Double { times.first ?? 0 }
    var median: Double { times.isEmpty ? 0 : times[times.count / 2] }
    var medianPasses: Double { passes.isEmpty ? 0 : passes[passes.count / 2] }
  }

  /// Options of formats that need them to write the generated records: one kind of work per output, and a URL
  /// for each.
  private static let options = ["crossref-xml": "kind=journal,resource=https://example.org/{doi}"]

  /// The cases for generated records: every readable format into lines of CSL-JSON, and these into every
  /// writable format.
  static func generated(_ count: Int, registry: FormatRegistry) throws -> [BenchCase] {
    let lines = "csl-json:layout=lines"
    let records = GeneratedLibrary.records(count)
    let source = try registry.write(records, as: lines).bytes
    var cases: [BenchCase] = []
    for format in registry.formats {
      let id = format.info.id
      let target = options[id].map { "\(id):\($0)" } ?? id
      if let writable = try? registry.writableFormat(target) {
        let back = writable.info.readsBackAs ?? id
        if (try? registry.readableFormat(back)) != nil {
          let bytes = try registry.write(records, as: target).bytes
          cases.append(BenchCase(from: id, to: lines, bytes: bytes, readAs: back))
        }
        cases.append(BenchCase(from: lines, to: target, bytes: source, readAs: "csl-json"))
      }
    }
    return cases
  }

  /// Converts this many rounds, each beside a pass over the same bytes, so that both run under the same load.
  func run(rounds: Int, registry: FormatRegistry) throws -> Result {
    let format = try registry.writableFormat(to)
    let reader = try readAs.map(registry.readableFormat)
    var result = Result()
    for _ in 0..<rounds {
      let pass = time { result.checksum = onePass }
      var conversion = try Conversion(to: format, registry: registry, into: ByteSink(.null))
      let seconds = time { conversion.run(ByteSource(bytes: bytes, name: from), as: reader) }
      let (summary, sink) = conversion.finish()
      result.records = summary.written
      result.bytesIn = bytes.count
      result.bytesOut = sink.count
      result.times.append(seconds)
      result.passes.append(seconds / max(pass, 1e-9))
    }
    result.times.sort()
    result.passes.sort()
    return result
  }

  // MARK: - Clock

  /// The least that any reader does: it visits each byte once and computes something that depends on it.
  private var onePass: UInt64 {
    var sum: UInt64 = 14_695_981_039_346_656_037
    for byte in bytes { sum = (sum ^ UInt64(byte)) &* 1_099_511_628_211 }
    return sum
  }

  private func time(_ work: () -> Void) -> Double {
    let time = ContinuousClock().measure(work)
    return Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
  }
}
