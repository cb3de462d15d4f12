import Testing
import World

@testable import Content

/// The schemas that ship say what the readers read: the same keys, words and limits.
struct DefinitionSchemaTests {
  private func schema(_ name: String) throws -> JSONValue {
    let bytes = try FileBytes.read("\(ShippedWorld.root)/schemas/\(name).schema.json", max: 1 << 20)
    return try JSONParser.parse(bytes)
  }

  private func at(_ value: JSONValue, _ path: String...) throws -> JSONValue {
    try path.reduce(value) { value, key in
      guard case .object(let members) = value else { return .null }
      return try #require(members[key], "\(key)")
    }
  }

  private func keys(_ value: JSONValue, _ known: [String]) {
    guard case .object(let members) = value else {
      Issue.record("no object")
      return
    }
    #expect(members.keys.sorted() == known.sorted())
  }

  private func words(_ value: JSONValue, _ known: [String]) {
    #expect(value == .array(known.map { .string($0) }))
  }

  /// The same words in any order.
  private func wordSet(_ value: JSONValue, _ known: some Sequence<String>) {
    guard case .array(let elements) = value else {
      Issue.record("no list")
      return
    }
    #expect(Set(elements) == Set(known.map { .string($0) }))
  }

  @Test func skills() throws {
    let schema = try schema("skills")
    keys(try at(schema, "properties"), DefinitionList.headKeys + ["skills"])
    let skill = try at(schema, "$defs", "skill", "properties")
    keys(skill, SkillReader.known)
    words(try at(skill, "type", "enum"), SkillReader.types)
    let effect = try at(schema, "$defs", "effect", "properties")
    keys(effect, SkillEffectReader.known)
    words(try at(effect, "type", "enum"), SkillEffectReader.types)
    wordSet(try at(effect, "element", "enum"), SkillEffectReader.elements.keys)
    #expect(
      try at(schema, "$defs", "milliseconds", "maximum").wholeNumber
        == Content.Limits.durationMilliseconds.upperBound)
    #expect(
      try at(schema, "$defs", "units", "maximum").double == Content.Limits.lengthUnits.upperBound)
    #expect(try at(schema, "$defs", "amount", "maximum").wholeNumber == Content.Limits.amountMax)
  }

  @Test func monsters() throws {
    let schema = try schema("monsters")
    keys(
      try at(schema, "properties"), DefinitionList.headKeys + ["regenerationTime", "monsters"])
    let monster = try at(schema, "$defs", "monster", "properties")
    keys(monster, CreatureReader.known)
    keys(try at(monster, "stats", "properties"), CreatureReader.knownStats)
    keys(try at(monster, "ai", "properties"), CreatureReader.knownAI)
    wordSet(
      try at(monster, "ai", "properties", "behavior", "enum"), CreatureReader.behaviors.keys)
    words(
      try at(monster, "appearance", "properties", "shape", "enum"), Definitions.Appearance.shapes)
    #expect(try at(monster, "level", "maximum").wholeNumber == Content.Limits.levelsMax)
    #expect(
      try at(monster, "stats", "properties", "health", "maximum").wholeNumber
        == Content.Limits.healthMax)
    #expect(
      try at(schema, "$defs", "speed", "maximum").double == Content.Limits.speedUnits.upperBound)
  }

  @Test func items() throws {
    let schema = try schema("items")
    keys(try at(schema, "properties"), DefinitionList.headKeys + ["items"])
    let item = try at(schema, "$defs", "item", "properties")
    keys(item, ItemReader.known)
    keys(try at(item, "stats", "properties"), ItemReader.knownStats)
    words(try at(item, "type", "enum"), Definitions.ItemType.allCases.map(\.rawValue))
    words(try at(item, "rarity", "enum"), Definitions.ItemRarity.allCases.map(\.rawValue))
    words(try at(item, "appearance", "properties", "shape", "enum"), Definitions.Item.shapes)
    #expect(try at(item, "maxStack", "maximum").wholeNumber == Content.Limits.stackMax)
    #expect(try at(schema, "$defs", "amount", "maximum").wholeNumber == Content.Limits.amountMax)
  }

  @Test func dialogues() throws {
    let schema = try schema("dialogues")
    keys(try at(schema, "properties"), DefinitionList.headKeys + ["dialogues"])
    let dialogue = try at(schema, "$defs", "dialogue", "properties")
    keys(dialogue, DialogueReader.known)
    #expect(
      try at(dialogue, "lines", "maxItems").wholeNumber == Content.Limits.dialogueLinesMax)
    #expect(
      try at(dialogue, "lines", "items", "maxLength").wholeNumber
        == Content.Limits.descriptionBytesMax)
  }

  @Test func lootTablesAndShops() throws {
    let loot = try schema("loot-tables")
    keys(try at(loot, "properties"), DefinitionList.headKeys + ["lootTables"])
    let table = try at(loot, "$defs", "table", "properties")
    keys(table, LootTableReader.known)
    #expect(try at(table, "items", "maxItems").wholeNumber == World.Limits.lootDropsMax)
    keys(try at(table, "items", "items", "properties"), LootTableReader.knownItem)
    #expect(try at(loot, "$defs", "count", "maximum").wholeNumber == Content.Limits.stackMax)
    let shops = try schema("shops")
    keys(try at(shops, "properties"), DefinitionList.headKeys + ["shops"])
    let shop = try at(shops, "$defs", "shop", "properties")
    keys(shop, ShopReader.known)
    #expect(try at(shop, "goods", "maxItems").wholeNumber == Content.Limits.shopGoodsMax)
    keys(try at(shop, "goods", "items", "properties"), ShopReader.knownGood)
  }

  @Test func playersAndTheWorld() throws {
    keys(try at(try schema("players"), "properties"), PlayerReader.known)
    keys(try at(try schema("world"), "properties"), WorldManifest.known)
    #expect(
      try at(try schema("players"), "properties", "experience", "items", "maximum").wholeNumber
        == Content.Limits.experienceMax)
    #expect(
      try at(try schema("players"), "properties", "bagCapacity", "maximum").wholeNumber
        == Content.Limits.bagSlots.upperBound)
  }
}
