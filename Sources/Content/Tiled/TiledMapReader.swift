/// Decodes a finite orthogonal map from Tiled's JSON, or XML told in its words. What is not
/// supported is refused by name.
struct TiledMapReader {
  let source: ContentSource
  let file: FilePath
  let log: FindingLog
  var layerCount = 0
  var objectCount = 0
  var isPartial = false

  init(source: ContentSource, file: FilePath) {
    self.source = source
    self.file = file
    log = source.log(of: file)
  }

  /// The map; nil, with findings, when not even its size makes sense.
  mutating func read(_ document: JSONValue) -> TiledMap? {
    guard let fields = JSONFields(document, place: "map", log: log), isSupported(fields),
      let columns = fields.integer("width", in: 1...Limits.mapSideTilesMax),
      let rows = fields.integer("height", in: 1...Limits.mapSideTilesMax),
      let tileSize = tileSize(fields)
    else { return nil }
    guard columns * rows <= Limits.layerTilesMax else {
      log.error(
        "map", "It has \(columns * rows) tiles; at most \(Limits.layerTilesMax) are allowed.",
        "Split the map in two and join them by portals.")
      return nil
    }
    let size = TiledSize(columns: columns, rows: rows, tileSize: tileSize)
    let tilesets = tilesets(fields, size)
    let layers = layers(fields, size, prefix: "", nesting: 0)
    return TiledMap(
      columns: columns, rows: rows, tileSize: tileSize,
      properties: TiledPropertyReader.read(fields), layers: layers, tilesets: tilesets,
      isPartial: isPartial)
  }

  /// Reports each feature of the map that this reader does not have.
  private func isSupported(_ fields: JSONFields) -> Bool {
    let before = log.errors
    if let type = fields.string("type", default: "map"), type != "map" {
      log.error("map", "This is a Tiled \(quoted(type)), not a map.", "Name a map here.")
    }
    let orientation = fields.string("orientation", default: "orthogonal") ?? "orthogonal"
    if orientation != "orthogonal" {
      log.error(
        "map", "The orientation \(quoted(orientation)) is not supported yet.",
        "In Tiled, set Map > Map Properties > Orientation to Orthogonal.")
    }
    if fields.boolean("infinite", default: false) {
      log.error(
        "map", "Infinite maps are not supported yet.",
        "In Tiled, clear Map > Map Properties > Infinite and save again.")
    }
    return log.errors == before
  }

  private func tileSize(_ fields: JSONFields) -> Int? {
    guard let width = fields.integer("tilewidth", in: Limits.tileUnits),
      let height = fields.integer("tileheight", in: Limits.tileUnits)
    else { return nil }
    guard width == height else {
      log.error(
        "map", "Tiles of \(width) x \(height) pixels are not square; that is not supported.",
        "Use square tiles, such as 32 x 32.")
      return nil
    }
    return width
  }
}

/// How large a map is: what its layers are checked against.
struct TiledSize: Hashable {
  /// In tiles.
  let columns: Int
  let rows: Int
  /// World units of a tile's edge.
  let tileSize: Int
}
