import Foundation
import Testing

@testable import Supervisor

/// A Redis of others: a master and its replica with a password, watched by three sentinels.
final class WatchedRedis: Sendable {
  private static let password = "inside"

  let url: String
  private let master: ChildProcess
  private let heir: Int
  private let sentinels: [Int]
  private let all: [ChildProcess]

  static func start() async throws -> WatchedRedis {
    let executable = try RedisServer.find(nil)
    let folder = try Scratch.folder().path
    var ports = PrivatePorts()
    var numbers: [Int] = []
    for _ in 0..<5 { numbers.append(try await ports.next()) }
    let servers = Array(numbers.prefix(2))
    let sentinels = Array(numbers.dropFirst(2))
    var all: [ChildProcess] = []
    for port in servers {
      let follows = port == servers[0] ? [] : ["--replicaof", "127.0.0.1", "\(servers[0])"]
      all.append(
        try await launch(
          executable, port, folder,
          [
            "--requirepass", password, "--masterauth", password, "--save", "", "--appendonly", "no",
            "--repl-diskless-sync-delay", "0",
          ] + follows))
    }
    for port in sentinels {
      let file = "\(folder)/sentinel-\(port).conf"
      try """
      sentinel monitor world 127.0.0.1 \(servers[0]) 2
      sentinel auth-pass world \(password)
      sentinel down-after-milliseconds world 1500
      sentinel failover-timeout world 5000

      """.write(toFile: file, atomically: true, encoding: .utf8)
      all.append(try await launch(executable, port, folder, [file, "--sentinel"]))
    }
    let redis = WatchedRedis(all, servers: servers, sentinels: sentinels)
    await redis.untilWhole()
    return redis
  }

  private init(_ all: [ChildProcess], servers: [Int], sentinels: [Int]) {
    self.all = all
    self.sentinels = sentinels
    master = all[0]
    heir = servers[1]
    let hosts = sentinels.map { "127.0.0.1:\($0)" }.joined(separator: ",")
    url = "redis+sentinel://:\(Self.password)@\(hosts)/world"
  }

  deinit { for process in all { process.signal(.kill) } }

  /// Ends the master without a word.
  func killMaster() async {
    master.signal(.kill)
    _ = await master.exit()
  }

  /// Waits until every sentinel names the former replica.
  func untilFailedOver() async {
    for port in sentinels {
      await until(port, "SENTINEL get-master-addr-by-name world", contains: "\(heir)")
    }
  }

  private func untilWhole() async {
    await until(heir, "AUTH \(Self.password)\r\nROLE", contains: "connected")
    for port in sentinels {
      await until(port, "SENTINEL master world", contains: "num-other-sentinels\r\n$1\r\n2")
      await until(port, "SENTINEL master world", contains: "num-slaves\r\n$1\r\n1")
    }
  }

  private func until(_ port: Int, _ question: String, contains text: String) async {
    while true {
      let answer = await Exchange.loopback(port: port).ask("\(question)\r\nPING\r\n") {
        $0.contains("+PONG")
      }
      if answer?.contains(text) == true { return }
      try? await Task.sleep(for: .milliseconds(50))
    }
  }

  private static func launch(
    _ executable: String, _ port: Int, _ folder: String, _ arguments: [String]
  ) async throws -> ChildProcess {
    let log = open("\(folder)/\(port).log", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    try #require(log >= 0)
    defer { close(log) }
    // A file of configuration comes first.
    let isFirst = arguments.first?.hasPrefix("/") == true
    let usual = ["--port", "\(port)", "--bind", "127.0.0.1", "--dir", folder]
    return try await ChildProcess.start(
      executable: executable, arguments: isFirst ? arguments + usual : usual + arguments,
      surroundings: .init(output: log, environment: ProcessInfo.processInfo.environment))
  }
}
