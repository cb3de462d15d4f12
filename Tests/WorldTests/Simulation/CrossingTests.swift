import Model
import Testing
import World

@Suite struct CrossingTests {
  let id = EntityID(1)

  @Test func acrossIsReportedPastTheMarginUntilFrozen() throws {
    var simulation = Simulation.open()
    simulation.run(.enter(player(1, 500, 384, motion: .heading(dx: 1, dy: 0))))
    let slot = try simulation.find(id)
    var first: Fixed?
    for _ in 0..<10 {
      let effects = simulation.run()
      let x = simulation.body(at: slot).position.x
      let isPast = x >= (512 + 16) * .one
      #expect(effects == (isPast ? [.crossing(id, slot, to: Maps.region(2, 1), arrival: nil)] : []))
      if isPast, first == nil { first = x }
    }
    #expect(first != nil)
    let place = simulation.body(at: slot).position
    #expect(simulation.run(.freeze(id)).isEmpty)
    #expect(simulation.run(.steer(id, .heading(dx: -1, dy: 0))).isEmpty)
    #expect(simulation.body(at: slot).position == place && simulation.isFrozen(id))
    simulation.run(.unfreeze(id))
    #expect(simulation.body(at: slot).position.x > place.x, "goes on as before the freeze")
  }

  @Test func overACornerGoesToTheRegionBehindIt() throws {
    var simulation = Simulation.open()
    simulation.run(.enter(player(1, 230, 230)))
    let slot = try simulation.find(id)
    #expect(simulation.run() == [.crossing(id, slot, to: Maps.region(0, 0), arrival: nil)])
  }

  @Test func aPlayerWhomNobodyTakesStopsWhereTheReachEnds() throws {
    var simulation = Simulation.open()
    simulation.run(.enter(player(1, 500, 384, motion: .heading(dx: 1, dy: 0))))
    simulation.run(
      .enter(player(2, 500, 300, motion: .walking(to: Position(unitsX: 760, unitsY: 300)))))
    for _ in 0..<200 { simulation.run() }
    for id in [EntityID(1), EntityID(2)] {
      let slot = try simulation.find(id)
      let x = simulation.body(at: slot).position.x
      #expect(x < (512 + 100) * .one && x > (512 + 80) * .one)
    }
  }

  @Test func intentsOfOneTickAreTakenInOrder() throws {
    var simulation = Simulation.open()
    let effects = simulation.run(
      .enter(player(1, 300, 300)), .leave(id), .enter(player(1, 320, 320)))
    let slot = try simulation.find(id)
    #expect(effects.count == 3 && effects.last == .entered(id, slot))
    var left = player(1, 300, 300)
    left.vitals = .player(level: 1, rules: CombatRules())
    left.condition = Condition()
    #expect(effects[1] == .left(left))
    #expect(simulation.body(at: slot).position == Position(unitsX: 320, unitsY: 320))
  }
}
