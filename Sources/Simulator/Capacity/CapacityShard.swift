import Cluster
import Model

/// One shard of a large cluster: its real claimer, and nothing to simulate.
final class CapacityShard {
  let owner: RegionOwnership.Owner
  var claimer: RegionClaimer

  init(_ shard: ShardID) {
    owner = RegionOwnership.Owner(shard: shard, incarnation: Incarnation(1))
    claimer = RegionClaimer(own: owner, predecessorExited: false)
  }
}
