import Citemill
import CitemillTestSupport
import Synchronization
import Testing

@testable import CitemillCore

/// Short texts are created and read in machine words, only for speed.
@Suite struct ShortTextTests {
  /// Other tests may run meanwhile: they take the plain path too, which changes nothing.
  @Test func sameComesOfThePlainPath() throws {
    let quick = try outputs()
    let state = ShortText.answer.exchange(2, ordering: .relaxed)
    defer { ShortText.answer.store(state, ordering: .relaxed) }
    #expect(state == 1, "texts look as they are made")
    for (quick, plain) in zip(quick, try outputs()) { #expect(quick == plain) }
  }

  /// What is written for small fixtures, and for records that are difficult to write.
  private func outputs() throws -> [String] {
    var generator = RecordGenerator(seed: 15)
    var libraries = [(0..<100).map { _ in generator.record() }]
    for fixture in Fixture.all {
      let source = try fixture.source()
      guard try fixture.bytes().count < 8192 else { continue }
      if let found = try? FormatRegistry.standard.read(source, as: fixture.specification) {
        libraries.append(found.records)
      }
    }
    return try libraries.flatMap { records in
      try ["csl-json", "ris", "csv", "records"].map { try FormatRegistry.standard.write(records, as: $0).text }
    }
  }
}
