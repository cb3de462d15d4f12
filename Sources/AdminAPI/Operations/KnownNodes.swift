import Cluster
import Model
import Wire

/// Who is asked: every gateway and shard, and of what is about processes every admin process, that
/// has a lease or had one until a short time ago. A process that stands still loses its lease long
/// before its players give up, and a receipt has to name it. A pure value; moments are milliseconds since 1970.
struct KnownNodes {
  private struct Sighting {
    var incarnation: Incarnation
    var at: UInt64
  }

  private var seen: [NodeID: Sighting] = [:]
  private let memory: UInt64

  init(memory: UInt64 = AdminLimits.absentNodeMillisecondsMax) { self.memory = memory }

  mutating func saw(_ records: [NodeRecord], now: UInt64) {
    for record in records {
      if let old = seen[record.node], old.incarnation > record.incarnation { continue }
      seen[record.node] = Sighting(incarnation: record.incarnation, at: now)
    }
    seen = seen.filter { $0.value.at + memory > now }
  }

  func targets(of kind: OperationOrder.Kind) -> [OperationTarget] {
    seen.filter { $0.key.takesOrders(of: kind) }.map {
      OperationTarget(node: $0.key, incarnation: $0.value.incarnation)
    }
    .sorted { $0.description < $1.description }
  }
}

extension NodeID {
  /// Whether it is asked of what is about players.
  var takesOrders: Bool { takesOrders(of: nil) }

  /// Admin processes order, and are ordered only what is about processes.
  func takesOrders(of kind: OperationOrder.Kind?) -> Bool {
    if case .admin = self { kind?.isForProcesses == true } else { true }
  }
}
