import Model
import Testing
import World

@Suite struct DeathTests {
  let lines = BehaviorTests.hall(("P", 5, 6), ("G", 6, 6))

  private func killing(_ id: EntityID, by source: EntityID, level: UInt16 = 2) -> Intent {
    .deed(
      BorderDeed(
        source: source, level: level, origin: Position(unitsX: 1, unitsY: 1), target: id,
        skill: .none, kind: .damage(100_000, .shadow)))
  }

  @Test func aKillIsRewardedOnceToWhoDidMost() throws {
    var arena = Arena(BehaviorTests.hall(("P", 5, 6), ("P", 5, 7), ("G", 6, 6)), level: 1)
    let goblin = arena.creatures[0]
    arena.use(Bestiary.slash, on: goblin, by: 2)
    arena.run(
      .deed(
        BorderDeed(
          source: .hero, level: 1, origin: .init(unitsX: 0, unitsY: 0), target: goblin,
          skill: .none, kind: .damage(12, .fire))))
    arena.use(Bestiary.fireball, on: goblin, by: 2, ticks: 40)
    arena.use(Bestiary.slash, on: goblin, by: 2, ticks: 3)
    #expect(arena.simulation.counters.creatureDeaths == 1)
    #expect(arena.simulation.counters.rewards == 1)
    #expect(try arena.vitals(.friend).kills == 1 && arena.vitals(.hero).kills == 0)
    // 40, and a tenth more because the goblin was a level above.
    #expect(try arena.vitals(.friend).experience == 44)
  }

  @Test func experienceRaisesLevelsAndALevelHeals() throws {
    var arena = Arena(lines)
    let source = EntityID.creature(region: RegionID(rawValue: 5), epoch: .none, counter: 1)
    let reward = BorderDeed(
      source: source, level: 11, origin: Position(unitsX: 0, unitsY: 0), target: .hero,
      skill: .none, kind: .reward(experience: 210))
    arena.run(.deed(reward))
    // 315: 100 and 200 for two levels, 15 of the third.
    let vitals = try arena.vitals(.hero)
    #expect(vitals.level == 3 && vitals.experience == 15)
    #expect(vitals.healthMax == 140 && vitals.health == 140 && vitals.mana == 120)
    #expect(arena.events.filter { $0.kind == .levelUp }.map(\.amount) == [2, 3])
    for _ in 0..<20 { arena.run(.deed(reward)) }
    #expect(try arena.vitals(.hero).level == 4, "the last one")
    #expect(try arena.vitals(.hero).experience == 0)
    #expect(try arena.shown(.hero).level == 4)
  }

  @Test func theDeadDoNothingAndNothingIsDoneToThem() throws {
    var arena = Arena(lines)
    let goblin = arena.creatures[0]
    arena.run(killing(.hero, by: goblin))
    #expect(arena.count(.death, of: .hero) == 1)
    #expect(try arena.shown(.hero).state == .dead)
    let body = try arena.body(.hero)
    arena.run(
      .steer(.hero, .heading(dx: 1, dy: 1)),
      .use(.hero, skill: Bestiary.slash, target: goblin, dx: 0, dy: 0),
      .use(.hero, skill: Bestiary.dash, target: nil, dx: 1, dy: 0),
      killing(.hero, by: goblin), ticks: 30)
    #expect(try arena.body(.hero).position == body.position)
    #expect(arena.refusal == .dead && arena.count(.death) == 0 && arena.count(.damage) == 0)
    #expect(try arena.vitals(.hero).health == 0)
    #expect(try arena.shown(goblin).state.isEmpty, "the goblin has lost interest")
  }

  @Test func theyReturnWhereTheyLieWithoutASanctuary() throws {
    var arena = Arena(lines)
    arena.run(killing(.hero, by: arena.creatures[0]))
    arena.run(.revive(.hero), ticks: 39)
    #expect(try arena.vitals(.hero).isDead, "not before its time")
    let place = try arena.body(.hero).position
    arena.run(ticks: 2)
    arena.run(.revive(.hero))
    #expect(try arena.body(.hero).position == place && !arena.vitals(.hero).isDead)
    #expect(arena.count(.respawn, of: .hero) == 1)
    arena.run(.revive(.hero))
    #expect(arena.count(.respawn) == 0, "the living ignore it")
  }

  @Test func theyReturnAtTheSanctuary() throws {
    var arena = Arena(lines) { $0.sanctuary = Arena.place(1, 12) }
    arena.run(killing(.hero, by: arena.creatures[0]), ticks: 45)
    arena.run(.revive(.hero))
    #expect(try arena.body(.hero).position == Arena.place(1, 12))
    #expect(try arena.vitals(.hero).health == 100)
  }

  @Test func vitalsLeaveAndComeWithTheBody() throws {
    var arena = Arena(lines, creature: Bestiary.deer)
    arena.use(Bestiary.slash, on: arena.creatures[0])
    arena.use(Bestiary.fireball, on: arena.creatures[0])
    arena.run(.leave(.hero))
    guard case .left(let body) = arena.effects.first else {
      Issue.record("it left")
      return
    }
    #expect(body.vitals?.ready.count == 2 && body.vitals?.mana == 90)
    arena.run(.enter(body))
    #expect(try arena.vitals(.hero) == body.vitals)
    var forged = body
    forged.vitals = Vitals(health: .max, healthMax: .max, mana: -5, manaMax: .max, level: 999)
    arena.run(.leave(.hero))
    arena.run(.enter(forged))
    let vitals = try arena.vitals(.hero)
    #expect(vitals.level == 4 && vitals.health == 160 && vitals.healthMax == 160)
    #expect(vitals.mana == 0)
  }
}
