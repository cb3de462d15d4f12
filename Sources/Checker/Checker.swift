import Cluster
import Model
import Storage

/// Reads a cluster again and again for some time, and says of each invariant whether it held.
///
/// It changes nothing and needs nothing of the cluster but its storage; with a probe it also asks
/// the running processes. It may run beside faults: a storage that does not answer is asked again.
public struct Checker: Sendable {
  /// Looks at the running processes; nil when nothing can be seen of them now.
  public typealias Probe = @Sendable () async -> ClusterSample?

  private let store: any Store
  private let probe: Probe?
  private let pause: Duration
  private let confirmed: ConfirmedOperations?

  /// - Parameters:
  ///   - confirmed: operations that players were told are done, as `OperationID` describes itself.
  ///   - pause: between two looks.
  public init(
    store: any Store, probe: Probe? = nil, confirmed: [String]? = nil,
    pause: Duration = .seconds(1)
  ) {
    self.store = store
    self.probe = probe
    self.confirmed = confirmed.map(ConfirmedOperations.init)
    self.pause = pause
  }

  /// Looks at least twice, and until the time is over. Throws when the storage never answered.
  public func run(for duration: Duration) async throws(StorageError) -> CheckReport {
    let clock = ContinuousClock()
    let began = clock.now
    var (storage, cluster) = (StorageWatch(), ClusterWatch())
    var operations = OperationWatch()
    var (tries, failures) = (0, 0)
    var last: StorageError?
    while tries < 2 || clock.now - began < duration, !Task.isCancelled {
      if tries > 0 { try? await clock.sleep(for: pause) }
      tries += 1
      do throws(StorageError) {
        try await look(&storage, &cluster, &operations)
      } catch {
        failures += 1
        last = error
      }
    }
    if storage.looks == 0, let last { throw last }
    if let audit = try? await store.auditBelongings() { storage.read(audit) }
    var checks = storage.checks + [operations.check]
    checks.append(Self.check(try? await store.verifyAudit()))
    if let confirmed { checks.append(try await confirmed.check(store)) }
    return CheckReport(
      seconds: (clock.now - began) / .seconds(1), looks: storage.looks, failures: failures,
      checks: checks + (probe == nil ? [] : cluster.checks) + Self.unseen(probe != nil))
  }

  private func look(
    _ storage: inout StorageWatch, _ cluster: inout ClusterWatch,
    _ operations: inout OperationWatch
  ) async throws(StorageError) {
    let live = await probe?()
    let isFirst = storage.looks == 0
    storage.read(try await StorageSample.read(store, watching: storage.watched))
    if let live {
      cluster.read(live, regions: storage.regions, marks: storage.marks)
    }
    operations.read(
      try await store.adminOperations(before: nil, max: CheckerLimits.adminOperationsMax),
      nodes: live?.nodes, at: SQLiteStore.systemMilliseconds())
    if isFirst { storage.read(try await store.auditBelongings()) }
  }

  /// Whether every row of the audit log is as it was written.
  private static func check(_ audit: AuditVerification?) -> Check {
    guard let audit else {
      return Check(.audit, "audit", .unknown, reason: "the audit log was not read")
    }
    var findings = Findings()
    for fault in audit.faults { findings.add("\(fault)") }
    return findings.check(
      .audit, "audit", unknown: audit.head.id == 0 ? "nothing was written into it yet" : nil,
      figures: ["rows": Int64(clamping: audit.rows)])
  }

  /// What no reading of storage and processes can tell, and who can.
  private static func unseen(_ isLive: Bool) -> [Check] {
    var checks = [
      Check(.inputs, "inputs", .unknown, reason: "only clients can tell: see `pangea bots`"),
      Check(
        .connections, "connections", .unknown, reason: "only clients can tell: see `pangea bots`"),
      Check(.ghosts, "ghosts", .unknown, reason: "no process reports its ghosts one by one"),
      Check(.drains, "drains", .unknown, reason: "it shows when a shard ends"),
    ]
    if !isLive {
      checks.append(
        Check(.presence, "regions", .unknown, reason: "only the storage was looked at"))
    }
    return checks
  }
}
