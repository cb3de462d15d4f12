import Metrics

/// What happens on the way to a server: `pangea_storage_connects_total` by result, and
/// `pangea_storage_retries_total`, transactions that were run again, by reason.
struct PostgreSQLMetrics: Sendable {
  /// Why a transaction was run again.
  enum Retry: String, CaseIterable, Sendable {
    /// The connection broke before the commit was sent.
    case lost
    /// It collided with another transaction.
    case collision
  }

  private let connected: Counter
  private let failed: Counter
  private let retries: [Retry: Counter]

  init(factory: any MetricsFactory) {
    func connects(_ result: String) -> Counter {
      Counter(
        label: "pangea_storage_connects_total", dimensions: [("result", result)],
        factory: factory)
    }
    connected = connects("connected")
    failed = connects("failed")
    retries = Dictionary(
      uniqueKeysWithValues: Retry.allCases.map { reason in
        let counter = Counter(
          label: "pangea_storage_retries_total", dimensions: [("reason", reason.rawValue)],
          factory: factory)
        return (reason, counter)
      })
  }

  func connects(succeeded: Bool) { (succeeded ? connected : failed).increment() }

  func retried(_ reason: Retry) { retries[reason]?.increment() }
}
