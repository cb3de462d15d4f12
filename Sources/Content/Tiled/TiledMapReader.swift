/// Decodes a map from Tiled's JSON, or XML told in its words. What is not supported is refused by
/// name.
struct TiledMapReader {
  let source: ContentSource
  let file: FilePath
  let log: FindingLog
  var isPartial = false

  init(source: ContentSource, file: FilePath) {
    self.source = source
    self.file = file
    log = source.log(of: file)
  }

  /// The map; nil, with findings, when not even its size makes sense.
  mutating func read(_ document: JSONValue) -> TiledMap? {
    guard let fields = JSONFields(document, place: "map", log: log), isMap(fields) else {
      return nil
    }
    let isOrthogonal = isOrthogonal(fields)
    guard let (area, isInfinite) = area(fields), let tileSize = tileSize(fields) else {
      return nil
    }
    let size = TiledSize(area: area, tileSize: tileSize, isInfinite: isInfinite)
    warnOfShift(size)
    let tilesets = tilesets(fields)
    let classes = TiledProjectReader.classes(near: file, in: source)
    let objects = TiledObjectReader(
      source: source, file: file, classes: classes, tiles: TileTable(tilesets: tilesets),
      isPartial: isPartial,
      nextID: fields.integer("nextobjectid", in: 1...Int(Int32.max), default: 1) ?? 1,
      shiftX: Double(size.shiftX), shiftY: Double(size.shiftY))
    var layers = TiledLayerReader(map: self, size: size, objects: objects)
    let read = layers.read(fields, prefix: "", nesting: 0)
    let properties = TiledPropertyReader.read(fields, classes: classes)
      .completed(by: classes.members(of: className(fields), as: .map))
    guard isOrthogonal else { return nil }
    return TiledMap(
      columns: size.columns, rows: size.rows, tileSize: tileSize, shiftX: size.shiftX,
      shiftY: size.shiftY, properties: properties, layers: read,
      tilesets: tilesets, isPartial: isPartial || layers.isPartial)
  }

  private func className(_ fields: JSONFields) -> String {
    if case .string(let name)? = fields.members["class"] { name } else { "" }
  }

  private func isMap(_ fields: JSONFields) -> Bool {
    let implied = file.format == "world" ? "world" : "map"
    guard let type = fields.string("type", default: implied) else { return false }
    guard type == "map" else {
      log.error(
        "map", "This is a Tiled \(quoted(type)), not a map.",
        type == "world"
          ? "Name its maps one by one: the game joins maps by portals alone." : "Name a map here.")
      return false
    }
    return true
  }

  /// A map of another orientation is read to its end all the same, so that its other mistakes are
  /// found as well, and then refused.
  private func isOrthogonal(_ fields: JSONFields) -> Bool {
    guard let name = fields.string("orientation", default: "orthogonal") else { return false }
    guard name != "orthogonal" else { return true }
    let remedy = "In Tiled, set Map > Map Properties > Orientation to Orthogonal."
    if ["isometric", "staggered", "hexagonal"].contains(name) {
      log.error(
        "map", "The orientation \(quoted(name)) is not supported: the game is orthogonal.",
        remedy)
    } else {
      log.error("map", "The orientation \(quoted(name)) is not known.", remedy)
    }
    return false
  }

  private func tileSize(_ fields: JSONFields) -> Int? {
    guard let width = fields.integer("tilewidth", in: Limits.tileUnits),
      let height = fields.integer("tileheight", in: Limits.tileUnits)
    else { return nil }
    // Tiles of other orientations are often not square: one finding is enough.
    if width != height, fields.string("orientation", default: "orthogonal") == "orthogonal" {
      log.error(
        "map", "Tiles of \(width) x \(height) pixels are not square; that is not supported.",
        "Use square tiles, such as 32 x 32.")
      return nil
    }
    return width
  }

  /// The area of a finite map, or that which an infinite one uses.
  private func area(_ fields: JSONFields) -> (TileArea, isInfinite: Bool)? {
    guard fields.boolean("infinite", default: false) else {
      guard let columns = fields.integer("width", in: 1...Limits.mapSideTilesMax),
        let rows = fields.integer("height", in: 1...Limits.mapSideTilesMax)
      else { return nil }
      let area = TileArea(columns: 0..<columns, rows: 0..<rows)
      return isBounded(area) ? (area, false) : nil
    }
    guard let area = TileArea(chunksOf: fields) else {
      log.error(
        "map", "The infinite map has no tiles.", "Draw its ground on a tile layer in Tiled.")
      return nil
    }
    return isBounded(area) ? (area, true) : nil
  }

  private func isBounded(_ area: TileArea) -> Bool {
    guard area.columns.count <= Limits.mapSideTilesMax, area.rows.count <= Limits.mapSideTilesMax
    else {
      log.error(
        "map",
        "The used area of the infinite map has \(area.columns.count) x \(area.rows.count) tiles; "
          + "a side has at most \(Limits.mapSideTilesMax).",
        "Erase far tiles that do not belong to the map, or split it.")
      return false
    }
    let count = area.columns.count * area.rows.count
    guard count <= Limits.layerTilesMax else {
      log.error(
        "map", "It has \(count) tiles; at most \(Limits.layerTilesMax) are allowed.",
        "Split the map in two and join them by portals.")
      return false
    }
    return true
  }

  private func warnOfShift(_ size: TiledSize) {
    guard size.shiftX != 0 || size.shiftY != 0 else { return }
    log.warning(
      "map",
      "Its used area begins at tile \(size.area.columns.lowerBound), "
        + "\(size.area.rows.lowerBound), where the game's 0, 0 is: a place x, y of Tiled is "
        + "x + \(size.shiftX), y + \(size.shiftY) in the game.",
      "Places of objects and of portals are reckoned so; reckon with it when you tell somebody a "
        + "place, or make the map finite.")
  }
}

/// Where the cells of a map lie, and how large they are: what its layers are checked against.
struct TiledSize: Hashable {
  /// In the tiles of the file.
  let area: TileArea
  /// World units of a tile's edge.
  let tileSize: Int
  let isInfinite: Bool

  var columns: Int { area.columns.count }
  var rows: Int { area.rows.count }
  /// World units that are added to every place of the file.
  var shiftX: Int { -area.columns.lowerBound * tileSize }
  var shiftY: Int { -area.rows.lowerBound * tileSize }
}
