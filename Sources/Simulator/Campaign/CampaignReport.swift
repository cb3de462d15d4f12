/// What a campaign over many seeds has found so far.
public struct CampaignReport: Hashable, Sendable, Codable {
  public var seeds: UInt64 = 0
  /// The lowest and one above the highest seed that was begun.
  public var firstSeed: UInt64
  public var nextSeed: UInt64
  public var steps: UInt64 = 0
  public var crossings: UInt64 = 0
  public var migrations: UInt64 = 0
  public var operations: UInt64 = 0
  public var faults: [String: Int] = [:]
  public var rare: [String: Int] = [:]
  /// Of the first few seeds that failed, in the order in which they were found.
  public var failures: [SimulationReport] = []
  public var seedsFailed: UInt64 = 0

  public init(firstSeed: UInt64) {
    self.firstSeed = firstSeed
    nextSeed = firstSeed
  }

  /// Rare paths that no seed has taken.
  public var unreached: [RarePath] { RarePath.all.filter { rare[$0.name] ?? 0 == 0 } }

  mutating func add(_ report: SimulationReport) {
    seeds += 1
    steps += UInt64(report.steps)
    crossings += UInt64(report.crossings)
    migrations += UInt64(report.migrations)
    operations += UInt64(report.operations)
    faults.merge(report.faults) { $0 + $1 }
    rare.merge(report.rare) { $0 + $1 }
    guard !report.violations.isEmpty else { return }
    seedsFailed += 1
    if failures.count < SimulatorLimits.failuresMax { failures.append(report) }
  }
}
