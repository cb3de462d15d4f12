import Cluster
import Model
import Testing

struct PlacementPlanTests {
  private func grid(_ map: UInt16, _ columns: Int, _ rows: Int) -> RegionGrid {
    RegionGrid(map: MapID(map), columns: columns, rows: rows, edgeUnits: 1024, viewRadiusUnits: 256)
  }

  private func shards(_ count: UInt32) -> [ShardID] { (1...count).map { ShardID($0) } }

  /// The shard of every region of one map, row by row.
  private func drawn(_ plan: PlacementPlan, _ grid: RegionGrid) -> [String] {
    (0..<grid.rows).map { row in
      (0..<grid.columns).map { column in
        let region = RegionID(map: grid.map, column: UInt8(column), row: UInt8(row))
        return plan.shard(of: region).map { "\($0.rawValue)" } ?? "?"
      }.joined()
    }
  }

  @Test func twoShardsHalveTheMap() throws {
    let grid = grid(1, 4, 4)
    let plan = try PlacementPlan.contiguous(grids: [grid], shards: shards(2))
    #expect(drawn(plan, grid) == ["1122", "1122", "1122", "1122"])
  }

  @Test func fourShardsGetAQuarterEach() throws {
    let grid = grid(1, 4, 4)
    let plan = try PlacementPlan.contiguous(grids: [grid], shards: shards(4))
    #expect(drawn(plan, grid) == ["1133", "1133", "2244", "2244"])
  }

  @Test func threeShardsShareInProportion() throws {
    let grid = grid(1, 4, 4)
    let plan = try PlacementPlan.contiguous(grids: [grid], shards: shards(3))
    #expect(drawn(plan, grid) == ["1222", "1222", "1333", "1333"])
  }

  @Test func wholeMapsStayTogether() throws {
    let plan = try PlacementPlan.contiguous(
      grids: [grid(2, 4, 4), grid(1, 4, 4)], shards: shards(2))
    #expect(plan.regions(of: ShardID(1)) == grid(1, 4, 4).regions)
    #expect(plan.regions(of: ShardID(2)) == grid(2, 4, 4).regions)
  }

  @Test(arguments: [(4, 4), (1, 7), (16, 3), (5, 9), (2, 2)], [UInt32(1), 2, 3, 5, 8, 13])
  func everyRegionHasAShardAndEveryShardItsShare(size: (Int, Int), count: UInt32) throws {
    let grid = grid(1, size.0, size.1)
    let plan = try PlacementPlan.contiguous(grids: [grid], shards: shards(count))
    #expect(Set(plan.assignments.keys) == Set(grid.regions))
    #expect(plan.shards == shards(count))
    let sizes = shards(count).map { plan.regions(of: $0).count }
    if grid.regions.count >= Int(count) { #expect(sizes.allSatisfy { $0 > 0 }) }
    for shard in shards(count) { #expect(isConnected(plan.regions(of: shard), in: grid)) }
  }

  /// Whether one can walk over shared edges from any region to any other.
  private func isConnected(_ regions: [RegionID], in grid: RegionGrid) -> Bool {
    guard let first = regions.first else { return true }
    var unseen = Set(regions)
    var next = [first]
    unseen.remove(first)
    while let region = next.popLast() {
      for other in grid.neighbours(of: region)
      where (other.column == region.column || other.row == region.row) {
        if unseen.remove(other) != nil { next.append(other) }
      }
    }
    return unseen.isEmpty
  }

  @Test func theOrderOfWhatIsGivenDoesNotMatter() throws {
    let a = try PlacementPlan.contiguous(
      grids: [grid(1, 4, 4), grid(2, 3, 5)], shards: shards(3))
    let b = try PlacementPlan.contiguous(
      grids: [grid(2, 3, 5), grid(1, 4, 4)], shards: shards(3).reversed() + shards(2))
    #expect(a == b)
  }

  @Test func refusesWhatMakesNoPlan() {
    #expect(throws: PlacementError.noShards) {
      try PlacementPlan.contiguous(grids: [grid(1, 2, 2)], shards: [])
    }
    #expect(throws: PlacementError.unknownShard(ShardID(9))) {
      try PlacementPlan(
        version: 1, shards: shards(1), assignments: [RegionID(rawValue: 1): ShardID(9)])
    }
    #expect(throws: PlacementError.tooLarge) {
      try PlacementPlan.contiguous(
        grids: [grid(1, 256, 256), grid(2, 1, 1)], shards: shards(2))
    }
  }

  @Test func survivesJSON() throws {
    let plan = try PlacementPlan.contiguous(
      grids: [grid(1, 4, 4), grid(2, 1, 1)], shards: shards(20), version: .max)
    let bytes = try plan.encoded()
    #expect(try PlacementPlan(encoded: bytes) == plan)
    #expect(try plan.encoded() == bytes)
    let small = try PlacementPlan(
      version: 3, shards: shards(2), assignments: [RegionID(rawValue: 7): ShardID(2)])
    #expect(
      String(decoding: try small.encoded(), as: UTF8.self)
        == #"{"schema":"pangea.plan\/1","shards":[{"regions":[],"shard":1},"#
        + #"{"regions":[7],"shard":2}],"version":3}"#)
  }

  @Test(arguments: [
    "", "{}", "[]", #"{"schema":"pangea.plan/2","version":1,"shards":[]}"#,
    #"{"schema":"pangea.plan/1","version":0,"shards":[]}"#,
    #"{"schema":"pangea.plan/1","version":-1,"shards":[]}"#,
    #"{"schema":"pangea.plan/1","version":1,"shards":[{"shard":1,"regions":[4294967296]}]}"#,
    #"{"schema":"pangea.plan/1","version":1,"shards":[{"shard":1,"regions":[1,1]}]}"#,
    #"{"schema":"pangea.plan/1","version":1,"shards":[{"shard":1,"regions":[1]},{"shard":2,"regions":[1]}]}"#,
  ])
  func refusesDocuments(text: String) {
    #expect(throws: PlacementError.self) { try PlacementPlan(encoded: Array(text.utf8)) }
  }
}
