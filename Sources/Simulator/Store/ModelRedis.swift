import Cluster
import Model

/// Redis as the protocol sees it: leases that run out, and the numbered directory.
struct ModelRedis {
  struct LeaseEntry: Hashable {
    var incarnation: Incarnation
    var until: BootTime
    var isDraining: Bool
  }

  struct Heartbeat: Hashable {
    var refusal: Lease.Refusal?
    var instance: RedisInstance
    var leases: Set<RegionOwnership.Owner>
    /// Those that were told to stop.
    var draining: Set<RegionOwnership.Owner>
  }

  struct Table: Hashable {
    var generation: String
    var version: UInt64
    var records: [RegionID: DirectoryRecord]
  }

  private(set) var run = 1
  private(set) var dataSet = 1
  private(set) var version: UInt64 = 0
  private(set) var records: [RegionID: DirectoryRecord] = [:]
  private var leases: [ShardID: LeaseEntry] = [:]
  /// A copy some writes behind, which a failover would promote.
  private var replica: (dataSet: Int, version: UInt64, records: [RegionID: DirectoryRecord])
  let terms: LeaseTerms

  init(terms: LeaseTerms) {
    self.terms = terms
    replica = (1, 0, [:])
  }

  var instance: RedisInstance { RedisInstance(runID: "\(run)", generation: "\(dataSet)") }
  var table: Table { Table(generation: "\(dataSet)", version: version, records: records) }

  mutating func heartbeat(
    _ owner: RegionOwnership.Owner, takesOver: Bool, isDraining: Bool, now: BootTime
  ) -> Heartbeat {
    leases = leases.filter { now < $0.value.until }
    var refusal: Lease.Refusal?
    if let held = leases[owner.shard]?.incarnation, held != owner.incarnation {
      if held > owner.incarnation {
        refusal = .heldBySuccessor
      } else if !takesOver {
        refusal = .heldByPredecessor
      }
    }
    if refusal == nil {
      leases[owner.shard] = LeaseEntry(
        incarnation: owner.incarnation, until: now + terms.timeToLive,
        isDraining: isDraining)
    }
    func owners(_ entries: [ShardID: LeaseEntry]) -> Set<RegionOwnership.Owner> {
      Set(entries.map { .init(shard: $0.key, incarnation: $0.value.incarnation) })
    }
    return Heartbeat(
      refusal: refusal, instance: instance, leases: owners(leases),
      draining: owners(leases.filter(\.value.isDraining)))
  }

  /// Registers a record unless a higher one stands there; the change to publish.
  mutating func register(_ region: RegionID, _ record: DirectoryRecord) -> DirectoryChange? {
    if let old = records[region], !record.replaces(old) { return nil }
    records[region] = record
    version += 1
    return DirectoryChange(
      generation: "\(dataSet)", version: version, region: region, record: record)
  }

  mutating func replicate() { replica = (dataSet, version, records) }

  /// The replica becomes the master: what it had not heard of never was. Leases of the old run go.
  mutating func failOver() {
    run += 1
    (dataSet, version, records) = replica
    leases = [:]
  }

  mutating func startEmpty() {
    run += 1
    dataSet = run
    version = 0
    records = [:]
    leases = [:]
    replicate()
  }
}
