import Glibc

extension TiledObjectReader {
  /// The object's shape, its coordinates counted from the object's own place.
  func shaped(_ fields: JSONFields, _ shown: ShownTile?) -> TiledObject? {
    guard
      let width = fields.number("width", default: Double(shown?.tileset.tileWidth ?? 0)),
      let height = fields.number("height", default: Double(shown?.tileset.tileHeight ?? 0)),
      isSize(fields, width, height),
      let degrees = fields.number("rotation", in: -1_000_000...1_000_000, default: 0),
      let shape = shape(fields, shown)
    else { return nil }
    let turn = Rotation(degrees: degrees)
    var object = TiledObject(
      id: 0, name: "", className: "", x: 0, y: 0, width: 0, height: 0, shape: shape,
      rotation: turn.degrees, properties: [:])
    switch shape {
    case .point: return object
    case .polygon, .polyline:
      guard let points = points(fields, shape) else { return nil }
      object.points = points.map(turn.apply)
      if shape == .polygon {
        object.bound(object.points)
      } else {
        object.x = object.points[0].x
        object.y = object.points[0].y
      }
    case .ellipse:
      object.boundEllipse(width, height, turn)
    case .rectangle, .text, .tile:
      let alignment = shown?.tileset.alignment
      let left = -width * (alignment?.x ?? 0)
      let top = -height * (alignment?.y ?? 0)
      let corners = [
        (left, top), (left + width, top), (left + width, top + height),
        (left, top + height),
      ].map { turn.apply(TiledPoint(x: $0.0, y: $0.1)) }
      object.bound(corners)
      if !turn.isUpright { object.points = corners }
    }
    return object
  }

  private func isSize(_ fields: JSONFields, _ width: Double, _ height: Double) -> Bool {
    let reach = 0...Double(Limits.mapSideUnitsMax)
    guard reach.contains(width), reach.contains(height) else {
      log.error(
        fields.place, "Its place or size is out of all bounds.", "Put the object onto the map.")
      return false
    }
    return true
  }

  private func shape(_ fields: JSONFields, _ shown: ShownTile?) -> TiledObject.Shape? {
    if let shown { return .tile(shown.tile) }
    if fields.has("polygon") { return .polygon }
    if fields.has("polyline") { return .polyline }
    if fields.has("text") {
      return fields.object("text")?.string("text", default: "").map { .text($0) }
    }
    if fields.boolean("ellipse", default: false) { return .ellipse }
    if fields.boolean("point", default: false) { return .point }
    return .rectangle
  }

  private func points(_ fields: JSONFields, _ shape: TiledObject.Shape) -> [TiledPoint]? {
    let key = shape == .polygon ? "polygon" : "polyline"
    guard let entries = fields.array(key, max: Limits.objectPointsMax) else { return nil }
    let reach = -Double(Limits.mapSideUnitsMax)...Double(Limits.mapSideUnitsMax)
    var points: [TiledPoint] = []
    for (index, entry) in entries.enumerated() {
      guard
        let point = JSONFields(entry, place: "point \(index + 1) of \(fields.place)", log: log),
        let x = point.number("x", in: reach), let y = point.number("y", in: reach)
      else { return nil }
      points.append(TiledPoint(x: x, y: y))
    }
    let least = shape == .polygon ? 3 : 2
    guard points.count >= least else {
      log.error(
        fields.place, "Its \(key) has \(points.count) points; at least \(least) are needed.",
        "Draw the object again, or delete it.")
      return nil
    }
    return points
  }
}

/// A turn about the object's place.
private struct Rotation {
  /// Clockwise, as y grows downward: 0 ..< 360.
  let degrees: Double
  private let sine: Double
  private let cosine: Double

  init(degrees: Double) {
    let rest = degrees.truncatingRemainder(dividingBy: 360)
    let turned = rest < 0 ? rest + 360 : rest
    self.degrees = turned < 360 ? turned : 0
    // Quarter turns are exact, so that a turned rectangle keeps its edges.
    switch self.degrees {
    case 0: (sine, cosine) = (0, 1)
    case 90: (sine, cosine) = (1, 0)
    case 180: (sine, cosine) = (0, -1)
    case 270: (sine, cosine) = (-1, 0)
    default:
      sine = sin(self.degrees * .pi / 180)
      cosine = cos(self.degrees * .pi / 180)
    }
  }

  /// Whether a rectangle keeps upright edges.
  var isUpright: Bool { sine == 0 || cosine == 0 }

  func apply(_ point: TiledPoint) -> TiledPoint {
    TiledPoint(x: point.x * cosine - point.y * sine, y: point.x * sine + point.y * cosine)
  }

  /// Half the sides of the upright rectangle around a turned ellipse with these half axes.
  func reach(_ a: Double, _ b: Double) -> (x: Double, y: Double) {
    (
      (a * a * cosine * cosine + b * b * sine * sine).squareRoot(),
      (a * a * sine * sine + b * b * cosine * cosine).squareRoot()
    )
  }
}

extension TiledObject {
  /// Sets the upright rectangle around some points.
  fileprivate mutating func bound(_ points: [TiledPoint]) {
    let right = points.map(\.x).max() ?? 0
    let bottom = points.map(\.y).max() ?? 0
    x = points.map(\.x).min() ?? 0
    y = points.map(\.y).min() ?? 0
    width = right - x
    height = bottom - y
  }

  fileprivate mutating func boundEllipse(_ width: Double, _ height: Double, _ turn: Rotation) {
    let middle = turn.apply(TiledPoint(x: width / 2, y: height / 2))
    let half = turn.reach(width / 2, height / 2)
    x = middle.x - half.x
    y = middle.y - half.y
    self.width = half.x * 2
    self.height = half.y * 2
  }
}
