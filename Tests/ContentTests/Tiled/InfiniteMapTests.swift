import FoundationEssentials
import Model
import Testing
import World

@testable import Content

/// Infinite maps read like finite ones once their used area is brought to 0, 0.
struct InfiniteMapTests {
  /// A chunk of the ground: its place in chunks of 8 x 8 tiles, and one tile for all its cells.
  private static let places = [(-1, -2), (0, -2), (-1, -1), (0, -1)]

  private static func bytes(_ cells: [UInt32]) -> [UInt8] {
    cells.flatMap { cell in (0..<4).map { UInt8(truncatingIfNeeded: cell >> ($0 * 8)) } }
  }

  private static func json(_ cells: [UInt32]) -> String {
    "[\(cells.map(String.init).joined(separator: ","))]"
  }

  private static func base64(_ cells: [UInt32]) -> String {
    "\"\(Data(bytes(cells)).base64EncodedString())\""
  }

  /// The small world as an infinite map: 16 x 16 tiles from tile -8, -16 on.
  private static func world(
    _ more: String = "", data: ([UInt32]) -> String = json
  ) -> SmallWorld {
    var world = SmallWorld()
    world.map.head = #""type": "map", "orientation": "orthogonal", "infinite": true"#
    world.map.size = #""width": 5, "height": 7, "tilewidth": 32, "tileheight": 32"#
    let chunks = places.enumerated().map { index, place in
      let cells = [UInt32](repeating: UInt32(index + 1), count: 63) + [0x8000_0001]
      return #"{"x": \#(place.0 * 8), "y": \#(place.1 * 8), "width": 8, "height": 8, "data": "#
        + "\(data(cells))}"
    }
    let ground =
      #"{"type": "tilelayer", "name": "ground", "startx": -8, "starty": -16, "width": 16, "#
      + #""height": 16, "chunks": [\#(chunks.joined(separator: ","))]\#(more)}"#
    world.files[SmallWorld.mapFile] = Array(
      """
      {\(world.map.head), \(world.map.size), "properties": [\(world.map.properties)],
      "tilesets": [\(world.map.tileset)], "layers": [\(ground),
      {"type": "tilelayer", "name": "collision", "chunks": [
        {"x": -8, "y": -16, "width": 2, "height": 1, "data": [0, 1]}]},
      {"type": "objectgroup", "name": "places", "objects": [
        {"id": 1, "name": "here", "type": "PlayerSpawn", "x": -156, "y": -412, "point": true},
        {"id": 2, "name": "road", "type": "NPC", "x": 0, "y": -256,
         "polyline": [{"x": 0, "y": 0}, {"x": 10, "y": -5}],
         "properties": [{"name": "npcId", "value": "guard"}]}]}]}
      """.utf8)
    return world
  }

