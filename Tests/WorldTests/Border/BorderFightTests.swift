import Model
import Testing
import World

/// A fight over a border: what happens is resolved by the owner, exactly once.
@Suite struct BorderFightTests {
  static func spawn(_ x: Int32, _ kind: CreatureNumber) -> Places {
    Places(spawns: [
      CreatureSpawn(
        creature: kind, position: Position(unitsX: x, unitsY: 256), radius: 0, countMax: 1,
        respawnTicks: 10_000)
    ])
  }

  private func creature(_ region: RegionID) -> EntityID {
    .creature(region: region, epoch: Epoch(1), counter: 0)
  }

  @Test func aCreatureFightsAPlayerOfTheNextRegion() throws {
    var world = BorderWorld(places: Self.spawn(470, Bestiary.goblin))
    world.run(east: [.enter(player(1, 560, 256))], ticks: 120)
    let goblin = creature(BorderWorld.westID)
    #expect(world.west.isOwned(goblin) == true && world.east.isOwned(goblin) == false)
    let slot = try world.east.find(goblin)
    #expect(world.east.pose(at: slot.index).position.x > 512 * .one, "it came over the border")
    #expect(world.east.shown(at: slot.index).state == .fighting)
    let damage = world.events.filter { $0.kind == .damage }
    #expect(damage.count >= 3)
    let blows = world.deeds.filter { $0.target == .hero }.count
    #expect(blows - damage.count <= 1, "each blow arrives once; the last may be under way")
    let lost = damage.reduce(0) { $0 + $1.amount }
    let hero = try world.east.find(.hero)
    #expect(world.east.vitals(at: hero.index).health >= 100 - lost)
    #expect(world.east.vitals(at: hero.index).health < 100)
  }

  @Test func aPlayerKillsACreatureOfTheNextRegionAndIsRewardedOnce() throws {
    var world = BorderWorld(places: Self.spawn(470, Bestiary.boar))
    world.run(east: [.enter(player(1, 560, 256))], ticks: 4)
    let boar = creature(BorderWorld.westID)
    for _ in 0..<12 {
      world.run(
        east: [.use(.hero, skill: Bestiary.fireball, target: boar, dx: 0, dy: 0)], ticks: 32)
    }
    #expect(world.west.counters.creatureDeaths == 1)
    #expect(world.east.counters.rewards == 1 && world.west.counters.rewards == 0)
    let hero = try world.east.find(.hero)
    #expect(world.east.vitals(at: hero.index).kills == 1)
    #expect(world.east.vitals(at: hero.index).experience == 44)
    let rewards = world.deeds.filter {
      if case .reward = $0.kind { true } else { false }
    }
    #expect(rewards.count == 1)
  }

  @Test func healsAndPushesGoOverToo() throws {
    var world = BorderWorld(places: Self.spawn(490, Bestiary.deer))
    var hurt = player(2, 505, 200)
    hurt.vitals = .player(level: 1, rules: Bestiary.rules)
    hurt.vitals?.health = 20
    hurt.vitals?.foughtAt = Tick(1_000)
    world.run(west: [.enter(hurt)], east: [.enter(player(1, 520, 256))], ticks: 4)
    world.run(
      east: [
        .use(.hero, skill: Bestiary.heal, target: .friend, dx: 0, dy: 0),
        .use(.hero, skill: Bestiary.shove, target: creature(BorderWorld.westID), dx: 0, dy: 0),
      ], ticks: 3)
    let friend = try world.west.find(.friend)
    #expect(world.west.vitals(at: friend.index).health == 50)
    #expect(world.count(.heal, of: .friend) == 1)
    let deer = try world.west.find(creature(BorderWorld.westID))
    #expect(world.west.pose(at: deer.index).position.x < (490 - 50) * .one)
    let ghost = try world.east.find(.friend)
    #expect(world.east.shown(at: ghost.index) == world.west.shown(at: friend.index))
  }

  /// A deed that finds its target gone follows it once, and only once.
  @Test func aDeedFollowsWhoMovedOnOnce() throws {
    var simulation = Simulation.open()
    let north = Maps.region(1, 0)
    let deed = BorderDeed(
      source: EntityID.creature(region: north, epoch: Epoch(1), counter: 4), level: 1,
      origin: Position(unitsX: 300, unitsY: 250), target: EntityID(7), skill: .none,
      kind: .damage(10, .physical))
    simulation.run(.ghostAppear(player(7, 250, 300), from: Maps.region(0, 1)))
    var followed = deed
    followed.hops = 1
    #expect(simulation.run(.deed(deed)) == [.border(followed, to: Maps.region(0, 1))])
    #expect(simulation.run(.deed(followed)).isEmpty)
    simulation.run(
      .deed(
        BorderDeed(
          source: deed.source, level: 1, origin: deed.origin, target: EntityID(99), skill: .none,
          kind: .heal(5))))
    #expect(simulation.counters.deedsForwarded == 1 && simulation.counters.deedsDropped == 2)
  }

