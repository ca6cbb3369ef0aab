import CitemillCore
import Testing

@Suite struct RegistryTests {
  private struct Plain: FormatPlugin {
    var info: FormatInfo
    var options: [FormatOption] { [FormatOption("layout", values: ["a", "b"], default: "a", summary: "how")] }
    var layout = "a"
    mutating func set(_ option: String, to value: String) throws(UsageError) { layout = value }
  }

  private let registry = FormatRegistry([
    Plain(
      info: FormatInfo(
        id: "alpha", aliases: ["al"], name: "A", folder: "A", fileExtensions: ["json"], specification: "")),
    Plain(info: FormatInfo(id: "beta", name: "B", folder: "B", fileExtensions: ["beta.json"], specification: "")),
  ])

  @Test func setsOptions() throws {
    #expect((try registry.format("al:layout=b") as? Plain)?.layout == "b")
  }

  @Test(arguments: [
    ("alpah", "did you mean \"alpha\""), ("alpha:layout=c", "takes a or b"), ("alpha:size=3", "no option"),
    ("alpha:layout", "is not option=value"), ("", "no format"),
  ])
  func saysWhatIsWrong(specification: String, words: String) throws {
    let error = #expect(throws: UsageError.self) { _ = try registry.format(specification) }
    #expect("\(try #require(error))".contains(words))
  }

  @Test func theLongestExtensionWins() {
    #expect(registry.format(forFileName: "X.BETA.JSON")?.info.id == "beta")
    #expect(registry.format(forFileName: "x.json")?.info.id == "alpha")
    #expect(registry.format(forFileName: "json") == nil)
  }
}
