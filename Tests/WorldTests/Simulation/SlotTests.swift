import Model
import Testing
import World

@Suite struct SlotTests {
  @Test func aFreedSlotIsGivenOnInALaterTickWithTheNextGeneration() throws {
    var simulation = Simulation.open()
    simulation.run(.enter(player(1, 300, 300)), .enter(player(9, 310, 300)))
    let first = try simulation.find(EntityID(1))
    simulation.run(.leave(EntityID(1)), .enter(player(2, 300, 300)))
    let second = try simulation.find(EntityID(2))
    #expect(second.index != first.index, "watchers are told of one change of a slot in a tick")
    #expect(simulation.id(at: first.index) == EntityID(1), "it names the one who left")
    let watcher = try simulation.find(EntityID(9))
    simulation.withSight(of: watcher) { sight in
      #expect(sight.vanished == [first.index] && sight.appeared == [second.index])
    }
    simulation.run(.enter(player(3, 300, 300)))
    let third = try simulation.find(EntityID(3))
    #expect(third.index == first.index && third.generation == first.generation + 1)
  }

  @Test func aFullRegionRefusesAndCounts() throws {
    var simulation = Simulation.open(capacity: 8)
    for id in 1...8 as ClosedRange<UInt64> { simulation.run(.enter(player(id, 300, 300))) }
    #expect(
      simulation.run(.enter(player(9, 300, 300))) == [.refused(EntityID(9), .full)])
    #expect(simulation.counters.refusedFull == 1 && simulation.population == 8)
    simulation.run(.leave(EntityID(4)))
    let effects = simulation.run(.enter(player(9, 300, 300)))
    let slot = try simulation.find(EntityID(9))
    #expect(effects == [.entered(EntityID(9), slot)])
  }

  @Test func ghostsLeaveRoomForPlayers() {
    var simulation = Simulation.open(capacity: 8)
    for id in 1...20 as ClosedRange<UInt64> {
      simulation.run(.ghostAppear(player(id, 300, 300), from: Maps.region(0, 0)))
    }
    #expect(simulation.ghostCount == 6 && simulation.counters.ghostsRefused == 14)
    simulation.run(.enter(player(21, 300, 300)), .enter(player(22, 300, 300)))
    #expect(simulation.population == 2)
    // Somebody whose ghost stands here already finds a place even now.
    simulation.run(.enter(player(1, 300, 300)))
    #expect(simulation.population == 3 && simulation.ghostCount == 5)
  }

  @Test func whoIsRefusedLearnsWhy() {
    var simulation = Simulation(
      grid: Maps.small, region: Maps.region(1, 1),
      collision: Maps.scattered(Maps.small, oneIn: 1, seed: 1), rules: Rules(), seed: 1)
    #expect(
      simulation.run(.enter(player(1, 300, 300)), .leave(EntityID(5)))
        == [.refused(EntityID(1), .blocked), .refused(EntityID(5), .absent)])
    var open = Simulation.open()
    open.run(.enter(player(1, 300, 300)))
    #expect(
      open.run(.enter(player(1, 300, 300)), .enter(player(2, 10, 10)), .enter(player(3, -99, 9)))
        == [
          .refused(EntityID(1), .present), .refused(EntityID(2), .outside),
          .refused(EntityID(3), .outside),
        ])
  }

  @Test func whoEntersInAWallStandsBesideIt() throws {
    let map = ["........", "........", "..####..", "..####..", "..####..", "........", "........"]
    let grid = Maps.single(map)
    let collision = Maps.drawn(map)
    var simulation = Simulation(
      grid: grid, region: grid.regions[0], collision: collision, rules: Rules(), seed: 1)
    simulation.run(.enter(player(1, 4 * 32, 3 * 32 + 20)))
    let slot = try simulation.find(EntityID(1))
    let place = simulation.body(at: slot).position
    #expect(collision.isFree(place, halfWidth: 10 * .one))
    #expect(place.distanceSquared(to: Position(unitsX: 4 * 32, unitsY: 116)) < (100 * 256) << 16)
    #expect(simulation.counters.displaced == 1)
  }
}
