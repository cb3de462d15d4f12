import Model
import NIOCore

/// What the control plane of a cluster of one size asks of Redis and storage while nothing happens:
/// the intervals of the services, and the bytes of what they really write.
public struct ControlTraffic: Hashable, Sendable, Codable {
  /// Processes with a lease.
  public var nodes: Int
  /// Commands and scripts, a second.
  public var commandsPerSecond: Double
  /// Records of processes that heartbeats read, a second: each reads all of them.
  public var recordsReadPerSecond: Double
  /// Bytes of Redis' answers to heartbeats, a second.
  public var heartbeatBytesPerSecond: Double
  /// Bytes of the directory and of the plan, read by all, a second.
  public var directoryBytesPerSecond: Double
  public var planBytesPerSecond: Double
  /// Bytes that Redis sends for one region that changes its owner.
  public var bytesPerChange: Int
  /// Rows of regions that shards read from storage, a second.
  public var regionRowsPerSecond: Double

  /// - Parameters:
  ///   - plan: its shards are those of the cluster.
  ///   - others: gateways and admin processes.
  public init(plan: PlacementPlan, others: Int, terms: LeaseTerms = LeaseTerms()) {
    let shards = plan.shards.count
    nodes = shards + others
    let beats = Double(nodes) * 1e6 / Double(terms.renewalInterval.microseconds)
    let reload = Double(nodes) / (Double(DirectoryService.reloadInterval.nanoseconds) / 1e9)
    let rounds = Double(shards) / (Double(PlannerService.interval.nanoseconds) / 1e9)
    let record = Self.record.count
    let entry = Self.entry
    // A region's number, its record, and what the protocol of Redis puts around them.
    let row = "65535".utf8.count + DirectoryText.encode(entry).utf8.count + 2 * 8
    // Each shard says its loads and tries to hold the placement lease; who plans reads all loads.
    commandsPerSecond = beats + 2 * reload + 3 * rounds
    recordsReadPerSecond = beats * Double(nodes)
    heartbeatBytesPerSecond = beats * Double(nodes * (record + 8))
    directoryBytesPerSecond =
      reload * Double(plan.assignments.count * row) / Double(DirectoryService.looksEachLoad)
    planBytesPerSecond = reload * Double((try? plan.encoded().count) ?? 0)
    bytesPerChange = nodes * (2 * FencingText.digits + row + 32)
    let looks = 1_000 / Double(RegionClaimer.roundMilliseconds)
    let regions = Double(plan.assignments.count)
    regionRowsPerSecond =
      looks * regions + looks / Double(RegionClaimer.roundsEachWhole) * Double(shards) * regions
  }

  /// As long as most.
  private static let record =
    (try? NodeRecord(
      node: .shard(ShardID(999)), incarnation: Incarnation(1_763_596_800_000_000),
      mesh: NodeAddress(host: "10.128.100.200", port: 40_000),
      operations: NodeAddress(host: "10.128.100.200", port: 40_001), info: ["version": "0.1.0"]
    ).encoded()) ?? []

  private static let entry = DirectoryRecord.owned(
    DirectoryEntry(
      shard: ShardID(999), incarnation: Incarnation(1_763_596_800_000_000), epoch: Epoch(1)))
}