  /// The same as a finite map.
  private static func finite() throws -> GameMap {
    var world = SmallWorld()
    world.map.ground = (0..<256).map { cell in
      let (column, row) = (cell % 16, cell / 16)
      if column % 8 == 7, row % 8 == 7 { return 0x8000_0001 }
      return UInt32(row / 8 * 2 + column / 8 + 1)
    }
    world.map.collision[1] = 1
    world.map.objects += #"""
      , {"id": 2, "name": "road", "type": "NPC", "x": 256, "y": 256,
      "properties": [{"name": "npcId", "value": "guard"}]}
      """#
    return try world.goodMap()
  }

  @Test func readsLikeTheSameFiniteMap() throws {
    let map = try Self.world().goodMap()
    #expect(map == (try Self.finite()))
    #expect(map.spawns.map(\.position) == [Position(unitsX: 100, unitsY: 100)])
  }

  @Test func saysHowPlacesAreShifted() {
    let findings = Self.world().read().report.findings
    #expect(
      findings.map(\.sentence) == [
        "Its used area begins at tile -8, -16, where the game's 0, 0 is: a place x, y of Tiled is "
          + "x + 256, y + 512 in the game."
      ])
    #expect(findings.allSatisfy { $0.severity == .warning })
  }

  /// A portal leads to a place as Tiled shows it: left of or above its 0, 0 too.
  @Test func portalsLeadWhereTiledShowsIt() throws {
    var world = Self.world()
    let stored = try #require(world.files[SmallWorld.mapFile])
    let portal = #"""
      , {"id": 3, "name": "gate", "type": "Portal", "x": 64, "y": -320, "width": 64, "height": 32,
      "properties": [{"name": "targetMap", "value": "small"},
      {"name": "targetX", "value": -100.5}, {"name": "targetY", "value": -400}]}]}]}
      """#
    world.files[SmallWorld.mapFile] = Array(
      String(decoding: stored, as: UTF8.self).replacing("}]}]}]}", with: "}]}" + portal).utf8)
    let map = try world.goodMap()
    let gate = try #require(map.places.portals.first)
    #expect(gate.destination == Position(x: 39_808, y: 112 * .one), "-100.5 + 256, -400 + 512")
    #expect(gate.bounds.minX == 320 * .one && gate.bounds.minY == 192 * .one)
    let far = String(decoding: try #require(world.files[SmallWorld.mapFile]), as: UTF8.self)
      .replacing("-100.5", with: "-257")
    world.files[SmallWorld.mapFile] = Array(far.utf8)
    let findings = world.read().report.findings.filter { $0.severity == .error }
    #expect(
      findings.map(\.sentence) == ["The property 'targetX' is -257.0, which is on no map."])
  }

  @Test func pointsAreShiftedToo() throws {
    let map = try Self.world().decoded()
    guard case .objects(let objects)? = map.layers.last?.content else {
      Issue.record("no objects")
      return
    }
    #expect(objects.last?.points == [TiledPoint(x: 256, y: 256), TiledPoint(x: 266, y: 251)])
    #expect([map.shiftX, map.shiftY] == [256, 512])
  }

  @Test func readsChunksInBase64() throws {
    let plain = Self.world(#", "encoding": "base64""#, data: Self.base64)
    #expect(try plain.goodMap() == Self.finite())
  }

  @Test(arguments: InflationTests.methods)
  func readsCompressedChunks(_ method: String) throws {
    let text = try #require(InflationTests.packed[method])
    var world = Self.world()
    let stored = try #require(world.files[SmallWorld.mapFile])
    var json = String(decoding: stored, as: UTF8.self)
    let start = try #require(json.firstRange(of: "\"chunks\": ["))
    let end = try #require(json.firstRange(of: "},\n{\"type\": \"tilelayer\""))
    let chunk =
      #"{"x": -8, "y": -16, "width": 16, "height": 16, "data": "\#(text)"}],"#
      + #""encoding": "base64", "compression": "\#(method)""#
    json.replaceSubrange(start.upperBound..<end.lowerBound, with: chunk)
    world.files[SmallWorld.mapFile] = Array(json.utf8)
    var same = SmallWorld()
    same.map.ground = InflationTests.tiles
    #expect(try world.goodMap().art.layers == same.goodMap().art.layers)
  }

  @Test(arguments: [false, true])
  func readsChunksInXML(isCSV: Bool) throws {
    let chunks = Self.places.enumerated().map { index, place in
      let cells = [UInt32](repeating: UInt32(index + 1), count: 63) + [0x8000_0001]
      let data =
        isCSV
        ? cells.map(String.init).joined(separator: ",\n")
        : cells.map { "<tile gid=\"\($0)\"/>" }.joined()
      return "<chunk x=\"\(place.0 * 8)\" y=\"\(place.1 * 8)\" width=\"8\" height=\"8\">"
        + "\n\(data)\n</chunk>"
    }.joined(separator: "\n")
    var world = SmallWorld()
    world.files["maps/tiles.json"] = Array(
      world.map.tileset.replacing("\"firstgid\": 1,", with: "\"type\": \"tileset\",").utf8)
    world.files[SmallWorld.mapFile] = Array(
      #"""
      <map width="5" height="5" tilewidth="32" tileheight="32" infinite="1">
      <properties><property name="regionEdge" type="int" value="256"/>
      <property name="viewRadius" type="int" value="128"/></properties>
      <tileset firstgid="1" source="tiles.json"/>
      <layer name="ground" width="5" height="5"><data\#(isCSV ? " encoding=\"csv\"" : "")>
      \#(chunks)</data></layer>
      <layer name="collision"><data encoding="csv"><chunk x="-7" y="-16" width="1" height="1">1
      </chunk></data></layer><layer name="empty"><data encoding="csv">
      </data></layer><objectgroup name="places">
      <object id="1" name="here" type="PlayerSpawn" x="-156" y="-412"><point/></object>
      <object id="2" name="road" type="NPC" x="0" y="-256"><properties>
      <property name="npcId" value="guard"/></properties><polyline points="0,0 10,-5"/></object>
      </objectgroup></map>
      """#.utf8)
    let map = try world.goodMap()
    #expect(map.art.layers.map(\.name) == ["ground", "empty"])
    #expect(map.art.layers[0] == (try Self.finite().art.layers[0]))
    #expect(map.collision == (try Self.finite().collision))
    #expect(map.objects == (try Self.finite().objects))
  }

  @Test(arguments: [
    (
      #""x": -8, "y": -16, "width": 8"#, #""x": 0, "y": -16, "width": 8"#,
      "chunk 2 of layer 'ground'", "It lies on another chunk."
    ),
    (
      #""width": 8, "height": 8"#, #""width": 8"#, "chunk 1 of layer 'ground'",
      "'height' is missing."
    ),
    (
      #""width": 8, "height": 8"#, #""width": 8, "height": -8"#, "chunk 1 of layer 'ground'",
      "'height' is -8, outside 1 … 8192."
    ),
    (
      #""width": 8, "height": 8"#, #""width": 4, "height": 8"#, "chunk 1 of layer 'ground'",
      "It has 64 tiles, but 4 x 8 are needed."
    ),
    (
      #""x": -8, "y": -16"#, #""x": -99999999, "y": -16"#, "chunk 1 of layer 'ground'",
      "'x' is -99999999, outside -16777216 … 16777216."
    ),
    (
      #""x": -8, "y": -16"#, #""x": -8192, "y": -16"#, "map",
      "The used area of the infinite map has 8200 x 16 tiles; a side has at most 8192."
    ),
    (
      #""x": -8, "y": -16, "width": 8"#, #""x": -8000, "y": -8000, "width": 8"#, "map",
      "It has 64064000 tiles; at most 4194304 are allowed."
    ),
  ])
  func refusesChunks(_ old: String, _ new: String, _ place: String, _ sentence: String) throws {
    var world = Self.world()
    let stored = try #require(world.files[SmallWorld.mapFile])
    var json = String(decoding: stored, as: UTF8.self)
    let first = try #require(json.firstRange(of: old))
    json.replaceSubrange(first, with: new)
    world.files[SmallWorld.mapFile] = Array(json.utf8)
    let (content, report) = world.read()
    #expect(content == nil)
    let finding = report.findings.first { $0.sentence == sentence }
    #expect(finding?.place == place, "\(report.lines)")
  }
}
