import Model

/// One run of one shard process: who owns a region.
public struct RegionOwner: Hashable, Sendable {
  public let shard: ShardID
  public let incarnation: Incarnation

  public init(shard: ShardID, incarnation: Incarnation) {
    self.shard = shard
    self.incarnation = incarnation
  }
}

/// A region as storage knows it: the authority on its epoch and owner.
public struct RegionRow: Hashable, Sendable {
  public let region: RegionID
  /// `Epoch.none` until the first claim.
  public let epoch: Epoch
  /// Nil before the first claim, and after the owner gave the region away.
  public let owner: RegionOwner?

  public init(region: RegionID, epoch: Epoch, owner: RegionOwner?) {
    self.region = region
    self.epoch = epoch
    self.owner = owner
  }
}

/// The right under which a region writes: refused unless the epoch is the region's current one and
/// the region has not been given away. An epoch has only ever one owner.
public struct RegionFence: Hashable, Sendable {
  public let region: RegionID
  public let epoch: Epoch

  public init(region: RegionID, epoch: Epoch) {
    self.region = region
    self.epoch = epoch
  }
}
