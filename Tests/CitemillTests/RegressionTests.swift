import Citemill
import CitemillTestSupport
import Foundation
import Testing

/// Inputs on which a reader or writer once failed, found by fuzzers; each is kept as a test.
@Suite struct RegressionTests {
  struct Case: CustomStringConvertible, Sendable {
    var id: String
    var url: URL
    var description: String { "\(id)/\(url.lastPathComponent)" }
  }

  static let corpus = Fixture.package.appendingPathComponent("Tests/Fuzzing/Corpus")

  /// The files of `Tests/Fuzzing/Corpus/<id>/`.
  static let cases: [Case] = FormatRegistry.standard.readable.map(\.info.id).flatMap { id -> [Case] in
    let folder = corpus.appendingPathComponent(id)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { !$0.hasPrefix(".") }.sorted().map { Case(id: id, url: folder.appendingPathComponent($0)) }
  }

  @Test(arguments: FormatRegistry.standard.readable.map(\.info.id)) func everyReaderIsFuzzed(id: String) {
    let dictionary = Fixture.package.appendingPathComponent("Tests/Fuzzing/Dictionaries/\(id).dict")
    #expect(FileManager.default.fileExists(atPath: dictionary.path))
    #expect(Self.cases.contains { $0.id == id })
  }

  @Test(arguments: cases) func staysMended(found: Case) throws {
    let problem = try AnyInput.problem(in: Array(Data(contentsOf: found.url)), as: found.id)
    #expect(problem == nil, "\(problem ?? "")")
  }
}
