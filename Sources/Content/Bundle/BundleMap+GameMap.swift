import Model
import World

extension BundleMap {
  /// - Parameter images: the bundle's file for each image of the content folder.
  init(_ map: GameMap, images: [String: String]) {
    schema = Self.schema
    id = map.id.rawValue
    name = map.name
    columns = map.collision.columns
    rows = map.collision.rows
    tileSize = Int(map.collision.tileUnits)
    regions = Regions(
      columns: map.regions.columns, rows: map.regions.rows, edge: Int(map.regions.edgeUnits),
      viewRadius: Int(map.regions.viewRadiusUnits))
    collision = Base64(map.collision.packedBits)
    spawns = map.spawns.map {
      Spawn(
        name: $0.name, x: Int($0.position.x / Fixed.one), y: Int($0.position.y / Fixed.one))
    }
    zones = map.objects.compactMap { Zone($0) }
    portals = map.objects.compactMap { Portal($0) }
    npcs = NPC.list(of: map)
    chests = Chest.list(of: map)
    tilesets = map.art.tilesets.map {
      Tileset(
        name: $0.name, image: images[$0.image] ?? $0.image, columns: $0.columns,
        tileSize: $0.tilePixels, margin: $0.margin, spacing: $0.spacing)
    }
    palette = map.art.palette.map { tile in
      tile.map { [$0.tileset, $0.tile, Int($0.turn)] } ?? []
    }
    layers = map.art.layers.map { layer in
      Layer(
        name: layer.name, opacity: layer.opacity, above: layer.isAbove,
        cells: Base64(
          layer.cells.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }))
    }
  }
}

extension BundleMap.Zone {
  /// Nil for what is no zone.
  fileprivate init?(_ object: PlacedObject) {
    guard case .region(let region) = object.kind, let kind = region.zoneKind else { return nil }
    self.kind =
      switch kind {
      case .safe: "safe"
      case .danger: "danger"
      }
    name = object.name
    announcement = region.announcement
    x = Int(object.area.minX / Fixed.one)
    y = Int(object.area.minY / Fixed.one)
    width = Int((object.area.maxX - object.area.minX) / Fixed.one)
    height = Int((object.area.maxY - object.area.minY) / Fixed.one)
  }
}

extension BundleMap.NPC {
  /// Numbered as the rules number them: in the order of the file.
  fileprivate static func list(of map: GameMap) -> [Self] {
    var list: [Self] = []
    for object in map.objects {
      guard case .npc(let npc) = object.kind else { continue }
      list.append(
        Self(
          number: UInt16(clamping: list.count + 1), id: npc.npcID, name: object.name,
          x: Int(object.position.x / Fixed.one), y: Int(object.position.y / Fixed.one),
          shop: npc.shop, dialogue: npc.dialogue))
    }
    return list
  }
}

extension BundleMap.Chest {
  /// Numbered as the rules number them: in the order of the file.
  fileprivate static func list(of map: GameMap) -> [Self] {
    var list: [Self] = []
    for object in map.objects {
      guard case .chest = object.kind else { continue }
      list.append(
        Self(
          number: UInt16(clamping: list.count + 1), name: object.name,
          x: Int(object.position.x / Fixed.one), y: Int(object.position.y / Fixed.one)))
    }
    return list
  }
}

extension BundleMap.Portal {
  /// Nil for what is no portal.
  fileprivate init?(_ object: PlacedObject) {
    guard case .portal(let portal) = object.kind else { return nil }
    name = object.name
    x = Int(object.area.minX / Fixed.one)
    y = Int(object.area.minY / Fixed.one)
    width = Int((object.area.maxX - object.area.minX) / Fixed.one)
    height = Int((object.area.maxY - object.area.minY) / Fixed.one)
    targetX = Int(portal.position.x / Fixed.one)
    targetY = Int(portal.position.y / Fixed.one)
  }
}

extension CollisionGrid {
  /// One bit per tile, row by row, the lowest bit of each byte first.
  fileprivate var packedBits: [UInt8] {
    var bytes = [UInt8](repeating: 0, count: (columns * rows + 7) / 8)
    for row in 0..<rows {
      for column in 0..<columns where isBlocked(column: column, row: row) {
        let tile = row * columns + column
        bytes[tile >> 3] |= 1 << UInt8(tile & 7)
      }
    }
    return bytes
  }
}
