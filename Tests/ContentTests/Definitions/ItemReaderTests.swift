import Model
import Testing
import World

@testable import Content

/// Items, loot tables, shops, and who names them.
struct ItemReaderTests {
  private func world(
    items: String? = Samples.items, lootTables: String? = Samples.lootTable,
    shops: String? = Samples.shops, players: String? = nil, objects: String = ""
  ) -> SmallWorld {
    var world = SmallWorld()
    world.map.collision[0] = 1
    world.map.objects += objects.isEmpty ? "" : ", " + objects
    world.define(players: players, items: items, lootTables: lootTables, shops: shops)
    return world
  }

  private func definitions(_ world: SmallWorld) throws -> Definitions {
    let (content, report) = world.read()
    #expect(report.findings.isEmpty, "\(report.lines)")
    return try #require(content).definitions
  }

  @Test func theSampleOfAnItemIsReadAsItStands() throws {
    let definitions = try definitions(
      world(items: Samples.item, lootTables: nil, shops: nil))
    let sword = try #require(definitions.item(ItemKind("iron_sword")))
    #expect(sword.number == ItemNumber(1) && sword.name == "Iron Sword")
    #expect(sword.type == .weapon && sword.rarity == .common && sword.appearance == nil)
    #expect(sword.stats == ["attack": 25, "durability": 100])
    #expect(sword.icon == "items/iron_sword.png")
    #expect(
      sword.definition
        == ItemDefinition(kind: ItemKind("iron_sword"), stackMax: 1, sellPrice: 50, level: 10))
    #expect(definitions.itemRules.items == [sword.definition])
    #expect(definitions.item(ItemKind("Iron_Sword")) == nil)
  }

  @Test(arguments: [
    Samples.item, "[\(Samples.item)]", #"{"iron_sword": \#(Samples.item)}"#,
    #"{"items": [\#(Samples.item)]}"#,
    #"{"version": "1", "items": {"iron_sword": \#(Samples.item)}}"#,
  ])
  func itemsMayBeWrittenInFourWays(text: String) throws {
    let one = try definitions(world(items: Samples.item, lootTables: nil, shops: nil))
    #expect(try definitions(world(items: text, lootTables: nil, shops: nil)) == one)
  }

  @Test func everythingOfAnItemIsRead() throws {
    let definitions = try definitions(
      world(
        items: ##"""
          [{"itemId": "brew", "name": "Brew", "description": "Odd.", "type": "consumable",
            "rarity": "legendary", "level": 3, "stats": {"heal": 7, "mana": 8},
            "stackable": true, "maxStack": 12, "sellPrice": 9, "tradable": false,
            "appearance": {"shape": "potion", "color": "#01aBff", "size": 0.5}},
           {"itemId": "ring", "name": "Ring", "type": "accessory", "stats": {"mana": 40}},
           {"itemId": "dust", "name": "Dust", "type": "material", "stackable": true}]
          """##, lootTables: nil, shops: nil))
    let brew = try #require(definitions.items.first)
    #expect(brew.description == "Odd." && brew.rarity == .legendary && brew.icon == nil)
    #expect(
      brew.appearance == Definitions.Appearance(shape: "potion", color: "#01aBff", size: 0.5))
    #expect(
      brew.definition
        == ItemDefinition(
          kind: ItemKind("brew"), stackMax: 12, sellPrice: 9, isTradable: false, heal: 7, mana: 8,
          level: 3))
    // What is worn gives nothing back when it is used.
    #expect(definitions.items[1].definition == ItemDefinition(kind: ItemKind("ring")))
    #expect(definitions.items[1].stats == ["mana": 40])
    #expect(definitions.items[2].definition.stackMax == 99)
  }

  @Test func theSampleOfALootTableIsReadAsItStands() throws {
    let definitions = try definitions(world(shops: nil))
    let table = try #require(definitions.lootTable(id: "goblin_drops"))
    #expect(table.number == LootTableNumber(1))
    let expected = World.LootTable(entries: [
      LootTable.Entry(
        item: ItemNumber(1), chancePerMillion: 800_000, countMin: 5, countMax: 15),
      LootTable.Entry(item: ItemNumber(2), chancePerMillion: 500_000),
      LootTable.Entry(item: ItemNumber(3), chancePerMillion: 100_000),
    ])
    #expect(table.definition == expected)
    #expect(definitions.itemRules.lootTable(table.number) == expected)
    #expect(definitions.lootTable(id: "goblin") == nil)
  }

  /// A decimal fraction of a file is the nearest part per million, whatever doubles make of it.
  @Test(
    arguments: [
      ("1", 1_000_000), ("0.1", 100_000), ("0.3", 300_000), ("0.000001", 1), ("0.0000014", 1),
      ("0.9999999", 1_000_000), ("0.333333", 333_333), ("1e-3", 1_000),
    ] as [(String, UInt32)])
  func chancesAreWholeNumbers(text: String, expected: UInt32) throws {
    let table = #"{"t": {"items": [{"itemId": "goblin_ear", "chance": \#(text)}]}}"#
    let definitions = try definitions(world(lootTables: table, shops: nil))
    #expect(
      definitions.lootTables[0].definition.entries
        == [LootTable.Entry(item: ItemNumber(2), chancePerMillion: expected)])
  }

  @Test func shopsAreRead() throws {
    let definitions = try definitions(world(lootTables: nil))
    let smithy = try #require(definitions.shop(id: "smithy"))
    #expect(smithy.number == ShopNumber(1) && smithy.name == "Smithy")
    #expect(
      smithy.definition
        == World.Shop(goods: [
          Shop.Good(item: ItemNumber(3), price: 120),
          Shop.Good(item: ItemNumber(2), price: 8, stock: 5),
        ]))
    #expect(definitions.itemRules.shop(smithy.number) == smithy.definition)
  }

  @Test func bagsAreAsLargeAsPlayersSay() throws {
    #expect(try definitions(world()).itemRules.bagCapacity == 20)
    #expect(try definitions(world(players: "{}")).itemRules.bagCapacity == 20)
    #expect(
      try definitions(world(players: #"{"bagCapacity": 35}"#)).itemRules.bagCapacity == 35)
  }

  // MARK: Who names them

  static let smith = #"""
    {"id": 5, "name": "Ann", "type": "NPC", "x": 200, "y": 201, "point": true, "properties": [
    {"name": "npcId", "value": "smith"}, {"name": "shop", "value": "smithy"}]}
    """#
  static let warden = #"""
    {"id": 6, "name": "Bo", "type": "NPC", "x": 300, "y": 300, "point": true, "properties": [
    {"name": "npcId", "value": "warden"}, {"name": "dialogue", "value": "hello"}]}
    """#
  static let chest = #"""
    {"id": 7, "name": "box", "type": "Chest", "x": 400, "y": 400, "point": true, "properties": [
    {"name": "lootTable", "value": "goblin_drops"}, {"name": "respawnTime", "value": 60000}]}
    """#

  @Test func peopleStandWhereTheMapSays() throws {
    let map = try world(objects: Self.warden + "," + Self.smith).goodMap()
    #expect(
      map.places.npcs == [
        NPCPost(number: NPCNumber(1), position: Position(unitsX: 300, unitsY: 300)),
        NPCPost(
          number: NPCNumber(2), position: Position(unitsX: 200, unitsY: 201), shop: ShopNumber(1)),
      ])
    #expect(
      BundleMap(map, images: [:]).npcs == [
        BundleMap.NPC(
          number: 1, id: "warden", name: "Bo", x: 300, y: 300, shop: nil, dialogue: "hello"),
        BundleMap.NPC(
          number: 2, id: "smith", name: "Ann", x: 200, y: 201, shop: "smithy", dialogue: nil),
      ])
  }

  @Test func chestsStandWhereTheMapSays() throws {
    let map = try world(objects: Self.chest).goodMap()
    #expect(
      map.places.chests == [
        ChestPlace(
          number: ChestNumber(1), position: Position(unitsX: 400, unitsY: 400),
          loot: LootTableNumber(1), respawnTicks: 1_200)
      ])
    #expect(
      BundleMap(map, images: [:]).chests
        == [BundleMap.Chest(number: 1, name: "box", x: 400, y: 400)])
    let walled = Self.chest.replacing(#""x": 400, "y": 400"#, with: #""x": 5, "y": 5"#)
    #expect(
      world(objects: walled).read().report.findings.map(\.sentence) == [
        "The chest is on tile 0, 0, which blocks movement."
      ])
  }

  @Test func shopsOfNPCsExist() {
    let wrong = world(objects: Self.smith.replacing("smithy", with: "smihty")).read().report
    #expect(
      wrong.findings.map(\.line) == [
        "error: maps/small.json: object 5 'Ann' in layer 'places': There is no shop 'smihty'. "
          + "Remedy: Did you mean 'smithy'?"
      ])
    let other = world(objects: Self.smith.replacing("smithy", with: "bakery")).read().report
    #expect(other.findings.map(\.remedy) == ["Add it to the file of shops, or correct 'shop'."])
    let bare = world(shops: nil, objects: Self.smith).read().report
    #expect(bare.isGood)
    #expect(
      bare.findings.map(\.sentence) == ["The world has no shops, so 'smithy' sells nothing."])
  }

  @Test func whoKeepsAShopCanBeReached() {
    let walled = Self.smith.replacing(#""x": 200, "y": 201"#, with: #""x": 5, "y": 5"#)
    #expect(
      world(objects: walled).read().report.findings.map(\.sentence) == [
        "The NPC is on tile 0, 0, which blocks movement."
      ])
    let crowd = (0...World.Limits.npcsMax).map {
      Self.warden.replacing(#""id": 6"#, with: #""id": \#($0 + 10)"#)
    }
    #expect(
      world(objects: crowd.joined(separator: ",")).read().report.findings.map(\.sentence) == [
        "129 NPCs stand in region 1, 1; at most 128 stand in one region."
      ])
  }

  @Test func lootTablesOfChestsAndMonstersExist() throws {
    let chest = Self.chest.replacing("goblin_drops", with: "goblin_drop")
    #expect(
      world(objects: chest).read().report.findings.filter { $0.severity == .error }.map(\.line) == [
        "error: maps/small.json: object 7 'box' in layer 'places': There is no loot table "
          + "'goblin_drop'. Remedy: Did you mean 'goblin_drops'?"
      ])
    var world = world(lootTables: Samples.lootTable.replacing("goblin_drops", with: "orc_loot"))
    world.files["monsters.json"] = Array(Samples.monster.utf8)
    world.files["skills.json"] = Array(Samples.monsterSkills.utf8)
    var manifest = String(decoding: try #require(world.files["world.json"]), as: UTF8.self)
    manifest.replace("]", with: #"], "monsters": "monsters.json", "skills": "skills.json""#)
    world.files["world.json"] = Array(manifest.utf8)
    #expect(
      world.read().report.findings.map(\.line) == [
        "error: monsters.json: monster 'goblin_warrior': There is no loot table 'goblin_drops'. "
          + "Remedy: Add the loot table, or correct 'lootTable'."
      ])
    manifest.replace(#", "lootTables": "lootTables.json""#, with: "")
    world.files["world.json"] = Array(manifest.utf8)
    let bare = world.read().report
    #expect(bare.isGood)
    #expect(
      bare.findings.map(\.sentence) == [
        "The world has no loot tables, so 'goblin_drops' leaves nothing."
      ])
  }
}
