/// What workload W5 measured: a tick with exact interest, beside plain C in the same run.
public struct InterestReport: Hashable, Sendable {
  /// Nanoseconds of CPU per entity per tick over the runs.
  public struct Figure: Hashable, Sendable {
    public let median: Double
    public let min: Double
    public let max: Double

    init(of samples: [Double]) {
      precondition(!samples.isEmpty, "a figure has samples")
      let sorted = samples.sorted()
      median = sorted[sorted.count / 2]
      min = sorted[0]
      max = sorted[sorted.count - 1]
    }
  }

  public let entities: Int
  public let ticks: Int
  public let runs: Int
  /// The whole step of the simulation: movement with collision, interest, differences.
  public let ours: Figure
  /// The same without movement: everybody stands.
  public let oursStanding: Figure
  /// Movement, interest and differences in plain C.
  public let reference: Figure
  /// How many others an entity sees on average, ours and the reference's.
  public let visible: Double
  public let referenceVisible: Double
  /// How many came into and went out of sight per entity and tick, ours and the reference's.
  public let changes: Double
  public let referenceChanges: Double

  public var ratio: Double { ours.median / reference.median }

  /// Nanoseconds per entity of the median tick.
  static func perEntity(_ samples: [UInt64], entities: Int) -> Double {
    Double(samples.sorted()[samples.count / 2]) / Double(entities)
  }
}
