extension TransformRegistry {
  /// Every transform that comes with Citemill.
  public static var standard: TransformRegistry {
    TransformRegistry([
      FilterTransform(), SelectTransform(), DropTransform(), RenameTransform(), RekeyTransform(),
      NormaliseTransform(), ValidateTransform(), SortTransform(), DedupeTransform(), UndedupeTransform(),
    ])
  }
}
