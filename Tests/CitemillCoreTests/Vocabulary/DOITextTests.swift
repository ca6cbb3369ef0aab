import CitemillCore
import Testing

@Suite struct DOITextTests {
  @Test(
    arguments: [
      "10.5555/a", "https://doi.org/10.5555/a", "HTTP://DX.DOI.ORG/10.5555/a", "https://www.doi.org/10.5555/a",
      "dx.doi.org/10.5555/a", "doi:10.5555/a", "DOI: 10.5555/a", "doi 10.5555/a", "info:doi/10.5555/a",
      "doi:https://doi.org/10.5555/a", "https://example.org/10.5555/a",
    ])
  func takesThePlainForm(text: String) {
    let doi = DOIText.identifier(text)
    #expect(doi == Identifier(.doi, "10.5555/a"))
    #expect(doi.raw == (text == doi.value ? nil : text))
  }

  @Test(arguments: ["doi:", "https://doi.org/", "doi: ", "", "doing", "https://example.org/105555/a"])
  func leavesWhatIsNone(text: String) { #expect(DOIText.identifier(text) == Identifier(.doi, text)) }

  @Test func looksIntoTheRangeAlone() {
    "x doi: 10.5555/a y".withUTF8Span { bytes in
      #expect(DOIText.identifier(bytes, 2..<16).value == "10.5555/a")
      #expect(DOIText.identifier(bytes, 2..<6).value == "doi:")
    }
  }
}
