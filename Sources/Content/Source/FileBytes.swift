import Glibc

/// Why a file could not be read.
enum FileError: Error, Hashable {
  case missing
  case notRegular
  /// A link leads to where content does not lie.
  case outside
  case tooLarge(limit: Int)
  case failed(reason: String)
}

/// Reads regular files whole, up to a limit. Pipes and devices are refused before they block.
enum FileBytes {
  /// A file of the folder `root`: a link that leads out of it is refused.
  static func read(
    _ path: String, max limit: Int, inside root: String
  ) throws(FileError) -> [UInt8] {
    let folder = try resolved(root)
    let file = try resolved(path)
    guard file.hasPrefix(folder == "/" ? folder : folder + "/") else { throw .outside }
    return try read(file, max: limit)
  }

  /// The path without links.
  private static func resolved(_ path: String) throws(FileError) -> String {
    guard let resolved = realpath(path, nil) else { throw failure() }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  static func read(_ path: String, max limit: Int) throws(FileError) -> [UInt8] {
    let file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else { throw failure() }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw failure() }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notRegular }
    guard status.st_size <= limit else { throw .tooLarge(limit: limit) }
    // One byte more than there should be tells whether the file grew meanwhile.
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size) + 1)
    var filled = 0
    while filled < bytes.count {
      let room = bytes.count - filled
      let count = bytes.withUnsafeMutableBytes {
        Glibc.read(file, $0.baseAddress! + filled, room)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw failure() }
      if count == 0 { break }
      filled += count
    }
    guard filled < bytes.count else { throw .failed(reason: "it changes while it is read") }
    bytes.removeLast(bytes.count - filled)
    return bytes
  }

  private static func failure() -> FileError {
    errno == ENOENT || errno == ENOTDIR ? .missing : .failed(reason: reason(of: errno))
  }

  /// What the system calls an error number.
  static func reason(of number: Int32) -> String { String(cString: strerror(number)) }
}
