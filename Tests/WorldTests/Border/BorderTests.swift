import Model
import Testing
import World

@Suite struct BorderTests {
  /// Every list for every neighbour against every entity, corners and the map's edge included.
  @Test(arguments: [0, 1, 2] as [UInt8], 1...3 as ClosedRange<UInt64>)
  func neighboursAreToldWhatStandsInTheirReach(column: UInt8, seed: UInt64) {
    let region = Maps.region(column, UInt8(seed % 3))
    var simulation = Simulation(
      grid: Maps.small, region: region,
      collision: Maps.scattered(Maps.small, oneIn: 9, seed: seed), rules: Rules(), seed: seed)
    var script = Script(grid: Maps.small, region: region, ids: 80, seed: seed &* 77)
    var shown: [RegionID: Set<UInt16>] = [:]
    var poses: [UInt16: Body] = [:]
    var moves = 0
    for tick in 1...300 as ClosedRange<UInt64> {
      simulation.step(script.intents(), at: Tick(tick))
      var now: [UInt16: Body] = [:]
      for slot in simulation.observers { now[slot.index] = simulation.body(at: slot) }
      for neighbour in Maps.small.neighbours(of: region) {
        let area = Maps.small.bounds(of: neighbour)
          .expanded(by: simulation.rules.ghostReach(of: Maps.small))
        let present = Set(now.filter { area.contains($0.value.position) }.keys)
        let before = shown[neighbour] ?? []
        let moved = present.intersection(before).filter {
          poses[$0]?.position != now[$0]?.position || poses[$0]?.facing != now[$0]?.facing
        }
        simulation.withBorder(toward: neighbour) { border in
          #expect(Array(border.present) == present.sorted())
          #expect(Array(border.appeared) == present.subtracting(before).sorted())
          #expect(Array(border.vanished) == before.subtracting(present).sorted())
          #expect(Set(border.moved).isSuperset(of: moved))
          #expect(present.intersection(before).isSuperset(of: border.moved))
          moves += border.moved.count
        }
        shown[neighbour] = present
      }
      poses = now
    }
    #expect(moves > 300)
  }

  @Test func aCornerIsABorderOfThreeNeighbours() {
    var simulation = Simulation.open()
    simulation.run(.enter(player(1, 260, 260)))
    let told = Maps.small.neighbours(of: Maps.region(1, 1)).filter { neighbour in
      simulation.withBorder(toward: neighbour) { !$0.appeared.isEmpty }
    }
    #expect(told == [Maps.region(0, 0), Maps.region(1, 0), Maps.region(0, 1)])
  }

  @Test func whoeverIsHandedOverVanishesFromTheBorders() {
    var simulation = Simulation.open()
    simulation.run(.enter(player(1, 260, 384)))
    let slot = simulation.slot(of: EntityID(1))
    simulation.run(.release(EntityID(1), to: Maps.region(0, 1)))
    simulation.withBorder(toward: Maps.region(0, 1)) { border in
      #expect(border.vanished.first == slot?.index && border.present.isEmpty)
    }
    #expect(simulation.slot(of: EntityID(1)) == slot, "and stays as a ghost")
  }
}
