import Model
import Testing
import World

/// Those who look after the world put players elsewhere and set what they are.
@Suite struct SummonsTests {
  private static let far = Position(unitsX: 100, unitsY: 100)

  private func world() -> Simulation {
    Simulation(
      grid: Maps.small, region: Maps.region(1, 1), collision: Maps.open(Maps.small),
      rules: Rules(), seed: 1)
  }

  @Test func withinTheRegionItIsAtOnce() throws {
    var simulation = world()
    simulation.run(.enter(player(1, 384, 310)))
    simulation.run(.steer(.hero, .heading(dx: 1, dy: 0)))
    let place = Position(unitsX: 480, unitsY: 450)
    simulation.run(.summon(.hero, to: Maps.region(1, 1), at: place))
    let body = simulation.body(at: try simulation.find(.hero))
    #expect(body.position == place && body.motion == .standing)
    #expect(simulation.events.contains { $0.source == .hero }, "it is seen to come")
  }

  @Test func toAnotherRegionItIsACrossingUntilDismissed() throws {
    var simulation = world()
    simulation.run(.enter(player(1, 384, 310)))
    let slot = try simulation.find(.hero)
    let crossing = Effect.crossing(.hero, slot, to: Maps.region(0, 0), arrival: Self.far)
    let effects = simulation.run(.summon(.hero, to: Maps.region(0, 0), at: Self.far))
    #expect(effects == [crossing])
    #expect(simulation.run() == [crossing], "until somebody does something about it")
    #expect(simulation.departing(at: slot).position == Self.far)
    #expect(simulation.departing(at: slot).hasTravelled)
    #expect(simulation.body(at: slot).position == Position(unitsX: 384, unitsY: 310))
    #expect(simulation.run(.dismiss(.hero)) == [])
  }

  @Test func whoIsReleasedLeavesNoGhost() throws {
    var simulation = world()
    simulation.run(.enter(player(1, 384, 310)))
    simulation.run(.summon(.hero, to: Maps.region(0, 0), at: Self.far))
    simulation.run(.freeze(.hero))
    simulation.run(.release(.hero, to: Maps.region(0, 0)))
    #expect(simulation.slot(of: .hero) == nil)
    // Nor is it called again when it comes back.
    simulation.run(.enter(player(1, 384, 310)))
    #expect(simulation.run() == [])
  }

  @Test func nobodyIsMovedWhileFrozen() throws {
    var simulation = world()
    simulation.run(.enter(player(1, 384, 310)))
    simulation.run(.freeze(.hero))
    simulation.run(
      .summon(.hero, to: Maps.region(1, 1), at: Position(unitsX: 480, unitsY: 450)))
    simulation.run(.adjust(.hero, VitalsChange(level: 2)))
    let body = simulation.body(at: try simulation.find(.hero))
    #expect(body.position == Position(unitsX: 384, unitsY: 310))
    #expect(body.vitals?.level == 1)
  }

  private func vitals(
    _ change: VitalsChange, dead: Bool = false, _ levels: [UInt64] = [100, 200]
  ) throws -> Vitals {
    var rules = Rules()
    rules.combat = CombatRules(
      skills: [], creatures: [], playerSkills: [], experience: levels)
    var simulation = Simulation(
      grid: Maps.small, region: Maps.region(1, 1), collision: Maps.open(Maps.small),
      rules: rules, seed: 1)
    var body = player(1, 384, 310)
    body.vitals = .player(level: 1, rules: rules.combat)
    if dead { body.vitals?.respawnAt = Tick(9_999) }
    simulation.run(.enter(body))
    simulation.run(.adjust(.hero, change))
    return try #require(simulation.body(at: try simulation.find(.hero)).vitals)
  }

  @Test func attributesAreSetWithinTheRules() throws {
    let start = try vitals(VitalsChange())
    #expect(try vitals(VitalsChange(health: 1)).health == 1)
    #expect(try vitals(VitalsChange(health: .max)).health == start.healthMax)
    #expect(try vitals(VitalsChange(mana: -5)).mana == 0)
    let second = try vitals(VitalsChange(level: 2, experience: 7))
    #expect(second.level == 2 && second.experience == 7)
    #expect(try vitals(VitalsChange(level: 99)).level == 3)
    #expect(try vitals(VitalsChange(experience: 5_000)).experience == 99, "no level by accident")
  }

  @Test func theDeadStayDead() throws {
    let dead = try vitals(VitalsChange(health: 50, level: 2), dead: true)
    #expect(dead.isDead && dead.health == 0 && dead.level == 2)
  }
}
