import Cluster
import Model
import NIOCore

/// The state of a `CapacitySimulation`.
final class CapacityCluster {
  /// What an empty region costs, and one with players, in the unit of the planner.
  private static let quiet: UInt64 = 100
  private static let busy: UInt64 = 2_000
  /// Rounds after which a stage counts as stuck.
  private static let roundsMax = 2_000
  /// Regions that one shard sends away between two rounds of the planner: one after the other, a
  /// quarter of a second for each look at what to send.
  private static let movesEachRound = 2

  private(set) var plan: PlacementPlan
  private let planner: PlacementPlanner
  private let grid: RegionGrid
  private var living: [ShardID: CapacityShard] = [:]
  private var rows: [RegionID: RegionOwnership] = [:]
  private var loads: [RegionID: UInt64] = [:]
  private var nextShard: UInt32 = 1
  /// One process's copy of the directory.
  private var table = DirectoryTable()
  private var tableNanoseconds: UInt64 = 0
  private let processorTime: () -> UInt64
  /// Since the planner last made a plan that only balances.
  private var roundsSinceBalanced = Int.max
  /// Whether anybody died since the last stage: its lease has to run out first.
  private var hasDeaths = false

  init(shards: Int, side: Int, processorTime: @escaping () -> UInt64) throws {
    grid = RegionGrid(
      map: MapID(1), columns: side, rows: side, edgeUnits: 1_024, viewRadiusUnits: 512)
    planner = PlacementPlanner(grids: [grid])
    self.processorTime = processorTime
    plan = try PlacementPlan.contiguous(
      grids: [grid], shards: (1...UInt32(shards)).map { ShardID($0) })
    var updates: [DirectoryTable.Update] = []
    table.load(generation: "1", version: 0, records: [:], updates: &updates)
    for region in grid.regions { loads[region] = Self.quiet }
    add(shards)
  }

  /// For each change that the directory published so far.
  var directoryNanoseconds: UInt64 { table.version == 0 ? 0 : tableNanoseconds / table.version }

  // MARK: What happens to it

  func add(_ count: Int) {
    for _ in 0..<count {
      let shard = ShardID(nextShard)
      nextShard += 1
      living[shard] = CapacityShard(shard)
    }
  }

  /// Those with the lowest numbers die.
  func kill(_ count: Int) {
    for shard in living.keys.sorted().prefix(count) { living[shard] = nil }
    hasDeaths = true
  }

  /// Every region in the middle, `edge` of them along each side, is full of players.
  func crowd(edge: Int) {
    let first = (grid.columns - edge) / 2
    for row in first..<first + edge {
      for column in first..<first + edge {
        loads[RegionID(map: grid.map, column: UInt8(column), row: UInt8(row))] = Self.busy
      }
    }
  }

  // MARK: Rounds

  /// Lets time pass until everything is where the best plan wants it.
  func settle(_ name: String) -> CapacityReport.Stage {
    var stage = CapacityReport.Stage(name: name)
    while stage.rounds < Self.roundsMax {
      stage.rounds += 1
      let isPlanned = makePlan(&stage)
      let changed = carryOut(&stage)
      stage.changesMax = max(stage.changesMax, changed)
      if hasOrphans { stage.orphanedRounds += 1 }
      guard !isPlanned, changed == 0 else { continue }
      stage.isSettled = isSettled
      break
    }
    let waits =
      hasDeaths
      ? LeaseTerms().timeToLive.microseconds + PlannerService.missingMax.microseconds : 0
    hasDeaths = false
    stage.seconds =
      Double(stage.rounds) * Double(PlannerService.interval.nanoseconds) / 1e9
      + Double(waits) / 1e6
    stage.busiestPercent = busiestPercent
    return stage
  }

  /// A round of the planner; whether there is, or will be, a better plan.
  private func makePlan(_ stage: inout CapacityReport.Stage) -> Bool {
    let view = PlacementPlanner.View(
      plan: plan, shards: living.keys.sorted(), uncertain: [], loads: loads)
    let began = processorTime()
    let better = planner.improved(view)
    stage.plannerMicrosecondsMax = max(
      stage.plannerMicrosecondsMax, (processorTime() - began) / 1_000)
    roundsSinceBalanced = min(roundsSinceBalanced, .max - 1) + 1
    guard let better else { return false }
    let interval = PlannerService.interval.nanoseconds / 1_000
    let pause = Int(PlannerService.balanceEvery.microseconds / interval)
    guard planner.isUrgent(better, for: view) || roundsSinceBalanced >= pause else { return true }
    roundsSinceBalanced = 0
    plan = better
    stage.plans += 1
    return true
  }

  /// Every shard decides and does what it decided; how many regions changed their owner.
  private func carryOut(_ stage: inout CapacityReport.Stage) -> Int {
    let view = RegionClaimer.View(
      plan: plan, rows: rows, leases: Set(living.values.map(\.owner)), absenceCounts: true)
    var changed = 0
    for id in living.keys.sorted() {
      guard let shard = living[id] else { continue }
      let began = processorTime()
      let decision = shard.claimer.decide(view)
      stage.shardMicrosecondsMax = max(
        stage.shardMicrosecondsMax, (processorTime() - began) / 1_000)
      for claim in decision.claim { changed += self.claim(claim, by: shard) ? 1 : 0 }
      stage.claimed += decision.claim.count
      for region in decision.giveAway.prefix(Self.movesEachRound) where move(region, from: shard) {
        changed += 1
        stage.moved += 1
      }
    }
    return changed
  }

  /// The compare-and-set of storage.
  private func claim(_ claim: RegionClaimer.Claim, by shard: CapacityShard) -> Bool {
    let epoch = rows[claim.region]?.epoch ?? .none
    guard epoch == claim.from else {
      shard.claimer.claimFailed(claim.region)
      return false
    }
    own(claim.region, at: epoch.next, shard)
    return true
  }

  private func move(_ region: RegionID, from source: CapacityShard) -> Bool {
    guard let target = plan.shard(of: region).flatMap({ living[$0] }), let row = rows[region],
      row.owner == source.owner
    else { return false }
    source.claimer.dropped(region)
    own(region, at: row.epoch.next, target)
    return true
  }

  private func own(_ region: RegionID, at epoch: Epoch, _ shard: CapacityShard) {
    rows[region] = RegionOwnership(epoch: epoch, owner: shard.owner)
    shard.claimer.claimed(region, epoch: epoch)
    let change = DirectoryChange(
      generation: "1", version: table.version + 1, region: region,
      record: .owned(
        DirectoryEntry(
          shard: shard.owner.shard, incarnation: shard.owner.incarnation, epoch: epoch)))
    let began = processorTime()
    _ = table.apply(change)
    tableNanoseconds += processorTime() - began
  }

  // MARK: How it is

  private var hasOrphans: Bool {
    grid.regions.contains { region in
      rows[region]?.owner.map { living[$0.shard] == nil } ?? true
    }
  }

  /// Every region runs where the plan wants it, and the directory says so.
  private var isSettled: Bool {
    grid.regions.allSatisfy { region in
      guard let owner = rows[region]?.owner, living[owner.shard] != nil else { return false }
      return plan.shard(of: region) == owner.shard && table.lookup(region)?.shard == owner.shard
    }
  }

  private var busiestPercent: UInt64 {
    let each = living.keys.map { shard in
      plan.regions(of: shard).reduce(0) { $0 + (loads[$1] ?? 0) }
    }
    let share = each.reduce(0, +) / UInt64(max(each.count, 1))
    return share == 0 ? 0 : (each.max() ?? 0) * 100 / share
  }
}
