/// A thing placed on a map: a shape with properties.
struct TiledObject: Hashable {
  enum Shape: Hashable {
    case rectangle
    /// Has no width and no height.
    case point
    case ellipse
    case polygon
    /// A line of straight pieces.
    case polyline
    case text(String)
    /// A tile that stands where no cell is.
    case tile(TiledTile)
  }

  var id: Int
  var name: String
  var className: String
  /// World units: the smallest upright rectangle around the shape, as turned. Of a line: its first
  /// point, without width and height.
  var x: Double
  var y: Double
  var width: Double
  var height: Double
  var shape = Shape.rectangle
  /// In world units: the corners of a polygon, the points of a line in their order, and the four
  /// corners of a turned rectangle. Empty for all other shapes.
  var points: [TiledPoint] = []
  /// Degrees, clockwise: 0 ..< 360.
  var rotation = 0.0
  var isVisible = true
  /// The object's own; under them those of its template, and those of its tile.
  var properties: [String: PropertyValue]

  /// What a report calls an object.
  static func title(id: Int, name: String) -> String {
    name.isEmpty ? "object \(id)" : "object \(id) \(quoted(name))"
  }

  /// The object at another place.
  func moved(x: Double, y: Double) -> TiledObject {
    var object = self
    object.x += x
    object.y += y
    object.points = points.map { TiledPoint(x: $0.x + x, y: $0.y + y) }
    return object
  }
}

/// A place in world units.
struct TiledPoint: Hashable {
  var x: Double
  var y: Double
}

/// A tile that an object shows.
struct TiledTile: Hashable {
  /// The tileset's name, and the tile's number in it.
  var tileset: String
  var number: Int
  /// As in `TiledGID`.
  var turn: UInt8
}
