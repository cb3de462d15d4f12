import Testing

@testable import Content

/// What the game makes of layers that the editor draws in its own ways.
struct GameMapBuilderLayersTests {
  private static let cells = [UInt32](repeating: 1, count: 256).map(String.init)
    .joined(separator: ",")

  private static func read(_ layers: String) -> (content: GameContent?, report: ContentReport) {
    var world = SmallWorld()
    world.map.collision[0] = 1
    world.map.layers = layers
    return world.read()
  }

  @Test(arguments: [
    (
      #"{"type": "imagelayer", "name": "l", "image": "../tiles.png"},"#,
      "The game does not draw image layers."
    ),
    (#"{"type": "imagelayer", "name": "l"},"#, "The game does not draw image layers."),
    (
      #"{"type": "tilelayer", "name": "l", "offsetx": 5, "offsety": -2.5, "data": [\#(cells)]},"#,
      "It is moved by 5.0, -2.5 pixels, but the game draws it in its place."
    ),
    (
      #"{"type": "tilelayer", "name": "l", "parallaxx": 0.5, "data": [\#(cells)]},"#,
      "It has a parallax factor of 0.5, 1.0, but the game draws it in its place."
    ),
    (
      #"{"type": "tilelayer", "name": "l", "tintcolor": "red", "data": [\#(cells)]},"#,
      "Its tint colour is not drawn in the game."
    ),
    (
      #"{"type": "objectgroup", "name": "l", "parallaxy": 2, "objects": []},"#,
      "Its parallax factor does not move its objects in the game."
    ),
  ])
  func warns(_ layers: String, _ sentence: String) {
    let (content, report) = Self.read(layers)
    #expect(content != nil)
    #expect(report.findings.map(\.sentence) == [sentence])
    #expect(report.findings.map(\.place) == ["layer 'l'"])
  }

  @Test(arguments: [
    #"{"type": "imagelayer", "name": "l", "visible": false},"#,
    #"{"type": "tilelayer", "name": "l", "offsetx": 5, "visible": false, "data": [\#(cells)]},"#,
    #"{"type": "objectgroup", "name": "l", "offsetx": 5, "objects": []},"#,
    #"{"type": "tilelayer", "name": "l", "renderorder": "left-up", "data": [\#(cells)]},"#,
  ])
  func saysNothingOfWhatNobodySees(_ layers: String) {
    #expect(Self.read(layers).report.findings == [])
  }

  @Test func groupsGiveTheirMembersWhatTheyHave() {
    let (_, report) = Self.read(
      #"""
      {"type": "group", "name": "g", "offsetx": 4, "parallaxx": 0.5, "tintcolor": "white",
      "layers": [{"type": "tilelayer", "name": "l", "offsetx": 2, "data": [\#(Self.cells)]}]},
      """#)
    #expect(
      report.findings.map(\.sentence) == [
        "It is moved by 6.0, 0.0 pixels, but the game draws it in its place.",
        "Its tint colour is not drawn in the game.",
      ])
  }

  /// Tilesets that clients cannot draw do no harm where only objects show them.
  @Test func onlyDrawnTilesetsComeToClients() throws {
    var world = SmallWorld()
    world.map.collision[0] = 1
    let drawn = world.map.tileset.replacing("\"firstgid\": 1", with: "\"firstgid\": 100")
    world.map.tileset = #"""
      {"firstgid": 1, "name": "many", "tilewidth": 9, "tileheight": 9,
      "tiles": [{"id": 2, "image": "../tiles.png"}]}, \#(drawn)
      """#
    world.map.ground = [UInt32](repeating: 103, count: 255) + [0]
    world.map.ground[3 * 16 + 3] = 100
    world.map.collision[0] = 100
    world.map.objects += #", {"id": 8, "gid": 3, "x": 9, "y": 40}"#
    let map = try world.goodMap()
    #expect(map.art.tilesets.map(\.name) == ["tiles"])
    #expect(
      map.art.palette == [
        nil, MapArt.Tile(tileset: 0, tile: 3, turn: 0), MapArt.Tile(tileset: 0, tile: 0, turn: 0),
      ])
  }

  @Test func unpackedTilesAreBoundedOverAllLayers() {
    var world = SmallWorld()
    world.map.size = #""width": 2048, "height": 2048, "tilewidth": 32, "tileheight": 32"#
    world.map.layers = (0..<6).map {
      #"{"type": "tilelayer", "name": "l\#($0)", "encoding": "base64", "compression": "zlib","#
        + #""data": ""},"#
    }.joined()
    let report = world.read().report
    #expect(
      report.findings.contains {
        $0.sentence == "The layers of the map have over \(Limits.mapTilesMax) tiles together."
      }, "\(report.lines)")
  }
}
