public import CitemillCore

extension TransformRegistry {
  /// All transforms that come with Citemill. Those that read text take formats from a registry; citations are
  /// read with the given one, unless another is asked for.
  public static func standard(reading formats: FormatRegistry, citations: String) -> TransformRegistry {
    TransformRegistry([
      FilterTransform(), SelectTransform(), DropTransform(), RenameTransform(), RekeyTransform(),
      NormaliseTransform(), MembersTransform(), StructureTransform(reading: formats, usually: citations),
      ValidateTransform(), SortTransform(), DedupeTransform(), UndedupeTransform(),
      LibraryTransform(.others, reading: formats), LibraryTransform(.shared, reading: formats),
    ])
  }
}
