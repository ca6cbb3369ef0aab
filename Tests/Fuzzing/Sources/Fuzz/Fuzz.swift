import Citemill
import CitemillTestSupport
import Foundation

/// The reader that is fuzzed: the format that `CITEMILL_FUZZ` names, with options if needed.
private let format = ProcessInfo.processInfo.environment["CITEMILL_FUZZ"] ?? "csl-json"

/// Reads an input, checks what must hold for any input, and traps if it does not, so that libFuzzer keeps the
/// input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  do {
    guard let problem = try AnyInput.problem(in: bytes, as: format) else { return 0 }
    fatalError(problem)
  } catch {
    fatalError("\(error)")
  }
}
