import CitemillCore

/// Turns a record element into the document that libxml2 reads: without the elements that need not be read,
/// and with entities replaced by their characters.
struct XMLPreparation {
  /// The document, if it is not the element unchanged.
  private(set) var bytes: [UInt8] = []
  /// The positions of the elements that were left out.
  private(set) var cuts: [Int] = []
  /// The names of unknown entities, each once; they remain as text in the document.
  private(set) var unknown: [String] = []
  /// How many bytes the names of an element may still be replaced with.
  private var room = 0
  /// A document can produce much text with entities that it defines itself; beyond this limit their names
  /// remain as written.
  private static let largest = 1 << 20

  /// Prepares an element; true if it can be read unchanged.
  mutating func prepare(_ source: Span<UInt8>, _ frame: XMLFramer.Frame, _ entities: XMLEntities) -> Bool {
    bytes.removeAll(keepingCapacity: true)
    if !cuts.isEmpty { cuts.removeAll(keepingCapacity: true) }
    unknown.removeAll()
    room = Self.largest
    if frame.leftOut.isEmpty, nextName(source, frame.range) == nil { return true }
    var here = frame.range.lowerBound
    for range in frame.leftOut {
      append(source, here..<range.lowerBound, entities)
      cuts.append(bytes.count)
      here = range.upperBound
    }
    append(source, here..<frame.range.upperBound, entities)
    return false
  }

  private mutating func append(_ source: Span<UInt8>, _ range: Range<Int>, _ entities: XMLEntities) {
    var here = range.lowerBound
    var raw: Range<Int>?
    while let name = nextName(source, here..<range.upperBound) {
      bytes.append(source, here..<(name.lowerBound - 1))
      here = name.upperBound + 1
      // In CDATA sections there are no references.
      if raw == nil || name.lowerBound > raw?.upperBound ?? 0 { raw = Self.rawText(source, before: name, in: range) }
      if let raw, raw.contains(name.lowerBound) {
        bytes.append(source, (name.lowerBound - 1)..<here)
      } else if let text = entities.text(source, name), text.count <= room {
        room -= text.count
        bytes += text
      } else {
        bytes += Array("&amp;".utf8)
        bytes.append(source, name.lowerBound..<here)
        let word = source.text(name)
        if !unknown.contains(word), unknown.count < 8 { unknown.append(word) }
      }
    }
    bytes.append(source, here..<range.upperBound)
  }

  /// The CDATA section that contains an index, or an empty range at the index.
  private static func rawText(_ source: Span<UInt8>, before name: Range<Int>, in range: Range<Int>) -> Range<Int> {
    var here = range.lowerBound
    while let open = source.firstIndex(of: UInt8(ascii: "["), from: here, to: name.lowerBound) {
      here = open + 1
      guard open >= range.lowerBound + 8, source.stands("<![CDATA[", at: open - 8) else { continue }
      var close = open
      while let bracket = source.firstIndex(of: UInt8(ascii: "]"), from: close, to: range.upperBound) {
        if source.stands("]]>", at: bracket) {
          close = bracket
          break
        }
        close = bracket + 1
      }
      if close > name.lowerBound { return open..<close }
      here = max(close, here)
    }
    return name.lowerBound..<name.lowerBound
  }

  /// The name of the next reference that is neither one of XML's own nor a number.
  private func nextName(_ source: Span<UInt8>, _ range: Range<Int>) -> Range<Int>? {
    var from = range.lowerBound
    while let sign = source.firstIndex(of: UInt8(ascii: "&"), from: from, to: range.upperBound) {
      from = sign + 1
      guard let first = source.byte(at: from), first.isLetter else { continue }
      var end = from
      while end < range.upperBound, end - from < 64, source[end].isXMLName { end += 1 }
      guard end < range.upperBound, source[end] == UInt8(ascii: ";") else { continue }
      if XMLEntities.predefined.contains(source, from..<end) { continue }
      return from..<end
    }
    return nil
  }
}
