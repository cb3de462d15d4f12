import Testing

/// Orders of characters that go about while shards die.
@Suite struct HolderWorldTests {
  @Test(arguments: UInt64(1)...40) func anOrderIsDoneOnceAndWhatIsToldStays(seed: UInt64) {
    var world = HolderWorld(seed: seed)
    world.run(steps: 2_500)
    #expect(world.violations == [], "seed \(seed)")
  }

  @Test func theRarePathsAreMet() {
    var figures: [String: Int] = [:]
    for seed in UInt64(1)...40 {
      var world = HolderWorld(seed: seed)
      world.run(steps: 2_500)
      figures.merge(world.figures, uniquingKeysWith: +)
    }
    for what in ["orders", "journeys", "crashes", "deeds", "told for another", "withdrawn", "done"]
    {
      #expect(figures[what, default: 0] > 20, "\(what): \(figures)")
    }
    // It is the exception that a deed goes without a receipt.
    let silent = figures["done, and not told", default: 0]
    #expect(silent * 20 < figures["done", default: 0], "\(figures)")
  }

  @Test(arguments: HolderWorld.Fault.allCases.filter { $0 != .none })
  func whatIsBrokenIsSeen(_ fault: HolderWorld.Fault) {
    let broken = (UInt64(1)...30).filter { seed in
      var world = HolderWorld(seed: seed, fault: fault)
      world.run(steps: 2_500)
      return !world.violations.isEmpty
    }
    #expect(broken.count > 5, "\(fault) shows with \(broken)")
  }
}
