#if XML
  import CitemillCore

  /// The lines of the works that are in one element, as several articles are in one journal.
  enum XMLWorkLines {
    /// The line of each record of an element: the line of its own element, such as `journal_article`, which is its
    /// type token. It is the line of the whole if there are not as many such elements as records.
    static func lines(
      of records: borrowing [Record], in bytes: Span<UInt8>, _ range: Range<Int>, from line: Int
    ) -> [Int] {
      let names = records.map { record in
        Array((record.origin.typeToken ?? "").utf8.prefix { $0 != UInt8(ascii: "[") })
      }
      var found: [[UInt8]: [Int]] = [:]
      var counts: [[UInt8]: Int] = [:]
      for name in names where !name.isEmpty {
        found[name] = []
        counts[name, default: 0] += 1
      }
      var here = range.lowerBound
      var current = line
      while here < range.upperBound {
        if bytes[here] == 10 {
          current += 1
        } else if bytes[here] == UInt8(ascii: "<") {
          let name = name(bytes, after: here, to: range.upperBound)
          for known in found.keys where known.count == name.count && zip(known, name).allSatisfy({ $0 == bytes[$1] }) {
            found[known]?.append(current)
          }
        }
        here += 1
      }
      var next: [[UInt8]: Int] = [:]
      return names.map { name in
        let lines = found[name, default: []]
        guard lines.count == counts[name] else { return line }
        let index = next[name, default: 0]
        next[name] = index + 1
        return lines.indices.contains(index) ? lines[index] : line
      }
    }

    /// The name of a start tag, without its prefix.
    private static func name(_ bytes: Span<UInt8>, after start: Int, to end: Int) -> Range<Int> {
      var (first, here) = (start + 1, start + 1)
      while here < end, !bytes[here].isSpace, bytes[here] != UInt8(ascii: ">"), bytes[here] != UInt8(ascii: "/") {
        if bytes[here] == UInt8(ascii: ":") { first = here + 1 }
        here += 1
      }
      return first..<max(first, here)
    }
  }
#endif
