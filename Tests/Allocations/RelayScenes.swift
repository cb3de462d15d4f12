import CWorkloads
import Foundation
import NIOCore
import Storage
import Synchronization
import Workloads

/// What a gateway does for its players, on its event loop.
enum RelayScenes {
  /// - Returns: allocations for the round trip of a probe, and for an update of a player.
  static func run() async throws -> (probe: Double, update: Double) {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "pangea-allocations-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = try await SQLiteStore.open(path: folder.appendingPathComponent("test.sqlite").path)
    let stage = try await RelayStage(store: store, core: nil)
    let counter = try await stage.gatewayLoop.submit { AllocationCounter.ofThread() }.get()
    let probe = try await probe(stage, counter)
    let update = try await update(stage, counter)
    await stage.close()
    await store.close()
    return (probe, update)
  }

  /// One client with one probe under way: nothing is shared with another round trip.
  private static func probe(
    _ stage: RelayStage, _ counter: AllocationCounter
  ) async throws -> Double {
    let load = ProbeLoad(port: stage.port, connections: 1, outstanding: 1, seconds: 1)
    let readings = Readings()
    let result = try await load.run(
      .init(joined: { readings.add(counter.count) }, probed: { readings.add(counter.count) }))
    return Double(readings.growth) / Double(result.all_round_trips)
  }

  /// 64 clients get an update each, in one frame of the mesh.
  private static func update(
    _ stage: RelayStage, _ counter: AllocationCounter
  ) async throws -> Double {
    let load = ProbeLoad(port: stage.port, connections: 64, outstanding: 1, seconds: 0.2)
    let readings = Readings()
    let updates = Readings()
    _ = try await load.run(
      .init(probed: {
        readings.add(counter.count)
        updates.add(stage.updatesSent)
        for _ in 0..<100 {
          stage.showAll()
          usleep(3_000)
        }
        usleep(100_000)
        readings.add(counter.count)
        updates.add(stage.updatesSent)
      }))
    precondition(updates.growth >= 64 * 100, "everybody is shown something")
    return Double(readings.growth) / Double(updates.growth)
  }

  /// Numbers noted on another thread.
  private final class Readings: Sendable {
    private let values = Mutex<[UInt64]>([])

    func add(_ value: UInt64) { values.withLock { $0.append(value) } }

    /// From the first to the last.
    var growth: UInt64 { values.withLock { ($0.last ?? 0) - ($0.first ?? 0) } }
  }
}
