extension TiledMapReader {
  /// The objects of one object layer; those that are not supported are refused one by one.
  mutating func objects(_ layer: JSONFields) -> [TiledObject] {
    guard let entries = layer.array("objects", max: Limits.mapObjectsMax) else {
      isPartial = true
      return []
    }
    var objects: [TiledObject] = []
    for (index, entry) in entries.enumerated() {
      objectCount += 1
      guard objectCount <= Limits.mapObjectsMax else {
        refuse(
          layer.place, "The map has over \(Limits.mapObjectsMax) objects.", "Remove objects.")
        break
      }
      if let fields = JSONFields(entry, place: "object \(index + 1) in \(layer.place)", log: log),
        let object = object(fields, layer.place)
      {
        objects.append(object)
      } else {
        isPartial = true
      }
    }
    return objects
  }

  private func object(_ unnamed: JSONFields, _ layer: String) -> TiledObject? {
    guard let id = unnamed.integer("id", in: 0...Int(Int32.max), default: 0),
      let name = unnamed.string("name", default: ""), isName(name, unnamed.place)
    else { return nil }
    let fields = unnamed.named("\(TiledObject.title(id: id, name: name)) in \(layer)")
    // Tiled 1.9 alone wrote 'class' instead of 'type'.
    guard isSupported(fields), let type = fields.string("type", default: ""),
      let className = fields.string("class", default: type),
      let x = fields.number("x"), let y = fields.number("y"),
      let width = fields.number("width", default: 0),
      let height = fields.number("height", default: 0), isPlaced(fields, x, y, width, height)
    else { return nil }
    return TiledObject(
      id: id, name: name, className: className, x: x, y: y, width: width, height: height,
      properties: TiledPropertyReader.read(fields))
  }

  /// Reports what the object has that this reader does not.
  private func isSupported(_ fields: JSONFields) -> Bool {
    let before = log.errors
    let refused = [
      ("template", "Templates"), ("gid", "Tile objects"), ("polygon", "Polygons"),
      ("polyline", "Polylines"), ("text", "Text objects"),
    ]
    for (key, feature) in refused where fields.has(key) {
      log.error(
        fields.place, "\(feature) are not supported yet.", "Use a point or a rectangle.")
    }
    if fields.boolean("ellipse", default: false) {
      log.error(fields.place, "Ellipses are not supported yet.", "Use a point or a rectangle.")
    }
    if let rotation = fields.number("rotation", default: 0), rotation != 0 {
      log.error(
        fields.place, "Turned objects are not supported yet.",
        "In Tiled, set the object's rotation to 0.")
    }
    return log.errors == before
  }

  private func isPlaced(
    _ fields: JSONFields, _ x: Double, _ y: Double, _ width: Double, _ height: Double
  ) -> Bool {
    let reach = Double(Limits.mapSideUnitsMax)
    guard abs(x) <= reach, abs(y) <= reach, (0...reach).contains(width),
      (0...reach).contains(height)
    else {
      log.error(
        fields.place, "Its place or size is out of all bounds.", "Put the object onto the map.")
      return false
    }
    return true
  }
}

extension TiledObject {
  /// What a report calls an object.
  static func title(id: Int, name: String) -> String {
    name.isEmpty ? "object \(id)" : "object \(id) \(quoted(name))"
  }
}
