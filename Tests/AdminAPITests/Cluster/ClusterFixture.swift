import Cluster
import Model
import Synchronization
import Wire

@testable import AdminAPI

/// A cluster that exists on paper: two shards and a gateway, of which any may be silent.
final class ClusterFixture: Sendable {
  let asked = Mutex<[NodeID: [UInt64]]>([:])
  let collector = Mutex<StatusCollector?>(nil)
  private let silent: Set<NodeID>

  static let nodes: [NodeID] = [
    .shard(ShardID(1)), .shard(ShardID(2)), .gateway(GatewayID(1)), .admin(AdminID(1)),
  ]

  init(silent: Set<NodeID> = []) { self.silent = silent }

  static func region(_ column: UInt8) -> RegionID {
    RegionID(map: MapID(0), column: column, row: 1)
  }

  func makeCollector(wait: Duration = .seconds(3600)) -> StatusCollector {
    let made = StatusCollector(
      admin: AdminID(1), sources: sources,
      own: { Self.reply(0, .admin(AdminID(1))) }, wait: wait)
    collector.withLock { $0 = made }
    return made
  }

  private var sources: StatusSources {
    StatusSources(
      nodes: {
        Self.nodes.map {
          NodeRecord(
            node: $0, incarnation: Incarnation(77),
            mesh: NodeAddress(host: "10.0.0.1", port: 4000))
        }
      },
      owned: {
        [
          Self.region(0): DirectoryEntry(
            shard: ShardID(1), incarnation: Incarnation(77), epoch: Epoch(5)),
          Self.region(1): DirectoryEntry(
            shard: ShardID(2), incarnation: Incarnation(77), epoch: Epoch(6)),
        ]
      },
      planned: {
        [
          Self.region(0): ShardID(1), Self.region(1): ShardID(2), Self.region(2): ShardID(3),
        ]
      },
      ask: { request, node in
        self.asked.withLock { $0[node, default: []].append(request.id) }
        if !self.silent.contains(node) {
          let collector = self.collector.withLock { $0 }
          collector?.received(Self.reply(request.id, node), from: node)
        }
        return true
      })
  }

  static func reply(_ id: UInt64, _ node: NodeID) -> StatusReply {
    var reply = StatusReply(id: id, node: node, incarnation: Incarnation(77))
    reply.uptimeMilliseconds = 9000
    reply.memoryBytes = 1 << 20
    reply.cpuMilliseconds = 120
    if case .shard(let shard) = node {
      var status = RegionStatus(
        region: region(UInt8(shard.rawValue - 1)), epoch: Epoch(4 + UInt64(shard.rawValue)))
      status.players = 10 * shard.rawValue
      status.ghosts = 3
      status.tick = Tick(1234)
      status.tickP50Microseconds = 250
      status.tickP99Microseconds = 1500
      status.tickMaxMicroseconds = 2750
      status.handoffsPending = 1
      status.farUpdateTicks = 8
      status.timePercent = 75
      reply.regions = [status]
      reply.handoffsStarted = 7
      reply.handoffsCompleted = 5
      reply.handoffsRefused = 1
      reply.handoffsCrossShard = 2
    } else {
      reply.sessions = 30
      reply.connections = 31
    }
    return reply
  }
}
