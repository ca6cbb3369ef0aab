#if XML
  import CitemillCore

  /// Formulas that a writer puts into its output as MathML.
  ///
  /// The source of a formula is a text of the record, which may be anything; only what is MathML is written, with the elements and
  /// attributes that `MathML` has.
  final class XMLFormulas<Name: XMLName> {
    private lazy var parser = XMLParser(XMLNames(Name.allWords))
    private lazy var formulas = MathML(Name.self)

    /// The formula of a mark as an element `math` with its namespace; nil where the source is not MathML.
    func source(of mark: Mark) -> String? {
      guard mark.kind == .mathML, let source = mark.value, let parser else { return nil }
      let bytes = Array(source.utf8)
      guard parser.parse(bytes.span, 0..<bytes.count) == nil, parser.tree.name(0) == formulas.math else { return nil }
      return formulas.source(parser.tree, 0)
    }
  }
#endif