  /// While somebody is offered to the next region, what is done to it waits: it is done when it
  /// stays, and follows it when it goes.
  @Test func deedsWaitForWhoIsBeingHandedOver() throws {
    var simulation = Simulation.open()
    let west = Maps.region(0, 1)
    let deed = BorderDeed(
      source: EntityID.creature(region: west, epoch: Epoch(1), counter: 4), level: 1,
      origin: Position(unitsX: 300, unitsY: 250), target: .hero, skill: .none,
      kind: .damage(10, .physical))
    simulation.run(.enter(player(1, 258, 300)), .freeze(.hero))
    let slot = try simulation.find(.hero).index
    #expect(simulation.run(.deed(deed)).isEmpty)
    #expect(simulation.vitals(at: slot).health == 100)
    simulation.run(.unfreeze(.hero))
    #expect(simulation.vitals(at: slot).health == 95)
    simulation.run(.unfreeze(.hero))
    #expect(simulation.vitals(at: slot).health == 95, "once")
    simulation.run(.freeze(.hero), .deed(deed))
    #expect(simulation.run(.release(.hero, to: west)) == [.border(deed, to: west)])
  }

  /// A player is handed over in the middle of a fight: every blow counts once, whoever owns it
  /// when the blow falls.
  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func aHandoverInAFightNeitherLosesNorDoublesABlow(seed: UInt64) throws {
    var places = Self.spawn(480, Bestiary.goblin)
    places.spawns[0].countMax = 4
    places.spawns[0].radius = 40 * .one
    var rules = Bestiary.rules
    rules.health.base = 30_000
    rules.healthPerSecond = 0
    var random = SeededGenerator(seed: seed)
    var world = BorderWorld(places: places, rules: rules, seed: seed)
    world.run(east: [.enter(player(1, 520, 256))])
    var lost: Int32 = 0
    var isEast = true
    for _ in 0..<30 {
      world.run(ticks: Int(random.below(30)) + 10)
      lost += world.lost
      if isEast { world.run(east: [.freeze(.hero)]) } else { world.run(west: [.freeze(.hero)]) }
      lost += world.lost
      world.run(ticks: Int(random.below(30)) + 1)
      lost += world.lost
      if isEast {
        let body = world.east.departing(at: try world.east.find(.hero))
        world.run(west: [.enter(body)], east: [.release(.hero, to: BorderWorld.westID)])
      } else {
        let body = world.west.departing(at: try world.west.find(.hero))
        world.run(
          west: [.release(.hero, to: BorderWorld.eastID)], east: [.enter(body)])
      }
      lost += world.lost
      isEast.toggle()
    }
    world.run()
    lost += world.lost
    let health =
      isEast
      ? world.east.vitals(at: try world.east.find(.hero).index).health
      : world.west.vitals(at: try world.west.find(.hero).index).health
    #expect(lost > 200 && health == 30_000 - lost)
    #expect(world.west.counters.deedsDropped == 0 && world.east.counters.deedsDropped == 0)
  }

  /// Whatever numbers a neighbour sends, nobody ends up with more or less than there is.
  @Test(arguments: [Int32.min, -1, 0, 1, .max])
  func deedsOfAnySizeDoNoHarmToTheRegion(amount: Int32) throws {
    var simulation = Simulation.open()
    simulation.run(.enter(player(1, 300, 300)))
    let slot = try simulation.find(.hero).index
    let source = EntityID.creature(region: Maps.region(0, 1), epoch: Epoch(.max), counter: .max)
    for kind in [
      BorderDeed.Kind.heal(amount), .push(amount), .damage(amount, .nature),
      .reward(experience: .max),
    ] {
      for origin in [Position(x: .min, y: .max), Position(unitsX: 300, unitsY: 300)] {
        let deed = BorderDeed(
          source: source, level: .max, origin: origin, target: .hero, skill: SkillNumber(.max),
          kind: kind)
        simulation.run(.deed(deed))
        let vitals = simulation.vitals(at: slot)
        #expect((0...vitals.healthMax).contains(vitals.health))
      }
    }
    #expect(simulation.vitals(at: slot).kills == 2)
  }

  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func nothingIsLostOrDoubledOverASlowLine(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var places = Self.spawn(470, Bestiary.goblin)
    places.spawns[0].countMax = 6
    places.spawns[0].radius = 60 * .one
    places.spawns[0].respawnTicks = 80
    var rules = Bestiary.rules
    rules.health.base = 1_500
    var world = BorderWorld(places: places, rules: rules, seed: seed)
    world.run(east: [.enter(player(1, 540, 256)), .enter(player(2, 560, 300))])
    for _ in 0..<300 {
      world.isLineSlow = random.below(3) == 0
      let targets = (0..<60).map {
        EntityID.creature(region: BorderWorld.westID, epoch: Epoch(1), counter: $0)
      }.filter { world.east.slot(of: $0) != nil }
      let uses = (1...2).compactMap { id -> Intent? in
        guard !targets.isEmpty else { return nil }
        return .use(
          EntityID(UInt64(id)), skill: SkillNumber(UInt16(random.below(2)) + 1),
          target: targets[Int(random.below(UInt32(targets.count)))], dx: 1, dy: 0)
      }
      world.run(east: uses + [.revive(.hero), .revive(.friend)], ticks: Int(random.below(8)) + 1)
    }
    world.isLineSlow = false
    world.run(ticks: 30)
    let rewards = world.deeds.count { if case .reward = $0.kind { true } else { false } }
    #expect(world.west.counters.creatureDeaths > 0)
    #expect(UInt64(rewards) == world.west.counters.creatureDeaths)
    #expect(world.east.counters.rewards == world.west.counters.creatureDeaths)
    #expect(world.west.counters.deedsForwarded == 0 && world.east.counters.deedsForwarded == 0)
  }
}
