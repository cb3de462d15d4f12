import Foundation

/// A path to a socket in a folder that fits into a socket address, however long the folder's own
/// path is: it goes through an open descriptor of the folder.
struct ControlSocket: ~Copyable {
  private let folder: Int32
  let path: String

  init(path: String) throws(SupervisorError) {
    let url = URL(fileURLWithPath: path)
    folder = open(url.deletingLastPathComponent().path, O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else {
      throw .unreachable(path: path, reason: SupervisorError.reason(errno))
    }
    self.path = "/proc/self/fd/\(folder)/\(url.lastPathComponent)"
  }

  deinit { close(folder) }
}
