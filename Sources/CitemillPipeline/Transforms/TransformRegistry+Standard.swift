public import CitemillCore

extension TransformRegistry {
  /// Every transform that comes with Citemill; those that read texts take formats from a registry, and for citations the one
  /// that is named unless another is asked for.
  public static func standard(reading formats: FormatRegistry, citations: String) -> TransformRegistry {
    TransformRegistry([
      FilterTransform(), SelectTransform(), DropTransform(), RenameTransform(), RekeyTransform(),
      NormaliseTransform(), MembersTransform(), StructureTransform(reading: formats, usually: citations),
      ValidateTransform(), SortTransform(), DedupeTransform(), UndedupeTransform(),
      LibraryTransform(.others, reading: formats), LibraryTransform(.shared, reading: formats),
    ])
  }
}
