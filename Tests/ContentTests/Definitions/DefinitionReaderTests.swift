import Model
import Testing
import World

@testable import Content

struct DefinitionReaderTests {
  private func definitions(
    monsters: String? = nil, skills: String? = nil, players: String? = nil, drops: Bool = false
  ) throws -> Definitions {
    var world = SmallWorld()
    world.map.collision[0] = 1
    world.define(
      monsters: monsters, skills: skills, players: players, items: drops ? Samples.items : nil,
      lootTables: drops ? Samples.lootTable : nil)
    let (content, report) = world.read()
    #expect(report.findings.isEmpty, "\(report.lines)")
    return try #require(content).definitions
  }

  @Test func theSampleOfSkillsIsReadAsItStands() throws {
    let definitions = try definitions(skills: Samples.skills)
    #expect(definitions.skills.map(\.id) == ["fireball", "heal"])
    #expect(definitions.skills.map(\.number) == [SkillNumber(1), SkillNumber(2)])
    let fireball = try #require(definitions.skill(id: "fireball"))
    #expect(fireball.name == "Fireball")
    #expect(fireball.description == "Launch a fireball dealing damage to target")
    #expect(fireball.icon == "skills/fireball.png")
    #expect(fireball.animation == "cast_fireball")
    #expect(fireball.type == "projectile")
    // 3,000 ms are 60 ticks, 200 units are 51,200; it flies 400 units, 102,400, in 20 ticks.
    #expect(
      fireball.definition
        == SkillDefinition(
          shape: .projectile(speed: 5_120), cooldownTicks: 60, manaCost: 20, range: 51_200,
          effects: [.damage(30, .fire)]))
    #expect(
      definitions.skill(id: "heal")?.definition
        == SkillDefinition(
          shape: .heal, cooldownTicks: 100, manaCost: 30, range: 0, effects: [.heal(40)]))
    #expect(definitions.rules.skills == definitions.skills.map(\.definition))
    #expect(definitions.skill(id: "Heal") == nil)
  }

  @Test func theSampleOfAMonsterIsReadAsItStands() throws {
    let definitions = try definitions(
      monsters: Samples.monster, skills: Samples.monsterSkills, drops: true)
    let goblin = try #require(definitions.creature(id: "goblin_warrior"))
    #expect(goblin.number == CreatureNumber(1))
    #expect(goblin.name == "Goblin Warrior")
    #expect(goblin.lootTable == "goblin_drops")
    #expect(goblin.appearance == nil)
    // 80 units a second are 20,480 in 20 ticks, 1,024 in one.
    let expected = CreatureDefinition(
      level: 5, healthMax: 200, attack: 15, defense: 10, speed: 1_024, patrolSpeed: 512,
      detectRange: 38_400, attackRange: 7_680, attackTicks: 30, fleeHealthPercent: 20,
      behavior: .aggressive, patrolRadius: 25_600, chaseDistance: 51_200, returnDistance: 76_800,
      idleTicks: 60, skills: [SkillNumber(1), SkillNumber(2)], experience: 50,
      loot: LootTableNumber(1))
    #expect(goblin.definition == expected)
    #expect(definitions.rules.creatures == [expected])
    #expect(definitions.rules.creature(goblin.number) == expected)
  }

  /// Whatever way the monsters are written, the same comes of it.
  @Test(arguments: [
    Samples.monster, "[\(Samples.monster)]", #"{"goblin_warrior": \#(Samples.monster)}"#,
    #"{"monsters": [\#(Samples.monster)]}"#,
    #"{"version": "1.0.0", "monsters": {"goblin_warrior": \#(Samples.monster)}}"#,
    #"{"$schema": "x", "lastUpdated": "today", "goblin_warrior": \#(Samples.monster)}"#,
  ])
  func monstersMayBeWrittenInFourWays(text: String) throws {
    let one = try definitions(
      monsters: Samples.monster, skills: Samples.monsterSkills, drops: true)
    let other = try definitions(monsters: text, skills: Samples.monsterSkills, drops: true)
    #expect(other == one)
  }

  @Test func aSkillAloneIsReadToo() throws {
    let skill = #"""
      {"id": "hit", "name": "Hit", "type": "melee", "cooldown": 0, "manaCost": 0, "range": 1,
       "effects": [{"type": "damage", "value": 1}]}
      """#
    #expect(try definitions(skills: skill).skills.map(\.id) == ["hit"])
  }

  @Test func numbersFollowTheList() throws {
    let rest = #"""
      "type": "melee", "cooldown": 50, "manaCost": 0, "range": 40,
      "effects": [{"type": "damage", "value": 1}]
      """#
    let skills = ["zap", "arc", "mid"].map { #"{"id": "\#($0)", "name": "\#($0)", \#(rest)}"# }
    let listed = try definitions(skills: "[\(skills.joined(separator: ","))]")
    #expect(listed.skills.map(\.id) == ["zap", "arc", "mid"])
    #expect(listed.skill(id: "mid")?.number == SkillNumber(3))
    let members = zip(["zap", "arc", "mid"], skills).map { #""\#($0)": \#($1)"# }
    let byID = try definitions(skills: "{\(members.joined(separator: ","))}")
    #expect(byID.skills.map(\.id) == ["arc", "mid", "zap"], "objects have no order")
  }

  @Test func everyShapeAndEffectIsRead() throws {
    let definitions = try definitions(
      skills: #"""
        [
          {"id": "a", "name": "A", "type": "damage", "cooldown": 801, "manaCost": 1, "range": 96,
           "effects": [{"type": "damage", "value": 3}, {"type": "displacement", "value": 0.5e1}]},
          {"id": "b", "name": "B", "type": "damage", "cooldown": 1, "manaCost": 0, "range": 96.5,
           "projectileSpeed": 33, "effects": [{"type": "damage", "value": 3, "element": "frost"}]},
          {"id": "c", "name": "C", "type": "dash", "cooldown": 4000, "manaCost": 0,
           "distance": 128.25, "level": 3},
          {"id": "d", "name": "D", "type": "projectile", "cooldown": 0, "manaCost": 0,
           "range": 20, "radius": 64, "effects": [{"type": "push", "value": 48}]},
          {"id": "e", "name": "E", "type": "heal", "cooldown": 0, "manaCost": 0, "range": 150,
           "effects": [{"type": "heal", "value": 7}, {"type": "heal", "value": 8}]}
        ]
        """#)
    #expect(
      definitions.skills.map(\.type) == ["melee", "projectile", "dash", "projectile", "heal"])
    #expect(
      definitions.rules.skills == [
        // 801 ms are more than 16 ticks.
        SkillDefinition(
          shape: .melee, cooldownTicks: 17, manaCost: 1, range: 24_576,
          effects: [.damage(3, .physical), .push(1_280)]),
        // 33 units are 8,448; a tick's part is 422.4.
        SkillDefinition(
          shape: .projectile(speed: 422), cooldownTicks: 1, manaCost: 0, range: 24_704,
          effects: [.damage(3, .frost)]),
        SkillDefinition(
          shape: .dash(distance: 32_832), cooldownTicks: 80, manaCost: 0, range: 0, effects: [],
          level: 3),
        SkillDefinition(
          shape: .projectile(speed: 5_120), cooldownTicks: 0, manaCost: 0, range: 5_120,
          radius: 16_384, effects: [.push(12_288)]),
        SkillDefinition(
          shape: .heal, cooldownTicks: 0, manaCost: 0, range: 38_400,
          effects: [.heal(7), .heal(8)]),
      ])
  }

  @Test func everythingOfAMonsterIsRead() throws {
    let definitions = try definitions(
      monsters: #"""
        {"regenerationTime": 7000, "monsters": [{
          "monsterId": "m", "name": "M", "description": "Odd.", "level": 2, "experience": 31,
          "stats": {"health": 9, "attack": 0, "defense": 0, "speed": 33.3, "detectRange": 0,
            "attackRange": 1.5, "attackInterval": 775, "fleeHealthPercent": 1},
          "ai": {"behavior": "passive", "chaseDistance": 1, "returnDistance": 2,
            "patrolSpeed": 10, "idleTime": 0},
          "appearance": {"shape": "bat", "color": "#A0b1C2"}, "icon": "i", "animation": "a"
        }]}
        """#)
    let creature = try #require(definitions.creatures.first)
    #expect(creature.description == "Odd.")
    #expect(
      creature.appearance == Definitions.Appearance(shape: "bat", color: "#A0b1C2", size: 1))
    #expect(
      creature.definition
        == CreatureDefinition(
          level: 2, healthMax: 9, attack: 0, defense: 0, speed: 426, patrolSpeed: 128,
          detectRange: 0, attackRange: 384, attackTicks: 16, fleeHealthPercent: 100,
          behavior: .passive, patrolRadius: 0, chaseDistance: 256, returnDistance: 512,
          idleTicks: 0, skills: [], experience: 31))
    #expect(definitions.rules.regenerationTicks == 140)
  }

  @Test func playersAreRead() throws {
    let definitions = try definitions(
      skills: Samples.skills,
      players: #"""
        {"skills": ["heal", "fireball"], "health": {"base": 50, "perLevel": 5},
         "mana": {"base": 0}, "attack": {"base": 1, "perLevel": 2},
         "defense": {"base": 3, "perLevel": 4}, "experience": [10, 20, 40], "manaPerSecond": 7,
         "healthPerSecond": 0, "fightTime": 1000, "respawnTime": 0}
        """#)
    var expected = CombatRules(
      skills: definitions.rules.skills, playerSkills: [SkillNumber(2), SkillNumber(1)],
      health: CombatRules.Growth(base: 50, perLevel: 5),
      mana: CombatRules.Growth(base: 0, perLevel: 0),
      attack: CombatRules.Growth(base: 1, perLevel: 2),
      defense: CombatRules.Growth(base: 3, perLevel: 4), experience: [10, 20, 40],
      manaPerSecond: 7, healthPerSecond: 0, fightTicks: 20, respawnTicks: 0)
    #expect(definitions.rules == expected)
    expected = CombatRules()
    #expect(try self.definitions(players: "{}").rules == expected)
    #expect(try self.definitions() == Definitions.none)
  }

  @Test func theFingerprintCoversTheFiles() throws {
    var world = SmallWorld()
    world.define(
      monsters: Samples.monster, skills: Samples.monsterSkills, players: "{}",
      items: Samples.items, lootTables: Samples.lootTable, shops: Samples.shops)
    let first = try #require(world.read().content).fingerprint
    for file in [
      "monsters.json", "skills.json", "players.json", "items.json", "lootTables.json", "shops.json",
    ] {
      var changed = world
      changed.files[file]?.append(UInt8(ascii: " "))
      let second = try #require(changed.read().content).fingerprint
      #expect(second != first, "\(file)")
    }
  }
}
