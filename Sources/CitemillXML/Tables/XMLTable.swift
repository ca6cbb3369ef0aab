#if XML
  import CitemillCore

  /// A decoder that reads documents by a table.
  protocol XMLTableDecoder: XMLDecoder {
    associatedtype Name: XMLName
    /// Where each element goes.
    static var table: XMLTable<Self> { get }
    /// The format of native fields.
    static var format: String { get }
    var tree: XMLTree { get }
    /// The text of an element; empty if there is no element.
    func text(_ node: Int?) -> String
    /// The text of an element with its markup.
    func rich(_ node: Int) -> RichText
    mutating func put(_ node: Int, _ name: Name, at place: Place, _ record: inout Record)
    /// Keeps an element whose row says so.
    func keep(_ node: Int, _ name: Name, _ record: inout Record)
    /// Keeps an element without a row; if it does nothing, the element is kept at the end with everything
    /// else that nothing has read.
    func keepOther(_ node: Int, _ name: Name?, in parent: Name, _ record: inout Record)
  }

  extension XMLTableDecoder {
    mutating func put(_ node: Int, _ name: Name, at place: Place, _ record: inout Record) {
      fill(place, with: node, &record)
    }

    func keep(_ node: Int, _ name: Name, _ record: inout Record) { keep(name.word, text(node), &record) }

    func keepOther(_ node: Int, _ name: Name?, in parent: Name, _ record: inout Record) {}

    /// Puts an element into a place that can hold it: a second value for a place that holds one is left to be
    /// kept.
    func fill(_ place: Place, with node: Int, _ record: inout Record) {
      switch place {
      case .variable(let variable, .own):
        if !record.variables.contains(variable) { record.put(text(node), at: place) }
      case .event(let part) where record.event?[part] != nil: break
      case .title, .abstract, .note:
        let words = rich(node)
        if !words.isEmpty { record.put(words, at: place) }
      default:
        let words = text(node)
        if !words.isEmpty { record.put(words, at: place) }
      }
    }

    /// Keeps a value that the model has no place for, under a path; does nothing if there is no value.
    func keep(_ path: @autoclosure () -> String, _ value: String?, _ record: inout Record) {
      record.keep(path(), value, of: Self.format)
    }

    // MARK: - Looking

    func child(_ name: Name, of node: Int?) -> Int? { tree.child(name, of: node) }

    func text(_ name: Name, of node: Int?) -> String { text(child(name, of: node)) }

    func present(_ text: String) -> String? { text.isEmpty ? nil : text }
  }

  /// Where each element of a format goes: the reader uses it for a whole document, and the page of the format
  /// is generated from it.
  ///
  /// An element without a row is kept with all its content, so that nothing is lost that a vocabulary adds.
  struct XMLTable<Decoder: XMLTableDecoder>: Sendable {
    typealias Name = Decoder.Name

    /// How an element or attribute is used.
    enum Use: Sendable {
      /// The elements in it have rows of their own.
      case within
      /// It is one value.
      case at(Place)
      /// It is a native field, under its name; an attribute under the names of element and attribute.
      case kept
      /// It needs more than putting one value into one place. The path is nil if the rows of its child
      /// elements have the places.
      case step(String?, @Sendable (inout Decoder, Int, inout Record) -> Void)
      /// It is read by the step of an enclosing element, which has a place of its own or none.
      case part(String)
    }

    /// Elements, or attributes, of one or more parents with their use.
    struct Row: Sendable {
      let parents: [Name]
      let names: [Name]
      let isAttribute: Bool
      /// Whether a second element with a name in one parent is treated like one without a row.
      let isSingle: Bool
      let use: Use
      let note: String

      /// A row; with `once`, each parent has one.
      init(
        _ parents: Name..., names: [Name] = [], once: [Name] = [], attributes: [Name] = [], _ use: Use,
        _ note: String = ""
      ) {
        self.parents = parents
        self.names = names + once + attributes
        self.use = use
        self.note = note
        (isAttribute, isSingle) = (!attributes.isEmpty, !once.isEmpty)
      }
    }

    let rows: [Row]
    /// Whether elements are read in the order of their rows rather than of the document, since a later row
    /// may need the result of an earlier one.
    let isInOrderOfRows: Bool
    /// For each parent the index in `numbers` at which its elements begin; nothing for a parent without rows.
    private var starts: [Int32]
    /// The row of each element of each parent that has rows.
    private var numbers: [Int16] = []
    /// For each parent the attributes that are kept, with their paths.
    fileprivate var attributes: [[(name: Name, path: String)]]

    init(_ rows: [Row], inOrderOfRows: Bool = false) {
      self.rows = rows
      isInOrderOfRows = inOrderOfRows
      let count = Name.allCases.count
      starts = Array(repeating: -1, count: count)
      attributes = Array(repeating: [], count: count)
      for (number, row) in rows.enumerated() {
        let isPart = if case .part = row.use { true } else { false }
        for parent in row.parents {
          let place = Int(parent.rawValue)
          if row.isAttribute {
            let found = row.names.map { (name: $0, path: "\(parent.word)/@\($0.word)") }
            if !isPart { attributes[place] += found }
            continue
          }
          if starts[place] < 0 {
            starts[place] = Int32(numbers.count)
            numbers += Array(repeating: -1, count: count)
          }
          for name in row.names {
            let place = Int(starts[place]) + Int(name.rawValue)
            if !isPart || numbers[place] < 0 { numbers[place] = Int16(truncatingIfNeeded: number) }
          }
        }
      }
    }

    /// The number of the row of an element; nil if there is none.
    func row(of name: Name, in parent: Name) -> Int? {
      let start = Int(starts[Int(parent.rawValue)])
      guard start >= 0 else { return nil }
      let row = Int(numbers[start + Int(name.rawValue)])
      return row < 0 ? nil : row
    }

    /// The rows as the page and `citemill map` show them. An element with several parents is shown without
    /// them, unless it also goes elsewhere.
    var mapping: [MappingRow] { mapping(writing: []) }

    /// The same, for a format that writes elements and attributes with these names.
    func mapping(writing written: Set<Name>) -> [MappingRow] {
      rows.compactMap { row -> MappingRow? in
        guard let path = row.path else { return nil }
        let isOnly = rows.allSatisfy { $0.path == path || $0.path == nil || Set($0.names).isDisjoint(with: row.names) }
        let parents = row.parents.count == 1 || !isOnly ? row.parents.map { "\($0.word)/" } : [""]
        let names = row.names.map { row.isAttribute ? "@\($0.attributeWord)" : $0.word }.joined(separator: ", ")
        let isSaid = !path.isEmpty || row.note.utf8.starts(with: "kept".utf8)
        return MappingRow(
          native: parents.map { $0 + names }.joined(separator: ", "), path: path,
          note: isSaid ? row.note : row.note.isEmpty ? "kept" : "kept: \(row.note)",
          isReadOnly: path.isEmpty || written.isDisjoint(with: row.names))
      }
    }
  }

  extension XMLTable.Row {
    /// The place in the model; empty for what is kept, nil if only its child elements have one.
    var path: String? {
      switch use {
      case .within: nil
      case .kept: ""
      case .at(let place): place.path.description
      case .step(let path, _): path
      case .part(let path): path
      }
    }
  }

  extension XMLTableDecoder {
    /// Reads the elements in an element by the rows of a parent.
    mutating func read(_ node: Int, as parent: Name, _ record: inout Record) {
      for attribute in Self.table.attributes[Int(parent.rawValue)] {
        keep(attribute.path, tree.attribute(attribute.name, of: node), &record)
      }
      if Self.table.isInOrderOfRows { return readInOrderOfRows(node, as: parent, &record) }
      let tree = tree
      let end = tree.end(node)
      var here = node + 1
      while here < end {
        let next = tree.end(here)
        if tree.name(here) != XMLNames.text { read(here, in: node, as: parent, &record) }
        here = next
      }
    }

    /// Reads an element by its row.
    mutating func read(_ node: Int, in outer: Int, as parent: Name, _ record: inout Record) {
      let name = tree.element(node, as: Name.self)
      guard let name, let row = Self.table.row(of: name, in: parent),
        !Self.table.rows[row].isSingle || child(name, of: outer) == node
      else { return keepOther(node, name, in: parent, &record) }
      read(node, name, by: row, &record)
    }

    private mutating func readInOrderOfRows(_ node: Int, as parent: Name, _ record: inout Record) {
      // Row and node as one number each, so that they sort by row and then by position.
      var found: [Int] = []
      found.reserveCapacity(16)
      tree.forEachElement(in: node, as: Name.self) { here, name in
        if let name, let row = Self.table.row(of: name, in: parent) {
          found.append(row << 32 | here)
        } else {
          keepOther(here, name, in: parent, &record)
        }
      }
      found.sort()
      for number in found {
        let node = number & 0xFFFF_FFFF
        if let name = tree.element(node, as: Name.self) { read(node, name, by: number >> 32, &record) }
      }
    }

    private mutating func read(_ node: Int, _ name: Name, by row: Int, _ record: inout Record) {
      switch Self.table.rows[row].use {
      case .within: read(node, as: name, &record)
      case .at(let place): put(node, name, at: place, &record)
      case .kept: keep(node, name, &record)
      case .step(_, let step): step(&self, node, &record)
      case .part: break
      }
    }
  }
#endif
