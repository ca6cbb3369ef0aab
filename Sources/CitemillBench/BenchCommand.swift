import Citemill

/// The command `citemill-bench FILE FORMAT [ROUNDS]`: times the conversion of a file into a format, in this process.
///
/// Prints the fastest and the median round. Absolute speeds depend on the machine: compare ratios taken in one sitting.
@main
enum BenchCommand {
  static func main() {
    CommandProcess.prepare()
    let words = Array(CommandLine.arguments.dropFirst())
    guard words.count == 2 || words.count == 3, let rounds = Int(words.count == 3 ? words[2] : "5"), rounds > 0 else {
      say("usage: citemill-bench FILE FORMAT [ROUNDS]")
      CommandProcess.exit(.usage)
    }
    do {
      try time(words[0], to: words[1], rounds: rounds)
      CommandProcess.exit(.success)
    } catch let error as SourceFailure {
      say(error.description)
      CommandProcess.exit(error.exitStatus)
    } catch {
      say("\(error)")
      CommandProcess.exit(.usage)
    }
  }

  private static func time(_ path: String, to specification: String, rounds: Int) throws {
    let registry = FormatRegistry.standard
    let format = try registry.writableFormat(specification)
    var times: [Duration] = []
    var summary = Summary()
    var written = 0
    for _ in 0..<rounds {
      let start = ContinuousClock.now
      var conversion = try Conversion(to: format, registry: registry, into: ByteSink(.null))
      conversion.run(try ByteSource.open(path: path))
      let (result, sink) = conversion.finish()
      times.append(ContinuousClock.now - start)
      (summary, written) = (result, sink.count)
    }
    times.sort()
    let bytes = summary.sources.reduce(0) { $0 + $1.tally.totalBytes }
    say(
      "\(path) to \(specification): \(summary.read) records, \(bytes) bytes in, \(written) bytes out, \(rounds) rounds")
    for (name, time) in [("fastest", times[0]), ("median", times[times.count / 2])] {
      let seconds = Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
      let rate = Double(bytes) / 1e6 / max(seconds, 1e-9)
      say(
        "  \(name)  \(Int(seconds * 1e6)) µs  \(Int(rate)) MB/s  \(Int(Double(summary.read) / max(seconds, 1e-9))) records/s"
      )
    }
  }

  private static func say(_ text: String) {
    var sink = ByteSink(.descriptor(1))
    sink.append(text + "\n")
    sink.flush()
  }
}
