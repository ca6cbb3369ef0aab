#if XML
  import CitemillCore

  extension Record {
    /// Whether it has more identifiers than any work should have: each new one is compared with all, and a
    /// source could have a million.
    var hasManyIdentifiers: Bool { identifiers.count >= 256 }
  }

  /// Identifiers by the names that the formats have for their schemes.
  enum XMLIdentifiers {
    /// The URL of a licence. Those of Creative Commons are in its own form,
    /// `https://creativecommons.org/licenses/by/4.0/`, so that the licence of a work is the same in all its
    /// descriptions.
    static func licence(_ address: String?) -> String? {
      guard let address, !address.isEmpty else { return nil }
      return address.withUTF8Span { bytes in
        for start: StaticString in ["http://", "https://www.", "http://www."] {
          let length = start.utf8CodeUnitCount
          guard bytes.standsInAnyCase(start, at: 0), bytes.standsInAnyCase("creativecommons.org/", at: length) else {
            continue
          }
          return "https://creativecommons.org/" + bytes.text((length + 20)..<bytes.count)
        }
        return address
      }
    }

    /// The number of an article or a citation by its type; nil if there is none.
    static func identifier(_ value: String, type: String?) -> Identifier? {
      if value.isEmpty { return nil }
      switch type?.lowercasedASCII {
      case "doi": return DOIText.identifier(value)
      case "pmid", "medline", "pubmed": return only(.pmid, value)
      case "pmcid", "pmc", "pmcaid": return only(.pmcid, value)
      case "arxiv": return only(.arxiv, value)
      case "bibcode": return Identifier(.bibcode, value)
      case "pii": return Identifier(.pii, value)
      case "isbn": return only(.isbn, value)
      case "issn": return only(.issn, value)
      case "eissn": return only(.eissn, value)
      case "issn-l": return only(.issnL, value)
      case "uri", "url": return Identifier(.url, value)
      case "handle", "hdl": return Identifier(.handle, value)
      case "accession", "archive": return Identifier(.accession, value)
      case let word?: return Identifier(IdentifierScheme(rawValue: word), value)
      case nil:
        let doi = DOIText.identifier(value)
        return doi.value.utf8.starts(with: "10.".utf8) ? doi : nil
      }
    }

    /// The only identifier in a text, or the text unchanged.
    private static func only(_ scheme: IdentifierScheme, _ value: String) -> Identifier {
      let found = IdentifierText.read(scheme, value)
      return found.count == 1 ? found[0] : Identifier(scheme, value)
    }

    /// The number of a person; ORCIDs are written in six ways.
    static func person(_ value: String, type: String?) -> Identifier? {
      if value.isEmpty { return nil }
      let type = type ?? "orcid"
      switch type.lowercasedASCII {
      case "orcid": break
      case "isni": return isni(value)
      default: return Identifier(IdentifierScheme(rawValue: type), value)
      }
      return IdentifierText.orcid(value) ?? Identifier(.orcid, value)
    }

    /// An ISNI, which Crossref has as a URL and other formats without one.
    private static func isni(_ value: String) -> Identifier {
      let number = value.utf8.split(separator: UInt8(ascii: "/")).last.map { String(Substring($0)) } ?? value
      let isAddress = value.utf8.contains(UInt8(ascii: "/")) && Checksum.isORCID(number)
      return Identifier(.isni, isAddress ? number : value, raw: isAddress ? value : nil)
    }

    /// The number of an institution or funder.
    static func body(_ value: String, type: String?) -> Identifier? {
      if value.isEmpty { return nil }
      switch type?.lowercasedASCII {
      case "ror": return Identifier(.ror, value)
      case "isni": return isni(value)
      case "fundref", "funder-id", "open-funder-registry", "doi", "funder-registry":
        return Identifier(.funderRegistry, DOIText.identifier(value).value)
      case "wikidata": return Identifier(.wikidata, value)
      case let word?: return Identifier(IdentifierScheme(rawValue: word), value)
      case nil: return value.utf8.contains("ror.org") ? Identifier(.ror, value) : nil
      }
    }
  }
#endif
