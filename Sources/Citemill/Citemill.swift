@_exported public import CitemillCore
@_exported public import CitemillJSON
@_exported public import CitemillPipeline
@_exported public import CitemillTable
@_exported public import CitemillText

#if XML
  @_exported public import CitemillXML
#endif

extension FormatRegistry {
  /// All formats that come with Citemill.
  public static var standard: FormatRegistry {
    FormatRegistry(
      TextFormats.all + JSONFormats.all + TableFormats.all + xml, unread: UnreadFormats.all, hints: FormatHints.all)
  }

  /// The formats that need libxml2, if the package is built with it.
  private static var xml: [any FormatPlugin] {
    #if XML
      XMLFormats.all
    #else
      []
    #endif
  }
}

extension TransformRegistry {
  /// All transforms that come with Citemill.
  public static var standard: TransformRegistry { standard(reading: .standard) }

  /// All transforms that come with Citemill, which read text with the formats of a registry.
  public static func standard(reading formats: FormatRegistry) -> TransformRegistry {
    standard(reading: formats, citations: "listing:dialect=citations")
  }
}
