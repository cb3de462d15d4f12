import Model
import World

/// A drawn map with one region: `#` wall, `P` player (1, 2, … in reading order), `G` creature of
/// the given kind, `s` safe ground.
struct Arena: ~Copyable {
  var simulation: Simulation
  /// Everything that was seen since the last call of `run`, at first of the first step.
  private(set) var events: [WorldEvent] = []
  private(set) var effects: [Effect] = []

  static let tile: Int32 = 32

  init(
    _ lines: [String], creature: CreatureNumber = Bestiary.goblin,
    rules: CombatRules = Bestiary.rules, items: ItemRules = ItemRules(),
    level: UInt16 = 1, seed: UInt64 = 1, edit: (inout Places) -> Void = { _ in }
  ) {
    let grid = Maps.single(lines)
    var places = Places()
    var players: [Position] = []
    for (row, line) in lines.enumerated() {
      for (column, mark) in line.enumerated() {
        let place = Self.place(column, row)
        switch mark {
        case "P": players.append(place)
        case "G":
          places.spawns.append(
            CreatureSpawn(
              creature: creature, position: place, radius: 0, countMax: 1, respawnTicks: 100))
        case "s":
          let half = Self.tile / 2 * .one
          places.zones.append(
            Zone(
              bounds: Rectangle(
                minX: place.x - half, minY: place.y - half, maxX: place.x + half,
                maxY: place.y + half), kind: .safe))
        default: break
        }
      }
    }
    edit(&places)
    var all = Rules()
    all.combat = rules
    all.items = items
    simulation = Simulation(
      grid: grid, region: grid.regions[0], collision: Maps.drawn(lines), rules: all,
      places: places, epoch: Epoch(3), seed: seed)
    var intents: [Intent] = []
    for (number, place) in players.enumerated() {
      intents.append(
        .enter(
          Body(
            id: EntityID(UInt64(number) + 1), position: place, speed: 8 * .one,
            vitals: .player(level: level, rules: rules))))
    }
    simulation.step(intents, at: Tick(1000))
    events = simulation.events
  }

  static func place(_ column: Int, _ row: Int) -> Position {
    Position(
      x: (Int32(column) * tile + tile / 2) * .one, y: (Int32(row) * tile + tile / 2) * .one)
  }

  /// So many ticks, the intents in the first; stops early when `until` says so. How many it took.
  @discardableResult
  mutating func run(
    _ intents: Intent..., ticks: Int = 1, until: (borrowing Simulation) -> Bool = { _ in false }
  ) -> Int {
    events = []
    effects = []
    for number in 0..<ticks {
      let tick = (simulation.tick?.rawValue ?? 0) + 1
      simulation.step(number == 0 ? intents : [], at: Tick(tick))
      events += simulation.events
      effects += simulation.effects
      if until(simulation) { return number + 1 }
    }
    return ticks
  }

  /// One use of a skill by player 1.
  mutating func use(
    _ skill: SkillNumber, on target: EntityID? = nil, by player: UInt64 = 1, dx: Int8 = 0,
    dy: Int8 = 0, ticks: Int = 1
  ) {
    run(
      .use(EntityID(player), skill: skill, target: target, dx: dx, dy: dy), ticks: ticks)
  }

  /// The creatures that are there, in the order of their slots.
  var creatures: [EntityID] {
    (0..<simulation.slotCount).compactMap { slot in
      let index = UInt16(slot)
      guard simulation.isOccupied(index), simulation.kind(at: index).kind == .creature else {
        return nil
      }
      return simulation.id(at: index)
    }
  }

  func body(_ id: EntityID) throws -> Body { simulation.body(at: try simulation.find(id)) }

  func vitals(_ id: EntityID) throws -> Vitals {
    simulation.vitals(at: try simulation.find(id).index)
  }

  func shown(_ id: EntityID) throws -> Condition {
    simulation.shown(at: try simulation.find(id).index)
  }

  /// What creatures left behind.
  var loot: [Loot] {
    effects.compactMap { effect in
      if case .loot(let loot) = effect { loot } else { nil }
    }
  }

  /// The refusal of the last use.
  var refusal: UseRefusal? {
    for event in events {
      if case .skillRefused(let reason) = event.kind { return reason }
    }
    return nil
  }

  func count(_ kind: WorldEvent.Kind, of target: EntityID? = nil) -> Int {
    events.count { $0.kind == kind && (target == nil || $0.target == target) }
  }
}

extension EntityID {
  /// The first player of a drawn map.
  static let hero = EntityID(1)
  static let friend = EntityID(2)
}
