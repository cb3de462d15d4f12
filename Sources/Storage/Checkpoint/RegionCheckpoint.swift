import Model

/// What a region needs to go on after a crash, about once a second: creatures and timers, nothing
/// of value.
public struct RegionCheckpoint: Hashable, Sendable {
  public let fence: RegionFence
  public let tick: Tick
  /// As the world encodes it; at most `StorageLimits.checkpointBytesMax` bytes.
  public let bytes: [UInt8]

  public init(fence: RegionFence, tick: Tick, bytes: [UInt8]) {
    self.fence = fence
    self.tick = tick
    self.bytes = bytes
  }
}

/// What became of a `RegionCheckpoint`.
public enum CheckpointResult: Hashable, Sendable {
  case stored
  /// One of the same epoch with a later tick is there already; nothing was written.
  case outdated(tick: Tick)
  /// The region's epoch is not the current one, or the region was given away: its row.
  case staleEpoch(RegionRow)
}
