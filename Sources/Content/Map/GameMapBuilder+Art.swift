extension GameMapBuilder {
  /// What clients draw; nil, with findings, when a layer shows tiles that do not exist or that
  /// clients cannot draw.
  func art(_ layers: [TiledLayer], _ tiles: TileTable) -> MapArt? {
    let before = log.errors
    let drawable = map.tilesets.map { $0.tileset.hindrance(tileSize: map.tileSize) == nil }
    var palette = Palette(tiles: tiles, drawable: drawable)
    var drawn: [MapArt.Layer] = []
    var reported: Set<Int> = []
    for layer in layers {
      guard case .tiles(let gids) = layer.content else { continue }
      let cells = palette.cells(gids)
      if let first = palette.unknown, !map.isPartial {
        reportUnknown(layer, gids, first: first, count: palette.unknownCount)
      }
      guard layer.isVisible, !layer.isCollision else { continue }
      reportUndrawable(layer, palette.undrawable.filter { reported.insert($0.key).inserted })
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
    guard log.errors == before else { return nil }
    let tilesets = map.tilesets.compactMap { $0.tileset.art(tileSize: map.tileSize) }
    return MapArt(tilesets: tilesets, palette: palette.entries, layers: drawn)
  }

  private func reportUnknown(_ layer: TiledLayer, _ gids: [TiledGID], first: Int, count: Int) {
    log.error(
      layer.place,
      "Tile \(first % map.columns), \(first / map.columns) has the number \(gids[first].number), "
        + "which no tileset has" + (count > 1 ? "; \(count) such tiles." : "."),
      "Add the missing tileset to the map, or erase these tiles.")
  }

  private func reportUndrawable(_ layer: TiledLayer, _ tilesets: [Int: Int]) {
    for (index, cell) in tilesets.sorted(by: { $0.key < $1.key }) {
      let tileset = map.tilesets[index].tileset
      guard let (sentence, remedy) = tileset.hindrance(tileSize: map.tileSize) else { continue }
      log.error(
        layer.place,
        "Tile \(cell % map.columns), \(cell / map.columns) is of the tileset "
          + "\(quoted(tileset.name)), \(sentence).", remedy)
    }
  }
}

extension TiledTileset {
  /// Why clients cannot draw its tiles on a map's cells; nil when they can. Objects may show its
  /// tiles all the same, since clients do not draw those.
  fileprivate func hindrance(tileSize: Int) -> (sentence: String, remedy: String)? {
    if case .collection = source {
      return (
        "a collection of images, which the game cannot draw on tile layers",
        "Put all tiles into one image."
      )
    }
    if tileWidth != tileSize || tileHeight != tileSize {
      return (
        "whose tiles have \(tileWidth) x \(tileHeight) pixels and not the map's "
          + "\(tileSize) x \(tileSize)", "Use tiles of the map's size."
      )
    }
    if offsetX != 0 || offsetY != 0 {
      return (
        "which has a drawing offset of \(offsetX), \(offsetY); the game has none",
        "In Tiled, set the tileset's drawing offset to 0."
      )
    }
    return nil
  }

  /// What clients need of it; nil when they cannot draw it.
  fileprivate func art(tileSize: Int) -> MapArt.Tileset? {
    guard hindrance(tileSize: tileSize) == nil, case .image(let image) = source else { return nil }
    return MapArt.Tileset(
      name: name, image: image.file.description, columns: image.columns, tilePixels: tileSize,
      margin: image.margin, spacing: image.spacing)
  }
}

/// Numbers the different tiles of a map in the order in which they are met.
private struct Palette {
  let tiles: TileTable
  private(set) var entries: [MapArt.Tile?] = [nil]
  /// The first cell of the last layer whose tile does not exist.
  private(set) var unknown: Int?
  private(set) var unknownCount = 0
  /// The tilesets of the last layer that cannot be drawn, and the first cell of each.
  private(set) var undrawable: [Int: Int] = [:]
  private var numbers: [TiledGID: UInt16] = [:]
  /// The tilesets' indexes among those that can be drawn.
  private let drawn: [Int?]

  init(tiles: TileTable, drawable: [Bool]) {
    self.tiles = tiles
    var count = 0
    drawn = drawable.map { isDrawable in
      guard isDrawable else { return nil }
      count += 1
      return count - 1
    }
  }

  mutating func cells(_ gids: [TiledGID]) -> [UInt16] {
    unknown = nil
    unknownCount = 0
    undrawable = [:]
    return gids.enumerated().map { index, gid in
      if gid.isEmpty { return 0 }
      if let number = numbers[gid] { return number }
      return number(gid, at: index)
    }
  }

  /// The number of a tile that is met for the first time; 0 when it cannot be shown.
  private mutating func number(_ gid: TiledGID, at cell: Int) -> UInt16 {
    guard let (index, tile) = tiles.tile(gid) else {
      unknown = unknown ?? cell
      unknownCount += 1
      return 0
    }
    guard let tileset = drawn[index] else {
      undrawable[index] = undrawable[index] ?? cell
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
