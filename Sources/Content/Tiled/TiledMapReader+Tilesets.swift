extension TiledMapReader {
  /// The tilesets of the map in ascending order of their first tile.
  mutating func tilesets(_ map: JSONFields, _ size: TiledSize) -> [TiledMapTileset] {
    guard let entries = map.array("tilesets", max: Limits.mapTilesetsMax, optional: true) else {
      isPartial = true
      return []
    }
    var tilesets: [TiledMapTileset] = []
    for (index, entry) in entries.enumerated() {
      let place = "tileset \(index + 1)"
      guard let fields = JSONFields(entry, place: place, log: log),
        let firstGID = fields.integer("firstgid", in: 1...0x0FFF_FFFF),
        let tileset = tileset(fields), isUsable(tileset, size, place)
      else {
        isPartial = true
        continue
      }
      tilesets.append(TiledMapTileset(firstGID: firstGID, tileset: tileset))
    }
    tilesets.sort { $0.firstGID < $1.firstGID }
    reportOverlaps(tilesets)
    return tilesets
  }

  private func tileset(_ fields: JSONFields) -> TiledTileset? {
    guard fields.has("source") else {
      return TiledTilesetReader(source: source, file: file, fields: fields).read()
    }
    guard let text = fields.string("source") else { return nil }
    guard let path = FilePath(text, relativeTo: file.folder) else {
      log.error(
        fields.place, "The tileset \(quoted(text)) lies outside the content folder.",
        "Move the tileset into the content folder and add it to the map again.")
      return nil
    }
    guard let tileset = TiledTilesetReader.read(path, in: source) else {
      log.error(
        fields.place, "The tileset \(quoted(text)) is not usable.",
        "Correct what is reported for \(quoted(path.description)).")
      return nil
    }
    return tileset
  }

  private func isUsable(_ tileset: TiledTileset, _ size: TiledSize, _ place: String) -> Bool {
    guard tileset.tileWidth == size.tileSize, tileset.tileHeight == size.tileSize else {
      log.error(
        place,
        "Its tiles have \(tileset.tileWidth) x \(tileset.tileHeight) pixels, those of the map "
          + "\(size.tileSize) x \(size.tileSize); that is not supported yet.",
        "Use tiles of the map's size.")
      return false
    }
    return true
  }

  private func reportOverlaps(_ tilesets: [TiledMapTileset]) {
    for (first, second) in zip(tilesets, tilesets.dropFirst())
    where first.firstGID + first.tileset.tileCount > second.firstGID {
      log.error(
        "tileset \(quoted(second.tileset.name))",
        "Its tiles have the same numbers as some of tileset \(quoted(first.tileset.name)).",
        "Open the map in Tiled and save it again.")
    }
  }
}
