public import CitemillCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A zip archive of exported files, each of which is decompressed by a program of the system.
///
///     [member: header, data] [member: header, data] … [list of the members] [where the list is]
///
/// The list of files is read here, as described by PKWARE's APPNOTE. The whole archive is refused if it is
/// damaged or would grow too large. A member is decompressed from its position by `funzip`, which is part of
/// `unzip`, or by `bsdtar`: neither gets a file name, and nothing is written to disk.
package struct ZipArchive: Sendable {
  /// A file, folder or something else in an archive.
  package struct Member: Sendable {
    /// Its path in the archive.
    package let name: FilePath
    /// Why it is not read; nil if it is.
    fileprivate var obstacle: Obstacle?
    fileprivate let bytes: Range<Int>
    fileprivate let size: Int

    /// Whether it is a folder or a hidden file: nothing is lost by skipping it.
    package var isLeftOut: Bool { obstacle == .folder || obstacle == .hidden }
    /// Whether it is a folder.
    package var isFolder: Bool { obstacle == .folder }
    /// Whether it is a file that systems hide.
    package var isHidden: Bool { obstacle == .hidden }
    /// A safe name for a member that is not read, since its own may lead anywhere; nil for one that is read.
    var harmlessName: String? { obstacle == nil ? nil : "member at \(bytes.lowerBound)" }
    /// Why it is refused, in a few words; nil if it is not.
    package var refusal: String? { if case .refused(let reason) = obstacle { reason } else { nil } }
  }

  /// A member with the archive that it is in.
  struct Place: Sendable {
    let archive: ZipArchive
    let member: Member
  }

  /// Why a member is not read.
  fileprivate enum Obstacle: Sendable, Equatable {
    case folder, hidden
    case refused(String)
  }

  /// The maximum number of members, and the maximum length of their list.
  private static let (mostMembers, longestList) = (20_000, 16 << 20)
  /// The output size that is always allowed, and beyond it the maximum ratio to the input.
  private static let (freeSize, largestRatio) = (10 << 20, 200)
  /// Programs that write the first member of their input.
  private static let filters = [["funzip"], ["bsdtar", "-xOqf", "-", "*"]]

  /// Its members, in order.
  package let members: [Member]
  /// The archive.
  let path: FilePath
  private let name: String

  /// The archive in an open file of which nothing was read; nil if it is not an archive, or is a document in
  /// a known format.
  ///
  /// Throws if it is damaged.
  package init?(_ file: ByteSource, at path: FilePath, knowing registry: FormatRegistry) throws(SourceFailure) {
    guard try Compression.of(file) == .zip, let descriptor = file.regularFile, let size = file.fileSize,
      registry.unreadDocument(in: try file.prefix(4096)) == nil
    else { return nil }
    self.path = path
    name = file.name
    do throws(Damage) {
      members = try Self.members(of: descriptor, size)
    } catch {
      throw SourceFailure(.unusable, .damagedArchive, "it is a zip archive, and \(error.reason)", at: .whole(name))
    }
  }

  /// A source over the content of a member, named by the archive and the member.
  package func open(_ member: Member) throws(SourceFailure) -> ByteSource {
    let name = self.name(of: member)
    if let reason = member.refusal {
      throw SourceFailure(.unusable, .refusedMember, "\(reason); not read", at: .whole(name))
    }
    let file = SystemCall.open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY)
    guard file >= 0 else {
      throw SourceFailure(
        SystemError.kind(-file), .cannotRead, "cannot open it: \(SystemError.message(-file))", at: .whole(name))
    }
    defer { close(file) }
    let filter = Self.filters.first { SystemCall.program(named: $0[0]) != nil } ?? Self.filters[0]
    let child: Decompressor
    do throws(SystemFailure) { child = try Decompressor(filter, on: file, from: member.bytes.lowerBound) } catch {
      let reason = error.code == ENOENT ? "no program that decompresses it was found" : SystemError.message(error.code)
      throw SourceFailure(
        .unusable, .compressed,
        "it is in a zip archive, and \(reason); install unzip (for funzip), or libarchive-tools (for bsdtar)",
        at: .whole(name))
    }
    // A file that was compressed before it was added to the archive is recognised by its name.
    if let found = Compression.named("\(member.name)") {
      return try found.open(child.output, name: name, content: "\(member.name)", size: member.size) { child.end() }
    }
    return ByteSource(descriptor: child.output, name: name, content: "\(member.name)", limit: member.size) {
      if child.end() { return nil }
      return SourceFailure(
        .unusable, .damagedCompression, "it is damaged: \(filter[0]) could not decompress all of it", at: .whole(name))
    }
  }

  /// The name of a member in messages.
  package func name(of member: Member) -> String { "\(name)/\(member.name)" }

  /// The failure of an archive from which no member was read.
  package var hasNothingToRead: SourceFailure {
    let files = members.count { !$0.isLeftOut }
    return SourceFailure(
      .unusable, .nothingInArchive,
      files == 0 ? "the archive holds no files" : "nothing in the archive is in a format that is read",
      at: .whole(name))
  }

  // MARK: - The list of members

  private struct Damage: Error { var reason: String }

  private static func members(of file: Int32, _ size: Int) throws(Damage) -> [Member] {
    let tail = try bytes(of: file, at: max(0, size - 65_557), count: min(size, 65_557))
    // The end record may be followed by a comment of the length given in the record.
    let starts = stride(from: tail.count - 22, through: 0, by: -1)
    guard
      let end = starts.first(where: {
        tail.number($0, 4) == 0x0605_4B50 && $0 + 22 + tail.number($0 + 20, 2) == tail.count
      })
    else { throw Damage(reason: "the list of its files is missing: it is damaged or cut off") }
    let (count, length, start) = (tail.number(end + 10, 2), tail.number(end + 12, 4), tail.number(end + 16, 4))
    if count == 0xFFFF || length == 0xFFFF_FFFF || start == 0xFFFF_FFFF {
      throw Damage(reason: "it is one of more than 4 GiB or 65,535 files (zip64); unpack it first")
    }
    if count > mostMembers || length > longestList {
      throw Damage(reason: "it has \(count) files, of which more than \(mostMembers) are not read; unpack it first")
    }
    guard start + length <= size - tail.count + end else {
      throw Damage(reason: "the list of its files is not where it should be: it is damaged or cut off")
    }
    var members = try members(in: try bytes(of: file, at: start, count: length), count: count)
    try check(&members, before: start, of: size)
    return members
  }

  private static func members(in list: [UInt8], count: Int) throws(Damage) -> [Member] {
    var members: [Member] = []
    var here = 0
    for _ in 0..<count {
      guard here + 46 <= list.count, list.number(here, 4) == 0x0201_4B50 else {
        throw Damage(reason: "the list of its files is damaged")
      }
      let nameLength = list.number(here + 28, 2)
      let end = here + 46 + nameLength
      let next = end + list.number(here + 30, 2) + list.number(here + 32, 2)
      guard next <= list.count else { throw Damage(reason: "the list of its files is damaged") }
      let name = Array(list[(here + 46)..<end])
      let (packed, size, offset) = (list.number(here + 20, 4), list.number(here + 24, 4), list.number(here + 42, 4))
      let (flags, method) = (list.number(here + 8, 2), list.number(here + 10, 2))
      // Unix-like systems store the mode of a file here.
      let mode = list.number(here + 5, 1) == 3 ? list.number(here + 40, 2) : 0
      let obstacle = obstacle(name, mode: mode, flags: flags, method: method, size: size, packed: packed)
      members.append(
        Member(
          name: FilePath(bytes: name), obstacle: obstacle, bytes: offset..<(offset + 30 + nameLength + packed),
          size: size))
      here = next
    }
    return members
  }

  /// Why a member is not read.
  private static func obstacle(
    _ name: [UInt8], mode: Int, flags: Int, method: Int, size: Int, packed: Int
  ) -> Obstacle? {
    let kind = mode & 0xF000
    if kind == 0xA000 { return .refused("it is a symbolic link") }
    if kind != 0, kind != 0x8000, kind != 0x4000 { return .refused("it is not a regular file") }
    if name.contains(where: { $0 < 32 || $0 == 127 }) { return .refused("its name has control characters") }
    let slashes: Set<UInt8> = [UInt8(ascii: "/"), UInt8(ascii: "\\")]
    var parts = name.split(omittingEmptySubsequences: false) { slashes.contains($0) }
    let isFolder = name.last.map(slashes.contains) == true
    if isFolder { parts.removeLast() }
    let hasDrive = name.count > 1 && name[1] == UInt8(ascii: ":")
    if hasDrive || parts.contains(where: { $0.isEmpty || $0.elementsEqual([46]) || $0.elementsEqual([46, 46]) }) {
      return .refused("its name leads out of the archive, or is not a path")
    }
    if parts.contains(where: { $0.count > 255 }) || name.count > 2048 { return .refused("its name is too long") }
    if isFolder || kind == 0x4000 { return .folder }
    if parts.contains(where: { $0.first == 46 || $0.elementsEqual("__MACOSX".utf8) }) { return .hidden }
    if flags & 1 != 0 { return .refused("it is encrypted; unpack the archive with its password first") }
    // The end of a stored file whose size comes after it cannot be determined.
    if method != 8 && (method != 0 || flags & 8 != 0) {
      return .refused("it is compressed by a method other than deflate (\(method)); unpack the archive first")
    }
    if size == 0xFFFF_FFFF || packed == 0xFFFF_FFFF {
      return .refused("it has more than 4 GiB (zip64); unpack the archive first")
    }
    if size > freeSize, size / largestRatio > packed {
      return .refused("decompressed it is more than \(largestRatio) times as large")
    }
    return nil
  }

  /// Refuses an archive whose members overlap or grow too large, and the second member of the same name.
  private static func check(_ members: inout [Member], before end: Int, of size: Int) throws(Damage) {
    var last = 0
    for place in members.map(\.bytes).sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if place.lowerBound < last || place.upperBound > end {
        throw Damage(reason: "files in it overlap: it is damaged or malicious")
      }
      last = place.upperBound
    }
    let total = members.reduce(0) { $0 + ($1.obstacle == nil ? $1.size : 0) }
    if total > freeSize, total / largestRatio > size {
      throw Damage(reason: "its files are more than \(largestRatio) times as large as the archive; none is read")
    }
    var names: Set<FilePath> = []
    for index in members.indices where !names.insert(members[index].name).inserted {
      if !members[index].isLeftOut {
        members[index].obstacle = .refused("another file in the archive has the same name")
      }
    }
  }

  private static func bytes(of file: Int32, at offset: Int, count: Int) throws(Damage) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var done = 0
    while done < count {
      let got = unsafe bytes.withUnsafeMutableBytes { raw in
        unsafe pread(file, raw.baseAddress?.advanced(by: done), count - done, off_t(offset + done))
      }
      if got < 0 && errno == EINTR { continue }
      guard got > 0 else { throw Damage(reason: "it cannot be read") }
      done += got
    }
    return bytes
  }
}

extension [UInt8] {
  /// The number in a range of bytes, lowest first; bytes after the end count as 0.
  fileprivate func number(_ start: Int, _ count: Int) -> Int {
    (0..<count).reduce(0) { sum, place in
      indices.contains(start + place) ? sum | Int(self[start + place]) << (8 * place) : sum
    }
  }
}

extension Diagnostic.Code {
  /// A zip archive that is damaged or too large.
  public static let damagedArchive = Self("source.damaged-archive")
  /// A file in a zip archive that cannot be read, such as an encrypted one.
  public static let refusedMember = Self("source.refused-member")
  /// A zip archive without any file in a readable format.
  public static let nothingInArchive = Self("source.nothing-in-archive")
}
