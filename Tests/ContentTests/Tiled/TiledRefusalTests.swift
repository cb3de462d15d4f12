import Testing

@testable import Content

/// What a map may not have: each by its sentence, its file and its place.
struct TiledRefusalTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let place: String
    let sentence: String
    let change: @Sendable (inout SmallWorld) -> Void
    var testDescription: String { name }
  }

  private static func objects(
    _ name: String, _ more: String, _ sentence: String,
    place: String = "object 9 'odd' in layer 'places'"
  ) -> Case {
    Case(name: name, place: place, sentence: sentence) {
      $0.map.objects += #", {"id": 9, "name": "odd", "type": "NPC", "x": 64, "y": 64, \#(more)}"#
    }
  }

  private static func region(_ name: String, _ more: String, _ shape: String) -> Case {
    Case(
      name: "region as \(name)", place: "object 9 'odd' in layer 'places'",
      sentence: "A Region must be a point or an upright rectangle, but it is \(shape)."
    ) {
      $0.map.objects += #"""
        , {"id": 9, "name": "odd", "type": "Region", "x": 64, "y": 64, \#(more),
        "properties": [{"name": "regionType", "value": "town"}]}
        """#
    }
  }

  private static func ground(_ name: String, _ more: String, _ sentence: String) -> Case {
    Case(name: name, place: "layer 'ground'", sentence: sentence) { $0.map.groundMore = more }
  }

  private static func head(_ name: String, _ head: String, _ sentence: String) -> Case {
    Case(name: name, place: "map", sentence: sentence) { $0.map.head = head }
  }

  private static func size(_ name: String, _ size: String, _ sentence: String) -> Case {
    Case(name: name, place: "map", sentence: sentence) { $0.map.size = size }
  }

  private static func tileset(
    _ name: String, _ old: String, _ new: String, _ sentence: String, place: String = "tileset 1"
  ) -> Case {
    Case(name: name, place: place, sentence: sentence) {
      $0.map.tileset = $0.map.tileset.replacing(old, with: new)
    }
  }

  static let features = [
    head("infinite", #""type": "map", "infinite": true"#, "The infinite map has no tiles."),
    head(
      "isometric", #""type": "map", "orientation": "isometric""#,
      "The orientation 'isometric' is not supported: the game is orthogonal."),
    head(
      "staggered", #""type": "map", "orientation": "staggered", "staggeraxis": "y""#,
      "The orientation 'staggered' is not supported: the game is orthogonal."),
    head(
      "hexagonal", #""type": "map", "orientation": "hexagonal", "hexsidelength": 8"#,
      "The orientation 'hexagonal' is not supported: the game is orthogonal."),
    head(
      "other orientation", #""type": "map", "orientation": "round""#,
      "The orientation 'round' is not known."),
    head("template", #""type": "template""#, "This is a Tiled 'template', not a map."),
    ground(
      "compressed", #""encoding": "base64", "compression": "zlib", "data": "eJw=""#,
      "'data' is not compressed with 'zlib', or is damaged."),
    ground(
      "unknown compression", #""encoding": "base64", "compression": "lzma", "data": "eJw=""#,
      "The compression 'lzma' is not known."),
    ground(
      "chunks", #""chunks": []"#, "The layer is in chunks, but the map is not infinite."),
    ground("encoding", #""encoding": "hex", "data": """#, "The encoding 'hex' is not known."),
    ground("place in tiles", #""x": 1"#, "A layer that begins at another tile ('x' is 1.0) is not"),
    ground("opacity", #""opacity": 1.5"#, "'opacity' is 1.5, outside 0.0 … 1.0."),
    ground("offset", #""offsetx": 1e300"#, "'offsetx' is 1e+300, outside -4194304.0 … 4194304.0."),
    Case(
      name: "offset of collision", place: "layer 'walls'",
      sentence: "It is moved by 8.0, 0.0 pixels, but the collision layer must lie on the map's"
    ) {
      $0.map.layers =
        #"{"type": "tilelayer", "name": "walls", "class": "collision", "offsetx": 8,"#
        + #""data": [\#($0.map.collision.map(String.init).joined(separator: ","))]},"#
    },
    Case(
      name: "parallax of what blocks", place: "layer 'ground'",
      sentence: "1 of its tiles block movement, but it is drawn away from the map's tiles."
    ) {
      $0.map.ground[0] = 4
      $0.map.groundMore = #""parallaxy": 0.5"#
    },
    Case(
      name: "collision picture", place: "layer 'collision'",
      sentence: "An image layer cannot be the collision layer."
    ) { $0.map.layers = #"{"type": "imagelayer", "name": "collision"},"# },
    Case(
      name: "missing picture", place: "layer 'sky'", sentence: "The image 'x.png' does not exist."
    ) { $0.map.layers = #"{"type": "imagelayer", "name": "sky", "image": "x.png"},"# },
    Case(
      name: "collision objects", place: "layer 'collision'",
      sentence: "An object layer cannot be the collision layer."
    ) { $0.map.layers = #"{"type": "objectgroup", "name": "collision", "objects": []},"# },
    objects(
      "template outside", #""template": "/x.tj""#,
      "The template '/x.tj' lies outside the content folder.", place: "object 2 in layer 'places'"),
    objects("tile object", #""gid": 99"#, "It shows the tile 99, which no tileset has."),
    objects("number of a tile", #""gid": -1"#, "'gid' is -1, outside 0 … 4294967295."),
    objects("polygon", #""polygon": []"#, "Its polygon has 0 points; at least 3 are needed."),
    objects(
      "polyline", #""polyline": [{"x": 1, "y": 2}]"#,
      "Its polyline has 1 points; at least 2 are needed."),
    objects(
      "point of a line", #""polyline": [{"x": 1, "y": 2}, {"x": 1}]"#, "'y' is missing.",
      place: "point 2 of object 9 'odd' in layer 'places'"),
    objects("text", #""text": 5"#, "'text' must be an object, but it is a number."),
    objects(
      "rotation", #""rotation": 1e9"#,
      "'rotation' is 1000000000.0, outside -1000000.0 … 1000000.0."),
    objects("width", #""width": -1"#, "Its place or size is out of all bounds."),
    region("ellipse", #""ellipse": true, "width": 9, "height": 9"#, "an ellipse"),
    region("polygon", #""polygon": [{"x":0,"y":0},{"x":9,"y":0},{"x":0,"y":9}]"#, "a polygon"),
    region("line", #""polyline": [{"x":0,"y":0},{"x":9,"y":0}]"#, "a line"),
    region("turned", #""rotation": 45, "width": 9, "height": 9"#, "turned by 45.0 degrees"),
    Case(
      name: "line off the map", place: "object 9 'walker' in layer 'places'",
      sentence: "Point 2 of its line lies outside the map of 512 x 512 units."
    ) {
      $0.map.objects += #"""
        , {"id": 9, "name": "walker", "type": "NPC", "x": 64, "y": 64,
        "polyline": [{"x": 0, "y": 0}, {"x": -65, "y": 0}],
        "properties": [{"name": "npcId", "value": "guard"}]}
        """#
    },
    tileset(
      "collection of images", #""image": "../tiles.png","#, "",
      "It has no image, but the tileset has none either.", place: "tileset 1, tile 3"),
    Case(
      name: "collection on a layer", place: "layer 'ground'",
      sentence: "Tile 0, 0 is of the tileset 'many', a collection of images, which the game"
    ) {
      $0.map.tileset += #"""
        , {"firstgid": 9, "name": "many", "tilewidth": 32, "tileheight": 32, "columns": 0,
        "tilecount": 1, "tiles": [{"id": 5, "image": "../tiles.png"}]}
        """#
      $0.map.ground[0] = 14
    },
    Case(
      name: "gap of a collection", place: "layer 'ground'",
      sentence: "Tile 0, 0 has the number 13, which no tileset has."
    ) {
      $0.map.tileset += #"""
        , {"firstgid": 9, "name": "many", "tilewidth": 32, "tileheight": 32,
        "tiles": [{"id": 5, "image": "../tiles.png"}]}
        """#
      $0.map.ground[0] = 13
    },
    tileset(
      "drawing offset", #""columns": 4"#, #""columns": 4, "tileoffset": {"x": 1, "y": 0}"#,
      "Tile 0, 0 is of the tileset 'tiles', which has a drawing offset of 1, 0; the game has none.",
      place: "layer 'ground'"),
    tileset(
      "size of tiles", #""tilewidth": 32"#, #""tilewidth": 16"#,
      "Tile 0, 0 is of the tileset 'tiles', whose tiles have 16 x 32 pixels and not the map's "
        + "32 x 32.", place: "layer 'ground'"),
    tileset(
      "alignment", #""columns": 4"#, #""columns": 4, "objectalignment": "topbottom""#,
      "The object alignment 'topbottom' is not known."),
    tileset(
      "animation", #""id": 3,"#, #""id": 3, "animation": [{"tileid": 8, "duration": 9}],"#,
      "'tileid' is 8, outside 0 … 7.", place: "tileset 1, tile 3, frame 1"),
  ]

  static let mistakes = [
    objects(
      "missing template", #""template": "x.tj""#, "The template 'x.tj' is not usable.",
      place: "object 2 in layer 'places'"),
    size(
      "no width", #""height": 16, "tilewidth": 32, "tileheight": 32"#, "'width' is missing."),
    size(
      "misspelled width", #""widht": 16, "height": 16, "tilewidth": 32, "tileheight": 32"#,
      "'width' is missing."),
    size(
      "huge", #""width": 1e18, "height": 16, "tilewidth": 32, "tileheight": 32"#,
      "'width' is 1000000000000000000, outside 1 … 8192."),
    size(
      "negative", #""width": -16, "height": 16, "tilewidth": 32, "tileheight": 32"#,
      "'width' is -16, outside 1 … 8192."),
    size(
      "too many tiles", #""width": 8192, "height": 8192, "tilewidth": 32, "tileheight": 32"#,
      "It has 67108864 tiles; at most 4194304 are allowed."),
    size(
      "not square", #""width": 16, "height": 16, "tilewidth": 32, "tileheight": 16"#,
      "Tiles of 32 x 16 pixels are not square; that is not supported."),
    size(
      "a string", #""width": "16", "height": 16, "tilewidth": 32, "tileheight": 32"#,
      "'width' must be a whole number, but it is a string."),
    ground("too few tiles", #""data": [1, 2]"#, "It has 2 tiles, but 16 x 16 are needed."),
    ground(
      "not base64", #""encoding": "base64", "data": "!!!""#,
      "'data' is not base64."),
    ground(
      "half a number", #""encoding": "base64", "data": "AAAA""#,
      "'data' is not base64 of whole 32-bit numbers."),
    Case(
      name: "not a tile", place: "layer 'ground'",
      sentence: "Tile 1, 0 is not a whole number of 32 bits."
    ) {
      let rest = String(repeating: ",0", count: 254)
      $0.map.groundMore = "\"data\": [0, -1\(rest)]"
    },
    Case(
      name: "unknown tile", place: "layer 'ground'",
      sentence: "Tile 3, 1 has the number 9, which no tileset has; 2 such tiles."
    ) {
      $0.map.ground[19] = 9
      $0.map.ground[20] = 0x8000_0009
    },
    tileset(
      "no image file", "tiles.png", "other.png", "The file 'other.png' does not exist."),
    tileset(
      "image outside", "../tiles.png", "../../secret.png",
      "The image '../../secret.png' lies outside the content folder."),
    tileset(
      "size of image", #""imagewidth": 128"#, #""imagewidth": 256"#,
      "The image '../tiles.png' has 128 x 64 pixels, but the tileset says 256 x 64."),
    tileset(
      "tiles outside the image", #""tilecount": 8"#, #""tilecount": 9"#,
      "Its 9 tiles do not fit into its image of 128 x 64."),
    Case(
      name: "missing tileset in XML", place: "tileset 1",
      sentence: "The tileset 'set.tsx' is not usable."
    ) { $0.map.tileset = #"{"firstgid": 1, "source": "set.tsx"}"# },
    Case(
      name: "tileset outside", place: "tileset 1",
      sentence: "The tileset '/etc/passwd' lies outside the content folder."
    ) { $0.map.tileset = #"{"firstgid": 1, "source": "/etc/passwd"}"# },
    Case(
      name: "overlapping tilesets", place: "tileset 'tiles'",
      sentence: "Its tiles have the same numbers as some of tileset 'tiles'."
    ) {
      let second = $0.map.tileset.replacing("\"firstgid\": 1", with: "\"firstgid\": 8")
      $0.map.tileset += ", " + second
    },
    Case(
      name: "not a picture", place: "tileset 1", sentence: "The image '../tiles.png' is not a PNG."
    ) { $0.files["tiles.png"] = Array("GIF89a".utf8) },
  ]

  @Test(arguments: features + mistakes)
  func refuses(_ refusal: Case) throws {
    var world = SmallWorld()
    refusal.change(&world)
    let (content, report) = world.read()
    #expect(content == nil)
    let finding = report.findings.first { $0.sentence.hasPrefix(refusal.sentence) }
    let found = try #require(finding, "\(report.lines.joined(separator: "\n"))")
    #expect(found.severity == .error)
    #expect(found.place == refusal.place)
    #expect(found.file == SmallWorld.mapFile)
    #expect(found.remedy.hasSuffix(".") || found.remedy.hasSuffix("?"))
  }

  /// A refused part does not make other sentences about what stood in it.
  @Test(arguments: features)
  func saysOneThing(_ refusal: Case) {
    var world = SmallWorld()
    refusal.change(&world)
    let report = world.read().report
    #expect(report.errors == 1, "\(report.lines.joined(separator: "\n"))")
  }

  @Test func reportsAllMistakesOfAFile() {
    var world = SmallWorld()
    world.map.groundMore = #""compression": "gzip", "encoding": "base64", "data": "AA==""#
    world.map.layers = #"{"type": "skylayer", "name": "sky"},"#
    world.map.properties = ""
    world.map.objects = #"{"id": 3, "type": "Chest", "name": "box", "x": 5, "y": 5}"#
    let sentences = world.read().report.findings.map(\.sentence)
    #expect(
      sentences == [
        "'data' is not compressed with 'gzip', or is damaged.",
        "The layer type 'skylayer' is not known.", "The property 'regionEdge' is missing.",
        "The property 'viewRadius' is missing.", "The property 'lootTable' is missing.",
        "The property 'respawnTime' is missing.",
      ])
  }

  @Test func manyFindingsAreCounted() {
    var world = SmallWorld()
    world.map.objects = (1...500).map { #"{"id": \#($0), "type": "Chest", "x": 5, "y": 5}"# }
      .joined(separator: ",")
    let findings = world.read().report.findings
    #expect(findings.count == Limits.fileFindingsMax + 1)
    #expect(findings.last?.sentence == "802 more findings are not shown.")
    #expect(findings.last?.severity == .error)
  }
}
