import CitemillCore

/// What a format's elements do inside a text: the marks they set, and which elements are left out.
struct XMLTextRules: Sendable {
  private var marks: [Mark.Kind?] = []
  private var leftOut: [Bool] = []
  /// Reads what is not ordinary text, such as a formula, and returns whether it was such.
  var readOther: (@Sendable (Self, XMLTree, Int, inout XMLTextBuilder) -> Bool)?

  /// Rules by the names of elements; an element without a rule is ordinary text.
  init<Name: XMLName>(_ type: Name.Type, marks: [(Name, Mark.Kind)], leavingOut dropped: [Name] = []) {
    let count = Name.allCases.count + 2
    self.marks = Array(repeating: nil, count: count)
    leftOut = Array(repeating: false, count: count)
    for (name, kind) in marks { self.marks[Int(name.number)] = kind }
    for name in dropped { leftOut[Int(name.number)] = true }
  }

  /// The text of an element with its markup.
  func rich(_ tree: XMLTree, _ node: Int) -> RichText {
    tree.simpleText(node).map { RichText($0) } ?? collected(tree, node, hasMarks: true).rich()
  }

  /// The text of an element.
  func text(_ tree: XMLTree, _ node: Int) -> String {
    tree.simpleText(node) ?? collected(tree, node, hasMarks: false).plain()
  }

  /// The text of an element that is not simple; a separate function, since hardly any are not.
  @inline(never)
  private func collected(_ tree: XMLTree, _ node: Int, hasMarks: Bool) -> XMLTextBuilder {
    var builder = XMLTextBuilder(hasMarks: hasMarks)
    collect(tree, node, into: &builder)
    return builder
  }

  /// Appends the text of an element. Elements are nested no deeper than libxml2 allows, 256.
  func collect(_ tree: XMLTree, _ node: Int, into builder: inout XMLTextBuilder) {
    var child = tree.firstChild(node)
    var text: Int?
    while let here = child {
      let number = Int(tree.name(here))
      if number == XMLNames.text {
        builder.append(tree, here)
        text = here
      } else if number >= leftOut.count || !leftOut[number], readOther?(self, tree, here, &builder) != true {
        append(tree, here, after: text, into: &builder)
      }
      child = tree.sibling(here, in: node)
    }
  }

  /// Whether an element is a face of type, such as a subscript, which is part of the word that it is in.
  func isFace(_ tree: XMLTree, _ node: Int) -> Bool {
    let number = Int(tree.name(node))
    return number < marks.count && marks[number] != nil
  }

  /// Appends the words of an element with its mark, where it has one; no space is set around them.
  func append(_ tree: XMLTree, _ node: Int, after text: Int?, into builder: inout XMLTextBuilder) {
    let number = Int(tree.name(node))
    let known = number < marks.count ? marks[number] : nil
    if let text, known == .subscripted { builder.dropIndent(after: text, of: tree) }
    let kind = builder.hasMarks ? known : nil
    let start = kind == nil ? 0 : builder.mark()
    collect(tree, node, into: &builder)
    if let kind { builder.add(kind, from: start) }
  }
}
