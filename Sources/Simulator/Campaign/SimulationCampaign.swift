import Synchronization

/// One seed after the other, on as many cores as there are, for as long as one lets it.
public struct SimulationCampaign: Sendable {
  public var firstSeed: UInt64
  /// How many; nil: without an end.
  public var seeds: UInt64?
  /// Events of each seed until its faults end.
  public var steps: Int
  public var faults: FaultSet
  public var variant: Variant?
  /// Seeds that run at a time.
  public var workers: Int

  public init(
    firstSeed: UInt64, seeds: UInt64? = nil, steps: Int = SimulationCampaign.stepsByDefault,
    faults: FaultSet = .all, variant: Variant? = nil, workers: Int = 1
  ) {
    precondition(workers > 0, "somebody has to work")
    self.firstSeed = firstSeed
    self.seeds = seeds
    self.steps = steps
    self.faults = faults
    self.variant = variant
    self.workers = workers
  }

  /// Long enough for some two dozen faults, and short enough that a failure is read in a sitting.
  public static let stepsByDefault = 10_000
  /// From so many steps on a campaign under all faults must have taken every rare path.
  public static let stepsForRarePaths: UInt64 = 50_000_000

  /// Runs until every seed was tried or `isOver` says so, which is asked between two seeds.
  ///
  /// - Parameter progress: called after every seed, by one worker at a time; must return at once.
  public func run(
    until isOver: @escaping @Sendable (CampaignReport) -> Bool = { _ in false },
    progress: @escaping @Sendable (CampaignReport) -> Void = { _ in }
  ) async -> CampaignReport {
    let shared = Shared(report: CampaignReport(firstSeed: firstSeed))
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<workers {
        group.addTask {
          while let seed = shared.next(of: self, isOver) {
            let report = ClusterSimulation.run(
              seed: seed, steps: self.steps, faults: self.faults, variant: self.variant)
            shared.add(report, progress)
          }
        }
      }
    }
    return shared.report.withLock { $0 }
  }

  /// What the workers share.
  private final class Shared: Sendable {
    let report: Mutex<CampaignReport>

    init(report: CampaignReport) { self.report = Mutex(report) }

    /// The seed to run; nil when it is over.
    func next(
      of campaign: SimulationCampaign, _ isOver: (CampaignReport) -> Bool
    ) -> UInt64? {
      report.withLock { report in
        if let seeds = campaign.seeds, report.nextSeed - report.firstSeed >= seeds { return nil }
        guard !isOver(report) else { return nil }
        defer { report.nextSeed += 1 }
        return report.nextSeed
      }
    }

    func add(_ found: SimulationReport, _ progress: (CampaignReport) -> Void) {
      report.withLock {
        $0.add(found)
        progress($0)
      }
    }
  }
}
