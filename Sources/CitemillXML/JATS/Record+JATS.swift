#if XML
  import CitemillCore

  extension Record {
    /// Keeps what the model has no place for, under the path of its element.
    mutating func keep(_ path: String, _ value: String) {
      keep(path, value, of: "jats")
    }
  }
#endif
