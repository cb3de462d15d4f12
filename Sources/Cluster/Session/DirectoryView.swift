import Model

/// Who simulates a region, as the directory says: a hint, the epoch in every message decides.
public struct RegionOwner: Hashable, Sendable {
  public var shard: ShardID
  public var epoch: Epoch

  public init(shard: ShardID, epoch: Epoch) {
    self.shard = shard
    self.epoch = epoch
  }
}

/// What a session route asks of the directory. A seam, because the routes of thousands of sessions
/// share the one table of their process, and a machine holds no reference to it.
public protocol DirectoryView {
  /// The owner of a region; nil when nobody is known to own it.
  func owner(of region: RegionID) -> RegionOwner?
}

extension DirectoryTable: DirectoryView {
  public func owner(of region: RegionID) -> RegionOwner? {
    lookup(region).map { RegionOwner(shard: $0.shard, epoch: $0.epoch) }
  }
}
