import Model
import Testing
import World

@Suite struct SkillTests {
  static let pair = BehaviorTests.hall(("P", 5, 6), ("G", 6, 6))

  @Test func aMeleeSkillMeetsAtOnce() throws {
    var arena = Arena(Self.pair, creature: Bestiary.deer)
    let deer = arena.creatures[0]
    arena.use(Bestiary.slash, on: deer)
    #expect(arena.events.map(\.kind) == [.skillUsed, .damage])
    // (20 + 10 / 2) ± 10 %, 2 % less for the level above, defence 2.
    let amount = try #require(arena.events.last).amount
    #expect((19...25).contains(amount))
    #expect(try arena.vitals(deer).health == 60 - amount)
    #expect(try arena.shown(.hero).state == .fighting)
    let slot = try arena.simulation.find(deer).index
    #expect(arena.simulation.vitalsChanged(slot) == true)
    arena.run(ticks: 2)  // in the first it takes to its heels
    #expect(arena.simulation.vitalsChanged(slot) == false)
  }

  @Test func aProjectileTakesItsTime() throws {
    var arena = Arena(BehaviorTests.hall(("P", 2, 6), ("G", 7, 6)), creature: Bestiary.deer)
    let deer = arena.creatures[0]
    arena.use(Bestiary.fireball, on: deer, ticks: 10)
    #expect(arena.events.map(\.kind) == [.skillUsed])
    #expect(try arena.vitals(.hero).mana == 90)
    arena.run()
    #expect(arena.events.map(\.kind) == [.damage], "160 units at 16 a tick")
  }

  @Test func aHealMeetsOneselfOrAFriendButNoCreature() throws {
    var arena = Arena(BehaviorTests.hall(("P", 5, 6), ("P", 6, 6), ("G", 7, 6)))
    let goblin = arena.creatures[0]
    arena.run(ticks: 60) { $0.events.contains { $0.kind == .damage } }
    let hurt = try #require(arena.events.first { $0.kind == .damage }).target
    let before = try arena.vitals(hurt).health
    let helper: UInt64 = hurt == .hero ? 2 : 1
    arena.use(Bestiary.heal, on: goblin, by: helper)
    #expect(arena.refusal == .target)
    arena.use(Bestiary.heal, on: hurt, by: helper)
    #expect(arena.count(.heal, of: hurt) == 1)
    #expect(try arena.vitals(hurt).health >= min(before + 1, 100))
    arena.use(Bestiary.heal, by: hurt.rawValue)
    #expect(arena.count(.heal, of: hurt) == 1, "without a target: oneself")
  }

  @Test func aDashStopsAtAWall() throws {
    var arena = Arena([
      "........", "........", "..P.....", "..P..#..", "........", "........",
      "........", "........",
    ])
    let start = (try arena.body(.hero).position, try arena.body(.friend).position)
    arena.run(
      .use(.hero, skill: Bestiary.dash, target: nil, dx: 10, dy: 0),
      .use(.friend, skill: Bestiary.dash, target: nil, dx: 100, dy: 0))
    let end = (try arena.body(.hero).position, try arena.body(.friend).position)
    #expect((end.0.x - start.0.x) / 256 == 96 || (end.0.x - start.0.x) / 256 == 95)
    #expect(end.1.x == 160 * 256 - 10 * 256, "the wall stops the body's edge")
    arena.use(Bestiary.dash, by: 1)
    #expect(arena.refusal == .cooldown)
  }

  @Test func aPushCarriesAway() throws {
    var arena = Arena(Self.pair, creature: Bestiary.deer)
    let deer = arena.creatures[0]
    let before = try arena.body(deer).position
    arena.use(Bestiary.shove, on: deer)
    let moved = try arena.body(deer).position.x - before.x
    #expect(moved >= 63 * 256 && moved <= 70 * 256)
  }

