#if XML
  import CitemillCore

  extension Abstract.Kind {
    /// The kind of an `abstract-type`.
    init(ofType word: String) {
      self =
        switch word.lowercasedASCII {
        case "": .main
        case "graphical", "graphical-abstract", "key-image": .graphical
        case "plain-language-summary", "lay-abstract", "lay-summary", "plain-language": .plainLanguage
        case "teaser": .teaser
        case "toc": .tableOfContents
        default: Self(rawValue: word)
        }
    }
  }
#endif
