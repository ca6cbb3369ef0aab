#if XML
  import CitemillCore

  extension Record {
    /// Keeps what the model has no place for, under the path of its element.
    mutating func keep(_ path: String, _ value: String) {
      if !value.isEmpty { nativeFields.append(NativeField(format: "jats", name: path, value: value)) }
    }
  }
#endif
