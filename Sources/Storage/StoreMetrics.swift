import Metrics

/// The measurements of a store: `pangea_storage_seconds` by operation, from the call to the answer,
/// and `pangea_storage_errors_total` by operation and error. Refusals are answers, not errors.
struct StoreMetrics: Sendable {
  private let factory: any MetricsFactory
  private let timers: [StoreOperation: Metrics.Timer]

  init(factory: any MetricsFactory) {
    self.factory = factory
    timers = Dictionary(
      uniqueKeysWithValues: StoreOperation.allCases.map { operation in
        let timer = Metrics.Timer(
          label: "pangea_storage_seconds", dimensions: [("operation", operation.rawValue)],
          factory: factory)
        return (operation, timer)
      })
  }

  func record(_ operation: StoreOperation, took duration: Duration) {
    let (seconds, attoseconds) = duration.components
    timers[operation]?.recordNanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
  }

  func failed(_ operation: StoreOperation, _ error: StorageError) {
    Counter(
      label: "pangea_storage_errors_total",
      dimensions: [("operation", operation.rawValue), ("error", error.name)], factory: factory
    ).increment()
  }
}
