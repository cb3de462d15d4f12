extension TiledMapReader {
  /// The layers of the map or of a group, in drawing order.
  mutating func layers(
    _ owner: JSONFields, _ size: TiledSize, prefix: String, nesting: Int
  ) -> [TiledLayer] {
    guard nesting <= Limits.groupNestingMax else {
      refuse(
        owner.place, "Groups are nested deeper than \(Limits.groupNestingMax).",
        "Flatten the groups in Tiled.")
      return []
    }
    guard let entries = owner.array("layers", max: Limits.mapLayersMax) else {
      isPartial = true
      return []
    }
    var layers: [TiledLayer] = []
    for (index, entry) in entries.enumerated() {
      layerCount += 1
      guard layerCount <= Limits.mapLayersMax else {
        refuse(
          owner.place, "The map has over \(Limits.mapLayersMax) layers.", "Merge or remove layers.")
        break
      }
      let place = "layer \(prefix)\(index + 1)"
      if let fields = JSONFields(entry, place: place, log: log),
        let layer = layer(fields, size, prefix: prefix, nesting: nesting)
      {
        layers.append(layer)
      } else {
        isPartial = true
      }
    }
    return layers
  }

  private mutating func layer(
    _ unnamed: JSONFields, _ size: TiledSize, prefix: String, nesting: Int
  ) -> TiledLayer? {
    guard let name = unnamed.string("name", default: ""), isName(name, unnamed.place),
      let type = unnamed.string("type")
    else { return nil }
    let path = prefix + name
    let fields = unnamed.named("layer \(quoted(path))")
    guard isPlain(fields),
      let content = content(fields, type: type, size, path: path, nesting: nesting)
    else { return nil }
    let opacity = fields.number("opacity", default: 1) ?? 1
    return TiledLayer(
      name: path, className: fields.string("class", default: "") ?? "",
      isVisible: fields.boolean("visible", default: true), opacity: min(max(opacity, 0), 1),
      properties: TiledPropertyReader.read(fields), content: content)
  }

  private mutating func content(
    _ fields: JSONFields, type: String, _ size: TiledSize, path: String, nesting: Int
  ) -> TiledLayer.Content? {
    switch type {
    case "tilelayer":
      return TiledTileReader(fields: fields, size: size).read().map { .tiles($0) }
    case "objectgroup":
      return .objects(objects(fields))
    case "group":
      return .group(layers(fields, size, prefix: path + "/", nesting: nesting + 1))
    case "imagelayer":
      refuse(
        fields.place, "Image layers are not supported yet.",
        "Remove the layer, or draw the picture with tiles.")
      return nil
    default:
      refuse(
        fields.place, "The layer type \(quoted(type)) is not known.",
        "Use tile layers, object layers and groups.")
      return nil
    }
  }

  /// Reports drawing features that would put tiles elsewhere than the server thinks.
  private func isPlain(_ fields: JSONFields) -> Bool {
    let before = log.errors
    for key in ["offsetx", "offsety", "x", "y"] {
      if let offset = fields.number(key, default: 0), offset != 0 {
        log.error(
          fields.place, "A layer that is moved (\(quoted(key)) is \(offset)) is not supported yet.",
          "In Tiled, set the layer's offset to 0.")
      }
    }
    for key in ["parallaxx", "parallaxy"] {
      if let factor = fields.number(key, default: 1), factor != 1 {
        log.error(
          fields.place, "Parallax layers (\(quoted(key)) is \(factor)) are not supported yet.",
          "In Tiled, set the layer's parallax factor to 1.")
      }
    }
    if fields.has("tintcolor") {
      log.warning(
        fields.place, "Its tint colour is not drawn in the game.", "Paint the tiles themselves.")
    }
    return log.errors == before
  }

  /// Reports a name that is too long.
  func isName(_ name: String, _ place: String) -> Bool {
    guard name.utf8.count > Limits.nameBytesMax else { return true }
    log.error(
      place, "Its name has over \(Limits.nameBytesMax) bytes.", "Give it a shorter name.")
    return false
  }

  /// Writes an error down and notes that a part of the map is missing from now on.
  mutating func refuse(_ place: String, _ sentence: String, _ remedy: String) {
    log.error(place, sentence, remedy)
    isPartial = true
  }
}
