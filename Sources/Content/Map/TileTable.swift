/// Finds the tile that a number in a map's layers stands for.
struct TileTable {
  let tilesets: [TiledMapTileset]

  /// - Parameter tilesets: in ascending order of their first number.
  init(tilesets: [TiledMapTileset]) { self.tilesets = tilesets }

  /// The tileset's index and the tile's number in it; nil when no tileset has the tile.
  func tile(_ gid: TiledGID) -> (tileset: Int, tile: Int)? {
    guard let index = tilesets.lastIndex(where: { $0.firstGID <= gid.number }) else { return nil }
    let tile = gid.number - tilesets[index].firstGID
    return tilesets[index].tileset.has(tile) ? (index, tile) : nil
  }

  /// Whether the tile itself blocks movement, wherever it is put.
  func blocks(_ gid: TiledGID) -> Bool {
    guard let (index, tile) = tile(gid) else { return false }
    return tilesets[index].tileset.tiles[tile]?.properties["collision"] == .boolean(true)
  }
}
