import Model
import World

/// Makes a `GameMap` of a decoded map, or says all that keeps it from being one.
struct GameMapBuilder {
  let map: TiledMap
  let id: MapID
  let name: String
  let log: FindingLog

  /// Nil when there are errors in the log, whoever wrote them.
  func build() -> GameMap? {
    let regions = regionGrid()
    let layers = flatLayers(map.layers)
    checkDrawing(layers)
    checkShapes(layers)
    let tiles = TileTable(tilesets: map.tilesets)
    let collision = collisionGrid(layers, tiles)
    let objects = MapObjects(builder: self, layers: layers, collision: collision)
    let art = art(layers, tiles)
    guard log.errors == 0, let regions, let art else { return nil }
    return GameMap(
      id: id, name: name, regions: regions, collision: collision, spawns: objects.spawns,
      objects: objects.placed, art: art)
  }

  /// World units along each side.
  var width: Int { map.columns * map.tileSize }
  var height: Int { map.rows * map.tileSize }

  private func regionGrid() -> RegionGrid? {
    let edge = size("regionEdge", in: Limits.regionEdgeUnits, example: 1024)
    let radius = size("viewRadius", in: Limits.viewRadiusUnits, example: 480)
    guard width <= Limits.mapSideUnitsMax, height <= Limits.mapSideUnitsMax else {
      log.error(
        "map",
        "It measures \(width) x \(height) units; a side has at most "
          + "\(Limits.mapSideUnitsMax).", "Split the map in two and join them by portals.")
      return nil
    }
    guard let edge, let radius, isEdge(edge, radius: radius) else { return nil }
    return RegionGrid(
      map: id, columns: width / edge, rows: height / edge, edgeUnits: Int32(edge),
      viewRadiusUnits: Int32(radius))
  }

  private func isEdge(_ edge: Int, radius: Int) -> Bool {
    let before = log.errors
    if edge % map.tileSize != 0 {
      log.error(
        "map", "'regionEdge' (\(edge)) is not a whole number of tiles of \(map.tileSize).",
        "Use a multiple of \(map.tileSize).")
    }
    if width % edge != 0 || height % edge != 0 {
      log.error(
        "map", "'regionEdge' (\(edge)) does not divide the map of \(width) x \(height) units.",
        "Resize the map, or choose an edge that divides both sides.")
    } else if max(width, height) / edge > Limits.mapSideRegionsMax {
      log.error(
        "map", "'regionEdge' (\(edge)) makes over \(Limits.mapSideRegionsMax) regions a side.",
        "Choose a larger edge.")
    }
    if edge < 2 * radius {
      log.error(
        "map", "'regionEdge' (\(edge)) is less than twice 'viewRadius' (\(radius)).",
        "Choose an edge of at least \(2 * radius), or a smaller view radius.")
    }
    return log.errors == before
  }

  /// A required whole number among the map's properties.
  private func size(_ key: String, in range: ClosedRange<Int>, example: Int) -> Int? {
    let properties = PropertyReader(place: "map", properties: map.properties, log: log)
    return properties.integer(key, in: range, example: "\(example)")
  }
}
