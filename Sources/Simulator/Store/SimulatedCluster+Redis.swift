import Cluster
import Model

extension SimulatedCluster {
  /// Asks Redis from a process; `reply` gets nil when it is away.
  func askRedis<Answer>(
    from node: NodeID, _ command: @escaping (inout ModelRedis, BootTime) -> Answer,
    reply: @escaping (SimulatedCluster, Answer?) -> Void
  ) {
    let place = place(of: node)
    guard now >= redisAwayUntil else {
      schedule(at: now + span(5_000, 500_000), place: place) { reply($0, nil) }
      return
    }
    schedule(at: now + span(200, 1_500), place: nil) { cluster in
      let answer = command(&cluster.redis, cluster.now)
      cluster.schedule(at: cluster.now + cluster.span(200, 1_500), place: place) {
        reply($0, answer)
      }
    }
  }

  /// Registers a record, and publishes what changed to every process that listens.
  func register(_ region: RegionID, _ record: DirectoryRecord, from node: NodeID) {
    askRedis(from: node, { redis, _ in redis.register(region, record) }) { cluster, change in
      guard let change = change ?? nil else { return }
      for node in cluster.nodes where cluster.isUp(node) { cluster.publish(change, to: node) }
    }
  }

  private func publish(_ change: DirectoryChange, to node: NodeID) {
    guard now >= (deafUntil[node] ?? now) else {
      count("changes-missed")
      return
    }
    after(span(200, 3_000), in: node) { cluster in
      guard cluster.withTable(of: node, { $0.apply(change) }) == .gap else { return }
      cluster.loadTable(of: node)
    }
  }

  /// A process loads the whole directory.
  func loadTable(of node: NodeID) {
    guard now >= (deafUntil[node] ?? now) else { return }
    askRedis(from: node, { redis, _ in redis.table }) { cluster, table in
      guard let table else { return }
      cluster.withTable(of: node) { directory in
        var updates: [DirectoryTable.Update] = []
        directory.load(
          generation: table.generation, version: table.version, records: table.records,
          updates: &updates)
      }
    }
  }

  @discardableResult
  private func withTable<Answer>(
    of node: NodeID, _ body: (inout DirectoryTable) -> Answer
  ) -> Answer? {
    switch node {
    case .shard(let id): shards[id].map { body(&$0.directory) }
    case .gateway(let id): gateways[id].map { body(&$0.directory) }
    case .admin: nil
    }
  }
}
