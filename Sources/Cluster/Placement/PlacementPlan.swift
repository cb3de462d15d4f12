import Model

/// Which shard should simulate which region: a versioned document that shards follow.
///
/// It says what should be, never what is: a region's owner is who holds its epoch in storage.
public struct PlacementPlan: Hashable, Sendable {
  /// A later plan has a higher version, from 1.
  public let version: UInt64
  /// Every shard of the plan, ascending, also those without a region.
  public let shards: [ShardID]
  public let assignments: [RegionID: ShardID]
  /// Of each shard, ascending: every shard asks several times a second.
  private let shares: [ShardID: [RegionID]]

  /// - Throws: `PlacementError.unknownShard` when a region is given to a shard that is not listed,
  ///   `.tooLarge` when there are more than `ClusterLimits.regionsMax` regions.
  public init(
    version: UInt64, shards: [ShardID], assignments: [RegionID: ShardID]
  ) throws(PlacementError) {
    let known = Set(shards)
    guard assignments.count <= ClusterLimits.regionsMax else { throw .tooLarge }
    if let (_, shard) = assignments.first(where: { !known.contains($0.value) }) {
      throw .unknownShard(shard)
    }
    self.version = version
    self.shards = known.sorted()
    self.assignments = assignments
    var shares: [ShardID: [RegionID]] = [:]
    for (region, shard) in assignments { shares[shard, default: []].append(region) }
    self.shares = shares.mapValues { $0.sorted() }
  }

  /// The shard that should simulate a region; nil for a region that no map has.
  public func shard(of region: RegionID) -> ShardID? { assignments[region] }

  /// The regions of one shard, ascending.
  public func regions(of shard: ShardID) -> [RegionID] {
    shares[shard] ?? []
  }
}

/// Why there is no plan.
public enum PlacementError: Error, Hashable, Sendable {
  case tooLarge
  case unknownShard(ShardID)
  case malformed(String)
  case noShards
}
