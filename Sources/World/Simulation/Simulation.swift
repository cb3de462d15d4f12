import Model

/// One region of the world: who is in it, where they go and what they see.
///
/// Pure and deterministic: state changes in `step` alone, from intents, and what comes of it is
/// read from `effects`, `withSight` and `withBorder`. It never calls outward and knows no clock, so
/// the same seed and intents give the same `stateHash` on every machine.
public struct Simulation: ~Copyable, Sendable {
  public let grid: RegionGrid
  public let region: RegionID
  public let rules: Rules
  /// What of the map's places concerns this region.
  public let places: Places
  /// Under which the region is owned: part of its creatures' names.
  public let epoch: Epoch
  /// The most entities at once, owned and ghosts.
  public var capacity: Int { residents.capacity }

  /// What came of the last step, in the order in which it came.
  public internal(set) var effects: [Effect] = []
  /// What players should see of the last step, in the order in which it came.
  public internal(set) var events: [WorldEvent] = []
  /// The players simulated here, by ascending index: those who see.
  public internal(set) var observers: [Slot] = []
  public internal(set) var counters = Counters()
  /// Whether what no honest client does is counted and told of. Not while time goes slowly: then
  /// players ask for more in a tick than they can at full speed. What is refused stays refused.
  public var judgesConduct = true
  /// The last step; nil before the first.
  public internal(set) var tick: Tick?

  let collision: CollisionGrid
  let bounds: Rectangle
  /// How far our players get before somebody takes them over: as far as neighbours' ghosts reach.
  let reach: Rectangle
  let halfWidth: Fixed
  var random: SeededGenerator
  var residents: Residents
  var pathFinder: PathFinder
  var plans: PlanQueue
  var sightings: Sightings
  var borders: Borders
  var observersChanged = false
  let safeBounds: [Rectangle]
  var creatures: Creatures
  var ground = Ground()
  var npcsPresent = 0
  var chests = Chests()
  var flights: [Flight] = []
  /// Who is called to another region. Not archived: whoever called calls again.
  var summoned: [Summons] = []
  /// What was done to somebody who is being handed over.
  var held: [BorderDeed] = []
  /// The second of game time up to which everybody was restored.
  var restoredSecond: UInt64 = 0

  /// - Parameters:
  ///   - collision: of the whole map; inside the bounds of the grid of regions.
  ///   - places: of the whole map, or what of them concerns the region.
  ///   - capacity: the most entities at once.
  public init(
    grid: RegionGrid, region: RegionID, collision: CollisionGrid, rules: Rules,
    places: Places = Places(), epoch: Epoch = .none, seed: UInt64,
    capacity: Int = Limits.entitiesMax
  ) {
    precondition(
      region.map == grid.map && region.column < grid.columns && region.row < grid.rows,
      "the region lies on the grid")
    precondition(
      collision.bounds.maxX <= grid.bounds.maxX && collision.bounds.maxY <= grid.bounds.maxY,
      "whoever walks on the map is in a region")
    precondition(
      max(grid.bounds.maxX, grid.bounds.maxY) < 1 << 30, "squares of distances fit 64 bits")
    precondition(
      2 * rules.bodyHalfWidthUnits <= collision.tileUnits, "a body passes where a tile is free")
    precondition(rules.playerSpeed < collision.tileEdge, "nobody walks a tile in a tick")
    self.grid = grid
    self.region = region
    self.rules = rules
    self.collision = collision
    self.epoch = epoch
    bounds = grid.bounds(of: region)
    reach = bounds.expanded(by: grid.viewRadiusUnits * .one)
    self.places = places.concerning(bounds, reach: reach)
    safeBounds = self.places.zones.filter { $0.kind == .safe }.map(\.bounds)
    creatures = Creatures(spawns: self.places.spawns)
    halfWidth = rules.bodyHalfWidthUnits * .one
    random = SeededGenerator(seed: seed ^ UInt64(region.rawValue) << 32)
    residents = Residents(capacity: capacity)
    pathFinder = PathFinder(window: reach, on: collision, halfWidth: halfWidth)
    plans = PlanQueue()
    let ghostReach = rules.ghostReach(of: grid)
    sightings = Sightings(
      area: bounds.expanded(by: ghostReach), radius: grid.viewRadiusUnits * .one)
    borders = Borders(of: region, on: grid, reach: ghostReach)
  }

  /// How many players are simulated here; ghosts and what is no player do not count.
  public var population: Int {
    residents.owned - creatures.present - ground.present - npcsPresent - chests.present
  }

  public var ghostCount: Int { residents.ghosts }

  /// Where an entity stands, owned or ghost.
  public func slot(of id: EntityID) -> Slot? {
    guard let index = residents.index(of: id) else { return nil }
    return slot(at: index)
  }

  /// The one who stands in a slot. Of a slot that became free in the last step: who stood there.
  public func id(at index: UInt16) -> EntityID { residents.records[Int(index)].id }

  public func slot(at index: Int) -> Slot {
    Slot(index: UInt16(index), generation: residents.records[index].generation)
  }

  /// Whether an entity is simulated here, not a ghost.
  public func isOwned(_ id: EntityID) -> Bool {
    ownedIndex(of: id) != nil
  }

  public func isFrozen(_ id: EntityID) -> Bool {
    guard let index = ownedIndex(of: id) else { return false }
    return residents.records[index].isFrozen
  }

  /// Everything of the entity in a slot.
  public func body(at slot: Slot) -> Body {
    precondition(
      residents.records[Int(slot.index)].generation == slot.generation, "the slot was given on")
    return body(Int(slot.index))
  }

  /// Where the entity in a slot stands and looks: what a snapshot says of it every time.
  public func pose(at index: UInt16) -> (position: Position, facing: UInt8) {
    (residents.position(Int(index)), residents.facing[Int(index)])
  }

  /// Whether the position or facing of the entity in a slot changed in the last step.
  public func moved(_ index: UInt16) -> Bool { residents.moved[Int(index)] }

  /// What others see of the vitals of the entity in a slot, owned or ghost.
  public func shown(at index: UInt16) -> Condition { residents.conditions[Int(index)] }

  /// Whether that changed in the last step.
  public func vitalsChanged(_ index: UInt16) -> Bool { residents.conditionChanged[Int(index)] }

  /// The vitals of an entity that is simulated here: what its own player is shown.
  public func vitals(at index: UInt16) -> Vitals { residents.vitals[Int(index)] }

  /// What sort of entity stands in a slot, and which one of that sort.
  public func kind(at index: UInt16) -> (kind: EntityKind, definition: DefinitionNumber) {
    (residents.records[Int(index)].kind, residents.records[Int(index)].definition)
  }

  func body(_ slot: Int) -> Body {
    let record = residents.records[slot]
    return Body(
      id: record.id, kind: record.kind, position: residents.position(slot),
      facing: residents.facing[slot], motion: record.motion, speed: record.speed,
      vitals: residents.tenure[slot] == .owned && record.kind.isLiving
        ? residents.vitals[slot] : nil,
      definition: record.definition, condition: residents.conditions[slot])
  }
}
