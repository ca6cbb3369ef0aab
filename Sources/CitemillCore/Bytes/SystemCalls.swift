#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

// The calls of the C library that sources and sinks use. An interrupted call is repeated; a failed one
// returns the negative error number.

func systemOpen(readOnly path: String) -> Int32 {
  while true {
    let descriptor = unsafe path.withCString { unsafe open($0, O_RDONLY | O_CLOEXEC) }
    if descriptor >= 0 { return descriptor }
    if errno != EINTR { return -errno }
  }
}

func systemClose(_ descriptor: Int32) { _ = close(descriptor) }

func systemRead(_ descriptor: Int32, into raw: UnsafeMutableRawBufferPointer) -> Int {
  while true {
    let count = unsafe read(descriptor, raw.baseAddress, raw.count)
    if count >= 0 { return count }
    if errno != EINTR { return -Int(errno) }
  }
}

func systemRead(_ descriptor: Int32, at offset: Int, into raw: UnsafeMutableRawBufferPointer) -> Int {
  while true {
    let count = unsafe pread(descriptor, raw.baseAddress, raw.count, off_t(offset))
    if count >= 0 { return count }
    if errno != EINTR { return -Int(errno) }
  }
}

/// The size of a file; 0 if it is not a file.
func systemSize(_ descriptor: Int32) -> Int {
  var status = stat()
  guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return 0 }
  return Int(clamping: status.st_size)
}

/// The number of bytes of a file after the current position; 0 if it is not a file.
func systemRemaining(_ descriptor: Int32) -> Int {
  let place = lseek(descriptor, 0, SEEK_CUR)
  return place < 0 ? 0 : max(0, systemSize(descriptor) - Int(clamping: place))
}

func systemWrite(_ descriptor: Int32, _ raw: UnsafeRawBufferPointer) -> Int {
  while true {
    let count = unsafe write(descriptor, raw.baseAddress, raw.count)
    if count >= 0 { return count }
    if errno != EINTR { return -Int(errno) }
  }
}

/// The system's messages for its error numbers.
public enum SystemError {
  /// The system's message for an error number.
  public static func message(_ code: Int32) -> String {
    unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
  }

  /// The kind of source failure for an error number.
  package static func kind(_ code: Int32) -> SourceFailure.Kind {
    switch code {
    case ENOENT, ENOTDIR: .missing
    case EACCES, EPERM: .denied
    default: .unreadable
    }
  }
}
