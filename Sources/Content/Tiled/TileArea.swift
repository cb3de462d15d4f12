/// A rectangle of tiles, of which an infinite map may have one anywhere.
struct TileArea: Hashable {
  var columns: Range<Int>
  var rows: Range<Int>

  init(columns: Range<Int>, rows: Range<Int>) {
    self.columns = columns
    self.rows = rows
  }

  /// The smallest area that holds all chunks of all layers; nil without chunks.
  ///
  /// Whole chunks count, also where they are empty: so its sides are multiples of a chunk's side.
  /// Chunks that make no sense are left out here; the layer that has them reports them.
  init?(chunksOf map: JSONFields) {
    var found: TileArea?
    Self.visit(map.members["layers"], nesting: 0) { found = found?.union($0) ?? $0 }
    guard let found else { return nil }
    self = found
  }

  /// The area of one chunk; nil when its numbers are missing or out of bounds.
  init?(chunk: [String: JSONValue]) {
    guard let x = chunk["x"]?.wholeNumber, let y = chunk["y"]?.wholeNumber,
      let width = chunk["width"]?.wholeNumber, let height = chunk["height"]?.wholeNumber,
      Limits.chunkPlaceTiles.contains(x), Limits.chunkPlaceTiles.contains(y),
      (1...Limits.mapSideTilesMax).contains(width), (1...Limits.mapSideTilesMax).contains(height)
    else { return nil }
    columns = x..<x + width
    rows = y..<y + height
  }

  private func union(_ other: TileArea) -> TileArea {
    func join(_ a: Range<Int>, _ b: Range<Int>) -> Range<Int> {
      min(a.lowerBound, b.lowerBound)..<max(a.upperBound, b.upperBound)
    }
    return TileArea(columns: join(columns, other.columns), rows: join(rows, other.rows))
  }

  private static func visit(_ layers: JSONValue?, nesting: Int, _ found: (TileArea) -> Void) {
    guard case .array(let layers)? = layers, nesting <= Limits.groupNestingMax else { return }
    for case .object(let layer) in layers {
      visit(layer["layers"], nesting: nesting + 1, found)
      guard case .array(let chunks)? = layer["chunks"] else { continue }
      for case .object(let chunk) in chunks.prefix(Limits.layerChunksMax) {
        if let area = TileArea(chunk: chunk) { found(area) }
      }
    }
  }
}
