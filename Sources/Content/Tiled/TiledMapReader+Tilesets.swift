extension TiledMapReader {
  /// The tilesets of the map in ascending order of their first tile.
  mutating func tilesets(_ map: JSONFields) -> [TiledMapTileset] {
    guard let entries = map.array("tilesets", max: Limits.mapTilesetsMax, optional: true) else {
      isPartial = true
      return []
    }
    var tilesets: [TiledMapTileset] = []
    for (index, entry) in entries.enumerated() {
      guard let fields = JSONFields(entry, place: "tileset \(index + 1)", log: log),
        let tileset = TiledTilesetReader.entry(fields, file: file, in: source)
      else {
        isPartial = true
        continue
      }
      tilesets.append(tileset)
    }
    tilesets.sort { $0.firstGID < $1.firstGID }
    reportOverlaps(tilesets)
    return tilesets
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

extension TiledTilesetReader {
  /// A tileset as a map or a template of `file` lists it: embedded, or in a file of its own.
  static func entry(
    _ fields: JSONFields, file: FilePath, in source: ContentSource
  ) -> TiledMapTileset? {
    guard let firstGID = fields.integer("firstgid", in: 1...0x0FFF_FFFF),
      let tileset = fields.has("source")
        ? named(fields, file: file, in: source)
        : TiledTilesetReader(source: source, file: file, fields: fields).read()
    else { return nil }
    return TiledMapTileset(firstGID: firstGID, tileset: tileset)
  }

  private static func named(
    _ fields: JSONFields, file: FilePath, in source: ContentSource
  ) -> TiledTileset? {
    guard let text = fields.string("source") else { return nil }
    guard let path = FilePath(text, relativeTo: file.folder) else {
      fields.log.error(
        fields.place, "The tileset \(quoted(text)) lies outside the content folder.",
        "Move the tileset into the content folder and add it to the map again.")
      return nil
    }
    guard let tileset = read(path, in: source) else {
      fields.log.error(
        fields.place, "The tileset \(quoted(text)) is not usable.",
        "Correct what is reported for \(quoted(path.description)).")
      return nil
    }
    return tileset
  }
}
