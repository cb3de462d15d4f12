import Model
import Testing
import World

@Suite struct SightTests {
  /// Everything that a step says of who sees whom, against every pair of entities.
  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func sightIsWhatEveryPairSays(seed: UInt64) {
    var simulation = Simulation.scattered(seed: seed)
    var script = Script(grid: simulation.grid, region: simulation.region, ids: 150, seed: seed)
    var witness = Witness()
    for tick in 1...400 as ClosedRange<UInt64> {
      simulation.step(script.intents(), at: Tick(tick))
      witness.check(simulation, ids: script.ids)
    }
    #expect(witness.appeared > 1_000 && witness.vanished > 1_000, "the script made people meet")
    #expect(witness.ghostsSeen > 1_000, "and look over borders")
  }

  @Test func theRadiusIsACircleAndItsEdgeCounts() {
    var simulation = Simulation.open()
    let start = Position(unitsX: 384, unitsY: 384)
    let there = [
      Position(x: start.x + 100 * .one, y: start.y), Position(x: start.x, y: start.y - 100 * .one),
      Position(x: start.x + 60 * .one, y: start.y + 80 * .one),
      Position(x: start.x + 100 * .one + 1, y: start.y),
      Position(x: start.x + 99 * .one, y: start.y + 99 * .one),
    ]
    var intents: [Intent] = [.enter(player(1, 384, 384))]
    for (number, place) in there.enumerated() {
      let body = Body(id: EntityID(UInt64(number) + 2), position: place, speed: 0)
      intents.append(.ghostAppear(body, from: Maps.region(0, 0)))
    }
    simulation.step(intents, at: Tick(1))
    let seen = simulation.withSight(of: simulation.observers[0]) { sight in
      Set(sight.visible.map { simulation.id(at: $0).rawValue })
    }
    #expect(seen == [2, 3, 4])
  }

  @Test func thousandsInOnePlaceAllSeeEachOther() {
    var simulation = Simulation.open()
    let intents = (1...700).map { Intent.enter(player(UInt64($0), 380 + Int32($0 % 7), 384)) }
    simulation.step(intents, at: Tick(1))
    for observer in simulation.observers {
      simulation.withSight(of: observer) { sight in
        #expect(sight.visible.count == 699 && sight.appeared.count == 699)
        #expect(!sight.visible.contains(observer.index))
      }
    }
    simulation.run()
    simulation.withSight(of: simulation.observers[0]) { sight in
      #expect(sight.visible.count == 699 && sight.appeared.isEmpty && sight.vanished.isEmpty)
    }
  }
}

/// Looks at a simulation from outside and remembers what was seen in the last step.
private struct Witness {
  private var seen: [Slot: Set<Slot>] = [:]
  private(set) var appeared = 0
  private(set) var vanished = 0
  private(set) var ghostsSeen = 0

  mutating func check(_ simulation: borrowing Simulation, ids: UInt32) {
    let slots = (1...UInt64(ids)).compactMap { simulation.slot(of: EntityID($0)) }
    let owned = slots.filter { simulation.isOwned(simulation.id(at: $0.index)) }
    #expect(simulation.observers == owned.sorted { $0.index < $1.index })
    #expect(simulation.population == owned.count)
    #expect(simulation.ghostCount == slots.count - owned.count)
    let entered = Set(
      simulation.effects.compactMap { effect -> Slot? in
        if case .entered(_, let slot) = effect { slot } else { nil }
      })
    var now: [Slot: Set<Slot>] = [:]
    for observer in owned {
      let visible = everyoneInSight(of: observer, among: slots, simulation)
      let before = entered.contains(observer) ? [] : seen[observer] ?? []
      now[observer] = visible
      compare(observer, visible, before, simulation)
      ghostsSeen += visible.count { !simulation.isOwned(simulation.id(at: $0.index)) }
    }
    seen = now
  }

  private func everyoneInSight(
    of observer: Slot, among slots: [Slot], _ simulation: borrowing Simulation
  ) -> Set<Slot> {
    let radius = Int64(simulation.grid.viewRadiusUnits) * 256
    let eye = simulation.body(at: observer).position
    var visible: Set<Slot> = []
    for slot in slots where slot != observer {
      if eye.distanceSquared(to: simulation.body(at: slot).position) <= radius * radius {
        visible.insert(slot)
      }
    }
    return visible
  }

  private mutating func compare(
    _ observer: Slot, _ visible: Set<Slot>, _ before: Set<Slot>, _ simulation: borrowing Simulation
  ) {
    let indices = Set(visible.map(\.index))
    let indicesBefore = Set(before.map(\.index))
    let lists = simulation.withSight(of: observer) { sight in
      (Array(sight.visible), Array(sight.appeared), Array(sight.vanished))
    }
    #expect(lists.0.count == visible.count && Set(lists.0) == indices)
    #expect(lists.1.sorted() == indices.subtracting(indicesBefore).sorted())
    #expect(lists.2.sorted() == indicesBefore.subtracting(indices).sorted())
    for slot in visible where indicesBefore.contains(slot.index) {
      #expect(before.contains(slot), "an index does not change hands unseen")
    }
    appeared += lists.1.count
    vanished += lists.2.count
  }
}
