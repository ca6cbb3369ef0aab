extension FieldPath {
  /// The place that a text names, as `description` writes it; nil for what names none.
  ///
  /// `titles`, `titles.main`, `host.titles.short`, `volume`, `series.number`, `contributors.editor#affiliations`,
  /// `native-fields.ris.U1`.
  public init?(_ text: String) {
    var bytes = Array(text.utf8)[...]
    var facet: Facet?
    if let mark = bytes.lastIndex(of: UInt8(ascii: "#")) {
      facet = Facet(rawValue: String(decoding: bytes[(mark + 1)...], as: UTF8.self))
      if facet != nil { bytes = bytes[..<mark] }
    }
    var tier = Tier.own
    for outer in [Tier.host, .series] where bytes.starts(with: Array("\(outer.rawValue).".utf8)) {
      tier = outer
      bytes = bytes.dropFirst(outer.rawValue.utf8.count + 1)
      break
    }
    let dot = bytes.firstIndex(of: UInt8(ascii: ".")) ?? bytes.endIndex
    let name = String(decoding: bytes[..<dot], as: UTF8.self)
    let part = dot == bytes.endIndex ? nil : String(decoding: bytes[(dot + 1)...], as: UTF8.self)
    if let field = Field(rawValue: name), part != "" {
      self.init(field, part, in: tier, facet: facet)
    } else if part == nil, let variable = Variable(name: name) {
      self.init(.variables, variable.name, in: tier, facet: facet)
    } else {
      return nil
    }
  }
}
