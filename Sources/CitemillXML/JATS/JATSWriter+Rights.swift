#if XML
  import CitemillCore

  // Rights, URLs, funding, events and other works.

  extension JATSWriter {
    static func permissions(_ article: JATSArticle, _ xml: inout XML) {
      xml.element(.permissions) { xml in
        xml.element(.copyrightStatement, article.record[.copyright])
        if let point = article.record[date: .copyright]?.value?.firstPoint {
          xml.element(.copyrightYear, "\(point.year)")
        }
        let type = article.natives.first("article-meta/permissions/license/@license-type")
        for (index, licence) in article.record.licences.enumerated() {
          Self.licence(licence, type: index == 0 ? type : nil, &xml)
        }
        for licence in article.record.licences where licence.isFreeToRead {
          xml.with(prefix: "ali:") { xml in
            xml.empty(.freeToRead) { xml in
              if licence.isOnlyFree { xml.attribute(.startDate, licence.start?.value?.description) }
            }
          }
        }
      }
    }

    private static func licence(_ licence: Licence, type: String?, _ xml: inout XML) {
      if licence.isOnlyFree { return }
      xml.element(.license) { xml in
        xml.attribute(.licenseType, type)
        if licence.url != nil || licence.start?.value != nil || licence.appliesTo != nil || licence.text == nil {
          xml.with(prefix: "ali:") { xml in
            xml.empty(.licenseRef) { xml in
              xml.attribute(.specificUse, licence.appliesTo)
              xml.attribute(.startDate, licence.start?.value?.description)
              xml.text(licence.url ?? "")
            }
          }
        }
        xml.element(.licenseP, licence.text)
      }
    }

    // MARK: - URLs and files

    static func addresses(_ record: Record, _ xml: inout XML) {
      for identifier in record.identifiers where identifier.scheme == .url {
        xml.empty(.selfUri) { $0.attribute(.href, identifier.value) }
      }
      for file in record.files where file.purpose != "supplement" {
        xml.empty(.selfUri) { xml in
          let type = file.mediaType ?? ""
          if file.purpose != "full-text" { xml.attribute(.specificUse, file.purpose) }
          xml.attribute(.contentType, type == "application/pdf" ? "pdf" : type.utf8.contains("xml") ? "xml" : nil)
          xml.attribute(.href, file.location)
          xml.text(file.title ?? "")
        }
      }
    }

    static func material(_ file: FileLink, _ xml: inout XML) {
      xml.empty(.supplementaryMaterial) { xml in
        if let type = file.mediaType {
          let parts = type.utf8.split(separator: UInt8(ascii: "/"), maxSplits: 1)
          xml.attribute(.mimetype, parts.first.map { String(Substring($0)) })
          xml.attribute(.mimeSubtype, parts.dropFirst().first.map { String(Substring($0)) })
        }
        xml.attribute(.href, file.location)
      }
    }

    // MARK: - Money

    /// A group has awards before statements; what is in another order is split into several groups.
    static func funding(_ funding: [Funding], _ xml: inout XML) {
      var start = 0
      while start < funding.count {
        var end = start
        while end < funding.count, funding[end].isAward { end += 1 }
        while end < funding.count, !funding[end].isAward { end += 1 }
        xml.element(.fundingGroup) { xml in
          for one in funding[start..<end] where one.isAward { award(one, &xml) }
          for one in funding[start..<end] { xml.element(.fundingStatement, one.statement) }
        }
        start = end
      }
    }

    private static func award(_ funding: Funding, _ xml: inout XML) {
      xml.element(.awardGroup) { xml in
        xml.element(.fundingSource) { xml in
          if funding.identifiers.isEmpty { return xml.text(funding.funder ?? "") }
          institution(funding.funder, funding.identifiers, &xml)
        }
        for award in funding.awards {
          guard award.number != nil || !award.identifiers.isEmpty else { continue }
          xml.empty(.awardId) { xml in
            let number = award.identifiers.first
            xml.attribute(.href, number?.scheme == .doi ? number.map { "https://doi.org/\($0.value)" } : number?.value)
            xml.text(award.number ?? "")
          }
        }
      }
    }

    // MARK: - Other works and events

    static func relation(_ relation: Relation, _ xml: inout XML) {
      xml.empty(.relatedArticle) { xml in
        xml.attribute(.relatedArticleType, relation.type)
        if let target = relation.target {
          xml.attribute(.extLinkType, JATSTypes.linkWord(for: target.scheme))
          xml.attribute(.href, target.value)
        }
        xml.text(relation.label ?? "")
      }
    }

    /// The work that is reviewed.
    static func reviewed(_ record: Record, _ xml: inout XML) {
      guard let title = record.titles.first(where: { $0.kind == .reviewed }) else { return }
      xml.element(.product) { xml in
        for one in record.contributors where one.roles.first == .reviewedAuthor { citedName(one, &xml) }
        text(title.text, as: .source, .formulas, &xml)
      }
    }

    /// The DTD requires a date and a name, which are empty if they are not known.
    static func event(_ record: Record, _ xml: inout XML) {
      let (event, date) = (record.event, record[date: .event])
      if event == nil, date == nil { return }
      xml.element(.conference) { xml in
        xml.empty(.confDate) { dateWords(date, &$0) }
        if event?.title != nil || event?.acronym == nil { xml.empty(.confName) { $0.text(event?.title ?? "") } }
        xml.element(.confAcronym, event?.acronym)
        xml.element(.confNum, event?.number)
        xml.element(.confLoc, event?.place)
        xml.element(.confSponsor, event?.sponsor)
      }
    }

    /// A date as text, with the date in the attribute if it is known.
    static func dateWords(_ date: PartialDate?, _ xml: inout XML) {
      xml.attribute(.iso8601Date, date?.value?.description)
      xml.text(date?.literal ?? date?.value?.description ?? "")
    }
  }

  extension Funding {
    /// Whether it names the funder or the award, rather than only mentioning the funding in a text.
    fileprivate var isAward: Bool { funder != nil || !identifiers.isEmpty || !awards.isEmpty }
  }

  extension Licence {
    /// Whether it only states that the work is free to read, perhaps from a day on.
    fileprivate var isOnlyFree: Bool { isFreeToRead && url == nil && text == nil && appliesTo == nil }
  }
#endif
