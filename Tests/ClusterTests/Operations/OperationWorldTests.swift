import Testing

/// Operations over a bad network.
@Suite struct OperationWorldTests {
  @Test(arguments: UInt64(1)...30) func invariantTenHolds(seed: UInt64) {
    var world = OperationWorld(seed: seed)
    world.run(steps: 3_000)
    #expect(world.violations == [], "seed \(seed)")
  }

  /// What a campaign of seeds has to meet, so that it is one.
  @Test func theRarePathsAreMet() {
    var figures: [String: Int] = [:]
    for seed in UInt64(1)...40 {
      var world = OperationWorld(seed: seed)
      world.run(steps: 3_000)
      figures.merge(world.figures, uniquingKeysWith: +)
    }
    for what in [
      "operations", "restarts", "freezes", "deaths of the admin process", "rounds taken over",
      "late joiners", "unreachable", "applied", "refused", "nothing", "asked while under way",
    ] {
      #expect(figures[what, default: 0] > 10, "\(what): \(figures)")
    }
  }

  @Test(arguments: OperationWorld.Fault.allCases.filter { $0 != .none })
  func whatIsBrokenIsSeen(_ fault: OperationWorld.Fault) {
    let broken = (UInt64(1)...20).filter { seed in
      var world = OperationWorld(seed: seed, fault: fault)
      world.run(steps: 2_000)
      return !world.violations.isEmpty
    }
    #expect(broken.count > 10, "\(fault) shows with \(broken)")
  }
}
