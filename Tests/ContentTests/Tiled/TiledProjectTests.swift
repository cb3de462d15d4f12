import Model
import Testing
import World

@testable import Content

/// Classes that a project of Tiled declares give what files leave out.
struct TiledProjectTests {
  private static let project = #"""
    {"automappingRulesFile": "", "commands": [], "extensionsPath": "extensions", "folders": ["."],
    "propertyTypes": [
      {"id": 1, "name": "Chest", "type": "class", "color": "#ffa0a0a4", "drawFill": true,
       "useAs": ["property", "object", "tile"], "members": [
        {"name": "lootTable", "type": "string", "value": "goblin_drops"},
        {"name": "respawnTime", "type": "int", "value": 60000},
        {"name": "lock", "propertyType": "Lock", "type": "class", "value": {"level": 3}}]},
      {"id": 2, "name": "Lock", "type": "class", "useAs": ["property"], "members": [
        {"name": "level", "type": "int", "value": 1}, {"name": "key", "type": "string", "value": "bronze"},
        {"name": "side", "propertyType": "Side", "type": "string", "value": "left"}]},
      {"id": 3, "name": "Side", "type": "enum", "storageType": "string", "values": ["left", "right"],
       "valuesAsFlags": false},
      {"id": 4, "name": "Field", "type": "class", "useAs": ["map"], "members": [
        {"name": "regionEdge", "type": "int", "value": 256},
        {"name": "viewRadius", "type": "int", "value": 128}]},
      {"id": 5, "name": "Roof", "type": "class", "members": [
        {"name": "above", "type": "bool", "value": true}]},
      {"id": 6, "name": "Stone", "type": "class", "useAs": ["tile"], "members": [
        {"name": "collision", "type": "bool", "value": true}]}]}
    """#

  private static let objects = #"""
    , {"id": 5, "type": "Chest", "name": "box", "x": 300, "y": 300, "point": true},
    {"id": 6, "type": "Chest", "name": "safe", "x": 340, "y": 300, "point": true, "properties": [
    {"name": "respawnTime", "type": "int", "value": 5000},
    {"name": "lock", "type": "class", "propertytype": "Lock", "value": {"key": "gold"}}]}
    """#

  private func world(
    _ project: String = Self.project, at path: String = "small.tiled-project",
    objects: String = Self.objects
  ) -> SmallWorld {
    var world = SmallWorld()
    world.map.collision[0] = 1
    world.map.objects += objects
    world.define(items: Samples.items, lootTables: Samples.lootTable)
    world.files[path] = Array(project.utf8)
    return world
  }

  @Test func objectsHaveWhatTheirClassSays() throws {
    let map = try world().goodMap()
    let chests = map.objects.compactMap { object in
      if case .chest(let chest) = object.kind { chest } else { nil }
    }
    #expect(
      chests == [
        Chest(lootTable: "goblin_drops", respawnMilliseconds: 60_000),
        Chest(lootTable: "goblin_drops", respawnMilliseconds: 5_000),
      ])
    let locks = map.objects.map { $0.properties["lock"] }
    #expect(
      locks == [
        .structure(["level": .integer(3), "key": .string("bronze"), "side": .string("left")]),
        // What the object says, then what the class of the value does; and what the chest does.
        .structure(["level": .integer(1), "key": .string("gold"), "side": .string("left")]),
      ])
  }

  @Test func mapsLayersAndTilesHaveToo() throws {
    var world = world(objects: "")
    world.map.properties = ""
    world.map.head += #", "class": "Field""#
    world.map.groundMore = #""class": "Roof""#
    world.map.tileset = world.map.tileset.replacing(
      #"{"id": 3, "properties": [{"name": "collision", "type": "bool", "value": true}]}"#,
      with: #"{"id": 3, "type": "Stone"}, {"id": 4, "type": "Chest"}"#)
    world.map.ground[100] = 4
    let map = try world.goodMap()
    #expect(map.regions.edgeUnits == 256 && map.regions.viewRadiusUnits == 128)
    #expect(map.art.layers.first?.isAbove == true)
    #expect(map.collision.isBlocked(column: 4, row: 6))
  }

  /// A class that is not for objects gives them nothing.
  @Test func classesAreUsedAsTheySay() {
    let other = Self.project.replacing(
      #""useAs": ["property", "object", "tile"]"#, with: #""useAs": ["property"]"#)
    #expect(
      world(other).read().report.findings.map(\.sentence) == [
        "The property 'lootTable' is missing.", "The property 'respawnTime' is missing.",
        "The property 'lootTable' is missing.",
      ])
  }

  @Test func theNearestProjectCounts() throws {
    var world = world(at: "maps/near.tiled-project")
    world.files["far.tiled-project"] = Array("{".utf8)
    _ = try world.goodMap()
    world.files["maps/near.tiled-project"] = nil
    #expect(!world.read().report.isGood)
    #expect(world.read().report.files.contains("far.tiled-project"))
  }

  @Test func theProjectIsPartOfTheContent() throws {
    var world = world()
    let first = try #require(world.read().content).fingerprint
    world.files["small.tiled-project"]?.append(UInt8(ascii: " "))
    #expect(try #require(world.read().content).fingerprint != first)
  }

  @Test func twoProjectsInAFolderAreWarnedOf() {
    var world = world()
    world.files["zoo.tiled-project"] = Array("{".utf8)
    let report = world.read().report
    #expect(report.isGood)
    #expect(
      report.findings.map(\.line) == [
        "warning: small.tiled-project: project: Its folder holds 2 projects; this one is read. "
          + "Remedy: Keep one project in a folder."
      ])
  }

  static let mistakes: [(String, String, String)] = [
    (
      #""name": "Lock", "type": "class", "useAs""#, #""name": "Chest", "type": "class", "useAs""#,
      "Two classes have this name."
    ),
    (
      #"{"name": "level", "type": "int", "value": 1}"#, #"{"name": "level", "type": "int"}"#,
      "'value' is missing."
    ),
    (
      #"{"name": "level", "type": "int", "value": 1}"#, "5",
      "This must be an object, but it is a number."
    ),
    (
      #"{"name": "level", "type": "int", "value": 1}"#,
      #"{"name": "level", "propertyType": "Lock", "type": "class", "value": {}}"#,
      "Its members are of the class itself, or of classes more than 8 deep."
    ),
    (#"["property"]"#, "[1]", "Entry 1 of 'useAs' is no word."),
    (
      #""propertyTypes": ["#, #""propertyTypes": {}, "more": ["#,
      "'propertyTypes' must be a list, but it is an object."
    ),
    (#"{"id": 3, "name": "Side""#, #"{"id": 3"#, "'name' is missing."),
  ]

  @Test(arguments: mistakes)
  func mistakesAreFindings(old: String, new: String, sentence: String) {
    let text = Self.project.replacing(old, with: new)
    #expect(text != Self.project)
    let report = world(text, objects: "").read().report
    #expect(!report.isGood)
    #expect(report.findings.first { $0.severity == .error }?.sentence == sentence)
    #expect(report.findings.contains { $0.file == "small.tiled-project" })
  }

  /// Classes of classes of classes, each with many: what a project of a few lines may become.
  @Test
  func manyClassesInsideEachOtherAreNoHarm() {
    let classes = (0..<8).map { level in
      let members = (0..<200).map {
        #"{"name": "m\#($0)", "type": "class", "propertyType": "C\#(level + 1)", "value": {}}"#
      }
      return
        #"{"id": \#(level), "name": "C\#(level)", "type": "class", "members": [\#(members.joined(separator: ","))]}"#
    }
    let report = world(
      #"{"propertyTypes": [\#(classes.joined(separator: ","))]}"#,
      objects: #", {"id": 5, "type": "C0", "x": 300, "y": 300, "point": true}"#
    ).read().report
    #expect(report.isGood)
    #expect(report.findings.count == 1, "the class is none of the game's")
  }
}
