#if XML
  import CitemillCore

  // What the model has no place for stays beside the record, under the path of its element.

  extension CrossrefDecoder {
    func keepOther(_ node: Int, _ name: CrossrefName?, in parent: CrossrefName, _ record: inout Record) {
      keep(node, under: parent == .work ? path : parent.word, &record)
    }

    /// Keeps an element with all that is in it: its attributes, its words, or each element that lies in it.
    ///
    /// Elements lie in each other no deeper than libxml2 reads, 256.
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

    /// Keeps the elements in an element of which nothing was read, but those of some names, which are read later.
    func keepRest(of node: Int, except later: CrossrefName..., under path: String, _ record: inout Record) {
      forEachElement(in: node) { child, name in
        if !tree.isPartlyTaken(child), name.map({ !later.contains($0) }) ?? true { keep(child, under: path, &record) }
      }
    }

    /// Calls a function with each element in an element, and its name where it has one that is known.
    func forEachElement(in node: Int, _ body: (Int, CrossrefName?) -> Void) {
      tree.forEachElement(in: node, as: CrossrefName.self, body)
    }

    /// The words of an element without those of the elements in it.
    func ownText(_ node: Int) -> String {
      var builder = XMLTextBuilder()
      tree.forEachNode(in: node) { here in
        if tree.name(here) == XMLNames.text { builder.append(tree, here) }
      }
      return isPlain || builder.isEmpty ? builder.plain() : CrossrefText.meant(builder.plain())
    }
  }
#endif
