import Cluster
import Logging
import Model
import Storage

/// What a keeper reads of who owns which region, and what nobody else would put right.
extension RegionKeeper {
  /// The rows of what is here and what the plan wants here; of all regions now and then, and as long
  /// as this shard leaves, to find what nobody runs.
  func rows(_ plan: PlacementPlan) async throws(StorageError) -> [RegionRow] {
    let isWhole = isDraining || roundsSinceWhole >= RegionClaimer.roundsEachWhole
    guard !isWhole else {
      let rows = try await surroundings.store.regions()
      roundsSinceWhole = 0
      return rows
    }
    let here = Set(regions.keys).union(claimer.held.keys).union(plan.regions(of: own.shard))
    let rows = try await surroundings.store.regions(here.sorted())
    roundsSinceWhole += 1
    return rows
  }

  /// A claim of unknown outcome was carried out after all, and nobody here wants the region any
  /// more: no other may take it and nobody runs it until it is given away.
  func releaseStrays(_ view: RegionClaimer.View) async throws(StorageError) {
    for id in view.rows.keys.sorted() {
      guard let row = view.rows[id], row.owner == own, claimer.held[id] == nil, regions[id] == nil,
        takeovers[id]?.machine.isClaiming != true,
        isDraining || view.plan.shard(of: id).map({ $0 != own.shard }) ?? false
      else { continue }
      logger.notice(
        "a region that nobody here wants is given away", metadata: ["region": "\(id)"])
      let owner = Storage.RegionOwner(shard: own.shard, incarnation: own.incarnation)
      let fence = RegionFence(region: id, epoch: row.epoch)
      guard try await surroundings.store.release(fence, owner: owner) else { continue }
      await surroundings.directory.release(id, epoch: row.epoch)
    }
  }
}
