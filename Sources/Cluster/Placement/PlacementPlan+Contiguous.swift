import Model

extension PlacementPlan {
  /// A plan in which each shard gets about the same number of regions, neighbours together and
  /// borders between shards short: the maps are cut in two again and again, in proportion to the
  /// shards on either side.
  ///
  /// The same grids and shards give the same plan on every machine.
  public static func contiguous(
    grids: [RegionGrid], shards: [ShardID], version: UInt64 = 1
  ) throws(PlacementError) -> PlacementPlan {
    let shards = Set(shards).sorted()
    guard !shards.isEmpty else { throw .noShards }
    let blocks = grids.sorted { $0.map < $1.map }.map {
      Block(map: $0.map, columns: 0..<$0.columns, rows: 0..<$0.rows)
    }
    guard blocks.reduce(0, { $0 + $1.count }) <= ClusterLimits.regionsMax else { throw .tooLarge }
    var assignments: [RegionID: ShardID] = [:]
    assign(blocks, to: shards[...], into: &assignments)
    return try PlacementPlan(version: version, shards: shards, assignments: assignments)
  }

  private static func assign(
    _ blocks: [Block], to shards: ArraySlice<ShardID>, into assignments: inout [RegionID: ShardID]
  ) {
    guard shards.count > 1, let first = shards.first else {
      for block in blocks {
        for region in block.regions { assignments[region] = shards.first }
      }
      return
    }
    guard blocks.reduce(0, { $0 + $1.count }) > 0 else { return }
    let half = shards.count / 2
    let middle = shards.startIndex + half
    let cut = Cut.best(of: blocks, weights: (half, shards.count - half))
    precondition(shards[shards.startIndex] == first, "shards stay in order")
    assign(cut.left, to: shards[..<middle], into: &assignments)
    assign(cut.right, to: shards[middle...], into: &assignments)
  }
}

/// A rectangle of regions of one map.
private struct Block {
  let map: MapID
  let columns: Range<Int>
  let rows: Range<Int>

  var count: Int { columns.count * rows.count }

  var regions: [RegionID] {
    rows.flatMap { row in
      columns.map { RegionID(map: map, column: UInt8($0), row: UInt8(row)) }
    }
  }

  func split(column: Int) -> (Block, Block) {
    (
      Block(map: map, columns: columns.lowerBound..<column, rows: rows),
      Block(map: map, columns: column..<columns.upperBound, rows: rows)
    )
  }

  func split(row: Int) -> (Block, Block) {
    (
      Block(map: map, columns: columns, rows: rows.lowerBound..<row),
      Block(map: map, columns: columns, rows: row..<rows.upperBound)
    )
  }
}

/// One way to part a list of blocks in two.
private struct Cut {
  let left: [Block]
  let right: [Block]
  /// Edges of regions that the cut runs along.
  let border: Int

  /// The cut with the best mix of fair shares and a short border: one region too many weighs as
  /// much as four edges of border. Nobody gets nothing while there is enough for all.
  static func best(of blocks: [Block], weights: (left: Int, right: Int)) -> Cut {
    let total = blocks.reduce(0) { $0 + $1.count }
    let parts = weights.left + weights.right
    var best = Cut(left: blocks, right: [], border: 0)
    var bestCost = Int.max
    for cut in all(of: blocks) {
      let left = cut.left.reduce(0) { $0 + $1.count }
      let starved = max(0, weights.left - left) + max(0, weights.right - (total - left))
      let unfair = abs(left * parts - total * weights.left)
      let cost = starved * 1_000_000_000 + 4 * unfair + parts * cut.border
      if cost < bestCost { (best, bestCost) = (cut, cost) }
    }
    return best
  }

  private static func all(of blocks: [Block]) -> [Cut] {
    var cuts: [Cut] = []
    for (index, block) in blocks.enumerated() {
      let before = Array(blocks[..<index])
      let after = Array(blocks[(index + 1)...])
      cuts.append(Cut(left: before, right: [block] + after, border: 0))
      for column in block.columns.dropFirst() {
        let (a, b) = block.split(column: column)
        cuts.append(Cut(left: before + [a], right: [b] + after, border: block.rows.count))
      }
      for row in block.rows.dropFirst() {
        let (a, b) = block.split(row: row)
        cuts.append(Cut(left: before + [a], right: [b] + after, border: block.columns.count))
      }
    }
    return cuts
  }
}
