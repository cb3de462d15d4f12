import Model

/// A whole cluster of the real protocol machines on a virtual clock, from one seed.
public enum ClusterSimulation {
  /// Runs one schedule. The same arguments give the same report, byte for byte.
  ///
  /// - Parameters:
  ///   - steps: events until the faults end; the cluster then has a bounded time to come to rest.
  ///   - variant: a known-bad protocol, which a good checker catches; nil is the real one.
  ///   - isTracing: whether everything that happens is written down, also without a violation.
  public static func run(
    seed: UInt64, steps: Int, faults: FaultSet = .all, variant: Variant? = nil,
    isTracing: Bool = false
  ) -> SimulationReport {
    let run = run(seed: seed, steps: steps, faults, variant, isTracing: isTracing)
    guard !run.report.violations.isEmpty, !isTracing else { return run.report }
    // The same schedule again, this time written down.
    return self.run(seed: seed, steps: steps, faults, variant, isTracing: true).report
  }

  /// What a run found, and the faults that struck.
  struct Run {
    var report: SimulationReport
    var strikes: [Strike]
  }

  static func run(
    seed: UInt64, steps: Int, _ faults: FaultSet, _ variant: Variant?,
    reduction: Reduction = .none, isTracing: Bool
  ) -> Run {
    let cluster = SimulatedCluster(
      seed: seed, faults: faults, variant: variant, reduction: reduction, isTracing: isTracing)
    // A region's first life is calm: the faults begin when players are in the world.
    cluster.after(.seconds(6)) { $0.fault() }
    while cluster.steps < steps, cluster.checker.violations.isEmpty, cluster.runNext() {}
    if cluster.checker.violations.isEmpty { rest(cluster) }
    return Run(
      report: SimulationReport(seed: seed, cluster: cluster), strikes: cluster.strikes)
  }

  /// Demands progress: within a bound everything must be as it should, and stay so.
  private static func rest(_ cluster: SimulatedCluster) {
    cluster.rest()
    let end = cluster.now + SimulatorLimits.restWithin
    var nextLook = cluster.typingUntil + .seconds(2)
    while cluster.checker.violations.isEmpty, cluster.now < end, cluster.runNext() {
      guard cluster.now >= nextLook else { continue }
      nextLook = cluster.now + .milliseconds(500)
      guard cluster.unrest.isEmpty else { continue }
      cluster.checkHistories()
      return
    }
    guard cluster.checker.violations.isEmpty else { return }
    for (subject, detail) in cluster.unrest {
      cluster.checker.violated("no-rest", subject, at: cluster.now, detail)
    }
  }
}

extension SimulationReport {
  init(seed: UInt64, cluster: SimulatedCluster) {
    self.init(seed: seed, steps: cluster.steps)
    crossings = cluster.crossings
    migrations = cluster.migrations
    operations = cluster.checker.value.operations
    digest = cluster.digest
    faults = cluster.faultCounts
    violations = cluster.checker.violations
    for shard in cluster.shards.keys.sorted() {
      let regions = cluster.shards[shard]?.regions ?? [:]
      for region in regions.keys.sorted() { regions[region].map(cluster.bury) }
    }
    rare = cluster.counts
    rare["rollbacks"] = cluster.checker.rollbacks
    for (name, value) in cluster.counters { rare[name, default: 0] += Int(value) }
    trace = Self.trace(cluster)
  }

  /// The last lines about the character or region of the first violation, and faults; everything,
  /// if it was written down without one.
  private static func trace(_ cluster: SimulatedCluster) -> [String] {
    guard !cluster.checker.violations.isEmpty else { return cluster.lines }
    let name = cluster.checker.concerned.map { " \($0) " }
    let lines = cluster.lines.filter { line in
      guard let name else { return true }
      return " \(line) ".contains(name) || line.contains("FAULT") || line.contains(" dies")
        || line.contains(" opens ") || line.contains(" drops ") || line.contains(" fails ")
        || line.contains(" packs ")
        || line.contains("REST")
    }
    return Array(lines.suffix(SimulatorLimits.traceLinesMax))
  }
}
