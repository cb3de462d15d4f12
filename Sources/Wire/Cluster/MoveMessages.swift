import Model

/// A shard to another: will you simulate this region from now on?
public struct RegionMoveAsk: Hashable, Sendable {
  public var region: RegionID
  /// Under which the asking shard owns it.
  public var epoch: Epoch
  public var source: ShardID
  /// The encoding of the simulation in the cargo.
  public var archiveVersion: UInt32

  public init(region: RegionID, epoch: Epoch, source: ShardID, archiveVersion: UInt32) {
    self.region = region
    self.epoch = epoch
    self.source = source
    self.archiveVersion = archiveVersion
  }
}

/// The answer to a `RegionMoveAsk`, or to a cargo that cannot be opened.
public struct RegionMoveAnswer: Hashable, Sendable {
  public enum Verdict: UInt32, Hashable, Sendable, CaseIterable {
    case unknown = 0
    case ready = 1
    case noSuchMap = 2
    case draining = 3
    case otherVersion = 4
    case busy = 5
    case damaged = 6
  }

  public var region: RegionID
  /// Of the ask.
  public var epoch: Epoch
  public var verdict: Verdict

  public init(region: RegionID, epoch: Epoch, verdict: Verdict) {
    self.region = region
    self.epoch = epoch
    self.verdict = verdict
  }
}

/// A part of a region's encoded `RegionCargo`.
public struct RegionParcel: Hashable, Sendable {
  public var region: RegionID
  /// Of the shard that gives the region away.
  public var epoch: Epoch
  /// From 0.
  public var part: UInt32
  public var parts: UInt32
  public var bytes: [UInt8]

  public init(region: RegionID, epoch: Epoch, part: UInt32, parts: UInt32, bytes: [UInt8]) {
    self.region = region
    self.epoch = epoch
    self.part = part
    self.parts = parts
    self.bytes = bytes
  }
}

/// The new owner to the old one: storage gave the region to me, and it runs.
public struct RegionRunning: Hashable, Sendable {
  public var region: RegionID
  /// The new one.
  public var epoch: Epoch

  public init(region: RegionID, epoch: Epoch) {
    self.region = region
    self.epoch = epoch
  }
}
