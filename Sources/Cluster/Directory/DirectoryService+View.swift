import Model

/// The process' copy of the directory as the machines of regions and sessions see it.
extension DirectoryService: DirectoryView {
  public nonisolated func owner(of region: RegionID) -> RegionOwner? {
    lookup(region).map { RegionOwner(shard: $0.shard, epoch: $0.epoch) }
  }
}
