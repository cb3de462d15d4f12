import Model

/// Finds a better plan from what is measured: regions of shards that are gone or going get a home,
/// shards with too much give to those with too little, few at a time and neighbours together.
///
/// Pure: whoever holds the placement lease asks it about once a second.
public struct PlacementPlanner: Sendable {
  /// What is known of the cluster.
  public struct View: Sendable {
    public var plan: PlacementPlan
    /// Shards that may be given regions, ascending.
    public var shards: [ShardID]
    /// Shards of which it is not sure that they are gone: their regions stay where they are.
    public var uncertain: Set<ShardID>
    /// What each region costs, in any unit; one that nobody measured weighs the least.
    public var loads: [RegionID: UInt64]

    public init(
      plan: PlacementPlan, shards: [ShardID], uncertain: Set<ShardID>,
      loads: [RegionID: UInt64]
    ) {
      self.plan = plan
      self.shards = shards.sorted()
      self.uncertain = uncertain
      self.loads = loads
    }
  }

  /// What a region costs at least, in the unit of the loads: an empty one is not free, so that
  /// empty worlds are spread as well.
  public var loadMin: UInt64 = 50
  /// A shard may have so much more than its share, in percent, before it gives; and the share may be
  /// so much more than what a shard has, before it gets.
  public var tolerancePercent: UInt64 = 30
  /// Regions that move in one round for balance, and one for every ten shards where that is more;
  /// unless a shard has none. Those without a living owner all move at once.
  public var movesMax = 2

  private let grids: [MapID: RegionGrid]

  public init(grids: [RegionGrid]) {
    self.grids = Dictionary(grids.map { ($0.map, $0) }, uniquingKeysWith: { $1 })
  }

  /// The plan to follow from now on; nil when the present one is good enough, or nobody is there.
  public func improved(_ view: View) -> PlacementPlan? {
    guard !view.shards.isEmpty else { return nil }
    var layout = Layout(view: view, loadMin: loadMin, grids: grids)
    let regions = grids.values.flatMap(\.regions).sorted()
    for region in regions {
      guard let owner = view.plan.shard(of: region) else {
        layout.give(region, to: layout.bestHome(for: region))
        continue
      }
      if layout.loads[owner] == nil, !view.uncertain.contains(owner) {
        layout.give(region, to: layout.bestHome(for: region))
      }
    }
    // Shards with nothing to do get their share at once.
    let moves = max(
      movesMax, view.shards.count / 10, layout.idleShards * regions.count / view.shards.count)
    for _ in 0..<moves {
      guard layout.balance(tolerancePercent: tolerancePercent) else { break }
    }
    guard layout.assignments != view.plan.assignments else { return nil }
    let shards = Set(view.shards).union(layout.assignments.values)
    return try? PlacementPlan(
      version: view.plan.version + 1, shards: shards.sorted(), assignments: layout.assignments)
  }

  /// Whether a plan gives a home to regions that have none, or work to a shard that has none: such a
  /// plan is not held back until the last one has shown what it did.
  public func isUrgent(_ better: PlacementPlan, for view: View) -> Bool {
    let shards = Set(view.shards)
    if !shards.isSubset(of: view.plan.assignments.values) { return true }
    return better.assignments.contains { region, shard in
      guard let before = view.plan.assignments[region] else { return true }
      return before != shard && !shards.contains(before)
    }
  }
}

/// Regions on shards, while a plan is made.
private struct Layout {
  var assignments: [RegionID: ShardID]
  /// Of every shard that may be given regions.
  var loads: [ShardID: UInt64] = [:]
  /// Of each shard, ascending.
  private var regions: [ShardID: [RegionID]] = [:]
  private let shards: [ShardID]
  private let weights: [RegionID: UInt64]
  private let loadMin: UInt64
  private let grids: [MapID: RegionGrid]

