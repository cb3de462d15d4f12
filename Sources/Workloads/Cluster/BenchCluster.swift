import CWorkloads
import Foundation

/// A whole cluster of real processes on a world made for it, in a folder of its own. Both end with
/// the object.
final class BenchCluster {
  /// What is used of `up.json`.
  private struct Document: Decodable {
    struct Process: Decodable {
      var name: String
      var role: String
      var pid: Int32
    }
    struct Addresses: Decodable { var tcp: String }
    var ready: Bool
    var processes: [Process]
    var addresses: Addresses
  }

  /// The gateway's TCP port.
  let port: Int
  /// Of every process, by its role.
  let processes: [(role: String, pid: Int32)]
  private let folder: URL
  private var up: ChildProgram?

  static let startSecondsMax = 60.0

  /// Starts it and waits until a player could log in.
  static func start(
    _ world: BenchWorld, shards: Int, on host: BenchHost
  ) async throws -> BenchCluster {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("pangea-bench-\(UUID().uuidString)")
    do {
      try world.write(
        to: folder.appendingPathComponent("world"),
        definitions: URL(fileURLWithPath: host.definitions))
      for attempt in 1... {
        do {
          return try await start(shards: shards, in: folder, on: host)
        } catch WorkloadError.failed(let reason) where reason.contains("taken") && attempt < 5 {
          continue  // somebody took the port between our look and its start
        }
      }
    } catch {
      try? FileManager.default.removeItem(at: folder)
      throw error
    }
    throw WorkloadError.failed("no port is free")
  }

  private static func start(
    shards: Int, in folder: URL, on host: BenchHost
  ) async throws -> BenchCluster {
    let data = folder.appendingPathComponent("data")
    let log = folder.appendingPathComponent("output").path
    // Not 0: the executable may be an older build, which chooses none by itself.
    let port = Int.random(in: 12_000...18_000)
    guard
      let up = ChildProgram(
        host.executable,
        arguments: [
          "up", "--bots", "0", "--fresh", "--shards", "\(shards)", "--data", data.path,
          "--content", folder.appendingPathComponent("world").path,
          "--port", "\(port)", "--log-level", "warning",
        ], output: log, core: BenchHost.serverCore)
    else { throw WorkloadError.failed("\(host.executable) could not start") }
    let file = data.appendingPathComponent("up.json")
    let clock = ContinuousClock()
    let deadline = clock.now + .seconds(startSecondsMax)
    while clock.now < deadline {
      if let bytes = try? Data(contentsOf: file),
        let document = try? JSONDecoder().decode(Document.self, from: bytes), document.ready,
        let port = document.addresses.tcp.split(separator: ":").last.flatMap({ Int($0) })
      {
        let processes = document.processes.map { (role: $0.role, pid: $0.pid) }
        let all = processes + [("up", up.number)]
        return BenchCluster(port: port, processes: all, folder: folder, up: up)
      }
      guard up.isRunning else { break }
      try await Task.sleep(for: .milliseconds(50))
    }
    let output = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
    throw WorkloadError.failed("the cluster did not start: \(output.suffix(600))")
  }

  private init(
    port: Int, processes: [(role: String, pid: Int32)], folder: URL, up: consuming ChildProgram
  ) {
    self.port = port
    self.processes = processes
    self.folder = folder
    self.up = consume up
  }

  deinit {
    up = nil
    try? FileManager.default.removeItem(at: folder)
  }

  /// Kills the last process of a role; false when there is none.
  func kill(oneOf role: String) -> Bool {
    guard let pid = processes.last(where: { $0.role == role })?.pid, pid > 0 else { return false }
    return Foundation.kill(pid, SIGKILL) == 0
  }

  /// What every process cost so far.
  func usage() -> ClusterUsage {
    var usage = ClusterUsage()
    for (role, pid) in processes {
      usage.cpuSeconds[role, default: 0] += Double(workload_process_nanoseconds(pid)) / 1e9
      usage.bytes[role, default: 0] += Double(workload_process_bytes(pid))
    }
    return usage
  }
}

/// CPU and memory of the processes of a cluster, by role: `gateway`, `shard`, `redis`, `admin`, `up`.
struct ClusterUsage: Hashable, Sendable {
  var cpuSeconds: [String: Double] = [:]
  /// Each process's share of the memory that it uses.
  var bytes: [String: Double] = [:]

  /// What was used since then.
  func since(_ before: ClusterUsage) -> ClusterUsage {
    ClusterUsage(
      cpuSeconds: cpuSeconds.merging(before.cpuSeconds) { $0 - $1 },
      bytes: bytes.merging(before.bytes) { $0 - $1 })
  }

  /// Gateways and shards together: what players cost.
  var servingSeconds: Double { (cpuSeconds["gateway"] ?? 0) + (cpuSeconds["shard"] ?? 0) }
  var allBytes: Double { bytes.values.reduce(0, +) }
}
