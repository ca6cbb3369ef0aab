#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Why the system refused something.
public struct SystemFailure: Error, Sendable {
  /// The system's error number.
  public var code: Int32
  /// What could not be done, for instance `create out.json`.
  public var action: String
  /// The exit status that tells it.
  public var status: ExitStatus

  /// That an output could not be written on.
  public static func writing(_ path: String, _ code: Int32) -> Self {
    Self(code: code, action: "write \(path)", status: exitStatus(ofWriting: code))
  }

  /// The exit status for an output that could not be written on.
  public static func exitStatus(ofWriting code: Int32) -> ExitStatus {
    switch code {
    case EPIPE: .closedPipe
    case EACCES, EPERM: .noPermission
    default: .inputOutput
    }
  }

  /// The exit status for an output that could not be created.
  static func exitStatus(ofCreating code: Int32) -> ExitStatus {
    switch code {
    case EACCES, EPERM: .noPermission
    case ENOSPC, EIO, EDQUOT: .inputOutput
    default: .cannotCreate
    }
  }
}
