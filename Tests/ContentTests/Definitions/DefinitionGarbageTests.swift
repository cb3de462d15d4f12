import Model
import Testing
import World

@testable import Content

/// Whatever stands in the files of definitions, reading them ends with a verdict: never with a
/// crash, and never with numbers that the rules cannot take.
struct DefinitionGarbageTests {
  private static let players = #"""
    {"skills": ["slash", "roar"], "health": {"base": 100, "perLevel": 20},
     "mana": {"base": 100, "perLevel": 10}, "experience": [100, 200, 400],
     "manaPerSecond": 5, "fightTime": 5000}
    """#

  private static let scraps: [String] = [
    "null", "true", "[]", "{}", "-1", "0", "1e300", "-1e300", "9223372036854775807",
    "-9223372036854775808", "0.0000001", "\"\"", "\"slash\"", "[[[]]]", "{\"a\": {}}", "32768.5",
    "4294967296", "65536", "\"\\ud83d\\ude00\"", "2147483648",
  ]

  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func valuesAreReplaced(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<60 {
      var world = SmallWorld()
      world.define(
        monsters: replaced(Samples.monster, &random),
        skills: replaced(Samples.monsterSkills, &random),
        players: replaced(Self.players, &random), items: replaced(Samples.items, &random),
        lootTables: replaced(Samples.lootTable, &random),
        shops: replaced(Samples.shops, &random))
      expectAVerdict(world)
    }
  }

  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func bytesAreReplaced(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<80 {
      var world = SmallWorld()
      world.define(
        monsters: Samples.monster, skills: Samples.monsterSkills, players: Self.players,
        items: Samples.items, lootTables: Samples.lootTable, shops: Samples.shops)
      for name in [
        "monsters.json", "skills.json", "players.json", "items.json", "lootTables.json",
        "shops.json",
      ] {
        guard var bytes = world.files[name] else { continue }
        for _ in 0..<random.below(4) {
          bytes[Int(random.below(UInt32(bytes.count)))] = UInt8(random.below(256))
        }
        world.files[name] = bytes
      }
      expectAVerdict(world)
    }
  }

  /// Some values of a document (numbers, words, what stands in brackets) become scraps.
  private func replaced(_ text: String, _ random: inout SeededGenerator) -> String {
    var text = text
    for _ in 0..<(1 + random.below(3)) {
      let values = text.matches(of: /:\s*(-?[0-9.]+|"[^"]*"|\[[^\[\]]*\]|\{[^{}]*\})/)
      guard !values.isEmpty else { return text }
      let value = values[Int(random.below(UInt32(values.count)))]
      let scrap = Self.scraps[Int(random.below(UInt32(Self.scraps.count)))]
      text.replaceSubrange(value.1.startIndex..<value.1.endIndex, with: scrap)
    }
    return text
  }

  private func expectAVerdict(_ world: SmallWorld) {
    let source = world.source()
    guard let document = source.document(WorldManifest.file),
      let manifest = WorldManifest(document, log: source.log(of: WorldManifest.file))
    else {
      Issue.record("the manifest is good")
      return
    }
    let definitions = DefinitionReader(source: source).read(manifest)
    #expect((definitions != nil) == source.report.isGood)
    guard let definitions else { return }
    expectSoundItems(definitions.itemRules)
    let rules = definitions.rules
    for creature in rules.creatures {
      #expect(creature.healthMax > 0 && creature.speed > 0 && creature.patrolSpeed > 0)
      #expect(creature.attackTicks > 0 && (0...100).contains(creature.fleeHealthPercent))
      #expect(creature.detectRange >= 0 && creature.returnDistance > 0)
      for skill in creature.skills { #expect(rules.skill(skill) != nil) }
    }
    for skill in rules.skills {
      #expect(skill.cooldownTicks <= 72_000 && skill.manaCost >= 0)
      #expect(skill.range >= 0 && skill.radius >= 0)
    }
    for skill in rules.playerSkills { #expect(rules.skill(skill) != nil) }
    for level in [1, 1_000, UInt16.max] {
      #expect(rules.health.at(level: level) > 0 && rules.mana.at(level: level) >= 0)
    }
    #expect(rules.experience.allSatisfy { $0 > 0 && $0 <= 1_000_000_000_000 })
  }

  private func expectSoundItems(_ rules: ItemRules) {
    for item in rules.items {
      #expect(item.stackMax >= 1 && item.heal >= 0 && item.mana >= 0)
      #expect(rules.number(of: item.kind) != nil)
    }
    var random = SeededGenerator(seed: 1)
    for table in rules.lootTables {
      for entry in table.entries {
        #expect(rules.item(entry.item) != nil && entry.chancePerMillion <= 1_000_000)
      }
      for drop in table.roll(&random) {
        #expect(drop.count >= 1 && drop.count <= rules.item(drop.item)?.stackMax ?? 0)
      }
    }
    for good in rules.shops.flatMap(\.goods) {
      #expect(good.price >= rules.item(good.item)?.sellPrice ?? .max)
    }
  }
}
