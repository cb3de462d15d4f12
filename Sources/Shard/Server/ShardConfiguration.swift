import Cluster
import Model
import Wire
import World

/// What one shard process needs to know to start.
public struct ShardConfiguration: Sendable {
  public var shard: ShardID
  public var incarnation: Incarnation
  public var cluster: ClusterName
  public var redis: RedisAddress
  /// Where the mesh listens; port 0: any free one.
  public var mesh: MeshOptions
  /// The host that other processes dial, when it is not the one that the mesh binds.
  public var advertisedHost: String?
  /// Where operators find this process, for the registry.
  public var operations: NodeAddress?
  public var maps: [MapID: RegionMap]
  /// Whoever starts this process vouches that its predecessors have exited.
  public var predecessorExited: Bool
  public var leaseTerms = LeaseTerms()
  public var limits = ShardLimits()
  /// Where spans are kept, and which are recorded; as it is, those that are asked for.
  public var tracing: Tracing
  /// What the process itself uses, for status reports.
  public var usage: @Sendable () -> ProcessUsage = { ProcessUsage() }
  /// Does what operators order of the process itself.
  public var processOrders: @Sendable (OperationOrder) -> OperationOutcome = { _ in .nothingToDo }
  /// The wall clock now, in microseconds since 1970: ticks are counted from it.
  public var wallMicroseconds: @Sendable () -> Int64

  public init(
    shard: ShardID, incarnation: Incarnation, cluster: ClusterName, redis: RedisAddress,
    mesh: MeshOptions, maps: [MapID: RegionMap], predecessorExited: Bool,
    wallMicroseconds: @escaping @Sendable () -> Int64
  ) {
    self.shard = shard
    self.incarnation = incarnation
    self.cluster = cluster
    self.redis = redis
    self.mesh = mesh
    self.maps = maps
    self.predecessorExited = predecessorExited
    self.wallMicroseconds = wallMicroseconds
    tracing = Tracing.off(.shard(shard), clock: SystemClock())
  }
}

/// Memory and processor time of a process.
public struct ProcessUsage: Hashable, Sendable {
  public var memoryBytes: UInt64
  public var cpuMilliseconds: UInt64

  public init(memoryBytes: UInt64 = 0, cpuMilliseconds: UInt64 = 0) {
    self.memoryBytes = memoryBytes
    self.cpuMilliseconds = cpuMilliseconds
  }
}
