/// The exit status of a command; the numbers above 63 are those of `sysexits.h`.
public enum ExitStatus: Int32, Sendable, CaseIterable {
  /// Everything was written.
  case success = 0
  /// Something was rejected, or something of a record was lost in reading; the rest is written.
  case partial = 1
  /// The command was used incorrectly.
  case usage = 64
  /// Nothing in the data is usable.
  case noData = 65
  /// An input does not exist.
  case noInput = 66
  /// A bug in Citemill: the counts do not agree.
  case fault = 70
  /// The output cannot be created.
  case cannotCreate = 73
  /// Reading or writing failed, for instance because the disk is full.
  case inputOutput = 74
  /// Another run holds the lock.
  case locked = 75
  /// There is no permission to read or write.
  case noPermission = 77
  /// The reader of the output closed the pipe; as if ended by SIGPIPE.
  case closedPipe = 141

  /// What it means, in one line of the manual.
  public var meaning: String {
    switch self {
    case .success: "everything was written"
    case .partial:
      "something was rejected or lost in reading, the rest is written; "
        + "with --strict also: lost in writing or merging, skipped, an empty input"
    case .usage: "usage error"
    case .noData: "nothing in the data is usable"
    case .noInput: "an input does not exist"
    case .fault: "a bug in Citemill: the counts do not agree"
    case .cannotCreate: "the output cannot be created"
    case .inputOutput: "reading or writing failed, the disk is full"
    case .locked: "another run holds the lock"
    case .noPermission: "no permission to read or write there"
    case .closedPipe: "the reader of the output closed the pipe"
    }
  }
}
