import Model
import Testing
import World

@Suite struct RoamingTests {
  @Test func itWalksItsWaypointsToAndFro() throws {
    let lines = BehaviorTests.hall(("G", 3, 6), ("P", 7, 9))
    let points = [Arena.place(2, 6), Arena.place(5, 6), Arena.place(5, 9)]
    var arena = Arena(lines, creature: Bestiary.boar) { $0.spawns[0].waypoints = points }
    let boar = arena.creatures[0]
    var visited: [Int] = []
    for _ in 0..<1_500 {
      arena.run()
      let place = try arena.body(boar).position
      if let at = points.firstIndex(where: { $0.distanceSquared(to: place) < 256 * 256 }),
        visited.last != at
      {
        visited.append(at)
      }
    }
    #expect(visited.starts(with: [0, 1, 2, 1, 0, 1, 2]), "\(visited)")
  }

  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func itWandersNearHomeAndNeverThroughWalls(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var lines = BehaviorTests.hall.map(Array.init)
    for _ in 0..<30 { lines[Int(random.below(14))][Int(random.below(14))] = "#" }
    lines[6][6] = "G"
    lines[3][3] = "P"
    let map = lines.map { String($0) }
    let collision = Maps.drawn(map)
    var arena = Arena(map, creature: Bestiary.deer, seed: seed)
    let deer = arena.creatures[0]
    let home = try arena.body(deer).position
    var places: Set<Position> = []
    for _ in 0..<800 {
      arena.run()
      let place = try arena.body(deer).position
      #expect(collision.isFree(place, halfWidth: 10 * .one))
      #expect(place.distanceSquared(to: home) < Int64(150 * 256) * Int64(150 * 256))
      places.insert(place)
    }
    #expect(places.count > 20, "it does wander")
  }

  @Test func itSleepsWhenNobodyIsNear() throws {
    var arena = Arena(BehaviorTests.hall(("G", 6, 6)), creature: Bestiary.deer)
    let deer = arena.creatures[0]
    let place = try arena.body(deer).position
    arena.run(ticks: 500)
    #expect(try arena.body(deer).position == place)
  }

  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func noCreatureSetsFootOnSafeGround(seed: UInt64) throws {
    let lines = [
      "............", "............", "..ssss......", "..ssss......", "..ssPsG.....",
      "..ssss......", "............", "............", "............", "............",
      "............", "............",
    ]
    var arena = Arena(lines, seed: seed) { places in
      let whole = Rectangle(minX: 64 * 256, minY: 64 * 256, maxX: 192 * 256, maxY: 192 * 256)
      places.zones.append(Zone(bounds: whole, kind: .safe))
    }
    let goblin = arena.creatures[0]
    let safe = arena.simulation.places.zones.map(\.bounds)
    var random = SeededGenerator(seed: seed)
    for _ in 0..<60 {
      arena.run(.steer(.hero, random.motion(in: arena.simulation.grid.bounds)), ticks: 10)
      let place = try arena.body(goblin).position
      #expect(!safe.contains { $0.contains(place) })
      for event in arena.events where event.kind == .damage {
        #expect(event.target == .hero)
      }
    }
  }

  @Test func whoStandsInASafeZoneIsShownSoAndLeftAlone() throws {
    var arena = Arena([
      "........", "........", "..sP....", "....G...", "........", "........",
      "........", "........",
    ]) { places in
      places.zones.append(
        Zone(
          bounds: Rectangle(minX: 64 * 256, minY: 64 * 256, maxX: 128 * 256, maxY: 96 * 256),
          kind: .safe))
    }
    let goblin = arena.creatures[0]
    arena.run(ticks: 100)
    #expect(arena.count(.damage) == 0)
    #expect(try arena.shown(.hero).state == .safe)
    arena.use(Bestiary.fireball, on: goblin)
    #expect(arena.refusal == .safeZone, "nor does one hunt from there")
  }

  @Test func aSpawnPointIsKeptFull() throws {
    var arena = Arena(BehaviorTests.hall(("G", 6, 6), ("P", 7, 6)), level: 3) { places in
      places.spawns[0].countMax = 3
      places.spawns[0].radius = 40 * .one
    }
    let first = Set(arena.creatures)
    #expect(first.count == 3 && arena.simulation.creatureCount == 3)
    #expect(first.allSatisfy { $0.isCreature })
    let victim = arena.creatures[0]
    arena.run(
      .deed(
        BorderDeed(
          source: .hero, level: 4, origin: .init(unitsX: 0, unitsY: 0), target: victim,
          skill: .none, kind: .damage(1_000, .holy))))
    #expect(try arena.shown(victim).state == .dead && arena.shown(victim).health255 == 0)
    arena.run(ticks: 70)
    #expect(arena.creatures.count == 2, "the body is gone")
    arena.run(ticks: 40)
    #expect(arena.creatures.count == 3)
    #expect(Set(arena.creatures).intersection(first).count == 2, "the new one has a new name")
    #expect(arena.simulation.counters.creatureDeaths == 1)
  }

  @Test func withoutRoomItWaits() {
    var arena = Arena(["####", "#G##", "####", "####"]) { $0.spawns[0].countMax = 2_000 }
    #expect(arena.simulation.creatureCount == Limits.creaturesMax)
    let unknown = CreatureNumber(99)
    arena = Arena(BehaviorTests.hall(("G", 3, 3)), creature: unknown)
    #expect(arena.simulation.creatureCount == 0 && arena.simulation.counters.creaturesRefused == 1)
  }
}
