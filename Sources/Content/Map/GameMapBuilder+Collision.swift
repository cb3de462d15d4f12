import World

extension GameMapBuilder {
  /// The name or class of a tile layer whose every tile blocks.
  static let collisionName = "collision"

  /// A tile blocks when the collision layer has one there, or a tile of any layer has the
  /// property `collision`.
  func collisionGrid(_ layers: [TiledLayer], _ tiles: TileTable) -> CollisionGrid {
    var blocked = [Bool](repeating: false, count: map.columns * map.rows)
    var known: [TiledGID: Bool] = [:]
    for layer in layers {
      switch layer.content {
      case .tiles(let cells) where layer.isCollision:
        for (index, gid) in cells.enumerated() where !gid.isEmpty { blocked[index] = true }
      case .tiles(let cells):
        var moved = 0
        for (index, gid) in cells.enumerated() where !gid.isEmpty {
          let blocks = known[gid] ?? tiles.blocks(gid)
          known[gid] = blocks
          guard blocks else { continue }
          blocked[index] = true
          if layer.isMoved || layer.isParallax { moved += 1 }
        }
        reportMoved(layer, moved)
      case .objects where layer.isCollision:
        log.error(
          layer.place, "An object layer cannot be the collision layer.",
          "Make it a tile layer, or give it another name and class.")
      case .objects, .group, .image: break
      }
    }
    if !blocked.contains(true), !map.isPartial {
      log.warning(
        "map", "Nothing on it blocks movement.",
        "Add a tile layer named 'collision', or give tiles the property 'collision' (bool).")
    }
    return CollisionGrid(
      columns: map.columns, rows: map.rows, tileUnits: Int32(map.tileSize), blocked: blocked)
  }

  private func reportMoved(_ layer: TiledLayer, _ count: Int) {
    guard count > 0 else { return }
    log.error(
      layer.place,
      "\(count) of its tiles block movement, but it is drawn away from the map's tiles.",
      "In Tiled, set the offset of the layer and of its groups to 0 and the parallax factor to 1.")
  }
}

extension TiledLayer {
  /// Whether the layer says where nobody walks, instead of being drawn.
  var isCollision: Bool {
    let path = name.lowercased()
    return className.lowercased() == GameMapBuilder.collisionName
      || path == GameMapBuilder.collisionName || path.hasSuffix("/" + GameMapBuilder.collisionName)
  }
}
