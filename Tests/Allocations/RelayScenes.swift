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

  /// 64 clients get an update each, in one frame of the mesh. What the gateway does by the clock is
  /// taken out: a busy machine only makes it do more of that meanwhile.
  private static func update(
    _ stage: RelayStage, _ counter: AllocationCounter
  ) async throws -> Double {
    let load = ProbeLoad(port: stage.port, connections: 64, outstanding: 1, seconds: 0.2)
    let allocations = Readings()
    let updates = Readings()
    let times = Readings()
    let read: @Sendable () -> Void = {
      allocations.add(counter.count)
      updates.add(stage.updatesSent)
      times.add(NIODeadline.now().uptimeNanoseconds)
    }
    _ = try await load.run(
      .init(probed: {
        read()
        usleep(500_000)
        read()
        for _ in 0..<200 {
          stage.showAll()
          usleep(2_000)
        }
        usleep(50_000)
        read()
      }))
    // allocations = a * updates + b * time, at rest and at work: what is a?
    let share = times.step(1) / times.step(0)
    let more = updates.step(1) - share * updates.step(0)
    precondition(more > 64 * 100, "everybody is shown something")
    return (allocations.step(1) - share * allocations.step(0)) / more
  }

  /// Numbers noted on another thread.
  private final class Readings: Sendable {
    private let values = Mutex<[UInt64]>([])

    func add(_ value: UInt64) { values.withLock { $0.append(value) } }

    /// From one reading to the next.
    func step(_ number: Int) -> Double {
      values.withLock { Double($0[number + 1]) - Double($0[number]) }
    }

    /// From the first to the last.
    var growth: UInt64 { values.withLock { ($0.last ?? 0) - ($0.first ?? 0) } }
  }
}
