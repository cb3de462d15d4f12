import Metrics

/// Names the operations of `Store` in metrics.
enum StoreOperation: String, CaseIterable, Sendable {
  case register, regions, claimRegions = "claim_regions", release
  case createGuest = "create_guest", character, characters, removeGuest = "remove_guest"
  case openSession = "open_session", resumeSession = "resume_session"
  case confirmSession = "confirm_session", closeSession = "close_session"
  case attach, claimHandoffs = "claim_handoffs", revoke, confirm, save, leave
  case saveCheckpoints = "save_checkpoints", checkpoint, plan, storePlan = "store_plan"
  case schema, migrate
}

/// The measurements of a store: `pangea_storage_seconds` by operation, from the call to the answer,
/// and `pangea_storage_errors_total` by operation and error.
struct StoreMetrics: Sendable {
  private let timers: [StoreOperation: Metrics.Timer]

  init() {
    timers = Dictionary(
      uniqueKeysWithValues: StoreOperation.allCases.map {
        (
          $0,
          Metrics.Timer(label: "pangea_storage_seconds", dimensions: [("operation", $0.rawValue)])
        )
      })
  }

  func record(_ operation: StoreOperation, took duration: Duration) {
    let (seconds, attoseconds) = duration.components
    timers[operation]?.recordNanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
  }

  func failed(_ operation: StoreOperation, _ error: StorageError) {
    Counter(
      label: "pangea_storage_errors_total",
      dimensions: [("operation", operation.rawValue), ("error", error.name)]
    ).increment()
  }
}
