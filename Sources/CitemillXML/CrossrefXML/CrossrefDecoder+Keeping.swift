#if XML
  import CitemillCore

  // What the model has no place for stays beside the record, under the path of its element.

  extension CrossrefDecoder {
    /// Keeps a value under a path.
    func keep(_ path: String, _ value: String?, _ record: inout Record) {
      guard let value, !value.isEmpty else { return }
      record.nativeFields.append(NativeField(format: "crossref-xml", name: path, value: value))
    }

    /// Keeps an element with all that is in it: its attributes, its words, or each element that lies in it.
    ///
    /// Elements lie in each other no deeper than libxml2 reads, 256.
    func keep(_ node: Int, under path: String? = nil, _ record: inout Record) {
      let word = tree.element(node, as: CrossrefName.self)?.word ?? "*"
      let own = path.map { "\($0)/\(word)" } ?? word
      keepAttributes(of: node, under: own, &record)
      if hasWords(node) { return keep(own, text(node), &record) }
      forEachElement(in: node) { child, _ in keep(child, under: own, &record) }
    }

    /// Keeps the attributes of an element but those that were read.
    func keepAttributes(of node: Int, except read: [CrossrefName] = [], under path: String, _ record: inout Record) {
      for attribute in tree.attributes(of: node) {
        guard let name = CrossrefName(rawValue: attribute.name &- 2), !read.contains(name) else { continue }
        keep("\(path)/@\(name.word)", attribute.value, &record)
      }
    }

    /// Keeps the elements in an element but those that were read.
    func keepRest(of node: Int, except read: [CrossrefName], under path: String, _ record: inout Record) {
      forEachElement(in: node) { child, name in
        if name.map({ !read.contains($0) }) ?? true { keep(child, under: path, &record) }
      }
    }

    /// Calls a function with each element in an element, and its name where it has one that is known.
    func forEachElement(in node: Int, _ body: (Int, CrossrefName?) -> Void) {
      var child = tree.firstChild(node)
      while let here = child {
        if tree.name(here) != XMLNames.text { body(here, name(here)) }
        child = tree.sibling(here, in: node)
      }
    }

    /// Whether words stand in an element beside what lies in it.
    private func hasWords(_ node: Int) -> Bool { !ownText(node).isEmpty }

    /// The words of an element without those of the elements in it.
    func ownText(_ node: Int) -> String {
      var builder = XMLTextBuilder()
      var next = tree.firstChild(node)
      while let here = next {
        if tree.name(here) == XMLNames.text { builder.append(tree, here) }
        next = tree.sibling(here, in: node)
      }
      return isPlain || builder.isEmpty ? builder.plain() : CrossrefText.meant(builder.plain())
    }
  }
#endif
