import Model
import Testing
import World

@Suite struct PortalTests {
  static func bounds(_ column: Int, _ row: Int) -> Rectangle {
    let place = Arena.place(column, row)
    return Rectangle(
      minX: place.x - 16 * .one, minY: place.y - 16 * .one, maxX: place.x + 16 * .one,
      maxY: place.y + 16 * .one)
  }

  @Test func aPortalCarriesElsewhereAndNotBackAtOnce() throws {
    var arena = Arena(BehaviorTests.hall(("P", 1, 1))) { places in
      places.portals = [
        Portal(bounds: Self.bounds(3, 1), destination: Arena.place(10, 10)),
        Portal(bounds: Self.bounds(10, 10), destination: Arena.place(3, 1)),
      ]
    }
    arena.run(.steer(.hero, .walking(to: Arena.place(3, 1))), ticks: 20)
    #expect(try arena.body(.hero).position == Arena.place(10, 10))
    arena.run(ticks: 50)
    #expect(try arena.body(.hero).position == Arena.place(10, 10), "no way back until it steps out")
    arena.run(.steer(.hero, .walking(to: Arena.place(12, 10))), ticks: 20)
    arena.run(.steer(.hero, .walking(to: Arena.place(10, 10))), ticks: 20)
    #expect(try arena.body(.hero).position == Arena.place(3, 1))
  }

  /// The middle region of the small map, with a portal and a sanctuary in regions far away.
  private func world() -> Simulation {
    let places = Places(
      portals: [
        Portal(
          bounds: Rectangle(minX: 390 * 256, minY: 290 * 256, maxX: 430 * 256, maxY: 330 * 256),
          destination: Position(unitsX: 100, unitsY: 100))
      ], sanctuary: Position(unitsX: 700, unitsY: 700))
    return Simulation(
      grid: Maps.small, region: Maps.region(1, 1), collision: Maps.open(Maps.small),
      rules: Rules(), places: places, seed: 1)
  }

  @Test func aPortalToAnotherRegionIsACrossingWithAnArrival() throws {
    var simulation = world()
    simulation.run(.enter(player(1, 384, 310)))
    let slot = try simulation.find(.hero)
    simulation.run(.steer(.hero, .heading(dx: 1, dy: 0)))
    let crossing = Effect.crossing(
      .hero, slot, to: Maps.region(0, 0), arrival: Position(unitsX: 100, unitsY: 100))
    #expect(simulation.effects == [crossing])
    #expect(simulation.run() == [crossing], "until somebody does something about it")
    let offered = simulation.departing(at: slot)
    #expect(offered.position == Position(unitsX: 100, unitsY: 100) && offered.motion == .standing)
    #expect(simulation.run(.freeze(.hero)).isEmpty)
    simulation.run(.release(.hero, to: Maps.region(0, 0)))
    #expect(simulation.slot(of: .hero) == nil, "no ghost stays where it is not")
  }

  @Test func whoEntersInAPortalMustLeaveItFirst() {
    var simulation = world()
    simulation.run(.enter(player(1, 410, 310)))
    #expect(simulation.events.isEmpty, "it walked in")
    #expect(simulation.run().isEmpty)
    simulation.run(.steer(.hero, .heading(dx: 0, dy: 1)))
    for _ in 0..<10 { simulation.run() }
    simulation.run(.steer(.hero, .heading(dx: 0, dy: -1)))
    var crossings = 0
    for _ in 0..<10 { crossings += simulation.run().count }
    #expect(crossings > 0)
  }

  @Test func theReturnToLifeElsewhereIsNeitherLostNorDoubled() throws {
    var simulation = world()
    var dead = player(1, 384, 384)
    dead.vitals = .player(level: 1, rules: CombatRules())
    dead.vitals?.respawnAt = Tick(5)
    simulation.run(.enter(dead))
    #expect(simulation.run(.revive(.hero)).isEmpty, "not yet")
    for _ in 0..<5 { simulation.run() }
    let slot = try simulation.find(.hero)
    let crossing = Effect.crossing(
      .hero, slot, to: Maps.region(2, 2), arrival: Position(unitsX: 700, unitsY: 700))
    #expect(simulation.run(.revive(.hero)) == [crossing])
    #expect(simulation.run(.freeze(.hero)).isEmpty)
    #expect(simulation.run(.unfreeze(.hero)) == [crossing], "refused: it tries again")
    #expect(simulation.vitals(at: slot.index).isDead, "and is dead here all the time")
    let offered = simulation.departing(at: slot)
    #expect(offered.vitals?.isDead == false && offered.vitals?.health == 100)
    simulation.run(.freeze(.hero), .release(.hero, to: Maps.region(2, 2)))
    #expect(simulation.slot(of: .hero) == nil)

    var there = Simulation(
      grid: Maps.small, region: Maps.region(2, 2), collision: Maps.open(Maps.small),
      rules: Rules(), seed: 1)
    there.run(.enter(offered))
    #expect(there.events.map(\.kind) == [.travel], "whoever sees it is told that it did not walk")
    let arrived = there.body(at: try there.find(.hero))
    #expect(arrived.position == Position(unitsX: 700, unitsY: 700))
    #expect(arrived.vitals?.isDead == false)
  }
}
