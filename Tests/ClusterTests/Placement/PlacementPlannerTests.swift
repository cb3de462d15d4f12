import Model
import Testing

@testable import Cluster

/// Plans made from loads: everybody has a home, nobody has too much, little moves.
@Suite struct PlacementPlannerTests {
  private static let grid = RegionGrid(
    map: MapID(1), columns: 4, rows: 4, edgeUnits: 1024, viewRadiusUnits: 400)

  private func plan(_ shards: [UInt32]) throws -> PlacementPlan {
    try .contiguous(grids: [Self.grid], shards: shards.map { ShardID($0) })
  }

  private func view(
    _ plan: PlacementPlan, _ shards: [UInt32], uncertain: [UInt32] = [],
    loads: [RegionID: UInt64] = [:]
  ) -> PlacementPlanner.View {
    PlacementPlanner.View(
      plan: plan, shards: shards.map { ShardID($0) },
      uncertain: Set(uncertain.map { ShardID($0) }), loads: loads)
  }

  private let planner = PlacementPlanner(grids: [grid])

  /// Rounds until nothing changes; at most 100.
  private func settled(
    _ first: PlacementPlan, _ shards: [UInt32], loads: [RegionID: UInt64] = [:]
  ) -> (plan: PlacementPlan, moves: Int) {
    var plan = first
    var moves = 0
    for _ in 0..<100 {
      guard let next = planner.improved(view(plan, shards, loads: loads)) else { break }
      #expect(next.version == plan.version + 1)
      moves += next.assignments.count { plan.assignments[$0.key] != $0.value }
      plan = next
    }
    return (plan, moves)
  }

  private func load(_ plan: PlacementPlan, _ shard: UInt32, _ loads: [RegionID: UInt64]) -> UInt64 {
    plan.regions(of: ShardID(shard)).reduce(0) { $0 + max(planner.loadMin, loads[$1] ?? 0) }
  }

  @Test func aGoodPlanStays() throws {
    #expect(planner.improved(view(try plan([1, 2]), [1, 2])) == nil)
  }

  @Test func regionsOfAShardThatIsGoneGetAHomeAtOnce() throws {
    let plan = try plan([1, 2])
    let next = try #require(planner.improved(view(plan, [1, 3])))
    #expect(next.assignments.values.allSatisfy { $0 == ShardID(1) || $0 == ShardID(3) })
    #expect(next.assignments.count == 16)
    for region in plan.regions(of: ShardID(1)) {
      #expect(next.shard(of: region) == ShardID(1), "who has a home keeps it")
    }
    #expect(next.regions(of: ShardID(3)).count == 8)
  }

  @Test func aShardThatMayComeBackKeepsItsRegions() throws {
    #expect(planner.improved(view(try plan([1, 2]), [1], uncertain: [2])) == nil)
  }

  @Test func withoutAShardThereIsNoPlan() throws {
    #expect(planner.improved(view(try plan([1, 2]), [])) == nil)
  }

  @Test func aNewShardGetsItsShareAndNoMore() throws {
    let first = try plan([1, 2])
    let next = try #require(planner.improved(view(first, [1, 2, 3])))
    let moved = next.assignments.count { first.assignments[$0.key] != $0.value }
    #expect((3...5).contains(moved))
    let end = settled(first, [1, 2, 3])
    for shard in 1...3 as ClosedRange<UInt32> {
      #expect((4...7).contains(end.plan.regions(of: ShardID(shard)).count))
    }
    #expect(end.moves <= 6, "nothing moves to and fro")
  }

  /// Of twelve shards none has a third more than its share when a thirteenth comes.
  @Test func aNewShardAmongManyGetsItsShareToo() throws {
    let grid = RegionGrid(
      map: MapID(1), columns: 12, rows: 12, edgeUnits: 1024, viewRadiusUnits: 400)
    let shards = (1...12).map { ShardID($0) }
    let first = try PlacementPlan.contiguous(grids: [grid], shards: shards)
    let next = try #require(
      PlacementPlanner(grids: [grid]).improved(
        PlacementPlanner.View(
          plan: first, shards: shards + [ShardID(13)], uncertain: [], loads: [:])))
    #expect((8...12).contains(next.regions(of: ShardID(13)).count))
    for shard in shards { #expect(next.regions(of: shard).count >= 9) }
  }

  @Test func aCrowdedRegionGetsAShardOfItsOwn() throws {
    let first = try plan([1, 2])
    let crowd = first.regions(of: ShardID(1))[0]
    let loads = [crowd: 4_000 as UInt64]
    let end = settled(first, [1, 2], loads: loads)
    #expect(end.plan.shard(of: crowd) == ShardID(1), "the crowd stays, the others go")
    #expect(load(end.plan, 2, loads) == 15 * planner.loadMin)
    #expect(planner.improved(view(end.plan, [1, 2], loads: loads)) == nil)
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func whateverTheLoadsItComesToRest(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var loads: [RegionID: UInt64] = [:]
    for region in Self.grid.regions { loads[region] = UInt64(random.below(1_000)) }
    let count = 2 + random.below(4)
    let shards = Array(1...count)
    let end = settled(try plan([1]), shards, loads: loads)
    #expect(planner.improved(view(end.plan, shards, loads: loads)) == nil)
    let all = shards.map { load(end.plan, $0, loads) }
    let share = all.reduce(0, +) / UInt64(count)
    let largest = Self.grid.regions.map { max(planner.loadMin, loads[$0] ?? 0) }.max() ?? 0
    #expect((all.max() ?? 0) <= share + max(share * 3 / 10, largest) + 1)
  }

  @Test func neighboursStayTogether() throws {
    let end = settled(try plan([1]), [1, 2])
    // Of 24 inner edges a straight cut crosses 4; a checkerboard would cross all.
    let cut = Self.grid.regions.reduce(0) { sum, region in
      let right = RegionID(map: region.map, column: region.column + 1, row: region.row)
      let below = RegionID(map: region.map, column: region.column, row: region.row + 1)
      return sum
        + [right, below].count {
          end.plan.shard(of: $0) != nil && end.plan.shard(of: $0) != end.plan.shard(of: region)
        }
    }
    #expect(cut <= 10, "\(cut) edges are borders between shards")
  }

  @Test func loadsComeBackFromRedis() throws {
    let loads = RegionLoads([Self.grid.regions[0]: 5, Self.grid.regions[3]: 700])
    #expect(RegionLoads(encoded: loads.encoded()) == loads)
    #expect(RegionLoads(encoded: Array("{}".utf8)) == nil)
    #expect(RegionLoads(encoded: []) == nil)
  }
}
