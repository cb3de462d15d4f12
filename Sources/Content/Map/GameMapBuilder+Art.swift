extension GameMapBuilder {
  /// What clients draw; nil, with findings, when a layer shows tiles that do not exist.
  func art(_ layers: [TiledLayer], _ tiles: TileTable) -> MapArt? {
    var palette = Palette(tiles: tiles)
    var drawn: [MapArt.Layer] = []
    for layer in layers {
      guard case .tiles(let gids) = layer.content else { continue }
      let cells = palette.cells(gids)
      if let first = palette.unknown, !map.isPartial {
        reportUnknown(layer, gids, first: first, count: palette.unknownCount)
      }
      guard layer.isVisible, !layer.isCollision else { continue }
      drawn.append(
        MapArt.Layer(
          name: layer.name, opacity: layer.opacity,
          isAbove: layer.properties["above"] == .boolean(true), cells: cells))
    }
    guard palette.entries.count <= Limits.paletteMax else {
      log.error(
        "map", "It shows over \(Limits.paletteMax) different tiles.", "Use fewer different tiles.")
      return nil
    }
    let tilesets = map.tilesets.map { entry in
      MapArt.Tileset(
        name: entry.tileset.name, image: entry.tileset.image.description,
        columns: entry.tileset.columns, tilePixels: map.tileSize, margin: entry.tileset.margin,
        spacing: entry.tileset.spacing)
    }
    return MapArt(tilesets: tilesets, palette: palette.entries, layers: drawn)
  }

  private func reportUnknown(_ layer: TiledLayer, _ gids: [TiledGID], first: Int, count: Int) {
    log.error(
      layer.place,
      "Tile \(first % map.columns), \(first / map.columns) has the number \(gids[first].number), "
        + "which no tileset has" + (count > 1 ? "; \(count) such tiles." : "."),
      "Add the missing tileset to the map, or erase these tiles.")
  }
}

/// Numbers the different tiles of a map in the order in which they are met.
private struct Palette {
  let tiles: TileTable
  private(set) var entries: [MapArt.Tile?] = [nil]
  /// The first cell of the last layer whose tile does not exist.
  private(set) var unknown: Int?
  private(set) var unknownCount = 0
  private var numbers: [TiledGID: UInt16] = [:]

  init(tiles: TileTable) { self.tiles = tiles }

  mutating func cells(_ gids: [TiledGID]) -> [UInt16] {
    unknown = nil
    unknownCount = 0
    return gids.enumerated().map { index, gid in
      if gid.isEmpty { return 0 }
      if let number = numbers[gid] { return number }
      guard let (tileset, tile) = tiles.tile(gid) else {
        unknown = unknown ?? index
        unknownCount += 1
        return 0
      }
      let number = UInt16(clamping: entries.count)
      // Past the limit nothing is added but the one entry that shows it.
      if entries.count <= Limits.paletteMax {
        entries.append(MapArt.Tile(tileset: tileset, tile: tile, turn: gid.turn))
        numbers[gid] = number
      }
      return number
    }
  }
}
