import Model
import Testing
import World

@testable import Content

struct PlaceReaderTests {
  private static let monsters = #"""
    [{"monsterId": "bat", "name": "Bat", "level": 1,
      "stats": {"health": 5, "attack": 1, "defense": 0, "speed": 90, "detectRange": 100,
        "attackRange": 30},
      "ai": {"behavior": "aggressive", "patrolRadius": 10, "chaseDistance": 100,
        "returnDistance": 128}}]
    """#

  private func world(_ objects: String, monsters: String = Self.monsters) -> SmallWorld {
    var world = SmallWorld()
    world.map.collision[0] = 1
    world.map.objects += objects.isEmpty ? "" : ", " + objects
    world.define(monsters: monsters)
    return world
  }

  private func findings(_ objects: String, monsters: String = Self.monsters) -> [Finding] {
    world(objects, monsters: monsters).read().report.findings
  }

  private func spawn(
    _ more: String = #""x": 200, "y": 200"#, id: String = "bat", count: Int = 3,
    properties: String = ""
  ) -> String {
    #"""
    {"id": 5, "name": "", "type": "MonsterSpawn", \#(more), "properties": [
    {"name": "monsterId", "value": "\#(id)"}, {"name": "maxCount", "value": \#(count)},
    {"name": "respawnTime", "value": 30010}\#(properties)]}
    """#
  }

  private func region(_ type: String, _ more: String = #""width": 64, "height": 64"#) -> String {
    #"""
    {"id": 6, "name": "r", "type": "Region", "x": 192, "y": 192, \#(more), "properties": [
    {"name": "regionType", "value": "\#(type)"}]}
    """#
  }

  private func portal(
    _ more: String = #""width": 64, "height": 32"#, target: String = "7", x: Int = 50, y: Int = 50
  ) -> String {
    #"""
    {"id": 8, "name": "gate", "type": "Portal", "x": 320, "y": 320, \#(more), "properties": [
    {"name": "targetMap", "value": \#(target)}, {"name": "targetX", "value": \#(x)},
    {"name": "targetY", "value": \#(y)}]}
    """#
  }

  // MARK: Spawns

  @Test func spawnsAreReadInTicksAndSmallUnits() throws {
    let map = try world(
      spawn() + "," + spawn(#""x": 250, "y": 300, "width": 96, "height": 50"#)
        + ","
        + spawn(
          properties: #"""
            , {"name": "spawnRadius", "value": 12.5}, {"name": "roamRadius", "value": 100}
            """#)
    ).goodMap()
    let bat = CreatureNumber(1)
    #expect(
      map.places.spawns == [
        CreatureSpawn(
          creature: bat, position: Position(unitsX: 200, unitsY: 200), radius: 64 * .one,
          countMax: 3, respawnTicks: 601),
        CreatureSpawn(
          creature: bat, position: Position(unitsX: 298, unitsY: 325), radius: 25 * .one,
          countMax: 3, respawnTicks: 601),
        CreatureSpawn(
          creature: bat, position: Position(unitsX: 200, unitsY: 200), radius: 3_200,
          countMax: 3, respawnTicks: 601, roamRadius: 25_600),
      ])
    #expect(map.places.sanctuary == Position(unitsX: 100, unitsY: 100))
  }

  @Test func monstersExist() {
    let missing = findings(spawn(id: "batt"))
    #expect(
      missing.map(\.line) == [
        "error: maps/small.json: object 5 in layer 'places': There is no monster 'batt'. "
          + "Remedy: Did you mean 'bat'?"
      ])
    #expect(
      findings(spawn(id: "dragon")).map(\.remedy) == [
        "Add it to the file of monsters, or correct 'monsterId'."
      ])
    var bare = world(spawn())
    bare.define()
    #expect(
      bare.read().report.findings.map(\.remedy) == [
        "Name a file of monsters as 'monsters' in world.json."
      ])
  }

  @Test func monstersStandFree() {
    #expect(
      findings(spawn(#""x": 5, "y": 5"#)).map(\.sentence) == [
        "The middle of the spawn point is on tile 0, 0, which blocks movement."
      ])
    #expect(
      findings(region("town") + "," + spawn()).map(\.sentence) == [
        "It lies in a safe zone, where creatures do not go."
      ])
  }

  @Test func monstersFitTheMap() {
    let far = Self.monsters.replacing("128", with: "129")
      .replacing(#""detectRange": 100"#, with: #""detectRange": 128.5"#)
    let warnings = findings(spawn(), monsters: far)
    #expect(
      warnings.map(\.sentence) == [
        "The 'returnDistance' of 'bat' is more than this map's 'viewRadius' of 128, which holds in "
          + "its place.",
        "The 'detectRange' of 'bat' is more than this map's 'viewRadius' of 128, which holds in "
          + "its place.",
      ])
    #expect(warnings.map(\.severity) == [.warning, .warning])
    #expect(
      findings(spawn(), monsters: Self.monsters.replacing(#""speed": 90"#, with: #""speed": 639"#))
        .isEmpty)
    #expect(
      findings(spawn(), monsters: Self.monsters.replacing(#""speed": 90"#, with: #""speed": 640"#))
        .map(\.line) == [
          "error: maps/small.json: object 5 in layer 'places': 'bat' walks a whole tile of this "
            + "map, 32 units, in a tick. Remedy: Set its 'speed' to less than 640, or use another "
            + "monster here."
        ])
  }

  @Test(arguments: [
    (
      #", {"name": "spawnRadius", "value": -1}"#,
      "The property 'spawnRadius' is -1.0, outside 0 … 32768."
    ),
    (
      #", {"name": "roamRadius", "value": 1e30}"#,
      "The property 'roamRadius' is 1e+30, outside 0 … 32768."
    ),
    (
      #", {"name": "roamRadius", "value": "far"}"#,
      "The property 'roamRadius' must be a number, but it is a string."
    ),
    (
      #", {"name": "roamRadius", "value": 129}"#,
      "'roamRadius' is more than the 'returnDistance' of 'bat', beyond which it turns back."
    ),
    (
      #", {"name": "patrol", "type": "object", "value": 77}"#,
      "'patrol' names object 77, which is no object of class 'Patrol'."
    ),
    (
      #", {"name": "patrol", "value": "x"}"#,
      "The property 'patrol' must be another object, but it is a string."
    ),
  ])
  func theirPropertiesAreChecked(property: String, sentence: String) {
    #expect(findings(spawn(properties: property)).map(\.sentence) == [sentence])
  }

  @Test func aRegionHoldsSoManyCreatures() {
    let full = spawn(count: 1_000) + "," + spawn(count: 24)
    #expect(findings(full).isEmpty)
    #expect(
      findings(full + "," + spawn(count: 1)).map(\.sentence) == [
        "The spawn points of region 0, 0 hold 1025 creatures; at most 1024 live in one region."
      ])
    #expect(findings(full + "," + spawn(#""x": 300, "y": 200"#, count: 1)).isEmpty)
  }

  @Test func patrolsAreWalked() throws {
    let line = #"""
      {"id": 9, "name": "way", "type": "Patrol", "x": 180, "y": 180,
       "polyline": [{"x": 0, "y": 0}, {"x": 50, "y": 0}, {"x": 50, "y": 60.5}]}
      """#
    let follow = spawn(properties: #", {"name": "patrol", "type": "object", "value": 9}"#)
    let map = try world(follow + "," + line).goodMap()
    #expect(
      map.places.spawns.first?.waypoints == [
        Position(unitsX: 180, unitsY: 180), Position(unitsX: 230, unitsY: 180),
        Position(x: 230 * .one, y: 240 * .one + 128),
      ])
    let far = line.replacing(#""x": 50, "y": 0"#, with: #""x": 200, "y": 0"#)
    #expect(
      findings(follow + "," + far).map(\.sentence) == [
        "Point 2 of its patrol is further away than the 'returnDistance' of 'bat', so it is left "
          + "out."
      ])
    let wall = line.replacing(#""x": 50, "y": 0"#, with: #""x": -160, "y": -160"#)
    #expect(
      findings(wall).map(\.sentence) == [
        "Point 2 of its line is on tile 0, 0, which blocks movement."
      ])
    #expect(
      findings(#"{"id": 9, "type": "Patrol", "x": 180, "y": 180}"#).map(\.sentence) == [
        "A patrol must be a line of two points or more."
      ])
  }

  // MARK: Zones, portals, the sanctuary

  @Test(arguments: [
    ("safe", Zone.Kind.safe), ("safe_zone", .safe), ("town", .safe), ("danger", .danger),
    ("danger_zone", .danger),
  ])
  func zonesAreRead(type: String, kind: Zone.Kind) throws {
    let map = try world(region(type)).goodMap()
    let bounds = Rectangle(
      minX: 192 * .one, minY: 192 * .one, maxX: 256 * .one, maxY: 256 * .one)
    #expect(map.places.zones == [Zone(bounds: bounds, kind: kind)])
    #expect(
      findings(region(type, #""point": true"#)).map(\.sentence) == [
        "The region has no area that players could be in."
      ])
  }

  @Test func otherRegionsAreWarnedOf() throws {
    let found = findings(region("twon"))
    #expect(found.map(\.severity) == [.warning])
    #expect(
      found.map(\.sentence) == [
        "The 'regionType' 'twon' means nothing to the game, so nothing happens there."
      ])
    #expect(
      findings(region("market")).map(\.remedy) == [
        "Use one of danger, danger_zone, safe, safe_zone, town."
      ])
    #expect(try #require(world(region("market")).read().content?.maps[MapID(7)]).places.zones == [])
  }

  @Test func portalsAreRead() throws {
    for target in ["7", "\"small\""] {
      let map = try world(portal(target: target)).goodMap()
      let bounds = Rectangle(
        minX: 320 * .one, minY: 320 * .one, maxX: 384 * .one, maxY: 352 * .one)
      #expect(
        map.places.portals == [
          World.Portal(bounds: bounds, destination: Position(unitsX: 50, unitsY: 50))
        ])
    }
  }

  @Test func portalsThatLeadNowhereAreRefused() {
    #expect(
      findings(portal(#""point": true"#)).map(\.sentence) == [
        "The portal has no area that players could step into."
      ])
    #expect(
      findings(portal(x: 5, y: 5)).map(\.sentence) == [
        "The portal leads to a place on map 'small' where nobody can stand."
      ])
    let inside = "The portal leads into a portal, which would take players on at once."
    #expect(findings(portal(x: 330, y: 330)).map(\.sentence) == [inside])
    let other = portal(x: 230, y: 230).replacing(#""x": 320, "y": 320"#, with: #""x": 20, "y": 40"#)
    #expect(findings(portal() + "," + other).map(\.sentence) == [inside])
  }

  @Test func portalsStayOnTheirMap() {
    var world = world(portal(target: "8"))
    var second = world.map
    second.objects = #"{"id": 1, "name": "there", "type": "PlayerSpawn", "x": 100, "y": 100}"#
    world.files["maps/other.json"] = Array(second.json.utf8)
    world.files["world.json"] = Array(
      #"""
      {"version": "1.0.0", "start": "here", "maps": [{"id": 7, "file": "maps/small.json"},
       {"id": 8, "file": "maps/other.json"}]}
      """#.utf8)
    #expect(
      world.read().report.findings.map(\.line) == [
        "error: maps/small.json: object 8 'gate' in layer 'places': The portal leads to another "
          + "map, 'other'; portals between maps are not supported yet. Remedy: Let it lead to a "
          + "place on 'small'."
      ])
  }

  @Test func thereAreLimits() {
    let gates = Array(repeating: portal(), count: 257).joined(separator: ",")
    #expect(
      findings(gates).map(\.sentence) == ["It has 257 portals; at most 256 are allowed."])
    let zones = Array(repeating: region("safe"), count: 257).joined(separator: ",")
    #expect(
      findings(zones).map(\.sentence) == [
        "It has 257 regions that are safe or dangerous; at most 256 are allowed."
      ])
    let markets = Array(repeating: region("market"), count: 257).joined(separator: ",")
    #expect(world(markets).read().report.isGood)
  }

  @Test func theSanctuaryIsTheStartOrSaysSo() throws {
    let shrine = #"""
      {"id": 3, "name": "shrine", "type": "PlayerSpawn", "x": 300, "y": 300, "properties": [
      {"name": "sanctuary", "value": true}]}
      """#
    #expect(
      try world(shrine).goodMap().places.sanctuary == Position(unitsX: 300, unitsY: 300))
    let second = shrine.replacing("shrine", with: "chapel")
    #expect(
      findings(shrine + "," + second).map(\.sentence) == [
        "The spawn point 'shrine' of this map is a sanctuary already."
      ])
    #expect(
      findings(shrine.replacing("true", with: "1")).map(\.sentence) == [
        "The property 'sanctuary' must be a bool, but it is an int."
      ])
  }

  // MARK: Ways

  @Test func whatIsCutOffIsWarnedOfUnlessAPortalLeadsThere() {
    var world = world(spawn(#""x": 400, "y": 400"#))
    for row in 0..<16 { world.map.collision[row * 16 + 8] = 1 }
    let sentence = "There is no way to it from spawn point 'here'."
    #expect(world.read().report.findings.map(\.sentence) == [sentence])
    let gate = portal(x: 420, y: 420).replacing(#""x": 320, "y": 320"#, with: #""x": 20, "y": 40"#)
    var joined = world
    joined.map.objects += "," + gate
    #expect(joined.read().report.findings.isEmpty)
    // A portal on the far side does not lead there.
    world.map.objects += "," + portal(x: 20, y: 50)
    #expect(world.read().report.findings.map(\.sentence) == [sentence])
  }
}

extension PlaceReaderTests {
  @Test(
    arguments: [
      ("announce:Welcome", "Welcome"), ("announce: Rest here. ", "Rest here. "), ("announce:", nil),
      ("announce: ", nil), ("teleport:5", nil), ("Announce:x", nil),
    ] as [(String, String?)])
  func regionsAnnounceSomethingOrNothing(action: String, announcement: String?) throws {
    var world = SmallWorld()
    world.map.collision[0] = 1
    world.map.objects += #"""
      , {"id": 6, "name": "r", "type": "Region", "x": 192, "y": 192, "width": 64, "height": 64,
      "properties": [{"name": "regionType", "value": "town"},
      {"name": "triggerAction", "value": "\#(action)"}]}
      """#
    let map = try world.goodMap()
    #expect(BundleMap(map, images: [:]).zones.map(\.announcement) == [announcement])
    let sentences = world.read().report.findings.map(\.sentence)
    #expect(
      sentences
        == (announcement == nil
          ? ["The 'triggerAction' '\(action)' is not supported, so nothing happens."] : []))
  }
}
