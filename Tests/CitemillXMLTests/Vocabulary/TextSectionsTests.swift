#if XML
  import CitemillCore
  import Testing

  @testable import CitemillXML

  @Suite struct TextSectionsTests {
    @Test func linesAreParagraphs() {
      #expect(
        RichText("One.\n\n Two. \nThree.").sections
          == [TextSection(paragraphs: [RichText("One."), RichText("Two."), RichText("Three.")])])
      #expect(RichText(" \n ").sections == [])
    }

    @Test func headingsBeginSections() {
      let text = RichText(
        "Before.\nAim\nTo see.\nEnd\nSeen.",
        marks: [Mark(.sectionHead, from: 8, to: 11), Mark(.sectionHead, from: 20, to: 23)])
      #expect(
        text.sections == [
          TextSection(paragraphs: [RichText("Before.")]),
          TextSection(title: RichText("Aim"), paragraphs: [RichText("To see.")]),
          TextSection(title: RichText("End"), paragraphs: [RichText("Seen.")]),
        ])
    }

    @Test func marksDivideALine() {
      let text = RichText(
        "Aim: to see. Seen.",
        marks: [
          Mark(.sectionHead, from: 0, to: 4), Mark(.paragraph, from: 5, to: 12), Mark(.paragraph, from: 13, to: 18),
        ])
      #expect(
        text.sections == [
          TextSection(title: RichText("Aim:"), paragraphs: [RichText("to see."), RichText("Seen.")])
        ])
    }

    @Test func markupIsThatOfEachPart() {
      let text = RichText(
        "a bold\nline b", marks: [Mark(.bold, from: 2, to: 11), Mark(.italic, from: 7, to: 11)])
      #expect(
        text.sections == [
          TextSection(paragraphs: [
            RichText("a bold", marks: [Mark(.bold, from: 2, to: 6)]),
            RichText("line b", marks: [Mark(.bold, from: 0, to: 4), Mark(.italic, from: 0, to: 4)]),
          ])
        ])
    }
  }
#endif