  @Test func aRadiusMeetsEverybodyHostileAround() throws {
    var arena = Arena(
      BehaviorTests.hall(("P", 5, 6), ("G", 6, 6), ("G", 6, 7), ("G", 12, 12), ("P", 6, 5)),
      creature: Bestiary.deer, level: 3)
    let deer = arena.creatures
    arena.use(Bestiary.nova, on: deer[0], by: 2)
    #expect(arena.count(.damage) == 2 && arena.count(.damage, of: deer[2]) == 0)
    #expect(arena.count(.death) == 2, "and no player")
  }

  struct Refused: CustomTestStringConvertible, Sendable {
    var reason: UseRefusal
    var skill: SkillNumber
    var map: [String]
    var target: EntityID?
    var testDescription: String { "\(reason)" }
  }

  static let wall = [
    "........", "........", "...#....", "..P#G...", "...#....", "........",
    "........", "........",
  ]
  static let refusals = [
    Refused(reason: .unknown, skill: SkillNumber(0), map: pair, target: nil),
    Refused(reason: .unknown, skill: SkillNumber(77), map: pair, target: nil),
    Refused(reason: .unknown, skill: Bestiary.spit, map: pair, target: nil),
    Refused(reason: .level, skill: Bestiary.nova, map: pair, target: nil),
    Refused(reason: .target, skill: Bestiary.slash, map: pair, target: nil),
    Refused(reason: .target, skill: Bestiary.slash, map: pair, target: .hero),
    Refused(reason: .target, skill: Bestiary.slash, map: pair, target: EntityID(99)),
    Refused(reason: .direction, skill: Bestiary.dash, map: pair, target: nil),
    Refused(
      reason: .range, skill: Bestiary.slash,
      map: BehaviorTests.hall(("P", 1, 1), ("G", 9, 9)), target: creature),
    Refused(reason: .sight, skill: Bestiary.fireball, map: wall, target: creature),
  ]
  static let creature = EntityID.creature(
    region: RegionID(map: Maps.map, column: 0, row: 0), epoch: Epoch(3), counter: 0)

  @Test(arguments: refusals)
  func whatMayNotBeUsedIsRefusedAndCostsNothing(_ refused: Refused) throws {
    var arena = Arena(refused.map, creature: Bestiary.deer)
    let before = try arena.vitals(.hero)
    arena.use(refused.skill, on: refused.target)
    #expect(arena.refusal == refused.reason)
    #expect(arena.events.map(\.audience) == [.only(.hero)])
    #expect(try arena.vitals(.hero) == before)
  }

  @Test func playersDoNotHurtPlayers() throws {
    var arena = Arena(BehaviorTests.hall(("P", 5, 6), ("P", 6, 6)))
    arena.use(Bestiary.slash, on: .friend)
    #expect(arena.refusal == .target)
    arena.run(
      .deed(
        BorderDeed(
          source: EntityID(9), level: 9, origin: .init(unitsX: 0, unitsY: 0), target: .friend,
          skill: .none, kind: .damage(50, .fire))))
    #expect(try arena.vitals(.friend).health == 100 && arena.events.isEmpty)
  }

  @Test func manaRunsOutAndComesBack() throws {
    var rules = Bestiary.rules
    rules.skills[2].cooldownTicks = 0
    var arena = Arena(BehaviorTests.hall(("P", 5, 6)), rules: rules)
    for _ in 0..<5 { arena.use(Bestiary.heal) }
    #expect(try arena.vitals(.hero).mana <= 5)
    arena.use(Bestiary.heal)
    #expect(arena.refusal == .mana)
    arena.run(ticks: 100)
    let mana = try arena.vitals(.hero).mana
    #expect((20...30).contains(mana), "5 a second")
    arena.run(ticks: 400)
    #expect(try arena.vitals(.hero).mana == 100)
  }

  @Test func cooldownsHoldToTheTick() throws {
    var arena = Arena(BehaviorTests.hall(("P", 5, 6)))
    arena.use(Bestiary.heal, ticks: 39)
    arena.use(Bestiary.heal)
    // The use was in the first of 39 ticks, so this is the 39th after it.
    #expect(arena.refusal == .cooldown)
    arena.use(Bestiary.heal)
    #expect(arena.refusal == nil && arena.count(.heal) == 1)
  }
}
