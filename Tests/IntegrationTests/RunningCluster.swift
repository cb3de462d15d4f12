import Bots
import Foundation
import Synchronization
import Testing

@testable import Supervisor

/// A whole cluster of real processes, started by `pangea up` in a folder of its own.
final class RunningCluster: Sendable {
  let data: String
  private let up: RunningCommand

  /// Starts a cluster without bots and waits until a player could log in.
  ///
  /// - Parameters:
  ///   - executable: another build than the one under test, when given.
  ///   - data: the folder of a cluster that ran before; a new one when nil.
  ///   - environment: settings of its processes, beside those of this one.
  static func start(
    _ arguments: [String] = [], executable: URL? = nil, data: String? = nil,
    environment: [String: String] = [:]
  ) async throws -> RunningCluster {
    for attempt in 1... {
      let cluster = try await RunningCluster.launch(arguments, executable, data, environment)
      do {
        try await cluster.waitUntilReady()
        return cluster
      } catch  where attempt < 5 && cluster.up.output.contains("taken") {
        continue  // somebody else's test took the port between our look and its start
      }
    }
    throw ClusterError.notReady("")
  }

  private static func launch(
    _ arguments: [String], _ executable: URL?, _ data: String?, _ environment: [String: String]
  ) async throws -> RunningCluster {
    let data = try data ?? Scratch.folder().appendingPathComponent("data").path
    // An older build may not choose ports by itself.
    let port = executable == nil ? 0 : Int.random(in: 12_000...18_000)
    let up = try await Pangea.start(
      ["up", "--bots", "0", "--port", "\(port)", "--data", data] + arguments,
      environment: environment, executable: executable)
    return RunningCluster(data: data, up: up)
  }

  private init(data: String, up: RunningCommand) {
    self.data = data
    self.up = up
  }

  private func waitUntilReady() async throws {
    while up.isRunning {
      if let document = try? document(), document.ready { return }
      try await Task.sleep(for: .milliseconds(100))
    }
    throw ClusterError.notReady(up.output)
  }

  /// Ends the cluster as Ctrl-C does, and waits for it.
  func stop() async throws -> Pangea.Outcome {
    try up.interrupt()
    return try await up.outcome()
  }

  func document() throws -> UpDocument { try DataFolder(path: data).running() }

  func pid(of name: String) throws -> Int32 {
    try #require(document().processes.first { $0.name == name }?.pid)
  }

  /// Ends every process of the cluster at once, the supervisor first, as a power cut does.
  func killAll() async throws {
    let document = try document()
    for pid in [document.pid] + document.processes.map(\.pid) { kill(pid, SIGKILL) }
    _ = try await up.outcome()
  }

  /// Ends one process as an operator does for an upgrade, and waits until its successor is ready.
  func restart(_ name: String) async throws {
    let before = try pid(of: name)
    let ended = try await Pangea.run(["kill", name, "--signal", "TERM", "--data", data])
    #expect(ended.status == 0, "\(ended.output)")
    while up.isRunning {
      if let document = try? document(),
        let process = document.processes.first(where: { $0.name == name }),
        process.pid != before, process.state == .ready
      {
        return
      }
      try await Task.sleep(for: .milliseconds(50))
    }
    throw ClusterError.notReady(up.output)
  }

  /// Runs bots and reads their report.
  func bots(_ arguments: [String]) async throws -> (report: BotsReport, status: Int32) {
    try await Self.report(of: try await startBots(arguments))
  }

  func startBots(_ arguments: [String]) async throws -> RunningCommand {
    try await Pangea.start(["bots", "--data", data, "--json"] + arguments)
  }

  static func report(
    of bots: RunningCommand
  ) async throws -> (report: BotsReport, status: Int32) {
    let outcome = try await bots.outcome()
    let report = try JSONDecoder().decode(BotsReport.self, from: outcome.json)
    return (report, outcome.status)
  }

  /// `GET /api/cluster` with the cluster's own credentials, or without.
  func status(authorized: Bool = true) async throws -> (code: Int, body: ClusterBody?) {
    let document = try document()
    let port = try #require(URL(string: document.addresses.admin)?.port)
    let pair = Data("\(document.admin.user):\(document.admin.password)".utf8)
    let authorization =
      authorized ? "Authorization: Basic \(pair.base64EncodedString())\r\n" : ""
    let question =
      "GET /api/cluster HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\(authorization)\r\n"
    let answer = try #require(
      await Exchange.loopback(port: port).ask(question, within: .seconds(20)) { _ in false })
    let code = Int(answer.split(separator: " ").dropFirst().first ?? "") ?? 0
    let body = answer.split(separator: "\r\n").last { $0.hasPrefix("{") } ?? ""
    return (code, try? JSONDecoder().decode(ClusterBody.self, from: Data(body.utf8)))
  }
}

/// The parts of `GET /api/cluster` that these tests look at.
struct ClusterBody: Decodable, Sendable {
  struct Region: Decodable, Sendable {
    var id: String
    var shard: String?
    var epoch: UInt64
    var players: Int?
    var queuedLogin: Int?
    var queuedBorder: Int?

    enum CodingKeys: String, CodingKey {
      case id, shard, epoch, players
      case queuedLogin = "queued_login"
      case queuedBorder = "queued_border"
    }
  }

  var regions: [Region]
}

enum ClusterError: Error { case notReady(String) }
