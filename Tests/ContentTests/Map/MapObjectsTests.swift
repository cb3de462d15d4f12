import Model
import Testing

@testable import Content

struct MapObjectsTests {
  private func read(_ objects: String) -> ContentReport {
    var world = SmallWorld()
    world.map.collision[0] = 1
    world.map.objects += ", " + objects
    return world.read().report
  }

  private func object(_ more: String, properties: String = "") -> String {
    #"{"id": 5, "x": 200, "y": 200, \#(more), "properties": [\#(properties)]}"#
  }

  @Test(arguments: [
    (#""name": "", "type": "PlayerSpawn""#, "A spawn point needs a name."),
    (
      #""name": "here", "type": "PlayerSpawn""#,
      "Another spawn point of this map has the same name."
    ),
    (
      #""name": "a", "type": "PlayerSpawn", "width": 500"#,
      "It lies outside the map of 512 x 512 units."
    ),
    (#""name": "a", "type": "NPC", "height": -1"#, "Its place or size is out of all bounds."),
    (#""name": "a", "type": "NPC", "width": 1e300"#, "Its place or size is out of all bounds."),
  ])
  func refuses(more: String, sentence: String) {
    let report = read(object(more))
    #expect(report.findings.map(\.sentence) == [sentence])
    #expect(report.errors == 1)
  }

  @Test func refusesSpawnPointsInWalls() {
    let report = read(#"{"id": 2, "name": "in", "type": "PlayerSpawn", "x": 31, "y": 31.9}"#)
    #expect(
      report.findings.map(\.sentence) == ["The spawn point is on tile 0, 0, which blocks movement."]
    )
    #expect(report.findings.map(\.place) == ["object 2 'in' in layer 'places'"])
    #expect(read(#"{"id": 2, "name": "by", "type": "PlayerSpawn", "x": 32, "y": 31}"#).isGood)
  }

  @Test func refusesPlacesOutside() {
    for place in [#""x": -1, "y": 5"#, #""x": 512, "y": 5"#, #""x": 5, "y": 512"#] {
      let report = read(#"{"id": 2, "name": "out", "type": "PlayerSpawn", \#(place)}"#)
      #expect(
        report.findings.map(\.sentence) == ["It lies outside the map of 512 x 512 units."])
    }
  }

  @Test func needsASpawnPoint() {
    var world = SmallWorld()
    world.map.objects = ""
    #expect(
      world.read().report.findings.map(\.sentence).contains(
        "It has no spawn point that can be used."))
  }

  @Test func warnsOfSpawnPointsThatAreCutOff() {
    var world = SmallWorld()
    for row in 0..<16 { world.map.collision[row * 16 + 8] = 1 }
    world.map.objects += #", {"id": 2, "name": "far", "type": "PlayerSpawn", "x": 400, "y": 5}"#
    let report = world.read().report
    #expect(report.isGood)
    #expect(
      report.findings.map(\.sentence) == [
        "There is no way to it from spawn point 'here'."
      ])
    world.map.collision[8] = 0
    #expect(world.read().report.findings.isEmpty)
  }

  @Test(arguments: [
    ("Monsterspawn", "Did you mean 'MonsterSpawn'?"), ("Prtal", "Did you mean 'Portal'?"),
    ("npc", "Did you mean 'NPC'?"),
    (
      "Waterfall",
      "Use one of the classes PlayerSpawn, MonsterSpawn, NPC, Portal, Region, Chest, Patrol."
    ),
  ])
  func warnsOfUnknownClasses(name: String, remedy: String) {
    let report = read(object(#""name": "x", "type": "\#(name)""#))
    #expect(report.isGood)
    #expect(
      report.findings.map(\.sentence) == [
        "The class '\(name)' is not known, so the game ignores it."
      ])
    #expect(report.findings.map(\.remedy) == [remedy])
  }

  @Test func warnsOfObjectsWithoutAClass() {
    let report = read(object(#""name": "x""#))
    #expect(report.isGood)
    #expect(report.findings.map(\.sentence) == ["It has no class, so the game ignores it."])
  }

  @Test(arguments: [
    ("MonsterSpawn", ["monsterId", "maxCount", "respawnTime"]), ("NPC", ["npcId"]),
    ("Portal", ["targetMap", "targetX", "targetY"]), ("Region", ["regionType"]),
    ("Chest", ["lootTable", "respawnTime"]),
  ])
  func demandsTheirProperties(className: String, keys: [String]) {
    let report = read(object(#""name": "x", "type": "\#(className)""#))
    #expect(
      report.findings.map(\.sentence) == keys.map { "The property '\($0)' is missing." })
    #expect(report.errors == keys.count)
  }

  @Test(arguments: [
    (#"{"name": "monsterId", "value": ""}"#, "must be a string that is not empty"),
    (#"{"name": "monsterId", "value": 5}"#, "must be a string that is not empty, but it is an int"),
    (#"{"name": "maxCount", "value": 0}"#, "is 0, outside 1 … 1000."),
    (#"{"name": "maxCount", "value": "5"}"#, "must be a whole number, but it is a string."),
    (#"{"name": "respawnTime", "value": 2.5}"#, "must be a whole number, but it is a float."),
    (#"{"name": "respawnTime", "value": 99999999999}"#, "is 99999999999, outside"),
  ])
  func checksTheirValues(property: String, sentence: String) throws {
    let key = try #require(property.split(separator: "\"").dropFirst(2).first { $0 != ": " })
    let good = [
      #"{"name": "monsterId", "value": "wolf"}"#, #"{"name": "maxCount", "value": 5}"#,
      #"{"name": "respawnTime", "value": 30000}"#,
    ].filter { !$0.contains("\"\(key)\"") }
    let report = read(
      object(
        #""name": "x", "type": "MonsterSpawn""#,
        properties: (good + [property]).joined(separator: ",")))
    #expect(report.errors == 1)
    #expect(report.findings.first?.sentence.contains(sentence) == true, "\(report.lines)")
  }

  @Test func readsTheRoadmapsExample() throws {
    var world = SmallWorld()
    world.define(monsters: Samples.monster, skills: Samples.monsterSkills)
    world.map.objects += #"""
      , {"name": "monster_spawn_01", "type": "MonsterSpawn", "x": 500, "y": 300, "properties": [
      {"name": "monsterId", "value": "goblin_warrior"}, {"name": "maxCount", "value": 5},
      {"name": "respawnTime", "value": 30000}]}
      """#
    let object = try #require(try world.goodMap().objects.first)
    #expect(
      object.kind
        == .monsterSpawn(
          MonsterSpawn(monsterID: "goblin_warrior", countMax: 5, respawnMilliseconds: 30000)))
    #expect(object.position == Position(unitsX: 500, unitsY: 300))
  }

  private func portal(_ target: String, x: Int = 64, y: Int = 64) -> ContentReport {
    read(
      object(
        #""name": "gate", "type": "Portal", "width": 64, "height": 32"#,
        properties: #"""
          {"name": "targetMap", "value": \#(target)}, {"name": "targetX", "value": \#(x)},
          {"name": "targetY", "value": \#(y)}
          """#))
  }

  @Test func portalsLeadSomewhere() {
    #expect(portal("\"small\"").findings.isEmpty)
    #expect(portal("7").findings.isEmpty)
    let missing = portal("\"smal\"").findings
    #expect(
      missing.map(\.sentence) == [
        "The portal leads to the map 'smal', which world.json does not list."
      ])
    #expect(missing.map(\.remedy) == ["Did you mean 'small'?"])
    let wall = "The portal leads to a place on map 'small' where nobody can stand."
    #expect(portal("7", x: 5, y: 5).findings.map(\.sentence) == [wall])
    #expect(portal("7", x: 512, y: 5).findings.map(\.sentence) == [wall])
    #expect(portal("70000").errors == 1)
    #expect(portal("7", x: -5).errors == 1)
  }
}
