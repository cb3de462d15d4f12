/// A tileset as a map uses it: its tiles are numbered from `firstGID`.
struct TiledMapTileset: Hashable {
  var firstGID: Int
  var tileset: TiledTileset
}

/// Tiles, cut out of one picture or each with a picture of its own, and what is known of them.
struct TiledTileset: Hashable {
  /// Where the tiles' pictures are.
  enum Source: Hashable {
    case image(TiledImage)
    /// The pictures by the tiles' numbers, which may have gaps.
    case collection([Int: FilePath])
  }

  var name: String
  var tileWidth: Int
  var tileHeight: Int
  /// One more than the highest number of a tile.
  var tileCount: Int
  var source: Source
  /// Pixels by which tiles are drawn away from their cell.
  var offsetX = 0
  var offsetY = 0
  /// Which place of a tile object its coordinates name.
  var alignment = TiledAlignment.bottomLeft
  /// What is known of single tiles, by their numbers in the tileset.
  var tiles: [Int: TiledTileDetails] = [:]

  func has(_ tile: Int) -> Bool {
    switch source {
    case .image: (0..<tileCount).contains(tile)
    case .collection(let images): images[tile] != nil
    }
  }
}

/// A picture that is cut into tiles, row by row.
struct TiledImage: Hashable {
  var file: FilePath
  /// Pixels.
  var width: Int
  var height: Int
  /// Tiles side by side.
  var columns: Int
  /// Pixels around the tiles and between them.
  var margin: Int
  var spacing: Int
}

/// What a tileset says about one tile.
struct TiledTileDetails: Hashable {
  var className = ""
  var properties: [String: PropertyValue] = [:]
}

/// The place of a tile object that its coordinates name: 0, 0 is its upper left corner and 1, 1
/// its lower right one.
struct TiledAlignment: Hashable {
  let x: Double
  let y: Double

  static let bottomLeft = TiledAlignment(x: 0, y: 1)

  /// By the names that Tiled writes; nil for others.
  init?(_ name: String) {
    let names = ["top", "", "bottom"].flatMap { row in ["left", "", "right"].map { row + $0 } }
    switch name {
    case "unspecified": self = .bottomLeft
    case "center": self.init(x: 0.5, y: 0.5)
    default:
      guard !name.isEmpty, let index = names.firstIndex(of: name) else { return nil }
      self.init(x: Double(index % 3) / 2, y: Double(index / 3) / 2)
    }
  }

  private init(x: Double, y: Double) {
    self.x = x
    self.y = y
  }
}
