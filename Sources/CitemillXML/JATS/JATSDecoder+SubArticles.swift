#if XML
  import CitemillCore

  // Articles in an article: its translations, and what reviewers, editors and readers wrote about it.

  extension JATSDecoder {
    /// The articles directly in one.
    func subArticles(of root: Int) -> [Int] {
      (tree.children(JATSName.subArticle, of: root) + tree.children(JATSName.response, of: root)).sorted()
    }

    /// Where an article has its titles and names: in `front`, or in the shorter `front-stub`.
    func front(of root: Int) -> Int? {
      child(.front, of: root) ?? child(.frontStub, of: root)
    }

    /// With how many titles, abstracts or keywords those of a translation are compared: no article has as
    /// many.
    private static var compared: Int { 1000 }

    private func isTranslation(_ node: Int) -> Bool { tree.has(JATSName.articleType, "translation", of: node) }

    /// Adds the titles, abstracts and keywords of the translations in an article: they are not articles of
    /// their own.
    ///
    /// Their numbers become relations, and their headings and place names are kept. The names are those of
    /// the article, which have other forms in translations. Details about people are kept if the article does
    /// not have them.
    mutating func readTranslations(of root: Int, _ record: inout Record) {
      let translations = subArticles(of: root).filter { isTranslation($0) }
      if translations.isEmpty { return }
      let known = KnownValues(record)
      for node in translations {
        guard let front = front(of: node) else { continue }
        region = node
        let meta = child(.articleMeta, of: front) ?? front
        let language = tree.attribute(JATSName.lang, of: node)
        let path = "sub-article[\(language ?? "")]"
        for place in tree.descendants(JATSName.aff, of: meta) { keep("\(path)/aff", affiliationText(place), &record) }
        readTranslatedNames(meta, in: language, at: path, besides: known, into: &record)
        tree.forEach(in: meta, as: JATSName.self) { child, name in
          switch name {
          case .articleId:
            let type = tree.attribute(JATSName.pubIdType, of: child)
            guard let number = XMLIdentifiers.identifier(text(child), type: type) else { return }
            if record.identifiers.contains(number) { return }
            if number.scheme == .doi {
              record.relations.append(Relation("has-translation", target: number, label: language))
            } else {
              keep("\(path)/article-id[\(type ?? "")]", number.value, &record)
            }
          case .articleCategories:
            for subject in tree.descendants(JATSName.subject, of: child) {
              keep("\(path)/subject", text(subject), &record)
            }
          case .elocationId, .fpage, .lpage, .selfUri:
            let words = tree.attribute(JATSName.href, of: child) ?? text(child)
            keep("\(path)/\(name.word)", words, &record)
          case .relatedArticle: readRelation(child, &record)
          case .authorNotes: keepTranslatedNotes(child, at: path, besides: known, into: &record)
          case .titleGroup:
            guard let main = tree.child(JATSName.articleTitle, of: child) else { return }
            var words = rich(main)
            if let sub = tree.child(JATSName.subtitle, of: child) { words = words.followed(by: rich(sub)) }
            if record.titles.prefix(Self.compared).contains(where: { $0.text == words }) { return }
            record.add(Title(words, kind: .translated, language: language))
          case .abstract, .transAbstract:
            var translation = Record()
            readAbstract(child, &translation)
            for var abstract in translation.abstracts
            where !record.abstracts.prefix(Self.compared).contains(where: { $0.text == abstract.text }) {
              abstract.language = abstract.language ?? tree.attribute(JATSName.lang, of: child) ?? language
              record.abstracts.append(abstract)
            }
          case .kwdGroup:
            var translation = Record()
            readKeywords(child, &translation)
            for var keyword in translation.keywords
            where !record.keywords.prefix(Self.compared).contains(where: { $0.text == keyword.text }) {
              keyword.language = keyword.language ?? tree.attribute(JATSName.lang, of: child) ?? language
              record.keywords.append(keyword)
            }
          default: break
          }
        }
      }
    }

    /// Adds the names of a translation to the people of the article, and keeps its text for roles,
    /// biographies and degrees.
    private func readTranslatedNames(
      _ meta: Int, in language: String?, at path: String, besides known: borrowing KnownValues,
      into record: inout Record
    ) {
      var translation = Record()
      var bodies: Set<String> = []
      for group in tree.children(JATSName.contribGroup, of: meta) { readGroup(group, &bodies, &translation) }
      for field in translation.nativeFields where !known.fields.contains(NamedValue(field)) {
        keep("\(path)/\(field.name)", field.value, &record)
      }
      addNames(of: translation.contributors, in: language, at: path, besides: known, into: &record)
    }

    /// Adds names to those of the same people, if there are as many in the same order, and no two clearly
    /// differ.
    private func addNames(
      of people: [Contributor], in language: String?, at path: String, besides known: borrowing KnownValues,
      into record: inout Record
    ) {
      func isPerson(_ one: Contributor) -> Bool { one.kind == .person || one.kind == .unparsed }
      let places = record.contributors.indices.filter { isPerson(record.contributors[$0]) }
      let others = people.filter(isPerson)
      let areSame =
        places.count == others.count
        && zip(places, others).allSatisfy { Self.arePlainlyOne(record.contributors[$0], $1) }
      if areSame {
        for (place, other) in zip(places, others) {
          var name = other.name
          if name == record.contributors[place].name { continue }
          name.language = language
          if record.contributors[place].alternativeNames.contains(name) { continue }
          record.contributors[place].alternativeNames.append(name)
        }
      }
      // Of organisations, and of people whose identity is unclear, only the names.
      for other in people where !(areSame && isPerson(other)) {
        let words = NameText.write(other.name)
        if !known.names.contains(words) { keep("\(path)/contrib", words, &record) }
      }
    }

    /// Whether two names at one index are of one person: by a number, by the family name, or because they are
    /// in two scripts.
    static func arePlainlyOne(_ one: Contributor, _ other: Contributor) -> Bool {
      func orcid(_ person: Contributor) -> String? { person.identifiers.first { $0.scheme == .orcid }?.value }
      if let own = orcid(one), let its = orcid(other) { return own.hasSameBytes(as: its) }
      if one.name == other.name { return true }
      let (own, its) = (one.name.family ?? one.name.literal ?? "", other.name.family ?? other.name.literal ?? "")
      if own.lowercased().hasSameBytes(as: its.lowercased()) { return true }
      return isLatin(own) != isLatin(its)
    }

    private static func isLatin(_ name: String) -> Bool {
      // The letters of Latin with their marks end at U+024F.
      name.unicodeScalars.contains { $0.value < 0x250 && $0.properties.isAlphabetic }
    }

    /// Keeps the notes on authors of a translation in the same way as those of the article.
    private func keepTranslatedNotes(
      _ list: Int, at path: String, besides known: borrowing KnownValues, into record: inout Record
    ) {
      tree.forEach(in: list, as: JATSName.self) { node, name in
        let type = tree.attribute(JATSName.fnType, of: node).map { "[\($0)]" } ?? ""
        let words = text(node, .prose)
        if known.values.contains(Array(words.utf8)) { return }
        keep("\(path)/author-notes/\(name.word)\(type)", words, &record)
      }
    }

    /// What an article within an article inherits.
    private static func part(of whole: Record) -> Record {
      var part = Record()
      part.container = whole.container
      for variable in [Variable.volume, .issue, .publisher, .publisherPlace] { part[variable] = whole[variable] }
      part[date: .issued] = whole[date: .issued]
      if let doi = whole.identifiers.first(where: { $0.scheme == .doi }) {
        part.relations = [Relation("is-part-of", target: doi)]
      }
      return part
    }

    /// The records of the articles in an article that are not translations, and of those in them, in order.
    ///
    /// If such an article does not give its journal, issue and date, they are those of the enclosing article.
    mutating func readSubArticles(of root: Int, in whole: Record, into records: inout [Record]) {
      var inherited = XMLInherited(Self.part(of: whole))
      for node in subArticles(of: root) where !isTranslation(node) {
        var record = Record()
        readArticle(node, front: front(of: node) ?? node, &record)
        // Without titles or names there is nothing to cite.
        if record.titles.isEmpty, record.contributors.isEmpty, record.identifiers.isEmpty { continue }
        let outer = inherited.next(in: tree).record
        if record.container == nil { record.container = outer.container }
        for entry in outer.variables.entries where record[entry.variable] == nil {
          record[entry.variable] = entry.value
        }
        if record[date: .issued] == nil { record[date: .issued] = outer[date: .issued] }
        record.relations += outer.relations
        let place = records.count
        if emit != .references { records.append(record) }
        addReferences(of: [(node, place)], toRecordAt: place, in: &records)
        if emit != .references { keepRest(of: node, &records[place]) }
        readSubArticles(of: node, in: record, into: &records)
      }
    }
  }

  /// The values of an article itself, which its translations need not repeat. They are collected once, since
  /// each of many translations would go through all of them.
  private struct KnownValues {
    let fields: Set<NamedValue>
    let values: Set<[UInt8]>
    let names: Set<String>

    init(_ record: Record) {
      fields = Set(record.nativeFields.lazy.map(NamedValue.init))
      values = Set(record.nativeFields.lazy.map { Array($0.value.utf8) })
      names = Set(record.contributors.lazy.map { NameText.write($0.name) })
    }
  }

  /// A native field that can be looked up.
  private struct NamedValue: Hashable {
    let name: String
    let value: String

    init(_ field: NativeField) { (name, value) = (field.name, field.value) }
  }
#endif
