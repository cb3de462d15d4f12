/// The placement plan as storage keeps it, so that an empty Redis can be filled again.
public struct StoredPlan: Hashable, Sendable {
  /// From 1, plus one at every change; issued by storage.
  public let version: UInt64
  /// The document; at most `StorageLimits.planBytesMax` bytes. Storage does not read it.
  public let document: [UInt8]

  public init(version: UInt64, document: [UInt8]) {
    self.version = version
    self.document = document
  }
}

/// What became of a plan to be stored.
public enum PlanResult: Hashable, Sendable {
  /// Stored as this version.
  case stored(version: UInt64)
  /// Another planner was faster: its plan. Nil when a plan was expected and there is none.
  case conflict(StoredPlan?)
}
