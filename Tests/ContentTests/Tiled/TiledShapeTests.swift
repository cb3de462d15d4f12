import Model
import Testing

@testable import Content

/// What the shapes of objects become.
struct TiledShapeTests {
  /// The object `more` at 64, 96, read out of the small world.
  private static func object(_ more: String, tileset: String = "") throws -> TiledObject {
    var world = SmallWorld()
    if !tileset.isEmpty {
      world.map.tileset = world.map.tileset.replacing("\"columns\": 4", with: tileset)
    }
    world.map.objects = #"{"id": 9, "name": "odd", "x": 64, "y": 96, \#(more)}"#
    let objects = try world.decodedObjects()
    return try #require(objects.first)
  }

  private static func rectangle(_ object: TiledObject) -> [Double] {
    [object.x, object.y, object.width, object.height].map { ($0 * 1_000).rounded() / 1_000 }
  }

  @Test(arguments: [
    (#""point": true"#, TiledObject.Shape.point, [64.0, 96, 0, 0]),
    (#""width": 10, "height": 20"#, .rectangle, [64, 96, 10, 20]),
    (#""width": 10, "height": 20, "rotation": 90"#, .rectangle, [44, 96, 20, 10]),
    (#""width": 10, "height": 20, "rotation": -180"#, .rectangle, [54, 76, 10, 20]),
    (#""width": 10, "height": 20, "rotation": 630"#, .rectangle, [64, 86, 20, 10]),
    (#""width": 10, "height": 10, "rotation": 45"#, .rectangle, [56.929, 96, 14.142, 14.142]),
    (#""ellipse": true, "width": 10, "height": 20"#, .ellipse, [64, 96, 10, 20]),
    (#""ellipse": true, "width": 10, "height": 20, "rotation": 90"#, .ellipse, [44, 96, 20, 10]),
    (#""ellipse": true, "width": 8, "height": 8, "rotation": 45"#, .ellipse, [60, 97.657, 8, 8]),
    (
      #""text": {"text": "Hi", "wrap": true}, "width": 5, "height": 6"#, .text("Hi"),
      [64, 96, 5, 6]
    ),
    (
      #""polygon": [{"x": -1, "y": 2}, {"x": 5, "y": -3}, {"x": 0, "y": 9}]"#, .polygon,
      [63, 93, 6, 12]
    ),
    (#""polyline": [{"x": -1, "y": 2}, {"x": 5, "y": -3}]"#, .polyline, [63, 98, 0, 0]),
  ])
  func shapes(_ more: String, _ shape: TiledObject.Shape, _ wanted: [Double]) throws {
    let object = try Self.object(more)
    #expect(object.shape == shape)
    #expect(Self.rectangle(object) == wanted)
  }

  @Test func linesAndPolygonsHavePoints() throws {
    let line = #"[{"x": 0, "y": 0}, {"x": 10, "y": -3.5}, {"x": 0, "y": 9}]"#
    let wanted = [TiledPoint(x: 64, y: 96), TiledPoint(x: 74, y: 92.5), TiledPoint(x: 64, y: 105)]
    #expect(try Self.object(#""polyline": \#(line)"#).points == wanted)
    #expect(try Self.object(#""polygon": \#(line)"#).points == wanted)
    let turned = try Self.object(#""polyline": \#(line), "rotation": 90"#)
    #expect(
      turned.points == [
        TiledPoint(x: 64, y: 96), TiledPoint(x: 67.5, y: 106), TiledPoint(x: 55, y: 96),
      ])
    #expect(turned.rotation == 90)
  }

  @Test func onlyATurnedRectangleHasCorners() throws {
    #expect(try Self.object(#""width": 9, "height": 9"#).points.isEmpty)
    #expect(try Self.object(#""width": 9, "height": 9, "rotation": 270"#).points.isEmpty)
    #expect(try Self.object(#""width": 9, "height": 9, "rotation": 30"#).points.count == 4)
  }

  /// Tiles stand on their place, unless their tileset says otherwise.
  @Test(arguments: [
    ("\"columns\": 4", [64.0, 64, 32, 32]),
    (#""columns": 4, "objectalignment": "unspecified""#, [64, 64, 32, 32]),
    (#""columns": 4, "objectalignment": "topleft""#, [64, 96, 32, 32]),
    (#""columns": 4, "objectalignment": "top""#, [48, 96, 32, 32]),
    (#""columns": 4, "objectalignment": "right""#, [32, 80, 32, 32]),
    (#""columns": 4, "objectalignment": "center""#, [48, 80, 32, 32]),
    (#""columns": 4, "objectalignment": "bottomright""#, [32, 64, 32, 32]),
  ])
  func tilesStandByTheirAlignment(_ tileset: String, _ wanted: [Double]) throws {
    let object = try Self.object(#""gid": 2147483652"#, tileset: tileset)
    #expect(object.shape == .tile(TiledTile(tileset: "tiles", number: 3, turn: 1)))
    #expect(Self.rectangle(object) == wanted)
  }

  @Test func tilesHaveTheSizeOfTheObjectAndTurnAboutTheirFoot() throws {
    let object = try Self.object(#""gid": 1, "width": 10, "height": 20, "rotation": 90"#)
    #expect(Self.rectangle(object) == [64, 96, 20, 10])
  }

  @Test func objectsInheritFromTheirTile() throws {
    let object = try Self.object(#""gid": 4, "properties": [{"name": "own", "value": 1}]"#)
    #expect(object.properties == ["collision": .boolean(true), "own": .integer(1)])
    let over = try Self.object(
      #""gid": 4, "properties": [{"name": "collision", "value": false}]"#)
    #expect(over.properties == ["collision": .boolean(false)])
  }

  /// Old files have objects without numbers.
  @Test func eachObjectHasANumberOfItsOwn() throws {
    var world = SmallWorld()
    world.map.objects = #"""
      {"x": 1, "y": 1}, {"id": 1, "x": 1, "y": 1}, {"x": 1, "y": 1}, {"id": 7, "x": 1, "y": 1}
      """#
    world.map.head += #", "nextobjectid": 8"#
    #expect(try world.decodedObjects().map(\.id) == [8, 1, 9, 7])
  }

  @Test func layerOffsetsMoveObjects() throws {
    var world = SmallWorld()
    world.map.objects += #"""
      ]}, {"type": "group", "name": "g", "offsetx": 8, "offsety": -4, "layers": [
      {"type": "objectgroup", "name": "inner", "offsetx": 2, "objects": [
      {"id": 2, "name": "there", "type": "PlayerSpawn", "x": 50, "y": 50, "point": true}]}
      """#
    let map = try world.goodMap()
    #expect(map.spawn(named: "there")?.position == Position(unitsX: 60, unitsY: 46))
  }

  @Test func anEllipseIsAPlaceForThoseWhoNeedNoArea() throws {
    var world = SmallWorld()
    world.map.objects = #"""
      {"id": 1, "name": "here", "type": "PlayerSpawn", "x": 90, "y": 80, "width": 20, "height": 40,
      "ellipse": true}
      """#
    #expect(
      try world.goodMap().spawns.map(\.position) == [Position(unitsX: 100, unitsY: 100)])
  }
}
