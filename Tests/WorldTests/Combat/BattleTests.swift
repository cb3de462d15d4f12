import Model
import Testing
import World

/// What holds in every fight, whatever anybody does.
@Suite struct BattleTests {
  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func theLawsOfFightingHold(seed: UInt64) {
    var simulation = BattleScript.simulation(seed: seed)
    var script = BattleScript(region: simulation.region, seed: seed &* 31)
    var judge = Judge()
    for tick in 1...3_000 as ClosedRange<UInt64> {
      let intents = script.intents(simulation)
      judge.look(at: simulation)
      simulation.step(intents, at: Tick(tick))
      judge.judge(simulation)
    }
    #expect(simulation.counters.creatureDeaths > 3 && simulation.counters.playerDeaths > 3)
    #expect(judge.uses > 100 && judge.damages > 100 && judge.respawns > 0)
    // One reward per death: paid here, sent to a neighbour, waiting, or its winner is gone.
    let settled = simulation.counters.rewards + judge.rewardsSent
    #expect(settled <= simulation.counters.creatureDeaths)
    #expect(judge.kills == simulation.counters.rewards)
    #expect(
      simulation.counters.creatureDeaths - settled <= simulation.counters.deedsDropped + 24)
  }

  /// The digest over 10,000 ticks of a battle. It changes with the rules of the game, and then
  /// only on purpose; it never differs between builds or machines.
  static let expected: [UInt64: UInt64] = [
    1: 9_184_563_152_491_564_113, 2: 6_519_351_360_565_164_488,
  ]

  @Test(arguments: [1, 2] as [UInt64])
  func aBattleIsTheSameEverywhere(seed: UInt64) {
    let hash = Self.run(seed: seed, ticks: 10_000)
    #expect(hash == Self.expected[seed], "seed \(seed): \(hash)")
  }

  @Test func twoRunsOfABattleAreTheSame() {
    let hash = Self.run(seed: 3, ticks: 1_000)
    #expect(hash == Self.run(seed: 3, ticks: 1_000))
    #expect(hash != Self.run(seed: 4, ticks: 1_000))
  }

  static func run(seed: UInt64, ticks: UInt64) -> UInt64 {
    var simulation = BattleScript.simulation(seed: seed)
    var script = BattleScript(region: simulation.region, seed: seed)
    var digest: UInt64 = 0
    for tick in 1...ticks {
      simulation.step(script.intents(simulation), at: Tick(tick))
      if tick % 100 == 0 { digest = digest &* 31 &+ simulation.stateHash() }
      digest = digest &+ UInt64(simulation.events.count + simulation.effects.count)
    }
    return digest
  }
}

/// Compares what a step says with what was before it.
private struct Judge {
  private(set) var uses = 0
  private(set) var damages = 0
  private(set) var respawns = 0
  private(set) var kills: UInt64 = 0
  private(set) var rewardsSent: UInt64 = 0
  private var dead: [EntityID: Position] = [:]
  private var ready: [EntityID: [SkillNumber: Tick]] = [:]

  mutating func look(at simulation: borrowing Simulation) {
    dead = [:]
    ready = [:]
    for index in 0..<UInt16(simulation.slotCount) where simulation.isOccupied(index) {
      let id = simulation.id(at: index)
      guard simulation.isOwned(id) else { continue }
      let vitals = simulation.vitals(at: index)
      if vitals.isDead { dead[id] = simulation.pose(at: index).position }
      ready[id] = Dictionary(
        vitals.ready.map { ($0.skill, $0.at) }, uniquingKeysWith: { a, _ in a })
    }
  }

  mutating func judge(_ simulation: borrowing Simulation) {
    var revived: Set<EntityID> = []
    var entered: Set<EntityID> = []
    for effect in simulation.effects {
      if case .entered(let id, _) = effect { entered.insert(id) }
      if case .border(let deed, _) = effect, case .reward = deed.kind { rewardsSent += 1 }
    }
    for event in simulation.events {
      judge(event, simulation, revived: &revived, entered: entered)
    }
    for index in 0..<UInt16(simulation.slotCount) where simulation.isOccupied(index) {
      let id = simulation.id(at: index)
      guard simulation.isOwned(id) else { continue }
      guard simulation.kind(at: index).kind.isLiving else { continue }
      let vitals = simulation.vitals(at: index)
      #expect((0...vitals.healthMax).contains(vitals.health))
      #expect((0...vitals.manaMax).contains(vitals.mana))
      #expect((vitals.health == 0) == vitals.isDead)
      let place = simulation.pose(at: index).position
      #expect(simulation.isGround(place) == true)
      if let lay = dead[id], !revived.contains(id), !entered.contains(id) {
        #expect(place == lay, "the dead lie still")
      }
    }
  }

  private mutating func judge(
    _ event: WorldEvent, _ simulation: borrowing Simulation, revived: inout Set<EntityID>,
    entered: Set<EntityID>
  ) {
    switch event.kind {
    case .skillUsed:
      uses += 1
      guard !entered.contains(event.source), !revived.contains(event.source) else { return }
      #expect(dead[event.source] == nil, "the dead do nothing")
      if let at = ready[event.source]?[event.skill], let now = simulation.tick {
        #expect(at <= now, "nothing is used before it is ready")
      }
    case .damage:
      damages += 1
      #expect(event.amount >= 1)
    case .respawn:
      respawns += 1
      revived.insert(event.target)
    case .kill: kills += 1
    case .heal: #expect(event.amount >= 0)
    default: break
    }
  }
}
