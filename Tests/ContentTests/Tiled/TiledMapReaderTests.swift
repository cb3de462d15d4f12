import FoundationEssentials
import Model
import Testing
import World

@testable import Content

struct TiledMapReaderTests {
  @Test func readsAMap() throws {
    var world = SmallWorld()
    world.map.collision[5] = 2
    world.map.ground[20] = 4
    let map = try world.goodMap()
    #expect(map.id == MapID(7))
    #expect(map.name == "small")
    #expect(
      map.regions
        == RegionGrid(map: MapID(7), columns: 2, rows: 2, edgeUnits: 256, viewRadiusUnits: 128))
    let blocked = (0..<256).filter { map.collision.isBlocked(column: $0 % 16, row: $0 / 16) }
    #expect(blocked == [5, 20], "by the collision layer, and by the tile's property")
    #expect(map.spawns == [SpawnPoint(name: "here", position: Position(unitsX: 100, unitsY: 100))])
    #expect(map.art.layers.map(\.name) == ["ground"], "the collision layer is not drawn")
    #expect(
      map.art.palette == [
        nil, MapArt.Tile(tileset: 0, tile: 0, turn: 0), MapArt.Tile(tileset: 0, tile: 3, turn: 0),
        MapArt.Tile(tileset: 0, tile: 1, turn: 0),
      ])
    #expect(map.art.layers[0].cells[20] == 2)
    #expect(map.art.tilesets.map(\.image) == ["tiles.png"])
  }

  @Test func readsBase64LikeNumbers() throws {
    var world = SmallWorld()
    world.map.ground[3] = 0x8000_0004
    let byNumbers = try world.goodMap()
    let bytes = world.map.ground.flatMap { cell in
      (0..<4).map { UInt8(truncatingIfNeeded: cell >> ($0 * 8)) }
    }
    world.map.groundMore =
      #""encoding": "base64", "compression": "", "data": "\#(Data(bytes).base64EncodedString())""#
    #expect(try world.goodMap() == byNumbers)
  }

  @Test func takesTurnsOffTheTileNumber() throws {
    var world = SmallWorld()
    world.map.ground[0] = 0x8000_0004  // left to right
    world.map.ground[1] = 0x4000_0004  // top to bottom
    world.map.ground[2] = 0x2000_0004  // diagonal
    world.map.ground[3] = 0xF000_0004  // all, with the bit of hexagonal maps
    let map = try world.goodMap()
    let cells = map.art.layers[0].cells
    #expect((0..<4).map { map.art.palette[Int(cells[$0])]?.turn } == [1, 2, 4, 7])
    #expect((0..<4).map { map.art.palette[Int(cells[$0])]?.tile } == [3, 3, 3, 3])
    for column in 0..<4 { #expect(map.collision.isBlocked(column: column, row: 0)) }
  }

  @Test func opensGroups() throws {
    var world = SmallWorld()
    let cells = [UInt32](repeating: 0, count: 255).map(String.init).joined(separator: ",")
    world.map.layers = #"""
      {"type": "group", "name": "town", "visible": false, "layers": [
        {"type": "group", "name": "inner", "opacity": 0.5, "layers": [
          {"type": "tilelayer", "name": "Collision", "data": [\#(cells),1]},
          {"type": "tilelayer", "name": "roofs", "data": [1,\#(cells)]}]}]},
      """#
    let map = try world.goodMap()
    #expect(map.collision.isBlocked(column: 15, row: 15))
    #expect(map.art.layers.map(\.name) == ["ground"], "hidden with its group")
    world.map.layers = world.map.layers.replacing("false", with: "true")
    let shown = try world.goodMap().art.layers
    #expect(shown.map(\.name) == ["ground", "town/inner/roofs"])
    #expect(shown[1].opacity == 0.5)
  }

  @Test func takesTheCollisionLayerByClass() throws {
    var world = SmallWorld()
    let cells = [UInt32](repeating: 1, count: 256).map(String.init).joined(separator: ",")
    world.map.layers =
      #"{"type": "tilelayer", "name": "walls", "class": "collision", "data": [\#(cells)]},"#
    let (content, report) = world.read()
    #expect(content == nil)
    #expect(
      report.findings.contains { $0.sentence.contains("tile 3, 3, which blocks movement") },
      "\(report.lines)")
  }

  @Test func readsATilesetOfItsOwnFile() throws {
    var world = SmallWorld()
    let embedded = try world.goodMap()
    let own = world.map.tileset.replacing("\"firstgid\": 1,", with: "\"type\": \"tileset\",")
    world.files["art/set.json"] = Array(own.utf8)
    world.map.tileset = #"{"firstgid": 1, "source": "../art/set.json"}"#
    #expect(try world.goodMap() == embedded)
  }

  @Test func readsPropertiesOfAllTypes() throws {
    var world = SmallWorld()
    world.map.objects += #"""
      , {"id": 2, "type": "NPC", "name": "Ann", "x": 40.5, "y": 8, "width": 16, "height": 32,
      "properties": [{"name": "npcId", "type": "string", "value": "smith"},
      {"name": "n", "type": "int", "value": 3.0}, {"name": "f", "type": "float", "value": 1},
      {"name": "b", "type": "bool", "value": true}, {"name": "o", "type": "object", "value": 1},
      {"name": "c", "type": "color", "value": "#ff000000"}, {"name": "u", "value": 5},
      {"name": "k", "type": "class", "propertytype": "Stats", "value": {"hp": 7, "x": [1]}}]}
      """#
    let object = try #require(try world.goodMap().objects.first)
    #expect(object.kind == .npc(NPC(npcID: "smith", dialogue: nil, shop: nil)))
    #expect(
      object.area
        == Rectangle(minX: 40 * 256 + 128, minY: 2048, maxX: 56 * 256 + 128, maxY: 40 * 256))
    #expect(object.position == Position(x: 48 * 256 + 128, y: 24 * 256))
    #expect(
      object.properties == [
        "npcId": .string("smith"), "n": .integer(3), "f": .number(1), "b": .boolean(true),
        "o": .object(1), "c": .string("#ff000000"), "u": .integer(5),
        "k": .structure(["hp": .integer(7)]),
      ])
  }
}
