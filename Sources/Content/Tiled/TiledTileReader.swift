/// Reads the cells of one tile layer: whole, or in the chunks of an infinite map.
struct TiledTileReader {
  let fields: JSONFields
  let size: TiledSize

  /// One entry per tile, row by row; nil, with a finding, when the layer is not usable.
  func read() -> [TiledGID]? {
    size.isInfinite ? chunks() : whole()
  }

  private func whole() -> [TiledGID]? {
    guard !fields.has("chunks") else {
      fields.log.error(
        fields.place, "The layer is in chunks, but the map is not infinite.",
        "Save the map again with Tiled.")
      return nil
    }
    guard let data = data(fields) else { return nil }
    let side = 1...Limits.mapSideTilesMax
    guard let columns = fields.integer("width", in: side, default: size.columns),
      let rows = fields.integer("height", in: side, default: size.rows)
    else { return nil }
    guard columns == size.columns, rows == size.rows else {
      fields.log.error(
        fields.place,
        "It has \(columns) x \(rows) tiles, but the map has \(size.columns) x \(size.rows).",
        "In Tiled, resize the map with Map > Resize Map and save again.")
      return nil
    }
    return cells(fields, columns: columns, rows: rows).read(data)
  }

  /// The cells of all chunks, put together; where no chunk is, cells are empty.
  private func chunks() -> [TiledGID]? {
    guard let entries = fields.array("chunks", max: Limits.layerChunksMax) else { return nil }
    let before = fields.log.errors
    var tiles = [TiledGID?](repeating: nil, count: size.columns * size.rows)
    for (index, entry) in entries.enumerated() {
      let place = "chunk \(index + 1) of \(fields.place)"
      guard let chunk = JSONFields(entry, place: place, log: fields.log), let area = area(chunk)
      else { continue }
      // Before it is unpacked: without this each chunk of a small file could hold the whole map.
      guard isFree(area, tiles) else {
        chunk.log.error(
          chunk.place, "It lies on another chunk.", "Save the map again with Tiled.")
        return nil
      }
      guard let data = data(chunk),
        let cells = cells(chunk, columns: area.columns.count, rows: area.rows.count).read(data)
      else { return nil }
      put(cells, area, into: &tiles)
    }
    return fields.log.errors == before ? tiles.map { $0 ?? .empty } : nil
  }

  private func area(_ chunk: JSONFields) -> TileArea? {
    guard let x = chunk.integer("x", in: Limits.chunkPlaceTiles),
      let y = chunk.integer("y", in: Limits.chunkPlaceTiles),
      let width = chunk.integer("width", in: 1...Limits.mapSideTilesMax),
      let height = chunk.integer("height", in: 1...Limits.mapSideTilesMax)
    else { return nil }
    let area = TileArea(columns: x..<x + width, rows: y..<y + height)
    // The map's area holds all chunks that make sense, but a group may be nested too deep for it.
    guard size.area.columns.contains(area.columns), size.area.rows.contains(area.rows) else {
      chunk.log.error(
        chunk.place, "It lies outside the map's used area.", "Save the map again with Tiled.")
      return nil
    }
    return area
  }

  /// Whether no chunk has filled cells of the area yet.
  private func isFree(_ area: TileArea, _ tiles: [TiledGID?]) -> Bool {
    (0..<area.rows.count).allSatisfy { row in cells(of: area, row).allSatisfy { tiles[$0] == nil } }
  }

  private func put(_ cells: [TiledGID], _ area: TileArea, into tiles: inout [TiledGID?]) {
    for row in 0..<area.rows.count {
      let places = self.cells(of: area, row)
      for (place, cell) in zip(places, cells[(row * places.count)...]) { tiles[place] = cell }
    }
  }

  /// Where the cells of one row of an area are among those of the layer.
  private func cells(of area: TileArea, _ row: Int) -> Range<Int> {
    let column = area.columns.lowerBound - size.area.columns.lowerBound
    let start = (area.rows.lowerBound - size.area.rows.lowerBound + row) * size.columns + column
    return start..<start + area.columns.count
  }

  private func data(_ owner: JSONFields) -> JSONValue? {
    if let data = owner.members["data"] { return data }
    owner.log.error(owner.place, "'data' is missing.", "Save the map again with Tiled.")
    return nil
  }

  private func cells(_ owner: JSONFields, columns: Int, rows: Int) -> TiledCells {
    TiledCells(layer: fields, owner: owner, columns: columns, rows: rows)
  }
}
