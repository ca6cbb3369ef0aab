#if XML
  import Testing

  @testable import CitemillXML

  @Suite struct MathMLWritingTests {
    private static let math = "<math xmlns=\"http://www.w3.org/1998/Math/MathML\""
    private static let written = "<mml:math xmlns:mml=\"http://www.w3.org/1998/Math/MathML\""

    @Test func namesGetAPrefix() {
      #expect(
        MathML.prefixed(Self.math + " display=\"block\"><msup><mi>x</mi><mn>2</mn></msup></math>", by: "mml:")
          == Self.written
          + " display=\"block\"><mml:msup><mml:mi>x</mml:mi><mml:mn>2</mml:mn></mml:msup></mml:math>")
      #expect(
        MathML.prefixed("<m:math><m:apply><m:plus/><m:ci>a</m:ci><m:cn>1</m:cn></m:apply></m:math>", by: "mml:")
          == Self.written
          + "><mml:apply><mml:plus/><mml:ci>a</mml:ci><mml:cn>1</mml:cn></mml:apply></mml:math>")
    }

    @Test func attributesThatAnElementDoesNotHaveAreLeftOut() {
      #expect(
        MathML.prefixed("<math onclick=\"x\"><mo stretchy=\"maybe\" accent='true'>^</mo></math>", by: "mml:")
          == Self.written + "><mml:mo accent=\"true\">^</mml:mo></mml:math>")
    }

    @Test(arguments: [
      "", "x", "<mi>x</mi>", "<math><mi>x</math>", "<math><mi>x</mi>", "<math>x</math>", "<math><script/></math>",
      "<math><mrow><plus/></mrow></math>", "<math><mi><mn>1</mn></mi></math>", "<math><mi>&nbsp;</mi></math>",
      "<math><mi>a & b</mi></math>", "<math/><math/>", "<math><none/></math>", "<math><mi>\u{1}</mi></math>",
      "<math><piecewise><ci>x</ci></piecewise></math>", "<math a=b><mi>x</mi></math>", "<math",
    ])
    func whatTheDTDDoesNotAllowIsNotWritten(source: String) {
      #expect(MathML.prefixed(source, by: "mml:") == nil)
    }

    @Test func noDepthIsTooMuch() {
      let deep = String(repeating: "<mrow>", count: 5000)
      #expect(MathML.prefixed("<math>" + deep, by: "mml:") == nil)
    }
  }
#endif
