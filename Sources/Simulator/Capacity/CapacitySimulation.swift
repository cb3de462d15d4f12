import Cluster
import Model

/// Placement and directory of a cluster of thousands of regions: the real planner, the claimers of
/// all shards and a process's copy of the directory, while shards come, die and are crowded. Nobody
/// plays in it; time passes in the rounds of the planner.
public struct CapacitySimulation: Sendable {
  public var shards: Int
  /// The one map is a square of so many regions along each side.
  public var side: Int
  /// Gateways and admin processes, which follow the directory too.
  public var others: Int
  /// A clock of processor time, in nanoseconds.
  private let processorTime: @Sendable () -> UInt64

  /// - Parameters:
  ///   - shards: 2 ... 4,000.
  ///   - side: 1 ... 256.
  public init(
    shards: Int = 1_000, side: Int = 100, others: Int = 100,
    processorTime: @escaping @Sendable () -> UInt64
  ) {
    precondition((2...4_000).contains(shards) && (1...256).contains(side), "a cluster that fits")
    self.shards = shards
    self.side = side
    self.others = others
    self.processorTime = processorTime
  }

  /// Plays every stage to its end; the same on every machine but for the times.
  public func run() throws -> CapacityReport {
    let cluster = try CapacityCluster(
      shards: shards, side: side, processorTime: processorTime)
    var stages = [cluster.settle("an empty cluster starts")]
    cluster.kill(1)
    stages.append(cluster.settle("one shard dies"))
    let tenth = max(1, shards / 10)
    cluster.kill(tenth)
    stages.append(cluster.settle("\(tenth) shards die at once"))
    cluster.add(tenth)
    stages.append(cluster.settle("\(tenth) shards come"))
    cluster.crowd(edge: max(1, side / 20))
    stages.append(cluster.settle("a crowd gathers in one place"))
    return CapacityReport(
      shards: shards, regions: side * side, stages: stages,
      directoryNanoseconds: cluster.directoryNanoseconds,
      traffic: ControlTraffic(plan: cluster.plan, others: others))
  }
}
