import Model
import Testing
import World

@Suite struct BehaviorTests {
  static let hall = [
    "..............", "..............", "..............", "..............", "..............",
    "..............", "..............", "..............", "..............", "..............",
    "..............", "..............", "..............", "..............",
  ]

  /// The hall with marks set into it.
  static func hall(_ marks: (Character, Int, Int)...) -> [String] {
    var lines = hall.map(Array.init)
    for (mark, column, row) in marks { lines[row][column] = mark }
    return lines.map { String($0) }
  }

  @Test func anAggressiveOneChasesWhomItSeesAndStrikes() throws {
    var arena = Arena(Self.hall(("G", 3, 6), ("P", 6, 6)))
    let goblin = arena.creatures[0]
    arena.run(ticks: 8)
    #expect(try arena.shown(goblin).state.contains(.fighting))
    arena.run(ticks: 60)
    #expect(arena.count(.damage, of: .hero) >= 1)
    #expect(try arena.vitals(.hero).health < arena.vitals(.hero).healthMax)
    let gap = try arena.body(goblin).position.distanceSquared(to: arena.body(.hero).position)
    #expect(gap <= Int64(30 * 256) * Int64(30 * 256), "it stands where its blows reach")
  }

  @Test func itNoticesNobodyOutOfRange() throws {
    var arena = Arena(Self.hall(("G", 1, 6), ("P", 12, 6)))
    let goblin = arena.creatures[0]
    arena.run(ticks: 200)
    #expect(try arena.shown(goblin).state.isEmpty)
    #expect(arena.count(.damage) == 0)
  }

  @Test func wallsHideButDoNotProtectWhoIsKnown() throws {
    let lines = [
      "............", "............", ".....#......", ".....#......", ".....#......",
      "...G.#.P....", ".....#......", ".....#......", "............", "............",
      "............", "............",
    ]
    var arena = Arena(lines, creature: Bestiary.goblin)
    let goblin = arena.creatures[0]
    arena.run(ticks: 4)
    #expect(try arena.shown(goblin).state.isEmpty, "a wall is between them")
    let spot = try arena.body(goblin)
    arena.run(
      .deed(
        BorderDeed(
          source: .hero, level: 1, origin: spot.position, target: goblin, skill: Bestiary.slash,
          kind: .damage(5, .physical))))
    arena.run(ticks: 120) { $0.events.contains { $0.kind == .damage && $0.target == .hero } }
    #expect(arena.count(.damage, of: .hero) == 1, "it came around the wall")
  }

  @Test func aDefensiveOneFightsOnlyWhoHurtIt() throws {
    var arena = Arena(Self.hall(("G", 5, 6), ("P", 6, 6)), creature: Bestiary.boar)
    let boar = arena.creatures[0]
    arena.run(ticks: 60)
    #expect(arena.count(.damage) == 0)
    // It wanders: wait until it is near enough for a blow.
    for _ in 0..<400 {
      let gap = try arena.body(boar).position.distanceSquared(to: arena.body(.hero).position)
      if gap < Int64(48 * 256) * Int64(48 * 256) { break }
      arena.run()
    }
    arena.use(Bestiary.slash, on: boar, ticks: 40)
    #expect(arena.refusal == nil)
    #expect(arena.count(.damage, of: boar) == 1)
    #expect(arena.count(.damage, of: .hero) >= 1)
  }

  @Test func aPassiveOneRunsAndNeverStrikes() throws {
    var arena = Arena(Self.hall(("G", 5, 6), ("P", 6, 6)), creature: Bestiary.deer)
    let deer = arena.creatures[0]
    arena.use(Bestiary.slash, on: deer)
    let start = try arena.body(deer).position
    arena.run(ticks: 20)
    #expect(try arena.shown(deer).state.contains(.fleeing))
    #expect(try arena.body(deer).position.x < start.x, "away from the player")
    arena.run(ticks: 300)
    #expect(arena.count(.damage, of: .hero) == 0)
    #expect(try !arena.shown(deer).state.contains(.fleeing), "not for ever")
    #expect(try arena.vitals(deer).health == 60, "and it recovers")
  }

  @Test func aBadlyHurtOneFlees() throws {
    var arena = Arena(Self.hall(("G", 5, 6), ("P", 6, 6)), creature: Bestiary.spitter)
    let spitter = arena.creatures[0]
    arena.use(Bestiary.fireball, on: spitter, ticks: 4)
    arena.use(Bestiary.slash, on: spitter, ticks: 6)
    #expect(try arena.vitals(spitter).health < 18)
    #expect(try arena.shown(spitter).state.contains(.fleeing))
  }

