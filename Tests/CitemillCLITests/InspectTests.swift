import Foundation
import Testing

@Suite struct InspectTests {
  @Test func tellsFormatEncodingAndCounts() throws {
    let result = try CommandLineTool.shell(
      #"printf '[{"id":"a","type":"book","title":"One"},{"id":}]' | citemill inspect"#)
    #expect(result.status == 1)
    #expect(result.output.contains("csl-json"))
    #expect(result.output.contains("1 read, 1 rejected"))
    #expect(result.output.contains("UTF-8"))
  }

  @Test func answersInJSON() throws {
    let result = try CommandLineTool.shell(
      #"printf '[{"id":"a","type":"book","title":"One"}]' | citemill inspect --json"#)
    let answer = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]]
    #expect(answer?.first?["format"] as? String == "csl-json")
    #expect(answer?.first?["read"] as? Int == 1)
    #expect(answer?.first?["encoding"] as? String == "UTF-8")
  }

  @Test func listsFormatsInJSON() throws {
    let result = try CommandLineTool.shell("citemill formats --json")
    let answer = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]]
    #expect(answer?.contains { $0["id"] as? String == "records" } == true)
  }
}
