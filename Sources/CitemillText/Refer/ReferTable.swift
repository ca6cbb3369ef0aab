import CitemillCore

/// The table of Refer for both directions, with the tags that EndNote added.
enum ReferTable {
  static let table = TagTable(
    format: "refer", syntax: syntax, types: types, names: .givenFirst, dates: .words,
    rows: rows, withoutType: withoutType, typeRule: typeRule, finish: finish,
    isCertain: {
      ($0.type != .proceedings || $0.contributors.isEmpty || $0.container == nil)
        && ($0[.edition] == nil || WorkKind($0.type) != .article)
    })

  static let syntax = TagSyntax(style: .percent, begin: "%0")

  private typealias Row = TagTable.Row

  private static let rows: [Row] = [
    Row("%0", .type, note: "the first line of a record"),
    Row("%F", .place(.key)),
    Row("%A", .names(.author, .own), note: "family name, given names; or given names first"),
    Row("%T", .place(.title(.main, .own))),
    Row("%!", .place(.title(.short, .own))),
    Row("%Q", .place(.title(.translated, .own)), note: "without `%0` an organisation as author"),
    Row("%*", .place(.title(.reviewed, .own)), note: "the work that is reviewed"),
    Row("%J", .hostTitle, note: "the journal"),
    Row(
      "%B", .hostTitle,
      except: [
        .book: .seriesTitle, .report: .seriesTitle, .thesis: .seriesTitle, .software: .seriesTitle, .map: .seriesTitle,
      ],
      note: "the book of a chapter, the proceedings"),
    Row("%O", .place(.title(.short, .host)), except: [.book: .place(.note(.note)), .other: .place(.note(.note))]),
    Row("%S", .seriesTitle, note: "the series"),
    Row("%E", .names(.editor, .own)),
    Row(
      "%Y", .names(.collectionEditor, .own), except: [.thesis: .names(.advisor, .own)], note: "for a thesis the advisor"
    ),
    Row("%?", .names(.translator, .own), note: "subsidiary authors"),
    Row("%H", .names(.translator, .own), direction: .read),
    Row("%D", .year),
    Row("%8", .issued, note: "the date"),
    Row("%[", .date(.accessed), note: "when it was accessed"),
    Row("%V", .variable(.volume)),
    Row(
      "%N", .variable(.issue),
      except: [.book: .seriesNumber, .report: .variable(.number), .patent: .variable(.number), .chapter: .seriesNumber]),
    Row("%P", .pages, except: [.book: .variable(.numberOfPages), .thesis: .variable(.numberOfPages)]),
    Row("%6", .variable(.numberOfVolumes)),
    Row("%7", .variable(.edition), except: [.software: .variable(.version)]),
    Row(
      "%7", .native, except: [.article: .date(.online)], direction: .write,
      note: "articles: the online date, as in EndNote"),
    Row("%&", .variable(.section), note: "the section, or where the work starts"),
    Row("%I", .variable(.publisher)),
    Row("%C", .variable(.publisherPlace)),
    Row("%9", .variable(.genre), note: "the kind of work"),
    Row("%G", .variable(.language), note: "without `%0` the order number, which is kept"),
    Row("%~", .variable(.archive), note: "the database"),
    Row("%W", .variable(.source), note: "the provider of the database"),
    Row("%L", .variable(.callNumber), note: "without `%0` the label"),
    Row("%@", .numbers(.any), note: "ISSN or ISBN, of the host if there is one"),
    Row("%R", .place(.identifier(.doi)), note: "without `%0` the number of a report"),
    Row("%M", .place(.identifier(.accession)), note: "the number in the database"),
    Row("%U", .place(.identifier(.url))),
    Row("%>", .place(.file(.pdf))),
    Row("%X", .place(.abstract(.main))),
    Row("%K", .list(.keyword)),
    Row("%Z", .place(.note(.note))),
    Row("%<", .place(.note(.annotation)), note: "research notes"),
    Row("%+", .native, note: "addresses of authors"), Row("%1", .native, note: "of the user"),
    Row("%2", .native, note: "of the user"), Row("%3", .native, note: "of the user"),
    Row("%4", .native, note: "of the user"), Row("%#", .native), Row("%$", .native),
    Row("%(", .native, note: "the original"),
    Row("%)", .native, note: "a reprint"), Row("%^", .native, note: "a caption"),
    Row("%=", .native, note: "last changed"),
  ]

  /// The meaning of tags in a record without `%0`, as in Unix's refer (refer(1); Fixtures/Refer/unix.refer).
  private static let withoutType: [TagSyntax.Tag: TagRule] = [
    "%L": .variable(.citationLabel), "%O": .place(.note(.note)), "%Q": .bodies(.author), "%R": .variable(.number),
  ]

  /// Without `%0`, `%R` may still be a DOI, and `%G` with digits is no language.
  @Sendable private static func finish(_ record: inout Record) {
    record.takeDOI(from: .genre)
    record.takeOnlineDate()
    guard record.origin.typeToken == nil else { return }
    record.takeDOI(from: .number)
    if let number = record[.language], number.utf8.contains(where: \.isDigit) {
      record[.language] = nil
      record.nativeFields.append(NativeField(format: "refer", name: "%G", value: number))
    }
  }

  private static let types = EndNoteTypes.table

  /// Whether there is a report number: an `%R` that is not a DOI.
  private static func reportNumber(_ bytes: Span<UInt8>, _ fields: [TaggedField]) -> Bool {
    guard let number = fields.first(where: { $0.tag == "%R" && $0.start < $0.end }) else { return false }
    return !DOIText.isOne(DOIText.identifier(bytes.text(number.value)).value)
  }

  /// The name that EndNote gives the type in `%0`. Older programs had no `%0`, so that the type follows from
  /// the tags.
  private static let typeRule = TagTable.TypeRule(
    read: { bytes, fields, types, record in
      func has(_ tag: TagSyntax.Tag) -> Bool { fields.contains { $0.tag == tag && $0.start < $0.end } }
      guard let index = fields.firstIndex(where: { $0.tag == "%0" && $0.start < $0.end }) else {
        record.type =
          has("%J") || has("%B") && has("%V") && has("%N") && !has("%I")
          ? .articleJournal
          : has("%B") ? .chapter : reportNumber(bytes, fields) ? .report : has("%I") ? .book : .document
        return []
      }
      let word = bytes.text(fields[index].value)
      record.origin.typeToken = word
      if let type = types.type(bytes, fields[index].value) {
        // A search engine calls every paper "Conference Proceedings". One with authors and a host title is a
        // paper (Fixtures/Refer/type-words.enw).
        record.type = type == .proceedings && has("%A") && has("%B") ? .paperConference : type
        return [index]
      }
      return record.takeType(word) ? [index] : []
    },
    word: { record, _, types in
      if let token = types.sourceWord(of: record, in: "refer") { return token }
      if record.type == .document,
        let kept = record.nativeFields.first(where: { $0.format == "refer" && $0.name == "%0" })
      {
        return kept.value
      }
      return types.word(record.type)
    })
}
