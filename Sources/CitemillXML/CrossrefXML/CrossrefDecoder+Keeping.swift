#if XML
  import CitemillCore

  // What the model has no place for is kept as native fields, under the path of its element.

  extension CrossrefDecoder {
    func keepOther(_ node: Int, _ name: CrossrefName?, in parent: CrossrefName, _ record: inout Record) {
      keep(node, under: parent == .work ? path : parent.word, &record)
    }

    /// Keeps an element with all its content: its attributes, its text, or each element in it.
    ///
    /// Elements are nested no deeper than libxml2 allows, 256.
    func keep(_ node: Int, under path: String? = nil, _ record: inout Record) {
      let word = tree.element(node, as: CrossrefName.self)?.word ?? "*"
      let own = path.map { "\($0)/\(word)" } ?? word
      keepAttributes(of: node, under: own, &record)
      if tree.hasWords(node) { return keep(own, text(node), &record) }
      forEachElement(in: node) { child, _ in keep(child, under: own, &record) }
    }

    /// Keeps the attributes of an element that were not read.
    func keepAttributes(of node: Int, under path: String, _ record: inout Record) {
      for index in tree.attributes(of: node) {
        guard let (number, value) = tree.unread(attribute: index), let name = CrossrefName(rawValue: number &- 2)
        else { continue }
        tree.take(attribute: index)
        keep("\(path)/@\(name.word)", tree.text(value), &record)
      }
    }

    /// Keeps the elements within an element that nothing has read, except those with some names, which are
    /// read later.
    func keepRest(of node: Int, except later: CrossrefName..., under path: String, _ record: inout Record) {
      forEachElement(in: node) { child, name in
        if !tree.isPartlyTaken(child), name.map({ !later.contains($0) }) ?? true { keep(child, under: path, &record) }
      }
    }

    /// Calls a function with each element in an element, and its name if it is a known one.
    func forEachElement(in node: Int, _ body: (Int, CrossrefName?) -> Void) {
      tree.forEachElement(in: node, as: CrossrefName.self, body)
    }

    /// The text of an element without that of the elements in it, except for faces such as subscripts.
    func ownText(_ node: Int) -> String {
      var builder = XMLTextBuilder(hasMarks: false)
      var text: Int?
      tree.forEachNode(in: node) { here in
        if tree.name(here) == XMLNames.text {
          builder.append(tree, here)
          text = here
        } else if Self.rules.isFace(tree, here) {
          Self.rules.append(tree, here, after: text, into: &builder)
        }
      }
      return isPlain || builder.isEmpty ? builder.plain() : CrossrefText.meant(builder.plain())
    }
  }
#endif
