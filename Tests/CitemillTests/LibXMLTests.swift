#if XML
  import Citemill
  import Testing

  @Suite struct LibXMLTests {
    @Test func theLibraryOfTheSystemIsFound() {
      #expect(LibXML.version.hasPrefix("2."))
    }
  }
#endif
