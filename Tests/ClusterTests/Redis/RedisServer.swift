import Foundation
import Logging
import NIOCore
import NIOPosix
import Synchronization

@testable import Cluster

/// A real `redis-server` on a free port, without persistence, that a test may kill and start again.
final class RedisServer: Sendable {
  struct Missing: Error, CustomStringConvertible {
    let description: String
  }

  /// What the process is.
  enum Kind: Sendable {
    case server
    /// With these lines of configuration.
    case sentinel([String])
    case clusterNode
  }

  let port: Int
  /// Where the nodes of a cluster speak with each other.
  let busPort: Int
  private let directory: String
  private let arguments: [String]
  private let process: Mutex<Process>

  /// - Throws: a sentence that says what to install when there is no redis-server.
  init(_ kind: Kind = .server, _ more: [String] = []) async throws {
    let candidates = ["/usr/bin/redis-server", "/usr/local/bin/redis-server"]
    guard let binary = candidates.first(where: FileManager.default.isExecutableFile) else {
      throw Missing(
        description: "These tests need Redis: install Debian's package redis-server.")
    }
    directory = FileManager.default.temporaryDirectory.path + "/pangea-redis-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    while true {  // another process may take the free port first: then try the next one
      let port = try await Self.freePort()
      let busPort = try await Self.freePort()
      let arguments =
        try Self.arguments(kind, port: port, busPort: busPort, directory: directory) + more
      let process = try Self.launch(binary, arguments)
      guard await Self.answers(process, port: port) else { continue }
      (self.port, self.busPort, self.arguments) = (port, busPort, arguments)
      self.process = Mutex(process)
      return
    }
  }

  var endpoint: RedisEndpoint { RedisEndpoint(host: "127.0.0.1", port: port) }

  /// The reply to one command, on a connection of its own; nil when there is none.
  @discardableResult
  func ask(_ words: String...) async -> RedisReply? {
    try? await endpoint.ask([RedisCommand(words)], on: anyLoop, timeout: .seconds(10)).first
  }

  var address: RedisAddress { RedisAddress(host: "127.0.0.1", port: port) }

  /// Ends the server without a word, as `kill -9` does.
  func kill() {
    process.withLock { process in
      Foundation.kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
    }
  }

  /// Stops the server where it stands; its connections stay open.
  func pause() { signal(SIGSTOP) }

  func resume() { signal(SIGCONT) }

  private func signal(_ number: Int32) {
    process.withLock { _ = Foundation.kill($0.processIdentifier, number) }
  }

  /// Starts a killed server again, empty.
  func restart() async throws {
    let path = process.withLock { $0.executableURL?.path ?? "" }
    var isUp = false
    while !isUp {
      let launched = try Self.launch(path, arguments)
      isUp = await Self.answers(launched, port: port)
      if isUp { process.withLock { $0 = launched } }
    }
  }

  deinit {
    kill()
    try? FileManager.default.removeItem(atPath: directory)
  }

  private static func arguments(
    _ kind: Kind, port: Int, busPort: Int, directory: String
  ) throws -> [String] {
    let usual = [
      "--port", "\(port)", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no",
      "--dir", directory, "--daemonize", "no", "--enable-debug-command", "yes",
    ]
    switch kind {
    case .server: return usual + ["--repl-diskless-sync-delay", "0"]
    case .sentinel(let lines):
      let file = directory + "/sentinel.conf"
      try lines.joined(separator: "\n").appending("\n")
        .write(toFile: file, atomically: true, encoding: .utf8)
      return [file, "--sentinel"] + usual
    case .clusterNode:
      return usual + [
        "--repl-diskless-sync-delay", "0", "--cluster-enabled", "yes",
        "--cluster-config-file", "nodes.conf", "--cluster-port", "\(busPort)",
        "--cluster-node-timeout", "2000", "--cluster-replica-validity-factor", "0",
        // Nobody is replaced because the machine was slow: a test says when.
        "--cluster-replica-no-failover", "yes",
      ]
    }
  }

  private static func launch(_ binary: String, _ arguments: [String]) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: binary)
    process.arguments = arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }

  private static func answers(_ process: Process, port: Int) async -> Bool {
    while process.isRunning {
      let connection = try? await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
        .connect(host: "127.0.0.1", port: port).get()
      if let connection {
        try? await connection.close().get()
        return process.isRunning
      }
      try? await Task.sleep(for: .milliseconds(5))
    }
    return false
  }

  private static func freePort() async throws -> Int {
    let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .bind(host: "127.0.0.1", port: 0).get()
    let port = channel.localAddress?.port ?? 0
    try await channel.close().get()
    return port
  }
}
