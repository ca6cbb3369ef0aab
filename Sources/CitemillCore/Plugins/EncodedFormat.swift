/// A format whose sources have an encoding that was named: `ris:encoding=windows-1251`.
struct EncodedFormat: ReadableFormat {
  private let inner: any ReadableFormat
  private let encoding: String

  /// A format with the encoding; throws if the system does not support it.
  init(_ inner: any ReadableFormat, encoding: String) throws(UsageError) {
    guard encoding.lowercased() == "utf-8" || EncodingConverter(encoding) != nil else {
      throw UsageError(.badOption, EncodingConverter.unknown(encoding))
    }
    self.inner = inner
    self.encoding = encoding
  }

  var info: FormatInfo {
    var info = inner.info
    info.encoding = encoding
    return info
  }

  var options: [FormatOption] { inner.options }

  mutating func set(_ option: String, to value: String) throws(UsageError) {}

  func evidence(in prefix: BytePrefix) -> Evidence { inner.evidence(in: prefix) }

  func makeReader(for source: ByteSource) throws(SourceFailure) -> any RecordReader {
    try source.decode(as: encoding)
    return try inner.makeReader(for: source)
  }

  var asMappingDescribed: (any MappingDescribed)? { inner.asMappingDescribed }

  var asSourceValidating: (any SourceValidating)? { inner.asSourceValidating }
}
