import Model
import Testing

@testable import Content

/// A world of one small map, in memory: 16 x 16 tiles of 32 units, two regions a side.
///
/// Tests change its files before they read it.
struct SmallWorld {
  static let columns = 16
  static let rows = 16
  static let mapFile = "maps/small.json"

  var files: [String: [UInt8]] = [
    "world.json": Array(
      #"{"version": "1.2.3", "start": "here", "maps": [{"id": 7, "file": "maps/small.json"}]}"#
        .utf8),
    "tiles.png": Self.png(width: 128, height: 64),
  ]

  /// Adds files of definitions, each when given.
  mutating func define(
    monsters: String? = nil, skills: String? = nil, players: String? = nil, items: String? = nil,
    lootTables: String? = nil, shops: String? = nil, dialogues: String? = nil
  ) {
    let given = [
      ("monsters", monsters), ("skills", skills), ("players", players), ("items", items),
      ("lootTables", lootTables), ("shops", shops), ("dialogues", dialogues),
    ]
    var named = ""
    for case (let key, let text?) in given {
      files[key + ".json"] = Array(text.utf8)
      named += #", "\#(key)": "\#(key).json""#
    }
    files["world.json"] = Array(
      (#"{"version": "1.2.3", "start": "here", "maps": [{"id": 7, "file": "maps/small.json"}]"#
        + named + "}").utf8)
  }

  /// The map, as the text that is read.
  var map = MapText()

  var allFiles: [String: [UInt8]] {
    files.merging([Self.mapFile: Array(map.json.utf8)]) { kept, _ in kept }
  }

  func source() -> ContentSource {
    let files = allFiles
    let paths = files.keys.compactMap { FilePath($0) }.sorted()
    return ContentSource(
      root: "small",
      read: { (file, max) throws(FileError) in
        guard let bytes = files[file.description] else { throw .missing }
        guard bytes.count <= max else { throw .tooLarge(limit: max) }
        return bytes
      }, list: { folder in paths.filter { $0.folder == folder }.map(\.name) })
  }

  /// Reads the world: what a loader gets, and everything that was found.
  func read() -> (content: GameContent?, report: ContentReport) {
    let source = source()
    return (WorldReader(source: source).read(), source.report)
  }

  /// The map of a world that has nothing wrong with it.
  func goodMap() throws -> GameMap {
    let (content, report) = read()
    #expect(report.isGood, "\(report.lines)")
    return try #require(content?.maps[MapID(7)])
  }

  /// As much of a PNG as content reads: the signature and the first chunk.
  static func png(width: UInt8, height: UInt8) -> [UInt8] {
    [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]
      + [0, 0, 0, width, 0, 0, 0, height, 8, 6, 0, 0, 0, 1, 2, 3, 4]
  }
}

/// The parts of a small Tiled map, each as JSON that a test may replace.
struct MapText {
  var head = #""type": "map", "orientation": "orthogonal", "infinite": false"#
  var size = #""width": 16, "height": 16, "tilewidth": 32, "tileheight": 32"#
  var properties = #"""
    {"name": "regionEdge", "type": "int", "value": 256},
    {"name": "viewRadius", "type": "int", "value": 128}
    """#
  var tileset = #"""
    {"firstgid": 1, "name": "tiles", "image": "../tiles.png", "imagewidth": 128,
     "imageheight": 64, "columns": 4, "tilecount": 8, "tilewidth": 32, "tileheight": 32,
     "tiles": [{"id": 3, "properties": [{"name": "collision", "type": "bool", "value": true}]}]}
    """#
  /// Cells of the ground layer; all grass.
  var ground = [UInt32](repeating: 1, count: 256)
  var collision = [UInt32](repeating: 0, count: 256)
  var groundMore = ""
  /// More layers, each ending with a comma.
  var layers = ""
  var objects = #"""
    {"id": 1, "name": "here", "type": "PlayerSpawn", "x": 100, "y": 100, "point": true}
    """#

  var json: String {
    """
    {\(head), \(size), "properties": [\(properties)], "tilesets": [\(tileset)], "layers": [
    \(tileLayer("ground", ground, groundMore)), \(tileLayer("collision", collision, "")), \(layers)
    {"type": "objectgroup", "name": "places", "objects": [\(objects)]}]}
    """
  }

  private func tileLayer(_ name: String, _ cells: [UInt32], _ more: String) -> String {
    let data = cells.map(String.init).joined(separator: ",")
    let end = more.isEmpty ? "" : ", " + more
    return #"{"type": "tilelayer", "name": "\#(name)", "width": 16, "height": 16, "#
      + (more.contains("\"data\"") ? "" : #""data": [\#(data)], "#)
      + #""visible": true\#(end)}"#
  }
}
