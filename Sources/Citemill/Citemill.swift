@_exported public import CitemillCore
@_exported public import CitemillJSON
@_exported public import CitemillPipeline
@_exported public import CitemillTable
@_exported public import CitemillText

#if XML
  @_exported public import CitemillXML
#endif

extension FormatRegistry {
  /// Every format that comes with Citemill.
  public static var standard: FormatRegistry {
    FormatRegistry(
      TextFormats.all + JSONFormats.all + TableFormats.all + xml, unread: UnreadFormats.all, hints: FormatHints.all)
  }

  /// Formats that take libxml2, where the package is built with it.
  private static var xml: [any FormatPlugin] {
    #if XML
      XMLFormats.all
    #else
      []
    #endif
  }
}

extension TransformRegistry {
  /// Every transform that comes with Citemill.
  public static var standard: TransformRegistry { standard(reading: .standard) }

  /// Every transform that comes with Citemill, reading texts by the formats of a registry.
  public static func standard(reading formats: FormatRegistry) -> TransformRegistry {
    standard(reading: formats, citations: "listing:dialect=citations")
  }
}
