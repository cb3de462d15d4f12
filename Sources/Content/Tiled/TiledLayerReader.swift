/// Decodes the layers of one map, groups included.
struct TiledLayerReader {
  let log: FindingLog
  let source: ContentSource
  let file: FilePath
  let size: TiledSize
  var objects: TiledObjectReader
  private let classes: TiledClasses
  private(set) var isPartial = false
  private var layerCount = 0
  private var objectCount = 0
  private var tileCount = 0

  init(map: TiledMapReader, size: TiledSize, objects: TiledObjectReader) {
    log = map.log
    source = map.source
    file = map.file
    self.size = size
    self.objects = objects
    classes = objects.classes
  }

  /// The layers of the map or of a group, in drawing order.
  mutating func read(_ owner: JSONFields, prefix: String, nesting: Int) -> [TiledLayer] {
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
        let layer = layer(fields, prefix: prefix, nesting: nesting)
      {
        layers.append(layer)
      } else {
        isPartial = true
      }
    }
    return layers
  }

  private mutating func layer(
    _ unnamed: JSONFields, prefix: String, nesting: Int
  ) -> TiledLayer? {
    guard let name = unnamed.string("name", default: ""), unnamed.isName(name),
      let type = unnamed.string("type")
    else { return nil }
    let path = prefix + name
    let fields = unnamed.named("layer \(quoted(path))")
    let reach = Double(Limits.mapSideUnitsMax)
    guard isInPlace(fields),
      let opacity = fields.number("opacity", in: 0...1, default: 1),
      let offsetX = fields.number("offsetx", in: -reach...reach, default: 0),
      let offsetY = fields.number("offsety", in: -reach...reach, default: 0),
      let parallaxX = fields.number("parallaxx", in: -1_000...1_000, default: 1),
      let parallaxY = fields.number("parallaxy", in: -1_000...1_000, default: 1),
      let className = fields.string("class", default: ""),
      let content = content(fields, type: type, path: path, nesting: nesting)
    else { return nil }
    return TiledLayer(
      name: path, className: className, isVisible: fields.boolean("visible", default: true),
      opacity: opacity, offsetX: offsetX, offsetY: offsetY, parallaxX: parallaxX,
      parallaxY: parallaxY, isTinted: fields.has("tintcolor"),
      properties: TiledPropertyReader.read(fields, classes: classes)
        .completed(by: classes.members(of: className, as: .layer)), content: content)
  }

  private mutating func content(
    _ fields: JSONFields, type: String, path: String, nesting: Int
  ) -> TiledLayer.Content? {
    switch type {
    case "tilelayer": return tiles(fields).map { .tiles($0) }
    case "objectgroup": return .objects(objects(fields))
    case "group": return .group(read(fields, prefix: path + "/", nesting: nesting + 1))
    case "imagelayer":
      source.checkImage(of: fields, relativeTo: file)
      return .image
    default:
      refuse(
        fields.place, "The layer type \(quoted(type)) is not known.",
        "Use tile layers, object layers and groups.")
      return nil
    }
  }

  /// Layers of old files had a place in tiles, which is always 0, 0.
  private func isInPlace(_ fields: JSONFields) -> Bool {
    let before = log.errors
    for key in ["x", "y"] {
      if let offset = fields.number(key, default: 0), offset != 0 {
        log.error(
          fields.place,
          "A layer that begins at another tile (\(quoted(key)) is \(offset)) is not "
            + "supported.", "In Tiled, save the map again.")
      }
    }
    return log.errors == before
  }

  private mutating func tiles(_ fields: JSONFields) -> [TiledGID]? {
    tileCount += size.columns * size.rows
    guard tileCount <= Limits.mapTilesMax else {
      refuse(
        fields.place, "The layers of the map have over \(Limits.mapTilesMax) tiles together.",
        "Merge layers, or split the map.")
      return nil
    }
    return TiledTileReader(fields: fields, size: size).read()
  }

  /// The objects of one object layer; those that are not supported are refused one by one.
  private mutating func objects(_ layer: JSONFields) -> [TiledObject] {
    guard let entries = layer.array("objects", max: Limits.mapObjectsMax) else {
      isPartial = true
      return []
    }
    var found: [TiledObject] = []
    for (index, entry) in entries.enumerated() {
      objectCount += 1
      guard objectCount <= Limits.mapObjectsMax else {
        refuse(
          layer.place, "The map has over \(Limits.mapObjectsMax) objects.", "Remove objects.")
        break
      }
      if let fields = JSONFields(entry, place: "object \(index + 1) in \(layer.place)", log: log),
        let object = objects.read(fields, layer: layer.place)
      {
        found.append(object)
      } else {
        isPartial = true
      }
    }
    return found
  }

  /// Writes an error down and notes that a part of the map is missing from now on.
  private mutating func refuse(_ place: String, _ sentence: String, _ remedy: String) {
    log.error(place, sentence, remedy)
    isPartial = true
  }
}

extension JSONFields {
  /// Reports a name that is too long.
  func isName(_ name: String) -> Bool {
    guard name.utf8.count > Limits.nameBytesMax else { return true }
    log.error(
      place, "Its name has over \(Limits.nameBytesMax) bytes.", "Give it a shorter name.")
    return false
  }
}
