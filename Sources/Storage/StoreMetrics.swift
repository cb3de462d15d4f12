import Metrics

/// The measurements of a store: `pangea_storage_seconds` by operation, from the call to the answer,
/// and `pangea_storage_errors_total` by operation and error. Refusals are answers, not errors; those
/// of value are counted in `pangea_storage_value_total`, by action and outcome. `pangea_storage_full`
/// is 1 from a write that found no room until none has for some seconds.
struct StoreMetrics: Sendable {
  private let factory: any MetricsFactory
  private let timers: [StoreOperation: Metrics.Timer]
  private let fullness: Gauge

  init(factory: any MetricsFactory) {
    self.factory = factory
    fullness = Gauge(label: "pangea_storage_full", factory: factory)
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

  func full(_ isFull: Bool) { fullness.record(isFull ? 1 : 0) }

  func performed(_ operations: [ValueOperation], _ outcomes: [ValueOutcome]) {
    var counts: [ValueTally: Int] = [:]
    for (operation, outcome) in zip(operations, outcomes) {
      counts[ValueTally(action: operation.action.name, outcome: outcome.name), default: 0] += 1
    }
    for (tally, count) in counts {
      Counter(
        label: "pangea_storage_value_total",
        dimensions: [("action", tally.action), ("outcome", tally.outcome)], factory: factory
      ).increment(by: count)
    }
  }
}

private struct ValueTally: Hashable {
  let action: String
  let outcome: String
}

extension ValueAction {
  fileprivate var name: String {
    switch self {
    case .pickUp: "pick_up"
    case .drop: "drop"
    case .trade: "trade"
    case .buy: "buy"
    case .sell: "sell"
    case .sendMail: "send_mail"
    case .takeMail: "take_mail"
    case .consume: "consume"
    case .grant: "grant"
    case .loot: "loot"
    case .decay: "decay"
    }
  }
}

extension ValueOutcome {
  fileprivate var name: String {
    switch self {
    case .done(_, isRepeated: false): "done"
    case .done, .refused(_, isRepeated: true): "repeated"
    case .refused: "refused"
    case .forgotten: "forgotten"
    case .stale, .staleEpoch, .staleVersion: "stale"
    }
  }
}
