import CWorkloads
import FoundationEssentials
import NIOCore
import Storage

/// Workload W6: how many round trips a gateway makes in a second.
///
/// Ours: a client's probe over TCP to a real gateway, over the mesh to a shard that answers it, and
/// back. The reference: a frame of 32 bytes through a gateway in plain C that brings its clients
/// together on one connection, and, where it is installed, through HAProxy, which brings nothing
/// together. Gateway and server run on one processor, the clients on another.
public enum RelayWorkload {
  /// - Parameters:
  ///   - seconds: of each run.
  ///   - runs: of each side, in turns.
  public static func run(
    connections: Int = 64, seconds: Int = 2, runs: Int = 5
  ) async throws -> WorkloadReport {
    precondition(connections > 0 && seconds > 0 && runs > 0, "something is measured")
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "pangea-bench-\(UInt64.random(in: 0...UInt64.max))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = try await SQLiteStore.open(path: folder.appending(path: "bench.sqlite").path)
    let result: Result<WorkloadReport, any Error>
    do {
      result = .success(
        try await measure(
          store, in: folder, connections: connections, seconds: seconds, runs: runs))
    } catch {
      result = .failure(error)
    }
    await store.close()
    return try result.get()
  }

  private static func measure(
    _ store: SQLiteStore, in folder: URL, connections: Int, seconds: Int, runs: Int
  ) async throws -> WorkloadReport {
    let machine = MachineTime.now()
    let cores: (server: Int32, load: Int32)? = MachineTime.processors > 1 ? (0, 1) : nil
    let stage = try await RelayStage(store: store, core: cores?.server)
    let result: Result<[WorkloadFigure], any Error>
    do {
      let clocks = (
        gateway: try await stage.gatewayLoop.submit { workload_thread_clock() }.get(),
        shard: try await stage.shardLoop.submit { workload_thread_clock() }.get()
      )
      var figures: [WorkloadFigure] = []
      for outstanding in [1, 16] {
        var ours = ProbeLoad(
          port: stage.port, connections: connections, outstanding: outstanding,
          seconds: Double(seconds))
        ours.core = cores?.load ?? -1
        ours.clocks = clocks
        let reference = RelayReference(
          connections: connections, outstanding: outstanding, seconds: Double(seconds),
          cores: cores)
        let proxy = HAProxyReference.installed.map {
          HAProxyReference(
            executable: $0, connections: connections, outstanding: outstanding,
            seconds: Double(seconds), cores: cores, folder: folder)
        }
        figures += try await compare(ours, reference, proxy, runs: runs)
      }
      result = .success(figures)
    } catch {
      result = .failure(error)
    }
    await stage.close()
    let figures = try result.get()
    return WorkloadReport(
      "W6", figures[0], figures: Array(figures.dropFirst()), idleShare: machine.idleShare())
  }

  private static func compare(
    _ ours: ProbeLoad, _ reference: RelayReference, _ proxy: HAProxyReference?, runs: Int
  ) async throws -> [WorkloadFigure] {
    var (gateway, shard, plain): ([Double], [Double], [Double]) = ([], [], [])
    var proxied: [Double] = []
    let turns = try await Turns.take(runs) {
      let result = try await ours.run()
      let trips = Double(result.round_trips)
      gateway.append(Double(result.gateway_nanoseconds) / trips)
      shard.append(Double(result.shard_nanoseconds) / trips)
      return trips / result.seconds
    } reference: {
      if let proxy { proxied.append(try await proxy.run()) }
      let result = try await reference.run()
      plain.append(result.gatewayPerRoundTrip)
      return result.perSecond
    }
    let under = "\(ours.connections) connections with \(ours.outstanding) under way"
    var figures = [
      WorkloadFigure(
        "round trips, \(under)", unit: "round trips a second", better: .higher, turns: turns,
        against: RelayReference.name),
      WorkloadFigure(
        "CPU of the gateway, \(under)", unit: "ns per round trip", better: .lower, ours: gateway,
        reference: (RelayReference.name, plain)),
      WorkloadFigure(
        "CPU of the shard that answers, \(under)", unit: "ns per round trip", better: .lower,
        ours: shard),
    ]
    if proxy != nil {
      figures.append(
        WorkloadFigure(
          "round trips beside a proxy, \(under)", unit: "round trips a second",
          better: .higher, ours: turns.ours, reference: (HAProxyReference.name, proxied)))
    }
    return figures
  }
}
