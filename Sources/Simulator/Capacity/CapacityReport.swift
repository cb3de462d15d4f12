import Cluster

/// What placement and directory of a cluster of one size did, stage by stage.
public struct CapacityReport: Hashable, Sendable, Codable {
  /// One thing that happened to the cluster, until everything was at its place again.
  public struct Stage: Hashable, Sendable, Codable {
    public var name: String
    /// Rounds of the planner until nothing was left to do.
    public var rounds = 0
    /// Of the cluster's own time: what it takes with the intervals of the real services.
    public var seconds = 0.0
    public var plans = 0
    /// Regions that moved while they ran.
    public var moved = 0
    /// Regions that nobody ran, and that somebody claimed.
    public var claimed = 0
    /// Changes of the directory in the busiest round: every process is told each.
    public var changesMax = 0
    /// Rounds after which a region had nobody to run it.
    public var orphanedRounds = 0
    /// Processor time of the planner in its busiest round, in microseconds.
    public var plannerMicrosecondsMax: UInt64 = 0
    /// Processor time of one shard's decisions in its busiest round, in microseconds.
    public var shardMicrosecondsMax: UInt64 = 0
    /// Load of the busiest shard in percent of a fair share, at the end.
    public var busiestPercent: UInt64 = 0
    /// Whether everything came to its place.
    public var isSettled = false
  }

  public var schema = "pangea.capacity/1"
  public var shards: Int
  public var regions: Int
  public var stages: [Stage] = []
  /// Processor time of a process for a change of the directory, in nanoseconds.
  public var directoryNanoseconds: UInt64 = 0
  /// What the services of such a cluster ask of Redis.
  public var traffic: ControlTraffic

  public var isSettled: Bool { stages.allSatisfy(\.isSettled) }
}
