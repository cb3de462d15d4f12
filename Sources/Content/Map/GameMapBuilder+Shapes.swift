extension GameMapBuilder {
  /// The classes whose area the game tests for entering, so that it must be an upright rectangle.
  /// Of all others only a place counts.
  private static let areaClasses: Set<String> = ["Region", "Portal", "MonsterSpawn"]

  /// Reports objects whose shape the game cannot use for their class.
  func checkShapes(_ layers: [TiledLayer]) {
    for layer in layers {
      guard case .objects(let objects) = layer.content else { continue }
      for object in objects where ObjectClass(rawValue: object.className) != nil {
        let place = "\(TiledObject.title(id: object.id, name: object.name)) in \(layer.place)"
        checkArea(object, place)
        checkPath(object, place)
        if case .text = object.shape {
          log.warning(
            place, "The game does not draw its text.", "Use a point or a rectangle.")
        }
      }
    }
  }

  private func checkArea(_ object: TiledObject, _ place: String) {
    guard Self.areaClasses.contains(object.className), let shape = object.unevenShape else {
      return
    }
    log.error(
      place, "A \(object.className) must be a point or an upright rectangle, but it is \(shape).",
      "Draw it as a rectangle, or as several of them.")
  }

  /// A line may begin on the map and leave it.
  private func checkPath(_ object: TiledObject, _ place: String) {
    guard object.shape == .polyline,
      let point = object.points.firstIndex(where: { point in
        !(0..<Double(width)).contains(point.x) || !(0..<Double(height)).contains(point.y)
      })
    else { return }
    log.error(
      place, "Point \(point + 1) of its line lies outside the map of \(width) x \(height) units.",
      "Move the point onto the map.")
  }
}

extension TiledObject {
  /// What a report calls a shape that is no upright rectangle and no point; nil for those.
  fileprivate var unevenShape: String? {
    switch shape {
    case .ellipse: "an ellipse"
    case .polygon: "a polygon"
    case .polyline: "a line"
    case .rectangle, .text, .tile: points.isEmpty ? nil : "turned by \(rotation) degrees"
    case .point: nil
    }
  }
}
