#if XML
  import CitemillCore

  // Titles, publication types, abstracts and subjects.

  extension PubMedDecoder {
    // MARK: - Titles

    func readTitle(_ node: Int, _ record: inout Record) {
      let title = rich(node)
      // PubMed writes this if there is no translation of the title; the original title is beside it.
      if Placeholder.isTitle(title.plain) {
        return keep("ArticleTitle", title.plain, &record)
      }
      record.add(Title(title))
      keepCodes(node, .articleTitle, &record)
    }

    func readVernacular(_ node: Int, _ record: inout Record) {
      let hasMain = record.titles.contains { $0.kind == .main }
      record.add(Title(rich(node), kind: hasMain ? .original : .main))
    }

    func readBookTitle(_ node: Int, _ record: inout Record) {
      let title = Title(rich(node))
      keepCodes(node, .bookTitle, &record)
      if title.text.isEmpty { return }
      if record.type == .chapter { record.withHost { $0.add(title) } } else { record.add(title) }
    }

    /// Keeps the names that NLM's URLs have for books and their parts.
    func keepCodes(_ node: Int, _ name: PubMedName, _ record: inout Record) {
      for code in [PubMedName.bookCode, .partCode, .sectionCode] {
        keep("\(name.word)/@\(code.word)", tree.attribute(code, of: node), &record)
      }
    }

    /// The name of a journal, without the place that NLM appends if several journals have the name.
    func readJournalTitle(_ node: Int, _ record: inout Record) {
      let words = rich(node)
      if words.isEmpty { return }
      let short = words.marks.isEmpty ? PubMedJournal.withoutPlace(words.plain) : nil
      if short != nil { keep("Journal/Title", words.plain, &record) }
      record.put(short.map { RichText($0) } ?? words, at: .title(.main, .host))
    }

    /// The abbreviated name of a journal, or its name if there is no other.
    func readShortTitle(_ node: Int, _ record: inout Record) {
      let words = text(node)
      if words.isEmpty { return }
      var isKept = false
      record.withHost { host in
        guard let main = host.title() else { return host.add(Title(words)) }
        if main == words { return }
        guard let short = host.title(.short) else { return host.add(Title(words, kind: .short)) }
        isKept = short != words
      }
      if isKept, let name = tree.element(node, as: PubMedName.self) { keep(name.word, words, &record) }
    }

    // MARK: - Publication types

    func readTypes(_ list: Int, _ record: inout Record) {
      var nodes: [Int] = []
      each(.publicationType, of: list) { nodes.append($0) }
      let words = nodes.map { text($0) }
      // The first in the order of the types, and of those the first in the order of the list.
      var main: (type: Int, word: Int)?
      for (index, word) in words.enumerated() {
        let type = word.withUTF8Span { PubMedTable.typeWords.index(of: $0, 0..<$0.count) }
        if let type, type < main?.type ?? .max { main = (type, index) }
      }
      if let main { record.type = PubMedTable.types[main.type].type }
      let token = main?.word ?? (words.isEmpty ? nil : 0)
      record.origin.typeToken = token.map { words[$0] }
      for (index, node) in nodes.enumerated() {
        if index != token { keep("PublicationType[\(index + 1)]", words[index], &record) }
        keep("PublicationType[\(index + 1)]/@UI", tree.attribute(PubMedName.ui, of: node), &record)
      }
    }

    /// The kind of a book is known; what is given for it is kept as a native field.
    func readBookType(_ node: Int, _ record: inout Record) {
      let words = text(node)
      if record.origin.typeToken == nil, let word = present(words) {
        record.origin.typeToken = word
      } else {
        keep("PublicationType", words, &record)
      }
      keep("PublicationType/@UI", tree.attribute(PubMedName.ui, of: node), &record)
    }

    // MARK: - Abstracts

    func readOtherAbstract(_ node: Int, _ record: inout Record) {
      let type = tree.attribute(PubMedName.type, of: node) ?? ""
      let isOwn = type.isEmpty || type == "Publisher"
      readAbstract(
        node, as: isOwn ? .main : Abstract.Kind(ofType: type), in: tree.attribute(PubMedName.language, of: node),
        into: &record)
    }

    func readAbstract(_ node: Int, as kind: Abstract.Kind, in language: String?, into record: inout Record) {
      var builder = XMLTextBuilder()
      var number = 0
      each(.abstractText, of: node) { part in
        number += 1
        builder.line()
        let label = tree.attribute(PubMedName.label, of: part)
        // NLM's label for a part that has none.
        if let label, label != "UNLABELLED" {
          let start = builder.mark()
          builder.append(label)
          builder.add(.sectionHead, from: start)
          builder.append(": ")
        }
        let category = tree.attribute(PubMedName.nlmCategory, of: part)
        if category != label, category != "UNASSIGNED", category != "UNLABELLED" {
          let word = tree.element(node, as: PubMedName.self)?.word ?? ""
          keep("\(word)/AbstractText[\(number)]/@NlmCategory", category, &record)
        }
        collect(part, into: &builder)
      }
      // Text without an element around it.
      if number == 0, tree.firstElement(in: node) == nil { collect(node, into: &builder) }
      let text = builder.rich()
      if !text.isEmpty { record.abstracts.append(Abstract(text, kind: kind, language: language)) }
      let rights = self.text(.copyrightInformation, of: node)
      if record[.copyright] == nil {
        record[.copyright] = rights
      } else if record[.copyright] != rights {
        keep("CopyrightInformation", rights, &record)
      }
    }

    func readNote(_ node: Int, _ record: inout Record) {
      let words = rich(node)
      if words.isEmpty { return }
      record.notes.append(Note(words))
      keep("GeneralNote/@Owner", tree.attribute(PubMedName.owner, of: node), &record)
    }

    // MARK: - Subjects

    func readHeadings(_ list: Int, _ record: inout Record) {
      var number = 0
      each(.meshHeading, of: list) { heading in
        number += 1
        guard let descriptor = child(.descriptorName, of: heading) else { return }
        let word = text(descriptor)
        let isMajor = tree.has(PubMedName.majorTopicYN, "y", of: descriptor)
        let qualifiers = tree.children(PubMedName.qualifierName, of: heading)
        if qualifiers.isEmpty { record.keywords.append(Keyword(word, scheme: "MeSH", isMajor: isMajor)) }
        for qualifier in qualifiers {
          let isMain = tree.has(PubMedName.majorTopicYN, "y", of: qualifier)
          record.keywords.append(
            Keyword("\(word)/\(isMain ? "*" : "")\(text(qualifier))", scheme: "MeSH", isMajor: isMajor || isMain))
        }
        let codes = ([descriptor] + qualifiers).compactMap { tree.attribute(PubMedName.ui, of: $0) }
        keep("MeshHeading[\(number)]/@UI", codes.joined(separator: "/"), &record)
        keep("MeshHeading[\(number)]/@Type", tree.attribute(PubMedName.type, of: descriptor), &record)
      }
    }

    func readKeywords(_ list: Int, _ record: inout Record) {
      let owner = tree.look(PubMedName.owner, of: list)
      let scheme = owner == "NOTNLM" ? nil : owner
      if record.keywords.isEmpty { record.keywords.reserveCapacity(tree.count(PubMedName.keyword, in: list)) }
      each(.keyword, of: list) { node in
        let word = text(node)
        let isMajor = tree.has(PubMedName.majorTopicYN, "y", of: node)
        if !word.isEmpty {
          tree.take(PubMedName.owner.number, of: list)
          record.keywords.append(Keyword(word, scheme: scheme, isMajor: isMajor))
        }
      }
    }

    func readChemicals(_ list: Int, _ record: inout Record) {
      var number = 0
      each(.chemical, of: list) { node in
        number += 1
        guard let name = child(.nameOfSubstance, of: node), let word = present(text(name)) else { return }
        record.keywords.append(Keyword(word, scheme: "substance"))
        let registry = text(.registryNumber, of: node)
        // 0 is written if there is no number.
        if registry != "0" { keep("Chemical[\(number)]/RegistryNumber", registry, &record) }
        keep("Chemical[\(number)]/@UI", tree.attribute(PubMedName.ui, of: name), &record)
      }
    }

    func readSupplement(_ list: Int, _ record: inout Record) {
      var number = 0
      each(.supplMeshName, of: list) { node in
        number += 1
        guard let word = present(text(node)) else { return }
        record.keywords.append(Keyword(word, scheme: "MeSH supplement"))
        for attribute in [PubMedName.type, .ui] {
          keep("SupplMeshName[\(number)]/@\(attribute.word)", tree.attribute(attribute, of: node), &record)
        }
      }
    }

    func readGenes(_ list: Int, _ record: inout Record) {
      each(.geneSymbol, of: list) { node in
        if let word = present(text(node)) { record.keywords.append(Keyword(word, scheme: "gene symbol")) }
      }
    }
  }
#endif
