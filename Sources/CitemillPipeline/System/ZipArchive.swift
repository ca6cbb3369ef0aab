public import CitemillCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A zip archive of exported files, of which each is decompressed by a program of the system.
///
///     [member: header, data] [member: header, data] … [list of the members] [where the list is]
///
/// The list is read here, as PKWARE's APPNOTE describes it, and the whole archive is refused where it is damaged, or made to
/// become more than is meant to be read. A member is decompressed from its place on by `funzip`, which comes with `unzip`, or by
/// `bsdtar`: neither is told a name, and nothing is written.
package struct ZipArchive: Sendable {
  /// A file, folder or something else in an archive.
  package struct Member: Sendable {
    /// Its path in the archive.
    package let name: FilePath
    /// Why it is not read; nil where it is.
    fileprivate var obstacle: Obstacle?
    fileprivate let bytes: Range<Int>
    fileprivate let size: Int

    /// Whether it is a folder, or one of the files that systems hide: nothing of it is missed.
    package var isLeftOut: Bool { obstacle == .folder || obstacle == .hidden }
    /// Whether it is a folder.
    package var isFolder: Bool { obstacle == .folder }
    /// Whether it is a file that systems hide.
    package var isHidden: Bool { obstacle == .hidden }
    /// A name for a member that is not read, whose own may lead anywhere; nil for one that is.
    var harmlessName: String? { obstacle == nil ? nil : "member at \(bytes.lowerBound)" }
    /// Why it is refused, in a few words; nil where it is not.
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

  /// How many members there may be, and how long the list of them.
  private static let (mostMembers, longestList) = (20_000, 16 << 20)
  /// So much may come of little, and so many times as much as it was of more.
  private static let (freeSize, largestRatio) = (10 << 20, 200)
  /// The programs that write the first member of what they read.
  private static let filters = [["funzip"], ["bsdtar", "-xOqf", "-", "*"]]

  /// What is in it, in its order.
  package let members: [Member]
  /// The archive.
  let path: FilePath
  private let name: String

  /// The archive that an open file is, of which nothing was read; nil where it is none, or a document in a format that the registry
  /// knows.
  ///
  /// Throws where it is damaged.
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

  /// A source over what a member holds, named by the archive and the member.
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
      let reason = error.code == ENOENT ? "nothing is here that decompresses it" : SystemError.message(error.code)
      throw SourceFailure(
        .unusable, .compressed,
        "it is in a zip archive, and \(reason); install unzip (for funzip), or libarchive-tools (for bsdtar)",
        at: .whole(name))
    }
    // A file that was compressed before it came into the archive is recognised by its name.
    if let found = Compression.named("\(member.name)") {
      return try found.open(child.output, name: name, content: "\(member.name)", size: member.size) { child.end() }
    }
    return ByteSource(descriptor: child.output, name: name, content: "\(member.name)", limit: member.size) {
      if child.end() { return nil }
      return SourceFailure(
        .unusable, .damagedCompression, "it is damaged: \(filter[0]) could not decompress all of it", at: .whole(name))
    }
  }

  /// What a member is called in messages.
  package func name(of member: Member) -> String { "\(name)/\(member.name)" }

  /// The failure of an archive of which no member was read.
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
    // Behind the record there may be a comment, of the length that the record says.
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
      // Systems like Unix put the mode of a file here.
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
    if kind != 0, kind != 0x8000, kind != 0x4000 { return .refused("it is no regular file") }
    if name.contains(where: { $0 < 32 || $0 == 127 }) { return .refused("its name has control characters") }
    let slashes: Set<UInt8> = [UInt8(ascii: "/"), UInt8(ascii: "\\")]
    var parts = name.split(omittingEmptySubsequences: false) { slashes.contains($0) }
    let isFolder = name.last.map(slashes.contains) == true
    if isFolder { parts.removeLast() }
    let hasDrive = name.count > 1 && name[1] == UInt8(ascii: ":")
    if hasDrive || parts.contains(where: { $0.isEmpty || $0.elementsEqual([46]) || $0.elementsEqual([46, 46]) }) {
      return .refused("its name leads out of the archive, or is no path")
    }
    if parts.contains(where: { $0.count > 255 }) || name.count > 2048 { return .refused("its name is too long") }
    if isFolder || kind == 0x4000 { return .folder }
    if parts.contains(where: { $0.first == 46 || $0.elementsEqual("__MACOSX".utf8) }) { return .hidden }
    if flags & 1 != 0 { return .refused("it is encrypted; unpack the archive with its password first") }
    // A stored file whose size stands after it cannot be told from what follows.
    if method != 8 && (method != 0 || flags & 8 != 0) {
      return .refused("it is compressed by a method other than deflate (\(method)); unpack the archive first")
    }
    if size == 0xFFFF_FFFF || packed == 0xFFFF_FFFF {
      return .refused("it has more than 4 GiB (zip64); unpack the archive first")
    }
    if size > freeSize, size / largestRatio > packed {
      return .refused("it becomes more than \(largestRatio) times as large")
    }
    return nil
  }

  /// Refuses an archive whose members lie over one another or become too much, and the second member of a name.
  private static func check(_ members: inout [Member], before end: Int, of size: Int) throws(Damage) {
    var last = 0
    for place in members.map(\.bytes).sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if place.lowerBound < last || place.upperBound > end {
        throw Damage(reason: "files in it lie over one another: it is damaged, or made to do harm")
      }
      last = place.upperBound
    }
    let total = members.reduce(0) { $0 + ($1.obstacle == nil ? $1.size : 0) }
    if total > freeSize, total / largestRatio > size {
      throw Damage(reason: "its files become more than \(largestRatio) times as large; none is read")
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
  /// The number in some bytes, the lowest first; what is behind the end counts as 0.
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