  init(view: PlacementPlanner.View, loadMin: UInt64, grids: [MapID: RegionGrid]) {
    assignments = view.plan.assignments
    shards = view.shards
    weights = view.loads
    self.loadMin = loadMin
    self.grids = grids
    for shard in shards {
      loads[shard] = 0
      regions[shard] = view.plan.regions(of: shard)
    }
    for (region, shard) in assignments where loads[shard] != nil {
      loads[shard, default: 0] += weight(of: region)
    }
  }

  var idleShards: Int { loads.values.count { $0 == 0 } }

  func weight(of region: RegionID) -> UInt64 { max(loadMin, weights[region] ?? 0) }

  mutating func give(_ region: RegionID, to shard: ShardID) {
    if let old = assignments[region], let load = loads[old] {
      loads[old] = load - min(load, weight(of: region))
    }
    if let old = assignments[region] { regions[old]?.removeAll { $0 == region } }
    assignments[region] = shard
    loads[shard, default: 0] += weight(of: region)
    guard var given = regions[shard] else { return }
    given.insert(region, at: given.firstIndex { $0 > region } ?? given.count)
    regions[shard] = given
  }

  /// The shard with the least load; of those about as good, the one that has most neighbours of the
  /// region.
  func bestHome(for region: RegionID) -> ShardID {
    let least = loads.values.min() ?? 0
    let slack = least + weight(of: region)
    var neighbours: [ShardID: Int] = [:]
    for neighbour in grids[region.map]?.neighbours(of: region) ?? [] {
      guard let shard = assignments[neighbour], let load = loads[shard], load <= slack else {
        continue
      }
      neighbours[shard, default: 0] += 1
    }
    let near = shards.filter { neighbours[$0] != nil }
    let home = (near.isEmpty ? shards : near).max { a, b in
      let (first, second) = (neighbours[a, default: 0], neighbours[b, default: 0])
      if first != second { return first < second }
      // Of equals the one with the least load, and of those the first.
      return (loads[a, default: 0], a) > (loads[b, default: 0], b)
    }
    return home ?? shards[0]
  }

  private func neighbours(of region: RegionID, on shard: ShardID) -> Int {
    guard let grid = grids[region.map] else { return 0 }
    return grid.neighbours(of: region).count { assignments[$0] == shard }
  }

  /// Moves the one region whose move helps most, if any helps enough.
  mutating func balance(tolerancePercent: UInt64) -> Bool {
    let total = loads.values.reduce(0, +)
    let share = total / UInt64(shards.count)
    guard let from = shards.max(by: { (loads[$0, default: 0], $1) < (loads[$1, default: 0], $0) }),
      let to = shards.min(by: { (loads[$0, default: 0], $0) < (loads[$1, default: 0], $1) }),
      from != to
    else { return false }
    let (most, least) = (loads[from, default: 0], loads[to, default: 0])
    // Of many shards none has much too much when a new one has nothing.
    let isCrowded = most * 100 > share * (100 + tolerancePercent)
    let isIdle = least * (100 + tolerancePercent) < share * 100
    guard isCrowded || isIdle, most - least > loadMin else { return false }
    guard let region = best(from: from, to: to, gap: most - least) else { return false }
    give(region, to: to)
    return true
  }

  /// The region that leaves the least gap, and the shortest border: one edge of border more weighs a
  /// twentieth of the gap.
  private func best(from: ShardID, to: ShardID, gap: UInt64) -> RegionID? {
    var best: (region: RegionID, cost: Int64)?
    for region in regions[from] ?? [] {
      let weight = weight(of: region)
      // A move that only turns the gap round helps nobody.
      guard weight < gap else { continue }
      let left = Int64(gap) - 2 * Int64(weight)
      let border = neighbours(of: region, on: from) - neighbours(of: region, on: to)
      let cost = abs(left) + Int64(border) * Int64(max(1, gap / 20))
      if cost < best?.cost ?? .max { best = (region, cost) }
    }
    return best?.region
  }
}
