import Model
import Testing
import World

@Suite struct DeterminismTests {
  /// The digest over 10,000 ticks of a script. It changes with the rules of the game, and then
  /// only on purpose; it never differs between builds or machines.
  static let expected: [UInt64: UInt64] = [
    1: 12_746_852_241_371_607_042, 2: 12_429_649_226_663_750_725,
  ]

  @Test(arguments: [1, 2] as [UInt64])
  func theSameSeedAndIntentsGiveTheSameStateEverywhere(seed: UInt64) {
    let hash = Self.run(seed: seed, ticks: 10_000)
    #expect(hash == Self.expected[seed], "seed \(seed): \(hash)")
  }

  @Test func anotherSeedOrOneOtherIntentGivesAnotherState() {
    let hash = Self.run(seed: 3, ticks: 200)
    #expect(hash == Self.run(seed: 3, ticks: 200))
    #expect(hash != Self.run(seed: 4, ticks: 200))
    #expect(
      hash != Self.run(seed: 3, ticks: 200, extra: .steer(EntityID(1), .heading(dx: 1, dy: 0))))
  }

  static func run(seed: UInt64, ticks: UInt64, extra: Intent? = nil) -> UInt64 {
    var simulation = Simulation.scattered(seed: seed)
    var script = Script(grid: simulation.grid, region: simulation.region, ids: 120, seed: seed)
    var effects: UInt64 = 0
    var digest: UInt64 = 0
    for tick in 1...ticks {
      var intents = script.intents()
      if let extra, tick == ticks {
        intents.append(.enter(player(1, 400, 400)))
        intents.append(extra)
      }
      simulation.step(intents, at: Tick(tick))
      effects += UInt64(simulation.effects.count)
      if tick % 100 == 0 { digest = digest &* 31 &+ simulation.stateHash() &+ effects }
    }
    return digest
  }
}
