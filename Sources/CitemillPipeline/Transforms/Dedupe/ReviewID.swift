import CitemillCore

/// The id by which a review names a record: a letter and a number, made of what identifies the work.
///
/// It stays the same when a database changes anything else in the record: times cited, the date of the last revision, keywords, the
/// abstract, the number that PubMed Central adds.
enum ReviewID {
  /// The number in the id of a record.
  static func of(_ record: Record) -> UInt64 {
    var bytes = Folding.letters(BareTitle(of: record).text)
    append(contributors(of: record), to: &bytes)
    append(year(of: record), to: &bytes)
    let host = record.container(.host)
    append(Folding.letters(host?.title() ?? host?.titles.first?.text.plain ?? ""), to: &bytes)
    for variable in [Variable.volume, .issue, .supplementNumber, .partNumber, .number, .edition, .version] {
      append(Folding.letters(record[variable] ?? host?.variables[variable] ?? ""), to: &bytes)
    }
    let pages = record[.articleNumber] ?? record.pages ?? record[.pageFirst] ?? ""
    for word in Folding.words(pages) { append(word, to: &bytes) }
    for identifier in identifiers(of: record) { append(Array(identifier.utf8), to: &bytes) }
    return ContentHash.of(bytes)
  }

  /// The id as a review has it. It begins with a letter, so that spreadsheets do not take `76e15…` for a number.
  static func text(_ id: UInt64) -> String { "\(letter)\(id.hexadecimal)" }

  /// The number in an id; nil where a text is not one.
  static func number(of text: String) -> UInt64? {
    // `UInt64` takes a sign too.
    guard let id = UInt64(text.dropFirst(letter.utf8.count), radix: 16), self.text(id) == text else { return nil }
    return id
  }

  private static let letter = "r"

  private static func append(_ part: [UInt8], to bytes: inout [UInt8]) {
    bytes.append(0)
    bytes += part
  }

  private static func contributors(of record: Record) -> [UInt8] {
    var bytes: [UInt8] = []
    for one in record.contributors {
      let name = one.name
      for part in [name.family, name.nonDroppingParticle, name.given, name.suffix, name.literal] {
        bytes += Folding.letters(part ?? "")
      }
      bytes.append(1)
    }
    return bytes
  }

  private static func year(of record: Record) -> [UInt8] {
    WorkIdentity.date(of: record).map { Array("\($0.year)".utf8) } ?? []
  }

  /// The valid DOI and PMID. The other identifiers count only where there is neither, since databases add them later.
  private static func identifiers(of record: Record) -> [String] {
    let known = record.identifiers.compactMap { one in
      IdentifierForms.valid(one).map { (scheme: one.scheme, text: "\(one.scheme) \($0)") }
    }
    let first = known.filter { $0.scheme == .doi || $0.scheme == .pmid }
    return (first.isEmpty ? known : first).map(\.text).sorted()
  }
}
