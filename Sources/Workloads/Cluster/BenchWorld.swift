import Foundation

/// A world made for a workload: one map of square regions without walls, creatures or things, on
/// which players may enter anywhere.
struct BenchWorld: Hashable, Sendable {
  /// Units; the edge of the map's tiles, of which every region has a whole number.
  static let tile = 32

  var columns = 1
  var rows = 1
  /// Of a region, in units: a multiple of `tile`, and at least twice the view radius.
  var edge: Int
  var viewRadius: Int
  /// How wide the strip in the middle is on which players enter; nil: they enter everywhere.
  var entryWidth: Int?

  var width: Int { columns * edge }
  var height: Int { rows * edge }

  /// The map of W1: as wide as five view radii for 400 players, and as dense for others, so that
  /// each sees about 42.
  ///
  /// - Parameter regions: along each side; fewer when they became too small.
  static func crowded(players: Int, regions: Int = 1) -> BenchWorld {
    let radius = 256
    let side = 5 * Double(radius) * (Double(max(players, 1)) / 400).squareRoot()
    let along = max(1, min(regions, Int(side) / (2 * radius)))
    let tiles = (side / Double(along * tile)).rounded()
    return BenchWorld(
      columns: along, rows: along, edge: max(Int(tiles) * tile, 2 * radius), viewRadius: radius)
  }

  /// A map in which everybody sees everybody.
  static let wide = BenchWorld(edge: 2_048, viewRadius: 1_024)

  /// Writes `world.json`, the map, and copies of the definitions.
  func write(to folder: URL, definitions: URL) throws {
    let files = FileManager.default
    try files.createDirectory(
      at: folder.appendingPathComponent("maps"), withIntermediateDirectories: true)
    guard let bytes = try? Data(contentsOf: definitions.appendingPathComponent("world.json")) else {
      throw WorkloadError.failed("There is no world.json in \(definitions.path).")
    }
    let given = try JSONSerialization.jsonObject(with: bytes)
    guard var manifest = given as? [String: Any] else {
      throw WorkloadError.failed("world.json in \(definitions.path) is no object")
    }
    for key in Self.definitionFiles {
      guard let name = manifest[key] as? String else { continue }
      try files.copyItem(
        at: definitions.appendingPathComponent(name), to: folder.appendingPathComponent(name))
    }
    manifest["start"] = Self.spawnName(0, 0)
    manifest["maps"] = [["id": 1, "name": "field", "file": "maps/field.json"]]
    manifest["$schema"] = nil
    try write(manifest, to: folder.appendingPathComponent("world.json"))
    try write(map, to: folder.appendingPathComponent("maps/field.json"))
  }

  private static let definitionFiles = [
    "skills", "monsters", "players", "items", "lootTables", "shops", "dialogues",
  ]
  /// Spawn points along each side.
  private static let spawns = 16

  private static func spawnName(_ column: Int, _ row: Int) -> String { "spawn-\(column)-\(row)" }

  private func write(_ object: [String: Any], to file: URL) throws {
    try JSONSerialization.data(withJSONObject: object, options: [.sortedKeys]).write(to: file)
  }

  /// As the Tiled editor saves it.
  private var map: [String: Any] {
    let tiles = (columns: width / Self.tile, rows: height / Self.tile)
    let collision: [String: Any] = [
      "type": "tilelayer", "id": 1, "name": "collision", "x": 0, "y": 0, "opacity": 1,
      "visible": true, "width": tiles.columns, "height": tiles.rows,
      "data": [Int](repeating: 0, count: tiles.columns * tiles.rows),
    ]
    let places: [String: Any] = [
      "type": "objectgroup", "id": 2, "name": "places", "x": 0, "y": 0, "opacity": 1,
      "visible": true, "draworder": "topdown", "objects": objects,
    ]
    return [
      "type": "map", "version": "1.10", "tiledversion": "1.10.2", "orientation": "orthogonal",
      "renderorder": "right-down", "infinite": false, "compressionlevel": -1,
      "width": tiles.columns, "height": tiles.rows, "tilewidth": Self.tile,
      "tileheight": Self.tile, "nextlayerid": 3, "nextobjectid": 2 + Self.spawns * Self.spawns,
      "tilesets": [Any](), "layers": [collision, places],
      "properties": [
        property("regionEdge", "int", edge), property("viewRadius", "int", viewRadius),
      ],
    ]
  }

  /// A safe zone over everything, because characters enter the world in one, and the spawn points.
  private var objects: [[String: Any]] {
    var all = [
      object(1, "field", "Region", x: 0, y: 0, width: width, height: height).merging([
        "properties": [property("regionType", "string", "safe")]
      ]) { $1 }
    ]
    let entry = entryWidth ?? width
    for row in 0..<Self.spawns {
      for column in 0..<Self.spawns {
        let x = (width - entry) / 2 + entry * (2 * column + 1) / (2 * Self.spawns)
        let y = height * (2 * row + 1) / (2 * Self.spawns)
        let spawn = object(
          2 + row * Self.spawns + column, Self.spawnName(column, row), "PlayerSpawn", x: x, y: y)
        all.append(spawn.merging(["point": true]) { $1 })
      }
    }
    return all
  }

  private func object(
    _ id: Int, _ name: String, _ type: String, x: Int, y: Int, width: Int = 0, height: Int = 0
  ) -> [String: Any] {
    [
      "id": id, "name": name, "type": type, "x": x, "y": y, "width": width, "height": height,
      "rotation": 0, "visible": true,
    ]
  }

  private func property(_ name: String, _ type: String, _ value: Any) -> [String: Any] {
    ["name": name, "type": type, "value": value]
  }
}
