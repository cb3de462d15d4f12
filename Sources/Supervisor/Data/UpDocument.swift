import Foundation

/// `up.json`: what runs on a data folder and where it is reached. Scripts rely on its fields.
public struct UpDocument: Hashable, Sendable, Codable {
  /// One child process.
  public struct Process: Hashable, Sendable, Codable {
    public enum State: String, Hashable, Sendable, Codable {
      case starting, ready, waiting, ended
    }
    public var name: String
    public var role: Role
    /// Its process id; 0 while it waits to be started again.
    public var pid: Int32
    public var state: State
    /// How often it has been started again.
    public var restarts: Int
    /// When the current run began, in seconds since 1970.
    public var started: Double
    /// Its log file.
    public var log: String
  }

  /// Where the cluster is reached.
  public struct Addresses: Hashable, Sendable, Codable {
    /// The page of the first gateway; the WebSocket is `/play` below it.
    public var play: String
    public var tcp: String
    public var admin: String
    /// The Prometheus page of every process that has one.
    public var metrics: [String]
  }

  /// One gateway.
  public struct Gateway: Hashable, Sendable, Codable {
    public var name: String
    public var play: String
    public var tcp: String
  }

  /// Who may use the admin process.
  public struct Credentials: Hashable, Sendable, Codable {
    public var user: String
    public var password: String

    public init(user: String, password: String) {
      self.user = user
      self.password = password
    }
  }

  public var schema = "pangea.up/1"
  /// True once a player could log in.
  public var ready = false
  /// The process of `pangea up` itself.
  public var pid: Int32
  public var processes: [Process] = []
  public var addresses: Addresses
  public var gateways: [Gateway]
  public var admin: Credentials
  /// URL of the Redis that the cluster uses, with its password.
  public var redis: String
  /// Where storage is: `sqlite:PATH` or a PostgreSQL URL.
  public var storage: String
  /// The name that separates clusters on one Redis.
  public var cluster: String?
}

/// The file `up.json` of a data folder: whole or not there at all.
struct UpFile: Sendable {
  let path: String

  init(folder: String) { path = "\(folder)/up.json" }

  /// Replaces the file in one step; readable by its owner alone, as it holds passwords.
  func write(_ document: UpDocument) throws(SupervisorError) {
    let fresh = "\(path).\(getpid()).new"
    do {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      let bytes = try encoder.encode(document)
      try writeFile([UInt8](bytes) + [UInt8(ascii: "\n")], to: fresh)
      guard rename(fresh, path) == 0 else {
        throw SupervisorError.dataUnusable(path: path, reason: SupervisorError.reason(errno))
      }
    } catch let error as SupervisorError {
      unlink(fresh)
      throw error
    } catch {
      throw .dataUnusable(path: path, reason: "\(error)")
    }
  }

  /// nil when there is none, or none that can be read.
  func read() -> UpDocument? {
    guard let bytes = FileManager.default.contents(atPath: path) else { return nil }
    return try? JSONDecoder().decode(UpDocument.self, from: bytes)
  }

  func remove() { unlink(path) }
}

/// Creates a file that only its owner can read; what stood there before is gone.
func writeFile(_ bytes: [UInt8], to path: String) throws(SupervisorError) {
  unlink(path)
  let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
  guard descriptor >= 0 else {
    throw .dataUnusable(path: path, reason: SupervisorError.reason(errno))
  }
  defer { close(descriptor) }
  var offset = 0
  while offset < bytes.count {
    let count = bytes[offset...].withUnsafeBytes {
      Foundation.write(descriptor, $0.baseAddress, $0.count)
    }
    if count < 0 && errno == EINTR { continue }
    guard count > 0 else {
      throw .dataUnusable(path: path, reason: SupervisorError.reason(errno))
    }
    offset += count
  }
}
