import Glibc

/// Why a file could not be read.
enum FileError: Error, Hashable {
  case missing
  case notRegular
  case tooLarge(limit: Int)
  case failed(reason: String)
}

/// Reads regular files whole, up to a limit. Pipes and devices are refused before they block.
enum FileBytes {
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
