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

  /// A failure to continue an output.
  public static func writing(_ path: String, _ code: Int32) -> Self {
    Self(code: code, action: "write \(path)", status: exitStatus(ofWriting: code))
  }

  /// A failure to read a file or folder.
  static func reading(_ path: FilePath, _ code: Int32) -> Self {
    let status: ExitStatus =
      switch SystemError.kind(code) {
      case .missing: .noInput
      case .denied: .noPermission
      default: .inputOutput
      }
    return Self(code: code, action: "read \(path)", status: status)
  }

  /// A failure to read back what was written.
  static func readingBack(_ path: FilePath) -> Self {
    Self(code: EIO, action: "read \(path)", status: .inputOutput)
  }

  /// A failure to create a file or folder.
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

  /// The failure for a file that is not replaced, with the reason.
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

  /// Nothing is written through a symbolic link, whose target belongs to others.
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
