import Model
import Testing
import World

@testable import Content

/// The world that ships, played by the rules of the game.
struct ShippedPlayTests {
  private let map: GameMap
  private let rules: Rules

  init() throws {
    let content = try ShippedWorld.shared()
    map = try #require(content.maps[MapID(1)])
    var rules = Rules()
    rules.combat = content.definitions.rules
    self.rules = rules
  }

  private func simulation(of region: RegionID, seed: UInt64 = 1) -> Simulation {
    Simulation(
      grid: map.regions, region: region, collision: map.collision, rules: rules,
      places: map.places, seed: seed)
  }

  /// Whoever walks into the mouth of the Hollow is sent to the region where it ends.
  @Test func theMouthOfTheHollowLeadsInside() throws {
    let portal = try #require(map.objects.first { $0.name == "hollow-mouth" })
    let before = Position(x: portal.position.x, y: portal.area.maxY + 24 * .one)
    let region = try #require(map.regions.region(at: before))
    var simulation = simulation(of: region)
    let walker = EntityID(5)
    simulation.step(
      [
        .enter(Body(id: walker, position: before, speed: rules.playerSpeed)),
        .steer(walker, .heading(dx: 0, dy: -127)),
      ], at: Tick(1))
    var arrival: Position?
    for tick in 2...20 where arrival == nil {
      simulation.step([], at: Tick(UInt64(tick)))
      for case .crossing(walker, _, let target, let place) in simulation.effects {
        #expect(target == RegionID(map: MapID(1), column: 0, row: 0))
        arrival = place
      }
    }
    let place = try #require(arrival)
    let hollow = try #require(map.objects.first { $0.name == "The Hollow" })
    #expect(hollow.area.contains(place))
  }

  /// Players who run about and strike at all they meet, in the middle and at the ends of the world:
  /// nobody gets into a wall, creatures keep out of the town, and health stays within its bounds.
  @Test(arguments: [(0, 0), (1, 1), (3, 0), (2, 3), (3, 2)])
  func nothingBreaks(column: UInt8, row: UInt8) throws {
    let region = RegionID(map: MapID(1), column: column, row: row)
    let bounds = map.regions.bounds(of: region)
    var random = SeededGenerator(seed: UInt64(region.rawValue) + 9)
    var simulation = simulation(of: region, seed: 4)
    let players = (1...8).map { EntityID($0) }
    var intents = players.map { id -> Intent in
      .enter(Body(id: id, position: freePlace(in: bounds, &random), speed: rules.playerSpeed))
    }
    let safe = map.places.zones.filter { $0.kind == .safe }
    var blows = 0
    for tick in 1...240 {
      for id in players where random.below(6) == 0 {
        let slots = simulation.population + simulation.creatureCount
        let target = slots > 0 ? simulation.id(at: UInt16(random.below(UInt32(slots)))) : id
        intents.append(.steer(id, heading(&random)))
        intents.append(
          .use(
            id, skill: SkillNumber(UInt16(1 + random.below(4))), target: target,
            dx: 100, dy: Int8(Int(random.below(200)) - 100)))
        if random.below(4) == 0 { intents.append(.revive(id)) }
      }
      simulation.step(intents, at: Tick(UInt64(tick)))
      intents.removeAll()
      blows += simulation.events.count { $0.kind == .damage }
      for slot in 0..<UInt16(simulation.creatureCount) {
        let (position, _) = simulation.pose(at: slot)
        #expect(!map.isBlocked(position))
        let vitals = simulation.vitals(at: slot)
        #expect(vitals.health >= 0 && vitals.health <= vitals.healthMax)
        guard simulation.kind(at: slot).kind == .creature else { continue }
        #expect(!safe.contains { $0.bounds.contains(position) })
      }
    }
    if simulation.creatureCount > 10 { #expect(blows > 0, "somebody was met") }
  }

  private func heading(_ random: inout SeededGenerator) -> Motion {
    .heading(dx: Int8(Int(random.below(255)) - 127), dy: Int8(Int(random.below(255)) - 127))
  }

  private func freePlace(in bounds: Rectangle, _ random: inout SeededGenerator) -> Position {
    for _ in 0..<1_000 {
      let place = Position(
        x: bounds.minX + Fixed(random.below(UInt32(bounds.maxX - bounds.minX))),
        y: bounds.minY + Fixed(random.below(UInt32(bounds.maxY - bounds.minY))))
      if !map.isBlocked(place) { return place }
    }
    return Position(x: bounds.minX, y: bounds.minY)
  }
}
