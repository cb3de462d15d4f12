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

  private static func objects(_ name: String, _ more: String, _ sentence: String) -> Case {
    Case(name: name, place: "object 9 'odd' in layer 'places'", sentence: sentence) {
      $0.map.objects += #", {"id": 9, "name": "odd", "type": "NPC", "x": 64, "y": 64, \#(more)}"#
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
    head("infinite", #""type": "map", "infinite": true"#, "Infinite maps are not supported yet."),
    head(
      "isometric", #""type": "map", "orientation": "isometric""#,
      "The orientation 'isometric' is not supported yet."),
    head("template", #""type": "template""#, "This is a Tiled 'template', not a map."),
    ground(
      "compressed", #""encoding": "base64", "compression": "zlib", "data": "eJw=""#,
      "'data' is not compressed with 'zlib', or is damaged."),
    ground(
      "unknown compression", #""encoding": "base64", "compression": "lzma", "data": "eJw=""#,
      "The compression 'lzma' is not known."),
    ground(
      "chunks", #""chunks": []"#,
      "Layers in chunks, as infinite maps have them, are not supported yet."),
    ground("encoding", #""encoding": "hex", "data": """#, "The encoding 'hex' is not known."),
    ground("offset", #""offsetx": 8"#, "A layer that is moved ('offsetx' is 8.0) is not supported"),
    ground("parallax", #""parallaxy": 0.5"#, "Parallax layers ('parallaxy' is 0.5) are not"),
    Case(name: "image layer", place: "layer 'sky'", sentence: "Image layers are not supported yet.")
    {
      $0.map.layers = #"{"type": "imagelayer", "name": "sky", "image": "x.png"},"#
    },
    Case(
      name: "collision objects", place: "layer 'collision'",
      sentence: "An object layer cannot be the collision layer."
    ) { $0.map.layers = #"{"type": "objectgroup", "name": "collision", "objects": []},"# },
    objects("template object", #""template": "x.tj""#, "Templates are not supported yet."),
    objects("tile object", #""gid": 1"#, "Tile objects are not supported yet."),
    objects("polygon", #""polygon": []"#, "Polygons are not supported yet."),
    objects("polyline", #""polyline": []"#, "Polylines are not supported yet."),
    objects("text", #""text": {}"#, "Text objects are not supported yet."),
    objects("ellipse", #""ellipse": true"#, "Ellipses are not supported yet."),
    objects("rotation", #""rotation": 45"#, "Turned objects are not supported yet."),
    tileset(
      "collection of images", #""image": "../tiles.png","#, "",
      "Tilesets that are collections of images are not supported yet."),
    tileset(
      "drawing offset", #""columns": 4"#, #""columns": 4, "tileoffset": {"x": 1, "y": 0}"#,
      "A drawing offset of tiles is not supported yet."),
    tileset(
      "size of tiles", #""tilewidth": 32"#, #""tilewidth": 16"#,
      "Its tiles have 16 x 32 pixels, those of the map 32 x 32; that is not supported yet."),
  ]

  static let mistakes = [
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
    world.map.layers = #"{"type": "imagelayer", "name": "sky"},"#
    world.map.properties = ""
    world.map.objects = #"{"id": 3, "type": "Chest", "name": "box", "x": 5, "y": 5}"#
    let sentences = world.read().report.findings.map(\.sentence)
    #expect(
      sentences == [
        "'data' is not compressed with 'gzip', or is damaged.",
        "Image layers are not supported yet.", "The property 'regionEdge' is missing.",
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
