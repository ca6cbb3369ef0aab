#if XML
  import CitemillCore

  /// What a format leaves out of its records on purpose, with the reasons; everything else that is not read
  /// is kept.
  struct XMLOmissions<Name: XMLName>: Sendable {
    /// Elements or attributes without information about a work.
    struct Row: Sendable {
      /// The parent elements to which the row applies; all if there are none.
      var parents: [Name] = []
      var names: [Name]
      /// The values of attributes to which the row applies; all if there are none.
      var values: [String] = []
      var isAttribute = false
      /// Whether the values of attributes are reported: they come from a short list.
      var showsValues = false
      /// Only if the content of an element is a symbol or number, such as that of a note.
      var isMark = false
      var reason: String

      static func elements(_ names: Name..., in parents: [Name] = [], reason: String) -> Self {
        Self(parents: parents, names: names, reason: reason)
      }

      /// Elements that only label something; those that contain a word are kept.
      static func marks(_ names: Name..., in parents: [Name] = [], reason: String) -> Self {
        Self(parents: parents, names: names, isMark: true, reason: reason)
      }

      static func attributes(
        _ names: Name..., of parents: [Name] = [], being values: [String] = [], showingValues: Bool = false,
        reason: String
      ) -> Self {
        Self(
          parents: parents, names: names, values: values, isAttribute: true, showsValues: showingValues, reason: reason)
      }
    }

    let rows: [Row]
    /// For each name whether a row has it, as an element or as an attribute, since most are in no row.
    private var isNamed: [Bool]

    init(_ rows: [Row]) {
      self.rows = rows
      isNamed = Array(repeating: false, count: Name.allCases.count + 2)
      for name in rows.lazy.flatMap(\.names) { isNamed[Int(name.number)] = true }
    }

    /// The row by which an element is left out, or nil; `parent` is the number of its parent element's name.
    func row(of node: Int, _ tree: XMLTree, in parent: UInt16) -> Row? {
      let name = tree.name(node)
      guard Int(name) < isNamed.count, isNamed[Int(name)] else { return nil }
      return rows.first { row in
        !row.isAttribute && row.names.contains { $0.number == name }
          && (row.parents.isEmpty || row.parents.contains { $0.number == parent })
          && (!row.isMark || !tree.hasWord(node))
      }
    }

    /// The row by which an attribute of an element is left out, or nil; `value` is only evaluated if the row
    /// depends on it.
    func row(ofAttribute name: UInt16, of element: UInt16, value: @autoclosure () -> String) -> Row? {
      guard Int(name) < isNamed.count, isNamed[Int(name)] else { return nil }
      return rows.first { row in
        row.isAttribute && row.names.contains { $0.number == name }
          && (row.parents.isEmpty || row.parents.contains { $0.number == element })
          && (row.values.isEmpty || row.values.contains(value()))
      }
    }
  }

  extension XMLOmissions.Row {
    /// The row as the page and `citemill map` show it.
    var mapping: MappingRow {
      let natives = names.flatMap { name in
        let word = isAttribute ? "@\(name.attributeWord)" : name.word
        return parents.isEmpty ? [word] : parents.map { "\($0.word)/\(word)" }
      }
      let which = values.isEmpty ? isMark ? "only if it contains no word, " : "" : "\(values.joined(separator: ", ")), "
      return MappingRow(
        native: natives.joined(separator: ", "), path: "", note: "left out: \(which)\(reason)", isReadOnly: true)
    }
  }

  extension XMLTree {
    /// Notes that an element is left out, and what is in it.
    fileprivate func leaveOut(_ node: Int, language lang: UInt16?) {
      omitted.names.insert(name(node))
      var inner = node
      while inner < end(node) {
        if name(inner) == XMLNames.text {
          inner += 1
          continue
        }
        if isTaken(inner), end(inner) > inner + 1 {
          inner = end(inner)
          continue
        }
        if inner > node { omit(name(inner), spelling(inner)) }
        for index in attributes(of: inner) {
          guard let (name, value) = unread(attribute: index) else { continue }
          // A language is short, and distinguishes several lists.
          let language = value.count < 4 && name == lang ? "xml:lang=\(text(value))" : nil
          omit(name, spelling(ofAttribute: index) ?? language)
        }
        inner += 1
      }
    }

    private func omit(_ name: UInt16, _ spelling: String?) {
      if let spelling { omitted.spellings.insert(spelling) } else { omitted.inner.insert(name) }
    }

    /// Whether a text is more than punctuation and white space, such as the commas between elements.
    func saysSomething(_ text: Int) -> Bool {
      // Read once for the whole text: each access would count a reference to the list.
      let bytes = bytes
      for index in textRange(text) {
        let byte = bytes[index]
        if byte > 32, byte.isLetter || byte.isDigit || byte >= 0x80 { return true }
      }
      return false
    }

    /// The text in an element that contains only text.
    fileprivate func onlyText(in node: Int) -> Int? {
      end(node) == node + 2 && name(node + 1) == XMLNames.text ? node + 1 : nil
    }

    /// Whether a value ends with a text, as `mailto:a@example.org` does with `a@example.org`, apart from
    /// white space and a final slash.
    fileprivate func ends(_ value: Range<Int>, with text: Range<Int>) -> Bool {
      let bytes = bytes
      let text = bytes.span.trimmed(text)
      if text.isEmpty { return false }
      var value = value
      if bytes[value.upperBound - 1] == UInt8(ascii: "/"), bytes[text.upperBound - 1] != UInt8(ascii: "/") {
        value = value.lowerBound..<(value.upperBound - 1)
      }
      guard text.count <= value.count else { return false }
      let start = value.upperBound - text.count
      // All of it, or after `mailto:`, `doi:` or a host.
      let isWhole = start == value.lowerBound || [UInt8(ascii: ":"), UInt8(ascii: "/")].contains(bytes[start - 1])
      if !isWhole { return false }
      return text.allSatisfy { bytes[$0] == bytes[start + $0 - text.lowerBound] }
    }

    /// Whether a text is the only one in its element and adds nothing to an attribute of it that was read.
    fileprivate func isAddress(_ text: Int, of node: Int) -> Bool {
      onlyText(in: node) == text && hasTaken(attributeOf: node) { ends($0, with: textRange(text)) }
    }

    /// The unread text of an element, without that of the elements in it.
    fileprivate func ownWords(of node: Int) -> String {
      var builder = XMLTextBuilder()
      forEachNode(in: node) { child in
        if name(child) == XMLNames.text, !isTaken(child) { builder.append(self, child) } else { builder.space() }
      }
      return builder.plain()
    }

    /// Whether any text in an element was read, or the element itself.
    func isPartlyTaken(_ node: Int) -> Bool {
      (node..<max(end(node), node + 1)).contains { isTaken($0) }
    }

    /// Whether there is a word in an element, at any depth.
    fileprivate func hasWord(_ node: Int) -> Bool {
      (node..<max(end(node), node)).contains { name($0) == XMLNames.text && isWord($0) }
    }

    /// Whether a text has a word of at least four letters, and is not only a symbol or a number.
    func isWord(_ text: Int) -> Bool {
      let bytes = bytes
      var letters = 0
      for index in textRange(text) {
        letters = bytes[index].isLetter || bytes[index] >= 0x80 ? letters + 1 : 0
        if letters > 3 { return true }
      }
      return false
    }
  }

  /// Keeps as native fields what nothing has read of a document, so that nothing is lost that no step
  /// handles.
  ///
  /// A tree notes each text and each attribute that is read. What is left is kept under the path of its
  /// element:
  ///
  ///     <article-meta><price currency="EUR">12</price></article-meta>     article-meta/price/@currency   EUR
  ///                                                                       article-meta/price             12
  ///
  /// The text of an element that mixes text and elements is kept as one text. An element without text and
  /// attributes has a meaning only by its presence, and is kept as `yes`.
  struct XMLRest<Name: XMLName>: Sendable {
    private let format: String
    let omissions: XMLOmissions<Name>
    private let isOuter: [Bool]
    /// The number of `xml:lang`.
    private let language: UInt16?
    private let isNumbered: [Bool]

    /// For the native fields of a format. Paths begin at the innermost of `outer`, and have an index for
    /// those elements that are in `numbered`.
    init(of format: String, leavingOut omissions: [XMLOmissions<Name>.Row], outer: [Name], numbered: [Name]) {
      self.format = format
      self.omissions = XMLOmissions(omissions)
      var isOuter = Array(repeating: false, count: Name.allCases.count + 2)
      language = Name.allCases.first { $0.attributeWord == "xml:lang" }?.number
      for name in outer { isOuter[Int(name.number)] = true }
      self.isOuter = isOuter
      var isNumbered = Array(repeating: false, count: isOuter.count)
      for name in numbered { isNumbered[Int(name.number)] = true }
      self.isNumbered = isNumbered
    }

    /// Keeps what is left of an element; the tree notes what is left out.
    ///
    /// `words` returns the text of an element.
    func keep(_ node: Int, of tree: XMLTree, in record: inout Record, words: (Int) -> String) {
      if tree.isTaken(node) { return }
      var way = Way(region: node)
      visit(node, of: tree, on: &way, into: &record, wordsOf: words)
      tree.take(node)
    }

    /// The position of a walk through the elements.
    private struct Way {
      /// The open elements, each with its number among those of its name if they are numbered.
      var open: [(node: Int, number: Int)] = []
      /// The element in which they are numbered.
      let region: Int

      init(region: Int) {
        self.region = region
        open.reserveCapacity(16)
      }
    }

    /// Keeps what is left of an element and of those in it, which are nested no deeper than libxml2 allows,
    /// 256.
    private func visit(
      _ node: Int, of tree: XMLTree, on way: inout Way, into record: inout Record, wordsOf words: (Int) -> String
    ) {
      let name = tree.name(node)
      var number = 0
      if Int(name) < isNumbered.count, isNumbered[Int(name)] {
        number = tree.number(of: node, in: way.region)
      }
      way.open.append((node, number))
      defer { way.open.removeLast() }
      keepAttributes(of: node, tree, way, &record)
      let end = tree.end(node)
      var child = node + 1
      if child >= end {
        if !tree.hasAttributes(node), !tree.isTaken(node) { keep("yes", of: tree, at: way, into: &record) }
        return
      }
      var hasUnread = false
      while child < end {
        if tree.name(child) == XMLNames.text {
          hasUnread =
            hasUnread || (!tree.isTaken(child) && tree.saysSomething(child) && !tree.isAddress(child, of: node))
        }
        child = tree.end(child)
      }
      if hasUnread {
        keep(tree.isPartlyTaken(node) ? tree.ownWords(of: node) : words(node), of: tree, at: way, into: &record)
      }
      child = node + 1
      while child < end {
        // Of an element without content only the text was read, which is empty.
        if tree.name(child) != XMLNames.text, !tree.isTaken(child) || tree.end(child) == child + 1 {
          if let row = omissions.row(of: child, tree, in: name) {
            if row.isMark {
              way.open.append((child, 0))
              keepAttributes(of: child, tree, way, &record)
              way.open.removeLast()
            }
            tree.leaveOut(child, language: language)
          } else {
            visit(child, of: tree, on: &way, into: &record, wordsOf: words)
          }
        }
        child = tree.end(child)
      }
    }

    /// Keeps the attributes of the innermost open element.
    private func keepAttributes(of node: Int, _ tree: XMLTree, _ way: borrowing Way, _ record: inout Record) {
      if !tree.hasAttributes(node) { return }
      let element = tree.name(node)
      for index in tree.attributes(of: node) {
        guard let (name, value) = tree.unread(attribute: index) else { continue }
        if let row = omissions.row(ofAttribute: name, of: element, value: tree.text(value)) {
          tree.omitted.names.insert(name)
          if row.showsValues, value.count < 16, tree.omitted.spellings.count < 64 {
            tree.omitted.spellings.insert("\(Self.word(name) ?? "*")=\(tree.text(value))")
          }
          continue
        }
        // A URL that the text of its link repeats.
        if let only = tree.onlyText(in: node), tree.isTaken(only), tree.ends(value, with: tree.textRange(only)) {
          continue
        }
        let word =
          tree.spelling(ofAttribute: index) ?? Name(rawValue: name &- 2)?.attributeWord ?? Self.word(name) ?? "*"
        record.keep("\(path(tree, way))/@\(word)", tree.text(value), of: format)
        tree.take(attribute: index)
      }
    }

    private func keep(_ value: String, of tree: XMLTree, at way: borrowing Way, into record: inout Record) {
      record.keep(path(tree, way), value, of: format)
    }

    /// The path of the innermost element that is open.
    private func path(_ tree: XMLTree, _ way: borrowing Way) -> String {
      var path = ""
      for (node, number) in way.open {
        let name = tree.name(node)
        if Int(name) < isOuter.count, isOuter[Int(name)] { path = "" }
        if !path.isEmpty { path += "/" }
        path += Self.word(name) ?? tree.spelling(node) ?? "*"
        if number > 0 { path += "[\(number)]" }
      }
      return path
    }

    private static func word(_ number: UInt16) -> String? {
      let place = Int(number) - 2
      return Name.allWords.indices.contains(place) ? Name.allWords[place] : nil
    }

    /// What was left out of a document, by reason:
    /// `id: names inside the document; label, xref: marks of notes`.
    func report(of tree: XMLTree) -> String {
      var parts = omissions.rows.compactMap { row -> String? in
        let found = row.names.filter { tree.hasOmitted($0.number) }
        if found.isEmpty { return nil }
        return "\(found.map { row.isAttribute ? $0.attributeWord : $0.word }.joined(separator: ", ")): \(row.reason)"
      }
      let inner = tree.omitted.inner.numbers.compactMap { Self.word($0) } + tree.omitted.spellings
      if !inner.isEmpty { parts.append("in them: " + inner.sorted().joined(separator: ", ")) }
      return parts.joined(separator: "; ")
    }
  }
#endif
