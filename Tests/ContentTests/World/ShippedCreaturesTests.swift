import Model
import Testing
import World

@testable import Content

/// What lives in the world that ships, and where: nobody is hunted in the town, and it gets worse
/// with the distance from it.
struct ShippedCreaturesTests {
  private func world() throws -> (map: GameMap, definitions: Definitions) {
    let content = try ShippedWorld.shared()
    return (try #require(content.maps[MapID(1)]), content.definitions)
  }

  private func units(_ length: Fixed) -> Double { Double(length) / Double(Fixed.one) }

  /// How far a place is from a rectangle, in world units.
  private func distance(_ place: Position, _ area: Rectangle) -> Double {
    let dx = max(area.minX - place.x, 0, place.x - area.maxX)
    let dy = max(area.minY - place.y, 0, place.y - area.maxY)
    return (units(dx) * units(dx) + units(dy) * units(dy)).squareRoot()
  }

  private func distance(_ a: Position, _ b: Position) -> Double {
    Double(a.distanceSquared(to: b)).squareRoot() / Double(Fixed.one)
  }

  /// As far from the middle of its spawn point as one of these creatures attacks somebody whom
  /// nobody has provoked it against.
  private func reach(of spawn: CreatureSpawn, _ creature: CreatureDefinition) -> Double {
    let way = spawn.waypoints.map { distance($0, spawn.position) }.max() ?? 0
    let roam = max(
      way, units(spawn.roamRadius > 0 ? spawn.roamRadius : creature.patrolRadius))
    return units(spawn.radius) + roam + units(creature.detectRange)
  }

  @Test func thereAreEnoughOfThem() throws {
    let (map, definitions) = try world()
    let count = map.places.spawns.reduce(0) { $0 + $1.countMax }
    #expect((150...250).contains(count), "\(count)")
    #expect(Set(map.places.spawns.map(\.creature)).count == definitions.creatures.count)
    #expect(definitions.creatures.count >= 8)
    #expect(definitions.creatures.allSatisfy { $0.appearance != nil && !$0.description.isEmpty })
    #expect(Set(definitions.rules.creatures.map(\.behavior)).count >= 2)
    #expect(Set(definitions.skills.map(\.type)) == ["melee", "projectile", "heal", "dash"])
    #expect(definitions.rules.playerSkills == (1...4).map { SkillNumber($0) })
  }

  @Test func nobodyIsHuntedInTheTown() throws {
    let (map, definitions) = try world()
    let town = try #require(map.places.zones.first { $0.kind == .safe }).bounds
    let sanctuary = try #require(map.places.sanctuary)
    #expect(town.contains(sanctuary))
    #expect(sanctuary == (try ShippedWorld.shared()).start.spawn.position)
    // The streets to the gates, and a little way beyond.
    let streets = (38...90).flatMap {
      [Position(unitsX: $0 * 32, unitsY: 2_064), Position(unitsX: 2_064, unitsY: $0 * 32)]
    }
    for spawn in map.places.spawns {
      let creature = try #require(definitions.rules.creature(spawn.creature))
      #expect(distance(spawn.position, town) >= units(spawn.radius) + 32)
      guard creature.behavior == .aggressive else { continue }
      let reach = reach(of: spawn, creature)
      #expect(distance(spawn.position, town) > reach, "at \(spawn.position)")
      for street in streets { #expect(distance(spawn.position, street) > reach) }
    }
  }

  @Test func itGetsWorseWithTheDistance() throws {
    let (map, definitions) = try world()
    let middle = Position(unitsX: 2_048, unitsY: 2_048)
    var nearest: [UInt16: Double] = [:]
    for spawn in map.places.spawns {
      let level = try #require(definitions.rules.creature(spawn.creature)).level
      let far = distance(spawn.position, middle)
      nearest[level] = min(nearest[level] ?? far, far)
      // Somebody new meets nothing beyond the first levels within 24 tiles of the square.
      if far < 24 * 32 + 200 { #expect(level <= 3, "\(level) at \(far)") }
      if level >= 7 { #expect(far > 32 * 32, "\(level) at \(far)") }
      if level >= 9 { #expect(far > 44 * 32, "\(level) at \(far)") }
    }
    #expect(nearest.keys.min() == 1)
    #expect(nearest.keys.max() ?? 0 >= 10)
  }

  @Test func theHollowIsReachedByPortalAlone() throws {
    let (map, _) = try world()
    let hollow = try #require(map.objects.first { $0.name == "The Hollow" }).area
    let start = try #require(map.places.sanctuary)
    let tile = map.collision.tileUnits * .one
    let from = (Int(start.x / tile), Int(start.y / tile))
    let passages = map.places.portals.map {
      Reachability.Passage(bounds: $0.bounds, destination: $0.destination)
    }
    let onFoot = Reachability(map.collision, from: [from])
    let byPortal = Reachability(map.collision, from: [from], passages: passages)
    var inside = 0
    for row in 0..<map.collision.rows {
      for column in 0..<map.collision.columns {
        let middle = Position(unitsX: Int32(column) * 32 + 16, unitsY: Int32(row) * 32 + 16)
        guard hollow.contains(middle), byPortal.contains(column: column, row: row) else { continue }
        inside += 1
        #expect(!onFoot.contains(column: column, row: row))
      }
    }
    #expect(inside > 80)
    // One portal leads in, and one out.
    let inward = map.places.portals.filter { hollow.contains($0.destination) }
    let outward = map.places.portals.filter {
      hollow.contains(Position(x: $0.bounds.minX, y: $0.bounds.minY))
    }
    #expect(inward.count == 1 && outward.count == 1)
    let living = map.places.spawns.filter { hollow.contains($0.position) }
    #expect(living.reduce(0) { $0 + $1.countMax } >= 10)
  }

  @Test func portalsAreWalkedInto() throws {
    let (map, _) = try world()
    for portal in map.places.portals {
      let bounds = portal.bounds
      let middle = Position(
        x: bounds.minX + (bounds.maxX - bounds.minX) / 2,
        y: bounds.minY + (bounds.maxY - bounds.minY) / 2)
      #expect(!map.isBlocked(middle))
      #expect(!map.isBlocked(Position(x: middle.x, y: bounds.maxY + 16 * .one)), "before it")
      for other in map.places.portals {
        #expect(distance(portal.destination, other.bounds) > 20, "nobody arrives in a portal")
      }
    }
  }

  /// The definitions and places do in the rules of the game what they say: everybody has a place.
  @Test func allOfThemComeToLife() throws {
    let (map, definitions) = try world()
    var rules = Rules()
    rules.combat = definitions.rules
    var count = 0
    for region in map.regions.regions {
      var simulation = Simulation(
        grid: map.regions, region: region, collision: map.collision, rules: rules,
        places: map.places, seed: 7)
      for tick in 1...40 { simulation.step([], at: Tick(UInt64(tick))) }
      count += simulation.creatureCount
      #expect(simulation.counters.creaturesRefused == 0)
    }
    #expect(count == map.places.spawns.reduce(0) { $0 + $1.countMax })
  }

  /// Somebody new walks up to what lives before the walls, and wins.
  @Test func somebodyNewBeatsASlime() throws {
    let (map, definitions) = try world()
    let slime = try #require(definitions.creature(id: "meadow_slime"))
    let spawn = try #require(map.places.spawns.first { $0.creature == slime.number })
    let region = try #require(map.regions.region(at: spawn.position))
    var rules = Rules()
    rules.combat = definitions.rules
    var simulation = Simulation(
      grid: map.regions, region: region, collision: map.collision, rules: rules,
      places: map.places, seed: 3)
    let player = EntityID(77)
    let body = Body(id: player, position: spawn.position, speed: rules.playerSpeed)
    simulation.step([.enter(body)], at: Tick(1))
    var tick: UInt64 = 1
    while tick < 1_200 {
      guard let index = simulation.slot(of: player)?.index else { break }
      let vitals = simulation.vitals(at: index)
      #expect(!vitals.isDead)
      if vitals.kills > 0 { break }
      var intents: [Intent] = []
      if let near = nearest(slime.number, to: simulation.pose(at: index).position, in: simulation) {
        intents = [
          .steer(player, .walking(to: simulation.pose(at: near).position)),
          .use(
            player, skill: SkillNumber(1), target: simulation.id(at: near), dx: 0, dy: 0),
        ]
      }
      tick += 1
      simulation.step(intents, at: Tick(tick))
    }
    let slot = simulation.slot(of: player)
    let vitals = simulation.vitals(at: try #require(slot).index)
    #expect(vitals.kills == 1)
    #expect(vitals.experience == 15)
    #expect(vitals.health > 50)
  }

  /// The slot of the nearest living creature of a kind, while nobody has gone.
  private func nearest(
    _ kind: CreatureNumber, to place: Position, in simulation: borrowing Simulation
  ) -> UInt16? {
    var best: (slot: UInt16, far: Int64)?
    for slot in 0..<UInt16(simulation.slotCount)
    where simulation.kind(at: slot) == (.creature, DefinitionNumber(kind)) {
      guard simulation.slot(of: simulation.id(at: slot))?.index == slot,
        !simulation.shown(at: slot).state.contains(.dead)
      else { continue }
      let far = simulation.pose(at: slot).position.distanceSquared(to: place)
      if far < best?.far ?? .max { best = (slot, far) }
    }
    return best?.slot
  }
}
