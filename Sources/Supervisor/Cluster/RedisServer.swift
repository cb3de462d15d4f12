import Foundation

/// The cluster's own Redis: on the loopback, with a password, with nothing on disk.
struct RedisServer: Hashable, Sendable {
  let executable: String
  let port: Int
  let password: String
  let folder: String

  var url: String { "redis://:\(password)@127.0.0.1:\(port)" }

  /// Writes its configuration and says how to start it.
  func specification() throws(SupervisorError) -> ChildSpecification {
    let path = "\(folder)/redis.conf"
    try writeFile(Array(configuration.utf8), to: path)
    return ChildSpecification(
      name: "redis", role: .redis, executable: executable, arguments: [path],
      readiness: .redis(port: port, password: password))
  }

  /// Redis is the registry, not the authority: what it loses is filled again, so it saves nothing.
  private var configuration: String {
    """
    bind 127.0.0.1
    port \(port)
    requirepass \(password)
    dir \(quoted(folder))
    save ""
    appendonly no
    daemonize no
    loglevel notice
    """ + "\n"
  }

  private func quoted(_ text: String) -> String {
    let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return "\"\(escaped)\""
  }

  /// The path of redis-server: the given one, or the first in `PATH`.
  static func find(_ given: String?) throws(SupervisorError) -> String {
    if let given {
      guard access(given, X_OK) == 0 else { throw .redisMissing }
      return given
    }
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    for folder in path.split(separator: ":") where access("\(folder)/redis-server", X_OK) == 0 {
      return "\(folder)/redis-server"
    }
    throw .redisMissing
  }
}
