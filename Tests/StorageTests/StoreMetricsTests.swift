import Metrics
import Model
import Storage
import Synchronization
import Testing

@Suite struct StoreMetricsTests {
  /// Remembers what was measured.
  final class Recorder: MetricsFactory {
    let values = Mutex<[String: [Int64]]>([:])

    func record(_ name: String, _ value: Int64) {
      values.withLock { $0[name, default: []].append(value) }
    }

    private static func name(_ label: String, _ dimensions: [(String, String)]) -> String {
      label + dimensions.map { " \($0.0)=\($0.1)" }.joined()
    }

    func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
      Handler(recorder: self, name: Self.name(label, dimensions))
    }

    func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
      Handler(recorder: self, name: Self.name(label, dimensions))
    }

    func makeRecorder(
      label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler { Gauge(recorder: self, name: Self.name(label, dimensions)) }

    func destroyCounter(_ handler: any CounterHandler) {}
    func destroyTimer(_ handler: any TimerHandler) {}
    func destroyRecorder(_ handler: any RecorderHandler) {}
  }

  final class Handler: CounterHandler, TimerHandler {
    let recorder: Recorder
    let name: String

    init(recorder: Recorder, name: String) {
      self.recorder = recorder
      self.name = name
    }

    func increment(by amount: Int64) { recorder.record(name, amount) }
    func recordNanoseconds(_ duration: Int64) { recorder.record(name, duration) }
    func reset() {}
  }

  final class Gauge: RecorderHandler {
    let recorder: Recorder
    let name: String

    init(recorder: Recorder, name: String) {
      self.recorder = recorder
      self.name = name
    }

    func record(_ value: Int64) { recorder.record(name, value) }
    func record(_ value: Double) { recorder.record(name, Int64(value)) }
  }

  @Test(arguments: BackEnd.allCases)
  func operationsAreTimedAndErrorsCounted(_ backEnd: BackEnd) async throws {
    let database = try await TestDatabase(backEnd)
    let recorder = Recorder()
    let store = try await database.open(metrics: recorder)
    try await store.register(TestStore.regions)
    _ = try await store.regions()
    _ = try await store.regions()
    // A refusal is an answer.
    #expect(try await store.storePlan([], replacing: 3) == .conflict(nil))
    let many = [RegionID](repeating: TestStore.regions[0], count: StorageLimits.batchRowsMax + 1)
    await #expect(throws: StorageError.self) { try await store.register(many) }
    await store.close()
    await #expect(throws: StorageError.closed) { try await store.plan() }
    let values = recorder.values.withLock { $0 }
    let reads = values["pangea_storage_seconds operation=regions"] ?? []
    #expect(reads.count == 2)
    #expect(reads.allSatisfy { $0 > 0 })
    #expect(values["pangea_storage_seconds operation=register"]?.count == 2)
    let errors = values.filter { $0.key.hasPrefix("pangea_storage_errors_total") }
    #expect(
      errors == [
        "pangea_storage_errors_total operation=plan error=closed": [1],
        "pangea_storage_errors_total operation=register error=invalid": [1],
      ])
  }
}
