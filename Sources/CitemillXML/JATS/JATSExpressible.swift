#if XML
  import CitemillCore

  /// What of a record JATS can hold.
  enum JATSExpressible {
    /// What an article can hold about itself.
    static func article(_ type: RecordType) -> FieldSet {
      var paths = common(type)
      paths += [.received, .revised, .submitted, .accepted, .posted, .updated, .retracted, .online, .print, .copyright]
        .map { FieldPath(.dates, ($0 as DateKind).rawValue) }
      paths += variables([.section, .copyright, .version, .language])
      paths += [Title.Kind.sub, .short, .alternative, .original, .reviewed].map { FieldPath(.titles, $0.rawValue) }
      paths += [Title.Kind.sub, .short, .issue].map { FieldPath(.titles, $0.rawValue, in: .host) }
      paths += [
        FieldPath(.abstracts), FieldPath(.keywords), FieldPath(.licences), FieldPath(.funding), FieldPath(.relations),
        FieldPath(.references), FieldPath(.files), FieldPath(.identifiers, IdentifierScheme.issnL.rawValue, in: .host),
        FieldPath(.nativeFields, JATSDecoder.format),
      ]
      return FieldSet(
        paths,
        except: [
          FieldPath(.dates, facet: .literal), FieldPath(.keywords, facet: .major), FieldPath(.relations, facet: .date),
          FieldPath(.contributors, facet: .isOthers),
        ])
    }

    /// What a citation can hold about a work.
    static func reference(_ type: RecordType) -> FieldSet {
      var paths = common(type)
      paths += [FieldPath(.key), FieldPath(.notes), FieldPath(.dates, DateKind.accessed.rawValue)]
      paths += variables([.edition, .version, .number, .jurisdiction, .rawReference])
      let details = [Facet.affiliations, .identifiers, .flags, .email, .alternativeNames, .members]
      return FieldSet(paths, except: details.map { FieldPath(.contributors, facet: $0) })
    }

    private static func common(_ type: RecordType) -> [FieldPath] {
      var paths = [FieldPath(.type), FieldPath(.contributors), FieldPath(.identifiers), FieldPath(.event)]
      paths += [Title.Kind.main, .translated].map { FieldPath(.titles, $0.rawValue) }
      paths += [Title.Kind.main, .translated].map { FieldPath(.titles, $0.rawValue, in: .host) }
      paths.append(FieldPath(.titles, Title.Kind.main.rawValue, in: .series))
      paths += [DateKind.issued, .event].map { FieldPath(.dates, $0.rawValue) }
      paths += [IdentifierScheme.isbn, .issn, .eissn].map { FieldPath(.identifiers, $0.rawValue, in: .host) }
      return paths
        + variables([
          .volume, .issue, .pages, .articleNumber, .supplementNumber, .partNumber, .numberOfPages, .publisher,
          .publisherPlace,
        ])
    }

    private static func variables(_ list: [Variable]) -> [FieldPath] { list.map { .variable($0) } }
  }
#endif
