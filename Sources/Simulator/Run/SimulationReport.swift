/// What one run of the simulator found; the same seed gives the same report.
public struct SimulationReport: Hashable, Sendable, Codable {
  /// An invariant that did not hold.
  public struct Violation: Hashable, Sendable, Codable {
    /// Stable name, for example `two-holders`.
    public var invariant: String
    /// Microseconds of the virtual clock.
    public var at: Int64
    public var detail: String
  }

  public var seed: UInt64
  /// Events handled.
  public var steps: Int
  /// Handoffs that were accepted.
  public var crossings: Int = 0
  /// Operations of value that changed something.
  public var operations: Int = 0
  /// Regions that moved to another shard while people played.
  public var migrations: Int = 0
  /// Of every event in its order: two runs that differ anywhere differ here.
  public var digest: UInt64 = 0
  /// Faults injected, by kind.
  public var faults: [String: Int] = [:]
  public var violations: [Violation] = []
  /// How often rare paths of the protocol were taken.
  public var rare: [String: Int] = [:]
  /// What happened to the characters concerned before the first violation; empty without one.
  public var trace: [String] = []
  /// The same failure from fewer faults, when somebody looked for it.
  public var shortest: ShrunkFailure?

  public init(seed: UInt64, steps: Int) {
    self.seed = seed
    self.steps = steps
  }
}
