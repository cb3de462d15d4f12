import Model
import Testing
import World

@Suite struct GhostTests {
  let west = Maps.region(0, 1)
  let north = Maps.region(1, 0)
  let id = EntityID(7)

  /// Who watches a player come over from another region and go back sees no blink.
  @Test func comingAndGoingKeepsTheSlotAndTheSight() throws {
    var simulation = Simulation.open()
    simulation.run(.enter(player(1, 300, 300)), .ghostAppear(player(7, 250, 300), from: west))
    let slot = try simulation.find(id)
    let watcher = simulation.observers[0]
    for intent in [
      Intent.enter(player(7, 258, 300)), .release(id, to: west), .enter(player(7, 258, 300)),
    ] {
      simulation.run(intent)
      #expect(simulation.slot(of: id) == slot)
      simulation.withSight(of: watcher) { sight in
        #expect(sight.appeared.isEmpty && sight.vanished.isEmpty)
        #expect(sight.visible == [slot.index])
      }
    }
    simulation.withSight(of: slot) { #expect($0.appeared == [watcher.index]) }
  }

  @Test func aGhostOfAnOwnedEntityIsIgnored() throws {
    var simulation = Simulation.open()
    simulation.run(.enter(player(7, 300, 300)))
    let slot = try simulation.find(id)
    let before = simulation.body(at: slot)
    simulation.run(
      .ghostAppear(player(7, 250, 250), from: west),
      .ghostMove(id, Position(unitsX: 9, unitsY: 9), facing: 3), .ghostVanish(id, from: west),
      .ghostsLost(from: west))
    #expect(simulation.body(at: slot) == before && simulation.isOwned(id))
    #expect(simulation.counters.ignored == 3)
  }

  @Test func onlyTheRegionThatShowsAGhostTakesItAway() {
    var simulation = Simulation.open()
    simulation.run(.ghostAppear(player(7, 250, 250), from: west))
    simulation.run(.ghostVanish(id, from: north))
    for _ in 0..<10 { simulation.run() }
    #expect(simulation.slot(of: id) != nil)
    simulation.run(.ghostsLost(from: north))
    #expect(simulation.slot(of: id) != nil)
    simulation.run(.ghostsLost(from: west))
    #expect(simulation.slot(of: id) == nil && simulation.ghostCount == 0)
  }

  @Test func aVanishedGhostLingersAndStaysWhenAnotherRegionShowsIt() throws {
    var simulation = Simulation.open()
    simulation.run(.ghostAppear(player(7, 250, 250), from: west))
    let slot = try simulation.find(id)
    simulation.run(.ghostVanish(id, from: west))
    simulation.run(.ghostAppear(player(7, 251, 250), from: north))
    for _ in 0..<10 { simulation.run() }
    #expect(simulation.slot(of: id) == slot, "handed on between neighbours: no blink")
    simulation.run(.ghostVanish(id, from: north))
    #expect(simulation.slot(of: id) == slot)
    for _ in 0..<simulation.rules.ghostLingerTicks { simulation.run() }
    #expect(simulation.slot(of: id) == nil)
  }

  @Test func whatTheNewRegionSaidBeforeTheReleaseCounts() throws {
    var simulation = Simulation.open()
    simulation.run(.enter(player(7, 258, 300)), .freeze(id))
    simulation.run(
      .ghostAppear(player(7, 250, 300), from: west),
      .ghostMove(id, Position(unitsX: 244, unitsY: 300), facing: 128))
    simulation.run(.release(id, to: west))
    let slot = try simulation.find(id)
    #expect(simulation.body(at: slot).position == Position(unitsX: 244, unitsY: 300))
    #expect(simulation.moved(slot.index) && simulation.body(at: slot).facing == 128)
    for _ in 0..<200 { simulation.run() }
    #expect(simulation.slot(of: id) == slot, "the new region has spoken: it stays")
  }

  @Test func aReleasedEntityOfWhichNothingIsHeardGoes() {
    var simulation = Simulation.open()
    simulation.run(.enter(player(7, 258, 300)))
    simulation.run(.release(id, to: west))
    for _ in 1..<simulation.rules.ghostConfirmTicks { simulation.run() }
    #expect(simulation.slot(of: id) != nil)
    simulation.run()
    simulation.run()
    #expect(simulation.slot(of: id) == nil)
  }

  @Test func aGhostNeitherActsNorIsActedOn() throws {
    var simulation = Simulation.open()
    let body = player(7, 250, 300, motion: .heading(dx: 1, dy: 0))
    simulation.run(.ghostAppear(body, from: west))
    let slot = try simulation.find(id)
    let ignored = simulation.counters.ignored
    let effects = simulation.run(
      .steer(id, .heading(dx: 1, dy: 1)), .freeze(id), .leave(id), .release(id, to: north))
    #expect(effects == [.refused(id, .absent)])
    #expect(simulation.counters.ignored == ignored + 3)
    #expect(simulation.body(at: slot).position == body.position && simulation.observers.isEmpty)
  }

  @Test func aGhostFarAwayHarmsNobody() {
    var simulation = Simulation.open()
    simulation.run(.enter(player(1, 300, 300)), .ghostAppear(player(7, 300, 300), from: west))
    simulation.run(.ghostMove(id, Position(x: .max, y: .min), facing: 0))
    simulation.withSight(of: simulation.observers[0]) { sight in
      #expect(sight.visible.isEmpty && sight.vanished.count == 1)
    }
  }
}
