/// A map as a Tiled file describes it: decoded and well-formed, not yet known to make sense.
///
/// Each file format (JSON now) is decoded into this; all further rules are checked on it alone.
struct TiledMap: Hashable {
  /// In tiles.
  var columns: Int
  var rows: Int
  /// Pixels, and world units, of a tile's edge.
  var tileSize: Int
  var properties: [String: PropertyValue]
  var layers: [TiledLayer]
  var tilesets: [TiledMapTileset]
  /// Some part was refused while decoding: absent things may stand in that part.
  var isPartial = false
}

/// A layer of a map: tiles, objects, or a group of layers.
struct TiledLayer: Hashable {
  enum Content: Hashable {
    /// One entry per tile, row by row.
    case tiles([TiledGID])
    case objects([TiledObject])
    case group([TiledLayer])
  }

  var name: String
  var className: String
  var isVisible: Bool
  var opacity: Double
  var properties: [String: PropertyValue]
  var content: Content

  /// What a report calls the layer.
  var place: String { "layer \(quoted(name))" }
}

/// A thing placed on a map: a point or a rectangle with properties.
struct TiledObject: Hashable {
  var id: Int
  var name: String
  var className: String
  /// World units; a point has no width and no height.
  var x: Double
  var y: Double
  var width: Double
  var height: Double
  var properties: [String: PropertyValue]
}

/// A tileset as a map uses it: its tiles are numbered from `firstGID`.
struct TiledMapTileset: Hashable {
  var firstGID: Int
  var tileset: TiledTileset
}

/// A picture cut into tiles, and what is known of some of them.
struct TiledTileset: Hashable {
  var name: String
  var tileWidth: Int
  var tileHeight: Int
  var columns: Int
  var tileCount: Int
  /// Pixels around the tiles and between them.
  var margin: Int
  var spacing: Int
  var image: FilePath
  var imageWidth: Int
  var imageHeight: Int
  /// Properties by the tile's number in the tileset.
  var tileProperties: [Int: [String: PropertyValue]]
}
