#if XML
  import CitemillCore

  extension Record {
    /// Keeps what the model has no place for, under the path of its element.
    mutating func keep(_ path: String, _ value: String) {
      keep(path, value, of: "jats")
    }

    /// Adds a scalar, unless it is there already.
    mutating func add(_ text: @autoclosure () -> String, as variable: Variable) {
      if !variables.contains(variable) { variables[variable] = text() }
    }

    /// Adds a title to the host, which is made where there is none.
    mutating func addHostTitle(_ title: consuming Title) {
      if container == nil {
        container = Container(.host, titles: [title])
        return
      }
      let added = title
      withHost { $0.titles.insert(added) }
    }
  }
#endif
