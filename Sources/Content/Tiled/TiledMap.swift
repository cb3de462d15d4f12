/// A map as a Tiled file describes it: decoded and well-formed, not yet known to make sense.
///
/// Both formats, JSON and XML, are decoded into this; all further rules are checked on it alone.
/// Read and knowingly left out, since they matter to the editor alone: the drawing order of tiles,
/// the background colour, a tileset's grid, terrains, Wang sets and allowed transformations.
struct TiledMap: Hashable {
  /// In tiles. Of an infinite map: the smallest rectangle that holds all chunks of its layers.
  var columns: Int
  var rows: Int
  /// Pixels, and world units, of a tile's edge.
  var tileSize: Int
  /// World units that were added to every place of the file. They differ from 0 only for infinite
  /// maps: there the used area may begin anywhere, but the game counts from its upper left corner.
  var shiftX = 0
  var shiftY = 0
  var properties: [String: PropertyValue]
  var layers: [TiledLayer]
  var tilesets: [TiledMapTileset]
  /// Some part was refused while decoding: absent things may stand in that part.
  var isPartial = false
}

/// A layer of a map: tiles, objects, a picture, or a group of layers.
struct TiledLayer: Hashable {
  enum Content: Hashable {
    /// One entry per tile, row by row.
    case tiles([TiledGID])
    case objects([TiledObject])
    case group([TiledLayer])
    /// A picture behind or over the map, which the game does not draw.
    case image
  }

  var name: String
  var className: String
  var isVisible: Bool
  /// 0 ... 1.
  var opacity: Double
  /// World units by which the layer stands away from its place.
  var offsetX = 0.0
  var offsetY = 0.0
  /// How fast the layer moves with the view; 1 like the map.
  var parallaxX = 1.0
  var parallaxY = 1.0
  /// Whether the editor draws it in another colour.
  var isTinted = false
  var properties: [String: PropertyValue]
  var content: Content

  /// What a report calls the layer.
  var place: String { "layer \(quoted(name))" }
  var isMoved: Bool { offsetX != 0 || offsetY != 0 }
  var isParallax: Bool { parallaxX != 1 || parallaxY != 1 }
}
