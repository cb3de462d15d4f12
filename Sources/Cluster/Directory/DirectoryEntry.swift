import Model

/// Who simulates a region, as the directory knows it. A hint: the epoch in every message decides.
public struct DirectoryEntry: Hashable, Sendable {
  public var shard: ShardID
  public var incarnation: Incarnation
  public var epoch: Epoch

  public init(shard: ShardID, incarnation: Incarnation, epoch: Epoch) {
    self.shard = shard
    self.incarnation = incarnation
    self.epoch = epoch
  }
}

/// What the directory holds for a region: an owner, or the epoch at which the last one gave it away,
/// which stays so that no lower epoch is ever registered again.
public enum DirectoryRecord: Hashable, Sendable {
  case owned(DirectoryEntry)
  case released(Epoch)

  public var epoch: Epoch {
    switch self {
    case .owned(let entry): entry.epoch
    case .released(let epoch): epoch
    }
  }

  public var entry: DirectoryEntry? {
    switch self {
    case .owned(let entry): entry
    case .released: nil
    }
  }

  /// Whether this record may stand where `old` stood. At one epoch an owner gives way to its own
  /// release, and nothing else.
  public func replaces(_ old: DirectoryRecord) -> Bool {
    if epoch != old.epoch { return epoch > old.epoch }
    switch (self, old) {
    case (.released, .owned): return true
    default: return false
    }
  }
}

/// One change of the directory as Redis published it.
public struct DirectoryChange: Hashable, Sendable {
  /// Which data set the version counts in: an emptied Redis counts from 1 again.
  public var generation: String
  public var version: UInt64
  public var region: RegionID
  public var record: DirectoryRecord

  public init(generation: String, version: UInt64, region: RegionID, record: DirectoryRecord) {
    self.generation = generation
    self.version = version
    self.region = region
    self.record = record
  }
}
