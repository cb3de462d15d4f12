import Model
import Testing
import World

@testable import Content

/// What there is to have in the world that ships: creatures leave things, shops sell them, and
/// nobody gets rich by buying and selling.
struct ShippedItemsTests {
  private func world() throws -> (map: GameMap, definitions: Definitions) {
    let content = try ShippedWorld.shared()
    return (try #require(content.maps[MapID(1)]), content.definitions)
  }

  @Test func thereIsSomethingOfEverySort() throws {
    let (_, definitions) = try world()
    #expect(Set(definitions.items.map(\.type)) == Set(Definitions.ItemType.allCases))
    #expect(Set(definitions.items.map(\.rarity)) == Set(Definitions.ItemRarity.allCases))
    for item in definitions.items {
      #expect(!item.description.isEmpty && item.appearance != nil, "\(item.kind)")
      let isWorn = ![.currency, .consumable, .material, .quest].contains(item.type)
      #expect(isWorn == (item.definition.stackMax == 1 && item.type != .quest), "\(item.kind)")
    }
    #expect(definitions.item(Definitions.Item.gold)?.number == ItemNumber(1))
    #expect(definitions.items.contains { !$0.definition.isTradable })
    #expect(definitions.itemRules.bagCapacity == 20)
  }

  @Test func everyCreatureLeavesSomethingOfItsOwn() throws {
    let (_, definitions) = try world()
    let tables = definitions.rules.creatures.map(\.loot)
    #expect(tables.count == 12 && Set(tables).count == 12 && !tables.contains(.none))
    for creature in definitions.creatures {
      let table = try #require(definitions.itemRules.lootTable(creature.definition.loot))
      // Two deaths of three leave something at least.
      let nothing = table.entries.reduce(1.0) { $0 * (1 - Double($1.chancePerMillion) / 1e6) }
      #expect(nothing < 1 / 3, "\(creature.id)")
      for entry in table.entries {
        let item = definitions.items[Int(entry.item.rawValue) - 1]
        let isFit = item.definition.level <= creature.definition.level + 5
        #expect(isFit, "\(creature.id) leaves \(item.kind)")
      }
    }
  }

  /// Everything can be had, and the rarer, the more seldom.
  @Test func everythingCanBeHad() throws {
    let (map, definitions) = try world()
    let sold = definitions.shops.flatMap(\.definition.goods).map(\.item)
    let dropped = definitions.lootTables.flatMap(\.definition.entries).map(\.item)
    for item in definitions.items {
      #expect(
        sold.contains(item.number) || dropped.contains(item.number), "\(item.kind) is nowhere")
    }
    let tables = map.objects.compactMap { object in
      if case .chest(let chest) = object.kind { chest.lootTable } else { nil }
    }
    let used = Set(tables + definitions.creatures.compactMap(\.lootTable))
    #expect(Set(definitions.lootTables.map(\.id)) == used, "every table is somebody's")
    for entry in definitions.lootTables.flatMap(\.definition.entries) {
      switch definitions.items[Int(entry.item.rawValue) - 1].rarity {
      case .legendary: #expect(entry.chancePerMillion <= 10_000)
      case .epic: #expect(entry.chancePerMillion <= 120_000)
      default: break
      }
    }
  }

  @Test func shopsAskForMoreThanTheyGive() throws {
    let (_, definitions) = try world()
    for shop in definitions.shops {
      for good in shop.definition.goods {
        let item = try #require(definitions.itemRules.item(good.item))
        #expect(good.price >= 2 * item.sellPrice && good.price > 1, "\(item.kind) in \(shop.id)")
      }
    }
  }

  /// Whoever enters the world sees a shop, and can walk up to all of them.
  @Test func shopsAreWherePeopleAre() throws {
    let (map, definitions) = try world()
    let start = try ShippedWorld.shared().start.spawn.position
    let sight = Int64(map.regions.viewRadiusUnits * .one)
    let keepers = map.places.npcs.filter { $0.shop != .none }
    #expect(Set(keepers.map(\.shop)).count == definitions.shops.count)
    #expect(keepers.contains { $0.position.distanceSquared(to: start) <= sight * sight })
    let town = try #require(map.places.zones.first { $0.kind == .safe }).bounds
    let inTown = keepers.filter { town.contains($0.position) }.map(\.shop)
    for id in ["smithy", "apothecary", "fruit_stall"] {
      #expect(inTown.contains(try #require(definitions.shop(id: id)).number))
    }
    let tile = map.collision.tileUnits * .one
    let reached = Reachability(
      map.collision, fromColumn: Int(start.x / tile), row: Int(start.y / tile))
    for keeper in keepers {
      let place = keeper.position
      #expect(reached.contains(column: Int(place.x / tile), row: Int(place.y / tile)))
    }
  }

  /// In the rules of the game: everybody stands at a post, and what dies leaves what it should.
  @Test func itAllComesToLife() throws {
    let (map, definitions) = try world()
    var rules = Rules()
    rules.combat = definitions.rules
    rules.items = definitions.itemRules
    var standing = 0
    for region in map.regions.regions {
      var simulation = Simulation(
        grid: map.regions, region: region, collision: map.collision, rules: rules,
        places: map.places, seed: 7)
      simulation.step([], at: Tick(1))
      standing += simulation.npcCount
      let creatures = simulation.creatureCount
      let slots = (0..<UInt16(simulation.slotCount)).filter {
        simulation.isOccupied($0) && simulation.kind(at: $0).kind == .creature
      }
      let blows = slots.map { slot in
        Intent.deed(
          BorderDeed(
            source: EntityID(1), level: 99, origin: Position(unitsX: 0, unitsY: 0),
            target: simulation.id(at: slot), skill: .none, kind: .damage(1_000_000, .holy)))
      }
      simulation.step(blows, at: Tick(2))
      let loot = simulation.effects.compactMap { effect in
        if case .loot(let loot) = effect { loot } else { nil }
      }
      #expect(simulation.counters.creatureDeaths == UInt64(creatures))
      if creatures > 20 { #expect(loot.count > creatures / 2 && loot.count <= creatures) }
      for drop in loot.flatMap(\.drops) {
        #expect(simulation.isGround(drop.position) == true)
        #expect(rules.items.kind(of: drop.item) != nil)
      }
    }
    #expect(standing == map.places.npcs.count && standing == 11)
  }
}
