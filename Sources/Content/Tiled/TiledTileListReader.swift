/// Decodes what a tileset says about single tiles.
struct TiledTileListReader {
  let tileset: TiledTilesetReader
  private var fields: JSONFields { tileset.fields }

  init(tileset: TiledTilesetReader) { self.tileset = tileset }

  /// The images of a collection's tiles, and one more than their highest number.
  func collection() -> (TiledTileset.Source, Int)? {
    let before = fields.log.errors
    var images: [Int: FilePath] = [:]
    for tile in entries(in: 0...Limits.tilesetTilesMax - 1) {
      guard tile.fields.has("image") else {
        fields.log.error(
          tile.fields.place, "It has no image, but the tileset has none either.",
          "In Tiled, remove the tile, or give the tileset one image.")
        continue
      }
      images[tile.id] = tileset.source.checkImage(of: tile.fields, relativeTo: tileset.file)
    }
    guard fields.log.errors == before, let last = images.keys.max() else {
      if fields.log.errors == before {
        fields.log.error(fields.place, "It has no tiles.", "Remove the tileset, or add tiles.")
      }
      return nil
    }
    return (.collection(images), last + 1)
  }

  /// Classes and properties by the tiles' numbers. Animations and collision shapes are checked and
  /// warned of: the game has neither.
  func details(tileCount: Int) -> [Int: TiledTileDetails] {
    var found: [Int: TiledTileDetails] = [:]
    let classes = TiledProjectReader.classes(near: tileset.file, in: tileset.source)
    var animated = 0
    var shaped = 0
    // Mistakes of entries without sense are reported once, by the collection.
    for tile in entries(in: 0...tileCount - 1) {
      // Tiled 1.9 alone wrote 'class' instead of 'type'.
      guard let type = tile.fields.string("type", default: ""),
        let className = tile.fields.string("class", default: type)
      else { continue }
      let details = TiledTileDetails(
        className: className,
        properties: TiledPropertyReader.read(tile.fields, classes: classes)
          .completed(by: classes.members(of: className, as: .tile)))
      if details != TiledTileDetails() { found[tile.id] = details }
      if tile.fields.has("animation") { animated += 1 }
      if hasShapes(tile.fields) { shaped += 1 }
      checkFrames(tile.fields, tileCount: tileCount)
    }
    if animated > 0 {
      fields.log.warning(
        fields.place, "The game draws its \(animated) animated tiles still.",
        "Nothing need be done; remove the animations to be rid of this.")
    }
    if shaped > 0 {
      fields.log.warning(
        fields.place, "\(shaped) of its tiles have collision shapes, which the game does not use.",
        "Give tiles that block the property 'collision' (bool).")
    }
    return found
  }

  private func checkFrames(_ tile: JSONFields, tileCount: Int) {
    let frames = tile.array("animation", max: Limits.animationFramesMax, optional: true) ?? []
    for (index, frame) in frames.enumerated() {
      let place = "\(tile.place), frame \(index + 1)"
      guard let frame = JSONFields(frame, place: place, log: tile.log),
        frame.integer("tileid", in: 0...tileCount - 1) != nil,
        frame.integer("duration", in: 0...Int(Int32.max)) != nil
      else { return }
    }
  }

  private func hasShapes(_ tile: JSONFields) -> Bool {
    guard case .object(let group)? = tile.members["objectgroup"],
      case .array(let objects)? = group["objects"]
    else { return false }
    return !objects.isEmpty
  }

  /// The entries whose number is within `ids`; files of before 1.2 have them by number.
  private func entries(in ids: ClosedRange<Int>) -> [(id: Int, fields: JSONFields)] {
    if case .object(let byNumber)? = fields.members["tiles"] { return entries(in: ids, byNumber) }
    let list = fields.array("tiles", max: Limits.tilesetTilesMax, optional: true) ?? []
    return list.enumerated().compactMap { index, entry in
      guard
        let tile = JSONFields(
          entry, place: "\(fields.place), tile entry \(index + 1)", log: fields.log),
        let id = tile.integer("id", in: ids)
      else { return nil }
      return (id, tile.named("\(fields.place), tile \(id)"))
    }
  }

  private func entries(
    in ids: ClosedRange<Int>, _ byNumber: [String: JSONValue]
  ) -> [(id: Int, fields: JSONFields)] {
    byNumber.keys.sorted().compactMap { key in
      guard let entry = byNumber[key],
        let tile = JSONFields(
          entry, place: "\(fields.place), tile \(quoted(key))", log: fields.log)
      else { return nil }
      guard let id = Int(key), ids.contains(id) else {
        fields.log.error(
          tile.place, "The tileset has no tile of this number.", "Save the file again with Tiled.")
        return nil
      }
      return (id, tile)
    }
  }
}
