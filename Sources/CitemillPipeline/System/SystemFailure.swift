import CitemillCore

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
  /// The corresponding exit status.
  public var status: ExitStatus
  /// Why it failed, if the error number does not say it.
  var reason: String?

  /// What happened, in a sentence without a final period.
  public var message: String {
    if status == .locked { return "cannot \(action): another run is using it" }
    return "cannot \(action): \(reason ?? SystemError.message(code))"
  }

  /// That an output could not be written on.
  public static func writing(_ path: String, _ code: Int32) -> Self {
    Self(code: code, action: "write \(path)", status: exitStatus(ofWriting: code))
  }

  /// That a file or folder could not be read.
  static func reading(_ path: FilePath, _ code: Int32) -> Self {
    let status: ExitStatus =
      switch SystemError.kind(code) {
      case .missing: .noInput
      case .denied: .noPermission
      default: .inputOutput
      }
    return Self(code: code, action: "read \(path)", status: status)
  }

  /// That what was written could not be read again.
  static func readingBack(_ path: FilePath) -> Self {
    Self(code: EIO, action: "read \(path)", status: .inputOutput)
  }

  /// That a file or folder could not be created.
  static func creating(_ path: FilePath, _ code: Int32) -> Self {
    Self(
      code: code, action: "create \(path)", status: exitStatus(ofCreating: code),
      reason: code == ENOENT ? "its folder does not exist" : nil)
  }

  /// A file is kept, since no earlier run wrote its content.
  static func notOurs(_ path: FilePath, wasOurs: Bool) -> Self {
    let found =
      wasOurs
      ? "it was edited after an earlier run wrote it" : "the journal does not record that an earlier run wrote it"
    return notReplaced(path, found)
  }

  /// That a file is left in its place for a reason.
  static func notReplaced(_ path: FilePath, _ reason: String) -> Self {
    Self(
      code: EEXIST, action: "replace \(path)", status: .cannotCreate,
      reason: "\(reason); move it elsewhere, or pass --overwrite")
  }

  /// A file is kept, since another run made it from another input.
  static func ofAnother(_ path: FilePath, _ input: FilePath) -> Self {
    Self(
      code: EEXIST, action: "replace \(path)", status: .cannotCreate,
      reason: "another run wrote it for \(input); name another folder, or pass --overwrite")
  }

  /// Nothing is written through a symbolic link, whose target is not ours.
  static func throughLink(_ path: FilePath) -> Self {
    Self(
      code: ELOOP, action: "write to \(path)", status: .cannotCreate,
      reason: "it is a symbolic link, which is not followed; replace it with a folder")
  }

  /// Something else is at the path of a file that a run keeps for itself.
  static func notAFile(_ path: FilePath) -> Self {
    Self(
      code: EEXIST, action: "write \(path)", status: .cannotCreate,
      reason: "it is not a regular file; move it elsewhere")
  }

  /// Whether the next file would fail for the same reason, such as a full disk.
  var isOfTheDevice: Bool {
    switch code {
    case ENOSPC, EDQUOT, EROFS, EIO: true
    default: false
    }
  }

  /// The exit status for an output that could not be written further.
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
