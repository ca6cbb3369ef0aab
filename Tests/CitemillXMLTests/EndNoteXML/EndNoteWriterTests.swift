#if XML
  import Citemill
  import CitemillCore
  import CitemillPipeline
  import CitemillTestSupport
  import Testing

  @Suite struct EndNoteWriterTests {
    /// Text that is directly in a record is kept under the name of that element, and does not begin another record.
    @Test func textOutsideOfElementsDoesNotBeginARecord() throws {
      var record = Record()
      record.type = .report
      record.add(Title("Weirs"))
      record.nativeFields = [
        NativeField(format: "endnote-xml", name: "record", value: "loose"),
        NativeField(format: "endnote-xml", name: "titles/record", value: "loose"),
        NativeField(format: "endnote-xml", name: "reprint-status", value: "In file"),
      ]
      let written = try FormatRegistry.standard.write([record], as: "endnote-xml")
      #expect(written.unwritable.isEmpty && !written.text.contains("loose"))
      let read = try Trial(text: written.text, as: "endnote-xml")
      #expect(read.records.map { $0.title } == ["Weirs"] && read.rejections.isEmpty)
      #expect(read.records.first?.nativeFields.map(\.value) == ["In file"])
      #expect(written.losses.total == 2, "\(written.losses.ranked)")
    }
  }
#endif
