import FoundationEssentials
import Model
import Testing
import World

@testable import Content

struct BundleDefinitionsTests {
  private func bundle() throws -> ContentBundle {
    try ContentBundle(try ShippedWorld.shared(), digest: ContentBundleTests.digest)
  }

  @Test func tellsClientsOfSkillsAndCreatures() throws {
    let bundle = try bundle()
    let bytes = try #require(bundle.files[bundle.manifest.definitions.file])
    let sent = try JSONDecoder().decode(BundleDefinitions.self, from: Data(bytes))
    let definitions = try ShippedWorld.shared().definitions
    #expect(sent.schema == "pangea.definitions/1")
    #expect(sent.skills.map(\.number) == (1...UInt16(definitions.skills.count)).map { $0 })
    #expect(sent.creatures.map(\.number) == (1...UInt16(definitions.creatures.count)).map { $0 })
    #expect(sent.skills.map(\.id) == definitions.skills.map(\.id))
    #expect(sent.creatures.map(\.appearance) == definitions.creatures.map(\.appearance))
    #expect(sent.levels == definitions.rules.experience)
    #expect(sent.playerSkills == [1, 2, 3, 4])
    // What the bar of the play client shows in its places.
    #expect(sent.skills.prefix(4).map(\.type) == ["melee", "projectile", "heal", "dash"])
    let fireball = sent.skills[1]
    #expect(fireball.cooldown == 3_000 && fireball.manaCost == 20 && fireball.range == 200)
    #expect(fireball.projectileSpeed == 420)
    #expect(sent.skills[3].range == 128)
    let goblin = try #require(sent.creatures.first { $0.id == "goblin_warrior" })
    #expect(goblin.name == "Goblin Warrior" && goblin.level == 5)
    #expect(goblin.behavior == "aggressive" && goblin.appearance?.shape == "goblin")
  }

  @Test func tellsClientsOfItemsAndShops() throws {
    let bundle = try bundle()
    let bytes = try #require(bundle.files[bundle.manifest.definitions.file])
    let sent = try JSONDecoder().decode(BundleDefinitions.self, from: Data(bytes))
    let definitions = try ShippedWorld.shared().definitions
    #expect(sent.items.map(\.number) == (1...UInt16(definitions.items.count)).map { $0 })
    #expect(sent.items.map(\.id) == definitions.items.map(\.kind.rawValue))
    #expect(sent.items.allSatisfy { $0.appearance != nil })
    let potion = try #require(sent.items.first { $0.id == "minor_health_potion" })
    #expect(potion.type == .consumable && potion.stats == ["heal": 50] && potion.maxStack == 20)
    #expect(potion.sellPrice == 6 && potion.tradable && potion.rarity == .common)
    #expect(sent.shops.map(\.id) == definitions.shops.map(\.id))
    let smithy = try #require(sent.shops.first)
    #expect(smithy.id == "smithy" && smithy.goods.contains { $0.item == "iron_sword" })
    #expect(sent.bagCapacity == 20)
    #expect(sent.dialogues?.map(\.id) == definitions.dialogues.map(\.id))
    #expect(sent.dialogues?.allSatisfy { !$0.lines.isEmpty } == true)
  }

  @Test func namesNothingThatIsNotThere() throws {
    let bundle = try bundle()
    let text = String(
      decoding: try #require(bundle.files[bundle.manifest.definitions.file]), as: UTF8.self)
    #expect(!text.contains("null"))
    #expect(text.contains(#""shape":"slime""#))
  }

  @Test func mapsShowZonesAndPortals() throws {
    var world = SmallWorld()
    world.map.collision[0] = 1
    world.map.objects += #"""
      , {"id": 6, "name": "Haven", "type": "Region", "x": 10, "y": 20, "width": 64,
      "height": 65.5, "properties": [{"name": "regionType", "value": "safe"},
      {"name": "triggerAction", "value": "announce: Rest here."}]},
      {"id": 7, "name": "Wild", "type": "Region", "x": 200, "y": 200, "width": 5, "height": 6,
      "properties": [{"name": "regionType", "value": "danger"}]},
      {"id": 8, "name": "gate", "type": "Portal", "x": 320.9, "y": 321, "width": 64, "height": 32,
      "properties": [{"name": "targetMap", "value": 7}, {"name": "targetX", "value": 50},
      {"name": "targetY", "value": 51}]}
      """#
    let map = BundleMap(try world.goodMap(), images: [:])
    #expect(
      map.zones == [
        BundleMap.Zone(
          kind: "safe", name: "Haven", announcement: "Rest here.", x: 10, y: 20, width: 64,
          height: 65),
        BundleMap.Zone(
          kind: "danger", name: "Wild", announcement: nil, x: 200, y: 200, width: 5, height: 6),
      ])
    #expect(
      map.portals == [
        BundleMap.Portal(
          name: "gate", x: 320, y: 321, width: 64, height: 32, targetX: 50, targetY: 51)
      ])
  }
}
