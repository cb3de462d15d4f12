/// Decodes objects of one map, or the object of a template.
struct TiledObjectReader {
  let source: ContentSource
  /// The file that holds the objects: their templates are found relative to it.
  let file: FilePath
  let log: FindingLog
  /// What the project of the file declares.
  let classes: TiledClasses
  let tiles: TileTable
  /// Some tilesets were refused: a number that no tileset has may belong to them.
  let isPartial: Bool
  /// World units that are added to each place.
  let shiftX: Double
  let shiftY: Double
  /// The number of the next object that has none, as in files of before 0.9.
  private var nextID: Int
  private var knownIDs: Set<Int> = []
  private var propertyCount = 0
  var pointCount = 0

  init(
    source: ContentSource, file: FilePath, classes: TiledClasses, tiles: TileTable, isPartial: Bool,
    nextID: Int = 1,
    shiftX: Double = 0, shiftY: Double = 0
  ) {
    self.source = source
    self.file = file
    log = source.log(of: file)
    self.classes = classes
    self.tiles = tiles
    self.isPartial = isPartial
    self.nextID = nextID
    self.shiftX = shiftX
    self.shiftY = shiftY
  }

  /// The object; nil, with a finding, when it is not usable.
  mutating func read(_ own: JSONFields, layer: String) -> TiledObject? {
    // Past a limit, which has been reported, no more work is done.
    guard propertyCount <= Limits.mapPropertiesMax, pointCount <= Limits.mapPointsMax,
      let base = template(own)
    else { return nil }
    let unnamed = own.over(base.members(under: own))
    guard let id = unnamed.integer("id", in: 0...Int(Int32.max), default: 0),
      let name = unnamed.string("name", default: ""), unnamed.isName(name)
    else { return nil }
    let fields = unnamed.named("\(TiledObject.title(id: id, name: name)) in \(layer)")
    // Tiled 1.9 alone wrote 'class' instead of 'type'.
    guard let type = fields.string("type", default: ""),
      let className = fields.string("class", default: type),
      let tile = tile(fields, isOwn: own.has("gid"), base),
      let x = fields.number("x"), let y = fields.number("y"), isPlaced(fields, x, y),
      var object = shaped(fields, tile.value)
    else { return nil }
    object.id = number(id)
    object.name = name
    object.className = className
    object.isVisible = fields.boolean("visible", default: true)
    object.properties = TiledPropertyReader.read(own.named(fields.place), classes: classes)
    inherit(from: base, tile.value, to: &object)
    guard isWithinLimits(object, fields.place) else { return nil }
    return object.moved(x: x + shiftX, y: y + shiftY)
  }

  /// The number that the object goes by: its own, or the next free one.
  private mutating func number(_ id: Int) -> Int {
    guard id == 0 else {
      knownIDs.insert(id)
      return id
    }
    while !knownIDs.insert(nextID).inserted { nextID += 1 }
    return nextID
  }

  private func isPlaced(_ fields: JSONFields, _ x: Double, _ y: Double) -> Bool {
    let reach = Double(Limits.chunkPlaceTiles.upperBound * Limits.tileUnits.upperBound)
    guard abs(x) <= reach, abs(y) <= reach else {
      log.error(
        fields.place, "Its place or size is out of all bounds.", "Put the object onto the map.")
      return false
    }
    return true
  }

  /// The template that the object is made of: an empty one without; nil, with a finding, when it is
  /// not usable.
  private func template(_ own: JSONFields) -> TiledTemplate? {
    guard own.has("template") else { return TiledTemplate() }
    guard let text = own.string("template") else { return nil }
    guard let path = FilePath(text, relativeTo: file.folder) else {
      log.error(
        own.place, "The template \(quoted(text)) lies outside the content folder.",
        "Move the template into the content folder and use it again.")
      return nil
    }
    guard let template = TiledTemplateReader.read(path, in: source) else {
      log.error(
        own.place, "The template \(quoted(text)) is not usable.",
        "Correct what is reported for \(quoted(path.description)).")
      return nil
    }
    return template
  }

  /// What an object shows: `value` is nil for one that shows no tile.
  struct ShownTile {
    var tileset: TiledTileset
    var tile: TiledTile
    var details: TiledTileDetails { tileset.tiles[tile.number] ?? TiledTileDetails() }
  }

  private func tile(
    _ fields: JSONFields, isOwn: Bool, _ base: TiledTemplate
  ) -> (value: ShownTile?, Void)? {
    guard fields.has("gid") else { return (nil, ()) }
    guard let number = fields.integer("gid", in: 0...Int(UInt32.max)) else { return nil }
    let gid = TiledGID(UInt32(number))
    guard !gid.isEmpty else { return (nil, ()) }
    let table = isOwn ? tiles : TileTable(tilesets: base.tileset.map { [$0] } ?? [])
    guard let (index, tile) = table.tile(gid) else {
      // With its tilesets gone nothing is known of the tile.
      guard !isPartial || !isOwn else { return nil }
      log.error(
        fields.place, "It shows the tile \(gid.number), which no tileset has.",
        isOwn
          ? "Add the missing tileset to the map, or delete the object."
          : "Open the template in Tiled and choose its tile again.")
      return nil
    }
    let tileset = table.tilesets[index].tileset
    let shown = TiledTile(tileset: tileset.name, number: tile, turn: gid.turn)
    return (ShownTile(tileset: tileset, tile: shown), ())
  }

  /// Gives the object the properties of its template, its tile and its class that it has not itself.
  private func inherit(
    from base: TiledTemplate, _ shown: ShownTile?, to object: inout TiledObject
  ) {
    if !base.properties.isEmpty {
      object.properties.merge(base.properties) { own, _ in own }
    }
    if let details = shown?.details {
      if object.className.isEmpty { object.className = details.className }
      if !details.properties.isEmpty {
        object.properties.merge(details.properties) { own, _ in own }
      }
    }
    let usual = classes.members(of: object.className, as: .object)
    object.properties = object.properties.completed(by: usual)
  }

  private mutating func isWithinLimits(_ object: TiledObject, _ place: String) -> Bool {
    propertyCount += object.properties.count
    pointCount += object.points.count
    guard propertyCount <= Limits.mapPropertiesMax else {
      log.error(
        place, "The map's objects have over \(Limits.mapPropertiesMax) properties.",
        "Remove objects or properties.")
      return false
    }
    guard pointCount <= Limits.mapPointsMax else {
      log.error(
        place, "The map's objects have over \(Limits.mapPointsMax) points.", "Remove objects.")
      return false
    }
    return true
  }
}
