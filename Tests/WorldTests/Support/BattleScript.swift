import Model
import World

/// Random fights from a seed: players come and go, walk, use skills on each other and on creatures,
/// die and return, drop things and pick them up, while neighbours show ghosts and do things to them.
struct BattleScript {
  let region: RegionID
  private var random: SeededGenerator
  private let playersMax: UInt32 = 24
  /// Items that were made, from 1,001 on; below that they come from elsewhere.
  private var items: UInt64 = 1_000

  init(region: RegionID, seed: UInt64) {
    self.region = region
    random = SeededGenerator(seed: seed)
  }

  /// The middle region of the small map with walls, creatures, a safe zone, portals and a
  /// sanctuary.
  static func simulation(seed: UInt64) -> Simulation {
    var random = SeededGenerator(seed: seed)
    let home = Maps.small.bounds(of: Maps.region(1, 1))
    var places = Places(sanctuary: random.place(in: home))
    for number in 0..<12 {
      places.spawns.append(
        CreatureSpawn(
          creature: CreatureNumber(UInt16(number % 4) + 1), position: random.place(in: home),
          radius: 40 * .one, countMax: 2, respawnTicks: 60,
          waypoints: number % 3 == 0 ? (0..<3).map { _ in random.place(in: home) } : []))
    }
    places.zones.append(
      Zone(
        bounds: Rectangle(
          minX: home.minX, minY: home.minY, maxX: home.minX + 64 * .one,
          maxY: home.minY + 64 * .one), kind: .safe))
    for target in [random.place(in: home), random.place(in: Maps.small.bounds)] {
      let place = random.place(in: home)
      places.portals.append(
        Portal(
          bounds: Rectangle(
            minX: place.x, minY: place.y, maxX: place.x + 24 * .one, maxY: place.y + 24 * .one),
          destination: target))
    }
    for number in 1...3 as ClosedRange<UInt16> {
      places.npcs.append(
        NPCPost(number: NPCNumber(number), position: random.place(in: home), shop: Bestiary.smithy))
    }
    for number in 1...2 as ClosedRange<UInt16> {
      places.chests.append(
        ChestPlace(
          number: ChestNumber(number), position: random.place(in: home), loot: Bestiary.scraps,
          respawnTicks: 300))
    }
    var rules = Rules()
    rules.combat = Bestiary.rules
    rules.items = Bestiary.items
    rules.groundItemTicks = 200
    return Simulation(
      grid: Maps.small, region: Maps.region(1, 1),
      collision: Maps.scattered(Maps.small, oneIn: 8, seed: seed), rules: rules, places: places,
      epoch: Epoch(seed), seed: seed)
  }

  mutating func intents(_ simulation: borrowing Simulation) -> [Intent] {
    (0..<random.below(10)).map { _ in intent(simulation) } + laid(after: simulation)
  }

  /// What creatures left behind lies there a tick later, as when storage has made it.
  private mutating func laid(after simulation: borrowing Simulation) -> [Intent] {
    simulation.effects.flatMap { effect -> [Intent] in
      guard case .loot(let loot) = effect else { return [] }
      return loot.drops.map { drop in
        items += 1
        return .lay(
          GroundItem(
            id: ItemID(items), item: drop.item, count: drop.count, position: drop.position))
      }
    }
  }

  private mutating func intent(_ simulation: borrowing Simulation) -> Intent {
    let id = EntityID(UInt64(random.below(playersMax)) + 1)
    let home = Maps.small.bounds(of: region)
    return switch random.below(100) {
    case 0..<8: .enter(Body(id: id, position: random.place(in: home), speed: 8 * .one))
    case 8..<10: .leave(id)
    case 10..<12: .release(id, to: Maps.region(0, 1))
    case 12..<14: .freeze(id)
    case 14..<20: .unfreeze(id)
    case 20..<40: .steer(id, random.motion(in: home))
    case 40..<46: .revive(id)
    case 46..<50:
      .ghostAppear(
        Body(
          id: id, position: random.place(in: home.expanded(by: 60 * .one)), speed: 0,
          condition: Condition()), from: Maps.region(0, 1))
    case 50..<52: .ghostVanish(id, from: Maps.region(0, 1))
    case 52..<56: .deed(deed(to: id, simulation))
    case 56..<58: .consume(id, heal: Int32(random.below(50)), mana: Int32(random.below(50)))
    case 58..<62: .lift(ItemID(items + 1 - min(items, UInt64(random.below(20)))))
    case 64..<65:
      .open(.chest(region: region, number: ChestNumber(UInt16(random.below(3)))), by: id)
    case 62..<63: .lay(item(in: home))
    case 63..<64:
      .ghostAppear(
        Body(
          id: .item(item(in: home).id), kind: .item, position: random.place(in: home), speed: 0,
          definition: DefinitionNumber(Bestiary.ear)), from: Maps.region(0, 1))
    default:
      .use(
        id, skill: SkillNumber(UInt16(random.below(8))), target: target(simulation),
        dx: Int8(truncatingIfNeeded: random.next()), dy: Int8(truncatingIfNeeded: random.next()))
    }
  }

  /// One of few that are laid again and again, here and beyond the border.
  private mutating func item(in area: Rectangle) -> GroundItem {
    GroundItem(
      id: ItemID(UInt64(random.below(20))), item: ItemNumber(UInt16(random.below(5))),
      count: random.below(4), position: random.place(in: area.expanded(by: 30 * .one)),
      since: random.below(2) == 0 ? nil : Tick(UInt64(random.below(3_000))))
  }

  private mutating func target(_ simulation: borrowing Simulation) -> EntityID? {
    guard simulation.slotCount > 0 else { return nil }
    var slot: UInt16 = 0
    // Mostly somebody who can be met.
    for _ in 0..<8 {
      slot = UInt16(random.below(UInt32(simulation.slotCount)))
      if simulation.isOccupied(slot), simulation.kind(at: slot).kind == .creature { break }
    }
    return simulation.isOccupied(slot) ? simulation.id(at: slot) : nil
  }

  private mutating func deed(to id: EntityID, _ simulation: borrowing Simulation) -> BorderDeed {
    let kind: BorderDeed.Kind =
      switch random.below(3) {
      case 0: .damage(Int32(random.below(60)), .shadow)
      case 1: .heal(Int32(random.below(60)))
      default: .push(Fixed(random.below(100)) * .one)
      }
    let isByCreature = random.below(2) == 0
    return BorderDeed(
      source: isByCreature
        ? .creature(region: Maps.region(0, 1), epoch: Epoch(1), counter: 1) : EntityID(1_000),
      level: UInt16(random.below(5)), origin: Position(unitsX: 250, unitsY: 300),
      target: isByCreature ? id : target(simulation) ?? id, skill: .none, kind: kind,
      hops: UInt8(random.below(3)))
  }
}
