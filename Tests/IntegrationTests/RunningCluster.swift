import Bots
import Foundation
import FoundationNetworking
import Supervisor
import Synchronization
import Testing

/// A whole cluster of real processes, started by `pangea up` in a folder of its own.
final class RunningCluster: Sendable {
  let data: String
  private let up: RunningCommand

  /// Starts a cluster without bots and waits until a player could log in.
  static func start(_ arguments: [String] = []) async throws -> RunningCluster {
    for attempt in 1... {
      let cluster = try RunningCluster(arguments)
      do {
        try await cluster.waitUntilReady()
        return cluster
      } catch  where attempt < 5 && cluster.up.errors.contains("taken") {
        continue  // somebody else's test took the port between our look and its start
      }
    }
    throw ClusterError.notReady("")
  }

  private init(_ arguments: [String]) throws {
    data = try Scratch.folder().appendingPathComponent("data").path
    up = try Pangea.start(
      ["up", "--bots", "0", "--port", "\(Int.random(in: 20_000...30_000))", "--data", data]
        + arguments)
  }

  private func waitUntilReady() async throws {
    while up.isRunning {
      if let document = try? document(), document.ready { return }
      try await Task.sleep(for: .milliseconds(100))
    }
    throw ClusterError.notReady(up.errors)
  }

  /// Ends the cluster as Ctrl-C does, and waits for it.
  func stop() async throws -> Pangea.Outcome {
    up.interrupt()
    return try await up.outcome()
  }

  func document() throws -> UpDocument { try DataFolder(path: data).running() }

  func pid(of name: String) throws -> Int32 {
    try #require(document().processes.first { $0.name == name }?.pid)
  }

  /// Runs bots and reads their report.
  func bots(_ arguments: [String]) async throws -> (report: BotsReport, status: Int32) {
    try await Self.report(of: startBots(arguments))
  }

  func startBots(_ arguments: [String]) throws -> RunningCommand {
    try Pangea.start(["bots", "--data", data, "--json"] + arguments)
  }

  static func report(
    of bots: RunningCommand
  ) async throws -> (report: BotsReport, status: Int32) {
    let outcome = try await bots.outcome()
    let report = try JSONDecoder().decode(BotsReport.self, from: Data(outcome.output.utf8))
    return (report, outcome.status)
  }

  /// `GET /api/cluster` with the cluster's own credentials, or without.
  func status(authorized: Bool = true) async throws -> (code: Int, body: ClusterBody?) {
    let document = try document()
    let url = try #require(URL(string: document.addresses.admin + "api/cluster"))
    var request = URLRequest(url: url)
    if authorized {
      let pair = Data("\(document.admin.user):\(document.admin.password)".utf8)
      request.setValue(
        "Basic \(pair.base64EncodedString())", forHTTPHeaderField: "Authorization")
    }
    let (data, response) = try await URLSession.shared.data(for: request)
    let code = (response as? HTTPURLResponse)?.statusCode ?? 0
    return (code, try? JSONDecoder().decode(ClusterBody.self, from: data))
  }
}

/// The parts of `GET /api/cluster` that these tests look at.
struct ClusterBody: Decodable, Sendable {
  struct Region: Decodable, Sendable {
    var id: String
    var shard: String?
    var epoch: UInt64
    var players: Int?
  }

  var regions: [Region]
}

enum ClusterError: Error { case notReady(String) }