  @Test func itUsesItsSkillsBeforeItComesNear() throws {
    var arena = Arena(Self.hall(("G", 3, 6), ("P", 6, 6)), creature: Bestiary.spitter)
    #expect(arena.events.map(\.kind) == [.skillUsed] && arena.events[0].skill == Bestiary.spit)
    arena.run(ticks: 14)
    #expect(arena.count(.damage, of: .hero) == 1)
    arena.run(ticks: 58)
    let later = arena.events.filter { $0.kind == .skillUsed }.map(\.skill)
    #expect(later.contains(.none), "and its claws while the skill cools down")
  }

  @Test func itGivesUpAtTheEndOfItsLeashAndIsHealedAtHome() throws {
    var arena = Arena(Self.hall(("G", 1, 6), ("P", 3, 6)))
    let goblin = arena.creatures[0]
    let home = try arena.body(goblin).position
    arena.use(Bestiary.fireball, on: goblin, ticks: 10)
    #expect(try arena.vitals(goblin).health < 60)
    arena.run(.steer(.hero, .heading(dx: 1, dy: 0)), ticks: 90)
    arena.run(ticks: 200)
    #expect(try arena.body(goblin).position.distanceSquared(to: home) < Int64(90 * 256) << 16)
    #expect(try arena.vitals(goblin).health == 60)
    #expect(try arena.shown(goblin).state.isEmpty)
  }

  @Test func onItsWayHomeNothingHurtsIt() throws {
    var arena = Arena(Self.hall(("G", 1, 6), ("P", 3, 6)))
    let goblin = arena.creatures[0]
    arena.run(ticks: 8)
    arena.run(.steer(.hero, .heading(dx: 1, dy: 0)), ticks: 200) { simulation in
      (try? simulation.find(goblin)).map { simulation.shown(at: $0.index).state.isEmpty } ?? false
    }
    let health = try arena.vitals(goblin).health
    arena.run(
      .deed(
        BorderDeed(
          source: .hero, level: 1, origin: .init(unitsX: 9, unitsY: 9), target: goblin,
          skill: .none, kind: .damage(40, .physical))))
    #expect(try arena.vitals(goblin).health == health)
    #expect(arena.count(.damage) == 0)
  }

  @Test func itTurnsToWhoDidMost() throws {
    var arena = Arena(Self.hall(("P", 4, 6), ("G", 5, 6), ("P", 6, 6)), level: 3)
    let goblin = arena.creatures[0]
    arena.use(Bestiary.slash, on: goblin, by: 2, ticks: 2)
    arena.run(ticks: 60)
    #expect(arena.count(.damage, of: .friend) >= 1 && arena.count(.damage, of: .hero) == 0)
    arena.use(Bestiary.fireball, on: goblin, ticks: 25)
    arena.run(ticks: 40)
    #expect(arena.count(.damage, of: .friend) == 0 && arena.count(.damage, of: .hero) >= 1)
  }

  @Test func aHealerHealsItselfWhenBadlyHurt() throws {
    var rules = Bestiary.rules
    rules.creatures[0].skills = [Bestiary.heal]
    var arena = Arena(Self.hall(("G", 5, 6), ("P", 6, 6)), rules: rules)
    let goblin = arena.creatures[0]
    arena.run(ticks: 12)
    #expect(arena.count(.heal) == 0)
    arena.run(
      .deed(
        BorderDeed(
          source: .hero, level: 2, origin: .init(unitsX: 9, unitsY: 9), target: goblin,
          skill: .none, kind: .damage(42, .physical))), ticks: 12)
    #expect(arena.count(.heal, of: goblin) == 1)
    #expect(try arena.vitals(goblin).health == 60 - 40 + 30)
  }

  @Test func oneThatCanDashDoesSoToComeNear() throws {
    var rules = Bestiary.rules
    rules.creatures[0].skills = [Bestiary.dash]
    let arena = Arena(Self.hall(("G", 3, 6), ("P", 7, 6)), rules: rules)
    let goblin = arena.creatures[0]
    #expect(arena.events.map(\.skill) == [Bestiary.dash])
    #expect(try arena.body(goblin).position.x > Arena.place(5, 6).x)
  }

  @Test func manyOfThemThinkAndWalkWithoutLosingCount() {
    var arena = Arena(Self.hall(("P", 7, 7), ("G", 2, 2), ("G", 12, 12))) { places in
      for index in places.spawns.indices {
        places.spawns[index].countMax = 60
        places.spawns[index].radius = 60 * .one
        places.spawns[index].respawnTicks = 30
      }
    }
    for _ in 0..<40 {
      arena.run(.revive(.hero), ticks: 20)
      #expect(arena.simulation.creatureCount <= 120 && arena.simulation.population == 1)
      #expect(arena.creatures.count == arena.simulation.creatureCount)
    }
    #expect(arena.simulation.counters.playerDeaths > 0)
  }
}
